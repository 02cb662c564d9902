"""The front page."""

from collections import Counter
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huice.reports import wording
from huice.rules.coverage import coverage
from huice.web.site import site

router = APIRouter()


@router.get("/")
def front(request: Request) -> HTMLResponse:
    """What this is, how much there is of it, and the two ways in."""
    found = site(request)
    counts = Counter(measure.kind for measure in found.library.measures.values())
    kinds = {kind: counts[kind] for kind in wording.KINDS if counts[kind]}
    packs = sorted(coverage(found.library), key=lambda one: one.pack.source.issued or date.min, reverse=True)
    return found.render("home.html", packs=packs, documents=len(found.documents()), kinds=kinds)
