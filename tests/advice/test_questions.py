"""Never a question that cannot matter, and none left out that can: against trying every answer."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huice.advice.domain import figures
from huice.advice.questions import next_questions
from huice.advice.relevance import asked, outcome, witness
from huice.engine import Assessment, Subject, assess
from huice.rules.library import Library
from huice.rules.values import Value
from tests.advice.small import DAY, INSTANCES, answers, assignments, small_library
from tests.subjects import DAYS, facts

MOST_UNKNOWN = 3


def _found(library: Library, known: Mapping[str, Value], measure: str) -> Assessment:
    return assess(library, Subject("甲", known), DAY, [measure])


def _matters(library: Library, known: dict[str, Value], unknown: list[str], fact: str, measure: str) -> bool:
    """Whether two full answers that differ in this fact alone give different findings, by trying all of them."""
    every = answers()
    for others in assignments([key for key in unknown if key != fact], every):
        came = {
            outcome(_found(library, {**known, **others, fact: value}, measure).findings[0]) for value in every[fact]
        }
        if len(came) > 1:
            return True
    return False


def test_what_cannot_matter_is_never_asked_and_what_can_is(tmp_path: Path) -> None:
    library, chance = small_library(tmp_path / "small", INSTANCES, 20230630), Random(7)
    idle = 0
    for id_, measure in library.measures.items():
        rests = sorted(figures(library, measure).facts & answers().keys())
        unknown = chance.sample(rests, min(MOST_UNKNOWN, len(rests)))
        known: dict[str, Value] = {
            key: chance.choice(values) for key, values in answers().items() if key not in unknown
        }
        known["subject_type"] = "enterprise"
        put = {question.fact for question in next_questions(library, _found(library, known, id_), limit=99)}
        matter = {fact for fact in unknown if _matters(library, known, unknown, fact, id_)}
        assert put == matter, id_
        idle += len(unknown) - len(matter)
    assert idle > INSTANCES / 10


@given(data=st.data(), day=DAYS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_witness_of_a_question_is_two_subjects_with_two_findings(
    data: st.DataObject, day: date, demo_library: Library
) -> None:
    found = assess(demo_library, Subject("甲", data.draw(facts(demo_library))), day)
    for question in next_questions(demo_library, found, limit=99):
        missing = [item for item in found.findings if question.fact in {asked(gap.fact) for gap in item.missing}]
        proof = witness(demo_library, found, question.fact, missing)
        assert proof is not None
        one, other = (
            assess(demo_library, Subject("甲", {**proof.others, proof.fact: value}), day, [proof.measure]).findings[0]
            for value in proof.values
        )
        assert outcome(one) != outcome(other)


def test_a_question_says_what_it_would_settle(demo_library: Library) -> None:
    known: dict[str, Value] = {"subject_type": "enterprise", "grade": "a", "fees": 100}  # type: ignore[dict-item]
    found = assess(demo_library, Subject("甲", known), DAY, ["shili-2024-1/graded"])
    (question,) = next_questions(demo_library, found)
    assert (question.fact, question.would_settle) == ("approved", ("shili-2024-1/graded",))
