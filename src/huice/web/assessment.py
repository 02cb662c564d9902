"""政策体检: the interview, one question at a time, and the result."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from huice.advice.questions import Question, next_questions, question_of
from huice.engine.explain import assess
from huice.engine.findings import Assessment
from huice.registry.profile import Profile, decode_profile, parse_profile, read_profile
from huice.rules.library import Library, shipped
from huice.rules.values import show
from huice.web.advice import advised
from huice.web.answers import Answers, Pairs, read_answers
from huice.web.forms import field_of
from huice.web.site import Site, site

router = APIRouter()
MOST_LINK = 14_000
COSTS = {1: "一般知道", 2: "要查一下", 3: "要问别人", 4: "由有关部门定"}


def link(path: str, pairs: Pairs) -> str:
    """An address with answers in it."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


@router.get("/assess")
def interview(request: Request) -> Response:
    """The next question, the answers so far, and the other ways of telling."""
    found = site(request)
    pairs = request.query_params.multi_items()
    answers = read_answers(pairs, found.library)
    assessment = assess(found.library, answers.subject, answers.as_of)
    put = request.query_params.get("ask", "")
    wrong = next((name for name in answers.errors if name in found.library.names.values()), "")
    question = _question(wrong or put, found, assessment, answers)
    return found.render(
        "interview.html",
        422 if answers.errors else 200,
        answers=answers,
        question=question,
        field=field_of(question.fact, found.library, answers) if question else None,
        costs=COSTS,
        told=told(answers, found.library),
        hidden=[pair for pair in answers.pairs(found.library) if not question or pair[0] != question.fact],
        counts={
            name: sum(finding.verdict == name for finding in assessment.findings) for name in ("yes", "open", "no")
        },
        result=link("/assess/result", answers.pairs(found.library)),
        samples=samples(),
    )


def _question(key: str, found: Site, assessment: Assessment, answers: Answers) -> Question | None:
    """The fact that was asked for by name, else the best that has not been put."""
    fact = found.library.facts.get(key)
    if fact is not None or key in found.library.parameters:
        known = question_of(found.library, assessment, key)
        if known is not None:
            return known
        if fact is not None:
            return Question(key, fact.label, fact.ask, fact.help, fact.where, fact.cost, 0, 0, fact.judgement)
    best = next_questions(found.library, assessment, answers.skipped, limit=1)
    return best[0] if best else None


def told(answers: Answers, library: Library) -> list[tuple[str, str, str, str]]:
    """What was answered: key, label, value, and the address that puts the question again."""
    rows = []
    for key, value in answers.facts.items():
        item = library.facts.get(key) or library.parameters[key]
        others = [pair for pair in answers.pairs(library) if pair[0] != key and not pair[0].startswith(f"{key}.")]
        options = library.facts[key].options if key in library.facts else None
        rows.append((key, item.label, show(value, item.unit, options), link("/assess", [*others, ("ask", key)])))
    return rows


@router.get("/assess/result")
def result(request: Request) -> Response:
    """Every finding for the answers in the address."""
    found = site(request)
    answers = read_answers(request.query_params.multi_items(), found.library)
    return _result(found, answers)


def _result(found: Site, answers: Answers) -> HTMLResponse:
    assessment = assess(found.library, answers.subject, answers.as_of)
    questions = next_questions(found.library, assessment, answers.skipped, limit=1)
    pairs = answers.pairs(found.library)
    ics = link("/assess/calendar.ics", pairs)
    return found.render(
        "result.html",
        422 if answers.errors else 200,
        assessment=assessment,
        question=questions[0] if questions else None,
        field=field_of(questions[0].fact, found.library, answers) if questions else None,
        hidden=pairs,
        answers=answers,
        told=told(answers, found.library),
        more=link("/assess", pairs),
        standalone=False,
        **advised(found.library, assessment, ics if len(ics) <= MOST_LINK else ""),
    )


def samples() -> dict[str, str]:
    """The sample firms: key and name."""
    names = {}
    for path in sorted((shipped() / "firms").glob("*.yaml")):
        first = next(
            (line for line in path.read_text("utf-8").splitlines() if line.startswith(("name:", "名称:"))), path.stem
        )
        names[path.stem] = first.partition(":")[2].strip() or path.stem
    return names


@router.get("/assess/sample/{name}")
def sample(request: Request, name: str) -> Response:
    """The result for one of the sample firms."""
    path = shipped() / "firms" / f"{name}.yaml"
    if name not in samples():
        raise HTTPException(404)
    return _profiled(site(request), read_profile(path, site(request).library))


@router.post("/assess/profile")
async def profile(
    request: Request, text: Annotated[str, Form()] = "", file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """The result for a profile that was pasted or uploaded; it is not kept."""
    found = site(request)
    body = text
    if file is not None and file.size:
        body = decode_profile(await file.read(), file.filename or "企业资料")
    return _profiled(found, parse_profile(body, "企业资料", found.library))


def _profiled(found: Site, read: Profile) -> Response:
    answers = Answers(
        read.subject.name, read.as_of or date.today(), dict(read.subject.facts), dated=read.as_of is not None
    )
    address = link("/assess/result", answers.pairs(found.library))
    if len(address) <= MOST_LINK:
        return RedirectResponse(address, 303)
    return _result(found, answers)
