"""Ruled tables: from the lines drawn on a page to cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from huice.readers.html_grid import EMPTY, Grid, squared
from huice.readers.pdf_characters import Glyph
from huice.readers.pdf_lines import Line, blanks_of, joined, line_of, rows_of
from huice.readers.pdf_rules import Rule
from huice.readers.source import Cell

NEAR = 3.0
_SMALLEST = 24.0
_MOST_RULES = 3_000
_MOST_PLACES = 60_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell where it is printed: the columns it begins in and ends before, counted along the table's `edges`.

    `ends` are where its lines end, in points from the left of the table, and `lead` is the `lead` of the first.
    """

    text: str
    first: int
    after: int
    rows: int = 1
    ends: tuple[float, ...] = ()
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the part of it that is on a page: `edges` are the x of its columns, in points.

    `is_open_below` and `is_open_above` say that no rule closes it there.
    """

    rows: tuple[tuple[Box, ...], ...]
    edges: tuple[float, ...]
    top: float
    bottom: float
    page: int
    is_open_above: bool = False
    is_open_below: bool = False
    pages: tuple[int, ...] = ()


def tables_of(glyphs: Sequence[Glyph], rules: Sequence[Rule], page: int) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page, from top to bottom, and the characters that are in none."""
    left = list(glyphs)
    found: list[Table] = []
    for levels, uprights in _frames(rules):
        table = _table(left, levels, uprights, page)
        if table is not None:
            found.append(table[0])
            left = table[1]
    return sorted(found, key=lambda table: table.top), left


