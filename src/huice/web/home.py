"""The front page, and search."""

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huice.problems import Problems
from huice.reports import wording
from huice.rules.coverage import coverage
from huice.rules.measures import Measure
from huice.search import Hit, find
from huice.search.tokens import tokens
from huice.web.site import Site, site

router = APIRouter()
MOST = 20


@router.get("/")
def front(request: Request) -> HTMLResponse:
    """What this is, how much there is of it, and the two ways in."""
    found = site(request)
    counts = Counter(measure.kind for measure in found.library.measures.values())
    kinds = {kind: counts[kind] for kind in wording.KINDS if counts[kind]}
    return found.render("home.html", packs=coverage(found.library), documents=len(found.documents()), kinds=kinds)


@router.get("/search")
def search(request: Request, q: str = "") -> HTMLResponse:
    """Clauses and measures that answer a question."""
    found = site(request)
    query = q.strip()[:2_000]
    hits: list[Hit] = []
    note = ""
    if query:
        try:
            hits = find(found.store(), query, MOST)
        except Problems as wrong:
            note = str(wrong.found[0])
    return found.render(
        "search.html", query=query, hits=hits, measures=matching(query, found) if query else [], note=note
    )


def matching(query: str, found: Site) -> list[Measure]:
    """Measures whose title or promise shares most with the question; those that share hardly anything are left out."""
    wanted = set(tokens(query))
    scored = []
    for measure in found.library.measures.values():
        shared = wanted & set(tokens(measure.title + measure.promise))
        score = sum(len(token) for token in shared if len(token) > 1) / max(
            1, sum(len(token) for token in wanted if len(token) > 1)
        )
        if score >= 0.25:
            scored.append((score, measure.id, measure))
    return [measure for _, _, measure in sorted(scored, key=lambda item: (-item[0], item[1]))[:6]]
