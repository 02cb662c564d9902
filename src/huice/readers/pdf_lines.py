"""Characters put together to the lines they are printed in, with the white space that is meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from huice.readers.pdf_characters import Glyph, is_wide

_OPENING = "“‘（(《〈「『【〔[［{｛"
_NEVER_FIRST = "，。、；：？！,.;:?!”’）)》〉」』】〕]］}｝%％…—·"
MARKS = tuple("，。、；：？！”’）》〉」』】〕］｝")
"""Full-width marks that must not begin a line, and may hang over the end of the one before."""
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_SAME_LINE = 0.45
_WORD_GAP = 0.17
_WIDE_GAP = 0.85


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: where its first and last characters end, its baseline, and the size most of it has, in points.

    `lead` is the width of what its first character cannot be parted from: had there been that much room at the end of
    the line above, it would have stood there. `column` is 0, or 1 and 2 for the columns of a page set in two.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    lead: float
    page: int
    column: int = 0


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters that stand on the same height, from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.middle):
        if rows and glyph.middle - middle < _SAME_LINE * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                middle, size = glyph.middle, glyph.size
        else:
            rows.append([glyph])
            middle, size = glyph.middle, glyph.size
    for row in rows:
        row.sort(key=lambda glyph: glyph.left + glyph.right)
    return rows


def blanks_of(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The spaces among some characters, from top to bottom."""
    return [glyph for glyph in glyphs if not glyph.text.strip()]


def line_of(row: Sequence[Glyph], blanks: Sequence[Glyph], page: int, column: int = 0) -> Line:
    """A line of the characters of a row; `blanks` are the spaces printed on that row."""
    size = _size(row)
    ordinary = [glyph for glyph in row if glyph.size > 0.8 * size] or list(row)
    base = median(glyph.base for glyph in ordinary)
    return Line(
        text_of(row, blanks, size, base),
        row[0].left,
        max(glyph.right for glyph in row),
        base,
        size,
        _lead(row),
        page,
        column,
    )


def text_of(row: Sequence[Glyph], blanks: Sequence[Glyph], size: float, base: float) -> str:
    """The text of a row: spaces as printed, and where words stand apart without one.

    Spaces between nearly all the characters are letter spacing, and small raised figures are exponents.
    """
    words = [_raised(glyph, size, base) for glyph in row]
    between = _between(row, blanks)
    wide = [at for at, (one, other) in enumerate(pairwise(row)) if is_wide(one.text) and is_wide(other.text)]
    spaced = [at for at in wide if between[at]]
    if len(wide) >= 4 and len(spaced) >= 0.7 * len(wide):
        for at in spaced:
            between[at] = ""
    return "".join(word + gap for word, gap in zip(words, [*between, ""], strict=True))


def _between(row: Sequence[Glyph], blanks: Sequence[Glyph]) -> list[str]:
    """What stands between each character of a row and the next."""
    gaps = [max(0.0, other.left - one.right) / min(one.size, other.size) for one, other in pairwise(row)]
    usual = min(median(gaps), 0.5) if gaps else 0.0
    found: list[str] = []
    at = 0
    spaces = sorted(blanks, key=lambda glyph: glyph.left)
    for (one, other), gap in zip(pairwise(row), gaps, strict=True):
        while at < len(spaces) and spaces[at].left < one.left:
            at += 1
        printed = ""
        while at < len(spaces) and spaces[at].left < other.left:
            printed += spaces[at].text
            at += 1
        if printed:
            found.append("\u3000" * printed.count("\u3000") or " ")
        elif gap > usual + (_WORD_GAP if _is_latin(one) and _is_latin(other) else _WIDE_GAP):
            found.append(" ")
        else:
            found.append("")
    return found


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isalnum() and not is_wide(glyph.text)


def _raised(glyph: Glyph, size: float, base: float) -> str:
    if glyph.size < 0.8 * size and base - glyph.base > 0.15 * size:
        return glyph.text.translate(_RAISED)
    return glyph.text


def _size(row: Sequence[Glyph]) -> float:
    """The size that most of a row has, by length."""
    lengths: dict[float, float] = {}
    for glyph in row:
        size = round(glyph.size, 1)
        lengths[size] = lengths.get(size, 0.0) + max(0.1, glyph.right - glyph.left)
    return max(lengths, key=lambda size: (lengths[size], size))


def _lead(row: Sequence[Glyph]) -> float:
    """The width of the first word of a row, with the marks that must not leave it."""
    at = 0
    while at + 1 < len(row) and row[at].text in _OPENING:
        at += 1
    if not is_wide(row[at].text):
        while at + 1 < len(row) and _goes_on(row[at], row[at + 1]):
            at += 1
    while at + 1 < len(row) and row[at + 1].text in _NEVER_FIRST:
        at += 1
    return row[at].right - row[0].left


def _goes_on(one: Glyph, other: Glyph) -> bool:
    """Whether two characters belong to one Latin word or number."""
    return not is_wide(other.text) and other.left - one.right < _WORD_GAP * one.size


def joined(first: str, second: str) -> str:
    """Two parts of a text that a line break parted: Latin words get their space back."""
    if first and second and first[-1].isascii() and second[0].isascii():
        apart = (first[-1].isalpha() or first[-1] in ",.;:)") and (second[0].isalpha() or second[0] == "(")
        return f"{first} {second}" if apart else first + second
    return first + second


def pieces_of(row: Sequence[Glyph], gap: float) -> Iterator[list[Glyph]]:
    """A row parted where there is more than `gap` points between two characters."""
    piece: list[Glyph] = []
    for glyph in row:
        if piece and glyph.left - piece[-1].right > gap:
            yield piece
            piece = []
        piece.append(glyph)
    if piece:
        yield piece
