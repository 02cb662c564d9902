"""The meaning of expressions: strong Kleene logic over known, absent and unknown, exact decimals.

Each expression is compiled once to a closure over the world. No closure raises: what cannot be computed is
UNKNOWN, and the reason is among the world's faults.
"""

import operator
from collections.abc import Callable
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow
from typing import Any

from huice.engine.calendar import add_days, add_months, months_between, quarter
from huice.engine.world import World
from huice.rules.expressions import (
    Aggregate,
    Arithmetic,
    AsOf,
    Call,
    Choose,
    Compare,
    Constant,
    FactRef,
    FieldRef,
    LocalRef,
    Logic,
    Member,
    Node,
    Not,
    ParameterRef,
)
from huice.rules.values import ABSENT, UNKNOWN, Missing, Value

Closure = Callable[[World], Value]

EXACT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])
FEN = Decimal("0.01")

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def round_fen(amount: Decimal) -> Decimal:
    """To the nearest fen, half up. From 10^32 on, 34 digits leave nothing to round."""
    return amount if amount.adjusted() >= EXACT.prec - 2 else amount.quantize(FEN, ROUND_HALF_UP, EXACT)


class Program:
    """The compiled expressions of one library, made when first asked for.

    `collectors`, `prepared` and `gaps` keep what `gaps` and `explain` compile on top of them, `untouched` and `timeless` what
    `explain` found.
    """

    def __init__(self) -> None:
        self._closures: dict[int, tuple[Node, Closure]] = {}
        self.collectors: dict[int, tuple[Node, Any]] = {}
        self.prepared: dict[str, Any] = {}
        self.gaps: dict[str, Any] = {}
        self.untouched: dict[tuple[date, Value], dict[str, Any]] = {}
        self.timeless: dict[tuple[str, Value, str], Any] = {}

    def closure(self, node: Node) -> Closure:
        """The compiled form of an expression; the node is kept, so that its identity stays its own."""
        entry = self._closures.get(id(node))
        if entry is None:
            entry = (node, _COMPILERS[type(node)](self, node))
            self._closures[id(node)] = entry
        return entry[1]

    def value(self, node: Node, world: World) -> Value:
        """What an expression is worth."""
        return self.closure(node)(world)

    def truth(self, node: Node, world: World) -> bool | None:
        """True, False, or None for unknown; absent is false."""
        value = self.closure(node)(world)
        return None if value is UNKNOWN else value is True


def _constant(program: Program, node: Constant) -> Closure:
    value = node.value
    return lambda world: value


def _fact(program: Program, node: FactRef) -> Closure:
    key = node.key

    def run(world: World) -> Value:
        value = world.memo.get(key)
        return world.fact(key) if value is None or (value is UNKNOWN and world.faults_of) else value

    return run


def _parameter(program: Program, node: ParameterRef) -> Closure:
    id_ = node.id

    def run(world: World) -> Value:
        value = world.parameters.get(id_)
        return world.parameter(id_) if value is None else value

    return run


def _field(program: Program, node: FieldRef) -> Closure:
    row, key = node.row, node.key
    return lambda world: world.rows[row].get(key, UNKNOWN)


def _local(program: Program, node: LocalRef) -> Closure:
    name = node.name
    return lambda world: world.locals.get(name, UNKNOWN)


def _as_of(program: Program, node: AsOf) -> Closure:
    return lambda world: world.as_of


def _not(program: Program, node: Not) -> Closure:
    item = program.closure(node.item)

    def run(world: World) -> Value:
        value = item(world)
        return UNKNOWN if value is UNKNOWN else value is not True

    return run


def _logic(program: Program, node: Logic) -> Closure:
    items = tuple(program.closure(item) for item in node.items)
    decisive = not node.every

    def run(world: World) -> Value:
        unknown = False
        for item in items:
            value = item(world)
            if value is UNKNOWN:
                unknown = True
            elif (value is True) is decisive:
                return decisive
        return UNKNOWN if unknown else not decisive

    return run


def _compare(program: Program, node: Compare) -> Closure:
    left, right = program.closure(node.left), program.closure(node.right)
    compare, differs = _COMPARE[node.operator], node.operator == "!="
    order = {key: rank for rank, key in enumerate(node.left.type.options)} if node.left.type.ordered else None

    def run(world: World) -> Value:
        a, b = left(world), right(world)
        if a is ABSENT or b is ABSENT:
            return differs
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if order is not None:
            return compare(order[str(a)], order[str(b)])
        return compare(a, b)

    return run


def _member(program: Program, node: Member) -> Closure:
    item = program.closure(node.item)
    among = tuple(program.closure(other) for other in node.among)
    negated = node.negated

    def run(world: World) -> Value:
        value = item(world)
        if value is UNKNOWN:
            return UNKNOWN
        if value is ABSENT:
            return negated
        unknown = False
        for other in among:
            candidate = other(world)
            if candidate is UNKNOWN:
                unknown = True
            elif candidate is not ABSENT and candidate == value:
                return not negated
        return UNKNOWN if unknown else negated

    return run


def _arithmetic(program: Program, node: Arithmetic) -> Closure:
    left, right = program.closure(node.left), program.closure(node.right)
    compute = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide}[node.operator]
    divides = node.operator == "/"

    def run(world: World) -> Value:
        a, b = left(world), right(world)
        if a is ABSENT or b is ABSENT:
            return ABSENT
        if not isinstance(a, Decimal) or not isinstance(b, Decimal):
            return UNKNOWN
        if divides and not b:
            world.faults.append("除数为零，算不出")
            return UNKNOWN
        try:
            return compute(a, b)
        except (InvalidOperation, Overflow):
            world.faults.append("数字过大，算不出")
            return UNKNOWN

    return run


