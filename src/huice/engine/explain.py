"""One subject, every measure, with reasons."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from weakref import WeakKeyDictionary

from huice.engine.bounds import bounds
from huice.engine.conditions import Group, Test, both, cite, prepare
from huice.engine.evaluation import Closure, Program, round_fen
from huice.engine.findings import (
    AmountFound,
    Assessment,
    Citation,
    Finding,
    Gap,
    Reason,
    ResultFound,
    StandardFound,
    Verdict,
    WindowFound,
)
from huice.engine.gaps import Keys, collector, fact_gaps
from huice.engine.ledger import carry, ledger_gaps, sums
from huice.engine.sentences import base_unit, options_of, unit_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.expressions import AsOf, Node
from huice.rules.foundations import foundations, reads_day
from huice.rules.library import Library
from huice.rules.measures import Amount, Formula, Measure, Window
from huice.rules.parameters import Parameter
from huice.rules.quantities import MONEY, Unit
from huice.rules.values import ABSENT, UNKNOWN, Value, show

_KIND = frozenset({"subject_type"})
_ZERO = Decimal(0)
_NO_RESULTS: Mapping[str, ResultFound] = MappingProxyType({})
_UNLIMITED = WindowFound(None, None, "unlimited")
_PROGRAMS: "WeakKeyDictionary[Library, Program]" = WeakKeyDictionary()
_MOST_KINDS = 16
"""Days and kinds of subjects that are remembered."""
_VERDICT: dict[bool | None, Verdict] = {True: "yes", False: "no", None: "open"}


def assess(library: Library, subject: Subject, as_of: date, measures: Iterable[str] | None = None) -> Assessment:
    """All findings (or those of `measures`, by id) for a subject on a day. Raises KeyError for an unknown measure."""
    program = program_of(library)
    world = World(library, program, subject, as_of)
    wanted = library.measures.values() if measures is None else [library.measures[id_] for id_ in measures]
    said = subject.facts.keys() - _KIND
    alike = _alike(program, as_of, subject.facts.get("subject_type", UNKNOWN))
    findings: list[Finding] = []
    for measure in wanted:
        prepared = _prepared(measure, world)
        if not prepared.rests.isdisjoint(said):
            findings.append(_find(prepared, world))
            continue
        found = alike.get(measure.id)
        if found is None:
            found = alike[measure.id] = _untouched(prepared, world)
        findings.append(found)
    return Assessment(subject.name, as_of, library.describe(), tuple(findings), subject.facts)


def _alike(program: Program, as_of: date, kind: Value) -> dict[str, Finding]:
    """The findings, by measure, on any subject of a kind that has said nothing the measure rests on.

    Most of a library has nothing to do with a subject, and says the same of all of a kind on a day.
    """
    found: dict[str, Finding] | None = program.untouched.get((as_of, kind))
    if found is None:
        if len(program.untouched) >= _MOST_KINDS:
            oldest, *_ = tuple(program.untouched)
            program.untouched.pop(oldest, None)
        found = program.untouched[as_of, kind] = {}
    return found


def _untouched(prepared: "_Prepared", world: World) -> Finding:
    """The same, worked out once for all days on which the window is in one state, where the day says nothing else."""
    if prepared.daily:
        return _find(prepared, world)
    measure, kind = prepared.measure, world.known.get("subject_type", UNKNOWN)
    key = measure.id, kind, _window(measure.window, world).state
    found: Finding | None = world.program.timeless.get(key)
    if found is None:
        found = world.program.timeless[key] = _find(prepared, world)
    return found


def program_of(library: Library) -> Program:
    """The compiled expressions of a library, one set for all assessments."""
    return _PROGRAMS.setdefault(library, Program())


def warm(library: Library) -> None:
    """Compile every measure now, and spare the collector of garbage from looking through what is kept for good.

    For a process that answers many requests: without it one assessment in twenty waits for that.
    """
    assess(library, Subject("", {}), date(2023, 1, 1))
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A measure compiled: its audience in words, its conditions, its citations, its amount's unit, its results and their formulas.

    `rests` are the facts and parameters it rests on, `filled` the open ones that somebody has set, `dated` the facts that the day of assessment gives
    where nobody answers them; `daily`: the day says more than the state of its window; `said` keeps the reason about the kind of subject, by kind.
    """

    measure: Measure
    audience: str
    requires: tuple[Test | Group, ...]
    complies: tuple[Test | Group, ...] | None
    cites: tuple[Citation, ...]
    unit: str
    results: tuple["_Result", ...]
    formulas: tuple[Node, ...]
    rests: frozenset[str]
    filled: tuple[Parameter, ...] = ()
    dated: frozenset[str] = frozenset()
    daily: bool = True
    said: dict[Value, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Result:
    """A named result compiled."""

    key: str
    label: str
    value: Closure
    unit: Unit
    options: dict[str, tuple[str, ...]] | None
    is_money: bool


def _prepared(measure: Measure, world: World) -> _Prepared:
    found = world.program.prepared.get(measure.id)
    if found is None:
        library, program = world.library, world.program
        pack, names = library.packs[measure.pack], library.facts["subject_type"].options
        facts, parameters = foundations(measure, library)
        found = _Prepared(
            measure,
            "、".join(names[kind][0] for kind in measure.subjects),
            tuple(prepare(condition, measure, pack, library, program) for condition in measure.requires),
            None
            if measure.complies is None
            else tuple(prepare(condition, measure, pack, library, program) for condition in measure.complies),
            tuple(cite(pack, clause) for clause in measure.clauses),
            _unit_of_amount(measure.amount),
            tuple(_result(key, formula, library, program) for key, formula in measure.results.items()),
            tuple(formula.value for formula in measure.results.values()),
            frozenset((*facts, *parameters)),
            tuple(library.parameters[id_] for id_ in parameters if library.parameters[id_].standards),
            frozenset(key for key in facts if isinstance(library.facts[key].derived, AsOf)),
            reads_day(measure, library),
        )
        program.prepared[measure.id] = found
    assert isinstance(found, _Prepared)
    return found


def _unit_of_amount(amount: Amount | None) -> str:
    node = None if amount is None else amount.value if amount.value is not None else amount.ceiling
    return "" if node is None else base_unit(node).text


def _result(key: str, formula: Formula, library: Library, program: Program) -> _Result:
    node = formula.value
    is_money = node.type.dimension == MONEY
    return _Result(
        key, formula.label, program.closure(node), unit_of(node, library), options_of(node, library), is_money
    )


def _find(prepared: _Prepared, world: World) -> Finding:
    measure = prepared.measure
    world.faults = []
    entries = carry(measure, measure.ledger, world) if measure.ledger else None
    world.locals = sums(entries, world.as_of) if entries is not None else {}
    because = (_audience(prepared, world), *[condition.reason(world) for condition in prepared.requires])
    verdict = _VERDICT[both([reason.holds for reason in because])]
    checks: tuple[Reason, ...] = ()
    complies: Verdict | None = None
    if prepared.complies is not None and verdict != "no":
        checks = tuple([condition.reason(world) for condition in prepared.complies])
        complies = _VERDICT[both([reason.holds for reason in checks])]
    amount, open_nodes = _amount(prepared, verdict, world) if measure.amount is not None else (None, prepared.formulas)
    missing = _missing(prepared, because, checks, open_nodes, world) if verdict != "no" else ()
    window, results = _window(measure.window, world), _results(prepared, world)
    faults = tuple(dict.fromkeys(world.faults)) if world.faults else ()
    world.locals = {}
    rule, cites = measure.ledger, prepared.cites
    standards = tuple(_standards(prepared.filled, world)) if prepared.filled else ()
    unsaid = _KIND | (prepared.dated - world.known.keys()) if prepared.dated else _KIND
    # By place: by name it takes twice the time, and this is most of what a finding takes.
    return Finding(
        measure, verdict, window, amount, complies, because, checks, missing, faults, cites, results, rule, entries,
        standards, unsaid,
    )  # fmt: skip


def _missing(
    prepared: _Prepared,
    because: tuple[Reason, ...],
    checks: tuple[Reason, ...],
    open_nodes: Sequence[Node],
    world: World,
) -> tuple[Gap, ...]:
    """What is not known and could still matter to the verdict, the check or the amount."""
    missing: Keys = {}
    if because[0].holds is None:
        missing.update(fact_gaps("subject_type", world))
    for condition, reason in zip(prepared.requires, because[1:], strict=True):
        if reason.holds is None:
            condition.gather(world, reason, missing)
    if not any(reason.holds is False for reason in checks):
        for condition, reason in zip(prepared.complies or (), checks, strict=True):
            if reason.holds is None:
                condition.gather(world, reason, missing)
    for node in open_nodes:
        collector(world.program, node)(world, missing)
    rule = prepared.measure.ledger
    if open_nodes and rule is not None:
        missing.update(dict.fromkeys(ledger_gaps(prepared.measure, rule, world)))
    return tuple([_gap(key, world) for key in missing]) if missing else ()


def _audience(prepared: _Prepared, world: World) -> Reason:
    """Whether the measure addresses this kind of subject."""
    value = world.fact("subject_type")
    found = prepared.said.get(value)
    if found is None:
        fact = world.library.facts["subject_type"]
        said = f"{fact.label}：{show(value, fact.unit, fact.options)}，面向{prepared.audience}"
        holds = None if value is UNKNOWN else value in prepared.measure.subjects
        found = prepared.said[value] = Reason(said, holds, {"subject_type": value}, prepared.cites[0])
    return found


def _window(window: Window, world: World) -> WindowFound:
    if window.since is None and window.until is None:
        return _UNLIMITED
    day = world.fact(window.on) if window.on else UNKNOWN
    counted = day if isinstance(day, date) else world.as_of
    if window.since and counted < window.since:
        return WindowFound(window.since, window.until, "upcoming")
    if window.until and counted > window.until:
        return WindowFound(window.since, window.until, "closed")
    return WindowFound(window.since, window.until, "open")


def _amount(prepared: _Prepared, verdict: Verdict, world: World) -> tuple[AmountFound | None, list[Node]]:
    """The amount, and the expressions whose gaps keep it open."""
    amount, unit = prepared.measure.amount, prepared.unit
    if amount is None or verdict == "no":
        return None, []
    value = world.program.value(amount.value, world) if amount.value is not None else UNKNOWN
    ceiling = world.program.value(amount.ceiling, world) if amount.ceiling is not None else ABSENT
    if value is ABSENT:
        return None, []
    if isinstance(value, Decimal) and ceiling is ABSENT:
        return _found(value, "exact", verdict, unit, amount.label), []
    if isinstance(value, Decimal) and isinstance(ceiling, Decimal):
        return _found(min(value, ceiling), "exact", verdict, unit, amount.label), []
    if isinstance(ceiling, Decimal):
        return _found(ceiling, "up_to", verdict, unit, amount.label), [amount.value] if amount.value is not None else []
    found = _range(amount, verdict, unit, world)
    nodes = [part for part in (amount.value, amount.ceiling) if part is not None]
    return found, [] if found.value is not None else nodes


def _found(value: Decimal, bound: str, verdict: Verdict, unit: str, label: str) -> AmountFound:
    value = round_fen(value) if unit == MONEY[0][0] else value
    if verdict == "open":
        return AmountFound(None, min(value, _ZERO), max(value, _ZERO), "range", unit, label)
    return AmountFound(value, None, None, "exact" if bound == "exact" else "up_to", unit, label)


def _range(amount: Amount, verdict: Verdict, unit: str, world: World) -> AmountFound:
    low, high = bounds(amount.value, world) if amount.value is not None else (_ZERO, None)
    if amount.ceiling is not None:
        floor, top = bounds(amount.ceiling, world)
        high = top if high is None or (top is not None and top < high) else high
        low = floor if low is None or (floor is not None and floor < low) else low
    if verdict == "open":
        low = None if low is None else min(low, _ZERO)
    if unit == MONEY[0][0]:
        low, high = (None if end is None else round_fen(end) for end in (low, high))
    if low is not None and low == high:
        return AmountFound(low, None, None, "exact", unit, amount.label)
    return AmountFound(None, low, high, "range", unit, amount.label)


def _gap(key: str, world: World) -> Gap:
    found = world.program.gaps.get(key)
    if found is None:
        found = world.program.gaps[key] = gap(key, world.library)
    return found


def gap(key: str, library: Library) -> Gap:
    """How a missing fact, open parameter or field of records is named and asked for."""
    if key in library.parameters:
        parameter = library.parameters[key]
        return Gap(
            key, parameter.label, f"{parameter.label}是多少？由{parameter.set_by}规定，文中未给。", parameter.set_by
        )
    records, _, name = key.partition(".")
    fact = library.facts[records]
    if name:
        item = fact.fields[name]
        return Gap(key, f"{fact.label}的{item.label}", item.ask or f"{item.label}？")
    return Gap(key, fact.label, fact.ask, fact.judgement)


def _standards(parameters: Iterable[Parameter], world: World) -> Iterator[StandardFound]:
    for parameter in parameters:
        standard = world.standard(parameter)
        if standard is not None:
            yield StandardFound(parameter.label, show(standard.value, standard.unit or parameter.unit), standard)


def _results(prepared: _Prepared, world: World) -> Mapping[str, ResultFound]:
    if not prepared.results:
        return _NO_RESULTS
    found: dict[str, ResultFound] = {}
    for result in prepared.results:
        value = result.value(world)
        if isinstance(value, Decimal) and result.is_money:
            value = round_fen(value)
        found[result.key] = ResultFound(result.label, value, show(value, result.unit, result.options))
    return found
