"""The first compendium as a whole: needs the shared material."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from huice.corpus import Document, find_clause, read_documents, walk
from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems
from tests.shared_material import compendium_path, shared_path

EXPECTED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "expected_documents.yaml").read_text("utf-8"))[
    "documents"
]

CLAUSES: dict[int, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "expected_clauses.yaml").read_text("utf-8")
)
"""Paths and the first digits of their digests, in the order of the page."""

LOOSE = {"11-39", "16-22", "18-21"}
"""Provisions the catalogue sets under the last clause, of paragraphs that close the whole document (末段);
where it leaves the path empty it means those as well."""

SAME_BY_TEXT = {"国家发展改革委": "国家发展和改革委员会"}
"""Document 11: the catalogue takes the short name of the signature, the title prints the full one."""


@pytest.fixture(scope="module")
def compendium() -> bytes:
    return compendium_path().read_bytes()


@pytest.fixture(scope="module")
def documents(compendium: bytes) -> tuple[Document, ...]:
    return read_documents(compendium, "compendium-2023q2.txt")


def catalogue(no: int) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((shared_path("catalogue") / f"{no:02}.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("expected", EXPECTED, ids=[str(each["entry"]) for each in EXPECTED])
def test_metadata_of_each_document(documents: tuple[Document, ...], expected: dict[str, Any]) -> None:
    found = documents[expected["entry"] - 1].as_json()
    start, end = expected.get("in_force", ["", ""])
    assert found["in_force"] == {"from": start or None, "until": end or None}
    assert found["issued"] == (expected["issued"] or None)
    assert found["repeals"] == expected.get("repeals", [])
    for key in ("number", "title", "issuers", "region", "lines"):
        assert found[key] == expected[key], key


@pytest.mark.parametrize("no", range(1, 42))
def test_the_catalogue_says_the_same(documents: tuple[Document, ...], no: int) -> None:
    found, theirs = documents[no - 1].as_json(), catalogue(no)
    assert squeeze(found["title"]) == squeeze(theirs["title"])
    assert found["number"] == (theirs["doc_number"] or "")
    assert found["issued"] == theirs["issued"]
    assert found["in_force"] == {"from": theirs["effective_from"], "until": theirs["effective_to"]}
    assert found["region"] == theirs["region"]
    assert found["repeals"] == [squeeze(repealed) for repealed in theirs["repeals"]]
    fuller = SAME_BY_TEXT if no == 11 else {}
    assert found["issuers"] == [fuller.get(issuer, issuer) for issuer in theirs["issuers"]]


@pytest.mark.parametrize("no", range(1, 42))
def test_every_clause_of_each_document(documents: tuple[Document, ...], no: int) -> None:
    found = [(clause.path, clause.digest.split(":")[-1][:8]) for clause in walk(documents[no - 1].clauses)]
    assert found == list(CLAUSES[no].items())


def test_there_are_forty_one_with_and_without_the_table_of_contents(
    documents: tuple[Document, ...], compendium: bytes
) -> None:
    first = documents[0].lines[0]
    lines = compendium.decode().split("\n")
    bare = "\n".join([""] * (first - 1) + lines[first - 1 :])
    assert len(documents) == 41
    assert read_documents(bare.encode(), "bare.txt") == documents


def test_every_provision_of_the_catalogue_lies_in_the_clause_it_names(documents: tuple[Document, ...]) -> None:
    missed = []
    for no, document in enumerate(documents, 1):
        for provision in catalogue(no)["provisions"]:
            clause = find_clause(document, provision["path"] or "末段")
            if clause is None or not clause.lines[0] <= provision["line"] <= clause.lines[1]:
                missed.append(provision["id"])
    assert set(missed) == LOOSE


def test_each_character_stands_in_exactly_one_place(documents: tuple[Document, ...], compendium: bytes) -> None:
    lines = lines_of(compendium.decode())
    for document in documents:
        first, last = document.lines
        source = squeeze("".join(line.text for line in lines if first <= line.number <= last))
        clauses = "".join(clause.heading + clause.text for clause in walk(document.clauses))
        read = squeeze(document.title + document.number + document.addressees + clauses)
        wide = str.maketrans("()[]:,", "（）〔〕：，")
        assert read.translate(wide) == source.translate(wide), document.title


def test_no_line_after_the_first_document_is_left_out(documents: tuple[Document, ...], compendium: bytes) -> None:
    covered = [number for document in documents for number in range(document.lines[0], document.lines[1] + 1)]
    assert len(covered) == len(set(covered))
    after = {line.number for line in lines_of(compendium.decode()) if line.number >= documents[0].lines[0]}
    assert after <= set(covered)


def test_a_truncated_compendium_names_what_is_missing(compendium: bytes) -> None:
    half = compendium.decode()[: len(compendium.decode()) // 2]
    with pytest.raises(Problems) as caught:
        read_documents(half.encode(), "half.txt")
    assert len(caught.value.found) > 10
    assert all(problem.file == "half.txt" and problem.line and problem.remedy for problem in caught.value.found)
