"""Bounds of an open number, as columns: the compiled counterpart of `huice.engine.bounds`."""

from decimal import Decimal
from typing import NamedTuple

from huice.engine.batch.aggregates import members
from huice.engine.batch.columns import (
    UNSAID,
    Column,
    aligned,
    arithmetic,
    extreme,
    literal,
    merge,
    rounded,
    snapped,
    summed,
    whole,
)
from huice.engine.batch.numbers import slack, within
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    ZERO,
    Term,
    any_row,
    both,
    compare,
    either,
    filled,
    first,
    invert,
    magnitude,
    null,
    when,
)
from huice.engine.batch.values import Values
from huice.rules.expressions import Aggregate, Arithmetic, Call, Choose, FactRef, FieldRef, Node, ParameterRef


class Bounds(NamedTuple):
    """Lowest and highest possible value, inclusive; null where there is no bound."""

    low: Column
    high: Column


OPEN = Bounds(UNSAID, UNSAID)
_NOTHING = literal(Decimal(0))


def bounds(node: Node, values: Values) -> Bounds:
    """The bounds of a number; both the value itself where it is known."""
    value = values.of(node)
    if null(value.value) is FALSE:
        return Bounds(value, value)
    below = _below(node, values)
    return Bounds(_known(value, below.low), _known(value, below.high))


def _known(value: Column, end: Column) -> Column:
    found = first(value.value, when(value.absent, ZERO, end.value))
    said = either(invert(null(value.value)), value.absent)
    return Column(found, FALSE, merge(value, end, _NOTHING), either(value.doubt, both(invert(said), end.doubt)))


def _below(node: Node, values: Values) -> Bounds:
    match node:
        case FactRef(key=key):
            return _fact(key, values)
        case FieldRef(records=records, key=key):
            item = values.library.facts[records].fields[key]
            return Bounds(_end(item.low), _end(item.high))
        case ParameterRef(id=id_):
            return _parameter(id_, values)
        case Arithmetic():
            return _arithmetic(node, values)
        case Choose():
            holds = values.of(node.condition).truth
            then, otherwise = bounds(node.then, values), bounds(node.otherwise, values)
            around = hull(then, otherwise)
            return Bounds(*(_branch(holds, a, b, c) for a, b, c in zip(then, otherwise, around, strict=True)))
        case Call(name=name, arguments=arguments) if name in {"min", "max", "round_fen", "floor"}:
            parts = [bounds(argument, values) for argument in arguments]
            return _call(name, parts)
        case Aggregate(name="count" | "sum"):
            return _aggregate(node, values)
    return OPEN


def _branch(holds: Term, then: Column, otherwise: Column, around: Column) -> Column:
    unsure = around.value if null(holds) is not FALSE else otherwise.value
    value = when(holds, then.value, when(invert(holds), otherwise.value, unsure))
    return Column(value, FALSE, merge(then, otherwise, around), either(then.doubt, otherwise.doubt, around.doubt))


def _end(value: Decimal | None) -> Column:
    return UNSAID if value is None else literal(value)


def hull(a: Bounds, b: Bounds) -> Bounds:
    """The smallest bounds around both."""
    return Bounds(_extreme("min", a.low, b.low), _extreme("max", a.high, b.high))


def _extreme(name: str, *parts: Column) -> Column:
    """The extreme of ends; null where any is."""
    if any(part.value is NULL for part in parts):
        return UNSAID
    found = extreme(name, list(parts))
    return Column(found.value, FALSE, found.grid, either(found.doubt, *(part.doubt for part in parts)))


def tighter(name: str, a: Column, b: Column) -> Column:
    """The extreme of those ends that are there."""
    if a.value is NULL or b.value is NULL:
        return b if a.value is NULL else a
    a, b = aligned(a, b)
    found = extreme(name, [a, b])
    doubt = either(found.doubt, a.doubt, b.doubt)
    return Column(first(found.value, a.value, b.value), FALSE, merge(a, b), doubt)


def _fact(key: str, values: Values) -> Bounds:
    fact = values.library.facts[key]
    low, high = _end(fact.low), _end(fact.high)
    if fact.derived is not None:
        below = bounds(fact.derived, values)
        low, high = tighter("max", low, below.low), tighter("min", high, below.high)
    return Bounds(low, high)


def _parameter(id_: str, values: Values) -> Bounds:
    parameter = values.library.parameters[id_]
    numbers = [value for value in parameter.keyed.values() if isinstance(value, Decimal)]
    if not parameter.by or not numbers or len(numbers) != len(parameter.keyed):
        return Bounds(_NOTHING, UNSAID)
    open_ = values.fact(parameter.by).unknown
    low, high = literal(min(numbers)), literal(max(numbers))
    return Bounds(
        Column(when(open_, low.value, ZERO), FALSE, merge(low, _NOTHING)),
        Column(when(open_, high.value), FALSE, high.grid),
    )


def _negative(part: Bounds) -> Bounds:
    return Bounds(arithmetic("-", _NOTHING, part.high), arithmetic("-", _NOTHING, part.low))


def _arithmetic(node: Arithmetic, values: Values) -> Bounds:
    a, b = bounds(node.left, values), bounds(node.right, values)
    if node.operator == "-":
        b = _negative(b)
    if node.operator in "+-":
        return Bounds(arithmetic("+", a.low, b.low), arithmetic("+", a.high, b.high))
    if node.operator == "*":
        return _product(a, b)
    return _quotient(a, b)


