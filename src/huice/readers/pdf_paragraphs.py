"""Printed lines joined to the paragraphs they were broken from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from huice.readers.pdf_lines import Line, joined
from huice.readers.pdf_measures import Layout, same_size, stands_apart

MARKER = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节条款项编篇]|[一二三四五六七八九十]+[、.．是]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|\d+(?:[.．、](?!\d)|[.．]\d+[^\d%])|[①-⑳]|附[件录表]|专栏 ?[一二三四五六七八九十\d]|[-—•●○◆■★※] ?)"
)
"""What a numbered paragraph, or one of a list, begins with."""
_BARE = re.compile(r"^\d{1,2} (?=[一-鿿]{2})")
"""What a heading of a standard begins with: it may as well count something in the middle of a sentence."""
_SENTENCE = re.compile(r"[。！？；：.!?;:][”’）)】》」』\]]*$|[）)]$")
_LEADERS = re.compile(r"(?:[.…·‥・_⋯]\s?){3,}\s*\S{0,2}\d+\S{0,2}$")
_SET_IN = 0.6
_ALIGNED = 0.4
_FAR = 0.25
_SHORT = 3
_ENOUGH, _NEARLY_ALL = 3, 0.9
_TAKEN, _CERTAIN = 2, 0.1
_CHINESE, _ARABIC = re.compile(r"[一二三四五六七八九十百零]+"), re.compile(r"\d+")
_OPENING = tuple("“‘（(《〈「『【〔[")
_UNFINISHED = tuple("，、第和与及或至到按照据,-—")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the page it begins on."""

    text: str
    page: int


def titles_of(lines: Sequence[Line], layout: Layout) -> frozenset[str]:
    """The kinds of number (`（一）`, `1.`) that stand before titles of one line: nearly all of them, well inside pages."""
    every: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for line, after in pairwise(lines):
        kind = _kind(line)
        if kind and line.page == after.page:
            every[kind] += 1
            alone[kind] += not (_SENTENCE.search(line.text) or goes_on(line, after, layout))
    return frozenset(kind for kind, count in every.items() if count >= _ENOUGH and alone[kind] >= _NEARLY_ALL * count)


def _kind(line: Line) -> str:
    found = MARKER.match(line.text)
    return _CHINESE.sub("一", _ARABIC.sub("1", found.group())) if found else ""


def paragraphs_of(lines: Sequence[Line], layout: Layout, titles: frozenset[str]) -> Iterator[Paragraph]:
    """The paragraphs of lines between which nothing else stands; `titles` are the kinds of number of one-line titles."""
    text = ""
    page = 0
    for at, line in enumerate(lines):
        if at and goes_on(lines[at - 1], line, layout) and not _ends_with_page(lines, at, layout, titles):
            text = joined(text, line.text)
        else:
            if text:
                yield Paragraph(text, page)
            text, page = line.text, line.page
    if text:
        yield Paragraph(text, page)


def goes_on(line: Line, after: Line, layout: Layout) -> bool:
    """Whether a paragraph goes on from a line to the one after it."""
    if not same_size(line, after) or bool(line.column) != bool(after.column):
        return False
    if stands_apart(line, after, layout) or _LEADERS.search(line.text):
        return False
    if _LEADERS.match(after.text) or line.text.endswith(_OPENING):
        return True
    if not layout.is_full(line, after) or _is_short(line, layout):
        return False
    if not layout.is_body(line):
        return abs(_axis(line, layout) - _axis(after, layout)) < _SET_IN * line.size or (
            max(layout.indentation(line), layout.indentation(after)) < _SET_IN
        )
    margins = layout.of(after)
    set_in = layout.indentation(after)
    far = _FAR * (margins.right - margins.left) / after.size
    if layout.indentation(line) > far or set_in > far:
        return False
    if layout.hanging:
        return abs(set_in - layout.hanging) < _ALIGNED
    if set_in < _SET_IN:
        return not _begins_anew(line, after, layout)
    return _is_block(line, after, layout)


def _ends_with_page(lines: Sequence[Line], at: int, layout: Layout, titles: frozenset[str]) -> bool:
    """Whether a full line that is the last before a page begins, at `at`, ends a paragraph all the same.

    It does where it is a title by its number. Where only room between paragraphs shows their ends, a page hides it:
    there one ends with a sentence, for a sentence too many is put together again and two in one are not told apart;
    and it ends where its page has room for more, as it has when the next paragraph is kept together.
    """
    line, after = lines[at - 1], lines[at]
    if line.page == after.page:
        return False
    kind = _kind(line)
    if (kind in titles or kind.startswith("专栏")) and not _SENTENCE.search(line.text):
        return True
    if layout.indent or layout.hanging:
        return False
    return (layout.is_spaced and line.text.endswith("。")) or _stops_early(lines, at, layout)


def _stops_early(lines: Sequence[Line], at: int, layout: Layout) -> bool:
    """Whether more of a paragraph would have found room on its page.

    A line of it may be taken along so that the next page does not begin with its last alone: then two stand there.
    """
    room = layout.room_below(lines[at - 1])
    more = list(takewhile(lambda pair: goes_on(*pair, layout), pairwise(lines[at : at + _TAKEN + 1])))
    return room > 1 + _CERTAIN and (room > _TAKEN + _CERTAIN or len(more) >= _TAKEN)


def _is_short(line: Line, layout: Layout) -> bool:
    """Whether a line ends with its sentence, well before the margin: what follows may be too long a word for it."""
    return layout.of(line).right - line.right > _SHORT * line.size and bool(_SENTENCE.search(line.text))


def _axis(line: Line, layout: Layout) -> float:
    """The middle of a line, from the left margin."""
    return (line.left + line.right) / 2 - layout.of(line).left


def _is_block(line: Line, after: Line, layout: Layout) -> bool:
    """Whether a line that is set in goes on with a paragraph: one set in as a whole, or but for its number."""
    if _SENTENCE.search(line.text) or MARKER.match(after.text):
        return False
    before, set_in = layout.indentation(line), layout.indentation(after)
    if layout.indent and abs(set_in - layout.indent) < _ALIGNED:
        return before < _SET_IN and bool(MARKER.match(line.text))
    if abs(before - set_in) < _ALIGNED:
        return True
    return before - set_in < 3 if before > set_in else bool(MARKER.match(line.text))


def _begins_anew(line: Line, after: Line, layout: Layout) -> bool:
    """Whether a line at the left margin begins a paragraph, in files that do not set the first line in."""
    if layout.indent or (layout.is_spaced and (line.page, line.column) == (after.page, after.column)):
        return False
    if _BARE.match(after.text):
        return bool(_SENTENCE.search(line.text))
    return bool(MARKER.match(after.text)) and not line.text.endswith(_UNFINISHED)
