"""Measures as columns: the compiled counterpart of `huice.engine.explain`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huice.engine.batch.bounds import Bounds, bounds, tighter
from huice.engine.batch.columns import Column, aligned, extreme, literal, merge, order, rounded, settled, snapped
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
    """What is found for each subject, by column. Verdicts are truths (null is open); the other codes places in words.

    `doubts` says of each column, and of `missing`, where `explain` has to work it out.
    """

    terms: dict[str, Term]
    missing: Keys
    reasons: tuple[str, ...]
    unit: str
    doubts: dict[str, Term]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A condition: whether it holds, what it misses, the doubt about it."""

    holds: Term
    missing: Keys
    doubt: Term


@dataclass(frozen=True, slots=True)
class _Paid:
    """An amount: its columns, where it is open and rests on its value or its ceiling, the doubt about it, its unit."""

    terms: dict[str, Term]
    value_open: Term
    ceiling_open: Term
    doubt: Term
    unit: str


def find(measure: Measure, values: Values, gaps: Gaps) -> Found:
    """A measure, compiled. Raises Unsayable."""
    values.locals = ledger_sums(measure, measure.ledger, values) if measure.ledger is not None else {}
    first_, checks = _conditions(measure, values, gaps)
    verdict, complies = (both(*(part.holds for part in parts)) for parts in (first_, checks))
    alive = invert(filled(invert(verdict), False))
    missing: Keys = {}
    for part in first_:
        gather(missing, part.missing, both(alive, null(part.holds)))
    unbroken = both(alive, invert(filled(invert(complies), False)))
    for check in checks:
        gather(missing, check.missing, both(unbroken, null(check.holds)))
    paid = _paid(measure.amount, verdict, alive, values) if measure.amount is not None else None
    _gather_numbers(measure, paid, alive, values, gaps, missing)
    terms = {"verdict": verdict, "window": _window(measure.window, values)}
    if measure.complies is not None:
        terms["complies"] = complies
    terms |= paid.terms if paid is not None else {}
    terms["reason"] = _reason([*first_, *checks])
    doubts = _doubts(measure, first_, checks, paid, values)
    values.locals = {}
    names = (
        f"{kind}/{n}" for kind, parts in (("requires", first_[1:]), ("complies", checks)) for n in range(len(parts))
    )
    return Found(terms, missing, ("subject", *names), paid.unit if paid is not None else "", doubts)


def _conditions(measure: Measure, values: Values, gaps: Gaps) -> tuple[list[_Judged], list[_Judged]]:
    """Who is meant and what is required; what is to be complied with."""
    requires = [_judge(condition, values, gaps) for condition in measure.requires]
    checks = [_judge(condition, values, gaps) for condition in measure.complies or ()]
    return [_audience(measure, values, gaps), *requires], checks


def _gather_numbers(
    measure: Measure, paid: _Paid | None, alive: Term, values: Values, gaps: Gaps, missing: Keys
) -> None:
    """Add what keeps the amount open, or the results where there is none."""
    amount, opened = measure.amount, alive
    if amount is not None and paid is not None:
        opened = paid.value_open if amount.value is not None else paid.ceiling_open
        if amount.value is not None:
            gather(missing, gaps.of(amount.value), paid.value_open)
        if amount.ceiling is not None:
            gather(missing, gaps.of(amount.ceiling), paid.ceiling_open)
    else:
        for formula in measure.results.values():
            gather(missing, gaps.of(formula.value), alive)
    if measure.ledger is not None and (paid is not None or measure.results):
        gather(missing, ledger_gaps(measure, measure.ledger, values, gaps), opened)


def _doubts(
    measure: Measure, first_: Sequence[_Judged], checks: Sequence[_Judged], paid: _Paid | None, values: Values
) -> dict[str, Term]:
    """The doubt about each column."""
    verdict, complies = (either(*(part.doubt for part in parts)) for parts in (first_, checks))
    number = paid.doubt if paid is not None else FALSE
    if paid is None:
        number = either(*(values.of(formula.value).doubt for formula in measure.results.values()))
    amounts = either(verdict, number)
    told = {"verdict": verdict, "complies": complies, "reason": either(verdict, complies)}
    return told | dict.fromkeys(("amount", "low", "high", "bound"), amounts) | {"missing": either(amounts, complies)}


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


def _paid(amount: Amount, verdict: Term, alive: Term, values: Values) -> _Paid:
    """The amount, its bounds while it is open, and which of the two it is."""
    node = amount.value if amount.value is not None else amount.ceiling
    assert node is not None
    unit = base_unit(node).text
    money = unit == MONEY[0][0]
    value = values.of(amount.value) if amount.value is not None else literal(UNKNOWN)
    ceiling = values.of(amount.ceiling) if amount.ceiling is not None else literal(ABSENT)
    there = both(alive, invert(value.absent))
    known, capped = invert(null(value.value)), invert(null(ceiling.value))
    exact, range_ = both(known, either(ceiling.absent, capped)), invert(either(capped, both(known, ceiling.absent)))
    told = settled(_told(_smaller(value, ceiling), money))
    ends = _range(amount, verdict, money, values)
    meet, near = _meet(ends)
    terms = _columns(there, verdict, exact, range_, meet, told, ends)
    spread = both(there, range_, invert(meet))
    if amount.ceiling is None:
        # The low end is the value where that is known: it need not be rounded twice.
        sure = both(invert(null(verdict)), known)
        terms["amount"] = when(there, when(either(both(range_, meet), sure), ends.low.value))
    doubt = either(told.doubt, ends.low.doubt, both(range_, either(near, ends.high.doubt)))
    doubt = both(there, doubt)
    return _Paid(terms, either(spread, both(there, capped, invert(known))), spread, doubt, unit)


def _columns(
    there: Term, verdict: Term, exact: Term, range_: Term, meet: Term, told: Column, ends: Bounds
) -> dict[str, Term]:
    """An amount where it is sure, else its ends; and how it is bound."""
    open_ = null(verdict)
    one, sure = both(range_, meet), both(invert(open_), invert(range_))
    terms = {"amount": when(there, when(one, ends.low.value, when(sure, told.value)))}
    for name, end, pick in (("low", ends.low, "min"), ("high", ends.high, "max")):
        reach = extreme(pick, [snapped(told), _NOTHING]).value
        terms[name] = when(there, when(range_, when(meet, NULL, end.value), when(open_, reach)))
    of_range, upto, sole = (code(BOUNDS.index(word)) for word in ("range", "up_to", "exact"))
    bound = when(range_, when(meet, sole, of_range), when(open_, of_range, when(exact, sole, upto)))
    return terms | {"bound": when(there, bound)}


def _smaller(a: Column, b: Column) -> Column:
    """The smaller of two, or the one that is known."""
    a, b = aligned(a, b)
    least = extreme("min", [a, b])
    return Column(first(least.value, a.value, b.value), FALSE, merge(a, b), either(least.doubt, a.doubt, b.doubt))


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
    low = aligned(low, _NOTHING)[0]
    below = extreme("min", [low, _NOTHING])
    value = when(null(verdict), below.value, low.value)
    low = Column(value, FALSE, merge(low, below), either(low.doubt, below.doubt))
    return Bounds(_told(low, money), _told(high, money))


def _meet(ends: Bounds) -> tuple[Term, Term]:
    """Whether both ends are there and the same, and the doubt about it."""
    same, doubt = order("==", ends.low, ends.high)
    return filled(same, False), doubt
