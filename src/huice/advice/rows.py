"""Rows that could be added to records: the first that passes what a measure filters them by."""

from collections.abc import Iterator
from datetime import date

from huice.advice.domain import Figures, domain, figures
from huice.engine.conditions import both
from huice.engine.explain import program_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.expressions import Aggregate, FieldRef, Node, facts_of, walk
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Measure, tests
from huice.rules.values import ABSENT, Row, Value

_Filter = tuple[str, Node]
"""The name of the row in a test, and the test."""


def templates(fact: Fact, library: Library, measure: Measure, known: dict[str, Value], as_of: date) -> tuple[Row, ...]:
    """For each filter over these records in the conditions of a measure, the first row that passes it, and one for all.

    Only the cells that a filter reads are filled in; what else the measure reads of such a row stays unknown.
    """
    world = World(library, program_of(library), Subject("", known), as_of)
    found = figures(library, measure)
    filters: list[_Filter] = []
    rows: list[Row] = []
    for node in _aggregates(library, measure, fact.key):
        wanted = node.condition if node.condition is not None else node.element
        if wanted is not None and wanted.type.kind == "bool":
            filters.append((node.row, wanted))
        elif {} not in rows:
            rows.append({})
    for chosen in (*((one,) for one in filters), tuple(filters)):
        cells = (part.key for _, wanted in chosen for part in walk(wanted) if isinstance(part, FieldRef))
        row = _fill({}, tuple(dict.fromkeys(cells)), chosen, fact, world, found)
        if row is not None and row not in rows:
            rows.append(row)
    return tuple(rows)


def _aggregates(library: Library, measure: Measure, key: str) -> Iterator[Aggregate]:
    for condition in measure.requires:
        for test in tests(condition):
            for node in (test, *(library.facts[part].derived for part in facts_of(test))):
                for part in walk(node) if node is not None else ():
                    if isinstance(part, Aggregate) and part.records == key:
                        yield part


def _fill(
    row: Row, fields: tuple[str, ...], filters: tuple[_Filter, ...], fact: Fact, world: World, found: Figures
) -> Row | None:
    """The first row, in the order of the domains, for which all filters hold."""
    holds = []
    for name, wanted in filters:
        world.rows = {name: row}
        holds.append(world.program.truth(wanted, world))
    world.rows = {}
    passes = both(holds)
    if passes is not None or not fields:
        return row if passes is True else None
    for value in domain(fact.fields[fields[0]], found):
        if value is not ABSENT:
            filled = _fill({**row, fields[0]: value}, fields[1:], filters, fact, world, found)
            if filled is not None:
                return filled
    return None
