"""Two editions side by side: what was added, removed, changed, renumbered, repealed, and what expired between them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from huice.corpus.difference import Piece, difference
from huice.corpus.digest import digest
from huice.corpus.knowledge.directory import Directory
from huice.corpus.knowledge.repeals import repeals
from huice.corpus.model import Clause, Document, walk
from huice.corpus.numbering import marker_of
from huice.corpus.titles import plain, signature

Kind = Literal["added", "removed", "changed", "renumbered"]
_ALIKE = 0.5
_SAME_PLACE = 0.1


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is not what it was: its path before and after, what it says (`pieces`), whether its number moved.

    `kind` is `renumbered` where it says the same under another number; a changed one may have moved too.
    """

    kind: Kind
    before: str | None
    after: str | None
    pieces: tuple[Piece, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "pieces": [{"kind": piece.kind, "text": piece.text} for piece in self.pieces],
        }


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not what it was: added, removed or changed, and how.

    `fields` are what is known of it that changed, each before and after (`in_force_until`, `issuers`, ...).
    """

    kind: Literal["added", "removed", "changed"]
    number: str
    title: str
    fields: tuple[tuple[str, str, str], ...]
    clauses: tuple[ClauseChange, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "kind": self.kind,
            "number": self.number,
            "title": self.title,
            "fields": [{"field": name, "before": before, "after": after} for name, before, after in self.fields],
            "clauses": [change.as_json() for change in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class Ended:
    """A document that stopped holding: repealed by another (`by`), or expired on a day (its last)."""

    number: str
    title: str
    by: str
    day: date | None

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "number": self.number, "title": self.title, "by": self.by, "day": self.day.isoformat() if self.day else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions. `same` counts the documents that are word for word what they were."""

    documents: tuple[DocumentChange, ...]
    repealed: tuple[Ended, ...]
    expired: tuple[Ended, ...]
    same: int

    def as_json(self) -> dict[str, Any]:
        """As a JSON object (the contract of `huice compare --json`)."""
        return {
            "same": self.same,
            "documents": [change.as_json() for change in self.documents],
            "repealed": [ended.as_json() for ended in self.repealed],
            "expired": [ended.as_json() for ended in self.expired],
        }

    def __bool__(self) -> bool:
        return bool(self.documents or self.repealed or self.expired)


def compare(before: Sequence[Document], after: Sequence[Document], day: date | None = None) -> Comparison:
    """Compare two editions; `day` is that of the second, by default the newest date a document of it was issued.

    Documents are the same by number, else by title. Repealed are those of the first that a new or changed document of
    the second repeals; expired those whose last day lies from the newest date of the first to before `day`.
    """
    pairs = _paired(before, after)
    changes = [change for old, new in pairs if (change := _document(old, new))]
    same = sum(old is not None and new is not None for old, new in pairs) - sum(c.kind == "changed" for c in changes)
    start = max((document.issued for document in before if document.issued), default=None)
    end = day or max((document.issued for document in after if document.issued), default=None)
    news = [new for old, new in pairs if new and (old is None or old.repeals != new.repeals)]
    expired = (
        Ended(document.number, document.title, "", document.in_force_until)
        for document in after
        if document.in_force_until and start and end and start <= document.in_force_until < end
    )
    return Comparison(tuple(changes), tuple(_repealed(before, news)), tuple(expired), same)


def compare_versions(old: Document, new: Document) -> Comparison:
    """Compare two documents as versions of one, whatever their numbers."""
    change = _document(old, new)
    return Comparison((change,) if change else (), tuple(_repealed([old], [new])), (), 0 if change else 1)


def _paired(before: Sequence[Document], after: Sequence[Document]) -> list[tuple[Document | None, Document | None]]:
    """Documents that are the same one, in the order of the second; those only in the first at the end."""
    left = list(before)
    met: dict[int, Document] = {}
    keys: tuple[Callable[[Document], str], ...] = (lambda one: plain(one.number), lambda one: plain(one.title))
    for key in keys:
        for at, new in enumerate(after):
            old = next((one for one in left if key(one) and key(one) == key(new)), None) if at not in met else None
            if old is not None:
                met[at] = old
                left.remove(old)
    return [*((met.get(at), new) for at, new in enumerate(after)), *((old, None) for old in left)]


_FIELDS = ("number", "title", "issuers", "issued", "in_force_from", "in_force_until", "region", "addressees")


