"""Carry-forward: a balance over dated rows, period by period.

available = opening + accrued − adjusted; used = min(limit, available), never below zero; closing = available − used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huice.engine.evaluation import EXACT
from huice.engine.gaps import fact_gaps, gaps
from huice.engine.world import World
from huice.rules.expressions import Node
from huice.rules.measures import LedgerRule, Measure
from huice.rules.values import ABSENT, UNKNOWN, Row, Value

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One period. Money in 元; UNKNOWN where a cell it rests on is unknown."""

    period: date
    columns: dict[str, Value]
    opening: Value
    accrued: Value
    adjusted: Value
    available: Value
    limit: Value
    used: Value
    closing: Value


def carry(measure: Measure, rule: LedgerRule, world: World) -> tuple[Entry, ...]:
    """The ledger of a measure: one entry a period of its window, in order. Empty where the rows are not known."""
    rows = world.fact(rule.over)
    if not isinstance(rows, tuple):
        return ()
    dated = [(row.get(rule.period, UNKNOWN), row) for row in rows]
    inside = [(day, row) for day, row in dated if isinstance(day, date) and _within(measure, day)]
    inside.sort(key=lambda pair: pair[0])
    booked = world.program.value(rule.booked_from, world) if rule.booked_from is not None else ABSENT
    opening = world.program.value(rule.opening, world) if rule.opening is not None else _ZERO
    opening = _ZERO if opening is ABSENT else opening
    held: Value = _ZERO
    entries: list[Entry] = []
    for day, row in inside:
        columns, accrued, adjusted, limit = _row(rule, row, world)
        accrued, held = _book(day, accrued, held, booked)
        available = _subtract(_add(opening, accrued), adjusted)
        used = _use(available, limit)
        closing = _subtract(available, used)
        entries.append(Entry(day, columns, opening, accrued, adjusted, available, limit, used, closing))
        opening = closing
    return tuple(entries)


def _within(measure: Measure, day: date) -> bool:
    window = measure.window
    return (window.since is None or day >= window.since) and (window.until is None or day <= window.until)


def _row(rule: LedgerRule, row: Row, world: World) -> tuple[dict[str, Value], Value, Value, Value]:
    outer_rows, outer_locals = world.rows, world.locals
    world.rows, world.locals = {rule.row: row}, {}
    for name, formula in rule.columns.items():
        world.locals[name] = world.program.value(formula.value, world)
    columns = world.locals
    accrued, adjusted = _amount(rule.accrued, world, _ZERO), _amount(rule.adjusted, world, _ZERO)
    limit = world.program.value(rule.limit, world) if rule.limit is not None else ABSENT
    world.rows, world.locals = outer_rows, outer_locals
    return columns, accrued, adjusted, limit


def _amount(node: Node | None, world: World, default: Decimal) -> Value:
    value = world.program.value(node, world) if node is not None else default
    return default if value is ABSENT else value


def _book(day: date, accrued: Value, held: Value, booked: Value) -> tuple[Value, Value]:
    """What is accrued before the day of booking is held back and booked then, all at once."""
    if booked is ABSENT:
        return accrued, held
    if not isinstance(booked, date):
        return UNKNOWN, held
    if (day.year, day.month) < (booked.year, booked.month):
        return _ZERO, _add(held, accrued)
    return _add(accrued, held), _ZERO


def _add(a: Value, b: Value) -> Value:
    return EXACT.add(a, b) if isinstance(a, Decimal) and isinstance(b, Decimal) else UNKNOWN


def _subtract(a: Value, b: Value) -> Value:
    return EXACT.subtract(a, b) if isinstance(a, Decimal) and isinstance(b, Decimal) else UNKNOWN


def _use(available: Value, limit: Value) -> Value:
    if not isinstance(available, Decimal):
        return UNKNOWN
    if available <= 0:
        return _ZERO
    if limit is ABSENT:
        return available
    return max(_ZERO, min(available, limit)) if isinstance(limit, Decimal) else UNKNOWN


def sums(entries: tuple[Entry, ...], as_of: date) -> dict[str, Value]:
    """The names `ledger.…` of a measure's formulas: the period of the as-of day, else the last before it, and totals."""
    past = [entry for entry in entries if (entry.period.year, entry.period.month) <= (as_of.year, as_of.month)]
    names = ("opening", "accrued", "adjusted", "available", "used", "closing")
    values: dict[str, Value] = {f"ledger.{name}": getattr(past[-1], name) if past else UNKNOWN for name in names}
    for name in ("accrued", "adjusted", "used"):
        total: Value = _ZERO if past else UNKNOWN
        for entry in past:
            total = _add(total, getattr(entry, name))
        values[f"ledger.total_{name}"] = total
    return values


def ledger_gaps(measure: Measure, rule: LedgerRule, world: World) -> Iterator[str]:
    """What keeps a ledger open: its rows, the cells of past periods, the day of booking."""
    rows = world.fact(rule.over)
    if not isinstance(rows, tuple):
        yield from fact_gaps(rule.over, world)
        return
    for node in (rule.opening, rule.booked_from):
        if node is not None:
            yield from gaps(node, world)
    outer = world.rows
    for row in rows:
        day = row.get(rule.period, UNKNOWN)
        if not isinstance(day, date):
            yield f"{rule.over}.{rule.period}"
        elif _within(measure, day) and day <= world.as_of:
            world.rows = {rule.row: row}
            nodes = (rule.accrued, rule.adjusted, rule.limit, *(column.value for column in rule.columns.values()))
            for node in nodes:
                if node is not None:
                    yield from gaps(node, world)
    world.rows = outer
