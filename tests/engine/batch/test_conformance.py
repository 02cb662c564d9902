"""Every case of the library through the batch, on every back end: the same findings as explain."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from huice.engine import Subject
from huice.engine.batch import compile
from huice.registry.profile import read_facts_of
from huice.rules.cases import Case, cases_beside, read_cases
from huice.rules.library import Library, load
from huice.rules.source import Findings
from tests.engine.batch.frames import disagreements, frames


def cases(library: Library) -> list[Case]:
    found = Findings()
    paths = {key: cases_beside(pack.file) for key, pack in library.packs.items()}
    read = [case for key, path in paths.items() if Path(path).exists() for case in read_cases(path, key, found)]
    assert not found
    return read


Convert = Callable[[pl.DataFrame], Any]


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


def differences(
    library: Library, subjects: dict[date, list[tuple[str, Subject]]], convert: Convert, engine: str
) -> list[str]:
    """What the batch says otherwise than explain about the measures of the cases of each day."""
    wrong: list[str] = []
    explained = count = 0
    for day, pairs in subjects.items():
        plan = compile(library, dict.fromkeys(measure for measure, _ in pairs))
        firms = [subject for _, subject in pairs]
        tables = {name: convert(table) for name, table in frames(library, firms).items()}
        said, more = disagreements(plan, tables, firms, day, engine)
        wrong += said
        explained += more
        count += len(firms) * len(plan.measures)
    assert explained < count / 50
    return wrong


def test_every_case_on_polars(library: Library, subjects: dict[date, list[tuple[str, Subject]]]) -> None:
    wrong = differences(library, subjects, lambda table: table, "polars")
    assert not wrong, "\n".join(wrong[:20])


def test_every_case_on_duckdb(library: Library, subjects: dict[date, list[tuple[str, Subject]]]) -> None:
    duckdb = pytest.importorskip("duckdb", reason="没有 duckdb：一致性测试跳过")
    connection = duckdb.connect()
    wrong = differences(library, subjects, lambda table: connection.from_arrow(table.to_arrow()), "duckdb")
    assert not wrong, "\n".join(wrong[:20])


def test_every_case_on_spark(library: Library, subjects: dict[date, list[tuple[str, Subject]]], spark: Any) -> None:
    def convert(table: pl.DataFrame) -> Any:
        return spark.createDataFrame(table.to_arrow())

    wrong = differences(library, subjects, convert, "spark")
    assert not wrong, "\n".join(wrong[:20])
