"""A calendar as iCalendar: whole days, the same bytes for the same assessment."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32

import icalendar

from huice.advice.calendar import KINDS, Event

AHEAD = timedelta(days=14)
"""An end or a day due is announced this long before."""


def as_ics(subject: str, as_of: date, events: Iterable[Event]) -> bytes:
    """The events as an iCalendar file; an end and a day due carry an alarm."""
    made = icalendar.Calendar()
    made.add("prodid", "-//huice//惠策//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{subject} 惠企政策日历")
    stamp = datetime.combine(as_of, time(), UTC)
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", f"{event.measure.replace('/', '.')}.{event.kind}.{event.day:%Y%m%d}.{_tail(event)}@huice")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", f"{KINDS[event.kind]}：{event.title}{'' if event.certain else '（待核实）'}")
        entry.add("description", f"{event.note}\n依据：{event.cite.document} {event.cite.clause}")
        entry.add("categories", [KINDS[event.kind]])
        entry.add("transp", "TRANSPARENT")
        if event.kind in {"closes", "expires", "due"}:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry["summary"])
            alarm.add("trigger", -AHEAD)
            entry.add_component(alarm)
        made.add_component(entry)
    data: bytes = made.to_ical()
    return data


def _tail(event: Event) -> str:
    """Tells apart what one measure has on one day."""
    return f"{crc32(event.note.encode()):08x}"
