"""The headings of texts numbered as standards are: `4 服务要求`, `4.1 时限`, `4.1.1`, without a mark behind the number.

A bare number at the head of a line counts things far more often than it numbers a clause. So it is a heading only where
the whole text shows it: the numbers run from 1 on, their decimals stand below them, and no other numbers outrank them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from huice.corpus.lines import Line
from huice.corpus.numbering import BARE, CHAPTER, DECIMAL, FIRST, LONG_DECIMAL, NO_UNIT, PART, Marker, marker_of

_BARE = re.compile(rf"(\d{{1,2}})[ \u3000]+{NO_UNIT}(?=[一-鿿A-Za-z])[^。；，：:;,\t]{{1,30}}$")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.．%％])[ \u3000]*")
_OUTER = frozenset((PART, CHAPTER, FIRST))
_FEWEST = 2

Number = tuple[int, ...]


def headings(lines: Sequence[Line]) -> Mapping[int, Marker]:
    """The numbers of the headings of such a text, by the numbers of their lines; none of any other text."""
    chain = list(_chain(lines))
    if len(chain) < _FEWEST or any(_outranks(line) for line in lines):
        return {}
    found: dict[int, Marker] = {}
    below = 0
    for number, (start, end) in enumerate(_sections(chain, len(lines)), 1):
        found[lines[start].number] = Marker(BARE, number, str(number), len(str(number)))
        decimals = dict(_decimals(lines[start + 1 : end], number))
        if any(_strays(line, number) for line in lines[start + 1 : end] if line.number not in decimals):
            return {}
        below += bool(decimals)
        found |= decimals
    return found if below else {}


def _chain(lines: Sequence[Line]) -> Iterator[int]:
    """Where the numbers 1, 2, 3 … stand before what may be headings."""
    wanted = 1
    for at, line in enumerate(lines):
        number = _BARE.match(line.text)
        if number and not line.is_row and int(number[1]) == wanted:
            yield at
            wanted += 1


def _sections(chain: Sequence[int], end: int) -> Iterable[tuple[int, int]]:
    return zip(chain, [*chain[1:], end], strict=True)


def _outranks(line: Line) -> bool:
    """Whether a line is numbered in a way that decimals lie inside of."""
    marker = None if line.is_row else marker_of(line.text)
    return marker is not None and marker.kind in _OUTER


def _decimals(lines: Sequence[Line], number: int) -> Iterator[tuple[int, Marker]]:
    """The decimals below a heading that start or go on there, by the numbers of their lines."""
    last: Number = (number,)
    for line in lines:
        found = None if line.is_row else _DECIMAL.match(line.text)
        if not found:
            continue
        here = tuple(map(int, found[1].split(".")))
        if _follows(here, last):
            yield line.number, Marker(DECIMAL if len(here) == 2 else LONG_DECIMAL, here[-1], found[1], found.end(1))
            last = here


def _follows(here: Number, last: Number) -> bool:
    """Whether a number is the next one: 4.1 after 4, 4.2 after 4.1 and after 4.1.3."""
    if here[:-1] == last:
        return here[-1] == 1
    return len(here) <= len(last) and here == (*last[: len(here) - 1], last[len(here) - 1] + 1)


def _strays(line: Line, number: int) -> bool:
    """Whether a line is numbered as if below another heading: then the bare numbers are none of headings."""
    found = None if line.is_row else _DECIMAL.match(line.text)
    marker = marker_of(line.text) if found else None
    return bool(found and marker and marker.kind in {DECIMAL, LONG_DECIMAL} and int(found[1].split(".")[0]) != number)
