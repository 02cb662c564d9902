"""What stands above a title and belongs to it: letterhead, number, the data of a web page, a title printed twice."""

import re
from collections.abc import Sequence

from huice.corpus.knowledge.organs import ORGAN
from huice.corpus.lines import Line, squeeze
from huice.corpus.pagedata import is_labelled, labelled_number
from huice.corpus.parts import date_of, is_number

_STAMP = re.compile(r"[A-Z]{2,8}[—\-]?\d{4}[—\-]\d{2,8}|(?:特急|加急|平急|机密|秘密|内部)(?:★.{0,6})?|\d{6}")
_HEADING = re.compile(r".{2,40}(?:文件|公报|公告|通告|令)$")
_ANNEX = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:]?$")
_SIGNED = re.compile(r"签\s*发\s*人\s*[：:]?")
_MOST = 12
_LONGEST = 42


def above(body: Sequence[Line], title: str, start: int, lowest: int) -> int:
    """Where the lines above a title begin that belong to it; `start` where there are none.

    `title` is the title in one line, `start` its place, `lowest` the first place that may be taken.
    """
    at = start
    joint = False
    while at > max(lowest, start - _MOST):
        text = body[at - 1].text
        joint = joint or squeeze(text) == "文件"
        if not belongs(text, title) and not (joint and ORGAN.fullmatch(squeeze(text))):
            break
        at -= 1
    return at


def number_in(lines: Sequence[Line]) -> tuple[Line, str] | None:
    """The document number that a letterhead or the data of a web page prints, and its line."""
    for line in lines:
        if is_number(line.text):
            return line, line.text
        if is_signed_number(line.text):
            return line, _SIGNED.split(line.text)[0].strip()
        labelled = labelled_number(line.text)
        if is_number(labelled):
            return line, labelled
    return None


def is_letterhead(text: str) -> bool:
    """Whether a line is the red head of a file, by whom it is: no part of the title below it."""
    bare = squeeze(text)
    return bare.endswith("文件") and "关于" not in bare and len(bare) <= _LONGEST


def is_signed_number(text: str) -> bool:
    """Whether a line of a letterhead is a number with the person who signs beside it: 示发〔2024〕1号　签发人：李某."""
    number, *others = _SIGNED.split(text)
    return bool(others) and is_number(number)


def belongs(text: str, title: str) -> bool:
    """Whether a line above a title is no text of its own but belongs to the title below it."""
    bare = squeeze(text)
    if (
        is_number(text)
        or is_signed_number(text)
        or _STAMP.fullmatch(bare)
        or _ANNEX.fullmatch(bare)
        or is_labelled(text)
    ):
        return True
    if date_of(text) or "。" in bare:
        return False
    if is_letterhead(text):
        return True
    twice = len(bare) >= 6 and bool(title) and (bare in squeeze(title) or squeeze(title) in bare)
    return twice or _HEADING.fullmatch(bare) is not None
