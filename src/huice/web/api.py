"""The JSON beside the pages."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Request

from huice.corpus.knowledge import Directory, described, statuses, themes
from huice.engine.explain import assess
from huice.problems import Problems
from huice.registry.profile import parse_profile
from huice.reports.advice import advise
from huice.reports.advice import as_data as advice_data
from huice.reports.data import as_data
from huice.rules.measures import Measure
from huice.rules.values import export
from huice.search import Filters, answer
from huice.web.site import site
from huice.web.track import track_data

router = APIRouter(prefix="/api")


def measure_data(measure: Measure) -> dict[str, Any]:
    """A measure as JSON, without its expressions."""
    window = measure.window
    return {
        "id": measure.id,
        "title": measure.title,
        "promise": measure.promise,
        "kind": measure.kind,
        "class": measure.category or None,
        "delivery": measure.delivery or None,
        "subject": list(measure.subjects),
        "clauses": list(measure.clauses),
        "provisions": list(measure.provisions),
        "window": {
            "from": export(window.since) if window.since else None,
            "until": export(window.until) if window.until else None,
        },
        "departments": list(measure.departments),
        "materials": list(measure.materials),
        "not_modelled": list(measure.not_modelled),
        "excludes": [{"other": item.other, "scope": item.scope, "clause": item.clause} for item in measure.excludes],
        "url": f"/measures/{measure.id}",
    }


@router.get("/measures", summary="全部事项")
def measures(request: Request) -> dict[str, Any]:
    """Every measure of the library."""
    return {"measures": [measure_data(measure) for measure in site(request).library.measures.values()]}


@router.get("/measures/{pack}/{key}", summary="一个事项")
def measure(request: Request, pack: str, key: str) -> dict[str, Any]:
    """One measure."""
    found = site(request).library.measures.get(f"{pack}/{key}")
    if found is None:
        raise HTTPException(404)
    return measure_data(found)


@router.get("/track", summary="指标、任务、系统要求")
def track(request: Request, kind: str = "", due: str = "", responsible: str = "", document: str = "") -> dict[str, Any]:
    """What the documents set out to do, what is due first before the rest."""
    picked = {"kind": kind, "due": due, "responsible": responsible, "document": document}
    return {"tracked": track_data(site(request).library, picked)}


@router.get("/documents", summary="已导入的政策文件")
def documents(request: Request, as_of: date | None = None) -> dict[str, Any]:
    """The imported documents, without their clauses, with their themes and their status on a day (today)."""
    found = site(request).documents()
    day = as_of or date.today()
    rows = [
        item.as_json()
        | {
            "clauses": len(item.clauses),
            "themes": [theme.as_json() for theme in themes(item)],
            "status": status.as_json(),
        }
        for item, status in zip(found, statuses(found, day), strict=True)
    ]
    return {"as_of": day.isoformat(), "documents": rows}


@router.get("/documents/{name}", summary="一个文件及其条款")
def document(request: Request, name: str) -> dict[str, Any]:
    """One document by number or title, with its clause tree and what it states."""
    store = site(request).store()
    try:
        return described(store.document(name), Directory(store.entries()))
    except Problems:
        raise HTTPException(404) from None


@router.get("/search", summary="在条款里找")
def search(
    request: Request,
    q: str,
    limit: int = 10,
    region: str = "",
    issuer: str = "",
    since: date | None = None,
    until: date | None = None,
    status: str = "",
    as_of: date | None = None,
    theme: str = "",
    kind: str = "",
    audience: str = "",
    synonyms: bool = True,
) -> dict[str, Any]:
    """Clauses that answer a question, with facets, measures, and how else it may have been meant."""
    found = site(request)
    filters = Filters(region, issuer, since, until, status, as_of, theme, kind, audience)
    given = answer(found.store(), q, limit, filters, synonyms=synonyms, words=found.words)
    return given.as_json() | {"filters": filters.as_json()}


@router.post("/assess", summary="政策体检")
async def assessment(
    request: Request, as_of: date | None = None, profile: Annotated[Any, Body()] = None
) -> dict[str, Any]:
    """Assess a profile: `{"name": …, "facts": {…}}`, facts by key or Chinese label. The contract of docs."""
    found = site(request)
    text = (await request.body()).decode("utf-8", "replace")
    read = parse_profile(text, "profile", found.library)
    result = assess(found.library, read.subject, as_of or read.as_of or date.today())
    return as_data(result, found.library)


@router.post("/advise", summary="建议：先问什么、还差什么、最优组合、日历")
async def advice(
    request: Request, as_of: date | None = None, every: bool = False, profile: Annotated[Any, Body()] = None
) -> dict[str, Any]:
    """Advice for a profile as `/assess` takes it; `every`: the calendar of all that is not ruled out."""
    found = site(request)
    text = (await request.body()).decode("utf-8", "replace")
    read = parse_profile(text, "profile", found.library)
    result = assess(found.library, read.subject, as_of or read.as_of or date.today())
    return advice_data(advise(found.library, result, every=every), result)
