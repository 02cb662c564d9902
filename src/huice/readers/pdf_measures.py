"""What a file's lines say of its layout: margins, leading, and how it shows where a paragraph begins."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from huice.readers.pdf_lines import MARKS, Line

_SAME_SIZE = 0.08
_INDENT = 0.6
_DEEP = 4.5
_EXTRA = 0.3
_SPACE = 0.25
_JUSTIFIED = 0.93
"""Full squares alone bring that many lines to one edge nearly; with Latin words among them only setting can."""
_OWN_EDGE = 4
_HANGING = 0.3
"""Fewer lines than this share of those at the right margin end beyond it: with a mark that hangs over."""
_OWN_LEADING = 5
_FEWEST_PAGES, _NEAR_PAGES = 3, 4


class Margins(NamedTuple):
    """Where the lines of a column begin and end, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a file: its margins by page and column, leadings by size (and by page), and its habits.

    `floors` are where the pages near a page end, by baseline, that end with a full line. `is_spaced` says that
    paragraphs stand apart from each other; `indent` is how far the first line of a paragraph is set in, in ems,
    `hanging` how far its other lines are; 0 where they are not.
    """

    size: float
    margins: dict[tuple[int, int], Margins]
    leadings: dict[int, float]
    page_leadings: dict[tuple[int, int], float]
    floors: dict[int, float]
    is_justified: bool
    is_spaced: bool
    indent: float
    hanging: float = 0.0

    def of(self, line: Line) -> Margins:
        """The margins of the column a line stands in."""
        return self.margins[line.page, line.column]

    def indentation(self, line: Line) -> float:
        """How far a line is set in, in ems."""
        return (line.left - self.of(line).left) / line.size

    def is_full(self, line: Line, after: Line) -> bool:
        """Whether a line ends because there was no room for what begins the line after it."""
        margins = self.of(line)
        room = margins.right - line.right
        if not self.is_body(line):
            room = margins.right - margins.left - (line.right - line.left)
        elif self.is_centred(line):
            room *= 2
        elif self.is_justified:
            return room < _INDENT * line.size
        return room + 0.02 * line.size < after.lead + (_SPACE * line.size if after.text[:1].isascii() else 0)

    def is_body(self, line: Line) -> bool:
        """Whether a line has the size of most of the text."""
        return abs(line.size - self.size) <= _SAME_SIZE * self.size

    def is_centred(self, line: Line) -> bool:
        """Whether a line stands in the middle of its column, with room on both sides; not where paragraphs begin."""
        margins = self.of(line)
        left, right = line.left - margins.left, margins.right - line.right
        if self.indent and abs(left / line.size - self.indent) < 0.4:
            return False
        return min(left, right) > 0 and abs(left - right) < 0.5 * line.size

    def leading(self, line: Line) -> float | None:
        """From baseline to baseline within a paragraph of this size on this page, where that is known."""
        size = round(line.size)
        return self.page_leadings.get((line.page, size), self.leadings.get(size))

    def room_below(self, line: Line) -> float:
        """How many lines more there is room for below the last line of a page, as the pages near it show; 0 if unknown."""
        leading, floor = self.leading(line), self.floors.get(line.page)
        return (floor - line.base) / leading if leading and floor is not None else 0.0


def stands_apart(line: Line, after: Line, layout: Layout) -> bool:
    """Whether there is more room between two lines than a paragraph has between its own."""
    if (line.page, line.column) != (after.page, after.column):
        return False
    leading = layout.leading(line)
    gap = after.base - line.base
    return gap > (1.8 * line.size + 6 if leading is None else leading + _EXTRA * line.size)


def same_size(one: Line, other: Line) -> bool:
    """Whether two lines are set in the same size."""
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def measured(lines: Sequence[Line], widths: Sequence[float]) -> Layout:
    """The layout that these lines, in reading order, are set in; `widths` are those of the pages, in points."""
    size = _body_size(lines)
    margins = _margins(lines, size, widths)
    layout = Layout(size, margins, {}, {}, {}, is_justified=False, is_spaced=False, indent=0.0)
    pairs = list(pairwise(lines))
    body = [(a, b) for a, b in pairs if layout.is_body(a) and layout.is_body(b)]
    rooms = [layout.of(a).right - a.right for a, b in body if abs(layout.indentation(b)) < _INDENT]
    near = [room for room in rooms if room < 3 * size]
    edge = sum(abs(room) < 0.3 * size for room in near)
    layout = replace(layout, is_justified=len(near) >= 8 and edge >= _JUSTIFIED * len(near))
    leadings, page_leadings = _leadings(lines, layout)
    layout = replace(layout, leadings=leadings, page_leadings=page_leadings, floors=_floors(body, layout))
    layout = replace(layout, indent=_indent(body, layout))
    return replace(layout, is_spaced=_is_spaced(body, layout), hanging=_hanging(body, layout))


def _body_size(lines: Iterable[Line]) -> float:
    lengths: Counter[float] = Counter()
    for line in lines:
        lengths[round(line.size, 1)] += len(line.text)
    return lengths.most_common(1)[0][0] if lengths else 10.0


def _margins(lines: Sequence[Line], size: float, widths: Sequence[float]) -> dict[tuple[int, int], Margins]:
    """The margins of every page and column: its own where enough lines show them, else those of the pages like it."""
    pages: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    alike: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page, line.column].append(line)
        alike[line.page % 2, line.column].append(line)
    common = {
        key: _certain(_common(_body(group, size), size), group, size, widths[group[0].page - 1])
        for key, group in alike.items()
    }
    found: dict[tuple[int, int], Margins] = {}
    for (page, column), group in pages.items():
        usual = common[page % 2, column]
        found[page, column] = _own(_body(group, size), usual, size)
    return found


def _body(lines: list[Line], size: float) -> list[Line]:
    return [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or lines


def _common(lines: list[Line], size: float) -> Margins:
    fewest = max(2, len(lines) // 25)
    left = _edge([line.left for line in lines], fewest, size)
    rights = [-line.right for line in _unhung(_long(lines))]
    return Margins(left, -_edge(rights, max(2, round(_HANGING * _most_alike(rights, size))), size))


def _certain(margins: Margins, lines: list[Line], size: float, width: float) -> Margins:
    """The margins, as far from both sides of the paper where too few lines reach the right one."""
    reaching = sum(abs(line.right - margins.right) < 0.3 * size for line in lines)
    far = width - margins.left
    if reaching >= 3 and margins.right - margins.left > 0.5 * width:
        return margins
    if lines[0].column or margins.right > far - 2.5 * size:
        return margins
    return margins._replace(right=far)


def _own(lines: list[Line], usual: Margins, size: float) -> Margins:
    """The margins that a page shows by itself, where it does not keep to the usual ones."""
    if len(lines) < 2 * _OWN_EDGE or _keeping(lines, usual, size) >= _OWN_EDGE:
        return usual
    margins = _common(lines, size)
    wide = margins.right - margins.left > 0.6 * (usual.right - usual.left)
    return margins if wide and _keeping(lines, margins, size) >= max(_OWN_EDGE, 0.3 * len(lines)) else usual


def _keeping(lines: list[Line], margins: Margins, size: float) -> int:
    """How many lines stand at each of the margins, at the one where they are fewer."""
    rights = sum(abs(line.right - margins.right) < 0.3 * size for line in lines)
    lefts = sum(abs(line.left - margins.left) < 0.3 * size for line in lines)
    return min(lefts, rights)


def _long(lines: list[Line]) -> list[Line]:
    longest = max(line.right - line.left for line in lines)
    return [line for line in lines if line.right - line.left > 0.7 * longest] or lines


def _unhung(lines: list[Line]) -> list[Line]:
    """Those of the lines that end with a word: a mark may hang over the margin."""
    return [line for line in lines if not line.text.endswith(MARKS)] or lines


def _most_alike(values: list[float], size: float) -> int:
    """How many of some values are next to each other."""
    values = sorted(values)
    return max(bisect_right(values, value + 0.3 * size) - at for at, value in enumerate(values))


def _edge(values: list[float], fewest: int, size: float) -> float:
    """The smallest value that enough of the others agree with."""
    values = sorted(values)
    need = min(fewest, len(values))
    for at in range(len(values) - need + 1):
        near = values[at : at + need]
        if near[-1] - near[0] <= 0.3 * size:
            close = [value for value in values[at:] if value - values[at] <= 0.3 * size]
            return median(close)
    return values[0]


def _leadings(lines: Sequence[Line], layout: Layout) -> tuple[dict[int, float], dict[tuple[int, int], float]]:
    gaps: defaultdict[int, Counter[float]] = defaultdict(Counter)
    on_page: defaultdict[tuple[int, int], Counter[float]] = defaultdict(Counter)
    for a, b in pairwise(lines):
        gap = round((b.base - a.base) * 2) / 2
        if (a.page, a.column) != (b.page, b.column) or gap <= 0 or not same_size(a, b):
            continue
        if layout.is_full(a, b) and layout.indentation(b) < _INDENT:
            gaps[round(a.size)][gap] += 1
            on_page[a.page, round(a.size)][gap] += 1
    usual = {size: counter.most_common(1)[0][0] for size, counter in gaps.items()}
    own = {key: counter.most_common(1)[0][0] for key, counter in on_page.items() if counter.total() >= _OWN_LEADING}
    return usual, own


def _floors(body: Sequence[tuple[Line, Line]], layout: Layout) -> dict[int, float]:
    """For each page that ends with a full line, where most pages near it do that end so.

    Parts of a file may have margins and paper of their own, so that only the pages near one and as wide tell of it.
    """
    ends = [a for a, b in body if a.page != b.page and not a.column and layout.is_full(a, b)]
    found: dict[int, float] = {}
    for at, line in enumerate(ends):
        right = layout.of(line).right
        near = ends[max(0, at - _NEAR_PAGES) : at + _NEAR_PAGES + 1]
        bases = [one.base for one in near if abs(layout.of(one).right - right) < line.size]
        if len(bases) >= _FEWEST_PAGES:
            found[line.page] = median(bases)
    return found


def _indent(body: Sequence[tuple[Line, Line]], layout: Layout) -> float:
    """How far paragraphs that surely begin, and go on for more than a line, are set in."""
    starts = [
        layout.indentation(b)
        for (a, b), (_, c) in pairwise(body)
        if not layout.is_full(a, b) and layout.is_full(b, c) and layout.indentation(b) < _DEEP
    ]
    indented = [indent for indent in starts if indent >= _INDENT]
    return median(indented) if indented and len(indented) >= 0.5 * len(starts) else 0.0


def _is_spaced(body: Sequence[tuple[Line, Line]], layout: Layout) -> bool:
    """Whether the paragraphs that surely begin on the page of the one before stand apart from it."""
    starts = [(a, b) for a, b in body if a.page == b.page and a.column == b.column and not layout.is_full(a, b)]
    apart = sum(stands_apart(a, b, layout) for a, b in starts)
    return len(starts) >= 3 and apart >= 0.6 * len(starts)


def _hanging(body: Sequence[tuple[Line, Line]], layout: Layout) -> float:
    """How far the lines after the first are set in, where the first lines of paragraphs are not."""
    after = [layout.indentation(b) for a, b in body if layout.is_full(a, b) and layout.indentation(a) < _INDENT]
    indented = [indent for indent in after if _INDENT <= indent < _DEEP]
    return median(indented) if len(indented) >= 5 and len(indented) > 0.7 * len(after) else 0.0
