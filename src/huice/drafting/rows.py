"""The rows of a table of tasks as clauses of their own: what is to be done, by whom, by when."""

import re
from collections.abc import Iterator

from huice.corpus.digest import digest
from huice.corpus.knowledge import Knowledge
from huice.corpus.knowledge.deadlines import deadlines
from huice.corpus.knowledge.organs import organs
from huice.corpus.knowledge.passages import passage_of
from huice.corpus.knowledge.quantities import quantities
from huice.corpus.model import Clause, Document, Table, TableRow

_WHO = re.compile(r"(?:责任|负责|牵头|落实|承办|主管|配合|协办)(?:单位|部门|主体|处室)")
_WHAT = re.compile(r"任务|事项|措施|举措|工作|项目")
_ORDINAL = re.compile(r"序号|编号")
_MOST = 200


def tasks_of(document: Document) -> dict[str, tuple[tuple[Clause, Knowledge, tuple[str, ...], str], ...]]:
    """The rows of each table that names who is responsible, by the path of the table: clause, what it states, who, title."""
    return {
        table.path: tuple(_task(row, table, document) for row in table.rows)
        for table in document.tables
        if any(_WHO.search(name) for name in table.columns) and 0 < len(table.rows) <= _MOST
    }


def _task(row: TableRow, table: Table, document: Document) -> tuple[Clause, Knowledge, tuple[str, ...], str]:
    text = "\t".join(cell.text for cell in row.cells)
    clause = Clause(row.path, "", text, row.lines, digest(text))
    passage = passage_of(clause)
    stated = Knowledge(
        quantities=quantities(passage), deadlines=deadlines(passage, document.issued, document.in_force_from)
    )
    return clause, stated, tuple(dict.fromkeys(_responsible(row, table))), _title(row, table)


def _responsible(row: TableRow, table: Table) -> Iterator[str]:
    for name, cell in zip(table.columns, row.cells, strict=False):
        if _WHO.search(name):
            yield from (organ for _, _, organ in organs(cell.text))


def _title(row: TableRow, table: Table) -> str:
    """The cell that names the task: that of such a column, else the first that is no number."""
    named = list(zip(table.columns, row.cells, strict=False))
    what = [cell.text for name, cell in named if _WHAT.search(name) and not _WHO.search(name)]
    others = [cell.text for name, cell in named if not _ORDINAL.search(name) and not _WHO.search(name)]
    return next((text for text in (*what, *others) if text.strip()), row.path)
