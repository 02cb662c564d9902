"""The front page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huice.rules.coverage import coverage
from huice.web.site import site

router = APIRouter()


@router.get("/")
def front(request: Request) -> HTMLResponse:
    """What this is, how much there is of it, and the two ways in."""
    found = site(request)
    return found.render("home.html", packs=coverage(found.library), documents=len(found.documents()))
