"""An assessment as JSON: the contract that every other surface carries."""

from typing import Any

from huice.advice.questions import next_questions
from huice.engine.findings import Assessment, in_force
from huice.rules.library import Library


def as_data(assessment: Assessment, library: Library) -> dict[str, Any]:
    """The assessment with the next questions (DESIGN §7), and of each finding whether its document is in force."""
    questions = next_questions(library, assessment)
    force = {key: in_force(pack.source, assessment.as_of).as_json() for key, pack in library.packs.items()}
    findings = [one.as_json() | {"in_force": force[one.measure.pack]} for one in assessment.findings]
    return assessment.as_json() | {
        "findings": findings,
        "next_questions": [question.as_json() for question in questions],
    }
