"""Tables of any format as rows of cells on a grid, and lines and grids put together to a source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huice.problems import Problems
from huice.readers.source import Cell, Source

MOST_COLUMNS = 1_000
MOST_CELLS = 500_000
"""How many columns a table may have, and how many places its grid: beyond it, it is no table made for people."""

EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows with one cell for every column; those that a merged cell covers are empty."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


Block = str | Grid
"""A line of text or a table."""


def tidy(text: str) -> str:
    """The text of a cell on one line: white space between words is a single space."""
    return " ".join(text.split())


def grid_of(rows: Sequence[Sequence[Cell]], name: str) -> Grid:
    """The grid of rows that name only their own cells, as HTML does: a cell that spans rows takes its place in them.

    Raises Problems for more columns or places than any real table has.
    """
    placed: list[dict[int, Cell]] = [{} for _ in rows]
    covered = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in placed[at]:
                column += 1
            height, width = min(cell.rows, len(rows) - at), cell.columns
            covered += height * width
            check_extent(column + width, covered, name)
            for below in range(at, at + height):
                placed[below].update(dict.fromkeys(range(column, column + width), EMPTY))
            placed[at][column] = replace(cell, rows=height)
            column += width
    return squared(placed, name)


def squared(placed: Sequence[dict[int, Cell]], name: str) -> Grid:
    """The grid of cells by column, its rows all as long. A covered place holds `EMPTY` itself.

    Rows without a word are left out, and columns in which no cell begins: they are there for the eye only.
    Raises Problems as above.
    """
    width = max((max(row) + 1 for row in placed if row), default=0)
    check_extent(width, width * len(placed), name)
    begun = {column for row in placed for column, cell in row.items() if cell is not EMPTY}
    columns = sorted(begun)
    kept = [any(cell.text for cell in row.values()) for row in placed]
    return Grid(
        tuple(
            tuple(_lowered(_narrowed(row.get(column, EMPTY), column, begun), kept, at) for column in columns)
            for at, row in enumerate(placed)
            if kept[at]
        )
    )


def _lowered(cell: Cell, kept: list[bool], at: int) -> Cell:
    """A cell without those of its rows that are left out."""
    return replace(cell, rows=max(1, sum(kept[at : at + cell.rows]))) if cell.rows > 1 else cell


def _narrowed(cell: Cell, at: int, begun: set[int]) -> Cell:
    """A cell without those of its columns that are left out."""
    if cell.columns == 1:
        return cell
    return replace(cell, columns=sum(column in begun for column in range(at, at + cell.columns)))


def check_extent(columns: int, places: int, name: str) -> None:
    """Refuse a table beyond the bounds; raises Problems."""
    if columns > MOST_COLUMNS:
        raise Problems.one(f"表格超过 {MOST_COLUMNS} 列", "请检查文件是否正常", file=name)
    if places > MOST_CELLS:
        raise Problems.one(f"表格超过 {MOST_CELLS} 格", "请检查文件是否正常", file=name)


def source_of(form: str, blocks: Iterable[Block], name: str, furniture: Iterable[str] = ()) -> Source:
    """The source of some lines and tables, in their order; raises Problems where there is no word in them."""
    lines: list[str] = []
    cells: dict[int, tuple[Cell, ...]] = {}
    for block in blocks:
        if isinstance(block, str):
            lines.extend(filter(None, (line.strip() for line in block.split("\n"))))
            continue
        merged = any(cell.rows > 1 or cell.columns > 1 for row in block.rows for cell in row)
        for row in block.rows:
            lines.append("\t".join(cell.text for cell in row))
            if merged:
                cells[len(lines)] = row
    if not lines:
        raise Problems.one("文件里没有文字", "如果内容是图片或扫描件，请先识别成文字再导入", file=name)
    return Source(form, "\n".join(lines) + "\n", cells=cells, furniture=tuple(furniture))
