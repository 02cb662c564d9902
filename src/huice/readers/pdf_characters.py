"""The characters and rules of the pages of a PDF, in upright coordinates: points, x to the right and y downwards."""

import ctypes
import math
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from huice.problems import Problems
from huice.readers.pdf_rules import Rule, rules_of

MOST_PAGES = 3_000
"""How many pages a PDF may have."""
MOST_ON_PAGE = 60_000
"""How many characters a page may have."""
MOST_CHARACTERS = 6_000_000
"""How many characters a PDF may have."""

_LOCK = threading.RLock()
"""The library is not made for threads."""
_AGAIN = "请重新取得这个文件"
_PASSWORD = 4
_SKEW = 0.12
_GAP = 0.18
"""How far characters stand apart, in ems, where a file that prints no spaces means one."""
_SUPPLEMENT = str.maketrans(
    "⺎⺒⺓⺝⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻑⻒⻌⻍⻏⻖",
    "兀巳幺月母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟長镸辶辶阝阝",
)
"""Radicals that stand for the words they look like; for those of the older block Unicode says so itself."""


class Glyph(NamedTuple):
    """A character: its advance from `left` to `right`, its baseline and its size."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """The height of the middle of its body."""
        return self.base - 0.36 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1, as it is read: turned so that most of its text stands upright.

    `asides` are runs of characters set in another direction. `broken` of its characters have no meaning.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    asides: tuple[str, ...] = ()
    broken: int = 0
    has_image: bool = False


class _Mark(NamedTuple):
    """A character where the file has it: y upwards, and the direction it is set in (quarter turns; -1 is slanting)."""

    text: str
    x: float
    y: float
    advance: float
    size: float
    turn: int


def pages_of(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF.

    Raises Problems for what is damaged, needs a password or is beyond the bounds.
    """
    with _LOCK:
        document = _opened(data, name)
        count = len(document)
    try:
        if not count:
            raise Problems.one("PDF 里没有页", _AGAIN, file=name)
        if count > MOST_PAGES:
            raise Problems.one(f"PDF 有 {count} 页，超过 {MOST_PAGES} 页", "请拆成几个文件分别导入", file=name)
        left = MOST_CHARACTERS
        prints_spaces = False
        for at in range(count):
            with _LOCK:
                page = _page(document, at, name)
            prints_spaces = prints_spaces or _prints_spaces(page)
            left -= len(page.glyphs)
            if left < 0:
                raise Problems.one("PDF 里的文字太多", "请拆成几个文件分别导入", file=name)
            yield page if prints_spaces else _with_spaces(page)
    finally:
        with _LOCK:
            document.close()


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise Problems.one("PDF 已加密，打开要密码", "请解除密码后再导入", file=name) from None
        raise Problems.one("PDF 已损坏，打不开", _AGAIN, file=name) from None


def _page(document: pypdfium2.PdfDocument, at: int, name: str) -> Page:
    """One page; one that is damaged is a Problem, for a text with a hole in it is not the text."""
    try:
        page = document[at]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise Problems.one(f"PDF 的第 {at + 1} 页已损坏，读不出来", _AGAIN, file=name) from None
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MOST_ON_PAGE:
            raise Problems.one(f"PDF 的第 {at + 1} 页文字太多", "请检查文件是否正常", file=name)
        box = page.get_cropbox()
        marks, broken = _marks(text, max(0, count), box)
        return _turned(at + 1, marks, broken, box, page)
    finally:
        text.close()
        page.close()


def _prints_spaces(page: Page) -> bool:
    """Whether there is a space between two words of a page, its top and bottom aside."""
    return any(
        blank.text == " " and one.text.isalnum() and other.text.isalnum()
        for one, blank, other in zip(page.glyphs, page.glyphs[1:], page.glyphs[2:], strict=False)
        if 0.1 * page.height < blank.base < 0.9 * page.height
    )


