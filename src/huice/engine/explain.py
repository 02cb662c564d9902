"""One subject, every measure, with reasons."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from weakref import WeakKeyDictionary

from huice.engine.bounds import bounds
from huice.engine.evaluation import Program, round_fen
from huice.engine.findings import (
    AmountFound,
    Assessment,
    Citation,
    Finding,
    Gap,
    Reason,
    ResultFound,
    Verdict,
    WindowFound,
)
from huice.engine.gaps import fact_gaps, gaps
from huice.engine.ledger import Entry, carry, ledger_gaps, sums
from huice.engine.sentences import base_unit, sentence, unit_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.expressions import Node, facts_of, parameters_of
from huice.rules.library import Library
from huice.rules.measures import Amount, Condition, Measure, Window
from huice.rules.packs import Pack
from huice.rules.quantities import MONEY
from huice.rules.values import ABSENT, UNKNOWN, Value, show

_ZERO = Decimal(0)
_PROGRAMS: "WeakKeyDictionary[Library, Program]" = WeakKeyDictionary()
_VERDICT: dict[bool | None, Verdict] = {True: "yes", False: "no", None: "open"}


def assess(library: Library, subject: Subject, as_of: date, measures: Iterable[str] | None = None) -> Assessment:
    """All findings (or those of `measures`, by id) for a subject on a day. Raises KeyError for an unknown measure."""
    program = _PROGRAMS.setdefault(library, Program())
    world = World(library, program, subject, as_of)
    wanted = library.measures.values() if measures is None else [library.measures[id_] for id_ in measures]
    findings = tuple(_find(measure, world) for measure in wanted)
    return Assessment(subject.name, as_of, library.describe(), findings, subject.facts)


def _find(measure: Measure, world: World) -> Finding:
    world.faults = []
    pack = world.library.packs[measure.pack]
    entries = carry(measure, measure.ledger, world) if measure.ledger else None
    world.locals = sums(entries, world.as_of) if entries is not None else {}
    audience = _audience(measure, pack, world)
    reasons = (audience, *(_reason(condition, measure, pack, world) for condition in measure.requires))
    verdict = _VERDICT[_all(reason.holds for reason in reasons)]
    checks: tuple[Reason, ...] = ()
    complies: Verdict | None = None
    if measure.complies is not None and verdict != "no":
        checks = tuple(_reason(condition, measure, pack, world) for condition in measure.complies)
        complies = _VERDICT[_all(reason.holds for reason in checks)]
    amount, amount_nodes = _amount(measure.amount, verdict, world)
    finding = Finding(
        measure=measure,
        verdict=verdict,
        window=_window(measure.window, world),
        amount=amount,
        complies=complies,
        because=reasons,
        checks=checks,
        missing=tuple(_missing(measure, verdict, complies, amount_nodes, entries, world)),
        faults=tuple(dict.fromkeys(world.faults)),
        cites=tuple(Citation(pack.source.number or pack.source.title, clause, pack.key) for clause in measure.clauses),
        results=_results(measure, world) if verdict != "no" else {},
        ledger_rule=measure.ledger,
        ledger=entries,
    )
    world.locals = {}
    return finding


def _all(values: Iterable[bool | None]) -> bool | None:
    """Kleene conjunction."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def _audience(measure: Measure, pack: Pack, world: World) -> Reason:
    """Whether the measure addresses this kind of subject."""
    fact = world.library.facts["subject_type"]
    value = world.fact("subject_type")
    holds = None if value is UNKNOWN else value in measure.subjects
    names = "、".join(fact.options[kind][0] for kind in measure.subjects)
    said = f"{fact.label}：{show(value, fact.unit, fact.options)}，面向{names}"
    return Reason(said, holds, {"subject_type": value}, _cite(pack, measure.clauses[0]))


def _reason(condition: Condition, measure: Measure, pack: Pack, world: World) -> Reason:
    clause = condition.clause or _clause_of(condition, pack) or measure.clauses[0]
    if condition.test is not None:
        holds = world.program.truth(condition.test, world)
        said = sentence(condition.test, holds, world)
        facts = {key: world.fact(key) for key in facts_of(condition.test)}
        return Reason(f"{condition.label}：{said}" if condition.label else said, holds, facts, _cite(pack, clause))
    parts = tuple(_reason(part, measure, pack, world) for part in condition.parts)
    holds = _all(part.holds for part in parts) if condition.every else _any(part.holds for part in parts)
    said = condition.label or ("以下都要符合" if condition.every else "以下符合一项即可")
    facts = {key: value for part in parts for key, value in part.facts.items()}
    return Reason(said, holds, facts, _cite(pack, clause), parts)


