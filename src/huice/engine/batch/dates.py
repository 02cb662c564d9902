"""Days as column terms: the compiled counterpart of `huice.engine.calendar`, over day codes."""

from huice.engine.batch.columns import Column, whole
from huice.engine.batch.numbers import whole_grid
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    TRUE,
    ZERO,
    Term,
    add,
    both,
    compare,
    divide,
    either,
    floor,
    invert,
    lesser,
    lit,
    magnitude,
    multiply,
    null,
    subtract,
    when,
)
from huice.engine.calendar import MAX_SHIFT

_FIRST, _LAST = 1, 9_999


def year(day: Term) -> Term:
    """The year of a day code."""
    return floor(divide(day, lit(512)))


def month(day: Term) -> Term:
    """1 to 12."""
    return subtract(floor(divide(day, lit(32))), multiply(year(day), lit(16)))


def day_of(day: Term) -> Term:
    """1 to 31."""
    return subtract(day, multiply(floor(divide(day, lit(32))), lit(32)))


def quarter(day: Term) -> Term:
    """1 to 4."""
    return floor(divide(add(month(day), lit(2)), lit(3)))


def _code(year_: Term, month_: Term, day_: Term) -> Term:
    return add(add(multiply(year_, lit(512)), multiply(month_, lit(32))), day_)


def month_length(year_: Term, month_: Term) -> Term:
    """How many days a month has."""

    def multiple(of: float) -> Term:
        return compare("==", multiply(floor(divide(year_, lit(of))), lit(of)), year_)

    leap = both(multiple(4), either(invert(multiple(100)), multiple(400)))
    short = either(*(compare("==", month_, lit(number)) for number in (4, 6, 9, 11)))
    february = compare("==", month_, lit(2))
    return when(february, when(leap, lit(29), lit(28)), when(short, lit(30), lit(31)))


def months_since(day: Term) -> Term:
    """Months from the beginning of the calendar."""
    return add(multiply(year(day), lit(12)), subtract(month(day), lit(1)))


def months_between(first: Term, last: Term) -> Term:
    """Completed months; negative where `last` lies before `first`."""

    def forward(a: Term, b: Term) -> Term:
        months = subtract(months_since(b), months_since(a))
        ends = compare("==", day_of(b), month_length(year(b), month(b)))
        short = both(compare("<", day_of(b), day_of(a)), invert(ends))
        return subtract(months, when(short, lit(1), ZERO))

    before = compare("<", last, first)
    found = when(before, subtract(ZERO, forward(last, first)), forward(first, last))
    return when(either(null(first), null(last)), NULL, found)


def serial(day: Term) -> Term:
    """Days since 1 March of the year 0."""
    shift = compare("<=", month(day), lit(2))
    year_ = subtract(year(day), when(shift, lit(1), ZERO))
    month_ = add(month(day), when(shift, lit(9), lit(-3)))
    within = floor(divide(add(multiply(month_, lit(153)), lit(2)), lit(5)))
    leaps = add(subtract(floor(divide(year_, lit(4))), floor(divide(year_, lit(100)))), floor(divide(year_, lit(400))))
    return add(add(multiply(year_, lit(365)), leaps), add(within, subtract(day_of(day), lit(1))))


def from_serial(days: Term) -> Term:
    """The day code of a serial day."""
    era = floor(divide(days, lit(146_097)))
    doe = subtract(days, multiply(era, lit(146_097)))
    drift = add(
        subtract(floor(divide(doe, lit(1_460))), floor(divide(doe, lit(36_524)))), floor(divide(doe, lit(146_096)))
    )
    yoe = floor(divide(subtract(doe, drift), lit(365)))
    before = subtract(add(multiply(yoe, lit(365)), floor(divide(yoe, lit(4)))), floor(divide(yoe, lit(100))))
    doy = subtract(doe, before)
    mp = floor(divide(add(multiply(doy, lit(5)), lit(2)), lit(153)))
    day_ = add(subtract(doy, floor(divide(add(multiply(mp, lit(153)), lit(2)), lit(5)))), lit(1))
    month_ = when(compare("<", mp, lit(10)), add(mp, lit(3)), subtract(mp, lit(9)))
    year_ = add(add(yoe, multiply(era, lit(400))), when(compare("<=", month_, lit(2)), lit(1), ZERO))
    return _code(year_, month_, day_)


def add_months(day: Term, months: Term) -> tuple[Term, Term]:
    """The same day of a later month, or its last; with where that is out of range."""
    index = add(months_since(day), months)
    year_ = floor(divide(index, lit(12)))
    month_ = add(subtract(index, multiply(year_, lit(12))), lit(1))
    fits = both(
        compare("<=", magnitude(months), lit(MAX_SHIFT)),
        compare("<=", lit(_FIRST), year_),
        compare("<=", year_, lit(_LAST)),
    )
    found = _code(year_, month_, lesser(day_of(day), month_length(year_, month_)))
    return when(fits, found), when(invert(fits), TRUE, FALSE)


def call(name: str, parts: list[Column]) -> Column:
    """A function of days; `parts` are columns of which none is absent."""
    terms = [part.value for part in parts]
    off = either(*(part.grid.off for part in parts if part.grid is not None))
    a, b = terms[0], terms[-1]
    plain: Term | None = None
    match name:
        case "years_between":
            months = months_between(a, b)
            whole = floor(divide(magnitude(months), lit(12)))
            years = when(compare("<", months, ZERO), subtract(ZERO, whole), whole)
            plain = when(null(months), NULL, multiply(years, lit(12)))
        case "months_between":
            plain = months_between(a, b)
        case "days_between":
            plain = subtract(serial(b), serial(a))
        case "year":
            plain = year(a)
        case "month":
            plain = month(a)
        case "quarter":
            plain = quarter(a)
    if plain is not None:
        return Column(plain, FALSE, whole_grid(1e7), off)
    same = {"same_month": month, "same_quarter": quarter, "same_year": year}.get(name)
    if same is not None:
        return Column(both(compare("==", year(a), year(b)), compare("==", same(a), same(b))), FALSE, None, off)
    return _shifted(name, a, parts[1], off)


def _shifted(name: str, day: Term, by: Column, off: Term) -> Column:
    steps = whole(by)
    doubt = either(off, steps.doubt)
    if name == "add_months":
        found, outside = add_months(day, steps.value)
        return Column(found, FALSE, whole_grid(), either(doubt, outside))
    days = add(serial(day), steps.value)
    fits = both(compare("<=", lit(306.0), days), compare("<=", days, lit(3_652_364.0)))
    return Column(when(fits, from_serial(days)), FALSE, whole_grid(), either(doubt, when(invert(fits), TRUE, FALSE)))
