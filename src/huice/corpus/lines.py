"""Source lines, cleaned of stray markup, and where a page break cut a paragraph in two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

_EMPHASIS = re.compile(r"\*\*")
_BULLET = re.compile(r"^[-*•]\s+(?=\S)")
_PAGE = re.compile(r"[—–―─-]{1,2}\s*\d{1,4}\s*[—–―─-]{1,2}|第\s*\d{1,4}\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?")
"""The number of a page, printed as such: — 3 —, 第3页 共10页."""
_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_TAG = re.compile(
    r"</?(?:p|br|div|span|ol|ul|li|b|i|u|em|strong|font|table|tbody|tr|td|th)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BREAK = re.compile(r"\r\n|\n|\r")

_ENDINGS = tuple("。！？；：…”』」）)〕】》!?;:")
_NARROWEST, _RAGGED = 14, 2
_FEWEST_FULL, _MOSTLY_FULL, _LINES_A_SENTENCE = 5, 0.7, 6
_LONGEST_HEADING = 33
"""A numbered line longer than this, without a full stop, is a broken sentence: a printed line has 33 to 38 characters."""
SHORT = 25
"""An unnumbered line no longer than this may stand alone without a full stop (a signature, a slogan, a date)."""


Columns = tuple[int, int]
"""First character and the one after the last, from 0, of a source line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number in the file (from 1) and its text without stray markup.

    `pieces` are the columns of the source line that, one after the other, are its text.
    """

    number: int
    text: str
    pieces: tuple[Columns, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table: cells apart by tabs."""
        return "\t" in self.text

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """Its pieces: first column, the one after the last, the text between."""
        at = 0
        for start, end in self.pieces:
            yield start, end, self.text[at : at + end - start]
            at += end - start


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the lines it was printed on."""

    text: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, line: Line) -> "Paragraph":
        """A paragraph of one line."""
        return cls(line.text, (line,))

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.lines[-1].number

    def joined(self, other: "Paragraph", between: str = "") -> "Paragraph":
        """The paragraph with its continuation after a page break."""
        return Paragraph(self.text + between + other.text, self.lines + other.lines)


def split_lines(text: str) -> list[str]:
    """The lines of a text as printed, blank ones too, without their ends."""
    return _BREAK.split(text)


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    cleaned = ((number, raw, pieces(raw)) for number, raw in enumerate(split_lines(text), 1))
    return tuple(
        Line(number, "".join(raw[start:end] for start, end in found), found) for number, raw, found in cleaned if found
    )


def marks(text: str) -> Iterator[tuple[int, int, int]]:
    """The stray markup of a text: line, first column and the one after the last, without white space."""
    for number, raw in enumerate(split_lines(text), 1):
        if "**" in raw or "<" in raw or _PAGE.fullmatch(raw.strip()) or _BULLET.match(raw.strip()) or "\ufeff" in raw:
            kept = {at for start, end in pieces(raw) for at in range(start, end)}
            yield from ((number, at, at + 1) for at, c in enumerate(raw) if at not in kept and not c.isspace())


def pieces(raw: str) -> tuple[Columns, ...]:
    """The columns of a line without the marks an earlier converter left: `**`, a leading `- `, tags of HTML, `<` and `>`
    around a link.

    The tabs of a row stay, also those of its empty cells at both ends; a single one in front is an indentation.
    """
    cuts = [match.span() for match in _EMPHASIS.finditer(raw)] if "**" in raw else []
    if "<" in raw:
        cuts += [tag.span() for tag in _TAG.finditer(raw)]
        cuts += [
            end
            for link in _LINK.finditer(raw)
            for end in ((link.start(), link.start() + 1), (link.end() - 1, link.end()))
        ]
    if _PAGE.fullmatch(raw.strip()):
        return ()
    kept = _without(cuts, len(raw))
    line = "".join(raw[start:end] for start, end in kept)
    row = line.strip(" \u3000\f\v\ufeff")
    if "\t" in row[1:] and row.strip():
        return _within(kept, len(line) - len(line.lstrip(" \u3000\f\v\ufeff")), len(row))
    bare = line.strip().strip("\ufeff").strip()
    lead = line.find(bare) if bare else 0
    bullet = _BULLET.match(bare)
    return _within(kept, lead + (bullet.end() if bullet else 0), len(bare) - (bullet.end() if bullet else 0))


def _without(cuts: list[Columns], end: int) -> list[Columns]:
    """What is left of a line when some of its columns are cut out."""
    left: list[Columns] = []
    at = 0
    for start, after in sorted(cuts):
        if at < start:
            left.append((at, start))
        at = max(at, after)
    return [*left, (at, end)] if at < end else left


def _within(kept: list[Columns], skip: int, length: int) -> tuple[Columns, ...]:
    """The columns of so many of the kept characters, after some that are skipped."""
    found: list[Columns] = []
    for start, end in kept:
        drop = min(skip, end - start)
        skip -= drop
        take = min(length, end - start - drop)
        if take > 0 and not skip:
            found.append((start + drop, start + drop + take))
            length -= take
    return tuple(found)


def squeeze(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


def measure(lines: Sequence[Line]) -> float:
    """The width from which on a line was broken by hand, in Chinese characters; infinite where lines were not.

    They were where nearly all lines that end within a sentence are as long as each other, none is much longer, and
    sentences end often enough: a list of names is none.
    """
    proper = [line for line in lines if not line.is_row]
    open_ended = sorted(_width(line.text) for line in proper if not line.text.endswith(_ENDINGS))
    longer = [width for width in open_ended if width > _NARROWEST]
    if len(longer) < _FEWEST_FULL:
        return inf
    usual = longer[len(longer) // 2]
    full = sum(abs(width - usual) <= _RAGGED for width in longer)
    ended = sum(line.text.endswith(_ENDINGS) for line in proper)
    broken = full >= _FEWEST_FULL and full >= _MOSTLY_FULL * len(longer) and ended * _LINES_A_SENTENCE >= full
    return usual - _RAGGED if broken and all(_width(line.text) <= usual + 2 * _RAGGED for line in proper) else inf


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def is_cut(line: str, *, numbered: bool, full: float = inf) -> bool:
    """Whether a line stops in the middle of a sentence, so that the next one may be its continuation.

    `full` is the width of a line that goes on below (see `measure`).
    """
    if line.endswith(_ENDINGS) or "\t" in line:
        return False
    if _width(line) >= full:
        return True
    if line.endswith(("，", "、", ",", "第")) or line.count("《") > line.count("》"):
        return True
    if numbered and "。" not in line:
        return len(squeeze(line)) > _LONGEST_HEADING
    return "。" in line or len(squeeze(line)) > SHORT
