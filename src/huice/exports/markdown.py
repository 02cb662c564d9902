"""Documents as Markdown: headings for clauses with a title, paragraphs, tables; read in again they give the same tree."""

import re
from collections.abc import Iterator, Sequence

from huice.corpus.model import Clause, Document, Table

_DEEPEST = 6
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_LEADING = re.compile(r"^(\d+)([.)])|^([-+=])")


def as_bytes(documents: Sequence[Document]) -> bytes:
    """The documents one after the other."""
    return "\n".join(as_markdown(document) for document in documents).encode()


def as_markdown(document: Document) -> str:
    """A document: its title as heading, number and addressees, then its clauses."""
    blocks = [f"# {_escaped(document.title)}", _escaped(document.number), _escaped(document.addressees)]
    tables = {table.path: table for table in document.tables}
    blocks += [block for clause in document.clauses for block in _blocks(clause, 2, tables)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _blocks(clause: Clause, depth: int, tables: dict[str, Table]) -> Iterator[str]:
    title = clause.heading if _is_title(clause) else ""
    if title:
        yield f"{'#' * min(depth, _DEEPEST)} {_escaped(title)}"
    if clause.path in tables:
        yield from _table(tables[clause.path])
        return
    text = clause.text if title else f"{clause.heading}{clause.text}"
    yield from (_escaped(paragraph) for paragraph in text.split("\n") if paragraph)
    for child in clause.clauses:
        yield from _blocks(child, depth + 1, tables)


def _is_title(clause: Clause) -> bool:
    """Whether a heading stands on a line of its own, and is no bare number."""
    return (
        bool(clause.heading)
        and len({span.line for span in clause.spans if span.at < len(clause.heading)}) > 0
        and (
            not clause.text
            or all(span.line != clause.spans[0].line for span in clause.spans if span.at > len(clause.heading))
        )
    )


def _table(table: Table) -> Iterator[str]:
    """Rows under the names of the columns; a part of the table with a heading of its own as a row of one cell."""
    width = max([len(table.columns), *(len(row.cells) for row in table.rows), 1])
    lines = [_row(table.columns, width), "|" + " --- |" * width]
    lines += [_row([cell.text for cell in row.cells], width) for row in table.rows]
    yield "\n".join(lines)


def _row(cells: Sequence[str], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(_escaped(cell.replace("\n", " ")) for cell in padded) + " |"


def _escaped(text: str) -> str:
    """The text with the marks of Markdown kept as characters."""
    return _LEADING.sub(lambda found: (found[1] or "") + "\\" + (found[2] or found[3]), _SPECIAL.sub(r"\\\1", text))
