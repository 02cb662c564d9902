"""The next question: the missing fact that settles most for the least trouble."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from huice.engine.findings import Assessment, Finding
from huice.rules.library import Library

_WEIGHT = {"benefit": 3.0, "support": 1.0}
_OTHERS_COST = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for. `settles` findings need nothing else; it matters to `touches` findings in all.

    `cost` as in the fact; 4 where only somebody else can answer (`set_by`).
    """

    fact: str
    label: str
    ask: str
    help: str
    where: str
    cost: int
    settles: int
    touches: int
    set_by: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        said = {
            "fact": self.fact,
            "label": self.label,
            "ask": self.ask,
            "settles": self.settles,
            "touches": self.touches,
        }
        return said | {"where": self.where, "cost": self.cost, "set_by": self.set_by}


def next_questions(
    library: Library, assessment: Assessment, skip: Collection[str] = (), limit: int = 10
) -> tuple[Question, ...]:
    """The best questions first, only facts that can still matter. `skip` are those already put without an answer.

    A finding spreads its weight evenly over what it misses, so that a fact many measures share, and the last
    fact of a measure, come early; the cost of answering divides. The order is a heuristic, the relevance is not.
    """
    worth: dict[str, float] = {}
    settles: dict[str, int] = {}
    touches: dict[str, int] = {}
    for finding in assessment.findings:
        missing = tuple(dict.fromkeys(_asked(gap.fact) for gap in finding.missing if _asked(gap.fact) not in skip))
        for key in missing:
            worth[key] = worth.get(key, 0.0) + _weight(finding) / len(missing)
            touches[key] = touches.get(key, 0) + 1
            settles[key] = settles.get(key, 0) + (len(missing) == 1)
    questions = [_question(key, library, settles[key], touches[key]) for key in worth]
    questions.sort(key=lambda question: (-worth[question.fact] / question.cost, question.fact))
    return tuple(questions[:limit])


def _asked(key: str) -> str:
    """A field of records is asked for by asking for the records."""
    return key.partition(".")[0] if "/" not in key else key


def _weight(finding: Finding) -> float:
    if finding.window.state == "closed":
        return 0.1
    weight = _WEIGHT.get(finding.measure.kind, 1.0)
    return weight if finding.verdict == "open" else weight / 2


def _question(key: str, library: Library, settles: int, touches: int) -> Question:
    fact = library.facts.get(key)
    if fact is not None:
        cost = _OTHERS_COST if fact.judgement else fact.cost
        return Question(key, fact.label, fact.ask, fact.help, fact.where, cost, settles, touches, fact.judgement)
    parameter = library.parameters[key]
    ask = f"{parameter.label}是多少？"
    return Question(
        key,
        parameter.label,
        ask,
        "文中未给，由有关部门规定",
        parameter.set_by,
        _OTHERS_COST,
        settles,
        touches,
        parameter.set_by,
    )
