"""The paragraphs and tables of one text of a Word file (its body, a header, the notes), in order."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from huice.readers.docx_numbering import Counter
from huice.readers.docx_package import W, children, is_on, value, whole
from huice.readers.docx_text import Box, Piece, Reference, is_shown, pieces, raised
from huice.readers.html_grid import EMPTY, Block, Grid, check_extent, squared, tidy
from huice.readers.source import Cell

_AROUND = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_REMOVED = ("del", "moveFrom")


class Story:
    """A text of a file as it is read through: counts its lists, and gathers the notes it refers to."""

    def __init__(self, counter: Counter, name: str) -> None:
        """A text not yet begun; `name` is the file's, for problems."""
        self._counter = counter
        self._name = name
        self.notes: list[Reference] = []

    def blocks(self, container: etree._Element, *, in_cell: bool = False) -> Iterator[Block]:
        """The lines and tables in a container; raises Problems for tables beyond bounds."""
        carried: list[Piece] = []
        for child in _content(container, W + "p", W + "tbl"):
            if child.tag == W + "tbl":
                yield from self._table(child)
                continue
            properties = child.find(W + "pPr")
            carried += pieces(child)
            mark = None if properties is None else properties.find(W + "rPr")
            if mark is not None and any(mark.find(W + name) is not None for name in _REMOVED):
                continue
            yield from self._paragraph(carried, properties, in_cell=in_cell)
            carried = []
        if carried:
            yield from self._paragraph(carried, None, in_cell=in_cell)

    def _paragraph(self, found: list[Piece], properties: etree._Element | None, *, in_cell: bool) -> Iterator[Block]:
        """A paragraph's lines, after its number; the text boxes anchored before its first word come first."""
        label = self._counter.label(properties)
        text = ""
        before: list[Box] = []
        after: list[Box] = []
        for piece in found:
            if isinstance(piece, Box):
                (after if text.strip() else before).append(piece)
            elif isinstance(piece, Reference):
                self.notes.append(piece)
                text += raised(str(len(self.notes)))
            else:
                text += piece
        for box in before:
            yield from self.blocks(box.content)
        if text.strip():
            yield label + text.strip()
        elif in_cell and label:
            yield label.strip()
        for box in after:
            yield from self.blocks(box.content)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """A table; one of a single column is a frame around its paragraphs."""
        rows = [list(_content(row, W + "tc")) for row in _content(table, W + "tr") if not _is_removed(row)]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
        else:
            yield self._grid(table)

    def _grid(self, table: etree._Element) -> Grid:
        placed: list[dict[int, Cell]] = []
        owners: dict[int, int] = {}
        for row in _content(table, W + "tr"):
            if not _is_removed(row):
                placed.append({})
                self._row(row, placed, owners)
        return squared(placed, self._name)

    def _row(self, row: etree._Element, placed: list[dict[int, Cell]], owners: dict[int, int]) -> None:
        """Place the cells of a row; `owners` gives by column the row where a cell merged downwards began."""
        at = len(placed) - 1
        column = max(0, whole(value(row.find(W + "trPr"), "gridBefore")))
        last = column
        for cell in _content(row, W + "tc"):
            properties = cell.find(W + "tcPr")
            width = max(1, whole(value(properties, "gridSpan"), 1))
            check_extent(column + width, (at + 1) * (column + width), self._name)
            placed[at].update(dict.fromkeys(range(column, column + width), EMPTY))
            down = value(properties, "vMerge")
            owner = owners.get(column)
            if value(properties, "hMerge") in {"", "continue"} and last in placed[at]:
                placed[at][last] = replace(placed[at][last], columns=placed[at][last].columns + width)
            elif down in {"", "continue"} and owner is not None:
                placed[owner][column] = replace(placed[owner][column], rows=at - owner + 1)
                last = column
            else:
                placed[at][column] = Cell(self._text(cell), columns=width)
                last = column
            if down == "restart":
                owners[column] = at
            elif down is None:
                owners.pop(column, None)
            column += width

    def _text(self, cell: etree._Element) -> str:
        """The text of a cell on one line, a table in it flattened."""
        said: list[str] = []
        for block in self.blocks(cell, in_cell=True):
            rows: list[str] = [block] if isinstance(block, str) else [_flat(row) for row in block.rows]
            said += rows
        return tidy(" ".join(said))


def _flat(row: tuple[Cell, ...]) -> str:
    return " ".join(cell.text for cell in row if cell.text)


def _is_removed(row: etree._Element) -> bool:
    properties = row.find(W + "trPr")
    return properties is not None and (is_on(properties, "hidden") or properties.find(W + "del") is not None)


def _content(container: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The elements of some kinds in a container, through content controls and tracked insertions."""
    for child in children(container):
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND and is_shown(child):
            yield from _content(child, *tags)
