"""What a compendium is made of: documents, clauses, dates in force."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: a node of a document's tree.

    `path` addresses it inside the document (`二/（五）/1`), numbering as printed but in full-width form.
    `heading` is the numbered title (`（五）继续实施……。`) without its text; `text` is the node's own text, paragraphs
    separated by a line feed, without that of its children. `lines` are the first and last source line (from 1).
    `digest` is the SHA-256 of heading and text with all white space removed.
    """

    path: str
    heading: str
    text: str
    lines: tuple[int, int]
    digest: str
    clauses: tuple["Clause", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The clause and all below it as a JSON object."""
        return {
            "path": self.path,
            "heading": self.heading,
            "text": self.text,
            "lines": list(self.lines),
            "digest": self.digest,
            "clauses": [child.as_json() for child in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class Document:
    """政策文件: its identity and its clauses. `number` is empty where none is printed."""

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
    clauses: tuple[Clause, ...] = field(default=())

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
            "clauses": [clause.as_json() for clause in self.clauses],
        }
