"""The documents of the compendium as Word files, web pages and PDFs: the same facts and the same trees as from text."""

import os
from collections.abc import Callable, Sequence

import pytest

from huice.corpus import Document, read_edition, walk
from huice.corpus.lines import lines_of, squeeze
from tests.readers import rendering_docx, rendering_html, rendering_pdf
from tests.shared_material import REQUIRED, compendium_path

EVERY = REQUIRED or os.environ.get("HUICE_ALL_LAYOUTS") == "1"
PDF_SAMPLE = range(1, 42) if EVERY else (7, 17, 23, 39)
"""The PDFs of all 41 take a minute: HUICE_ALL_LAYOUTS=1 reads them all, as CI does, a plain run the shorter ones."""

Rendering = Callable[[Sequence[str], str], bytes]
"""What makes a file of lines and a title."""


def as_docx(lines: Sequence[str], layout: str, title: str) -> bytes:
    return rendering_docx.docx_of(lines, layout)


DOCX = [("docx", as_docx, layout) for layout in rendering_docx.LAYOUTS]
HTML = [("html", rendering_html.html_of, layout) for layout in rendering_html.LAYOUTS]


@pytest.fixture(scope="module")
def documents() -> list[tuple[Document, list[str]]]:
    """Each document with its lines."""
    data = compendium_path().read_bytes()
    lines = lines_of(data.decode())
    found = []
    for document in read_edition(data, "compendium.txt").documents:
        own = [line.text for line in lines if document.lines[0] <= line.number <= document.lines[1]]
        once = headers_once(own)
        (same,) = read_edition("\n".join(once).encode(), "document.txt").documents
        assert once != own or told(same) == told(document)
        found.append((same, once))
    return found


def headers_once(lines: Sequence[str]) -> list[str]:
    """The lines without the headers that an earlier converter left in the middle of a table, one for each page."""
    kept: list[str] = []
    header = ""
    for line in lines:
        if "\t" not in line:
            header = ""
        elif not header:
            header = line
        elif line == header:
            continue
        kept.append(line)
    return kept


def told(document: Document) -> dict[str, object]:
    """All that a document says, white space and places apart."""
    read = document.as_json()
    facts = ("number", "issuers", "issued", "in_force", "region", "repeals", "cites")
    tree = [(clause.path, squeeze(clause.heading), squeeze(clause.text)) for clause in walk(document.clauses)]
    return {
        **{key: read[key] for key in facts},
        "title": squeeze(document.title),
        "addressees": squeeze(document.addressees),
        "tree": tree,
    }


def differing(documents: Sequence[tuple[Document, list[str]]], suffix: str, render: Rendering) -> list[str]:
    """The titles of the documents that are told otherwise in this layout."""
    wrong = []
    for document, lines in documents:
        found = read_edition(render(lines, squeeze(document.title)), f"document.{suffix}").documents
        if [told(one) for one in found] != [told(document)]:
            wrong.append(document.title)
    return wrong


@pytest.mark.parametrize(
    ("suffix", "render", "layout"), [*DOCX, *HTML], ids=lambda value: getattr(value, "__name__", str(value))
)
def test_word_files_and_web_pages(
    documents: list[tuple[Document, list[str]]], suffix: str, render: Callable[..., bytes], layout: str
) -> None:
    assert not differing(documents, suffix, lambda lines, title: render(lines, layout, title))


@pytest.mark.parametrize("layout", rendering_pdf.LAYOUTS)
def test_pdfs(documents: list[tuple[Document, list[str]]], layout: str) -> None:
    read = [documents[entry - 1] for entry in PDF_SAMPLE]
    with rendering_pdf.typesetter(layout) as set_:
        assert not differing(read, "pdf", lambda lines, title: set_(lines))
