"""Tables: rows with the names of their columns, each row with a place of its own (`附件/表1/第二条/行3`)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from huice.corpus.lines import squeeze
from huice.corpus.model import Clause, Table, TableRow
from huice.readers import Cell

ROW = "行"
_FINISHED = tuple("。！？；：”』」）)〕】》!?;:")
_LONGEST_NAME = 40
_WORD = re.compile(r"[一-鿿A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A row as printed: the path of the clause it stands in, its cells, its line, whether a header came just before."""

    home: str
    cells: tuple[Cell, ...]
    lines: tuple[int, int]
    after_header: bool = False


def tables_of(clauses: Sequence[Clause], merged: Mapping[int, tuple[Cell, ...]]) -> tuple[Table, ...]:
    """All tables among some clauses and those below them; `merged` gives the cells of rows with merged ones, by line."""
    found: list[Table] = []
    for clause in clauses:
        name = clause.path.rsplit("/", 1)[-1]
        if name.startswith("表") and name[1:2].isdigit():
            found.append(_table(clause, merged))
        else:
            found.extend(tables_of(clause.clauses, merged))
    return tuple(found)


def _table(clause: Clause, merged: Mapping[int, tuple[Cell, ...]]) -> Table:
    printed = [*_printed(clause, merged), *(row for part in clause.clauses for row in _printed(part, merged))]
    printed.sort(key=lambda row: row.lines)
    header = printed[0].cells if printed and _is_header(printed) else ()
    rows = list(_without_headers(printed, header))
    whole = _joined(rows)
    counts: dict[str, int] = {}
    numbered = []
    for row in whole:
        at = counts[row.home] = counts.get(row.home, 0) + 1
        numbered.append(TableRow(f"{row.home}/{ROW}{at}", row.cells, row.lines))
    return Table(clause.path, tuple(cell.text for cell in header), tuple(_covering(numbered)))


def _printed(clause: Clause, merged: Mapping[int, tuple[Cell, ...]]) -> Iterator[_Printed]:
    """The rows of a clause's own text, each on one source line."""
    lines = {span.at: span.line for span in clause.spans}
    at = len(clause.heading) + 1 if clause.heading and clause.text else 0
    for text in clause.text.split("\n"):
        line = next((lines[place] for place in range(at, at + len(text)) if place in lines), None)
        if line is not None:
            cells = merged.get(line) or tuple(Cell(cell.strip()) for cell in text.split("\t"))
            yield _Printed(clause.path, cells, (line, line))
        at += len(text) + 1


def _is_header(rows: Sequence[_Printed]) -> bool:
    """Whether the first row names the columns: short words only, and all of them, as no other row but its copies."""
    first = rows[0].cells
    names = [squeeze(cell.text) for cell in first]
    worded = all(len(name) <= _LONGEST_NAME and _WORD.search(name) for name in names)
    return worded and len(names) > 1 and len(rows) > 1 and not any(name.endswith(("。", "；")) for name in names)


def _without_headers(rows: Sequence[_Printed], header: tuple[Cell, ...]) -> Iterator[_Printed]:
    names = [squeeze(cell.text) for cell in header]
    met = False
    for at, row in enumerate(rows):
        if header and [squeeze(cell.text) for cell in row.cells] == names:
            met = at > 0
            continue
        yield replace(row, after_header=met)
        met = False


def _joined(rows: Sequence[_Printed]) -> list[_Printed]:
    """The rows, those that a page break cut in two put together again."""
    whole: list[_Printed] = []
    for row in rows:
        if whole and row.after_header and row.home == whole[-1].home and _goes_on(whole[-1].cells, row.cells):
            cells = tuple(
                replace(above, text=above.text + below.text)
                for above, below in zip(whole[-1].cells, row.cells, strict=True)
            )
            whole[-1] = replace(whole[-1], cells=cells, lines=(whole[-1].lines[0], row.lines[1]))
        else:
            whole.append(row)
    return whole


def _goes_on(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """Whether a row after a page break is the rest of the last one: its cells that go on follow unfinished ones."""
    if len(above) != len(below):
        return False
    more = [(first.text, second.text) for first, second in zip(above, below, strict=True) if second.text]
    cut = [bool(first) and not first.endswith(_FINISHED) for first, _ in more]
    return bool(cut) and (cut[0] if below[0].text else any(cut) and len(more) < len(below))


def _covering(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """The rows, with a first cell that stands over empty ones told how many rows it takes."""
    for at, row in enumerate(rows):
        home = row.path.rsplit("/", 1)[0]
        first = row.cells[0]
        height = first.rows
        if first.text and height == 1:
            while at + height < len(rows) and _is_covered(rows[at + height], home):
                height += 1
        yield replace(row, cells=(replace(first, rows=height), *row.cells[1:])) if height > first.rows else row


def _is_covered(row: TableRow, home: str) -> bool:
    return row.path.rsplit("/", 1)[0] == home and not row.cells[0].text and any(cell.text for cell in row.cells)
