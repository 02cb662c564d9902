"""Columns: compiled values with what is known of them, and how they are computed with."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from huice.engine.batch.numbers import (
    EPSILON,
    MAX_EXACT,
    Grid,
    constant_grid,
    difference,
    join,
    product,
    quotient,
    round_fen,
    share,
    slack,
    snap,
    whole_grid,
    within,
)
from huice.engine.batch.numbers import total as total_grid
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Term,
    add,
    any_row,
    at_most,
    both,
    compare,
    constant,
    day_code,
    divide,
    either,
    filled,
    floor,
    fold,
    greater,
    invert,
    lesser,
    lit,
    magnitude,
    multiply,
    null,
    subtract,
    when,
)
from huice.rules.values import ABSENT, UNKNOWN, Value

MAX_ROWS = 1_000
"""Child records of one subject that a count, and a sum off any grid, is proven for; with more, the subject is explained."""


@dataclass(frozen=True, slots=True)
class Column:
    """A compiled expression: null in `value` where it is unknown or absent, and which of the two.

    `doubt` marks the cells that `explain` has to work out.
    """

    value: Term
    absent: Term = FALSE
    grid: Grid | None = None
    doubt: Term = FALSE

    @property
    def unknown(self) -> Term:
        """Neither known nor absent."""
        return both(null(self.value), invert(self.absent))

    @property
    def truth(self) -> Term:
        """A truth in which absent is false."""
        return when(self.absent, FALSE, self.value)


UNSAID = Column(NULL)


def chosen(test: Term, then: Column, otherwise: Column) -> Column:
    """`then` where the test is true, else `otherwise`."""
    value = when(test, then.value, otherwise.value)
    absent = when(test, then.absent, otherwise.absent)
    return Column(value, absent, merge(then, otherwise), either(then.doubt, otherwise.doubt))


def merge(*parts: Column) -> Grid | None:
    """The grid of a number that is one of several; those without any value say nothing."""
    grids = [part.grid for part in parts if part.grid is not None]
    return join(*grids) if grids else None


def literal(value: Value) -> Column:
    """A constant."""
    if value is ABSENT:
        return Column(NULL, TRUE)
    if value is UNKNOWN:
        return UNSAID
    if isinstance(value, Decimal):
        return Column(lit(float(value)), FALSE, constant_grid(value))
    if isinstance(value, date):
        return Column(lit(day_code(value)), FALSE, whole_grid())
    assert isinstance(value, bool | str)
    return Column(lit(value))


def _grid(part: Column) -> Grid:
    return part.grid if part.grid is not None else whole_grid(0)


def order(op: str, a: Column, b: Column) -> tuple[Term, Term]:
    """Two known numbers compared, and the doubt about it."""
    x, y = a.value, b.value
    grids = _grid(a), _grid(b)
    table: dict[str, Term] = {
        "<": compare("<", x, y), "<=": compare("<=", x, y), ">": compare("<", y, x), ">=": compare("<=", y, x),
        "==": compare("==", x, y), "!=": invert(compare("==", x, y)),
    }  # fmt: skip
    if all(grid.exact for grid in grids):
        return table[op], FALSE
    reach = add(slack(x, grids[0]), slack(y, grids[1]))
    near = within(magnitude(subtract(x, y)), reach)
    return table[op], either(near, *(grid.off for grid in grids if not grid.exact))


def snapped(part: Column) -> Column:
    """On its grid, where that helps; what lies off it would be moved, which is a doubt from here on."""
    if part.grid is None or part.grid.exact or not part.grid.snaps:
        return part
    value, grid = snap(part.value, part.grid)
    return Column(value, part.absent, grid, either(part.doubt, grid.off))


def aligned(*parts: Column) -> list[Column]:
    """Numbers of which one is to be chosen: on their grids, unless the chosen one can be put there afterwards."""
    together = merge(*parts)
    return list(parts) if together is None or together.snaps else [snapped(part) for part in parts]


def settled(part: Column) -> Column:
    """What lies off its grid is in doubt from here on."""
    if part.grid is None or part.grid.off is FALSE:
        return part
    return Column(part.value, part.absent, replace(part.grid, off=FALSE), either(part.doubt, part.grid.off))


def arithmetic(operator: str, a: Column, b: Column) -> Column:
    """`+ - * /` of two numbers: unknown where either is, absent where either is."""
    absent = either(a.absent, b.absent)
    if a.grid is None or b.grid is None:
        return Column(NULL, absent, None, either(a.doubt, b.doubt))
    a, b = (snapped(part) for part in (a, b)) if operator == "/" else (a, b)
    x, y = a.value, b.value
    assert a.grid is not None
    assert b.grid is not None
    value, grid = {
        "+": lambda: (add(x, y), total_grid(a.grid, b.grid)),
        "-": lambda: (subtract(x, y), _difference(a, b)),
        "*": lambda: (multiply(x, y), product(a.grid, b.grid)),
        "/": lambda: (divide(x, y), _quotient(a.grid, b)),
    }[operator]()
    doubt = either(a.grid.off, b.grid.off, a.doubt, b.doubt)
    if operator == "/" and not b.grid.exact:
        doubt = either(doubt, within(magnitude(y), slack(y, b.grid)))
    return Column(when(absent, NULL, value), absent, grid, doubt)


def _difference(a: Column, b: Column) -> Grid:
    assert a.grid is not None
    assert b.grid is not None
    grid = difference(a.grid, b.grid)
    return replace(grid, positive=grid.positive or at_most(b.value, a.value))


def _quotient(grid: Grid, divisor: Column) -> Grid:
    assert divisor.grid is not None
    number = divisor.value.data if constant(divisor.value) and divisor.grid.exact else None
    return share(grid, number) if isinstance(number, float) and number else quotient(grid, divisor.grid)


def alike(a: Column, b: Column) -> Term:
    """Whether two truths are known and the same."""
    return either(both(a.value, b.value), both(invert(a.value), invert(b.value)))


def extreme(name: str, parts: list[Column]) -> Column:
    """`min` or `max` of several."""
    parts = aligned(*parts)
    value, doubt = parts[0].value, either(*(part.doubt for part in parts))
    low = [part for part in parts if part.value is ZERO]
    if low and len(parts) == 2:
        return _beside_zero(name, next((part for part in parts if part.value is not ZERO), low[0]), low[0])
    for part in parts[1:]:
        value = (lesser if name == "min" else greater)(value, part.value)
    grid = merge(*parts)
    if grid is not None and name == "max":
        grid = replace(grid, positive=any(part.grid is not None and part.grid.positive for part in parts))
    return Column(value, FALSE, grid, doubt)


def _beside_zero(name: str, part: Column, zero: Column) -> Column:
    """The extreme of a number and 0, which is plain where the number is never below it."""
    grid = merge(part, zero)
    if part.grid is None or grid is None or not part.grid.positive:
        value = (lesser if name == "min" else greater)(part.value, ZERO)
        return Column(value, FALSE, grid if grid is None or name == "min" else replace(grid, positive=True), part.doubt)
    value = part.value if name == "max" else when(null(part.value), NULL, ZERO)
    return Column(value, FALSE, grid, either(part.grid.off, part.doubt))


def rounded(part: Column) -> Column:
    """To the fen."""
    if part.grid is None:
        return Column(NULL)
    value, grid, doubt = round_fen(part.value, part.grid)
    return Column(value, part.absent, grid, either(part.doubt, doubt))


def whole(part: Column) -> Column:
    """The whole number at or below."""
    part = snapped(part)
    if part.grid is None:
        return UNSAID
    value, grid = part.value, part.grid
    doubt = grid.off
    if not grid.exact:
        near = magnitude(subtract(value, floor(add(value, lit(0.5)))))
        doubt = either(doubt, within(near, slack(value, grid)))
    return Column(floor(value), FALSE, whole_grid(grid.size + 1), doubt)


def one_row(records: str, holds: Term) -> Term:
    """How many rows it holds for."""
    return filled(fold("sum", records, when(holds, lit(1), ZERO)), 0.0)


def summed(records: str, part: Column, counts: Term) -> Column:
    """The sum of known cells; proven for so much in all, with the doubt where there is more.

    On a decimal grid whole steps are added, which doubles do without error; else it is proven for so many rows besides.
    """
    grid = part.grid if part.grid is not None else whole_grid(0)
    size = max(grid.size, 1.0)
    extent = filled(fold("sum", records, magnitude(part.value)), 0.0)
    doubt = either(
        when(compare("<", lit(size), extent), TRUE, FALSE),
        any_row(records, both(counts, grid.off)),
    )
    if grid.scale is not None and (grid.exact or grid.snaps) and size * 10.0**grid.scale <= MAX_EXACT:
        power = lit(10.0**grid.scale)
        whole_ = grid.scale == 0 and grid.exact
        steps = part.value if whole_ else floor(add(multiply(part.value, power), lit(0.5)))
        value = divide(filled(fold("sum", records, steps), 0.0), power)
        exact = replace(grid, size=size, error=size * EPSILON, relative=EPSILON, exact=True, off=FALSE)
        return Column(value, FALSE, exact, doubt)
    value = filled(fold("sum", records, part.value), 0.0)
    doubt = either(doubt, when(compare("<", lit(MAX_ROWS), one_row(records, TRUE)), TRUE, FALSE))
    error = (grid.error if grid.relative is None else size * grid.relative) * MAX_ROWS + size * EPSILON * MAX_ROWS
    return Column(value, FALSE, Grid(grid.scale, size, error, None, False, positive=grid.positive), doubt)