def _any(values: Iterable[bool | None]) -> bool | None:
    """Kleene disjunction."""
    return None if (found := _all(None if value is None else not value for value in values)) is None else not found


def _clause_of(condition: Condition, pack: Pack) -> str:
    """The clause of the first parameter of this pack that a test compares with."""
    for id_ in parameters_of(condition.test) if condition.test is not None else ():
        parameter = pack.parameters.get(id_.rpartition("/")[2])
        if parameter is not None and parameter.clause:
            return parameter.clause
    return ""


def _cite(pack: Pack, clause: str) -> Citation:
    return Citation(pack.source.number or pack.source.title, clause, pack.key)


def _window(window: Window, world: World) -> WindowFound:
    if window.since is None and window.until is None:
        return WindowFound(None, None, "unlimited")
    day = world.fact(window.on) if window.on else UNKNOWN
    counted = day if isinstance(day, date) else world.as_of
    if window.since and counted < window.since:
        return WindowFound(window.since, window.until, "upcoming")
    if window.until and counted > window.until:
        return WindowFound(window.since, window.until, "closed")
    return WindowFound(window.since, window.until, "open")


def _amount(amount: Amount | None, verdict: Verdict, world: World) -> tuple[AmountFound | None, list[Node]]:
    """The amount, and the expressions whose gaps keep it open."""
    if amount is None or verdict == "no":
        return None, []
    value = world.program.value(amount.value, world) if amount.value is not None else UNKNOWN
    ceiling = world.program.value(amount.ceiling, world) if amount.ceiling is not None else ABSENT
    node = amount.value if amount.value is not None else amount.ceiling
    assert node is not None
    unit = base_unit(node).text
    if value is ABSENT:
        return None, []
    if isinstance(value, Decimal) and ceiling is ABSENT:
        return _found(value, "exact", verdict, unit, amount.label), []
    if isinstance(value, Decimal) and isinstance(ceiling, Decimal):
        return _found(min(value, ceiling), "exact", verdict, unit, amount.label), []
    if isinstance(ceiling, Decimal):
        return _found(ceiling, "up_to", verdict, unit, amount.label), []
    nodes = [part for part in (amount.value, amount.ceiling) if part is not None]
    return _range(amount, verdict, unit, world), nodes


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
    return AmountFound(None, low, high, "range", unit, amount.label)


def _missing(
    measure: Measure,
    verdict: Verdict,
    complies: Verdict | None,
    amount_nodes: list[Node],
    entries: tuple[Entry, ...] | None,
    world: World,
) -> Iterator[Gap]:
    """What is not known and could still matter to the verdict, the check or the amount, each once."""
    if verdict == "no":
        return
    keys: list[str] = []
    if world.fact("subject_type") is UNKNOWN:
        keys += fact_gaps("subject_type", world)
    for condition in measure.requires:
        keys += _condition_gaps(condition, world)
    if complies == "open":
        for condition in measure.complies or ():
            keys += _condition_gaps(condition, world)
    for node in amount_nodes:
        keys += gaps(node, world)
    if amount_nodes and entries is not None and measure.ledger is not None:
        keys += ledger_gaps(measure, measure.ledger, world)
    for key in dict.fromkeys(keys):
        yield gap(key, world.library)


def _condition_gaps(condition: Condition, world: World) -> Iterator[str]:
    if condition.test is not None:
        yield from gaps(condition.test, world)
        return
    truths = [_truth(part, world) for part in condition.parts]
    if (_all(truths) if condition.every else _any(truths)) is None:
        for part, holds in zip(condition.parts, truths, strict=True):
            if holds is None:
                yield from _condition_gaps(part, world)


def _truth(condition: Condition, world: World) -> bool | None:
    if condition.test is not None:
        return world.program.truth(condition.test, world)
    parts = [_truth(part, world) for part in condition.parts]
    return _all(parts) if condition.every else _any(parts)


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


def _results(measure: Measure, world: World) -> dict[str, ResultFound]:
    found: dict[str, ResultFound] = {}
    for key, formula in measure.results.items():
        value: Value = world.program.value(formula.value, world)
        unit = unit_of(formula.value, world)
        if isinstance(value, Decimal) and formula.value.type.dimension == MONEY:
            value = round_fen(value)
        options = next(
            (
                world.library.facts[name].options
                for name in facts_of(formula.value)
                if formula.value.type.kind == "choice"
            ),
            None,
        )
        found[key] = ResultFound(formula.label, value, show(value, unit, options))
    return found
