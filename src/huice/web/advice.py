"""Advice on the result page, and the calendar as a file."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huice.advice.calendar import KINDS, Event, calendar
from huice.engine.explain import assess
from huice.engine.findings import Assessment
from huice.reports import advice as words
from huice.reports import wording
from huice.reports.ics import as_ics
from huice.reports.summary import money, summary, sure
from huice.rules.library import Library
from huice.web.answers import read_answers
from huice.web.site import site

router = APIRouter()
MOST_ROWS = 6
"""How many findings of a group a page shows before the rest is folded."""


def advised(library: Library, assessment: Assessment, ics: str = "") -> dict[str, Any]:
    """What a result page shows beside the answers; `ics` is where its calendar is."""
    advice = words.advise(library, assessment)
    return {
        "groups": wording.grouped(assessment.findings), "summary": summary(library, assessment), "sure": sure, "money": money,
        "most": MOST_ROWS, "advice": advice, "words": words, "kinds": KINDS, "ics": ics,
        "months": months(assessment.as_of, advice.calendar),
    }  # fmt: skip


def months(as_of: date, events: Iterable[Event]) -> list[tuple[str, int]]:
    """The twelve months from the as-of day: how much ends, changes or falls due in each."""
    start = as_of.year * 12 + as_of.month - 1
    counts = Counter(event.day.year * 12 + event.day.month - 1 for event in events if event.kind != "opens")
    found = []
    for index in range(start, start + 12):
        year, month = divmod(index, 12)
        found.append((f"{month + 1} 月" if year == as_of.year else f"{year}-{month + 1:02d}", counts[index]))
    return found


@router.get("/assess/calendar.ics")
def ics(request: Request) -> Response:
    """The calendar for the answers in the address."""
    library = site(request).library
    answers = read_answers(request.query_params.multi_items(), library)
    assessment = assess(library, answers.subject, answers.as_of)
    data = as_ics(
        assessment.subject, assessment.as_of, calendar(library, assessment, every="all" in request.query_params)
    )
    name = quote(f"{assessment.subject[:60]}-惠企政策日历.ics")
    head = {"Content-Disposition": f"attachment; filename=\"calendar.ics\"; filename*=UTF-8''{name}"}
    return Response(data, media_type="text/calendar; charset=utf-8", headers=head)
