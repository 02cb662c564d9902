"""PDF files with a text layer: lines put together to paragraphs, ruled tables to rows, what runs on every page left out."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from huice.problems import Problems
from huice.readers.pdf_characters import pages_of
from huice.readers.pdf_columns import lines_of
from huice.readers.pdf_continued import continued
from huice.readers.pdf_furniture import furniture_of
from huice.readers.pdf_lines import Line
from huice.readers.pdf_measures import measured
from huice.readers.pdf_paragraphs import paragraphs_of, titles_of
from huice.readers.pdf_tables import Table, grid_of, tables_of
from huice.readers.source import Cell, Source

_SCANNED = "PDF 是扫描件，没有文字层"
_RECOGNISE = "请先做文字识别（OCR）再导入，或换用 Word、网页版本"
_FEWEST = 10
_BROKEN = 0.5

Item = Line | Table


def read(data: bytes, name: str) -> Source:
    """A PDF file: its paragraphs and tables in reading order, with the page each began on.

    Raises Problems where it is damaged, needs a password, is beyond bounds or has no text that could be read.
    """
    pages: list[list[Item]] = []
    extents: list[tuple[float, float]] = []
    asides: list[str] = []
    total = broken = images = 0
    for page in pages_of(data, name):
        tables, outside = tables_of(page.glyphs, page.rules, page.number)
        pages.append(_ordered(lines_of(outside, page.number), tables))
        extents.append((page.width, page.height))
        asides += page.asides
        total += sum(not glyph.text.isspace() for glyph in page.glyphs)
        broken += page.broken
        images += page.has_image
    if broken > _BROKEN * max(total, broken):
        raise Problems.one("PDF 的文字层是乱码（字体没有对应的文字）", _RECOGNISE, file=name)
    if not total or (images and total < _FEWEST * len(pages)):
        raise Problems.one(_SCANNED, _RECOGNISE, file=name)
    body, furniture = _without_furniture(pages, [height for _, height in extents])
    return _source(body, [width for width, _ in extents], tuple(dict.fromkeys([*furniture, *asides])), name)


def _ordered(lines: Sequence[Line], tables: Sequence[Table]) -> list[Item]:
    """The lines of a page with its tables where they stand among them."""
    found: list[Item] = []
    left = list(tables)
    for line in lines:
        while left and left[0].top < line.base and line.column < 2:
            found.append(left.pop(0))
        found.append(line)
    return [*found, *left]


def _without_furniture(pages: Sequence[Sequence[Item]], heights: Sequence[float]) -> tuple[list[Item], list[str]]:
    """What belongs to the text, all pages one after the other, and the lines that belong to the pages."""
    lines = [[item for item in items if isinstance(item, Line)] for items in pages]
    body: list[Item] = []
    furniture: list[str] = []
    for items, own, out in zip(pages, lines, furniture_of(lines, heights), strict=True):
        dropped = [own[at] for at in sorted(out)]
        furniture += [line.text for line in dropped]
        body += [item for item in items if not any(item is line for line in dropped)]
    return body, furniture


def _source(body: Sequence[Item], widths: Sequence[float], furniture: tuple[str, ...], name: str) -> Source:
    lines = [item for item in body if isinstance(item, Line)]
    layout = measured(lines, widths)
    titles = titles_of(lines, layout)
    text: list[str] = []
    pages: list[int] = []
    cells: dict[int, tuple[Cell, ...]] = {}
    for is_table, group in groupby(body, key=lambda item: isinstance(item, Table)):
        if not is_table:
            for paragraph in paragraphs_of([item for item in group if isinstance(item, Line)], layout, titles):
                text.append(paragraph.text)
                pages.append(paragraph.page)
            continue
        for table in _whole([item for item in group if isinstance(item, Table)]):
            grid, begun = grid_of(table, name)
            merged = any(cell.rows > 1 or cell.columns > 1 for row in grid.rows for cell in row)
            for row, page in zip(grid.rows, begun, strict=True):
                text.append("\t".join(cell.text for cell in row))
                pages.append(page)
                if merged:
                    cells[len(text)] = row
    if not text:
        raise Problems.one(_SCANNED, _RECOGNISE, file=name)
    return Source("pdf", "\n".join(text) + "\n", pages=tuple(pages), cells=cells, furniture=furniture)


def _whole(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables with those that go on over a page put together."""
    last: Table | None = None
    for table in tables:
        both = continued(last, table) if last is not None and table.page == last.page + 1 else None
        if last is not None and both is None:
            yield last
        last = both or table
    if last is not None:
        yield last
