"""Documents for other programs: JSON, Akoma Ntoso, Markdown, plain text, one row a clause."""

from collections.abc import Callable, Sequence

from huice.corpus.model import Document
from huice.exports import akoma_ntoso, clauses, documents, markdown, text

FORMATS: dict[str, tuple[str, Callable[[Sequence[Document]], bytes]]] = {
    "json": (".json", documents.as_bytes),
    "akn": (".xml", akoma_ntoso.as_bytes),
    "markdown": (".md", markdown.as_bytes),
    "text": (".txt", text.as_bytes),
    "parquet": (".parquet", clauses.as_parquet),
    "csv": (".csv", clauses.as_csv),
}
"""The formats by name: the suffix of a file, and how documents are written in it."""

APART = frozenset(("akn", "markdown"))
"""The formats that hold one document a file."""
