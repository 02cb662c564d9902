"""Conditions made ready: the test, its sentence, its gaps and its citation, compiled once for all subjects."""

from collections.abc import Iterable
from dataclasses import dataclass

from huice.engine.evaluation import Closure, Program
from huice.engine.findings import Citation, Reason
from huice.engine.gaps import Collector, Keys, collector
from huice.engine.sentences import Say, sentence
from huice.engine.world import World
from huice.rules.expressions import (
    Aggregate,
    AsOf,
    FieldRef,
    LocalRef,
    Node,
    ParameterRef,
    facts_of,
    parameters_of,
    walk,
)
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure
from huice.rules.packs import Pack
from huice.rules.values import UNKNOWN, Value

MAX_KEPT = 256
"""Reasons kept of one test; those beyond are made anew each time."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test, ready to be put.

    `kept` holds the reasons given so far by the answers they rest on, where those are so few that they may be kept;
    `missed` what the open ones among them miss, by identity, where that follows from the answers.
    """

    value: Closure
    say: Say
    collect: Collector
    facts: tuple[str, ...]
    label: str
    cite: Citation
    derives: bool
    kept: dict[tuple[Value, ...], Reason] | None
    missed: dict[int, Keys]

    def reason(self, world: World) -> Reason:
        """Whether it holds, in a sentence."""
        if self.kept is None:
            return self._reason(world)
        memo = world.memo
        values = tuple([memo[key] if key in memo and not world.faults_of else world.fact(key) for key in self.facts])
        return self.kept.get(values) or self._keep(values, world)

    def _keep(self, values: tuple[Value, ...], world: World) -> Reason:
        found = self._reason(world)
        if self.kept is not None and len(self.kept) < MAX_KEPT:
            self.kept[values] = found
            if found.holds is None and not self.derives:
                keys = self.missed[id(found)] = {}
                self.collect(world, keys)
        return found

    def _reason(self, world: World) -> Reason:
        value = self.value(world)
        holds = None if value is UNKNOWN else value is True
        said = self.say(world, holds)
        memo, facts = world.memo, {}
        for key in self.facts:
            found = memo.get(key)
            facts[key] = world.fact(key) if found is None or found is UNKNOWN else found
        return Reason(f"{self.label}：{said}" if self.label else said, holds, facts, self.cite)

    def gather(self, world: World, reason: Reason, keys: Keys) -> None:
        """Add what the test misses, where it is open."""
        if reason.holds is None:
            missed = self.missed.get(id(reason))
            if missed is None:
                self.collect(world, keys)
            else:
                keys.update(missed)


@dataclass(frozen=True, slots=True)
class Group:
    """Several tests, of which all or any must hold."""

    parts: tuple["Test | Group", ...]
    every: bool
    label: str
    cite: Citation

    def reason(self, world: World) -> Reason:
        """Whether the group holds, with its parts."""
        parts = tuple([part.reason(world) for part in self.parts])
        holds = (both if self.every else either)([part.holds for part in parts])
        facts = {key: value for part in parts for key, value in part.facts.items()}
        return Reason(self.label, holds, facts, self.cite, parts)

    def gather(self, world: World, reason: Reason, keys: Keys) -> None:
        """Add what the open parts miss, where the group is open."""
        if reason.holds is None:
            for part, found in zip(self.parts, reason.parts, strict=True):
                part.gather(world, found, keys)


def both(values: Iterable[bool | None]) -> bool | None:
    """Kleene conjunction."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def either(values: Iterable[bool | None]) -> bool | None:
    """Kleene disjunction."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def prepare(condition: Condition, measure: Measure, pack: Pack, library: Library, program: Program) -> Test | Group:
    """A condition of a measure, compiled."""
    clause = condition.clause or _clause_of(condition, pack) or measure.clauses[0]
    citation = cite(pack, clause)
    if condition.test is None:
        parts = tuple(prepare(part, measure, pack, library, program) for part in condition.parts)
        label = condition.label or ("以下都要符合" if condition.every else "以下符合一项即可")
        return Group(parts, condition.every, label, citation)
    test = condition.test
    say, collect = sentence(program, test, library), collector(program, test)
    kept: dict[tuple[Value, ...], Reason] | None = {} if _is_finite(test, library) else None
    derives = any(library.facts[key].derived is not None for key in facts_of(test))
    return Test(program.closure(test), say, collect, facts_of(test), condition.label, citation, derives, kept, {})


def _is_finite(test: Node, library: Library) -> bool:
    """Whether a test rests on nothing but a few yeses, noes and options of choices."""
    if any(isinstance(part, Aggregate | AsOf | FieldRef | LocalRef | ParameterRef) for part in walk(test)):
        return False
    return all(library.facts[key].type.kind in {"bool", "choice"} for key in facts_of(test))


def _clause_of(condition: Condition, pack: Pack) -> str:
    """The clause of the first parameter of this pack that a test compares with."""
    for id_ in parameters_of(condition.test) if condition.test is not None else ():
        parameter = pack.parameters.get(id_.rpartition("/")[2])
        if parameter is not None and parameter.clause:
            return parameter.clause
    return ""


def cite(pack: Pack, clause: str) -> Citation:
    """A clause of a pack's document."""
    return Citation(pack.source.number or pack.source.title, clause, pack.key)