def _choose(program: Program, node: Choose) -> Closure:
    condition = program.closure(node.condition)
    then, otherwise = program.closure(node.then), program.closure(node.otherwise)

    def run(world: World) -> Value:
        holds = condition(world)
        if holds is UNKNOWN:
            a, b = then(world), otherwise(world)
            return a if a is b or (not isinstance(a, Missing) and a == b) else UNKNOWN
        return then(world) if holds is True else otherwise(world)

    return run


def _absent(program: Program, node: Call) -> Closure:
    item = program.closure(node.arguments[0])

    def run(world: World) -> Value:
        value = item(world)
        return UNKNOWN if value is UNKNOWN else value is ABSENT

    return run


def _meets(program: Program, node: Call) -> Closure:
    value, threshold = program.closure(node.arguments[0]), program.closure(node.arguments[1])

    def run(world: World) -> Value:
        least = threshold(world)
        if least is ABSENT:
            return True
        have = value(world)
        if have is ABSENT:
            return False
        if not isinstance(have, Decimal) or not isinstance(least, Decimal):
            return UNKNOWN
        return have >= least

    return run


def _call(program: Program, node: Call) -> Closure:
    if node.name == "absent":
        return _absent(program, node)
    if node.name == "meets":
        return _meets(program, node)
    arguments = tuple(program.closure(argument) for argument in node.arguments)
    function = _FUNCTIONS[node.name]

    def run(world: World) -> Value:
        values = [argument(world) for argument in arguments]
        if ABSENT in values:
            return ABSENT
        if UNKNOWN in values:
            return UNKNOWN
        try:
            return function(*values)
        except (OverflowError, ValueError, InvalidOperation, Overflow):
            world.faults.append("日期或数字超出范围，算不出")
            return UNKNOWN

    return run


def _floor(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


def _whole(number: Decimal) -> int:
    """A number of months or days; a fraction of one counts for nothing."""
    return int(_floor(number))


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": _floor,
    "round_fen": round_fen,
    "years_between": lambda a, b: Decimal(int(months_between(a, b) / 12) * 12),
    "months_between": lambda a, b: Decimal(months_between(a, b)),
    "days_between": lambda a, b: Decimal((b - a).days),
    "add_months": lambda day, months: add_months(day, _whole(months)),
    "add_days": lambda day, days: add_days(day, _whole(days)),
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "quarter": lambda day: Decimal(quarter(day)),
    "same_month": lambda a, b: (a.year, a.month) == (b.year, b.month),
    "same_quarter": lambda a, b: (a.year, quarter(a)) == (b.year, quarter(b)),
    "same_year": lambda a, b: a.year == b.year,
}


def _aggregate(program: Program, node: Aggregate) -> Closure:
    records, row = node.records, node.row
    element = program.closure(node.element) if node.element is not None else None
    condition = program.closure(node.condition) if node.condition is not None else None
    fold = _FOLDS[node.name]

    def run(world: World) -> Value:
        rows = world.fact(records)
        if rows is UNKNOWN:
            return UNKNOWN
        pairs: list[tuple[Value, Value]] = []
        outer = world.rows
        for item in rows if isinstance(rows, tuple) else ():
            world.rows = {**outer, row: item}
            holds = condition(world) if condition is not None else True
            if holds is UNKNOWN or holds is True:
                pairs.append((holds, element(world) if element is not None else True))
        world.rows = outer
        return fold(pairs)

    return run


def _count(pairs: list[tuple[Value, Value]]) -> Value:
    return UNKNOWN if any(holds is UNKNOWN for holds, _ in pairs) else Decimal(len(pairs))


def _sum(pairs: list[tuple[Value, Value]]) -> Value:
    total = Decimal(0)
    for holds, value in pairs:
        if value is ABSENT or value == 0:
            continue
        if holds is UNKNOWN or not isinstance(value, Decimal):
            return UNKNOWN
        total = EXACT.add(total, value)
    return total


def _any(pairs: list[tuple[Value, Value]]) -> Value:
    if any(holds is True and value is True for holds, value in pairs):
        return True
    return UNKNOWN if any(value is True or value is UNKNOWN for _, value in pairs) else False


def _all(pairs: list[tuple[Value, Value]]) -> Value:
    refuted = [(holds, value) for holds, value in pairs if value is not True]
    if any(holds is True and value is not UNKNOWN for holds, value in refuted):
        return False
    return UNKNOWN if refuted else True


def _only(pairs: list[tuple[Value, Value]]) -> Value:
    """The value of the one row; unknown where no row, or more than one, can be meant."""
    return pairs[0][1] if len(pairs) == 1 and pairs[0][0] is True else UNKNOWN


_FOLDS: dict[str, Callable[[list[tuple[Value, Value]]], Value]] = {
    "count": _count, "sum": _sum, "any": _any, "all": _all, "only": _only,
}  # fmt: skip

_COMPILERS: dict[type[Node], Callable[..., Closure]] = {
    Constant: _constant,
    FactRef: _fact,
    ParameterRef: _parameter,
    FieldRef: _field,
    LocalRef: _local,
    AsOf: _as_of,
    Not: _not,
    Logic: _logic,
    Compare: _compare,
    Member: _member,
    Arithmetic: _arithmetic,
    Choose: _choose,
    Call: _call,
    Aggregate: _aggregate,
}
