"""The library's own words about a clause — titles and promises of the measures that rest on it: they speak as users do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from huice import settings
from huice.corpus.titles import plain
from huice.rules.library import Library, load, shipped
from huice.rules.measures import Measure
from huice.store.matching import Passage


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about clauses, by their document (number, else title) and path; `digest` is the library's."""

    digest: str = ""
    measures: Mapping[tuple[str, str], tuple[Measure, ...]] = field(default_factory=dict)

    def resting(self, passage: Passage) -> tuple[Measure, ...]:
        """The measures that rest on a clause."""
        number = self.measures.get((plain(passage.number), passage.path), ()) if passage.number else ()
        return number or self.measures.get((plain(passage.title), passage.path), ())

    def of(self, passage: Passage) -> str:
        """What the library says about a clause; empty where it says nothing."""
        return " ".join(f"{measure.title} {measure.promise}" for measure in self.resting(passage))


def words_of(library: Library) -> Words:
    """The words of a library."""
    found: dict[tuple[str, str], list[Measure]] = {}
    for measure in library.measures.values():
        source = library.packs[measure.pack].source
        for name in filter(None, (plain(source.number), plain(source.title))):
            for path in measure.clauses:
                found.setdefault((name, path), []).append(measure)
    return Words(library.digest, {key: tuple(measures) for key, measures in found.items()})


@cache
def shipped_words() -> Words:
    """The words of the library that comes with the program."""
    return words_of(load(shipped(), cache=settings.cache()))
