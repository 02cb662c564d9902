"""Carry-forward in closed form: the compiled counterpart of `huice.engine.ledger`.

With d the accrued less the adjusted of a period, L its limit, S the running sum of d − L and C the opening balance,
closing(t) = max(closing(t−1) + d − L, 0) = S(t) − min(−C, min over j <= t of S(j)). That holds while no balance falls
below zero before use; where one does, and where rows of one day follow each other, the subject is explained.
"""

from dataclasses import dataclass
from decimal import Decimal

from huice.engine.batch import dates
from huice.engine.batch.columns import UNSAID, Column, arithmetic, extreme, literal, merge, settled, snapped, summed
from huice.engine.batch.gaps import Gaps, Keys, gather
from huice.engine.batch.numbers import slack
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Term,
    any_row,
    both,
    bring,
    compare,
    day_code,
    either,
    filled,
    first,
    fold,
    greater,
    invert,
    lesser,
    lit,
    null,
    scan,
    subtract,
    when,
)
from huice.engine.batch.values import Values
from huice.rules.expressions import Node
from huice.rules.measures import LedgerRule, Measure

_NOTHING = literal(Decimal(0))
_ENTRY = ("opening", "accrued", "adjusted", "available", "used", "closing")
_TOTALS = ("accrued", "adjusted", "used")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The dated rows of a ledger: their days, which lie in its window, which are past."""

    records: str
    day: Term
    inside: Term
    past: Term

    def running(self, cell: Term) -> Term:
        """The sum up to and including each row."""
        return scan("sum", when(self.inside, filled(cell, 0.0), ZERO), filled(self.day, 0.0))

    def count(self, row: Term) -> Term:
        """For how many rows it held up to and including each."""
        return self.running(when(filled(row, False), lit(1), ZERO))

    def lag(self, cell: Term) -> Term:
        """The cell of the row before."""
        return scan("lag", cell, filled(self.day, 0.0))

    def last(self, cell: Term) -> Term:
        """The cell of the last past row."""
        newest = bring(fold("max", self.records, when(self.past, self.day)), self.records)
        here = both(self.past, filled(compare("==", self.day, newest), False))
        return fold("max", self.records, when(here, cell))


def ledger_sums(measure: Measure, rule: LedgerRule, values: Values) -> dict[str, Column]:
    """The names `ledger.…` of a measure's formulas."""
    if rule.over not in values.schema.columns:
        return dict.fromkeys([f"ledger.{name}" for name in (*_ENTRY, *(f"total_{name}" for name in _TOTALS))], UNSAID)
    rows = _rows(measure, rule, values)
    entries, doubt = _entries(rule, rows, values)
    some = both(values.rows(rule.over)[0], any_row(rule.over, rows.past))
    doubt = both(some, doubt)
    found = {
        f"ledger.{name}": Column(when(some, rows.last(part.value)), FALSE, part.grid, doubt)
        for name, part in entries.items()
    }
    for name in _TOTALS:
        part = entries[name]
        missing = any_row(rule.over, both(rows.past, null(part.value)))
        total = summed(rule.over, Column(when(rows.past, filled(part.value, 0.0), ZERO), FALSE, part.grid), rows.past)
        value = when(both(some, invert(missing)), total.value)
        found[f"ledger.total_{name}"] = Column(value, FALSE, total.grid, either(doubt, total.doubt))
    return found


def _rows(measure: Measure, rule: LedgerRule, values: Values) -> _Rows:
    day = values.given(rule.period, values.library.facts[rule.over].fields[rule.period].type, rule.over).value
    since, until = measure.window.since, measure.window.until
    inside = [invert(null(day))]
    if since is not None:
        inside.append(filled(compare("<=", lit(day_code(since)), day), False))
    if until is not None:
        inside.append(filled(compare("<=", day, lit(day_code(until))), False))
    month_end = lit(day_code(values.as_of.replace(day=1)) + 31)
    return _Rows(rule.over, day, both(*inside), both(*inside, filled(compare("<=", day, month_end), False)))


def _entries(rule: LedgerRule, rows: _Rows, values: Values) -> tuple[dict[str, Column], Term]:
    """The columns of the ledger, a cell a row, and the subjects to be explained."""
    accrued, adjusted, limit = _columns(rule, values)
    accrued = _booked(rule, rows, accrued, values)
    start = values.of(rule.opening) if rule.opening is not None else _NOTHING
    opening = Column(when(start.absent, ZERO, start.value), FALSE, merge(start, _NOTHING), start.doubt)
    change = snapped(arithmetic("-", accrued, adjusted))
    cap = Column(greater(filled(limit.value, 0.0), ZERO), FALSE, merge(limit, _NOTHING), limit.doubt)
    before = _carried(rule, rows, opening, change, cap)
    available = snapped(arithmetic("+", before, change))
    most = available if rule.limit is None else extreme("min", [available, cap])
    used = extreme("max", [_NOTHING, snapped(most)])
    closing = snapped(arithmetic("-", available, used))
    unlimited = both(null(limit.value), invert(limit.absent)) if rule.limit is not None else FALSE
    unsettled = both(rows.inside, either(null(change.value), unlimited))
    earlier = subtract(rows.count(unsettled), when(unsettled, lit(1), ZERO))
    dark = either(null(bring(opening.value, rows.records)), compare("<", ZERO, earlier))
    here, after = either(dark, null(change.value)), either(dark, unsettled)
    shown = {
        "opening": (before, dark), "accrued": (accrued, FALSE), "adjusted": (adjusted, FALSE),
        "available": (available, here), "used": (used, after), "closing": (closing, after),
    }  # fmt: skip
    entries = {
        name: settled(Column(when(dim, NULL, part.value), FALSE, part.grid, part.doubt))
        for name, (part, dim) in shown.items()
    }
    odd = both(rows.inside, invert(here), _odd(available, unlimited, limit.absent if rule.limit is not None else FALSE))
    twice = both(rows.inside, filled(compare("==", rows.lag(rows.day), rows.day), False))
    shaky = either(*(part.doubt for part in (*entries.values(), settled(cap))))
    below = filled(compare("<", opening.value, ZERO), False)
    return entries, either(opening.doubt, below, any_row(rows.records, either(odd, twice, both(rows.inside, shaky))))


