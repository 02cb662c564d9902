"""Search: clauses and measures that answer a question, narrowed by filters that stand in the address."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huice.problems import Problems
from huice.search import Answer, Filters, answer
from huice.search.catalogue import TITLES
from huice.web.facets import Choice, Facet
from huice.web.site import site

router = APIRouter()
MOST = 20
MOST_MEASURES = 6
_GIVE = {"benefit": 0, "support": 1}
"""Who asks wants to get something: that stands before duties and rules that speak of the same."""
_MOST_CHOICES = 12
_DAYS = ("since", "until", "as_of")
_KEPT = ("synonyms",)


@router.get("/search")
def search(request: Request, q: str = "") -> HTMLResponse:
    """The page. Whatever is wrong with the question or a filter is said on it."""
    found = site(request)
    query = q.strip()[:2_000]
    given = {name: request.query_params.get(name, "").strip()[:60] for name in (*TITLES, *_DAYS, *_KEPT)}
    picked = {name: value for name, value in given.items() if value}
    result, note = None, ""
    if query:
        try:
            filters = _filters(picked)
            result = answer(
                found.store(), query, MOST, filters, synonyms=picked.get("synonyms") != "no", words=found.words
            )
        except Problems as wrong:
            note = str(wrong.found[0])
    found_measures = (result.measures if result else found.words.speaking(query))[:MOST_MEASURES]
    measures = sorted(found_measures, key=lambda one: _GIVE.get(one.kind, len(_GIVE)))
    return found.render(
        "search.html",
        query=query,
        answer=result,
        note=note,
        measures=measures,
        facets=_facets(result, query, picked) if result else (),
        picked=picked,
        given=given,
        url=lambda **changes: _url(query, picked | changes),
    )


def _filters(picked: Mapping[str, str]) -> Filters:
    days: dict[str, date] = {}
    for name in _DAYS:
        if name in picked:
            try:
                days[name] = date.fromisoformat(picked[name])
            except ValueError:
                raise Problems.one(f"日期“{picked[name]}”读不懂", "写成 2023-06-30") from None
    return Filters(**{name: picked.get(name, "") for name in TITLES}, **days)  # type: ignore[arg-type]


def _facets(result: Answer, query: str, picked: Mapping[str, str]) -> tuple[Facet, ...]:
    """The filters with what they leave; a picked value stays, so that it can be dropped."""
    shown = []
    for name, title in TITLES.items():
        counts = dict(list((result.facets or {}).get(name, {}).items())[:_MOST_CHOICES])
        if name in picked:
            counts = {picked[name]: counts.get(picked[name], 0)}
        choices = tuple(
            Choice(
                value, count, _url(query, {**picked, name: "" if picked.get(name) == value else value}), name in picked
            )
            for value, count in counts.items()
        )
        shown.append(Facet(title, choices))
    return tuple(shown)


def _url(query: str, values: Mapping[str, str]) -> str:
    return "/search?" + urlencode({"q": query} | {name: value for name, value in values.items() if value})
