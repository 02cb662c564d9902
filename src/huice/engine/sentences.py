"""Conditions as sentences: what is asked, what the subject has, and both numbers. Compiled once, filled in per subject."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from huice.engine.evaluation import Closure, Program
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
from huice.rules.library import Library
from huice.rules.quantities import PLAIN, Unit
from huice.rules.values import UNKNOWN, Value, show

Say = Callable[[World, bool | None], str]
"""The sentence of a condition that holds, does not, or is open."""

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
    "opening": "期初结余", "accrued": "本期计提", "adjusted": "本期调减", "available": "本期可抵减",
    "used": "本期实际抵减", "closing": "期末结余", "total_accrued": "累计计提", "total_adjusted": "累计调减",
    "total_used": "累计抵减",
}  # fmt: skip


def label(node: Node, library: Library) -> str:
    """What an expression is called."""
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
            return show(value, node.unit, options_of(node, library))
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_operand(left, operator, library)}{_SIGNS[operator]}{_operand(right, operator, library)}"
        case Call(name=name, arguments=arguments):
            inner = "与".join(label(argument, library) for argument in arguments)
            return _FUNCTIONS.get(name, "{}").format(inner)
        case Choose(then=then, otherwise=otherwise):
            return f"{label(then, library)}或{label(otherwise, library)}"
        case Aggregate(name=name, records=records, element=element):
            if name in {"sum", "only"} and element is not None:
                return f"{label(element, library)}{'合计' if name == 'sum' else ''}"
            return f"符合条件的{library.facts[records].label}"
    return "条件"


def _operand(node: Node, operator: str, library: Library) -> str:
    """What stands beside a sign, in brackets where it would be read apart."""
    said = label(node, library)
    loose = isinstance(node, Choose) or (isinstance(node, Call) and "与" in said)
    loose |= isinstance(node, Arithmetic) and operator in "*/" and node.operator in "+-"
    return f"（{said}）" if loose else said


def sentence(program: Program, node: Node, library: Library) -> Say:
    """The sentence of a condition, ready to be filled in."""
    match node:
        case Compare():
            return _comparison(program, node, library)
        case Member():
            return _membership(program, node, library)
        case FactRef() | ParameterRef() | FieldRef():
            name, have = label(node, library), _have(program, node, library)
            return lambda world, holds: f"{name}：{have(world)}"
        case Not(item=item):
            inner = sentence(program, item, library)
            return lambda world, holds: inner(world, None if holds is None else not holds)
        case Logic():
            return _logic(program, node, library)
    name = label(node, library)
    marks = {True: f"{name}：是", False: f"{name}：否", None: f"{name}：待核实"}
    if isinstance(node, Aggregate) and node.name == "any":
        marks |= {True: f"有{name}", False: f"没有{name}"}
    return lambda world, holds: marks[holds]


def _logic(program: Program, node: Logic, library: Library) -> Say:
    """The parts that decide: what holds of an `or`, what fails of an `and`; all of them where nothing decides alone."""
    parts = [(program.closure(item), sentence(program, item, library)) for item in node.items]
    between, decisive = ("；", False) if node.every else ("，或 ", True)

    def say(world: World, holds: bool | None) -> str:
        truths = [(None if (found := value(world)) is UNKNOWN else found is True, part) for value, part in parts]
        told = [pair for pair in truths if pair[0] is decisive] if holds is decisive else truths
        return between.join(part(world, truth) for truth, part in told)

    return say


def _comparison(program: Program, node: Compare, library: Library) -> Say:
    left, right = node.left, node.right
    must = {"==": "须为", "!=": "不得为"}.get(node.operator) if left.type.kind in {"choice", "text"} else None
    yes, no = _EQUAL.get(node.operator) or (_DATES if left.type.kind == "date" else _NUMBERS)[node.operator]
    name, other = label(left, library), label(right, library)
    have, against = _have(program, left, library), _have(program, right, library)
    is_literal = isinstance(right, Constant)

    def say(world: World, holds: bool | None) -> str:
        want = other if must else f" {other}" if is_literal else f"{other} {against(world)}"
        if must:
            return f"{name}：{have(world)}" if holds else f"{name}：{have(world)}，{must}{want}"
        if holds is None:
            return f"{name} {have(world)}，须{yes}{want}"
        return f"{name} {have(world)}，{yes if holds else no}{want}"

    return say


def _membership(program: Program, node: Member, library: Library) -> Say:
    name, have = label(node.item, library), _have(program, node.item, library)
    names = "、".join(label(other, library) for other in node.among)
    asked, other = ("不属于", "属于") if node.negated else ("属于", "不属于")

    def say(world: World, holds: bool | None) -> str:
        if holds is None:
            return f"{name}：{have(world)}，须{asked}{names}"
        return f"{name}：{have(world)}" if holds else f"{name}：{have(world)}，{other}{names}"

    return say


def _have(program: Program, node: Node, library: Library) -> Callable[[World], str]:
    """What the subject has: the value as a person reads it, or who can say it."""
    value: Closure = program.closure(node)
    measured, options = unit_of(node, library), options_of(node, library)
    unknown = "待填"
    match node:
        case FactRef(key=key) if library.facts[key].judgement:
            unknown = f"待{library.facts[key].judgement}认定"
        case ParameterRef(id=id_) if library.parameters[id_].set_by:
            unknown = f"（由{library.parameters[id_].set_by}规定，文中未给）"

    def have(world: World) -> str:
        found: Value = value(world)
        return unknown if found is UNKNOWN else show(found, measured, options)

    if not _is_finite(node, library):
        return have
    said: dict[Value, str] = {UNKNOWN: unknown}

    def remembered(world: World) -> str:
        found = value(world)
        text = said.get(found)
        if text is None:
            text = said[found] = show(found, measured, options)
        return text

    return remembered


def _is_finite(node: Node, library: Library) -> bool:
    """Whether an expression has so few values that their texts may be kept: a yes or no, an option, a number of the law."""
    if isinstance(node, ParameterRef):
        return not library.parameters[node.id].is_open
    return isinstance(node, Constant) or (isinstance(node, FactRef) and node.type.kind in {"bool", "choice"})


def unit_of(node: Node, library: Library) -> Unit:
    """The unit an expression is shown in: that of the fact or parameter, else the base unit of its type."""
    match node:
        case FactRef(key=key):
            return library.facts[key].unit
        case ParameterRef(id=id_):
            return library.parameters[id_].unit
        case FieldRef(records=records, key=key):
            return library.facts[records].fields[key].unit
        case Constant(unit=unit):
            return unit
    return base_unit(node)


_CHOICES: "WeakKeyDictionary[Library, dict[tuple[str, ...], dict[str, tuple[str, ...]]]]" = WeakKeyDictionary()


def base_unit(node: Node) -> Unit:
    """The base unit of a number's dimension: 元, 月, 人, 元/人; a plain ratio is shown as it is."""
    dimension = node.type.dimension
    if node.type.kind != "number" or not dimension:
        return PLAIN
    above = "·".join(base for base, exponent in dimension if exponent > 0)
    below = "".join(base for base, exponent in dimension if exponent < 0)
    return Unit(f"{above}/{below}" if below else above, dimension, PLAIN.scale)


def options_of(node: Node, library: Library) -> dict[str, tuple[str, ...]] | None:
    """The labels of a choice's options, by key."""
    if node.type.kind != "choice":
        return None
    if isinstance(node, FactRef):
        return library.facts[node.key].options
    if isinstance(node, FieldRef):
        return library.facts[node.records].fields[node.key].options
    return _choices(library).get(node.type.options)


def _choices(library: Library) -> dict[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The options of every choice by their keys, gathered once a library."""
    found = _CHOICES.get(library)
    if found is None:
        found = {}
        for fact in library.facts.values():
            for item in (fact, *fact.fields.values()):
                found.setdefault(item.type.options, item.options)
        _CHOICES[library] = found
    return found
