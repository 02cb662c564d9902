"""Documents as JSON, as `schemas/documents.json` says."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from huice.corpus.knowledge import Directory, described
from huice.corpus.model import Document


def schema() -> dict[str, Any]:
    """The JSON Schema of what `as_bytes` writes."""
    read: dict[str, Any] = json.loads((files("huice") / "schemas" / "documents.json").read_text("utf-8"))
    return read


def as_bytes(documents: Sequence[Document]) -> bytes:
    """All documents with their clauses, places, tables and what they state; citations are linked among them."""
    corpus = Directory(documents)
    value = {"documents": [described(document, corpus) for document in documents]}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
