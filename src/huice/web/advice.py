"""Advice on the result page, and the calendar as a file."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from huice.advice.calendar import KINDS, calendar
from huice.engine.explain import assess
from huice.engine.findings import Assessment
from huice.reports import advice as words
from huice.reports.ics import as_ics
from huice.rules.library import Library
from huice.web.answers import read_answers
from huice.web.site import site

router = APIRouter()


def advised(library: Library, assessment: Assessment, ics: str = "") -> dict[str, Any]:
    """What the advice part of a result page needs; `ics` is where its calendar is."""
    return {"advice": words.advise(library, assessment), "words": words, "kinds": KINDS, "ics": ics}


@router.get("/assess/calendar.ics")
def ics(request: Request) -> Response:
    """The calendar for the answers in the address."""
    library = site(request).library
    answers = read_answers(request.query_params.multi_items(), library)
    assessment = assess(library, answers.subject, answers.as_of)
    data = as_ics(assessment.subject, assessment.as_of, calendar(library, assessment))
    name = quote(f"{assessment.subject[:60]}-惠企政策日历.ics")
    head = {"Content-Disposition": f"attachment; filename=\"calendar.ics\"; filename*=UTF-8''{name}"}
    return Response(data, media_type="text/calendar; charset=utf-8", headers=head)
