"""Tables that go on over a page: which parts are one table, and which of its rows the page cut in two."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from huice.readers.pdf_lines import joined
from huice.readers.pdf_paragraphs import MARKER
from huice.readers.pdf_tables import NEAR, Box, Table, nearest

_MOST_HEADER = 4
_NUMBERED = re.compile(rf"\d{{1,4}}$|{MARKER.pattern}")
_LONG = 15
_SENTENCE = tuple("。！？；.!?;")
_FULL = 0.75
"""That share of the lines that another follows end before the edge of their column at the latest: few marks hang over."""
_SLACK = 1.1
_WRAPPED, _ENOUGH = 3, 2
_RECENT = 60
"""So many rows show how wide the columns are: a table may be thousands of rows long."""

Limits = dict[tuple[int, int], float]
"""Where the lines of the cells of a column end that are full, in points from the left of the table."""


def continued(first: Table, second: Table) -> Table | None:
    """The table that goes on over a page, without the header printed again; None where they are two tables.

    A row that the page cut in two is put together: see `_is_cut`.
    """
    both = _same_columns(first, second)
    if both is None:
        return None
    first, second = both
    body = _without_header(first, second)
    rows, pages = list(first.rows), list(first.pages)
    is_open = first.is_open_below, second.is_open_above
    if body and rows and _is_cut(rows, body, is_open):
        rows[-1] = tuple(_whole(box, rest) for box, rest in zip(rows[-1], body[0], strict=True))
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
    places = [nearest(list(first.edges), edge + shift) for edge in second.edges]
    near = all(abs(first.edges[at] - edge - shift) < 2 * NEAR for at, edge in zip(places, second.edges, strict=True))
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


def _whole(box: Box, rest: Box) -> Box:
    """A cell with the rest of it from the next page."""
    return replace(box, text=joined(box.text, rest.text), ends=box.ends + rest.ends)


def _is_cut(rows: Sequence[Sequence[Box]], body: Sequence[Sequence[Box]], is_open: tuple[bool, bool]) -> bool:
    """Whether a page cut the last of some rows in two, and the first row of the next page is the rest of it.

    It did not where both begin with a number. It did where no rule closes the first part, which stops in a sentence.
    Where one does, a page still cuts between lines: there is no room left in a cell that goes on. Then the second part
    begins with an empty cell, as no whole row does, and some other cell has nothing left to say; or what stops, stops
    in sentences and in full lines only.
    """
    last, rest = rows[-1], body[0]
    if not rest or not last or [box.first for box in last] != [box.first for box in rest]:
        return False
    if _NUMBERED.match(last[0].text) and _NUMBERED.match(rest[0].text):
        return False
    going = [(before, box) for before, box in zip(last, rest, strict=True) if box.text]
    if is_open[0] and any(_is_unfinished(before.text) for before, _ in going):
        return True
    limits = _limits([*rows[-_RECENT:], *body])
    if any(_stops_short(before, box, limits) for before, box in going):
        return False
    if _runs_on(going, limits):
        return True
    if rest[0].first or not last[0].text:
        return False
    emptied = any(not box.text and before.text for before, box in zip(last[1:], rest[1:], strict=True))
    return not rest[0].text and (any(is_open) or emptied or _all_begun([*rows, *body[1:]]))


def _is_unfinished(text: str) -> bool:
    """Whether the text of a cell is long, and stops in the middle of a sentence."""
    return len(text) >= _LONG and not text.endswith(_SENTENCE)


def _all_begun(rows: Iterable[Sequence[Box]]) -> bool:
    """Whether every row has words in its first cell."""
    return all(row and row[0].first == 0 and row[0].text for row in rows)


def _limits(rows: Iterable[Sequence[Box]]) -> Limits:
    """For each column with cells of several lines, where lines end that the next one follows for want of room."""
    ends: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for row in rows:
        for box in row:
            ends[box.first, box.after] += box.ends[:-1]
    return {place: sorted(found)[int(_FULL * len(found))] for place, found in ends.items() if found}


def _room(box: Box, rest: Box, limits: Limits) -> float | None:
    """What room is left in the last line of a cell once what follows stands there too; None where that is unknown."""
    limit = limits.get((box.first, box.after))
    return None if limit is None or not box.ends else limit - box.ends[-1] - _SLACK * rest.lead


def _stops_short(box: Box, rest: Box, limits: Limits) -> bool:
    """Whether a cell of running text stops in a sentence with room left in its line: somebody, but no page, cut it."""
    room = _room(box, rest, limits)
    if room is None or room <= 0 or len(box.ends) < 2 or MARKER.match(rest.text):
        return False
    return _is_unfinished(box.text) and min(box.ends[:-1]) > box.ends[-1] + room


def _runs_on(going: Sequence[tuple[Box, Box]], limits: Limits) -> bool:
    """Whether all that goes on does so in a sentence and after a full line: in two cells of several lines or more.

    One is enough where the row begins with a number and what follows does not.
    """
    begun = bool(going) and not going[0][0].first and bool(MARKER.match(going[0][0].text))
    for box, rest in going:
        room = _room(box, rest, limits)
        if room is None or room > 0 or box.text.endswith(_SENTENCE) or MARKER.match(rest.text):
            return False
    wrapped = sum(len(box.ends) + len(rest.ends) >= _WRAPPED for box, rest in going)
    return begun or wrapped >= _ENOUGH
