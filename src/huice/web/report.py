"""The result page as one file that needs nothing else."""

from importlib.resources import files
from pathlib import Path

from huice.engine.findings import Assessment
from huice.rules.library import Library
from huice.web.advice import advised
from huice.web.answers import Answers
from huice.web.assessment import told
from huice.web.site import Site


def render_report(assessment: Assessment, library: Library) -> str:
    """An assessment as a self-contained page: styles inside, no links to a portal."""
    answers = Answers(assessment.subject, assessment.as_of, dict(assessment.facts))
    static = files("huice.web") / "static"
    styles = "\n".join((static / name).read_text("utf-8") for name in ("tokens.css", "portal.css"))
    page = Site(library, Path()).render(
        "result.html", assessment=assessment, question=None, field=None, hidden=[], answers=answers,
        told=told(answers, library), more="", standalone=True, styles=styles, **advised(library, assessment),
    )  # fmt: skip
    return bytes(page.body).decode()
