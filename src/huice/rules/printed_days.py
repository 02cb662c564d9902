"""The days that a text prints: in full, by the year before them, and as the ends of a month, a year or a plan."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

_PLAN = 2005
"""The tenth five-year plan ended in this year; each later one five years after."""
_TO = "[-—~至到]"
_MONTH = r"(?<!\d)(?:1[0-2]|0?[1-9])(?!\d)"
_SAYING = re.compile(
    rf"(?:(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?|(?={_TO}(?:19|20)\d\d年))|(?P<told>[今明去次翌同本当每各上]年)度?)?"
    rf"(?:(?:(?P<since>{_MONTH})月?{_TO})?(?P<month>{_MONTH})月(?:(?P<day>\d\d?)日|(?P<part>[底末初]|[上中下]旬))?"
    r"|(?P<end>年?[底末内]|年?初))?"
    r"|“?十(?P<plan>[一二三四五六七八九])五”?(?:规划)?(?P<term>期?[末内]|期间|时期)"
)
"""A year, month or day with the year before it, the end of a year, the term of a plan; it also matches nothing."""
_TITLE = re.compile(r"《[^《》]*》")
_NOT_THIS_YEAR = re.compile(
    r"[\d〇零一二三四五六七八九十百两几数半多余整满每次翌明去上前后当同该历逐各隔周近往财学青少成老全]$"
)
"""Before a bare 年底 or 年内: the end of some other year, or of every year, or a length of years."""
_NO_END = re.compile(r"[部容控需数余在常]")
"""After a bare 年内 or 年末: 内部, 年末数."""
_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def days_printed(said: str, issued: date | None = None) -> frozenset[date]:
    """The days that a squeezed text prints; a day whose year is printed nowhere before it is one of the year of issue."""
    said = _TITLE.sub("", said)
    printed: int | None = None
    days: set[date] = set()
    for found in _SAYING.finditer(said):
        if found["plan"]:
            days.add(date(_PLAN + 5 * "一二三四五六七八九".index(found["plan"]) + 5, 12, 31))
            continue
        printed = int(found["year"]) if found["year"] else printed
        year = _year(found, printed, issued, said)
        if year is not None and 1900 <= year <= 2200:
            days |= set(_months(found, year, said) if found["month"] else _years(found, year, said))
    return frozenset(days)


def _year(found: re.Match[str], printed: int | None, issued: date | None, said: str) -> int | None:
    """The year that is meant; None where that is not certain (本年, 当年, 每年 …)."""
    this = issued.year if issued else None
    if found["year"]:
        return int(found["year"])
    if found["told"]:
        base, more = {
            "今年": (this, 0), "明年": (this, 1), "去年": (this, -1), "同年": (printed, 0),
            "次年": (printed, 1), "翌年": (printed, 1),
        }.get(found["told"], (None, 0))  # fmt: skip
        return None if base is None else base + more
    if found["end"]:
        other = _NOT_THIS_YEAR.search(said[: found.start()]) or _NO_END.match(said[found.end() :])
        return this if found["end"][0] == "年" and not other else None
    return printed or this


def _months(found: re.Match[str], year: int, said: str) -> Iterator[date]:
    """A day; the ends of a month or of ten days where the text names the end; those of a range of months."""
    month = int(found["month"])
    last = monthrange(year, month)[1]
    since = int(found["since"] or 0)
    if since and since <= month:
        yield date(year, since, 1)
    if found["day"]:
        if 1 <= int(found["day"]) <= last:
            yield date(year, month, int(found["day"]))
    elif found["part"] in _TENS:
        yield from (date(year, month, min(day, last)) for day in _TENS[found["part"]])
    elif found["part"] == "初":
        yield date(year, month, 1)
    elif found["part"] or (since and since <= month) or _ends_a_range(said[: found.start()]):
        yield date(year, month, last)
    elif re.match(rf"起|以来|{_TO}", said[found.end() :]):
        yield date(year, month, 1)


def _years(found: re.Match[str], year: int, said: str) -> Iterator[date]:
    """The end of a year that is named, or both of a printed one; 前 is read both ways, the year with it and without."""
    end = (found["end"] or "").removeprefix("年")
    if end == "初" or (found["year"] and not end):
        yield date(year, 1, 1)
    if (end and end != "初") or (found["year"] and not end):
        yield date(year, 12, 31)
    if found["year"] and said[found.end() :].startswith("前"):
        yield date(year - 1, 12, 31)


def _ends_a_range(before: str) -> bool:
    return re.search(rf"[月日年]{_TO}$|截[至止]到?$|截止至$", before) is not None
