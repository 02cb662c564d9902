"""The library's own words about a clause — titles and promises of the measures that rest on it: they speak as users do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from huice import settings
from huice.corpus.titles import plain
from huice.rules.library import Library, load, shipped
from huice.rules.measures import Measure
from huice.search.tokens import tokens
from huice.store.matching import Passage

_LEAST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about clauses, by their document (number, else title) and path; `digest` is the library's."""

    digest: str = ""
    measures: Mapping[tuple[str, str], tuple[Measure, ...]] = field(default_factory=dict)
    spoken: Sequence[tuple[frozenset[str], Measure]] = ()

    def resting(self, passage: Passage) -> tuple[Measure, ...]:
        """The measures that rest on a clause."""
        number = self.measures.get((plain(passage.number), passage.path), ()) if passage.number else ()
        return number or self.measures.get((plain(passage.title), passage.path), ())

    def speaking(self, question: str) -> tuple[Measure, ...]:
        """The measures whose title or promise shares a fair part of a question's words, the most first."""
        wanted = {token for token in tokens(question) if len(token) > 1}
        total = sum(map(len, wanted))
        scored = [(sum(map(len, wanted & held)) / total, one) for held, one in self.spoken] if total else []
        kept = [(score, one) for score, one in scored if score >= _LEAST_SHARE]
        return tuple(one for _, one in sorted(kept, key=lambda item: (-item[0], item[1].id)))

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
    spoken = [(frozenset(tokens(one.title + one.promise)), one) for one in library.measures.values()]
    return Words(library.digest, {key: tuple(measures) for key, measures in found.items()}, spoken)


@cache
def shipped_words() -> Words:
    """The words of the library that comes with the program."""
    return words_of(load(shipped(), cache=settings.cache()))
