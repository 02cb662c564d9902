"""The next question: the missing fact that settles most for the least trouble, and never one that cannot matter."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from huice.advice.relevance import asked, witness
from huice.engine.findings import Assessment, Finding
from huice.rules.library import Library

_WEIGHT = {"benefit": 3.0, "support": 1.0}
_OTHERS_COST = 4
_WORTH_DOUBLE = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for. `settles` findings need nothing else; it matters to at most `touches` findings.

    `cost` as in the fact; 4 where only somebody else can answer (`set_by`). `would_settle` are the measures of `settles`.
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
    would_settle: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        said = {
            "fact": self.fact,
            "label": self.label,
            "ask": self.ask,
            "settles": self.settles,
            "touches": self.touches,
        }
        return said | {
            "where": self.where,
            "cost": self.cost,
            "set_by": self.set_by,
            "would_settle": list(self.would_settle),
        }


def next_questions(
    library: Library, assessment: Assessment, skip: Collection[str] = (), limit: int = 10
) -> tuple[Question, ...]:
    """The best questions first. `skip` are those already put without an answer.

    A finding spreads its value evenly over what it misses, so that a fact many measures share, and the last fact
    of a measure, come early; the cost of answering divides. The order is a heuristic; that an answer can change a
    verdict, a check or an amount is proven for each question (`relevance`).
    """
    return tuple(islice(proven_questions(library, assessment, skip), limit))


def question_of(library: Library, assessment: Assessment, fact: str) -> Question | None:
    """The question for one fact, where a finding misses it."""
    return next((question for question, _ in _candidates(library, assessment, ()) if question.fact == fact), None)


def proven_questions(library: Library, assessment: Assessment, skip: Collection[str] = ()) -> Iterator[Question]:
    """The questions one by one, each proven when its turn comes."""
    for question, findings in _candidates(library, assessment, skip):
        nearest = sorted(findings, key=lambda finding: len(finding.missing))
        if witness(library, assessment, question.fact, nearest) is not None:
            yield question


def _candidates(
    library: Library, assessment: Assessment, skip: Collection[str]
) -> list[tuple[Question, list[Finding]]]:
    """What findings miss, best first, with those findings."""
    worth: dict[str, float] = {}
    touched: dict[str, list[Finding]] = {}
    settled: dict[str, list[str]] = {}
    for finding in assessment.findings:
        missing = tuple(dict.fromkeys(asked(gap.fact) for gap in finding.missing if asked(gap.fact) not in skip))
        for key in missing:
            worth[key] = worth.get(key, 0.0) + _value(finding) / len(missing)
            touched.setdefault(key, []).append(finding)
            if len(missing) == 1:
                settled.setdefault(key, []).append(finding.measure.id)
    questions = [_question(key, library, tuple(settled.get(key, ())), len(touched[key])) for key in worth]
    questions.sort(key=lambda question: (-worth[question.fact] / question.cost, question.fact))
    return [(question, touched[question.fact]) for question in questions]


def _value(finding: Finding) -> float:
    """What settling a finding is worth: more for a benefit than a support, more where more money may hang on it."""
    if finding.window.state == "closed":
        return 0.1
    weight = _WEIGHT.get(finding.measure.kind, 1.0)
    amount = finding.amount
    if amount is not None and amount.unit == "元":
        at_stake = amount.high if amount.high is not None else amount.value or Decimal(0)
        weight *= 1 + float(min(max(at_stake, Decimal(0)) / _WORTH_DOUBLE, Decimal(1)))
    return weight if finding.verdict == "open" else weight / 2


def _question(key: str, library: Library, settles: tuple[str, ...], touches: int) -> Question:
    fact = library.facts.get(key)
    if fact is not None:
        cost = _OTHERS_COST if fact.judgement else fact.cost
        said = (fact.label, fact.ask, fact.help, fact.where, cost, len(settles), touches, fact.judgement)
        return Question(key, *said, settles)
    parameter = library.parameters[key]
    ask = f"{parameter.label}是多少？"
    return Question(
        key,
        parameter.label,
        ask,
        "文中未给，由有关部门规定",
        parameter.set_by,
        _OTHERS_COST,
        len(settles),
        touches,
        parameter.set_by,
        settles,
    )
