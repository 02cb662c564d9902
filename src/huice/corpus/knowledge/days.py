"""Days as documents write them, each as the span of days it may mean: 2023年底, 6月, 二季度, “十四五”末."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_ORDINALS = "一二三四"
_PLANS = {"十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
WHEN = (
    r"(?:(?P<{p}year>(?<!\d)(?:19|20)\d\d年|今年|本年|当年|明年|全年(?!龄|级|期)|(?<![\d一二两三四五六七八九十半])年(?=底|末|内))度?)?"
    r"(?:(?P<{p}month>(?<!\d)(?:1[0-2]|0?[1-9]))月(?:(?P<{p}day>3[01]|[12]\d|0?[1-9])日|(?P<{p}part>底|末|上旬|中旬|下旬|初|份)?)|"
    r"第?(?P<{p}quarter>[一二三四])季度(?:末|底)?|(?P<{p}half>上半年|下半年)(?:末|底)?|(?P<{p}end>底|末|初|内))?"
)
"""The pattern of a day, month, quarter or year; `{p}` is put before the names of its groups. It also matches nothing."""

PLAN = r"“?(?P<{p}plan>十三|十四|十五|十六)五”?(?:规划)?(?P<{p}planend>期?末|期间|时期|期内)"
"""The pattern of the term of a five-year plan, or its end."""


@dataclass(frozen=True, slots=True)
class Days:
    """From a first to a last day. `whole` tells that it is longer than a day; `guessed` that the year was not printed."""

    first: date
    last: date
    whole: bool
    guessed: bool


def days_of(found: re.Match[str], prefix: str, issued: date | None, year: int | None = None) -> Days | None:
    """The days that the groups of a match with this prefix mean; None where nothing is there, or no day of the calendar.

    A year that is not printed is `year`, else that of the day of issue.
    """
    parts = {
        name.removeprefix(prefix): text for name, text in found.groupdict().items() if text and name.startswith(prefix)
    }
    if "plan" in parts:
        start = _PLANS[parts["plan"]]
        first = date(start + 4, 1, 1) if parts["planend"].endswith("末") else date(start, 1, 1)
        return Days(first, date(start + 4, 12, 31), True, False)
    if not parts.keys() & {"year", "month", "quarter", "half"}:
        return None
    printed = re.match(r"\d{4}", parts.get("year", ""))
    known = int(printed.group()) if printed else year or (issued.year if issued else None)
    if known is None or not 1900 <= known <= 2200:
        return None
    if parts.get("year") == "明年":
        known += 1
    return _within(known, parts, not printed)


def _within(year: int, parts: dict[str, str], guessed: bool) -> Days | None:
    if "month" in parts:
        month, last = int(parts["month"]), monthrange(year, int(parts["month"]))[1]
        if "day" in parts:
            day = int(parts["day"])
            return Days(date(year, month, day), date(year, month, day), False, guessed) if day <= last else None
        begin, end = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last), "初": (1, 10)}.get(
            parts.get("part", ""), (1, last)
        )
        return Days(date(year, month, begin), date(year, month, end), True, guessed)
    if "quarter" in parts:
        month = 3 * _ORDINALS.index(parts["quarter"]) + 1
        return Days(date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1]), True, guessed)
    if "half" in parts:
        first, last_day = (1, date(year, 6, 30)) if parts["half"] == "上半年" else (7, date(year, 12, 31))
        return Days(date(year, first, 1), last_day, True, guessed)
    return Days(date(year, 1, 1), date(year, 12, 31), True, guessed)
