"""The table of contents of a compendium."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huice.corpus.lines import Line, squeeze

_HEADING = re.compile(r"目录|目次|CONTENTS", re.IGNORECASE)
_PAGE = re.compile(r"[（(]?\d{1,4}[）)]?$")
_DOTS = "…·•.．-_\t "
_LEADER = re.compile(r"…|\t|[·•]{2}|[.．]{3}|-{3}|_{3}")
_ITEM = re.compile(r"\s*(\d{1,3})\s*[.．、]\s*(?!\d)")
_FEWEST = 3
_LONGEST = 6
"""An entry runs over at most so many lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: the title as printed and the line it begins on."""

    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents and the numbers of its first and last line."""

    entries: tuple[Entry, ...]
    first: int
    last: int


def contents_of(lines: Sequence[Line]) -> Contents | None:
    """The table of contents, or None where there is none.

    With page numbers each entry runs up to its dots and page; without, under a heading 目录, each opens with its number.
    """
    start = next((at for at, line in enumerate(lines) if _HEADING.fullmatch(squeeze(line.text))), None)
    paged = [at for at, line in enumerate(lines) if _unpaged(line.text) is not None]
    if start is None and len(paged) < _FEWEST:
        return None
    return _paged(lines, paged, start) if paged else _bare(lines, start or 0)


def _paged(lines: Sequence[Line], paged: Sequence[int], start: int | None) -> Contents | None:
    entries: list[Entry] = []
    top = paged[0] if start is None else start
    begin = top if start is None else start + 1
    end = begin
    for at in paged:
        if at < begin:
            continue
        if at - end >= _LONGEST:
            break
        block = _since_number(lines[end : at + 1])
        title = " ".join(line.text for line in block[:-1]) + " " + (_unpaged(block[-1].text) or "")
        entries.append(Entry(_ITEM.sub("", title, count=1).strip(), block[0].number))
        end = at + 1
    return Contents(tuple(entries), lines[top].number, lines[end - 1].number) if entries else None


def _unpaged(line: str) -> str | None:
    """A line without the dots and the page number it ends in; None where it has none."""
    page = _PAGE.search(line)
    if not page:
        return None
    before = line[: page.start()]
    title = before.rstrip(_DOTS)
    return title if title and _LEADER.search(before, len(title)) else None


def _since_number(block: Sequence[Line]) -> Sequence[Line]:
    """An entry without a label of its section printed above it."""
    return next((block[at:] for at, line in enumerate(block) if at and _ITEM.match(line.text)), block)


def _bare(lines: Sequence[Line], start: int) -> Contents | None:
    entries: list[Entry] = []
    last = start
    for at in range(start + 1, len(lines)):
        found = _ITEM.match(lines[at].text)
        if not found or int(found.group(1)) != len(entries) + 1:
            break
        entries.append(Entry(lines[at].text[found.end() :], lines[at].number))
        last = at
    return Contents(tuple(entries), lines[start].number, lines[last].number) if entries else None
