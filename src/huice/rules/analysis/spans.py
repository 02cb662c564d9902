"""Arithmetic and functions on intervals. Rounding is the engine's, and every bound of a result counts as within it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow
from functools import reduce

from huice.rules.analysis.domains import Known, Point, Span

ANY = Span()
_CONTEXT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])
_ZERO = Decimal(0)
_NATURAL = Span(_ZERO, None)


def arithmetic(operator: str, left: Known | None, right: Known | None) -> Span | None:
    """`+ - * /` of all pairs of two intervals; None where there is no pair."""
    if not isinstance(left, Span) or not isinstance(right, Span):
        return None
    try:
        match operator:
            case "+":
                return Span(_add(left.low, right.low), _add(left.high, right.high))
            case "-":
                return Span(_add(left.low, _minus(right.high)), _add(left.high, _minus(right.low)))
            case "*":
                return _product(left, right)
            case _:
                return _quotient(left, right)
    except (InvalidOperation, Overflow):
        return ANY


def _add(a: Point | None, b: Point | None) -> Decimal | None:
    return _CONTEXT.add(a, b) if isinstance(a, Decimal) and isinstance(b, Decimal) else None


def _minus(a: Point | None) -> Decimal | None:
    return _CONTEXT.minus(a) if isinstance(a, Decimal) else None


def _product(a: Span, b: Span) -> Span:
    ends = (a.low, a.high, b.low, b.high)
    if all(isinstance(end, Decimal) for end in ends):
        corners = [_CONTEXT.multiply(x, y) for x in ends[:2] for y in ends[2:]]  # type: ignore[arg-type]
        return Span(min(corners), max(corners))
    if _from_zero(a) and _from_zero(b):
        return Span(_CONTEXT.multiply(a.low, b.low), None)  # type: ignore[arg-type]
    return ANY


def _from_zero(span: Span) -> bool:
    return isinstance(span.low, Decimal) and span.low >= 0


def _quotient(a: Span, b: Span) -> Span | None:
    """A division by zero has no value, so that zero itself is no divisor."""
    if b.low == _ZERO == b.high:
        return None
    if not _from_zero(a) or not _from_zero(b):
        return ANY
    assert isinstance(a.low, Decimal)
    low = _CONTEXT.divide(a.low, b.high) if isinstance(b.high, Decimal) else _ZERO
    high = (
        _CONTEXT.divide(a.high, b.low) if isinstance(a.high, Decimal) and isinstance(b.low, Decimal) and b.low else None
    )
    return Span(low, high)


def call(name: str, arguments: Sequence[Known | None]) -> Span | None:
    """A function of the language on intervals; None where an argument has no value."""
    given = [item for item in arguments if isinstance(item, Span)]
    if len(given) != len(arguments):
        return None
    made = _CALLS.get(name)
    return made(given) if made else ANY


def _least(parts: list[Span]) -> Span:
    lows, highs = [part.low for part in parts], [part.high for part in parts if part.high is not None]
    low = None if None in lows else reduce(_smaller, [low for low in lows if low is not None])
    return Span(low, reduce(_smaller, highs) if highs else None)


def _greatest(parts: list[Span]) -> Span:
    highs, lows = [part.high for part in parts], [part.low for part in parts if part.low is not None]
    high = None if None in highs else reduce(_larger, [high for high in highs if high is not None])
    return Span(reduce(_larger, lows) if lows else None, high)


def _smaller(a: Point, b: Point) -> Point:
    return a if a <= b else b  # type: ignore[operator]


def _larger(a: Point, b: Point) -> Point:
    return b if a <= b else a  # type: ignore[operator]


def _each(function: Callable[[Decimal], Decimal]) -> Callable[[list[Span]], Span]:
    def apply(parts: list[Span]) -> Span:
        low, high = (function(end) if isinstance(end, Decimal) else None for end in (parts[0].low, parts[0].high))
        return Span(low, high)

    return apply


def _absolute(parts: list[Span]) -> Span:
    return parts[0] if _from_zero(parts[0]) else _NATURAL


def _days(parts: list[Span]) -> Span:
    first, last = parts
    return Span(_apart(last.low, first.high), _apart(last.high, first.low))


def _apart(last: Point | None, first: Point | None) -> Decimal | None:
    return Decimal((last - first).days) if isinstance(last, date) and isinstance(first, date) else None


def _year(parts: list[Span]) -> Span:
    low, high = (Decimal(end.year) if isinstance(end, date) else None for end in (parts[0].low, parts[0].high))
    return Span(low, high)


_CALLS: dict[str, Callable[[list[Span]], Span]] = {
    "min": _least,
    "max": _greatest,
    "abs": _absolute,
    "floor": _each(lambda number: number.to_integral_value(ROUND_FLOOR)),
    "round_fen": _each(lambda number: number.quantize(Decimal("0.01"), ROUND_HALF_UP, _CONTEXT)),
    "days_between": _days,
    "year": _year,
    "month": lambda _: Span(Decimal(1), Decimal(12)),
    "quarter": lambda _: Span(Decimal(1), Decimal(4)),
}
