"""One document in every format and layout gives one tree."""

from functools import cache

import pytest

from huice.corpus import Document, read_edition, walk
from huice.corpus.lines import lines_of
from tests.readers import rendering_docx, rendering_html, rendering_pdf
from tests.shared_material import compendium_path

RENDERED = [
    *((f"{layout}.docx", rendering_docx.docx_of, layout) for layout in rendering_docx.LAYOUTS),
    *((f"{layout}.html", rendering_html.html_of, layout) for layout in rendering_html.LAYOUTS),
    *((f"{layout}.pdf", rendering_pdf.pdf_of, layout) for layout in rendering_pdf.LAYOUTS[:2]),
]


@cache
def as_text() -> tuple[Document, ...]:
    return read_edition(compendium_path().read_bytes(), "a.txt").documents


def known(document: Document) -> tuple[object, ...]:
    force = (document.issued, document.in_force_from, document.in_force_until)
    return document.number, document.title, document.issuers, document.region, force, document.repeals, document.cites


@pytest.mark.parametrize(("name", "render", "layout"), RENDERED, ids=[name for name, _, _ in RENDERED])
def test_the_compendium_has_the_same_trees(name, render, layout) -> None:  # type: ignore[no-untyped-def]
    lines = [line.text for line in lines_of(compendium_path().read_text("utf-8"))]
    found = read_edition(render(lines, layout), name).documents
    assert [known(document) for document in found] == [known(document) for document in as_text()]
    for document, same in zip(found, as_text(), strict=True):
        said = [(clause.path, clause.digest) for clause in walk(document.clauses)]
        assert said == [(clause.path, clause.digest) for clause in walk(same.clauses)], document.title
        assert len(document.tables) == len(same.tables)
