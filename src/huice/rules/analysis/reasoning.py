"""Whether conditions can hold together, by intervals and sets of words over their typed expressions.

A state says what is possible for each expression. `hold` narrows it to what is left once a condition holds (or does
not), and answers None only where that is provably nothing: a condition holds or fails for complete answers, and by
monotony an open answer can do no more. Derived facts may be answered otherwise, so that they are as free as others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from huice.rules.analysis.domains import (
    ABSENT,
    NOTHING,
    Domain,
    Known,
    Span,
    Words,
    hull,
    join,
    meet,
    related,
    solid,
    word,
)
from huice.rules.analysis.spans import ANY, arithmetic, call
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
    Logic,
    Member,
    Node,
    Not,
    ParameterRef,
    walk,
)
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Condition
from huice.rules.values import ABSENT as NO_SUCH_THING
from huice.rules.values import DATE, Type
from huice.rules.values import UNKNOWN as NOT_SAID

State = Mapping[Node | tuple[Node, Node], Domain]
"""What is possible for each expression that was narrowed; a pair of expressions maps to how they may compare."""

_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_SIGNS = {
    "==": word("="), "!=": word("<", ">"), "<": word("<"), "<=": word("<", "="), ">": word(">"), ">=": word(">", "="),
}  # fmt: skip
_MIRRORED = {"<": ">", "=": "=", ">": "<"}
_TRUTH = word(True, False)
_PASSES = 2


class Reasoner:
    """Reasons over the facts and parameters of one library.

    Whatever is asked can be absent; where `tested` is given only those expressions can, as for somebody to whom every
    fact applies whose absence no rule tests.
    """

    def __init__(self, library: Library, *, tested: frozenset[Node] | None = None) -> None:
        self.library, self._tested = library, tested
        self._facts: dict[str, Domain] = {}

    def all_hold(self, conditions: Iterable[Condition], state: State) -> State | None:
        """The state in which all conditions hold."""
        listed = tuple(conditions)
        found: State | None = state
        for _ in range(_PASSES):
            for condition in listed:
                found = None if found is None else self.holds(condition, found)
        return found

    def holds(self, condition: Condition, state: State) -> State | None:
        """The state in which one condition, a test or a group, holds."""
        if condition.test is not None:
            return self.hold(condition.test, state)
        if condition.every:
            return self.all_hold(condition.parts, state)
        return _either(self.holds(part, state) for part in condition.parts)

    def hold(self, node: Node, state: State, value: bool = True) -> State | None:
        """The state in which a truth is true, or (`value` false) known and not true."""
        match node:
            case Constant():
                return None if node.value is NOT_SAID or (node.value is True) is not value else state
            case Not():
                return self.hold(node.item, state, not value)
            case Logic():
                if node.every is value:
                    found: State | None = state
                    for item in node.items * _PASSES:
                        found = None if found is None else self.hold(item, found, value)
                    return found
                return _either(self.hold(item, state, value) for item in node.items)
            case Compare():
                return self._compare(node, state, value)
            case Member():
                return self._member(node, state, value)
            case Choose():
                yes, no = self.hold(node.condition, state), self.hold(node.condition, state, False)
                return _either(
                    None if at is None else self.hold(branch, at, value)
                    for branch, at in ((node.then, yes), (node.otherwise, no))
                )
            case Call():
                return self._called(node, state, value)
            case Aggregate():
                return self._over_rows(node, state, value)
        wanted = Domain(word(value), not value)
        return self._narrow(state, node, wanted)

    def domain(self, node: Node, state: State) -> Domain:
        """What an expression can be worth."""
        own = self._own(node, state)
        narrowed = state.get(node)
        return own if narrowed is None else meet(own, narrowed)

    def _own(self, node: Node, state: State) -> Domain:
        match node:
            case Constant(value=value):
                if value is NO_SUCH_THING or value is NOT_SAID:
                    return ABSENT if value is NO_SUCH_THING else NOTHING
                return Domain(Span(value, value) if node.type.kind in {"number", "date"} else word(value))  # type: ignore[arg-type]
            case FactRef(key=key):
                return self._fact(key, node)
            case FieldRef():
                field = self.library.facts[node.records].fields[node.key]
                return Domain(_spoken(field), self._optional(node))
            case ParameterRef():
                return self._parameter(node, state)
            case AsOf():
                return Domain(ANY)
            case Arithmetic():
                a, b = self.domain(node.left, state), self.domain(node.right, state)
                return Domain(arithmetic(node.operator, a.known, b.known), a.absent or b.absent)
            case Choose():
                sides = ((node.then, True), (node.otherwise, False))
                states = ((branch, self.hold(node.condition, state, value)) for branch, value in sides)
                return hull(self.domain(branch, at) for branch, at in states if at is not None)
            case Call() if node.type.kind != "bool":
                given = [self.domain(argument, state) for argument in node.arguments]
                return Domain(call(node.name, [item.known for item in given]), any(item.absent for item in given))
            case Aggregate() if node.type.kind != "bool":
                return self._folded(node, state)
        return Domain(_top(node.type), True)

    def _optional(self, node: Node) -> bool:
        """Whether there may be no such thing."""
        return self._tested is None or node in self._tested

    def _fact(self, key: str, node: Node) -> Domain:
        found = self._facts.get(key)
        if found is None:
            fact = self.library.facts[key]
            found = Domain(_spoken(fact), self._optional(node))
            if fact.derived is not None:
                found = join(found, replace(self.domain(fact.derived, {}), absent=found.absent))
            self._facts[key] = found
        return found

    def _parameter(self, node: ParameterRef, state: State) -> Domain:
        item = self.library.parameters[node.id]
        if item.is_open:
            return Domain(_top(node.type), self._optional(node))
        if item.by:
            by = self.domain(FactRef(self.library.facts[item.by].type, item.by), state)
            options = by.known.among if isinstance(by.known, Words) else None
            values = [value for key, value in item.keyed.items() if options is None or key in options]
            absent = by.absent
        else:
            day = self.domain(AsOf(DATE), state).known
            values, absent = [*item.regions.values()], False
            for dated, after in zip(item.values, (*item.values[1:], None), strict=True):
                end = after.since if after else None
                if isinstance(day, Span) and not _apart(day, dated.since, end):
                    values.append(dated.value)
        parts = [self._own(Constant(node.type, value), {}) for value in values]
        return join(hull(parts), Domain(None, absent))

    def _narrow(self, state: State, node: Node, wanted: Domain) -> State | None:
        found = meet(self.domain(node, state), wanted)
        if found.empty:
            return None
        return state if isinstance(node, Constant) else {**state, node: found}

    def _compare(self, node: Compare, state: State, value: bool) -> State | None:
        operator = node.operator if value else _NEGATED[node.operator]
        left, right = self.domain(node.left, state), self.domain(node.right, state)
        ways: list[State | None] = []
        if left.known is not None and right.known is not None:
            ways.append(self._compared(node, operator, left.known, right.known, state))
        if (node.operator == "!=") is value:
            ways += [self._narrow(state, side, ABSENT) for side in (node.left, node.right)]
        return _either(ways)

    def _compared(self, node: Compare, operator: str, left: Known, right: Known, state: State) -> State | None:
        order = node.left.type.options if node.left.type.ordered else ()
        found = related(operator, left, right, order)
        if found is None:
            return None
        narrowed = self._narrow(state, node.left, Domain(found[0]))
        narrowed = None if narrowed is None else self._narrow(narrowed, node.right, Domain(found[1]))
        if narrowed is None or isinstance(node.left, Constant) or isinstance(node.right, Constant):
            return narrowed
        if node.left.type.kind in {"text", "choice"} and not order:
            return narrowed
        return _signed(narrowed, node.left, node.right, _SIGNS[operator])

    def _member(self, node: Member, state: State, value: bool) -> State | None:
        wanted = value is not node.negated
        domains = [self.domain(other, state) for other in node.among]
        if wanted:
            among = hull(replace(item, absent=False) for item in domains)
            return self._narrow(state, node.item, among)
        item = self.domain(node.item, state)
        for other in domains:
            if item.known is not None and other.known is not None and not other.absent:
                left = related("!=", item.known, other.known)
                item = replace(item, known=left[0] if left else None)
        return self._narrow(state, node.item, item) if not item.empty else None

    def _called(self, node: Call, state: State, value: bool) -> State | None:
        given = [self.domain(argument, state) for argument in node.arguments]
        if node.name == "absent":
            wanted = ABSENT if value else Domain(_top(node.arguments[0].type))
            return self._narrow(state, node.arguments[0], wanted)
        if node.name == "meets":
            at_least = Compare(node.type, ">=", *node.arguments)
            if not value:
                there = self._narrow(state, node.arguments[1], Domain(_top(node.arguments[1].type)))
                return None if there is None else self._compare(at_least, there, False)
            free = self._narrow(state, node.arguments[1], ABSENT)
            return _either((self._compare(at_least, state, True), free))
        return None if value and any(item.known is None for item in given) else state

    def _over_rows(self, node: Aggregate, state: State, value: bool) -> State | None:
        """A truth over rows: what it takes of one row must be possible; rows narrow nothing outside."""
        if node.element is None or (node.name == "any" and not value) or (node.name == "all" and value):
            return state
        row = self._row(node, state)
        return state if row is not None and self.hold(node.element, row, value) is not None else None

    def _folded(self, node: Aggregate, state: State) -> Domain:
        row = self._row(node, state)
        if node.name == "only":
            return NOTHING if row is None or node.element is None else self.domain(node.element, row)
        if row is None:
            return Domain(Span(Decimal(0), Decimal(0)))
        known = ANY if node.element is None else self.domain(node.element, row).known
        rises = node.name == "count" or (
            isinstance(known, Span) and known.low is not None and cast(Decimal, known.low) >= 0
        )
        return Domain(Span(Decimal(0), None) if rises or known is None else ANY)

    def _row(self, node: Aggregate, state: State) -> State | None:
        """What is possible within a row that counts; None where no row does."""
        inner = {key: found for key, found in state.items() if not _speaks_of(key, node.row)}
        return inner if node.condition is None else self.hold(node.condition, inner)


def absences(nodes: Iterable[Node]) -> frozenset[Node]:
    """The expressions whose absence these test."""
    calls = (part for node in nodes for part in walk(node) if isinstance(part, Call))
    tested = (argument for call_ in calls if call_.name in {"absent", "meets"} for argument in call_.arguments)
    return frozenset(below for argument in tested for below in walk(argument))


def _speaks_of(key: Node | tuple[Node, Node], row: str) -> bool:
    nodes = key if isinstance(key, tuple) else (key,)
    return any(isinstance(part, FieldRef) and part.row == row for node in nodes for part in walk(node))


def _signed(state: State, left: Node, right: Node, signs: Words) -> State | None:
    """The state in which two expressions compare in one of these ways."""
    if (right, left) in state:
        left, right = right, left
        signs = word(*(_MIRRORED[sign] for sign in signs.among or ()))
    found = meet(state.get((left, right), Domain(word("<", "=", ">"))), Domain(signs))
    return None if found.empty else {**state, (left, right): found}


def _either(ways: Iterable[State | None]) -> State | None:
    """What is possible in one of several states; None where there is none."""
    states = [way for way in ways if way is not None]
    if len(states) < 2:
        return states[0] if states else None
    keys = [key for key in states[0] if all(key in state for state in states[1:])]
    return {key: hull(state[key] for state in states) for key in keys}


def _apart(day: Span, since: object, end: object) -> bool:
    """Whether a time lies outside of [since, end)."""
    early = day.high is not None and since is not None and day.high < since  # type: ignore[operator]
    late = day.low is not None and end is not None and day.low >= end  # type: ignore[operator]
    return early or late


def _spoken(fact: Fact) -> Known | None:
    """What can be answered."""
    if fact.type.kind == "number":
        return solid(Span(fact.low, fact.high))
    return _top(fact.type)


def _top(type_: Type) -> Known:
    """Every value of a type."""
    match type_.kind:
        case "number" | "date":
            return ANY
        case "bool":
            return _TRUTH
        case "choice":
            return word(*type_.options)
    return Words()
