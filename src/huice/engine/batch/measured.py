"""Measures as columns: the compiled counterpart of `huice.engine.explain`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huice.engine.batch.bounds import Bounds, bounds, tighter
from huice.engine.batch.columns import Column, extreme, literal, merge, order, rounded, snapped
from huice.engine.batch.findings import BOUNDS, WINDOWS
from huice.engine.batch.gaps import Gaps, Keys, gather
from huice.engine.batch.ledger import ledger_gaps, ledger_sums
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    Term,
    both,
    code,
    compare,
    day_code,
    either,
    filled,
    first,
    invert,
    lit,
    null,
    when,
)
from huice.engine.batch.values import Values
from huice.engine.sentences import base_unit
from huice.rules.measures import Amount, Condition, Measure, Window
from huice.rules.quantities import MONEY
from huice.rules.values import ABSENT, UNKNOWN

_NOTHING = literal(Decimal(0))


@dataclass(frozen=True, slots=True)
class Found:
    """What is found for each subject. Verdicts are truths (null is open); the other codes places in lists of words."""

    terms: dict[str, Term]
    missing: Keys
    reasons: tuple[str, ...]
    unit: str
    doubt: Term


@dataclass(frozen=True, slots=True)
class _Judged:
    """A condition: whether it holds, what it misses, the doubt about it."""

    holds: Term
    missing: Keys
    doubt: Term


def find(measure: Measure, values: Values, gaps: Gaps) -> Found:
    """A measure, compiled. Raises Unsayable."""
    values.locals = ledger_sums(measure, measure.ledger, values) if measure.ledger is not None else {}
    audience = _audience(measure, values, gaps)
    requires = [_judge(condition, values, gaps) for condition in measure.requires]
    verdict = both(audience.holds, *(part.holds for part in requires))
    alive = invert(filled(invert(verdict), False))
    checks = [_judge(condition, values, gaps) for condition in measure.complies or ()]
    complies = both(*(check.holds for check in checks))
    terms = {"verdict": verdict, "window": _window(measure.window, values)}
    if measure.complies is not None:
        terms["complies"] = complies
    missing: Keys = {}
    for part in (audience, *requires):
        gather(missing, part.missing, both(alive, null(part.holds)))
    unbroken = both(alive, invert(filled(invert(complies), False)))
    for check in checks:
        gather(missing, check.missing, both(unbroken, null(check.holds)))
    unit, doubts = "", [part.doubt for part in (audience, *requires, *checks)]
    if measure.amount is not None:
        unit = _amount(measure, measure.amount, verdict, alive, values, gaps, terms, missing, doubts)
    elif measure.results:
        for formula in measure.results.values():
            gather(missing, gaps.of(formula.value), alive)
            doubts.append(values.of(formula.value).doubt)
        if measure.ledger is not None:
            gather(missing, ledger_gaps(measure, measure.ledger, values, gaps), alive)
    names = (
        "subject",
        *(f"requires/{n}" for n in range(len(requires))),
        *(f"complies/{n}" for n in range(len(checks))),
    )
    terms["reason"] = _reason([audience, *requires, *checks])
    values.locals = {}
    return Found(terms, missing, names, unit, either(*doubts))


def _reason(parts: Sequence[_Judged]) -> Term:
    """The place of the first condition that fails."""
    found = NULL
    for place, part in reversed(list(enumerate(parts))):
        found = when(invert(part.holds), code(place), found)
    return found


def _audience(measure: Measure, values: Values, gaps: Gaps) -> _Judged:
    kind = values.fact("subject_type")
    holds = either(*(compare("==", kind.value, lit(name)) for name in measure.subjects))
    return _Judged(when(kind.absent, FALSE, holds), gaps.fact("subject_type"), kind.doubt)


def _judge(condition: Condition, values: Values, gaps: Gaps) -> _Judged:
    if condition.test is not None:
        test = values.of(condition.test)
        return _Judged(test.truth, gaps.of(condition.test), test.doubt)
    parts = [_judge(part, values, gaps) for part in condition.parts]
    missing: Keys = {}
    for part in parts:
        gather(missing, part.missing, null(part.holds))
    holds = (both if condition.every else either)(*(part.holds for part in parts))
    return _Judged(holds, missing, either(*(part.doubt for part in parts)))


def _window(window: Window, values: Values) -> Term:
    if window.since is None and window.until is None:
        return code(WINDOWS.index("unlimited"))
    counted = values.fact(window.on).value if window.on else NULL
    counted = filled(counted, day_code(values.as_of))
    state = code(WINDOWS.index("open"))
    if window.until:
        state = when(compare("<", lit(day_code(window.until)), counted), code(WINDOWS.index("closed")), state)
    if window.since:
        state = when(compare("<", counted, lit(day_code(window.since))), code(WINDOWS.index("upcoming")), state)
    return state


def _amount(
    measure: Measure,
    amount: Amount,
    verdict: Term,
    alive: Term,
    values: Values,
    gaps: Gaps,
    terms: dict[str, Term],
    missing: Keys,
    doubts: list[Term],
) -> str:
    """Add the amount, what keeps it open and the doubt about it. Returns its unit."""
    value = values.of(amount.value) if amount.value is not None else literal(UNKNOWN)
    ceiling = values.of(amount.ceiling) if amount.ceiling is not None else literal(ABSENT)
    node = amount.value if amount.value is not None else amount.ceiling
    assert node is not None
    unit = base_unit(node).text
    money = unit == MONEY[0][0]
    there = both(alive, invert(value.absent))
    known, capped = invert(null(value.value)), invert(null(ceiling.value))
    exact, range_ = both(known, either(ceiling.absent, capped)), invert(either(capped, both(known, ceiling.absent)))
    value, ceiling = snapped(value), snapped(ceiling)
    least = _lesser(value, ceiling)
    told = Column(
        first(least.value, value.value, ceiling.value),
        FALSE,
        merge(value, ceiling),
        either(value.doubt, ceiling.doubt),
    )
    told = _told(told, money)
    ends = _range(amount, verdict, money, values)
    meet, near = _meet(ends)
    one = both(range_, meet)
    open_ = null(verdict)
    firm = invert(open_)
    terms["amount"] = when(there, when(one, ends.low.value, when(both(firm, invert(range_)), told.value)))
    for name, end, pick in (("low", ends.low, "min"), ("high", ends.high, "max")):
        reach = extreme(pick, [snapped(told), _NOTHING]).value
        terms[name] = when(there, when(range_, when(meet, NULL, end.value), when(open_, reach)))
    of_range, upto = code(BOUNDS.index("range")), code(BOUNDS.index("up_to"))
    sole = code(BOUNDS.index("exact"))
    bound = when(range_, when(meet, sole, of_range), when(open_, of_range, when(exact, sole, upto)))
    terms["bound"] = when(there, bound)
    doubts += [both(there, told.doubt), both(there, range_, either(near, ends.low.doubt, ends.high.doubt))]
    opened = both(there, either(both(range_, invert(meet)), both(capped, invert(known))))
    if amount.value is not None:
        gather(missing, gaps.of(amount.value), opened)
    if amount.ceiling is not None:
        gather(missing, gaps.of(amount.ceiling), both(there, range_, invert(meet)))
    if measure.ledger is not None:
        context = opened if amount.value is not None else both(there, range_, invert(meet))
        gather(missing, ledger_gaps(measure, measure.ledger, values, gaps), context)
    return unit


def _lesser(a: Column, b: Column) -> Column:
    """The smaller of two, null where either is."""
    return extreme("min", [a, b])


def _told(part: Column, money: bool) -> Column:
    """As a finding tells it: money to the fen."""
    if money:
        return rounded(part)
    return snapped(part)


def _range(amount: Amount, verdict: Term, money: bool, values: Values) -> Bounds:
    low, high = bounds(amount.value, values) if amount.value is not None else Bounds(_NOTHING, literal(UNKNOWN))
    if amount.ceiling is not None:
        floor, top = bounds(amount.ceiling, values)
        high, low = tighter("min", top, high), tighter("min", floor, low)
    below = extreme("min", [snapped(low), _NOTHING])
    value = when(null(verdict), below.value, low.value)
    low = Column(value, FALSE, below.grid, low.doubt)
    return Bounds(_told(low, money), _told(high, money))


def _meet(ends: Bounds) -> tuple[Term, Term]:
    """Whether both ends are there and the same, and the doubt about it."""
    same, doubt = order("==", ends.low, ends.high)
    return filled(same, False), doubt
