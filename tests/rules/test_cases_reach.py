"""The cases of a pack reach its edges: a rule changed at any edge is noticed by a case that stands beside it.

Nothing here knows a document. Each comparison of order is changed in turn (inclusive for exclusive, always true,
always false), each condition settled either way, each end of a window moved by a day; and each measure is asked
for a case with a fact missing.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from huice.registry.conformance import run_case
from huice.rules.cases import Case, cases_beside, read_cases
from huice.rules.expressions import Compare, Constant, Node, facts_of
from huice.rules.library import Library
from huice.rules.measures import Amount, Condition, Formula, Measure
from huice.rules.source import Findings, Scalar, Sequence
from huice.rules.values import Type

SAME = {
    # a month earlier than the as-of day and not the same month is earlier in either reading
    "caishui-2023-17/catch-up：含与不含互换",
}
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
BOOL = Type("bool")
TREES = (Amount, Condition, Formula, Node)


@cache
def _cases(file: str, pack: str) -> tuple[Case, ...]:
    found = Findings()
    cases = read_cases(cases_beside(file), pack, found)
    assert not found
    return cases


def cases_of(measure: Measure, library: Library) -> list[Case]:
    """The cases of one measure."""
    pack = library.packs[measure.pack]
    return [case for case in _cases(str(Path(pack.file)), measure.pack) if case.measure == measure.id]


def compares(item: Any) -> Iterator[Compare]:
    """Every comparison of order below conditions or expressions."""
    if type(item) is tuple:
        for part in item:
            yield from compares(part)
    elif isinstance(item, TREES):
        if isinstance(item, Compare) and item.operator in FLIPPED:
            yield item
        for field in fields(item):
            yield from compares(getattr(item, field.name))


def changed(item: Any, target: Compare, by: Node) -> Any:
    """The same conditions with one node, known by identity, in place of another."""
    if item is target:
        return by
    if type(item) is tuple:
        return tuple(changed(part, target, by) for part in item)
    if isinstance(item, TREES):
        parts = {field.name: changed(getattr(item, field.name), target, by) for field in fields(item)}
        same = all(parts[field.name] is getattr(item, field.name) for field in fields(item))
        return item if same else replace(item, **parts)
    return item


def noticed(measure: Measure, other: Measure, library: Library) -> bool:
    """Whether a case of the measure fails once another rule stands in its place."""
    bent = replace(library, measures={**library.measures, measure.id: other})
    return any(run_case(case, bent).wrong for case in cases_of(measure, library))


def mutants(measure: Measure, target: Compare) -> Iterator[tuple[str, Measure]]:
    """The measure with one comparison bent, three ways."""
    bent: dict[str, Node] = {
        "含与不含互换": replace(target, operator=FLIPPED[target.operator]),
        "恒真": Constant(BOOL, True),
        "恒假": Constant(BOOL, False),
    }
    for name, by in bent.items():
        yield (
            name,
            replace(
                measure,
                requires=changed(measure.requires, target, by),
                complies=changed(measure.complies, target, by),
                amount=changed(measure.amount, target, by),
                results={key: changed(formula, target, by) for key, formula in measure.results.items()},
            ),
        )


def edges(measure: Measure) -> list[Compare]:
    """The comparisons of order in what a measure requires, checks and gives."""
    found = compares((measure.requires, measure.complies, measure.amount, *measure.results.values()))
    return list({id(compare): compare for compare in found}.values())


def leaves(item: Any) -> Iterator[Condition]:
    """The single conditions, out of their groups."""
    if type(item) is tuple:
        for part in item:
            yield from leaves(part)
    elif isinstance(item, Condition):
        if item.test is not None:
            yield item
        yield from leaves(item.parts)


def settled(item: Any, target: Condition, value: bool) -> Any:
    """The same conditions with one that always holds, or never does."""
    if item is target:
        return replace(target, test=Constant(BOOL, value))
    if type(item) is tuple:
        return tuple(settled(part, target, value) for part in item)
    return replace(item, parts=settled(item.parts, target, value)) if isinstance(item, Condition) else item


def moved(measure: Measure) -> Iterator[tuple[str, Measure]]:
    """The measure with one end of its window a day earlier or later."""
    for end in ("since", "until"):
        day = getattr(measure.window, end)
        for step in (-1, 1) if day else ():
            other = day + timedelta(days=step)
            yield f"{end} {other}", replace(measure, window=replace(measure.window, **{end: other}))


def names_missing(case: Case) -> bool:
    """Whether a case names a missing fact, or expects a measure to stay open for want of one."""
    missing = case.expect.get("missing")
    opens = [case.expect.get(key) for key in ("verdict", "complies")]
    return (isinstance(missing, Sequence) and bool(missing.items)) or any(
        isinstance(node, Scalar) and node.text == "open" for node in opens
    )


def test_each_comparison_bent_is_noticed(library: Library) -> None:
    missed = [
        f"{measure.id}：{text}"
        for measure in library.measures.values()
        for target in edges(measure)
        for text, other in mutants(measure, target)
        if not noticed(measure, other, library)
    ]
    assert set(missed) == SAME


def test_each_condition_alone_decides_a_case(library: Library) -> None:
    missed = [
        f"{measure.id}：{leaf.label or leaf.test}：{'恒真' if value else '恒假'}"
        for measure in library.measures.values()
        for leaf in leaves((measure.requires, measure.complies))
        for value in (True, False)
        if not noticed(
            measure,
            replace(
                measure,
                requires=settled(measure.requires, leaf, value),
                complies=settled(measure.complies, leaf, value),
            ),
            library,
        )
    ]
    assert not missed


def test_each_end_of_a_window_moved_is_noticed(library: Library) -> None:
    missed = [
        f"{measure.id}：{text}"
        for measure in library.measures.values()
        for text, other in moved(measure)
        if not noticed(measure, other, library)
    ]
    assert not missed


def test_each_measure_has_a_case_with_a_fact_missing(library: Library) -> None:
    missed = [
        measure.id
        for measure in library.measures.values()
        if any(leaf.test is not None and facts_of(leaf.test) for leaf in leaves((measure.requires, measure.complies)))
        and not any(names_missing(case) for case in cases_of(measure, library))
    ]
    assert not missed
