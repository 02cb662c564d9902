"""What is printed on every page beside the text: running headers and footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from huice.readers.pdf_lines import Line

_DASH = r"[-—–－―─_~·•.．|\s]"
_NUMBER = re.compile(rf"^{_DASH}*(\d{{1,4}}|[ivxlc]{{1,7}}){_DASH}*$", re.I)
_DASHED = re.compile(rf"^[-—–－―─~·•|]{_DASH}*\d{{1,4}}{_DASH}*[-—–－―─~·•|]$")
_SPELT = re.compile(
    rf"^{_DASH}*(?:第\s*\d+\s*页[\s，,/／]*(?:[（(]?\s*共\s*\d+\s*页\s*[）)]?)?|page\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*[/／]\s*\d+){_DASH}*$",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_SENTENCE = tuple("。；，！？：;,!?:")
_ROUNDS = 3
_SHARE = 0.5
_ALTERNATE = 0.45
_SAME_PLACE = 3.0


def furniture_of(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page, which of its lines belong to the page and not to the text, by their positions.

    `pages` are the lines of each page outside its tables, `heights` the heights of the pages in points.
    """
    dropped: list[set[int]] = [set() for _ in pages]
    for last in (False, True):
        left = [sorted(range(len(lines)), key=lambda at: lines[at].base, reverse=last) for lines in pages]
        for _ in range(_ROUNDS):
            edge = [(page, pages[page][order[0]]) for page, order in enumerate(left) if order]
            found = {page for page, _ in _of_the_page(edge, heights, last=last)}
            if not found:
                break
            for page in found:
                dropped[page].add(left[page].pop(0))
    return dropped


def _of_the_page(edge: list[tuple[int, Line]], heights: Sequence[float], *, last: bool) -> Iterator[tuple[int, Line]]:
    """Those of the outermost lines of each page that are furniture."""
    groups: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    counted: list[tuple[int, Line]] = []
    for at, line in edge:
        margin = heights[at] - line.base if last else line.base
        if _SPELT.match(line.text) or _DASHED.match(line.text):
            if margin < 0.2 * heights[at]:
                yield at, line
        elif _NUMBER.match(line.text):
            if margin < 0.15 * heights[at]:
                counted.append((at, line))
        elif margin < 0.2 * heights[at] and not line.text.endswith(_SENTENCE):
            groups[_DIGITS.sub("#", "".join(line.text.split()))].append((at, line))
    yield from _counting(counted, len(heights))
    for group in groups.values():
        yield from _repeated(group, len(heights))


def _counting(group: list[tuple[int, Line]], pages: int) -> Iterator[tuple[int, Line]]:
    """The bare numbers that count with the pages; the one number of a single page is its own."""
    steps: defaultdict[int, list[tuple[int, Line]]] = defaultdict(list)
    for at, line in group:
        digits = _DIGITS.search(line.text)
        steps[int(digits.group()) - at if digits else -1_000_000].append((at, line))
    for step, lines in steps.items():
        if len(lines) > 1 or (pages == 1 and step == 1):
            yield from lines


def _repeated(group: list[tuple[int, Line]], pages: int) -> Iterator[tuple[int, Line]]:
    """The lines that say the same at the same place of most pages, or of most pages of a part of the file."""
    places: defaultdict[int, list[tuple[int, Line]]] = defaultdict(list)
    for at, line in sorted(group, key=lambda item: item[1].base):
        near = next((place for place in places if abs(place - line.base) <= _SAME_PLACE), None)
        places[round(line.base) if near is None else near].append((at, line))
    for lines in places.values():
        lines.sort(key=lambda item: item[0])
        said = [tuple(map(int, _DIGITS.findall(line.text))) for _, line in lines]
        extent = lines[-1][0] - lines[0][0] + 1
        if not _same_or_counting([at for at, _ in lines], said):
            continue
        of_the_file = len(lines) > 1 and len(lines) >= _SHARE * pages
        of_a_part = len(lines) > 2 and len(lines) >= _ALTERNATE * extent and len(set(said)) == 1
        if of_the_file or of_a_part:
            yield from lines


def _same_or_counting(pages: list[int], said: list[tuple[int, ...]]) -> bool:
    """Whether each number in the lines is the same on all pages, or counts with them."""
    for numbers in zip(*said, strict=True):
        steps = {number - page for number, page in zip(numbers, pages, strict=True)}
        if len(set(numbers)) > 1 and len(steps) > max(1, len(pages) // 5):
            return False
    return True