def _with_spaces(page: Page) -> Page:
    """A page of a file that prints no spaces, with one in every gap; in others, a gap is the layout's."""
    glyphs: list[Glyph] = []
    for _, group in groupby(page.glyphs, key=lambda glyph: (round(glyph.base), round(glyph.size))):
        run = list(group)
        gaps = [(other.left - one.right) / one.size for one, other in pairwise(run)]
        usual = min(sorted(gaps)[len(gaps) // 4], 0.5) if len(gaps) > 2 else 0.0
        for glyph, gap in zip(run, [*gaps, 0.0], strict=True):
            glyphs.append(glyph)
            if gap > max(0.0, usual) + _GAP and glyph.text.strip():
                glyphs.append(glyph._replace(text=" ", left=glyph.right, right=glyph.right))
    return replace(page, glyphs=tuple(glyphs))


def _marks(text: Any, count: int, box: tuple[float, ...]) -> tuple[list[_Mark], int]:
    """The characters on the paper, and how many of them are broken."""
    found: list[_Mark] = []
    broken = 0
    x, y, loose, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in {0, 10, 13} or (code == 32 and pdfium.FPDFText_IsGenerated(text, at) == 1):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, at, loose)
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        if not (0.5 < size < 2_000 and box[0] <= x.value <= box[2] and box[1] <= y.value <= box[3]):
            continue
        if pdfium.FPDFText_HasUnicodeMapError(text, at) == 1 or not _means(code):
            broken += 1
        word = _plain(code)
        if not word:
            continue
        turn = _turn(matrix.a, matrix.b)
        far = (loose.right - x.value, loose.top - y.value, x.value - loose.left, y.value - loose.bottom)[max(0, turn)]
        advance = size if is_wide(word[0]) else min(max(far, 0.0), 2 * size)
        part = advance / len(word)
        found += [_Mark(one, x.value + step * part, y.value, part, size, turn) for step, one in enumerate(word)]
    return found, broken


def _turn(a: float, b: float) -> int:
    """The direction of a line of text in quarter turns against the clock; -1 where it is slanting."""
    angle = math.atan2(b, a) / (math.pi / 2)
    return round(angle) % 4 if abs(angle - round(angle)) < _SKEW else -1


def _turned(number: int, marks: list[_Mark], broken: int, box: tuple[float, ...], page: Any) -> Page:
    """The page turned upright."""
    turns = Counter(mark.turn for mark in marks if mark.turn >= 0 and not mark.text.isspace())
    turn = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = box

    def place(x: float, y: float) -> tuple[float, float]:
        return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[turn]

    width, height = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    glyphs = []
    for mark in marks:
        if mark.turn == turn:
            x, y = place(mark.x, mark.y)
            glyphs.append(Glyph(mark.text, x, x + mark.advance, y, mark.size))
    lines, has_image = rules_of(page)
    rules = tuple(Rule.between(place(x0, y0), place(x1, y1)) for x0, y0, x1, y1 in lines)
    return Page(number, width, height, tuple(glyphs), rules, tuple(_asides(marks, turn)), broken, has_image)


def _asides(marks: list[_Mark], turn: int) -> Iterator[str]:
    """What is set in another direction than the text, in runs."""
    run = ""
    last = turn
    for mark in marks:
        if mark.turn != last and run.strip():
            yield run.strip()
            run = ""
        last = mark.turn
        if mark.turn != turn:
            run += mark.text
    if run.strip():
        yield run.strip()


def is_wide(character: str) -> bool:
    """Whether a character takes a full square."""
    return character > "\u2e7f" and unicodedata.east_asian_width(character) in {"W", "F"}


def _means(code: int) -> bool:
    """Whether a code says which character it is."""
    return not (code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or (code < 32 and code not in {2, 9}))


def _plain(code: int) -> str:
    """The characters a code stands for: forms and radicals that only fonts use as the words they are."""
    if code == 2:
        return "-"
    if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code in {0xFFFE, 0xFFFF, 0xFEFF, 0xAD}:
        return " " if code == 9 else ""
    character = chr(code)
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", character)
    if 0x2E80 <= code <= 0x2EFF:
        return character.translate(_SUPPLEMENT)
    if code == 0xA0:
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character
