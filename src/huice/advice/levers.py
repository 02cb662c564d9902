"""Levers: what a subject can change, which way, and in which steps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from huice.advice.domain import SMALL, figures, granule
from huice.advice.rows import templates
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import ABSENT, UNKNOWN, Row, Value

MOST_STEPS = 10**12
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Lever:
    """A fact that can be changed. `at(n)` is its value after `n` steps, of which there are `lowest` to `highest`.

    Bools and choices have no steps: `values` lists what they can become. Records grow by one row a step.
    """

    fact: Fact
    now: Value
    values: tuple[Value, ...] = ()
    at: Callable[[int], Value] | None = None
    lowest: int = 0
    highest: int = 0

    @property
    def is_small(self) -> bool:
        """Whether all its values can be tried."""
        return self.at is None or self.highest - self.lowest <= SMALL


def effort(fact: Fact, before: Value, after: Value) -> Fraction:
    """How far a change goes, so that changes can be compared: relative to what is there now.

    A yes for a no, another option: 1 (an ordered choice: 1 a rank). A day: 1/365. A number: the difference over what
    there is, at least one unit. Records: those added over those there are, at least one.
    """
    if isinstance(before, bool) or isinstance(after, bool):
        return Fraction(1)
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return Fraction(abs(after - before)) / Fraction(max(abs(before), fact.unit.scale))
    if isinstance(before, tuple) and isinstance(after, tuple):
        return Fraction(len(after) - len(before), max(len(before), 1))
    if isinstance(before, date) and isinstance(after, date):
        return Fraction(abs((after - before).days), 365)
    if fact.type.ordered and before in fact.options and after in fact.options:
        ranks = list(fact.options)
        return Fraction(abs(ranks.index(str(after)) - ranks.index(str(before))))
    return Fraction(1)


def levers(library: Library, measure: Measure, known: dict[str, Value], as_of: date) -> tuple[Lever, ...]:
    """What the subject could change of what a measure rests on, by key."""
    found: list[Lever] = []
    for key in sorted(figures(library, measure).facts):
        fact, now = library.facts[key], known.get(key, UNKNOWN)
        if fact.changeable and now is not UNKNOWN:
            found += _levers(fact, now, library, measure, known, as_of)
    return tuple(found)


def _levers(
    fact: Fact, now: Value, library: Library, measure: Measure, known: dict[str, Value], as_of: date
) -> Iterator[Lever]:
    values: tuple[Value, ...] = ()
    match fact.type.kind:
        case "bool":
            wanted: tuple[bool, ...] = {"up": (True,), "down": (False,)}.get(fact.changeable, (True, False))
            values = tuple(value for value in wanted if value is not now)
        case "choice":
            values = _options(fact, now)
        case "number" | "date" if now is not ABSENT:
            yield _stepped(fact, now)
            return
        case "records" if isinstance(now, tuple) and fact.changeable != "down":
            for row in templates(fact, library, measure, known, as_of):
                yield _growing(fact, now, row)
            return
    if values:
        yield Lever(fact, now, values)


def _options(fact: Fact, now: Value) -> tuple[Value, ...]:
    ranks = list(fact.options)
    here = ranks.index(str(now)) if now in fact.options else None
    if here is None or not fact.type.ordered or fact.changeable == "either":
        return tuple(option for option in ranks if option != now)
    return tuple(ranks[here + 1 :] if fact.changeable == "up" else ranks[:here])


def _stepped(fact: Fact, now: Value) -> Lever:
    """A number on the grid of its smallest step, or a day."""
    lowest = 0 if fact.changeable == "up" else -MOST_STEPS
    highest = 0 if fact.changeable == "down" else MOST_STEPS
    if isinstance(now, date):
        first, last = date(1900, 1, 1), date(2200, 12, 31)
        lowest, highest = max(lowest, (first - now).days), min(highest, (last - now).days)
        return Lever(fact, now, at=lambda steps: now + timedelta(days=steps), lowest=lowest, highest=highest)
    assert isinstance(now, Decimal)
    number, step = now, granule(fact.unit)
    above, below = (
        (number / step).to_integral_value(ROUND_FLOOR),
        (number / step).to_integral_value(ROUND_CEILING),
    )
    if fact.low is not None:
        lowest = max(lowest, min(0, int((fact.low / step).to_integral_value(ROUND_CEILING) - below)))
    if fact.high is not None:
        highest = min(highest, max(0, int((fact.high / step).to_integral_value(ROUND_FLOOR) - above)))

    def at(steps: int) -> Value:
        return number if not steps else ((above if steps > 0 else below) + steps) * step

    return Lever(fact, now, at=at, lowest=lowest, highest=highest)


def _growing(fact: Fact, now: tuple[Row, ...], row: Row) -> Lever:
    return Lever(fact, now, at=lambda steps: now + (row,) * steps, highest=MOST_ROWS)
