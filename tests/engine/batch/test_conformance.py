"""Every case of the library through the batch, on every back end: the same findings as explain."""

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from huice.engine import Subject
from huice.engine.batch import compile
from huice.registry.profile import read_facts_of
from huice.rules.cases import Case, cases_beside, read_cases
from huice.rules.library import Library, load
from huice.rules.source import Findings
from tests.engine.batch.frames import disagreements, frames
from tests.shared_material import REQUIRED


def cases(library: Library) -> list[Case]:
    found = Findings()
    paths = {key: cases_beside(pack.file) for key, pack in library.packs.items()}
    read = [case for key, path in paths.items() if Path(path).exists() for case in read_cases(path, key, found)]
    assert not found
    return read


Convert = Callable[[pl.DataFrame], Any]
Days = dict[tuple[date, str], list[tuple[str, Subject]]]


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


@pytest.fixture(scope="module")
def subjects(library: Library) -> Days:
    """The cases by day and pack: a measure and who it is put to."""
    days: Days = defaultdict(list)
    for number, case in enumerate(cases(library)):
        found = Findings()
        measure = library.measures[case.measure]
        facts = read_facts_of(case.facts, library, found, measure.pack)
        assert not found
        facts.setdefault("subject_type", measure.subjects[0])
        days[case.as_of, measure.pack].append((case.measure, Subject(f"{number}", facts)))
    return days


def differences(library: Library, subjects: Days, convert: Convert, engine: str) -> list[str]:
    """What the batch says otherwise than explain about the measures of the cases of each day and pack."""
    wrong: list[str] = []
    explained = count = 0
    for (day, _), pairs in subjects.items():
        plan = compile(library, dict.fromkeys(measure for measure, _ in pairs))
        firms = [subject for _, subject in pairs]
        tables = {name: convert(table) for name, table in frames(library, firms).items()}
        said, more = disagreements(plan, tables, firms, day, engine)
        wrong += said
        explained += more
        count += len(firms) * len(plan.measures)
    assert explained < count / 50
    return wrong


def test_every_case_on_polars(library: Library, subjects: Days) -> None:
    wrong = differences(library, subjects, lambda table: table, "polars")
    assert not wrong, "\n".join(wrong[:20])


def few(subjects: Days) -> Days:
    """The days of a few measures only, unless in CI or with HUICE_ENGINES=all: query planners take their time."""
    if REQUIRED or os.environ.get("HUICE_ENGINES") == "all":
        return subjects
    small = sorted(subjects, key=lambda part: len({measure for measure, _ in subjects[part]}))
    return {part: subjects[part] for part in small[:3]}


def test_every_case_on_duckdb(library: Library, subjects: Days) -> None:
    connection = duckdb.connect()
    wrong = differences(library, few(subjects), lambda table: connection.from_arrow(table.to_arrow()), "duckdb")
    assert not wrong, "\n".join(wrong[:20])
