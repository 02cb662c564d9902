"""Documents as plain text, put together again from their clauses."""

from collections.abc import Sequence

from huice.corpus.model import Clause, Document, walk


def as_bytes(documents: Sequence[Document]) -> bytes:
    """The documents one after the other, a blank line between them."""
    return "\n".join(as_text(document) for document in documents).encode()


def as_text(document: Document) -> str:
    """Head and clauses of a document in the order of the page; read in again it gives the same tree."""
    lines = [node.said for node in document.head]
    tables = tuple(f"{table.path}/" for table in document.tables)
    for clause in walk(document.clauses):
        if clause.path.startswith(tables) and clause.heading:
            lines += [f"{clause.heading}\t", clause.text]
        else:
            lines.append(f"{clause.heading}{clause.text}" if _glued(clause) else clause.said)
    return "\n".join(line for line in lines if line) + "\n"


def _glued(clause: Clause) -> bool:
    """Whether the text begins on the line that the heading ends on."""
    width = len(clause.heading)
    heading = [span.line for span in clause.spans if span.at < width]
    text = [span.line for span in clause.spans if span.at >= width]
    return bool(heading and text) and heading[-1] == text[0]
