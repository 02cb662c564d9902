"""All that a document states, gathered from its clauses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from huice.corpus.knowledge.aims import Aim, aims
from huice.corpus.knowledge.citations import Citation, citations
from huice.corpus.knowledge.deadlines import Deadline, deadlines
from huice.corpus.knowledge.definitions import Definition, definitions
from huice.corpus.knowledge.departments import Department, departments, departments_of_tables, responsible
from huice.corpus.knowledge.details import Detail, details
from huice.corpus.knowledge.directory import Directory
from huice.corpus.knowledge.passages import Passage, passage_of
from huice.corpus.knowledge.quantities import Quantity, quantities
from huice.corpus.knowledge.repeals import Repeal, repeals
from huice.corpus.knowledge.themes import Theme, themes
from huice.corpus.model import Clause, Document
from huice.corpus.structure import SIGNATURE

_AHEAD = re.compile(r"展望|下一步|打算|计划|重点工作|今后")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a document states. Each record tells its clause and how sure it is; most tell their place in `Clause.said`."""

    details: tuple[Detail, ...] = ()
    themes: tuple[Theme, ...] = ()
    citations: tuple[Citation, ...] = ()
    repeals: tuple[Repeal, ...] = ()
    definitions: tuple[Definition, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    departments: tuple[Department, ...] = ()
    aims: tuple[Aim, ...] = ()

    def at(self, path: str) -> "Knowledge":
        """What one clause states itself, without those below it."""
        return Knowledge(
            *(tuple(one for one in getattr(self, field.name) if one.clause == path) for field in fields(self))
        )

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def as_json(self, corpus: "Directory[Any] | None" = None) -> dict[str, Any]:
        """As a JSON object; `corpus` is where cited documents are looked up."""
        found = {field.name: [_plain(one) for one in getattr(self, field.name)] for field in fields(self)}
        return found | {"citations": [one.as_json(corpus) for one in self.citations]}


@lru_cache(maxsize=256)
def knowledge(document: Document) -> Knowledge:
    """What a document states, in the order of its clauses. The signatures are read for particulars only."""
    above = [(clause, headings) for clause, headings in _walk(document.clauses, ()) if clause.path != SIGNATURE]
    passages = [passage_of(clause) for clause, _ in above]
    figures = [quantities(one) for one in passages]
    days = [deadlines(one, document.issued, document.in_force_from) for one in passages]
    duties = (*_flat(departments(one) for one in passages), *departments_of_tables(document.tables, passages))
    return Knowledge(
        details(document),
        themes(document),
        citations(document, passages),
        repeals(document.clauses) if document.repeals else (),
        _flat(definitions(one) for one in passages),
        _flat(figures),
        _flat(days),
        duties,
        _aims(document, above, passages, figures, days, duties),
    )


def described(document: Document, corpus: "Directory[Any] | None" = None) -> dict[str, Any]:
    """A document as JSON with what it states; `corpus` is where cited documents are looked up."""
    return document.as_json() | {"knowledge": knowledge(document).as_json(corpus)}


def _aims(
    document: Document,
    above: Sequence[tuple[Clause, tuple[str, ...]]],
    passages: Sequence[Passage],
    figures: Sequence[tuple[Quantity, ...]],
    days: Sequence[tuple[Deadline, ...]],
    duties: Sequence[Department],
) -> tuple[Aim, ...]:
    """Targets and tasks; a report tells what was done, save where its headings look ahead."""
    order = [clause.path for clause, _ in above]
    found: list[Aim] = []
    past = document.title.endswith("报告")
    for (clause, headings), passage, numbers, dates in zip(above, passages, figures, days, strict=True):
        if past and not any(_AHEAD.search(heading) for heading in headings):
            continue
        names = tuple(dict.fromkeys(one.name for one in responsible(clause.path, duties, order)))
        found += aims(passage, numbers, dates, names, headings)
    return tuple(found)


def _walk(clauses: Iterable[Clause], headings: tuple[str, ...]) -> Iterator[tuple[Clause, tuple[str, ...]]]:
    """All clauses, each with the headings above it, its own the last."""
    for clause in clauses:
        own = (*headings, clause.heading)
        yield clause, own
        yield from _walk(clause.clauses, own)


def _flat(found: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(one for each in found for one in each)


def _plain(value: Any) -> Any:
    """A record as JSON: days as 2023-04-20, exact numbers as text."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
