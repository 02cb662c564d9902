"""What the first compendium states, against expectations checked by hand: needs the shared material."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from huice.corpus import Document, read_documents, walk
from huice.corpus.knowledge import Directory, Knowledge, described, knowledge, statuses
from huice.corpus.knowledge.citations import linked
from huice.exports.documents import schema
from tests.shared_material import compendium_path

EXPECTED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf-8"))[
    "documents"
]
REPEALING = {24: 1, 26: 1, 27: 1, 28: 1, 32: 1, 34: 2}
"""How many documents each of these repeals; no other repeals any."""


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_documents(compendium_path().read_bytes(), "compendium-2023q2.txt")


@pytest.fixture(scope="module")
def stated(documents: tuple[Document, ...]) -> dict[int, Knowledge]:
    return {entry: knowledge(document) for entry, document in enumerate(documents, 1)}


@pytest.mark.parametrize("expected", EXPECTED, ids=[str(each["entry"]) for each in EXPECTED])
def test_figures_days_terms_and_departments(stated: dict[int, Knowledge], expected: dict[str, Any]) -> None:
    found = stated[expected["entry"]]
    assert [theme.name for theme in found.themes] == expected["themes"]
    assert [
        _figure(one.clause, one.comparison, one.value, one.upper, one.unit) for one in found.quantities
    ] == expected["figures"]
    sure = [one for one in found.deadlines if one.confidence >= 0.7]
    assert [[one.clause, one.kind, str(one.first or ""), str(one.last or "")] for one in sure] == expected["days"]
    assert [[one.clause, one.term] for one in found.definitions] == expected["terms"]
    for path, names in expected.get("departments", {}).items():
        assert [[one.name, one.role] for one in found.departments if one.clause == path] == names


def _figure(clause: str, comparison: str, value: Decimal, upper: Decimal | None, unit: str) -> list[str]:
    printed = f"{value:f}" if upper is None else f"{value:f}-{upper:f}"
    return [clause, printed if comparison in {"=", "-"} else f"{comparison} {printed}", unit]


def test_no_false_repeal_and_no_false_link(documents: tuple[Document, ...], stated: dict[int, Knowledge]) -> None:
    assert {entry: len(found.repeals) for entry, found in stated.items() if found.repeals} == REPEALING
    corpus = Directory(documents)
    assert [one.name for found in stated.values() for one in found.citations if linked(one, corpus)] == []
    for day in (date(2023, 7, 1), date(2030, 1, 1)):
        assert "已废止" not in {status.state for status in statuses(documents, day)}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 6, 30), {17: "施行中", 26: "未施行", 29: "未施行", 31: "施行中", 34: "施行中", 1: "不详"}),
        (date(2025, 12, 31), {26: "施行中", 31: "施行中", 32: "施行中"}),
        (date(2026, 1, 1), {17: "施行中", 26: "施行中", 31: "已失效", 32: "已失效"}),
        (date(2028, 7, 1), {17: "已失效", 26: "已失效", 27: "已失效", 28: "已失效", 29: "已失效", 3: "施行中"}),
    ],
)
def test_status_on_a_day(documents: tuple[Document, ...], day: date, expected: dict[int, str]) -> None:
    found = statuses(documents, day)
    assert {entry: found[entry - 1].state for entry in expected} == expected


def test_a_repealed_document_that_is_imported_too_is_repealed(documents: tuple[Document, ...]) -> None:
    named = documents[25].repeals[0]
    title, number = named.removeprefix("《").removesuffix("）").split("》（")
    old = Document(number, title, (), date(2016, 9, 1), None, None, "江苏", (), (), "", (1, 1))
    before, after = (statuses([*documents, old], day)[-1] for day in (date(2023, 6, 30), date(2023, 7, 1)))
    assert (before.state, after.state, after.by, after.clause) == ("施行中", "已废止", "苏政规〔2023〕6号", "末段")


def test_every_citation_of_the_metadata_has_its_place(
    documents: tuple[Document, ...], stated: dict[int, Knowledge]
) -> None:
    for entry, document in enumerate(documents, 1):
        assert set(document.cites) <= {one.name for one in stated[entry].citations}, entry


def test_the_json_is_valid_and_every_span_lies_in_its_clause(documents: tuple[Document, ...]) -> None:
    corpus = Directory(documents)
    whole = {"documents": [described(document, corpus) for document in documents]}
    jsonschema.Draft202012Validator(schema()).validate(whole)
    for document, data in zip(documents, whole["documents"], strict=True):
        said = {clause.path: clause.said for clause in walk((*document.head, *document.clauses))}
        for records in data["knowledge"].values():
            for record in records:
                assert record["clause"] in said
                first, last = record.get("span", (0, 1))
                assert 0 <= first < last <= len(said[record["clause"]])