def _at_least(part: Column, strictly: bool) -> tuple[Term, Term]:
    """Whether an end is there and not below zero (or above it), and the doubt about it."""
    part = snapped(part)
    if part.grid is not None and part.grid.positive and not strictly:
        return invert(null(part.value)), either(part.doubt, part.grid.off)
    holds = filled(compare("<", ZERO, part.value) if strictly else compare("<=", ZERO, part.value), False)
    if part.grid is None or part.grid.exact:
        return holds, part.doubt
    near = within(magnitude(part.value), slack(part.value, part.grid))
    return holds, either(near, part.doubt, part.grid.off)


def _product(a: Bounds, b: Bounds) -> Bounds:
    if all(end.grid is None or end.grid.positive for end in (*a, *b)) and None not in {a.low.grid, b.low.grid}:
        return _positive_product(a, b)
    ends = (*a, *b)
    doubt = either(*(end.doubt for end in ends))
    (left, d1), (right, d2) = _at_least(a.low, False), _at_least(b.low, False)
    pairs = {(id(x.value), id(y.value)): (x, y) for x in a for y in b}
    corners = [arithmetic("*", x, y) for x, y in pairs.values()]
    if len(corners) == 1:
        return Bounds(corners[0], corners[0])
    least, most = _extreme("min", *corners), _extreme("max", *corners)
    whole_ = both(*(invert(null(end.value)) for end in ends))
    open_ = both(invert(whole_), left, right)
    zero = either(*(filled(compare("==", end.value, ZERO), False) for end in (a.high, b.high)))
    low = arithmetic("*", a.low, b.low)
    value = when(whole_, least.value, when(open_, when(zero, ZERO, low.value)))
    ceiling = when(whole_, most.value, when(both(open_, zero), ZERO))
    doubt = either(doubt, both(invert(whole_), either(d1, d2)), *(corner.doubt for corner in corners))
    return Bounds(
        Column(value, FALSE, merge(least, low, _NOTHING), doubt), Column(ceiling, FALSE, merge(most, _NOTHING), doubt)
    )


def _positive_product(a: Bounds, b: Bounds) -> Bounds:
    """Of numbers never below zero: the lows by each other and the highs, where there are lows; anything times 0 is 0."""
    low, high = arithmetic("*", a.low, b.low), arithmetic("*", a.high, b.high)
    offs = (end.grid.off for end in (*a, *b) if end.grid is not None)
    doubt = either(low.doubt, high.doubt, *offs, *(end.doubt for end in (*a, *b)))
    value = high.value
    if not (a.high.value.sure and b.high.value.sure):
        zero = either(*(filled(compare("==", end.value, ZERO), False) for end in (a.high, b.high)))
        value = when(both(invert(null(low.value)), zero), ZERO, when(invert(null(low.value)), value))
    return Bounds(Column(low.value, FALSE, low.grid, doubt), Column(value, FALSE, merge(high, _NOTHING), doubt))


def _quotient(a: Bounds, b: Bounds) -> Bounds:
    one = literal(Decimal(1))
    positive, doubt = _at_least(b.low, True)
    low = arithmetic("/", one, b.high)
    low = Column(first(low.value, ZERO), FALSE, merge(low, _NOTHING), low.doubt)
    product = _product(a, Bounds(low, arithmetic("/", one, b.low)))
    over, d2 = _at_least(a.low, False)
    floor_ = both(invert(positive), over, filled(compare("==", b.low.value, ZERO), False))
    doubt = either(doubt, d2)
    return Bounds(
        Column(
            when(positive, product.low.value, when(floor_, ZERO)),
            FALSE,
            merge(product.low, _NOTHING),
            either(doubt, product.low.doubt),
        ),
        Column(when(positive, product.high.value), FALSE, product.high.grid, either(doubt, product.high.doubt)),
    )


def _call(name: str, parts: list[Bounds]) -> Bounds:
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    if name == "min":
        high = highs[0]
        for other in highs[1:]:
            high = tighter("min", high, other)
        return Bounds(_extreme("min", *lows), high)
    if name == "max":
        low = lows[0]
        for other in lows[1:]:
            low = tighter("max", low, other)
        return Bounds(low, _extreme("max", *highs))
    each = rounded if name == "round_fen" else whole
    return Bounds(_each(each, lows[0]), _each(each, highs[0]))


def _each(function: object, part: Column) -> Column:
    if part.grid is None:
        return UNSAID
    found: Column = function(part)  # type: ignore[operator]
    return Column(found.value, FALSE, found.grid, either(part.doubt, found.doubt))


def _aggregate(node: Aggregate, values: Values) -> Bounds:
    known, absent = values.rows(node.records)
    below = ZERO if node.name == "count" else NULL
    if node.records not in values.schema.columns:
        return Bounds(Column(below, FALSE, _NOTHING.grid), UNSAID)
    holds, open_, _, doubt = members(values, node)
    part = Bounds(literal(Decimal(1)), literal(Decimal(1))) if node.element is None else bounds(node.element, values)
    ends = []
    for name, end in (("min", part.low), ("max", part.high)):
        wide = _extreme(name, end, _NOTHING)
        found = when(holds, end.value, when(open_, wide.value, ZERO))
        counts = either(holds, open_)
        missing = any_row(node.records, both(counts, null(found)))
        total = summed(node.records, Column(filled(found, 0.0), FALSE, merge(end, _NOTHING)), counts)
        value = when(known, when(missing, NULL, total.value), when(absent, ZERO, below if name == "min" else NULL))
        unsure = either(total.doubt, any_row(node.records, either(doubt, both(counts, end.doubt))))
        ends.append(Column(value, FALSE, total.grid, both(known, unsure)))
    return Bounds(*ends)
