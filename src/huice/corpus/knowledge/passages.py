"""What a clause says, made easy to read by patterns, with the way back to its own words."""

import re
from dataclasses import dataclass

from huice.corpus.model import Clause
from huice.dates import pieces

_FOLDED = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans(
    "(),:;?!　\xa0\u2009\u2002\u2003〇⁃‐‑−–", "（），：；？！     零-----"
)
_FOLDED |= {ord(mark): ord(mark) for mark in "（），：；？！"}
_BLANK = re.compile(r"(?<![A-Za-z0-9]) +| +(?![A-Za-z0-9 ])")
_THOUSAND = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)?》")
MASK = "※"
"""Stands for each character of a title in `Passage.masked`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as patterns read it.

    `said` is the clause's own `Clause.said`. `plain` is the same without the blanks that printing puts between words and
    figures, in one width (digits and letters half, brackets and punctuation full), its days in Arabic numerals; line feeds and tabs stay. `masked`
    is `plain` with titles in 《》 blotted out. `places` tells for each character of `plain` where it stands in `said`.
    """

    clause: str
    said: str
    plain: str
    masked: str
    places: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A part of `plain` (not empty) as a part of `said`."""
        return self.places[start], self.places[end - 1] + 1


def passage_of(clause: Clause) -> Passage:
    """The passage of a clause's own heading and text."""
    said = clause.said
    folded = _THOUSAND.sub(",", said.translate(_FOLDED))
    blanks = [found.span() for found in _BLANK.finditer(folded)]
    places: tuple[int, ...] | range = range(len(folded))
    plain = folded
    if blanks:
        starts = [0, *(end for _, end in blanks)]
        ends = [*(start for start, _ in blanks), len(folded)]
        kept = list(zip(starts, ends, strict=True))
        plain = "".join(folded[start:end] for start, end in kept)
        places = tuple(place for start, end in kept for place in range(start, end))
    plain, places = _with_days(plain, places)
    masked = _TITLE.sub(lambda found: MASK * len(found.group()), plain) if "《" in plain else plain
    return Passage(clause.path, said, plain, masked, places)


def _with_days(plain: str, places: tuple[int, ...] | range) -> tuple[str, tuple[int, ...] | range]:
    """The text with its days in Arabic numerals, and where each character of it stands: the last at the end of its part.

    Titles stay as they are.
    """
    said, at = "", 0
    stand: list[int] = []
    titles = [found.span() for found in _TITLE.finditer(plain)] if "《" in plain else []
    for start, end, reads in pieces(plain):
        if any(first < start < last for first, last in titles):
            continue
        inside = [min(start + step, end - 1) for step in range(len(reads) - 1)]
        said += plain[at:start] + reads
        stand += [*places[at:start], *(places[here] for here in inside), places[end - 1]]
        at = end
    return (said + plain[at:], (*stand, *places[at:])) if at else (plain, places)


def sentence_around(text: str, start: int, end: int, stops: str = "。；\n\t") -> tuple[int, int]:
    """The first and the one after the last character of the sentence that a part of a text stands in."""
    first = max(text.rfind(stop, 0, start) for stop in stops) + 1
    last = min((at for stop in stops if (at := text.find(stop, end)) >= 0), default=len(text))
    return first, last
