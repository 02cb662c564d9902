"""Titles of documents: which lines may be one, how alike two are, how one is written."""

import re
import unicodedata
from itertools import pairwise

from huice.corpus.lines import squeeze

_SUBJECT = re.compile(r"关于|印发|公布|发布|转发|批转")
_GENRE = re.compile(
    r"(?:通知|意见|公告|通告|办法|规定|细则|方案|措施|报告|决定|决议|函|要点|计划|条例|批复|规划|纲要|指南|政策|解读|问答|公示|清单|若干条|条)》?(?:的通知)?(?:[（(][^（）()]{1,30}[）)])?$"
)
_ORDER = re.compile(r"[一-鿿]{3,60}(?:令|公告|通告)")
_NUMBERED = re.compile(r"[（(]([一-鿿]{2,14}[〔\[（(【]\d{4}[〕\]）)】](?:第)?\d+号)[）)]$")
_WIDE = str.maketrans("()[]:,", "（）〔〕：，")


def is_title(text: str) -> bool:
    """Whether a text reads like the title of a document: about something, of a known genre, no sentence."""
    bare = squeeze(text)
    return 6 <= len(bare) <= 160 and "。" not in bare and bool(_GENRE.search(bare)) and bool(_SUBJECT.search(bare))


def is_order(text: str) -> bool:
    """Whether a title names only who orders or announces: 示例市人民政府令, 示例部公告; its number stands below it."""
    bare = squeeze(text)
    return _ORDER.fullmatch(bare) is not None and not _SUBJECT.search(bare)


def is_genre(text: str) -> bool:
    """Whether a text ends in the name of a genre (通知, 意见, 公告, ...)."""
    return _GENRE.search(squeeze(text)) is not None


def without_number(title: str) -> tuple[str, str]:
    """A title and the document number printed in brackets behind it; empty where none is."""
    found = _NUMBERED.search(title)
    return (title[: found.start()], found.group(1)) if found else (title, "")


def tidy(lines: list[str]) -> str:
    """A title as it is quoted: one line, full-width brackets, a space only between the organs that issue it."""
    text = " ".join(" ".join(line.split()) for line in lines)
    subject = _SUBJECT.search(text)
    organs, rest = (text[: subject.start()], text[subject.start() :]) if subject else ("", text)
    kept = " ".join(re.sub(r"\s*(\d+)\s*", r"\1", part).strip() for part in [organs])
    kept = re.sub(r" (?![一-鿿])|(?<![一-鿿）]) ", "", kept)
    return kept + squeeze(rest).translate(_WIDE)


def signature(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a title, without punctuation, for comparing."""
    bare = [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]
    return frozenset(a + b for a, b in pairwise(bare))


def plain(name: str) -> str:
    """A number or title without brackets, punctuation, spaces and width: `财税〔2023〕17号` -> `财税202317号`."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum()).casefold()
