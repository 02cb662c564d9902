"""The order in which the lines of a page are read: from top to bottom, or column by column where there are two."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from huice.readers.pdf_characters import Glyph
from huice.readers.pdf_lines import Line, blanks_of, line_of, pieces_of, rows_of

_FEWEST = 8
_GUTTER = 1.2
_FULL = 0.7


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of some characters of a page, in reading order."""
    rows = rows_of(glyphs)
    blanks = _by_height(blanks_of(glyphs))
    gutter = _gutter(rows)
    if gutter is None:
        return [line_of(row, _near(blanks, row), page) for row in rows]
    return list(_in_columns(rows, gutter, blanks, page))


def _in_columns(
    rows: Sequence[Sequence[Glyph]], gutter: float, blanks: dict[int, list[Glyph]], page: int
) -> Iterator[Line]:
    """The lines left of a gutter, then those right of it; a line that crosses it ends what is before."""
    sides: tuple[list[Line], list[Line]] = ([], [])
    for row in rows:
        left = [glyph for glyph in row if glyph.right <= gutter]
        right = [glyph for glyph in row if glyph.left >= gutter]
        if len(left) + len(right) < len(row) or (left and right and right[0].left - left[-1].right < row[0].size):
            yield from (line for side in sides for line in side)
            sides = ([], [])
            yield line_of(row, _near(blanks, row), page)
            continue
        for side, (part, lines) in enumerate(zip((left, right), sides, strict=True), 1):
            lines += [line_of(piece, _near(blanks, piece), page, side) for piece in rows_of(part)]
    yield from (line for side in sides for line in side)


def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """The x of the gutter between two columns; None where the page is set in one."""
    parted = [(row, parts) for row in rows if len(parts := list(pieces_of(row, _GUTTER * row[0].size))) > 1]
    if len(parted) < _FEWEST:
        return None
    gaps = [(one[-1].right, other[0].left) for _, parts in parted for one, other in pairwise(parts)]
    middles = sorted({round((left + right) / 2) for left, right in gaps})
    x = float(max(middles, key=lambda at: sum(left <= at <= right for left, right in gaps)))
    both = [row for row, _ in parted if _is_parted(row, x)]
    crossing = [row for row in rows if any(glyph.left < x < glyph.right for glyph in row)]
    if len(both) < _FEWEST or len(crossing) > 0.4 * len(both):
        return None
    start, end = min(row[0].left for row in both), max(row[-1].right for row in both)
    lefts = [max(glyph.right for glyph in row if glyph.right <= x) - start for row in both]
    rights = [end - min(glyph.left for glyph in row if glyph.left >= x) for row in both]
    reach = [max(glyph.right for glyph in row) - x for row in both]
    if median(lefts) < _FULL * (x - start) or min(median(rights), median(reach)) < _FULL * (end - x):
        return None
    return x if min(x - start, end - x) > 0.3 * (end - start) else None


def _is_parted(row: Sequence[Glyph], x: float) -> bool:
    left = [glyph.right for glyph in row if glyph.right <= x]
    right = [glyph.left for glyph in row if glyph.left >= x]
    return bool(left and right) and len(left) + len(right) == len(row) and min(right) - max(left) > row[0].size


def _by_height(blanks: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    found: dict[int, list[Glyph]] = {}
    for glyph in blanks:
        found.setdefault(round(glyph.base), []).append(glyph)
    return found


def _near(blanks: dict[int, list[Glyph]], row: Sequence[Glyph]) -> list[Glyph]:
    """The spaces on the height of a row."""
    heights = {round(glyph.base) + step for glyph in row for step in (-1, 0, 1)}
    return [glyph for height in heights for glyph in blanks.get(height, ())]
