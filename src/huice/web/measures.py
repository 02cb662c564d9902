"""Measures: the list with its filters, and one measure with its calculator."""

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


def _filters(library: Library) -> dict[str, Filter[Measure]]:
    """What the list is filtered by."""
    documents = {key: pack.source.number or pack.source.title for key, pack in library.packs.items()}
    return {
        "kind": Filter("种类", lambda measure: (measure.kind,), wording.KINDS),
        "class": Filter("政策类别", lambda measure: (measure.category,) if measure.category else ()),
        "delivery": Filter("兑现方式", lambda measure: (measure.delivery,) if measure.delivery else ()),
        "subject": Filter("面向", lambda measure: measure.subjects, SUBJECTS),
        "document": Filter("文件", lambda measure: (measure.pack,), documents),
    }


@router.get("/measures")
def measures(request: Request, q: str = "") -> HTMLResponse:
    """All measures, narrowed by filters that stand in the address."""
    found = site(request)
    offered, words = _filters(found.library), q.strip()[:200]
    picked = {name: request.query_params[name] for name in offered if request.query_params.get(name)}
    every = [measure for measure in found.library.measures.values() if words in measure.title + measure.promise]
    seen = left(every, offered, picked)
    groups = [(kind, [measure for measure in seen if measure.kind == kind]) for kind in wording.KINDS]
    return found.render(
        "measures.html", groups=[pair for pair in groups if pair[1]], seen=len(seen),
        facets=facets("/measures", every, offered, picked, words), words=words, picked=picked,
        total=len(found.library.measures),
    )  # fmt: skip


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
