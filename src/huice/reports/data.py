"""An assessment as JSON: the contract that every other surface carries."""

from typing import Any

from huice.advice.questions import next_questions
from huice.engine.findings import Assessment
from huice.rules.library import Library


def as_data(assessment: Assessment, library: Library) -> dict[str, Any]:
    """The assessment with the next questions (DESIGN §7)."""
    questions = next_questions(library, assessment)
    return assessment.as_json() | {"next_questions": [question.as_json() for question in questions]}
