"""Conditions that can never hold, or always do."""

from collections.abc import Iterator, Sequence

from huice.rules.analysis.domains import ABSENT, Domain, Span, word
from huice.rules.analysis.reasoning import Reasoner, State, absences
from huice.rules.analysis.remarks import Remark
from huice.rules.expressions import Aggregate, AsOf, Choose, FactRef, Logic, Node
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure, leaves, tests
from huice.rules.packs import Pack
from huice.rules.source import Place
from huice.rules.values import DATE

_CHECK = "检查比较的方向、数值和单位；确是如此的，在 accepted 里写明理由"


def contradictions(library: Library) -> Iterator[Remark]:
    """Conditions and branches that no answers can meet, for the kinds of subject a measure addresses."""
    reasoner = Reasoner(library)
    for measure in library.measures.values():
        start = audience(measure, library)
        met = reasoner.all_hold(measure.requires, start)
        if met is None:
            yield from _culprits(measure.requires, start, reasoner, measure)
            continue
        pack = library.packs[measure.pack]
        yield from _dead_branches(measure.requires, met, reasoner, measure, pack)
        if not pack.tables:
            yield from _dead_choices(measure, met, reasoner)
        yield from _in_time(measure, pack, met, reasoner)


def _in_time(measure: Measure, pack: Pack, met: State, reasoner: Reasoner) -> Iterator[Remark]:
    """Whether the conditions can hold within the window, and what is asked be done then."""
    ways = [reasoner.all_hold(measure.requires, {**met, **at}) for at in windows(measure, reasoner.library)]
    inside = [state for state in ways if state is not None]
    if not inside:
        what = f"事项“{measure.title}”的条件在期限内不能成立"
        yield Remark("never", f"{measure.id}: window", measure.place, what, _CHECK)
        return
    if measure.complies is None:
        return
    checked = [state for at in inside if (state := reasoner.all_hold(measure.complies, at)) is not None]
    if not checked:
        found = list(_culprits(measure.complies, inside[0], reasoner, measure)) if len(inside) == 1 else []
        what = f"事项“{measure.title}”谁都做不到：complies 与条件、期限矛盾"
        yield from found or [Remark("never", f"{measure.id}: complies", measure.place, what, _CHECK)]
    elif len(checked) == 1:
        yield from _dead_branches(measure.complies, checked[0], reasoner, measure, pack)


def tautologies(library: Library) -> Iterator[Remark]:
    """Conditions that hold whatever is answered, as long as there is such a thing."""
    for measure in library.measures.values():
        conditions = (*measure.requires, *(measure.complies or ()))
        reasoner = Reasoner(library, tested=absences(tests(conditions)))
        start = audience(measure, library)
        for leaf in leaves(conditions):
            for test in _joined(leaf.test):
                if reasoner.hold(test, start, False) is None and reasoner.hold(test, start) is not None:
                    what = f"“{said(leaf)}”填什么都成立，等于没有写"
                    yield Remark("always", _key(measure, leaf), _place(leaf, measure), what, _CHECK)
                    break


def audience(measure: Measure, library: Library) -> State:
    """What a measure takes for granted: the kinds of subject it addresses."""
    return {FactRef(library.facts["subject_type"].type, "subject_type"): Domain(word(*measure.subjects))}


def windows(measure: Measure, library: Library) -> list[State]:
    """The ways of being within the window of a measure: by the day of its fact, or by the day of the assessment."""
    window, as_of = measure.window, AsOf(DATE)
    if window.since is None and window.until is None:
        return [{}]
    days = Domain(Span(window.since, window.until))
    if not window.on:
        return [{as_of: days}]
    on = FactRef(library.facts[window.on].type, window.on)
    return [{on: days}, {on: ABSENT, as_of: days}]


def said(condition: Condition) -> str:
    """A condition in short: as it is written, or its label."""
    text = " ".join(condition.text.split()) or condition.label
    return text or "、".join(said(part) for part in condition.parts)


