"""Source lines, cleaned of stray markup, and where a page break cut a paragraph in two."""

import re
from dataclasses import dataclass

_EMPHASIS = re.compile(r"\*\*")
_BULLET = re.compile(r"^[-*•]\s+(?=\S)")
_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_BREAK = re.compile(r"\r\n|\n|\r")

_ENDINGS = tuple("。！？；：…”』」）)〕】》!?;:")
_LONGEST_HEADING = 33
"""A numbered line longer than this, without a full stop, is a broken sentence: a printed line has 33 to 38 characters."""
SHORT = 25
"""An unnumbered line no longer than this may stand alone without a full stop (a signature, a slogan, a date)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number in the file (from 1) and its text without stray markup."""

    number: int
    text: str

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table: cells apart by tabs."""
        return "\t" in self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the lines it was printed on."""

    text: str
    first: int
    last: int

    def joined(self, line: Line) -> "Paragraph":
        """The paragraph with its continuation after a page break."""
        return Paragraph(self.text + line.text, self.first, line.number)


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    cleaned = ((number, clean(raw)) for number, raw in enumerate(_BREAK.split(text), 1))
    return tuple(Line(number, line) for number, line in cleaned if line)


def clean(raw: str) -> str:
    """A line without the marks an earlier converter left: `**`, a leading `- `, `<` and `>` around a link.

    The tabs of a row stay, also those of its empty cells at both ends; a single one in front is an indentation.
    """
    line = _LINK.sub(r"\1", _EMPHASIS.sub("", raw))
    row = line.strip(" \u3000\f\v\ufeff")
    if "\t" in row[1:] and row.strip():
        return row
    return _BULLET.sub("", line.strip().strip("\ufeff")).strip()


def squeeze(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


def is_cut(line: str, *, numbered: bool) -> bool:
    """Whether a line stops in the middle of a sentence, so that the next one may be its continuation."""
    if line.endswith(_ENDINGS) or "\t" in line:
        return False
    if line.endswith(("，", "、", ",")) or line.count("《") > line.count("》"):
        return True
    if numbered and "。" not in line:
        return len(squeeze(line)) > _LONGEST_HEADING
    return "。" in line or len(squeeze(line)) > SHORT
