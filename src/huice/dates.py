"""Days as documents write them, brought to one form: 二○二四年十月一日 and 2024.10.1 read 2024年10月1日."""

import re
from collections.abc import Iterator
from datetime import date

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "０": 0, "0": 0}
_YEAR = "[一二][零一二三四五六七八九〇○Ｏ０0]{3}"
_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_DAY = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WRITTEN = re.compile(
    rf"(?P<year>{_YEAR})(?=年)(?:年(?P<month>{_MONTH})(?=月)(?:月(?P<day>{_DAY})(?=日))?)?"
    rf"|(?<![个第一二三四五六七八九十])(?P<bare>{_MONTH})月(?:(?P<after>{_DAY})(?=日)|(?=底|末|[上中下]旬))"
)
_POINTED = re.compile(
    r"(?<![\d.．/\-—〔\[A-Za-z])(?P<year>(?:19|20)\d\d)(?P<mark>[.．/\-])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d%％]|[.．/\-]\d)"
)
_YEARLY = re.compile(
    r"(?<=每年)(?P<m1>1[0-2]|0?[1-9])(?P<p1>[.．])(?P<d1>3[01]|[12]\d|0?[1-9])[-—–~～至到]+(?P<m2>1[0-2]|0?[1-9])(?P<p2>[.．])(?P<d2>3[01]|[12]\d|0?[1-9])(?![\d.．%％])"
)

Piece = tuple[int, int, str]
"""First character and the one after the last of a part of a text, and what it reads as."""


def pieces(text: str) -> Iterator[Piece]:
    """The parts of a text that write days in another form, in their order, each with what stands for it."""
    found = [*_chinese(text), *_with_points(text), *_yearly(text)]
    yield from sorted(found)


def plain_days(text: str) -> str:
    """A text in which every day is written in Arabic numerals with 年月日."""
    at, said = 0, ""
    for start, end, reads in pieces(text):
        said += text[at:start] + reads
        at = end
    return said + text[at:]


def _chinese(text: str) -> Iterator[Piece]:
    if "年" not in text and "月" not in text:
        return
    for match in _WRITTEN.finditer(text):
        for name in ("year", "month", "day", "bare", "after"):
            if match[name]:
                numeral = (
                    "".join(str(_DIGITS[c]) for c in match[name]) if name == "year" else str(_below_100(match[name]))
                )
                yield match.start(name), match.end(name), numeral


def _below_100(numeral: str) -> int:
    """The value of a numeral up to 三十一."""
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (_DIGITS[tens] if tens else 1) if ten else 0) + (_DIGITS[ones] if ones else 0)


def _yearly(text: str) -> Iterator[Piece]:
    """每年3.1—4.30: from one day of every year to another."""
    for match in _YEARLY.finditer(text):
        for at in "12":
            yield *match.span(f"p{at}"), "月"
            yield *match.span(f"d{at}"), match[f"d{at}"] + "日"


def _with_points(text: str) -> Iterator[Piece]:
    """2024.10.1, 2024/10/1, 2024-10-01: the marks become 年 and 月; the last figure of the day brings 日 along."""
    for match in _POINTED.finditer(text):
        try:
            date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        yield match.end("year"), match.start("month"), "年"
        if match["month"].startswith("0"):
            yield match.start("month"), match.end("month"), match["month"].lstrip("0")
        yield match.end("month"), match.start("day"), "月"
        yield match.start("day"), match.end("day"), match["day"].lstrip("0") + "日"
