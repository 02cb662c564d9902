"""Turning points: the values nearest to what is there at which the tests of a measure change."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from huice.advice.domain import figures, worked_out
from huice.advice.levers import Lever
from huice.engine.explain import program_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.expressions import (
    Aggregate,
    Arithmetic,
    Call,
    Compare,
    FactRef,
    Logic,
    Node,
    Not,
    ParameterRef,
    facts_of,
    walk,
)
from huice.rules.foundations import rests_on
from huice.rules.library import Library
from huice.rules.measures import Measure, tests
from huice.rules.values import Value

_EVEN = frozenset({
    "min", "max", "round_fen", "floor", "meets", "add_months", "add_days", "months_between", "years_between",
    "days_between", "absent",
})  # fmt: skip
"""Functions that do not turn back as an argument grows."""

Known = dict[str, Value]


class Atoms:
    """The smallest tests of a measure's conditions, those of derived facts among them."""

    def __init__(self, library: Library, measure: Measure, known: Known, as_of: date) -> None:
        self.library, self.measure, self.as_of = library, measure, as_of
        nodes = tests(measure.requires)
        self.nodes = tuple(dict.fromkeys(atom for node in nodes for atom in self._split(node, known)))
        self.reads = {id(node): reads(node, library) for node in self.nodes}

    def _split(self, node: Node, known: Known) -> Iterator[Node]:
        derived = self.library.facts[node.key].derived if isinstance(node, FactRef) else None
        if isinstance(node, Logic | Not):
            for child in node.children():
                yield from self._split(child, known)
        elif isinstance(node, FactRef) and derived is not None and node.key not in known:
            yield from self._split(derived, known)
        else:
            yield node

    def of(self, key: str) -> tuple[Node, ...]:
        """The tests that rest on a fact."""
        return tuple(node for node in self.nodes if key in self.reads[id(node)])

    def values(self, lever: Lever, known: Known) -> Iterator[Value]:
        """What a lever could be set to: all it can be where that is little, else where a test of it turns.

        Seen from what is there, outward: of all values between two turns the nearest.
        """
        if lever.at is None:
            yield from lever.values
        elif lever.is_small:
            yield from (lever.at(step) for step in range(lever.lowest, lever.highest + 1) if step)
        else:
            nodes = self.of(lever.fact.key)
            for end in (lever.lowest, lever.highest):
                yield from (lever.at(step) for step in self._turns(lever, end, nodes, known))

    def _turns(self, lever: Lever, end: int, nodes: tuple[Node, ...], known: Known) -> list[int]:
        turns: set[int] = set()
        before = 0
        signs = self._signs(lever, 0, nodes, known)
        for step in self._probes(lever, end, known):
            later = self._signs(lever, step, nodes, known)
            for index in range(len(nodes)):
                if signs[index] != later[index]:
                    turns.add(self._turn(lever, before, step, nodes[index], known))
            before, signs = step, later
        return sorted(turns, key=abs)

    def _probes(self, lever: Lever, end: int, known: Known) -> list[int]:
        """Steps to look at, outward to `end`: twice as far each time, and next to each figure compared with."""
        steps: set[int] = set()
        sign, size = (1 if end > 0 else -1), 1
        while size <= abs(end):
            steps.add(sign * size)
            size *= 2
        if end:
            steps.add(end)
        figure = figures(self.library, self.measure)
        subject = Subject("", known)
        against = worked_out(lever.fact, figure, self.library, subject, self.as_of)
        numbers = figure.numbers.get(lever.fact.type.dimension, ())
        for value in (*against, *numbers, *figure.days):
            step = _step_to(lever, value)
            steps.update(near for near in (step - 1, step, step + 1) if 0 < sign * near <= abs(end))
        return sorted(steps, key=abs)

    def _signs(self, lever: Lever, step: int, nodes: tuple[Node, ...], known: Known) -> tuple[Value, ...]:
        assert lever.at is not None
        subject = Subject("", {**known, lever.fact.key: lever.at(step)})
        world = World(self.library, program_of(self.library), subject, self.as_of)
        return tuple(world.program.value(node, world) for node in nodes)

    def _turn(self, lever: Lever, before: int, after: int, node: Node, known: Known) -> int:
        """The step nearest to `before` from which a test has turned, by halving."""
        first = self._signs(lever, before, (node,), known)
        while abs(after - before) > 1:
            middle = (before + after) // 2
            if self._signs(lever, middle, (node,), known) == first:
                before = middle
            else:
                after = middle
        return after

    def are_even(self, lever: Lever) -> bool:
        """Whether every test of a lever turns at most once, so that halving finds all turns."""
        return lever.is_small or all(self._is_even(node, lever.fact.key) for node in self.of(lever.fact.key))

    def _is_even(self, node: Node, key: str) -> bool:
        if isinstance(node, Compare) and node.operator in {"==", "!="}:
            return isinstance(node.left, FactRef) or isinstance(node.right, FactRef)
        return isinstance(node, FactRef) or self._occurrences(node, key) == 1

    def _occurrences(self, node: Node, key: str) -> int:
        """How often an expression reads a fact; 2 also where it does so in a way that may turn back."""
        count = 0
        for part in walk(node):
            inside = [child for child in part.children() if key in reads(child, self.library)]
            turns_back = (isinstance(part, Call) and part.name not in _EVEN) or (
                isinstance(part, Arithmetic) and part.operator == "/" and part.right in inside and _depth(part.right)
            )
            if inside and turns_back:
                return 2
            if isinstance(part, FactRef):
                derived = self.library.facts[part.key].derived
                count += part.key == key
                count += self._occurrences(derived, key) if derived is not None else 0
            elif isinstance(part, Aggregate):
                count += part.records == key
        return count


def _depth(node: Node) -> bool:
    """Whether a divisor is more than a plain fact, so that it may cross zero."""
    return not isinstance(node, FactRef)


def _step_to(lever: Lever, value: object) -> int:
    """How many steps lead about to a value; 0 where none do."""
    if isinstance(lever.now, Decimal) and isinstance(value, Decimal) and lever.at is not None:
        one = lever.at(1), lever.at(2)
        if isinstance(one[0], Decimal) and isinstance(one[1], Decimal):
            return int((value - lever.now) / (one[1] - one[0]))
    if isinstance(lever.now, date) and isinstance(value, date):
        return (value - lever.now).days
    return 0


def reads(node: Node, library: Library) -> frozenset[str]:
    """Every fact an expression rests on, through derivations and numbers of the law that vary by a fact."""
    keys: set[str] = set()
    for key in facts_of(node):
        keys |= rests_on(key, library)
    for part in walk(node):
        if isinstance(part, ParameterRef) and library.parameters[part.id].by:
            keys |= rests_on(library.parameters[part.id].by, library)
    return frozenset(keys)
