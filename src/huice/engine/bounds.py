"""Bounds of a number while some of what it rests on is unknown: interval arithmetic over the same expressions."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow

from huice.engine.evaluation import EXACT, round_fen
from huice.engine.world import World
from huice.rules.expressions import Aggregate, Arithmetic, Call, Choose, FactRef, FieldRef, Node, ParameterRef
from huice.rules.values import ABSENT, UNKNOWN

Bounds = tuple[Decimal | None, Decimal | None]
"""Lowest and highest possible value, inclusive; None where there is no bound."""

OPEN: Bounds = (None, None)
_ZERO = Decimal(0)


def bounds(node: Node, world: World) -> Bounds:
    """The bounds of a number; both the value itself where it is known. Absent counts as zero."""
    value = world.program.value(node, world)
    if isinstance(value, Decimal):
        return value, value
    if value is ABSENT:
        return _ZERO, _ZERO
    match node:
        case FactRef(key=key):
            return _fact(key, world)
        case FieldRef(records=records, key=key):
            field = world.library.facts[records].fields[key]
            return field.low, field.high
        case ParameterRef(id=id_):
            return _parameter(id_, world)
        case Arithmetic():
            return _arithmetic(node, world)
        case Choose(condition=condition, then=then, otherwise=otherwise):
            holds = world.program.truth(condition, world)
            if holds is None:
                return hull(bounds(then, world), bounds(otherwise, world))
            return bounds(then if holds else otherwise, world)
        case Call(name=name, arguments=arguments) if name in _MONOTONE:
            parts = [bounds(argument, world) for argument in arguments]
            return _MONOTONE[name](parts)
        case Aggregate(name="count" | "sum"):
            return _aggregate(node, world)
    return OPEN


def hull(a: Bounds, b: Bounds) -> Bounds:
    """The smallest bounds around both."""
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    high = None if a[1] is None or b[1] is None else max(a[1], b[1])
    return low, high


def _fact(key: str, world: World) -> Bounds:
    fact = world.library.facts[key]
    low, high = fact.low, fact.high
    if fact.derived is not None:
        below = bounds(fact.derived, world)
        low = below[0] if low is None or (below[0] is not None and below[0] > low) else low
        high = below[1] if high is None or (below[1] is not None and below[1] < high) else high
    return low, high


def _parameter(id_: str, world: World) -> Bounds:
    parameter = world.library.parameters[id_]
    if parameter.by and world.fact(parameter.by) is UNKNOWN:
        numbers = [value for value in parameter.keyed.values() if isinstance(value, Decimal)]
        if numbers and len(numbers) == len(parameter.keyed):
            return min(numbers), max(numbers)
    return _ZERO, None


def _add(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else EXACT.add(a, b)


def _negative(a: Bounds) -> Bounds:
    return (None if a[1] is None else -a[1]), (None if a[0] is None else -a[0])


def _arithmetic(node: Arithmetic, world: World) -> Bounds:
    a, b = bounds(node.left, world), bounds(node.right, world)
    if node.operator == "-":
        b = _negative(b)
    if node.operator in "+-":
        return _add(a[0], b[0]), _add(a[1], b[1])
    try:
        if node.operator == "*":
            return _product(a, b)
        if b[0] is None or b[0] <= 0:
            return (_ZERO, None) if a[0] is not None and a[0] >= 0 and b[0] == 0 else OPEN
        below = _ZERO if b[1] is None else EXACT.divide(Decimal(1), b[1])
        return _product(a, (below, EXACT.divide(Decimal(1), b[0])))
    except (InvalidOperation, Overflow):
        return OPEN


def _product(a: Bounds, b: Bounds) -> Bounds:
    if None not in a and None not in b:
        corners = [EXACT.multiply(x, y) for x in a for y in b if x is not None and y is not None]
        return min(corners), max(corners)
    if a[0] is not None and b[0] is not None and a[0] >= 0 and b[0] >= 0:
        if _ZERO in (a[1], b[1]):
            return _ZERO, _ZERO
        high = None if a[1] is None or b[1] is None else EXACT.multiply(a[1], b[1])
        return EXACT.multiply(a[0], b[0]), high
    return OPEN


def _each(function: Callable[[Decimal], Decimal]) -> Callable[[list[Bounds]], Bounds]:
    def apply(parts: list[Bounds]) -> Bounds:
        low, high = parts[0]
        return (None if low is None else function(low)), (None if high is None else function(high))

    return apply


def _least(parts: list[Bounds]) -> Bounds:
    lows, highs = [part[0] for part in parts], [part[1] for part in parts if part[1] is not None]
    return (None if None in lows else min(low for low in lows if low is not None)), (min(highs) if highs else None)


def _greatest(parts: list[Bounds]) -> Bounds:
    low, high = _least([_negative(part) for part in parts])
    return _negative((low, high))


_MONOTONE: dict[str, Callable[[list[Bounds]], Bounds]] = {
    "min": _least,
    "max": _greatest,
    "round_fen": _each(round_fen),
    "floor": _each(lambda number: number.to_integral_value("ROUND_FLOOR")),
}


def _aggregate(node: Aggregate, world: World) -> Bounds:
    rows = world.fact(node.records)
    if rows is UNKNOWN:
        return (_ZERO, None) if node.name == "count" else OPEN
    total: Bounds = (_ZERO, _ZERO)
    outer = world.rows
    for row in rows if isinstance(rows, tuple) else ():
        world.rows = {**outer, node.row: row}
        holds = world.program.truth(node.condition, world) if node.condition is not None else True
        if holds is False:
            continue
        part: Bounds = (Decimal(1), Decimal(1)) if node.element is None else bounds(node.element, world)
        if holds is None:
            part = hull(part, (_ZERO, _ZERO))
        total = _add(total[0], part[0]), _add(total[1], part[1])
    world.rows = outer
    return total
