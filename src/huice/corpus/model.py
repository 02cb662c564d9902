"""What a compendium is made of: documents, clauses, dates in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huice.corpus.spans import Span
from huice.readers import Cell, Source


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: a node of a document's tree.

    `path` addresses it inside the document (`二/（五）/1`), numbering as printed but in full-width form.
    `heading` is the numbered title (`（五）继续实施……。`) without its text; `text` is the node's own text, paragraphs
    separated by a line feed, without that of its children. `lines` are the first and last source line (from 1).
    `digest` is the SHA-256 of heading and text with all white space removed. `spans` tell where each of its own
    characters stands in the source; `pages` are the first and last page, where the source has pages.
    """

    path: str
    heading: str
    text: str
    lines: tuple[int, int]
    digest: str
    clauses: tuple["Clause", ...] = ()
    spans: tuple[Span, ...] = ()
    pages: tuple[int, int] | None = None

    @property
    def said(self) -> str:
        """Heading and own text, a line feed between them where it has both."""
        return f"{self.heading}\n{self.text}" if self.heading and self.text else self.heading or self.text

    def as_json(self) -> dict[str, Any]:
        """The clause and all below it as a JSON object."""
        return {
            "path": self.path,
            "heading": self.heading,
            "text": self.text,
            "lines": list(self.lines),
            "pages": list(self.pages) if self.pages else None,
            "digest": self.digest,
            "spans": [span.as_json() for span in self.spans],
            "clauses": [child.as_json() for child in self.clauses],
        }

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> "Clause":
        """The clause that `as_json` wrote."""
        first, last = read["lines"]
        below = tuple(cls.from_json(child) for child in read["clauses"])
        spans = tuple(Span(*span) for span in read["spans"])
        pages = (read["pages"][0], read["pages"][1]) if read["pages"] else None
        return cls(read["path"], read["heading"], read["text"], (first, last), read["digest"], below, spans, pages)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its path, its cells from left to right, and the source lines it was printed on."""

    path: str
    cells: tuple[Cell, ...]
    lines: tuple[int, int]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object; a cell that takes one row and one column is its text."""
        cells = [
            cell.text
            if (cell.rows, cell.columns) == (1, 1)
            else {"text": cell.text, "rows": cell.rows, "columns": cell.columns}
            for cell in self.cells
        ]
        return {"path": self.path, "cells": cells, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the path of its clause, the names of its columns (empty where none are printed), its rows.

    Rows below a heading inside the table lie under its path. A header printed again on a new page is no row, and a
    row cut by a page break is one row. A cell that covers those below it tells how many rows it takes; the covered
    ones are empty.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"path": self.path, "columns": list(self.columns), "rows": [row.as_json() for row in self.rows]}

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> "Table":
        """The table that `as_json` wrote."""
        rows = (
            TableRow(
                row["path"],
                tuple(Cell(cell) if isinstance(cell, str) else Cell(**cell) for cell in row["cells"]),
                (row["lines"][0], row["lines"][1]),
            )
            for row in read["rows"]
        )
        return cls(read["path"], tuple(read["columns"]), tuple(rows))


@dataclass(frozen=True, slots=True)
class Document:
    """政策文件: its identity and its clauses. `number` is empty where none is printed.

    `head` holds what is printed above the clauses, as nodes of their own: 标题, 文号, 主送.
    """

    number: str
    title: str
    issuers: tuple[str, ...]
    issued: date | None
    in_force_from: date | None
    in_force_until: date | None
    region: str
    repeals: tuple[str, ...]
    cites: tuple[str, ...]
    addressees: str
    lines: tuple[int, int]
    clauses: tuple[Clause, ...] = ()
    head: tuple[Clause, ...] = ()
    tables: tuple[Table, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document as a JSON object (the contract of `huice ingest --json`)."""
        return {
            "number": self.number,
            "title": self.title,
            "issuers": list(self.issuers),
            "issued": self.issued.isoformat() if self.issued else None,
            "in_force": {
                "from": self.in_force_from.isoformat() if self.in_force_from else None,
                "until": self.in_force_until.isoformat() if self.in_force_until else None,
            },
            "region": self.region,
            "repeals": list(self.repeals),
            "cites": list(self.cites),
            "addressees": self.addressees,
            "lines": list(self.lines),
            "head": [clause.as_json() for clause in self.head],
            "clauses": [clause.as_json() for clause in self.clauses],
            "tables": [table.as_json() for table in self.tables],
        }


@dataclass(frozen=True, slots=True)
class Edition:
    """A file of documents: every character of its source that is not white space lies in one node or is stray markup.

    `front` holds what belongs to no document: 卷首 before the first, 目录. `marks` are the columns of stray markup:
    line, first column, the one after the last.
    """

    name: str
    source: Source
    front: tuple[Clause, ...]
    documents: tuple[Document, ...]
    marks: tuple[tuple[int, int, int], ...]

    def walk(self) -> Iterator[Clause]:
        """Every node of it: front, heads, clauses."""
        yield from walk(self.front)
        for document in self.documents:
            yield from walk(document.head)
            yield from walk(document.clauses)


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """All clauses of a tree, each before those below it."""
    for clause in clauses:
        yield clause
        yield from walk(clause.clauses)
