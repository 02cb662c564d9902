"""Clauses as a table: one row a clause, for spreadsheets and data frames."""

import io
from collections.abc import Iterator, Sequence
from datetime import date

import polars

from huice.corpus.model import Clause, Document, walk

COLUMNS: dict[str, type[polars.DataType] | polars.DataType] = {
    "number": polars.String, "title": polars.String, "issuers": polars.String, "issued": polars.Date,
    "in_force_from": polars.Date, "in_force_until": polars.Date, "region": polars.String, "path": polars.String,
    "depth": polars.Int32, "heading": polars.String, "text": polars.String, "first_line": polars.Int32,
    "last_line": polars.Int32, "first_page": polars.Int32, "last_page": polars.Int32, "digest": polars.String,
}  # fmt: skip
"""The columns and their types; `issuers` are separated by 、, `depth` counts from 1."""


def frame(documents: Sequence[Document]) -> polars.DataFrame:
    """One row a clause, in the order of the documents."""
    rows = [row for document in documents for row in _rows(document)]
    return polars.DataFrame(rows, schema=COLUMNS, orient="row")


def _rows(document: Document) -> Iterator[tuple[str | int | date | None, ...]]:
    head = (
        document.number,
        document.title,
        "、".join(document.issuers),
        document.issued,
        document.in_force_from,
        document.in_force_until,
        document.region,
    )
    for clause in walk(document.clauses):
        yield (*head, *_own(clause))


def _own(clause: Clause) -> tuple[str | int | None, ...]:
    first, last = clause.pages or (None, None)
    depth = clause.path.count("/") + 1
    return (clause.path, depth, clause.heading, clause.text, *clause.lines, first, last, clause.digest)


def as_parquet(documents: Sequence[Document]) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    frame(documents).write_parquet(out)
    return out.getvalue()


def as_csv(documents: Sequence[Document]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, so that spreadsheets read its Chinese."""
    return b"\xef\xbb\xbf" + frame(documents).write_csv().encode()