def _frames(rules: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together, level and upright ones apart; the largest frame first."""
    levels = _merged([rule for rule in rules if rule.is_level])
    uprights = [_swapped(rule) for rule in _merged([_swapped(rule) for rule in rules if not rule.is_level])]
    if not uprights or len(levels) + len(uprights) > _MOST_RULES:
        return []
    parents = list(range(len(levels) + len(uprights)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    heights = [rule.y0 for rule in levels]
    for at, upright in enumerate(uprights, len(levels)):
        start, end = bisect_right(heights, upright.y0 - NEAR), bisect_right(heights, upright.y1 + NEAR)
        for across in range(start, end):
            if levels[across].x0 - NEAR <= upright.x0 <= levels[across].x1 + NEAR:
                parents[root(across)] = root(at)
    frames: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate([*levels, *uprights]):
        frames[root(at)][at >= len(levels)].append(rule)
    whole = [frame for frame in frames.values() if frame[0] and frame[1]]
    whole.sort(key=lambda frame: max(r.x1 - r.x0 for r in frame[0]), reverse=True)
    return [*whole, *_open_frames([frame[1][0] for frame in frames.values() if not frame[0]])]


def _open_frames(uprights: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Upright rules side by side that no level rule closes: a row that is longer than its page."""
    groups: defaultdict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in uprights:
        groups[round(rule.y0 / NEAR), round(rule.y1 / NEAR)].append(rule)
    yield from (([], group) for group in groups.values() if len(group) > 2)


def _swapped(rule: Rule) -> Rule:
    return Rule(rule.y0, rule.x0, rule.y1, rule.x1)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Level rules, from top to bottom, each drawn once however many strokes it is made of."""
    found: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.y0)):
        y = sum(rule.y0 for rule in group) / len(group)
        last: Rule | None = None
        for rule in sorted(group):
            if last is not None and rule.x0 <= last.x1 + NEAR:
                last = last._replace(x1=max(last.x1, rule.x1))
            else:
                if last is not None:
                    found.append(last)
                last = Rule(rule.x0, y, rule.x1, y)
        if last is not None:
            found.append(last)
    return found


def _clusters(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.y0 - group[0].y0 > NEAR:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _table(
    glyphs: list[Glyph], levels: list[Rule], uprights: list[Rule], page: int
) -> tuple[Table, list[Glyph]] | None:
    """The table a frame draws, and the characters outside it; None for a frame that is no table."""
    top, bottom = min(r.y0 for r in uprights), max(r.y1 for r in uprights)
    left, right = min(r.x0 for r in [*levels, *uprights]), max(r.x1 for r in [*levels, *uprights])
    across = _edges([*(r.x0 for r in uprights), left, right], 2 * NEAR)
    down = _edges([*(r.y0 for r in levels), top, bottom], 2 * NEAR)
    columns, rows = len(across) - 1, len(down) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_PLACES or min(right - left, bottom - top) < _SMALLEST / 2:
        return None
    inside: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.middle
        if across[0] <= x <= across[-1] and down[0] <= y <= down[-1]:
            row, column = bisect_right(down, y) - 1, bisect_right(across, x) - 1
            inside[min(row, rows - 1), min(column, columns - 1)].append(glyph)
        else:
            outside.append(glyph)
    owners = _owners(levels, uprights, across, down)
    words: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for place, held in sorted(inside.items()):
        words[owners[place]] += held
    filled = {column for (_, column), held in words.items() if any(glyph.text.strip() for glyph in held)}
    if not filled or (len(filled) < 2 and columns < 3):
        return None
    boxes = _boxes(owners, words, rows, columns, across[0])
    heights = [r.y0 for r in levels]
    is_open = top < min(heights, default=bottom) - NEAR, bottom > max(heights, default=top) + NEAR
    made = Table(boxes, tuple(across), top, bottom, page, *is_open)
    return replace(made, pages=(page,) * len(boxes)), outside


def _edges(values: Iterable[float], apart: float) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > apart:
            found.append(value)
    return found


def _owners(
    levels: list[Rule], uprights: list[Rule], across: list[float], down: list[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For every place of the grid, the first place of the cell it belongs to: cells end only where there is a rule."""
    rows, columns = len(down) - 1, len(across) - 1
    walls = {
        (row, column)
        for rule in uprights
        for column in [nearest(across, rule.x0)]
        for row in range(rows)
        if rule.y0 - NEAR <= (down[row] + down[row + 1]) / 2 <= rule.y1 + NEAR
    }
    floors = {
        (row, column)
        for rule in levels
        for row in [nearest(down, rule.y0)]
        for column in range(columns)
        if rule.x0 - NEAR <= (across[column] + across[column + 1]) / 2 <= rule.x1 + NEAR
    }
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owners:
                continue
            wide = 1
            while column + wide < columns and (row, column + wide) not in walls and (row, column + wide) not in owners:
                wide += 1
            high = 1
            while row + high < rows and all((row + high, c) not in floors for c in range(column, column + wide)):
                high += 1
            owners.update({(r, c): (row, column) for r in range(row, row + high) for c in range(column, column + wide)})
    return owners


def nearest(edges: list[float], value: float) -> int:
    """Which of some edges, in order, a value is nearest to."""
    at = bisect_right(edges, value)
    return at - 1 if at == len(edges) or (at and value - edges[at - 1] <= edges[at] - value) else at


def _boxes(
    owners: dict[tuple[int, int], tuple[int, int]],
    words: dict[tuple[int, int], list[Glyph]],
    rows: int,
    columns: int,
    left: float,
) -> tuple[tuple[Box, ...], ...]:
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), owner in owners.items():
        last = extent.get(owner, owner)
        extent[owner] = max(last[0], row), max(last[1], column)
    return tuple(
        tuple(
            _box(words.get((row, at), ()), at, extent[row, at][1] + 1, extent[row, at][0] - row + 1, left)
            for at in range(columns)
            if owners[row, at] == (row, at)
        )
        for row in range(rows)
    )


def _box(glyphs: Sequence[Glyph], first: int, after: int, rows: int, left: float) -> Box:
    lines = list(_lines(glyphs))
    text = reduce(joined, (line.text for line in lines), "")
    lead = lines[0].lead if lines else 0.0
    return Box(text, first, after, rows, tuple(line.right - left for line in lines), lead)


def _lines(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    """The lines in a cell."""
    blanks = blanks_of(glyphs)
    for row in rows_of(glyphs):
        yield line_of(row, [glyph for glyph in blanks if abs(glyph.base - row[0].base) < row[0].size / 2], 0)


def grid_of(table: Table, name: str) -> tuple[Grid, tuple[int, ...]]:
    """A table as a grid, and the page of each of its rows."""
    placed: list[dict[int, Cell]] = []
    for row in table.rows:
        cells: dict[int, Cell] = {}
        for box in row:
            cells.update(dict.fromkeys(range(box.first, box.after), EMPTY))
            cells[box.first] = Cell(box.text, box.rows, box.after - box.first)
        placed.append(cells)
    pages = tuple(page for page, row in zip(table.pages, table.rows, strict=True) if any(box.text for box in row))
    return squared(placed, name), pages
