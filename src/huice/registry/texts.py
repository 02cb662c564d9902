"""The imported texts as the rules look them up: by document and clause path."""

from collections.abc import Callable, Iterable

from huice.corpus.model import Clause, Document
from huice.rules.figures import squeeze
from huice.rules.packs import Pack


def lookup_in(documents: Iterable[Document]) -> Callable[[Pack, str], str | None]:
    """The text of a clause and of all below it, for `huice.rules.verification`."""
    by_name: dict[str, dict[str, str]] = {}
    for document in documents:
        texts: dict[str, str] = {}
        for clause in document.clauses:
            _gather(clause, texts)
        texts |= {
            row.path: "\n".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows
        }
        for name in (document.number, document.title):
            if name:
                by_name.setdefault(squeeze(name), texts)

    def lookup(pack: Pack, path: str) -> str | None:
        texts = by_name.get(squeeze(pack.source.number)) or by_name.get(squeeze(pack.source.title)) or {}
        return texts.get(path)

    return lookup


def _gather(clause: Clause, texts: dict[str, str]) -> str:
    """Note the whole text of a clause and of each below it."""
    whole = "\n".join([clause.heading, clause.text, *(_gather(child, texts) for child in clause.clauses)])
    texts[clause.path] = whole
    return whole
