"""Every case of the library through the batch, on every back end: the same findings as explain."""

from collections import defaultdict
from datetime import date

import pytest

from huice.engine import Subject
from huice.engine.batch import compile
from huice.registry.profile import read_facts_of
from huice.rules.cases import Case, cases_beside, read_cases
from huice.rules.library import Library, load
from huice.rules.source import Findings
from pathlib import Path
from tests.engine.batch.frames import disagreements, frames


def cases(library: Library) -> list[Case]:
    found = Findings()
    paths = {key: cases_beside(pack.file) for key, pack in library.packs.items()}
    read = [case for key, path in paths.items() if Path(path).exists() for case in read_cases(path, key, found)]
    assert not found
    return read


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def subjects(library: Library) -> dict[date, list[tuple[str, Subject]]]:
    days: dict[date, list[tuple[str, Subject]]] = defaultdict(list)
    for number, case in enumerate(cases(library)):
        found = Findings()
        measure = library.measures[case.measure]
        facts = read_facts_of(case.facts, library, found, measure.pack)
        assert not found
        facts.setdefault("subject_type", measure.subjects[0])
        days[case.as_of].append((case.measure, Subject(f"{number}", facts)))
    return days


def test_every_case_on_polars(library: Library, subjects: dict[date, list[tuple[str, Subject]]]) -> None:
    plan = compile(library)
    wrong: list[str] = []
    explained = count = 0
    for day, pairs in subjects.items():
        firms = [subject for _, subject in pairs]
        said, more = disagreements(plan, frames(library, firms), firms, day)
        wrong += said
        explained += more
        count += len(firms) * len(plan.measures)
    assert not wrong, "\n".join(wrong[:20])
    assert explained < count / 50
