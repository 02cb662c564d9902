"""Ruled tables: from the lines drawn on a page to cells, and from page to page to one table."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from huice.readers.html_grid import EMPTY, Grid, squared
from huice.readers.pdf_characters import Glyph
from huice.readers.pdf_lines import blanks_of, joined, line_of, rows_of
from huice.readers.pdf_rules import Rule
from huice.readers.source import Cell

_NEAR = 3.0
_SMALLEST = 24.0
_MOST_RULES = 3_000
_MOST_PLACES = 60_000
_MOST_HEADER = 4
_LONG = 15
_SENTENCE = tuple("。！？；.!?;")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell where it is printed: the columns it begins in and ends before, counted along the table's `edges`."""

    text: str
    first: int
    after: int
    rows: int = 1


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
        start, end = bisect_right(heights, upright.y0 - _NEAR), bisect_right(heights, upright.y1 + _NEAR)
        for across in range(start, end):
            if levels[across].x0 - _NEAR <= upright.x0 <= levels[across].x1 + _NEAR:
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
        groups[round(rule.y0 / _NEAR), round(rule.y1 / _NEAR)].append(rule)
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
            if last is not None and rule.x0 <= last.x1 + _NEAR:
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
        if group and rule.y0 - group[0].y0 > _NEAR:
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
    across = _edges([*(r.x0 for r in uprights), left, right], 2 * _NEAR)
    down = _edges([*(r.y0 for r in levels), top, bottom], 2 * _NEAR)
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
    boxes = _boxes(owners, words, rows, columns)
    heights = [r.y0 for r in levels]
    is_open = top < min(heights, default=bottom) - _NEAR, bottom > max(heights, default=top) + _NEAR
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
        for column in [_nearest(across, rule.x0)]
        for row in range(rows)
        if rule.y0 - _NEAR <= (down[row] + down[row + 1]) / 2 <= rule.y1 + _NEAR
    }
    floors = {
        (row, column)
        for rule in levels
        for row in [_nearest(down, rule.y0)]
        for column in range(columns)
        if rule.x0 - _NEAR <= (across[column] + across[column + 1]) / 2 <= rule.x1 + _NEAR
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


def _nearest(edges: list[float], value: float) -> int:
    at = bisect_right(edges, value)
    return at - 1 if at == len(edges) or (at and value - edges[at - 1] <= edges[at] - value) else at


def _boxes(
    owners: dict[tuple[int, int], tuple[int, int]],
    words: dict[tuple[int, int], list[Glyph]],
    rows: int,
    columns: int,
) -> tuple[tuple[Box, ...], ...]:
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), owner in owners.items():
        last = extent.get(owner, owner)
        extent[owner] = max(last[0], row), max(last[1], column)
    return tuple(
        tuple(
            Box(cell_text(words.get((row, at), ())), at, extent[row, at][1] + 1, extent[row, at][0] - row + 1)
            for at in range(columns)
            if owners[row, at] == (row, at)
        )
        for row in range(rows)
    )


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text in a cell, its lines put together."""
    blanks = blanks_of(glyphs)
    text = ""
    for row in rows_of(glyphs):
        line = line_of(row, [glyph for glyph in blanks if abs(glyph.base - row[0].base) < row[0].size / 2], 0)
        text = joined(text, line.text)
    return text


def continued(first: Table, second: Table) -> Table | None:
    """The table that goes on over a page, without the header printed again; None where they are two tables.

    A row that the page cut in two is put together. Its second part begins with an empty cell, as no whole row does, or
    some other cell had nothing left to say as well; or no rule closes the first part, which stops in a sentence.
    """
    both = _same_columns(first, second)
    if both is None:
        return None
    first, second = both
    body = _without_header(first, second)
    rows, pages = list(first.rows), list(first.pages)
    is_open = first.is_open_below, second.is_open_above
    if body and rows and _is_cut(rows[-1], body[0], is_open, all_begun=_all_begun([*rows, *body[1:]])):
        rest = {box.first: box.text for box in body[0]}
        rows[-1] = tuple(replace(box, text=joined(box.text, rest.get(box.first, ""))) for box in rows[-1])
        body = body[1:]
    rows += body
    pages += [second.page] * len(body)
    return replace(
        first, rows=tuple(rows), pages=tuple(pages), bottom=second.bottom, page=second.page,
        is_open_below=second.is_open_below,
    )  # fmt: skip


def _same_columns(first: Table, second: Table) -> tuple[Table, Table] | None:
    """Both parts of a table on the edges of the one that has more of them."""
    if len(first.edges) < len(second.edges):
        swapped = _same_columns(second, first)
        return swapped and (swapped[1], swapped[0])
    shift = first.edges[0] - second.edges[0]
    places = [_nearest(list(first.edges), edge + shift) for edge in second.edges]
    near = all(abs(first.edges[at] - edge - shift) < 2 * _NEAR for at, edge in zip(places, second.edges, strict=True))
    if not near or places[-1] != len(first.edges) - 1:
        return None
    rows = tuple(
        tuple(replace(box, first=places[box.first], after=places[box.after]) for box in r) for r in second.rows
    )
    return first, replace(second, rows=rows, edges=first.edges)


def _without_header(first: Table, second: Table) -> list[tuple[Box, ...]]:
    same = 0
    for one, other in zip(first.rows[:_MOST_HEADER], second.rows, strict=False):
        if not any(box.text for box in one) or [box.text for box in one] != [box.text for box in other]:
            break
        same += 1
    return list(second.rows[same:])


def _is_unfinished(text: str) -> bool:
    """Whether the text of a cell is long, and stops in the middle of a sentence."""
    return len(text) >= _LONG and not text.endswith(_SENTENCE)


def _all_begun(rows: Iterable[Sequence[Box]]) -> bool:
    """Whether every row has words in its first cell."""
    return all(row and row[0].first == 0 and row[0].text for row in rows)


def _is_cut(last: Sequence[Box], rest: Sequence[Box], is_open: tuple[bool, bool], *, all_begun: bool) -> bool:
    if not rest or not last or [box.first for box in last] != [box.first for box in rest]:
        return False
    if is_open[0] and any(_is_unfinished(before.text) and box.text for before, box in zip(last, rest, strict=True)):
        return True
    if rest[0].text or rest[0].first or not last[0].text:
        return False
    emptied = any(not box.text and before.text for before, box in zip(last[1:], rest[1:], strict=True))
    return any(is_open) or all_begun or emptied


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