def _key(measure: Measure, condition: Condition) -> str:
    return f"{measure.id}: {said(condition)}"


def _place(condition: Condition, measure: Measure) -> Place:
    return condition.place if condition.place.line else measure.place


def _culprits(conditions: Sequence[Condition], start: State, reasoner: Reasoner, measure: Measure) -> Iterator[Remark]:
    """The conditions that cannot hold by themselves, else the first that contradicts one before it."""
    alone = [condition for condition in conditions if reasoner.holds(condition, start) is None]
    for condition in alone:
        inner = condition.parts if condition.test is None and condition.every else ()
        if inner:
            yield from _culprits(inner, start, reasoner, measure)
        else:
            what = f"“{said(condition)}”怎么填都不成立"
            yield Remark("never", _key(measure, condition), _place(condition, measure), what, _CHECK)
    if alone:
        return
    for index, condition in enumerate(conditions):
        if reasoner.all_hold(conditions[: index + 1], start) is None:
            pair = [other for other in conditions[:index] if reasoner.all_hold((other, condition), start) is None]
            other = f"“{said(pair[0])}”" if pair else "前面的条件"
            what = f"“{said(condition)}”与{other}矛盾，不能同时成立"
            yield Remark("never", _key(measure, condition), _place(condition, measure), what, _CHECK)
            return


def _dead_branches(
    conditions: Sequence[Condition], state: State, reasoner: Reasoner, measure: Measure, pack: Pack
) -> Iterator[Remark]:
    """The branches of alternatives that cannot hold beside the other conditions."""
    for condition in conditions:
        if condition.test is not None:
            if not any(f" in {name}" in condition.text for name in pack.tables):
                yield from _dead_items(condition.test, condition, state, reasoner, measure)
            continue
        for part in condition.parts:
            inner = reasoner.holds(part, state)
            if inner is not None:
                yield from _dead_branches((part,), inner, reasoner, measure, pack)
            else:
                what = f"“{said(part)}”在其他条件之下不成立，这一支用不上"
                yield Remark("never", _key(measure, part), _place(part, measure), what, _CHECK)


def _dead_items(
    test: Node, condition: Condition, state: State, reasoner: Reasoner, measure: Measure
) -> Iterator[Remark]:
    """The same within one expression: the items of its `or`s."""
    if not isinstance(test, Logic):
        return
    for index, item in enumerate(test.items, 1):
        if not test.every and reasoner.hold(item, state) is None:
            what = f"“{said(condition)}”的第 {index} 支在其他条件之下不成立"
            yield Remark("never", f"{_key(measure, condition)} #{index}", _place(condition, measure), what, _CHECK)
        else:
            yield from _dead_items(item, condition, state, reasoner, measure)


def _dead_choices(measure: Measure, state: State, reasoner: Reasoner) -> Iterator[Remark]:
    """The branches of an amount that nobody who qualifies comes to."""
    amount = measure.amount
    parts = (amount.value, amount.ceiling) if amount is not None else ()
    for name, node in zip(("value", "up_to"), parts, strict=False):
        choices = [part for part in _outside_rows(node) if isinstance(part, Choose)] if node is not None else []
        for index, choice in enumerate(choices, 1):
            if choice.type.kind != "number":
                continue
            for value, branch in ((True, "if 前"), (False, "else 后")):
                if reasoner.hold(choice.condition, state, value) is None:
                    what = f"金额 {name} 的第 {index} 个 if：符合条件的都到不了 {branch}的一支"
                    yield Remark("never", f"{measure.id}: {name} #{index}", measure.place, what, _CHECK)


def _outside_rows(node: Node) -> Iterator[Node]:
    """The expressions of a tree that speak of no row."""
    yield node
    for child in () if isinstance(node, Aggregate) else node.children():
        yield from _outside_rows(child)


def _joined(test: Node | None) -> Iterator[Node]:
    """The tests that one expression joins by `and`."""
    if isinstance(test, Logic) and test.every:
        for item in test.items:
            yield from _joined(item)
    elif test is not None:
        yield test
