"""The days ahead: windows, days worked out, numbers that change; and the same as iCalendar."""

from datetime import date, timedelta

import icalendar

from huice.advice.calendar import calendar
from huice.engine import Subject, assess
from huice.reports.ics import AHEAD, as_ics
from huice.rules.library import Library
from huice.rules.values import Value

KNOWN: dict[str, Value] = {"subject_type": "enterprise"}


def _days(library: Library, day: date, known: dict[str, Value] = KNOWN) -> set[tuple[str, str, date]]:
    events = calendar(library, assess(library, Subject("甲", known), day))
    return {(event.measure.partition("/")[2], event.kind, event.day) for event in events}


def test_windows_open_end_and_are_gone(demo_library: Library) -> None:
    end = ("refund", "expires", date(2024, 12, 31))
    assert ("refund", "opens", date(2024, 1, 1)) in _days(demo_library, date(2023, 12, 31))
    assert ("refund", "opens", date(2024, 1, 1)) not in _days(demo_library, date(2024, 1, 2))
    assert end in _days(demo_library, date(2024, 12, 31))
    assert end not in _days(demo_library, date(2025, 1, 1))


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
    events = calendar(demo_library, assess(demo_library, Subject("甲", KNOWN), day))
    data = as_ics("甲", day, events)
    assert data == as_ics("甲", day, events)
    entries = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [entry.decoded("dtstart") for entry in entries] == [event.day for event in events]
    assert len({str(entry["uid"]) for entry in entries}) == len(events)
    ending = [entry for entry in entries if entry.walk("VALARM")]
    assert ending
    assert ending[0].walk("VALARM")[0].decoded("trigger") == -AHEAD == timedelta(days=-14)
