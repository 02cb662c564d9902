"""The days ahead: windows, days worked out, numbers that change; and the same as iCalendar."""

from datetime import date, timedelta

import icalendar

from huice.advice.calendar import calendar
from huice.engine import Subject, assess
from huice.registry.profile import read_profile
from huice.reports.advice import by_day
from huice.reports.ics import AHEAD, as_ics
from huice.rules.library import Library, shipped
from huice.rules.values import Value

KNOWN: dict[str, Value] = {"subject_type": "enterprise"}


def _days(library: Library, day: date, known: dict[str, Value] = KNOWN) -> set[tuple[str, str, date]]:
    events = calendar(library, assess(library, Subject("甲", known), day), every=True)
    return {(event.measure.partition("/")[2], event.kind, event.day) for event in events}


def test_windows_open_end_and_are_gone(demo_library: Library) -> None:
    end = ("refund", "expires", date(2024, 12, 31))
    assert ("refund", "opens", date(2024, 1, 1)) in _days(demo_library, date(2023, 12, 31))
    assert ("refund", "opens", date(2024, 1, 1)) not in _days(demo_library, date(2024, 1, 2))
    assert end in _days(demo_library, date(2024, 12, 31))
    assert end not in _days(demo_library, date(2025, 1, 1))


def test_only_what_concerns_the_firm_is_in_its_calendar(library: Library) -> None:
    profile = read_profile(shipped() / "firms" / "restaurant-28.yaml", library)
    assessment = assess(library, profile.subject, date(2023, 6, 30))
    events, every = calendar(library, assessment), calendar(library, assessment, every=True)
    concerned = {finding.measure.id for finding in assessment.findings if finding.concerns}
    assert {event.measure for event in events} <= concerned
    assert events == tuple(event for event in every if event.measure in concerned)
    assert 0 < len(events) < len(every) / 4
    refund = ("guobanfa-2023-11/unemployment-insurance-refund", "expires", date(2023, 12, 31))
    assert refund in {(event.measure, event.kind, event.day) for event in events}
    counted = assessment.finding("gonggao-2023-10/purchase-date")
    assert counted.concerns
    assert counted.results["purchase_date"].value == date(2024, 1, 8)
    assert date(2024, 1, 8) not in {event.day for event in every}


def test_what_the_day_alone_settles_is_nothing_the_firm_said(library: Library) -> None:
    waived = "guobanfa-2023-19/demand-charge-waiver"
    for known, concerns in (({}, False), ({"electricity_date": date(2023, 6, 1)}, True)):
        finding = assess(library, Subject("甲", {**KNOWN, **known}), date(2023, 6, 30), [waived]).findings[0]
        assert finding.verdict == "open"
        assert finding.concerns is concerns


def test_a_duty_is_not_said_to_be_applied_for(library: Library) -> None:
    assessment = assess(library, Subject("甲", KNOWN), date(2023, 6, 30))
    begun = {
        library.measures[event.measure].kind in {"benefit", "support"}: event.note
        for event in calendar(library, assessment, every=True)
        if event.kind == "opens" and library.measures[event.measure].delivery in {"", "申请办理"}
    }
    assert begun == {True: "从这一天起可以办理", False: "这项要求从这一天起执行"}


def test_what_happens_alike_on_a_day_is_said_once(library: Library) -> None:
    events = calendar(library, assess(library, Subject("甲", KNOWN), date(2023, 6, 30)), every=True)
    days = by_day(events)
    assert {event for day in days for event in day.events} == set(events)
    assert len(days) < len(events) == sum(len(day.events) for day in days)
    assert [day.day for day in days] == sorted(day.day for day in days)
    assert len({day[:4] for day in days}) == len(days)


def test_a_measure_that_is_a_no_has_no_days(demo_library: Library) -> None:
    assert not {name for name, _, _ in _days(demo_library, date(2024, 1, 2), {"subject_type": "bank"})}


def test_a_number_of_the_law_that_will_be_another_has_its_day(demo_library: Library) -> None:
    change = ("stepped", "changes", date(2024, 7, 1))
    assert change in _days(demo_library, date(2024, 6, 30))
    assert change not in _days(demo_library, date(2024, 7, 1))


def test_what_must_be_applied_for_closes_and_a_worked_out_day_is_due(library: Library) -> None:
    known: dict[str, Value] = {"subject_type": "enterprise"}
    kinds = {kind for _, kind, _ in _days(library, date(2023, 6, 30), known)}
    assert {"closes", "expires", "opens"} <= kinds


def test_the_file_reads_back_and_is_the_same_twice(demo_library: Library) -> None:
    day = date(2024, 6, 30)
    events = calendar(demo_library, assess(demo_library, Subject("甲", KNOWN), day), every=True)
    data = as_ics("甲", day, events)
    assert data == as_ics("甲", day, events)
    entries = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [entry.decoded("dtstart") for entry in entries] == [event.day for event in events]
    assert len({str(entry["uid"]) for entry in entries}) == len(events)
    ending = [entry for entry in entries if entry.walk("VALARM")]
    assert ending
    assert ending[0].walk("VALARM")[0].decoded("trigger") == -AHEAD == timedelta(days=-14)
