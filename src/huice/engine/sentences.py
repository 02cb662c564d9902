"""Conditions as sentences: what is asked, what the subject has, and both numbers."""

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
from huice.rules.quantities import PLAIN, Unit
from huice.rules.values import UNKNOWN, Value, show

_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_NUMBERS = {"<": ("低于", "不低于"), "<=": ("不高于", "高于"), ">": ("高于", "不高于"), ">=": ("不低于", "低于")}
_DATES = {"<": ("早于", "不早于"), "<=": ("不晚于", "晚于"), ">": ("晚于", "不晚于"), ">=": ("不早于", "早于")}
_EQUAL = {"==": ("等于", "不等于"), "!=": ("不等于", "等于")}
_FUNCTIONS = {
    "min": "{}中较小者", "max": "{}中较大者", "abs": "{}的绝对值", "years_between": "{}之间的整年数",
    "months_between": "{}之间的整月数", "days_between": "{}之间的天数", "year": "{}的年份", "month": "{}的月份",
    "quarter": "{}的季度", "same_month": "{}在同一月", "same_year": "{}在同一年", "same_quarter": "{}在同一季度",
    "add_months": "{}之和", "add_days": "{}之和", "absent": "没有{}", "meets": "{}达到下限",
}  # fmt: skip
LEDGER = {
    "opening": "期初结余", "accrued": "本期计提", "adjusted": "本期调减", "available": "本期可抵减", "used": "本期实际抵减",
    "closing": "期末结余", "total_accrued": "累计计提", "total_adjusted": "累计调减", "total_used": "累计抵减",
}  # fmt: skip


def label(node: Node, world: World) -> str:
    """What an expression is called."""
    library = world.library
    match node:
        case FactRef(key=key):
            return library.facts[key].label
        case ParameterRef(id=id_):
            return library.parameters[id_].label
        case FieldRef(records=records, key=key):
            return library.facts[records].fields[key].label
        case LocalRef(name=name):
            return LEDGER.get(name.removeprefix("ledger."), name)
        case AsOf():
            return "评估日"
        case Constant(value=value):
            return show(value, node.unit, _options(node, world))
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{label(left, world)}{_SIGNS[operator]}{label(right, world)}"
        case Call(name=name, arguments=arguments):
            inner = "与".join(label(argument, world) for argument in arguments)
            return _FUNCTIONS.get(name, "{}").format(inner)
        case Choose(then=then, otherwise=otherwise):
            return f"{label(then, world)}或{label(otherwise, world)}"
        case Aggregate(name=name, records=records, element=element):
            base = library.facts[records].label
            return f"{label(element, world)}合计" if name == "sum" and element else f"符合条件的{base}"
    return "条件"


def sentence(node: Node, holds: bool | None, world: World) -> str:
    """A condition with what the subject has, and what is asked."""
    match node:
        case Compare():
            return _comparison(node, holds, world)
        case Member():
            return _membership(node, holds, world)
        case FactRef(key=key):
            fact = world.library.facts[key]
            if world.fact(key) is UNKNOWN and fact.judgement:
                return f"{fact.label}：待{fact.judgement}认定"
            return f"{fact.label}：{show(world.fact(key), fact.unit)}"
        case ParameterRef(id=id_):
            return f"{label(node, world)}：{_shown(node, world.parameter(id_), world)}"
        case Not(item=item):
            return sentence(item, None if holds is None else not holds, world)
        case Logic(every=every, items=items):
            parts = (sentence(item, world.program.truth(item, world), world) for item in items)
            return ("；" if every else "，或 ").join(parts)
    if isinstance(node, Aggregate) and node.name == "any" and holds is not None:
        return f"{'有' if holds else '没有'}{label(node, world)}"
    mark = "待核实" if holds is None else "是" if holds else "否"
    return f"{label(node, world)}：{mark}"


def _comparison(node: Compare, holds: bool | None, world: World) -> str:
    left, right = node.left, node.right
    a, b = world.program.value(left, world), world.program.value(right, world)
    phrases = _EQUAL.get(node.operator) or (_DATES if left.type.kind == "date" else _NUMBERS)[node.operator]
    other = label(right, world)
    if not isinstance(right, Constant):
        other = f"{other} {_shown(right, b, world)}"
    if left.type.kind in {"choice", "text"} and node.operator == "==":
        have = f"{label(left, world)}：{_shown(left, a, world)}"
        return have if holds else f"{have}，须为{other}"
    if holds is None:
        have = "待填" if a is UNKNOWN else _shown(left, a, world)
        return f"{label(left, world)} {have}，须{phrases[0]}{other}"
    return f"{label(left, world)} {_shown(left, a, world)}，{phrases[0] if holds else phrases[1]}{other}"


def _membership(node: Member, holds: bool | None, world: World) -> str:
    value = world.program.value(node.item, world)
    names = "、".join(label(other, world) for other in node.among)
    have = f"{label(node.item, world)}：{_shown(node.item, value, world)}"
    within = holds is not node.negated if holds is not None else not node.negated
    if holds is None:
        return f"{have}，须{'属于' if within else '不属于'}{names}"
    return f"{have}，{'属于' if within else '不属于'}{names}" if not holds else have


def _shown(node: Node, value: Value, world: World) -> str:
    if value is UNKNOWN and isinstance(node, ParameterRef):
        parameter = world.library.parameters[node.id]
        return f"（由{parameter.set_by}规定，文中未给）" if parameter.set_by else "待定"
    return show(value, unit_of(node, world), _options(node, world))


def unit_of(node: Node, world: World) -> Unit:
    """The unit an expression is shown in: that of the fact or parameter, else the base unit of its type."""
    match node:
        case FactRef(key=key):
            return world.library.facts[key].unit
        case ParameterRef(id=id_):
            return world.library.parameters[id_].unit
        case FieldRef(records=records, key=key):
            return world.library.facts[records].fields[key].unit
        case Constant(unit=unit):
            return unit
    return base_unit(node)


def base_unit(node: Node) -> Unit:
    """The base unit of a number's dimension: 元, 月, 人, 元/人; a plain ratio is shown as it is."""
    dimension = node.type.dimension
    if node.type.kind != "number" or not dimension:
        return PLAIN
    above = "·".join(base for base, exponent in dimension if exponent > 0)
    below = "".join(base for base, exponent in dimension if exponent < 0)
    return Unit(f"{above}/{below}" if below else above, dimension, PLAIN.scale)


def _options(node: Node, world: World) -> dict[str, tuple[str, ...]] | None:
    if node.type.kind != "choice":
        return None
    match node:
        case FactRef(key=key):
            return world.library.facts[key].options
        case FieldRef(records=records, key=key):
            return world.library.facts[records].fields[key].options
    for fact in world.library.facts.values():
        for item in (fact, *fact.fields.values()):
            if item.type.options == node.type.options:
                return item.options
    return None
