"""What a value can be: an interval of numbers or days, or a set of words; and whether it can be absent."""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

Point = Decimal | date


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers or days from `low` to `high`; None is no bound. `above` and `below` leave the bound itself out."""

    low: Point | None = None
    high: Point | None = None
    above: bool = False
    below: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing lies within."""
        if self.low is None or self.high is None:
            return False
        return _less(self.high, self.low) or (self.low == self.high and (self.above or self.below))

    @property
    def point(self) -> Point | None:
        """The one value it holds, where it holds one."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Words:
    """Truths, options or texts: one of `among`, or any text but `without` where that is None."""

    among: frozenset[Any] | None = None
    without: frozenset[Any] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether there is no such word."""
        return self.among is not None and not self.among


Known = Span | Words
_ORDERS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that are possible (None: no value is) and whether there may be no such thing."""

    known: Known | None
    absent: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is possible."""
        return self.known is None and not self.absent


NOTHING = Domain(None)
ABSENT = Domain(None, True)


def word(*values: Any) -> Words:
    """Exactly these words."""
    return Words(frozenset(values))


def solid(known: Known | None) -> Known | None:
    """The set, or None where it is empty."""
    return None if known is None or known.empty else known


def meet(a: Domain, b: Domain) -> Domain:
    """What both allow."""
    return Domain(_both(a.known, b.known), a.absent and b.absent)


def join(a: Domain, b: Domain) -> Domain:
    """The smallest domain around both."""
    if a.known is None or b.known is None:
        return Domain(a.known or b.known, a.absent or b.absent)
    return Domain(_around(a.known, b.known), a.absent or b.absent)


def hull(parts: Iterable[Domain]) -> Domain:
    """The smallest domain around all."""
    whole = NOTHING
    for part in parts:
        whole = join(whole, part)
    return whole


def _less(a: Any, b: Any) -> bool:
    return bool(a < b)


def _both(a: Known | None, b: Known | None) -> Known | None:
    if isinstance(a, Span) and isinstance(b, Span):
        return solid(_cut(_cut(a, b.low, b.above, lower=True), b.high, b.below, lower=False))
    if isinstance(a, Words) and isinstance(b, Words):
        if a.among is None and b.among is None:
            return Words(None, a.without | b.without)
        listed, other = (a, b) if a.among is not None else (b, a)
        assert listed.among is not None
        kept = listed.among - other.without if other.among is None else listed.among & other.among
        return solid(Words(kept))
    return None


def _cut(span: Span, bound: Point | None, out: bool, *, lower: bool) -> Span:
    """The part of a span on one side of a bound."""
    if bound is None:
        return span
    if lower:
        if span.low is None or _less(span.low, bound):
            return replace(span, low=bound, above=out)
        return replace(span, above=span.above or out) if span.low == bound else span
    if span.high is None or _less(bound, span.high):
        return replace(span, high=bound, below=out)
    return replace(span, below=span.below or out) if span.high == bound else span


def _around(a: Known, b: Known) -> Known:
    if isinstance(a, Span) and isinstance(b, Span):
        low, above = _wider(a.low, a.above, b.low, b.above, lower=True)
        high, below = _wider(a.high, a.below, b.high, b.below, lower=False)
        return Span(low, high, above, below)
    assert isinstance(a, Words)
    assert isinstance(b, Words)
    if a.among is not None and b.among is not None:
        return Words(a.among | b.among)
    if a.among is None and b.among is None:
        return Words(None, a.without & b.without)
    listed, other = (a, b) if a.among is not None else (b, a)
    return Words(None, other.without - (listed.among or frozenset()))


def _wider(a: Point | None, a_out: bool, b: Point | None, b_out: bool, *, lower: bool) -> tuple[Point | None, bool]:
    if a is None or b is None:
        return None, False
    if a == b:
        return a, a_out and b_out
    return (a, a_out) if _less(a, b) is lower else (b, b_out)


def related(sign: str, a: Known, b: Known, order: tuple[str, ...] = ()) -> tuple[Known, Known] | None:
    """What is left of two sets once their values compare so; None where no two of them do.

    `order` are the options of an ordered choice, least first.
    """
    if isinstance(a, Span) and isinstance(b, Span):
        return _spans(sign, a, b)
    if isinstance(a, Words) and isinstance(b, Words):
        return _words(sign, a, b, order)
    return a, b


def _spans(sign: str, a: Span, b: Span) -> tuple[Known, Known] | None:
    match sign:
        case "<" | "<=":
            strict = sign == "<"
            left = _cut(a, b.high, b.below or strict, lower=False)
            right = _cut(b, a.low, a.above or strict, lower=True)
        case ">" | ">=":
            swapped = _spans({">": "<", ">=": "<="}[sign], b, a)
            return None if swapped is None else (swapped[1], swapped[0])
        case "==":
            both = _both(a, b)
            return None if both is None else (both, both)
        case _:
            left, right = _without(a, b.point), _without(b, a.point)
    return None if left.empty or right.empty else (left, right)


def _without(span: Span, point: Point | None) -> Span:
    """A span without one of its ends."""
    if point is None:
        return span
    return replace(span, above=span.above or span.low == point, below=span.below or span.high == point)


def _words(sign: str, a: Words, b: Words, order: tuple[str, ...]) -> tuple[Known, Known] | None:
    if sign == "==":
        both = _both(a, b)
        return None if both is None else (both, both)
    if sign == "!=":
        left, right = _but(a, b), _but(b, a)
        return None if left.empty or right.empty else (left, right)
    if a.among is None or b.among is None or not order:
        return a, b
    rank = {key: index for index, key in enumerate(order)}
    fits = _ORDERS[sign]
    pairs = [(x, y) for x in a.among for y in b.among if fits(rank[x], rank[y])]
    return (word(*(x for x, _ in pairs)), word(*(y for _, y in pairs))) if pairs else None


def _but(a: Words, b: Words) -> Words:
    """The words of one set that differ from the only word of the other."""
    if b.among is None or len(b.among) != 1:
        return a
    return Words(None, a.without | b.among) if a.among is None else Words(a.among - b.among)
