"""Measures: the list with its filters, and one measure with its calculator."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from huice.engine.explain import assess
from huice.reports import wording
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.web.answers import read_answers
from huice.web.facets import Filter, facets, left
from huice.web.figures import formula_of, numbers_of
from huice.web.forms import fields_of
from huice.web.site import SUBJECTS, site

router = APIRouter()
PER_PAGE = 60
FIRST = 8
"""How many of each kind are shown where there are several."""
_Group = tuple[str, list[Measure]]
_Shown = tuple[str, list[Measure], int, str]


def _filters(library: Library) -> dict[str, Filter[Measure]]:
    """What the list is filtered by."""
    documents = {key: wording.brief(pack.source.number or pack.source.title) for key, pack in library.packs.items()}
    return {
        "kind": Filter("种类", lambda measure: (measure.kind,), wording.KINDS),
        "class": Filter("政策类别", lambda measure: (measure.category,) if measure.category else ()),
        "delivery": Filter("兑现方式", lambda measure: (measure.delivery,) if measure.delivery else ()),
        "subject": Filter("面向", lambda measure: measure.subjects, SUBJECTS),
        "document": Filter("文件", lambda measure: (measure.pack,), documents),
    }


@router.get("/measures")
def measures(request: Request, q: str = "", page: int = 1) -> HTMLResponse:
    """All measures, narrowed by filters that stand in the address."""
    found = site(request)
    offered, words = _filters(found.library), q.strip()[:200]
    picked = {name: request.query_params[name] for name in offered if request.query_params.get(name)}
    every = [measure for measure in found.library.measures.values() if words in measure.title + measure.promise]
    seen = left(every, offered, picked)
    kinds = [(kind, [measure for measure in seen if measure.kind == kind]) for kind in wording.KINDS]
    groups = [pair for pair in kinds if pair[1]]
    address = partial(_address, picked, words)
    shown, at, last = _shown(groups, page, address)
    return found.render(
        "measures.html", groups=shown, seen=len(seen), total=len(found.library.measures), words=words, picked=picked,
        facets=facets("/measures", every, offered, picked, words), page=at, last=last,
        address=lambda number: address(page=str(number)),
    )  # fmt: skip


def _address(picked: dict[str, str], words: str, **more: str) -> str:
    return f"/measures?{urlencode(picked | ({'q': words} if words else {}) | more)}"


def _shown(groups: list[_Group], page: int, address: Callable[..., str]) -> tuple[list[_Shown], int, int]:
    """What fits on a page: one kind page by page, several with the first of each and the way to the rest."""
    if len(groups) != 1:
        return (
            [
                (kind, members[:FIRST], len(members), address(kind=kind) if members[FIRST:] else "")
                for kind, members in groups
            ],
            1,
            1,
        )
    kind, members = groups[0]
    last = -(-len(members) // PER_PAGE)
    at = min(max(page, 1), last)
    return [(kind, members[(at - 1) * PER_PAGE : at * PER_PAGE], len(members), "")], at, last


@router.get("/measures/{pack}/{key}")
def measure(request: Request, pack: str, key: str) -> HTMLResponse:
    """One measure: what it asks, what it gives, where that is written; and a calculator for a case of one's own."""
    found = site(request)
    wanted = found.library.measures.get(f"{pack}/{key}")
    if wanted is None:
        raise HTTPException(404)
    answers = read_answers(request.query_params.multi_items(), found.library)
    asked = bool(answers.facts or answers.errors)
    if not asked and len(wanted.subjects) == 1:
        answers.facts["subject_type"] = wanted.subjects[0]
    finding = assess(found.library, answers.subject, answers.as_of, [wanted.id]).findings[0]
    return found.render(
        "measure.html",
        422 if answers.errors else 200,
        measure=wanted,
        pack=found.library.packs[pack],
        finding=finding,
        fields=fields_of(wanted, found.library, answers),
        answers=answers,
        asked=asked,
        amount=formula_of(wanted, found.library),
        numbers=numbers_of(wanted, found.library),
    )