def _document(old: Document | None, new: Document | None) -> DocumentChange | None:
    """How a document changed; None where it did not."""
    if old is None or new is None:
        one = new or old
        return DocumentChange("added" if new else "removed", one.number, one.title, (), ()) if one else None
    values = ((name, _shown(getattr(old, name)), _shown(getattr(new, name))) for name in _FIELDS)
    fields = tuple((name, was, now) for name, was, now in values if was != now)
    clauses = tuple(clause_changes(old.clauses, new.clauses))
    return DocumentChange("changed", new.number, new.title, fields, clauses) if fields or clauses else None


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A clause on one side: its place in the order, its words without its number, their digest."""

    at: int
    clause: Clause
    words: str
    digest: str
    pairs: frozenset[str]


def clause_changes(before: tuple[Clause, ...], after: tuple[Clause, ...]) -> Iterator[ClauseChange]:
    """What happened to the clauses of a document, in the order of the second; removed ones where they stood."""
    old, new = _sides(before), _sides(after)
    pairs = _matched(old, new)
    partner = {right.at: left for left, right in pairs}
    gone = sorted((left for left in old if all(left is not one for one, _ in pairs)), key=lambda side: side.at)
    last = -1
    for right in new:
        left = partner.get(right.at)
        if left is None:
            yield ClauseChange("added", None, right.clause.path, (Piece("added", right.clause.said),))
            continue
        while gone and last < gone[0].at < left.at:
            yield _removed(gone.pop(0))
        last = max(last, left.at)
        if left.digest != right.digest:
            pieces = difference(left.clause.said, right.clause.said)
            yield ClauseChange("changed", left.clause.path, right.clause.path, pieces)
        elif left.clause.path != right.clause.path:
            yield ClauseChange("renumbered", left.clause.path, right.clause.path, (Piece("same", right.clause.said),))
    for side in gone:
        yield _removed(side)


def _removed(side: _Side) -> ClauseChange:
    return ClauseChange("removed", side.clause.path, None, (Piece("removed", side.clause.said),))


def _sides(clauses: tuple[Clause, ...]) -> list[_Side]:
    sides = []
    for at, clause in enumerate(walk(clauses)):
        marker = marker_of(clause.said)
        words = clause.said[marker.width :].strip() if marker else clause.said
        sides.append(_Side(at, clause, words, digest(words), signature(words)))
    return sides


def _matched(old: Sequence[_Side], new: Sequence[_Side]) -> list[tuple[_Side, _Side]]:
    """Which clause is which: the same words under the same number, the same words, the same number, the likest words."""
    pairs: list[tuple[_Side, _Side]] = []
    left, right = list(old), list(new)

    def take(key: Callable[[_Side], object], fits: Callable[[_Side, _Side], bool] = lambda one, other: True) -> None:
        by_key: dict[object, list[_Side]] = defaultdict(list)
        for side in left:
            by_key[key(side)].append(side)
        for side in list(right):
            one = next((each for each in by_key[key(side)] if fits(each, side)), None)
            if one is not None:
                by_key[key(side)].remove(one)
                pairs.append((one, side))
                left.remove(one)
                right.remove(side)

    take(lambda side: (side.clause.path, side.digest))
    take(lambda side: side.digest if side.words else object())
    near = [(_likeness(one, other), one, other) for one in left for other in right]
    for likeness, one, other in sorted(near, key=lambda found: (-found[0], found[1].at, found[2].at)):
        if likeness >= _ALIKE and one in left and other in right:
            pairs.append((one, other))
            left.remove(one)
            right.remove(other)
    take(lambda side: side.clause.path, lambda one, other: not one.words or not other.words)
    return pairs


def _likeness(one: _Side, other: _Side) -> float:
    """The share of pairs of characters both have (Dice), and a little more for the same number."""
    both = len(one.pairs) + len(other.pairs)
    shared = 2 * len(one.pairs & other.pairs) / both if both else float(one.words == other.words)
    return shared + (_SAME_PLACE if one.clause.path == other.clause.path else 0)


def _repealed(before: Sequence[Document], news: Sequence[Document]) -> Iterator[Ended]:
    """The documents of an edition that others repeal, each once."""
    directory = Directory(before)
    found: dict[int, Ended] = {}
    for other in news:
        for repeal in repeals(other.clauses) if other.repeals else ():
            day = repeal.day or other.in_force_from or other.issued
            for document in directory.find(repeal.title, repeal.number):
                one = Ended(document.number, document.title, other.number or other.title, day)
                found.setdefault(id(document), one)
    yield from found.values()
