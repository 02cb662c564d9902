"""效力: whether a document holds on a day, by its own dates and by what others of the same corpus repeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from huice.corpus.knowledge.directory import Directory
from huice.corpus.knowledge.repeals import repeals
from huice.corpus.model import Document

State = Literal["施行中", "未施行", "已失效", "已废止", "不详"]
STATES: tuple[State, ...] = ("施行中", "未施行", "已失效", "已废止", "不详")


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a document holds on a day, and why, in a sentence.

    `since` is the first day of the state, None where no day is known. `by` names the document that repeals it (its
    number, else its title) and `clause` where that stands; both are empty where none does.
    """

    state: State
    since: date | None
    why: str
    by: str = ""
    clause: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "state": self.state,
            "since": self.since.isoformat() if self.since else None,
            "why": self.why,
            "by": self.by or None,
            "clause": self.clause or None,
        }


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a document: which other repeals it, in which clause, and the first day without it (None: not known)."""

    document: Document
    by: Document
    clause: str
    day: date | None


def ended(directory: Directory[Document]) -> tuple[Ended, ...]:
    """All repeals inside a corpus. A document repeals neither itself nor one issued after it."""
    found: list[Ended] = []
    for by in directory.corpus:
        for repeal in repeals(by.clauses) if by.repeals else ():
            for target in directory.find(repeal.title, repeal.number):
                newer = target.issued and by.issued and target.issued > by.issued
                if target != by and not newer:
                    found.append(Ended(target, by, repeal.clause, repeal.day or by.in_force_from or by.issued))
    return tuple(found)


def statuses(corpus: Sequence[Document], day: date) -> tuple[Status, ...]:
    """The status of each document of a corpus on a day, in its order. Its last day in force is one on which it holds."""
    ends: dict[int, Ended] = {}
    for one in ended(Directory(corpus)):
        known = ends.get(id(one.document))
        if known is None or (one.day or date.max) < (known.day or date.max):
            ends[id(one.document)] = one
    return tuple(_status(document, ends.get(id(document)), day) for document in corpus)


def _status(document: Document, end: Ended | None, day: date) -> Status:
    if end and (end.day is None or day >= end.day):
        name = end.by.number or end.by.title
        told = f"{name if end.by.number else f'《{name}》'}（{end.clause}）"
        if end.day is None:
            return Status("不详", None, f"被 {told} 废止，何日起没有写明", name, end.clause)
        return Status("已废止", end.day, f"自 {end.day} 起被 {told} 废止", name, end.clause)
    start, last = document.in_force_from, document.in_force_until
    if last and day > last:
        return Status("已失效", last + timedelta(days=1), f"有效期至 {last}（含当日）")
    first = start or document.issued
    if first is None:
        return Status("不详", None, "原文没有写明成文日期和施行日期")
    written = f"自 {first} 起施行" if start else f"没有写明施行日期，自成文之日 {first} 起算"
    if day < first:
        return Status("未施行", None, written)
    if end:
        return Status("施行中", first, f"{written}，至 {end.day} 废止前有效")
    return Status("施行中", first, written + (f"，有效期至 {last}（含当日）" if last else "；没有写明有效期"))
