"""What must hold for every subject: the semantics of docs/rule-language.md, tried on random ones."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huice.advice.questions import next_questions
from huice.engine import Subject, assess
from huice.engine.ledger import Entry
from huice.reports.data import as_data
from huice.rules.library import Library
from huice.rules.values import UNKNOWN, Value
from tests.subjects import DAYS, consistent, facts, read_by

QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

WHOLE = settings(QUICK, max_examples=20)
"""For tests that look at every measure of the library each time."""


def _split(known: dict[str, Value], chosen: set[str]) -> dict[str, Value]:
    return {key: value for key, value in known.items() if key in chosen}


@given(data=st.data(), day=DAYS)
@WHOLE
def test_adding_an_answer_never_changes_a_verdict_that_was_reached(
    data: st.DataObject, day: date, library: Library
) -> None:
    more = consistent(library, data.draw(facts(library)), day)
    fewer = _split(more, set(data.draw(st.lists(st.sampled_from(sorted(more) or ["x"]), unique=True))))
    before, after = (assess(library, Subject("甲", known), day) for known in (fewer, more))
    for early, late in zip(before.findings, after.findings, strict=True):
        assert early.verdict in {"open", late.verdict}, early.measure.id
        if early.verdict == "yes" and early.complies in {"yes", "no"}:
            assert late.complies == early.complies, early.measure.id


@given(data=st.data(), day=DAYS)
@WHOLE
def test_an_amount_once_known_stays_and_bounds_hold_it(data: st.DataObject, day: date, library: Library) -> None:
    more = consistent(library, data.draw(facts(library)), day)
    fewer = _split(more, set(data.draw(st.lists(st.sampled_from(sorted(more) or ["x"]), unique=True))))
    before, after = (assess(library, Subject("甲", known), day) for known in (fewer, more))
    for early, late in zip(before.findings, after.findings, strict=True):
        if early.amount is None or late.amount is None or late.amount.value is None:
            continue
        if early.verdict == "yes" and early.amount.bound == "exact":
            assert late.amount.value == early.amount.value, early.measure.id
        if early.amount.bound == "range":
            low, high = early.amount.low, early.amount.high
            assert low is None or low <= late.amount.value, early.measure.id
            assert high is None or late.amount.value <= high, early.measure.id


@given(data=st.data(), day=DAYS)
@QUICK
def test_only_missing_facts_can_still_change_a_verdict(data: st.DataObject, day: date, demo_library: Library) -> None:
    known = consistent(demo_library, data.draw(facts(demo_library)), day)
    further = data.draw(facts(demo_library))
    before = assess(demo_library, Subject("甲", known), day)
    for finding in before.findings:
        named = {gap.fact.partition(".")[0] for gap in finding.missing}
        named |= {root for key in named for root in demo_library.roots.get(key, ())}
        others = [key for key in demo_library.facts if key not in named and known.get(key, UNKNOWN) is UNKNOWN]
        if not others:
            continue
        more = {**{key: further[key] for key in others if key in further}, **known}
        if any(consistent(demo_library, more, day)[key] != value for key, value in known.items()):
            continue
        more = consistent(demo_library, more, day)
        after = assess(demo_library, Subject("甲", more), day, [finding.measure.id]).findings[0]
        assert after.verdict == finding.verdict, finding.measure.id


@given(data=st.data(), day=DAYS)
@WHOLE
def test_the_same_facts_give_the_same_bytes(data: st.DataObject, day: date, library: Library) -> None:
    known = data.draw(facts(library))
    shuffled = dict(reversed(list(known.items())))
    first, second = (
        json.dumps(as_data(assess(library, Subject("甲", facts_), day), library), ensure_ascii=False).encode()
        for facts_ in (known, shuffled)
    )
    assert first == second


@given(data=st.data(), day=DAYS)
@WHOLE
def test_every_question_concerns_a_finding_that_is_open(data: st.DataObject, day: date, library: Library) -> None:
    assessment = assess(library, Subject("甲", data.draw(facts(library))), day)
    missing = {gap.fact.partition(".")[0] for finding in assessment.findings for gap in finding.missing}
    for question in next_questions(library, assessment, limit=1_000):
        assert question.fact in missing
        assert question.touches >= max(1, question.settles)


def _conserves(entry: Entry) -> bool:
    parts = (entry.opening, entry.accrued, entry.adjusted, entry.used, entry.closing)
    if not all(isinstance(part, Decimal) for part in parts):
        return entry.closing is UNKNOWN
    opening, accrued, adjusted, used, closing = (part for part in parts if isinstance(part, Decimal))
    return opening + accrued - adjusted - used == closing and used >= 0


@given(data=st.data())
@QUICK
def test_a_ledger_conserves(data: st.DataObject, library: Library, demo_library: Library) -> None:
    for lib in (library, demo_library):
        carried = [measure for measure in lib.measures.values() if measure.ledger is not None]
        assert carried
        for measure in carried:
            assert measure.ledger is not None
            known = data.draw(facts(lib, read_by(lib, measure.id)))
            known[measure.ledger.over] = data.draw(facts(lib, [measure.ledger.over])).get(measure.ledger.over, ())
            entries = assess(lib, Subject("甲", known), date(2027, 12, 31), [measure.id]).findings[0].ledger or ()
            assert all(_conserves(entry) for entry in entries)
            assert all(late.opening == early.closing for early, late in pairwise(entries))
            months = [entry.period for entry in entries]
            assert months == sorted(months)


@given(data=st.data(), day=DAYS, earlier=DAYS)
@WHOLE
def test_a_finding_does_not_depend_on_who_was_assessed_before(
    data: st.DataObject, day: date, earlier: date, library: Library
) -> None:
    known = consistent(library, data.draw(facts(library)), day)
    said = _split(known, set(data.draw(st.lists(st.sampled_from(sorted(known) or ["x"]), unique=True))))
    kind = {key: value for key, value in known.items() if key == "subject_type"}
    for before in (earlier, day):
        assess(library, Subject("前", kind), before)
    for subject in (Subject("甲", said | kind), Subject("乙", said)):
        after, alone = assess(library, subject, day), assess(replace(library), subject, day)
        assert [finding.as_json() for finding in after.findings] == [finding.as_json() for finding in alone.findings]


def test_at_the_edges_of_windows_a_finding_does_not_depend_on_the_days_before(library: Library) -> None:
    windows = [measure.window for measure in library.measures.values()]
    ends = {end for window in windows for end in (window.since, window.until) if end is not None}
    nobody, fresh = Subject("无", {}), replace(library)
    for end in sorted(ends)[::12]:
        for day in (end - timedelta(1), end, end + timedelta(1)):
            after, alone = assess(library, nobody, day), assess(replace(fresh), nobody, day)
            assert [finding.as_json() for finding in after.findings] == [found.as_json() for found in alone.findings]
