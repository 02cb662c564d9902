"""What is known of a computed number before any row is seen: its grid, its size, its error.

Money is exact though the columns are Float64: a number that must lie on a decimal grid (a fen times a rate of three
decimals: 10^-5) and whose error is below a quarter of it is snapped, which makes it the double nearest to the
true decimal; two such doubles compare as their decimals do. Where that cannot be shown, a comparison or a
rounding that the error leaves undecided is a doubt, and the row is explained instead.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from huice.engine.batch.terms import (
    FALSE,
    TRUE,
    ZERO,
    Term,
    add,
    both,
    compare,
    divide,
    either,
    filled,
    floor,
    invert,
    lit,
    magnitude,
    multiply,
    subtract,
    when,
)
from huice.rules.quantities import DAYS, MONEY, MONTHS, RATIO, Dimension

EPSILON = 2.0**-53
MAX_EXACT = 1e15
MAX_MONEY = 1e11
"""What is rounded to the fen is at most so much in 元; larger sums are explained."""
GRIDS: dict[Dimension, tuple[int, float]] = {MONEY: (2, 1e10), RATIO: (6, 1e4), MONTHS: (2, 1e4), DAYS: (2, 1e5)}
"""Decimals and size of the answers the bounds are proven for; rows with others are explained."""
_OTHER = (2, 1e8)
_NO_END = 1e300
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What a column shows: every cell known (`full`); of numbers the least and the most, whether they are whole, whether
    they lie on the grid of their dimension.
    """

    full: bool
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """`scale` decimals (None: any), `size` at most, `error` at most; `relative` error where the number is a product.

    `exact`: the double is the one nearest to the true decimal. `positive`: never below zero. `off`: the rows for which
    all this is not so.
    """

    scale: int | None
    size: float
    error: float
    relative: float | None
    exact: bool
    off: Term = FALSE
    positive: bool = False

    @property
    def snaps(self) -> bool:
        """Whether snapping makes it exact."""
        return (
            self.scale is not None
            and self.size * 10.0**self.scale <= MAX_EXACT
            and self.error < 0.25 * 10.0**-self.scale
        )


def constant_grid(value: Decimal) -> Grid:
    """Of a number of the law."""
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)
    size = abs(float(value))
    return Grid(max(0, -exponent), size, size * EPSILON, EPSILON, len(digits) <= 15, positive=value >= 0)


def grid_of(dimension: Dimension | None) -> tuple[int, float]:
    """Decimals and size of the answers of a dimension."""
    return GRIDS.get(dimension or RATIO, _OTHER)


def answer_grid(value: Term, dimension: Dimension | None, low: Decimal | None = None, seen: Seen | None = None) -> Grid:
    """Of an answer that is to be at least `low`: what it is taken to be, and where it is not."""
    scale, size = grid_of(dimension)
    power = lit(10.0**scale)
    on_grid = compare("==", divide(floor(add(multiply(value, power), lit(0.5))), power), value)
    positive = low is not None and low >= 0
    above, under = compare("<=", ZERO if positive else lit(-size), value), compare("<=", value, lit(size))
    if seen is not None:
        above = TRUE if seen.low >= (0 if positive else -size) else above
        under = TRUE if seen.high <= size else under
        on_grid = TRUE if seen.fits or seen.whole else on_grid
        scale = 0 if seen.whole else scale
        size = min(size, max(-seen.low, seen.high, 1.0))
    fits = filled(both(above, under, on_grid), True)
    return Grid(scale, size, size * EPSILON, EPSILON, True, invert(fits), positive)


def whole_grid(size: float = 1e8, positive: bool = False) -> Grid:
    """Of a whole number that is computed exactly."""
    return Grid(0, size, 0.0, 0.0, True, positive=positive)


def product(a: Grid, b: Grid) -> Grid:
    """Of a product."""
    scale = None if a.scale is None or b.scale is None else a.scale + b.scale
    size = a.size * b.size
    error = a.size * b.error + b.size * a.error + a.error * b.error + size * EPSILON
    relative = None if a.relative is None or b.relative is None else a.relative + b.relative + 2 * EPSILON
    return Grid(scale, size, error * 1.01, relative, False, positive=a.positive and b.positive)


def total(a: Grid, b: Grid) -> Grid:
    """Of a sum; nothing added changes nothing."""
    if a.size == 0 or b.size == 0:
        return replace(b if a.size == 0 else a, off=FALSE)
    scale = None if a.scale is None or b.scale is None else max(a.scale, b.scale)
    size = a.size + b.size
    error = (a.error + b.error + size * EPSILON) * 1.01
    return Grid(scale, size, error, None, False, positive=a.positive and b.positive)


def difference(a: Grid, b: Grid) -> Grid:
    """Of a difference."""
    return replace(total(a, b), positive=b.size == 0 and a.positive)