def _odd(available: Column, unlimited: Term, boundless: Term) -> Term:
    """Rows that the closed form does not speak of: a balance below zero, or none with its limit unknown."""
    reach = slack(available.value, available.grid) if available.grid is not None else ZERO
    short = filled(compare("<", available.value, ZERO if reach is ZERO else reach), False)
    empty = filled(compare("<=", available.value, reach), False)
    return either(short, both(unlimited, empty), boundless)


def _carried(rule: LedgerRule, rows: _Rows, opening: Column, change: Column, cap: Column) -> Column:
    """The balance brought into each period."""
    start = bring(filled(opening.value, 0.0), rows.records)
    grid = merge(opening, summed(rows.records, _step(rows, change, cap), rows.inside))
    if rule.limit is None:
        return Column(when(compare("<=", rows.count(TRUE), lit(1)), start, ZERO), FALSE, grid)
    step = _step(rows, change, cap)
    total = snapped(Column(rows.running(step.value), FALSE, summed(rows.records, step, rows.inside).grid))
    lowest = lesser(subtract(ZERO, start), scan("min", total.value, filled(rows.day, 0.0)))
    closing = snapped(arithmetic("-", total, Column(lowest, FALSE, grid)))
    doubt = summed(rows.records, step, rows.inside).doubt
    value = first(rows.lag(closing.value), start)
    return Column(value, FALSE, merge(closing, opening), either(bring(doubt, rows.records), closing.doubt))


def _step(rows: _Rows, change: Column, cap: Column) -> Column:
    change = Column(filled(change.value, 0.0), FALSE, merge(change, _NOTHING), change.doubt)
    step = snapped(arithmetic("-", change, cap))
    return Column(when(rows.inside, step.value, ZERO), FALSE, step.grid, step.doubt)


def _columns(rule: LedgerRule, values: Values) -> tuple[Column, Column, Column]:
    outer, values.locals = values.locals, {}
    for name, formula in rule.columns.items():
        values.locals = {**values.locals, name: values.of(formula.value)}
    accrued, adjusted = (_or_nothing(node, values) for node in (rule.accrued, rule.adjusted))
    limit = values.of(rule.limit) if rule.limit is not None else Column(NULL, TRUE)
    values.locals = outer
    return accrued, adjusted, snapped(limit)


def _or_nothing(node: Node | None, values: Values) -> Column:
    found = snapped(values.of(node)) if node is not None else _NOTHING
    return Column(when(found.absent, ZERO, found.value), FALSE, merge(found, _NOTHING), found.doubt)


def _booked(rule: LedgerRule, rows: _Rows, accrued: Column, values: Values) -> Column:
    """What is accrued before the month of booking is held back and booked in the first period from then on."""
    if rule.booked_from is None:
        return accrued
    booked = values.of(rule.booked_from)
    month = bring(dates.months_since(booked.value), rows.records)
    early = both(rows.inside, filled(compare("<", dates.months_since(rows.day), month), False))
    held = summed(rows.records, Column(when(early, filled(accrued.value, 0.0), ZERO), FALSE, accrued.grid), early)
    late = both(rows.inside, invert(early))
    opens = both(late, compare("<=", rows.count(late), lit(1)))
    waiting = Column(rows.running(when(early, accrued.value, ZERO)), FALSE, held.grid, bring(held.doubt, rows.records))
    caught_up = snapped(arithmetic("+", accrued, snapped(waiting)))
    lost = compare("<", ZERO, rows.count(both(early, null(accrued.value))))
    value = when(early, ZERO, when(opens, when(lost, NULL, caught_up.value), accrued.value))
    value = when(booked.absent, accrued.value, when(null(booked.value), NULL, value))
    return Column(value, FALSE, merge(caught_up, accrued, _NOTHING), either(caught_up.doubt, booked.doubt))


def ledger_gaps(measure: Measure, rule: LedgerRule, values: Values, gaps: Gaps) -> Keys:
    """What keeps a ledger open: its rows, the cells of past periods, the day of booking."""
    known, _ = values.rows(rule.over)
    keys = Keys()
    gather(keys, gaps.fact(rule.over), invert(known))
    if rule.over not in values.schema.columns:
        return keys
    outer, values.locals = values.locals, {}
    for node in (rule.opening, rule.booked_from):
        if node is not None:
            gather(keys, gaps.of(node), known)
    rows = _rows(measure, rule, values)
    cells: Keys = {f"{rule.over}.{rule.period}": null(rows.day)}
    due = both(rows.inside, filled(compare("<=", rows.day, lit(day_code(values.as_of))), False))
    for node in (rule.accrued, rule.adjusted, rule.limit, *(formula.value for formula in rule.columns.values())):
        if node is not None:
            gather(cells, gaps.of(node), due)
    gather(keys, {key: any_row(rule.over, both(known, where)) for key, where in cells.items()})
    values.locals = outer
    return keys
