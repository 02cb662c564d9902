"""A measure changed at one edge, as a mistake would change it: what its cases ought to notice."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from huice.rules.expressions import Compare, Comparison, Constant, Node, facts_of
from huice.rules.measures import Amount, Condition, Formula, Measure, leaves
from huice.rules.source import Place
from huice.rules.values import BOOL

_FLIPPED: dict[Comparison, Comparison] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_TREES = (Amount, Condition, Formula, Node)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed measure: what was changed, in words that stay while the rule does, and where that stands."""

    name: str
    place: Place
    measure: Measure


def mutants(measure: Measure) -> Iterator[Mutant]:
    """Every comparison of order bent three ways, every condition settled either way, every end of the window moved."""
    yield from _bent(measure)
    yield from _settled(measure)
    yield from _moved(measure)


def needs_missing(measure: Measure) -> bool:
    """Whether the verdict or the check of a measure rests on a fact, so that a case should leave one out."""
    conditions = leaves((*measure.requires, *(measure.complies or ())))
    return any(leaf.test is not None and facts_of(leaf.test) for leaf in conditions)


def _bent(measure: Measure) -> Iterator[Mutant]:
    """Inclusive for exclusive, always true, always false: once for each comparison of order."""
    seen: set[int] = set()
    for where, text, tree in _trees(measure):
        found = [compare for key, compare in {id(one): one for one in _compares(tree)}.items() if key not in seen]
        seen.update(id(compare) for compare in found)
        for index, target in enumerate(found, 1):
            spot = f"{text} #{index}" if len(found) > 1 else text
            bent: dict[str, Node] = {
                "含与不含互换": replace(target, operator=_FLIPPED[target.operator]),
                "恒真": Constant(BOOL, True),
                "恒假": Constant(BOOL, False),
            }
            for name, by in bent.items():
                yield Mutant(f"{spot}：{name}", where, _changed_in(measure, target, by))


def _trees(measure: Measure) -> Iterator[tuple[Place, str, Any]]:
    """What a measure requires, checks and gives, in parts that can be named."""
    for leaf in leaves((*measure.requires, *(measure.complies or ()))):
        yield leaf.place, " ".join(leaf.text.split()), leaf
    if measure.amount is not None:
        yield measure.place, "amount", measure.amount
    for key, formula in measure.results.items():
        yield measure.place, f"results.{key}", formula


def _compares(item: Any) -> Iterator[Compare]:
    """Every comparison of order below conditions or expressions."""
    if type(item) is tuple:
        for part in item:
            yield from _compares(part)
    elif isinstance(item, _TREES):
        if isinstance(item, Compare) and item.operator in _FLIPPED:
            yield item
        for field in fields(item):
            yield from _compares(getattr(item, field.name))


def _changed_in(measure: Measure, target: Compare, by: Node) -> Measure:
    return replace(
        measure,
        requires=_changed(measure.requires, target, by),
        complies=_changed(measure.complies, target, by),
        amount=_changed(measure.amount, target, by),
        results={key: _changed(formula, target, by) for key, formula in measure.results.items()},
    )


def _changed(item: Any, target: Compare, by: Node) -> Any:
    """The same tree with one node, known by identity, in place of another."""
    if item is target:
        return by
    if type(item) is tuple:
        return tuple(_changed(part, target, by) for part in item)
    if isinstance(item, _TREES):
        parts = {field.name: _changed(getattr(item, field.name), target, by) for field in fields(item)}
        same = all(parts[field.name] is getattr(item, field.name) for field in fields(item))
        return item if same else replace(item, **parts)
    return item


def _settled(measure: Measure) -> Iterator[Mutant]:
    """One condition that always holds, or never does."""
    for leaf in leaves((*measure.requires, *(measure.complies or ()))):
        for value, name in ((True, "条件恒真"), (False, "条件恒假")):
            other = replace(
                measure, requires=_with(measure.requires, leaf, value), complies=_with(measure.complies, leaf, value)
            )
            yield Mutant(f"{' '.join(leaf.text.split())}：{name}", leaf.place, other)


def _with(item: Any, target: Condition, value: bool) -> Any:
    if item is target:
        return replace(target, test=Constant(BOOL, value))
    if type(item) is tuple:
        return tuple(_with(part, target, value) for part in item)
    return replace(item, parts=_with(item.parts, target, value)) if isinstance(item, Condition) else item


def _moved(measure: Measure) -> Iterator[Mutant]:
    """The window with one end a day earlier or later."""
    for end, name in (("since", "起始日"), ("until", "截止日")):
        day = getattr(measure.window, end)
        for step in (-1, 1) if day else ():
            other = day + timedelta(days=step)
            moved = replace(measure, window=replace(measure.window, **{end: other}))
            yield Mutant(f"window：{name}为 {other}", measure.place, moved)
