"""Measures: the list with its filters, and one measure with its calculator."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from huice.engine.explain import assess
from huice.reports import wording
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.web.answers import read_answers
from huice.web.figures import formula_of, numbers_of
from huice.web.forms import fields_of
from huice.web.site import SUBJECTS, site

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many measures it leaves, and the address that picks or drops it."""

    label: str
    count: int
    url: str
    picked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices."""

    title: str
    choices: tuple[Choice, ...]


def _facets(library: Library) -> dict[str, tuple[str, Callable[[Measure], tuple[str, ...]], dict[str, str]]]:
    """For each filter its title, the values of a measure, and what a value is called."""
    documents = {key: pack.source.number or pack.source.title for key, pack in library.packs.items()}
    return {
        "kind": ("种类", lambda measure: (measure.kind,), wording.KINDS),
        "class": ("政策类别", lambda measure: (measure.category,) if measure.category else (), {}),
        "delivery": ("兑现方式", lambda measure: (measure.delivery,) if measure.delivery else (), {}),
        "subject": ("面向", lambda measure: measure.subjects, SUBJECTS),
        "document": ("文件", lambda measure: (measure.pack,), documents),
    }


@router.get("/measures")
def measures(request: Request, q: str = "") -> HTMLResponse:
    """All measures, narrowed by filters that stand in the address."""
    found = site(request)
    facets = _facets(found.library)
    picked = {name: request.query_params[name] for name in facets if request.query_params.get(name)}
    words = q.strip()[:200]
    every = [measure for measure in found.library.measures.values() if words in measure.title + measure.promise]

    def left(but: str = "") -> list[Measure]:
        return [
            measure
            for measure in every
            if all(value in facets[name][1](measure) for name, value in picked.items() if name != but)
        ]

    shown = []
    for name, (title, values, labels) in facets.items():
        counts = Counter(value for measure in left(name) for value in values(measure))
        choices = tuple(
            _choice(name, value, labels.get(value, value), count, picked, words)
            for value, count in counts.most_common()
        )
        shown.append(Facet(title, choices))
    seen = left()
    groups = [(kind, [measure for measure in seen if measure.kind == kind]) for kind in wording.KINDS]
    return found.render(
        "measures.html", groups=[pair for pair in groups if pair[1]], seen=len(seen), facets=shown, words=words,
        picked=picked, total=len(found.library.measures),
    )  # fmt: skip


def _choice(name: str, value: str, label: str, count: int, picked: dict[str, str], words: str) -> Choice:
    is_picked = picked.get(name) == value
    others = {key: kept for key, kept in picked.items() if key != name} | ({} if is_picked else {name: value})
    query = urlencode(others | ({"q": words} if words else {}))
    return Choice(label, count, f"/measures?{query}" if query else "/measures", is_picked)


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
