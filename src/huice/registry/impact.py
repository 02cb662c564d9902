"""What of the rule library rests on a text that changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huice.corpus.comparison import ClauseChange, Comparison, DocumentChange
from huice.corpus.paths import steps
from huice.corpus.titles import plain
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.packs import Pack
from huice.rules.parameters import Parameter
from huice.rules.verification import cited


@dataclass(frozen=True, slots=True)
class Touched:
    """A measure or parameter (`kind`), the document it is of, and what happened to the clauses it cites."""

    kind: str
    id: str
    title: str
    document: str
    clauses: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        clauses = [{"clause": path, "change": change} for path, change in self.clauses]
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "document": self.document,
            "clauses": clauses,
        }


def impact(library: Library, comparison: Comparison) -> tuple[Touched, ...]:
    """The measures and parameters that cite a clause which changed, moved or went, or a document that ended."""
    return tuple(found for pack in library.packs.values() for found in _of_pack(pack, comparison))


def _of_pack(pack: Pack, comparison: Comparison) -> Iterator[Touched]:
    name = pack.source.number or pack.source.title
    ended = {
        plain(one.number or one.title): word
        for word, every in (("repealed", comparison.repealed), ("expired", comparison.expired))
        for one in every
    }
    changes = next((one for one in comparison.documents if _is(pack, one.number, one.title)), None)
    whole = ended.get(plain(name)) or ("removed" if changes and changes.kind == "removed" else "")
    every: list[tuple[str, Measure | Parameter, tuple[str, ...]]] = [
        ("measure", measure, cited(measure)) for measure in pack.measures.values()
    ]
    every += [("parameter", one, (one.clause,)) for one in pack.parameters.values() if one.clause]
    for kind, found, paths in every:
        clauses = tuple((path, change) for path in paths if (change := whole or _change(path, changes)))
        if clauses:
            title = found.title if isinstance(found, Measure) else found.label
            yield Touched(kind, found.id, title, name, clauses)


def _is(pack: Pack, number: str, title: str) -> bool:
    numbers = plain(pack.source.number), plain(number)
    return numbers[0] == numbers[1] if all(numbers) else plain(pack.source.title) == plain(title)


def _change(path: str, document: DocumentChange | None) -> str:
    """What happened to a clause or to one below it, the gravest first; empty where nothing did."""
    if document is None:
        return ""
    hit = {change.kind for change in document.clauses if _lies(change, steps(path))}
    return next((kind for kind in ("removed", "changed", "added", "renumbered") if kind in hit), "")


def _lies(change: ClauseChange, path: tuple[str, ...]) -> bool:
    place = change.before or change.after or ""
    return steps(place)[: len(path)] == path