def quotient(a: Grid, b: Grid) -> Grid:
    """Of a quotient. A divisor that is not zero is at least one step of its grid."""
    size = a.size * 10.0**b.scale if b.scale is not None and b.exact else float("inf")
    relative = None if a.relative is None or b.relative is None else a.relative + b.relative + 2 * EPSILON
    error = float("inf") if relative is None else size * relative
    return Grid(None, size, error, relative, False, positive=a.positive and b.positive)


def share(a: Grid, divisor: float) -> Grid:
    """Of a quotient by a number of the law: on a grid where one part is a decimal (a half, a tenth; not a third)."""
    part = 1 / Fraction(repr(divisor))
    steps = next((digits for digits in range(_MOST_STEPS) if part * 10**digits % 1 == 0), None)
    size = a.size * abs(float(part))
    relative = None if a.relative is None else a.relative + 2 * EPSILON
    error = (a.error * abs(float(part)) + size * EPSILON) * 1.01
    scale = None if a.scale is None or steps is None else a.scale + steps
    return Grid(scale, size, error, relative, False, positive=a.positive and divisor > 0)


def join(*grids: Grid) -> Grid:
    """Of a number that is one of several."""
    scales = [grid.scale for grid in grids]
    relatives = [grid.relative for grid in grids]
    return Grid(
        None if None in scales else max(scale for scale in scales if scale is not None),
        max(grid.size for grid in grids),
        max(grid.error for grid in grids),
        None if None in relatives else max(each for each in relatives if each is not None),
        all(grid.exact for grid in grids),
        either(*(grid.off for grid in grids)),
        all(grid.positive for grid in grids),
    )


def snap(value: Term, grid: Grid) -> tuple[Term, Grid]:
    """On its grid, where that can be shown to be right."""
    if grid.exact or not grid.snaps:
        return value, grid
    assert grid.scale is not None
    power = lit(10.0**grid.scale)
    snapped = divide(floor(add(multiply(value, power), lit(0.5))), power)
    return snapped, replace(grid, exact=True, error=grid.size * EPSILON, relative=EPSILON)


def slack(value: Term, grid: Grid) -> Term:
    """How far the true number may be from the computed one."""
    if grid.exact:
        return lit(0.0)
    if grid.relative is not None:
        return multiply(magnitude(value), lit(grid.relative * 2))
    return lit(grid.error if grid.error < _NO_END else _NO_END)


def within(distance: Term, reach: Term) -> Term:
    """Whether a distance may be an error; never where there is no error."""
    return when(both(compare("<=", distance, reach), compare("<", lit(0.0), reach)), lit(True), FALSE)


def round_fen(value: Term, grid: Grid) -> tuple[Term, Grid, Term]:
    """To the nearest fen, half away from zero; with the doubt about it."""
    size = min(grid.size + 0.01, MAX_MONEY)
    rounded = Grid(2, size, size * EPSILON, EPSILON, True, positive=grid.positive)
    if grid.scale is not None and grid.scale <= 2 and (grid.exact or grid.snaps):
        value, grid = snap(value, grid)
        return value, replace(grid, off=FALSE), grid.off
    if not _rounds(grid):
        value, grid = snap(value, grid)
    plain = value if grid.positive else magnitude(value)
    large = FALSE if grid.size < MAX_MONEY else when(compare("<", lit(MAX_MONEY), plain), lit(True), FALSE)
    if _rounds(grid):
        step = 10.0**-grid.scale if grid.scale is not None else 0.0
        fen, doubt = floor(add(multiply(plain, lit(100.0)), lit(0.5 + 50 * step))), grid.off
    else:
        scaled = add(multiply(plain, lit(100.0)), lit(0.5))
        fen = floor(scaled)
        reach = add(multiply(slack(value, grid), lit(200.0)), multiply(scaled, lit(4 * EPSILON)))
        step_ = floor(add(scaled, lit(0.5)))
        doubt = either(grid.off, within(magnitude(subtract(scaled, step_)), reach))
    doubt = either(doubt, large)
    money = divide(fen, lit(100.0))
    if grid.positive:
        return money, rounded, doubt
    return when(compare("<", value, lit(0.0)), subtract(lit(0.0), money), money), rounded, doubt


def _rounds(grid: Grid) -> bool:
    """Whether a number half a step higher rounds as the true one does: no error is half a step, and a fen has several.

    In hundredths of a step: 50 of them are added, `error` and the three roundings of the sum must be fewer.
    """
    if grid.scale is None or grid.scale < 3:
        return False
    step = 10.0**-grid.scale
    error = max(grid.error, grid.size * EPSILON)
    return 100 * error + 4 * EPSILON * (100 * grid.size + 1) < 45 * step
