"""The small compendium of the fictional 示例市 shows every form of heading, table, date, repeal; all of it is expected."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huice.corpus import Document, read_documents, walk

FOLDER = Path(__file__).parent.parent / "data" / "demo-city"
DATA = (FOLDER / "compendium.txt").read_bytes()
EXPECTED: list[dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))["documents"]
NAMES = [each["number"] or each["title"] for each in EXPECTED]


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_documents(DATA, "compendium.txt")


def test_every_document_is_found_in_its_order(documents: tuple[Document, ...]) -> None:
    assert [document.title for document in documents] == [each["title"] for each in EXPECTED]


@pytest.mark.parametrize("at", range(len(EXPECTED)), ids=NAMES)
def test_metadata(documents: tuple[Document, ...], at: int) -> None:
    found = documents[at].as_json()
    start, end = EXPECTED[at]["in_force"]
    assert found["in_force"] == {"from": start or None, "until": end or None}
    assert found["issued"] == (EXPECTED[at]["issued"] or None)
    for key in ("number", "title", "issuers", "region", "repeals", "cites", "addressees"):
        assert found[key] == EXPECTED[at][key], key


@pytest.mark.parametrize("at", range(len(EXPECTED)), ids=NAMES)
def test_clauses(documents: tuple[Document, ...], at: int) -> None:
    found = [[clause.path, *clause.lines, clause.heading] for clause in walk(documents[at].clauses)]
    assert found == EXPECTED[at]["clauses"]


def test_it_reads_the_same_without_its_table_of_contents(documents: tuple[Document, ...]) -> None:
    lines = DATA.decode().split("\n")
    first = documents[0].lines[0]
    bare = "\n".join([""] * (first - 1) + lines[first - 1 :])
    assert read_documents(bare.encode(), "bare.txt") == documents


@pytest.mark.parametrize("at", range(len(EXPECTED)), ids=NAMES)
def test_each_document_reads_the_same_by_itself(documents: tuple[Document, ...], at: int) -> None:
    whole = documents[at]
    first, last = whole.lines
    alone = "\n".join([""] * (first - 1) + DATA.decode().split("\n")[first - 1 : last])
    assert read_documents(alone.encode(), "one.txt") == (whole,)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_changes_nothing(documents: tuple[Document, ...], encoding: str) -> None:
    assert read_documents(DATA.decode().encode(encoding), "a.txt") == documents


def test_line_ends_change_nothing(documents: tuple[Document, ...]) -> None:
    assert read_documents(DATA.replace(b"\n", b"\r\n"), "a.txt") == documents
