"""The interview in a terminal: the best question first, every answer kept at once."""

from datetime import date

from rich.console import Console
from rich.padding import Padding

from huice.advice.questions import Question, proven_questions
from huice.engine.explain import assess
from huice.engine.findings import Assessment
from huice.registry.answers import UNSURE, Answers
from huice.reports.prose import Prose
from huice.reports.terminal import print_assessment
from huice.rules.library import Library

_COSTS = {1: "一般知道", 2: "要查一下", 3: "要问别人", 4: "由有关部门定"}


def interview(answers: Answers, as_of: date | None, console: Console) -> None:
    """Ask until nothing that is left can matter, or the person stops; then print the assessment."""
    library = answers.library
    console.print("直接回答；不清楚就按回车；输入 q 停下，下次接着问。", style="dim")
    assessment = _assess(answers, as_of)
    while question := _next(answers, assessment):
        try:
            if not _put(question, answers, assessment, console):
                break
        except (EOFError, KeyboardInterrupt):
            console.print()
            break
        assessment = _assess(answers, as_of)
    console.print()
    print_assessment(assessment, library, console)
    if answers.path.exists():
        console.print(f"\n答案在 {answers.path}", style="dim")


def _assess(answers: Answers, as_of: date | None) -> Assessment:
    profile = answers.profile()
    return assess(answers.library, profile.subject, as_of or profile.as_of or date.today())


def _next(answers: Answers, assessment: Assessment) -> Question | None:
    """The best question that a line of text can answer."""
    library = answers.library
    for question in proven_questions(library, assessment, answers.unsure()):
        fact = library.facts.get(question.fact)
        if fact is None or fact.type.kind != "records":
            return question
    return None


def _put(question: Question, answers: Answers, assessment: Assessment, console: Console) -> bool:
    """Put one question until it is answered; False where the person stops."""
    open_now = sum(finding.verdict == "open" for finding in assessment.findings)
    console.print()
    put = Prose.assemble((question.ask, "bold"), f"  还有 {open_now} 项待核实，这一问关系到 {question.touches} 项")
    console.print(Padding(put, 0))
    for hint in (
        question.help,
        f"在哪里看：{question.where}（{_COSTS[question.cost]}）" if question.where else "",
        choices(question, answers.library),
    ):
        if hint:
            console.print(Padding(Prose(hint, "dim"), (0, 0, 0, 2)))
    while True:
        said = console.input("> ").strip()
        if said.lower() in {"q", "quit", "退出"}:
            return False
        wrong = answers.record(question.fact, numbered(said, question, answers.library) or UNSURE)
        if not wrong:
            return True
        console.print(f"  {wrong}", style="red")


def choices(question: Question, library: Library) -> str:
    """How to answer: the options by number, the unit, the form of a date."""
    fact = library.facts.get(question.fact)
    if fact is None:
        unit = library.parameters[question.fact].unit.text
        return f"单位：{unit}" if unit else ""
    if fact.type.kind == "choice":
        return "  ".join(f"{index}. {names[0]}" for index, names in enumerate(fact.options.values(), 1))
    return {"bool": "是 / 否", "date": "如 2023-06-30", "number": f"单位：{fact.unit.text or '无'}"}.get(
        fact.type.kind, ""
    )


def numbered(said: str, question: Question, library: Library) -> str:
    """The option that a bare number stands for."""
    fact = library.facts.get(question.fact)
    if fact is not None and fact.type.kind == "choice" and said.isdigit() and 0 < int(said) <= len(fact.options):
        return list(fact.options.values())[int(said) - 1][0]
    return said
