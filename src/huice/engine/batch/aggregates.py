"""Aggregates over child records as columns."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from huice.engine.batch.columns import MAX_ROWS, Column, one_row, snapped, summed
from huice.engine.batch.numbers import whole_grid
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Term,
    Unsayable,
    any_row,
    both,
    compare,
    either,
    filled,
    fold,
    invert,
    lit,
    null,
    when,
)
from huice.rules.expressions import Aggregate, FieldRef, walk

if TYPE_CHECKING:
    from huice.engine.batch.values import Values


def members(values: "Values", node: Aggregate) -> tuple[Term, Term, Column, Term]:
    """For each row of an aggregate: whether it is meant, whether that is open, the element, the doubt."""
    table = node.records
    for part in node.children():
        if any(isinstance(below, FieldRef) and below.row != node.row for below in walk(part)):
            raise Unsayable("两种明细逐行对照")
    known, _ = values.rows(table)
    test = values.of(node.condition) if node.condition is not None else Column(TRUE)
    element = values.of(node.element) if node.element is not None else Column(TRUE)
    holds = both(known, filled(test.truth, False))
    open_ = both(known, null(test.truth))
    return holds, open_, element, both(known, either(test.doubt, element.doubt))


def aggregate(values: "Values", node: Aggregate) -> Column:
    """An aggregate as a column of the subjects."""
    known, absent = values.rows(node.records)
    if node.records not in values.schema.columns:
        empty = {"count": ZERO, "sum": ZERO, "any": FALSE, "all": TRUE, "only": NULL}[node.name]
        return Column(when(absent, empty), FALSE, whole_grid(0) if node.name in {"count", "sum"} else None)
    holds, open_, element, doubt = members(values, node)
    found = _FOLDS[node.name](node.records, holds, open_, element)
    rows_known = either(known, absent)
    doubt = either(found.doubt, any_row(node.records, doubt))
    return Column(when(rows_known, found.value), both(known, found.absent), found.grid, doubt)


def _count(records: str, holds: Term, open_: Term, element: Column) -> Column:
    found = one_row(records, holds)
    grid = replace(whole_grid(MAX_ROWS, positive=True), off=filled(compare("<", lit(MAX_ROWS), found), False))
    return Column(when(any_row(records, open_), NULL, found), FALSE, grid)


def _sum(records: str, holds: Term, open_: Term, element: Column) -> Column:
    if element.grid is None:
        unknown = any_row(records, both(either(holds, open_), element.unknown))
        return Column(when(unknown, NULL, ZERO), FALSE, whole_grid(0))
    element = snapped(element)
    zero = both(filled(compare("==", element.value, ZERO), False), invert(element.absent))
    counts = both(invert(element.absent), invert(zero))
    unknown = any_row(records, both(counts, either(open_, both(holds, null(element.value)))))
    found = summed(records, Column(when(holds, filled(element.value, 0.0), ZERO), FALSE, element.grid), holds)
    return Column(when(unknown, NULL, found.value), FALSE, found.grid, found.doubt)


def _any(records: str, holds: Term, open_: Term, element: Column) -> Column:
    true = any_row(records, both(holds, filled(element.truth, False)))
    maybe = any_row(records, both(either(holds, open_), invert(filled(invert(element.truth), False))))
    return Column(when(true, TRUE, when(maybe, NULL, FALSE)))


def _all(records: str, holds: Term, open_: Term, element: Column) -> Column:
    refuted = any_row(records, both(holds, filled(invert(element.truth), False)))
    maybe = any_row(records, both(either(holds, open_), invert(filled(element.truth, False))))
    return Column(when(refuted, FALSE, when(maybe, NULL, TRUE)))


def _only(records: str, holds: Term, open_: Term, element: Column) -> Column:
    one = both(compare("==", one_row(records, holds), lit(1)), invert(any_row(records, open_)))
    absent = both(one, any_row(records, both(holds, element.absent)))
    known = both(holds, invert(null(element.value)))
    if element.value is NULL:
        return Column(NULL, absent)
    if element.grid is None and _truth(element.value):
        has = any_row(records, known)
        value = when(has, any_row(records, both(known, filled(element.value, False))))
        return Column(when(one, value), absent)
    value = fold("max", records, when(holds, element.value))
    grid = element.grid
    doubt = FALSE
    if grid is not None:
        doubt = any_row(records, both(holds, grid.off))
        grid = replace(grid, off=doubt)
    return Column(when(one, value), absent, grid, FALSE)


def _truth(term: Term) -> bool:
    """Whether a term is a truth, not a number or a word."""
    if term.op == "lit":
        return isinstance(term.data, bool)
    if term.op in {"when", "first", "filled", "bring", "each"}:
        return any(_truth(arg) for arg in term.args[1 if term.op == "when" else 0 :])
    return term.op in {"and", "or", "not", "==", "<", "<=", "null", "column:bool", "full:bool", "sound:bool"}


_FOLDS: dict[str, Any] = {"count": _count, "sum": _sum, "any": _any, "all": _all, "only": _only}
