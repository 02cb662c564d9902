"""Until when, from when, how often: the deadlines and terms of a clause."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from huice.corpus.knowledge.days import PLAN, WHEN, Days, days_of
from huice.corpus.knowledge.numerals import number
from huice.corpus.knowledge.passages import Passage

Kind = Literal["until", "from", "window", "recurring", "relative"]

_CLOCK = r"(?:零时|(?:上午|下午)?\d{1,2}(?:[：:]\d{2}|[时点](?:\d{1,2}分|整)?))?(?:（(?:(?:星期|周)[一二三四五六日天]|含[^（）]{0,4})）)?"
_A, _B = WHEN.format(p="a"), WHEN.format(p="b")
_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_UNIT = r"(?P<unit>个?工作日|个?自然日|日|天|个月|个?季度|年|小时|周)"
_WINDOW = re.compile(
    rf"(?P<lead>自|从|在|于|为)?{_A}{_CLOCK}起?(?P<dash>-{{1,2}}|—{{1,2}}|~|至|到|、)(?=\d|今年|本年|年底|明年|当年|第?[一二三四]季度|下半年){_B}{_CLOCK}(?P<tail>期间|止)?"
)
_SINGLE = re.compile(
    rf"(?P<lead>截至|截止(?:时间|日期|日)(?:为|是|：)?|截止到?|截止至|力争到|到|至|自|从|于|在)?(?:(?P<plan>{PLAN.format(p='a')})|(?=\d|今年|本年|当年|明年|全年|年底|年末|年内|第?[一二三四]季度|上半年|下半年){_A})"
    rf"{_CLOCK}(?P<tail>（?含当?日）?)?(?P<side>之前|以前|前|止|之后|以后|后|以来|起|期间)?(?P<go>施行|实施|执行|生效)?"
)
_RELATIVE = re.compile(
    rf"(?:(?P<lead>自|从)?(?P<anchor>[^，。；：、\n\t自从]{{1,24}}?)(?:之日|当日|之时|次日|之后|后|起)(?:起算?)?(?:的|，|，?在)?|(?P<bare>在|于|，|。|；|\n))"
    rf"(?P<from>前)?{_COUNT}{_UNIT}(?P<side>以内|之内|内(?![部容涵])|(?:之|以)?前(?!置))"
)
_EVERY = re.compile(
    r"(?P<every>每(?:个)?(?:年度?|季度?|半年|月|周|学期)|次年|次月|下月|下季度|翌年|下一?年度?)(?:度)?(?P<point>终了后?|结束后?|初|首月|首|末|底)?的?"
    r"(?:前?(?P<count>\d{1,2}|[一二三四五六七八九十])(?P<unit>个?工作日|天|日(?=以内|之内|内))|(?P<dayonly>3[01]|[12]\d|0?[1-9])日"
    rf"|{WHEN.format(p='a')}(?:起?(?:至|到|-{{1,2}}|—{{1,2}}|~)(?=\d|底|末){WHEN.format(p='b')})?)"
    r"(?P<side>以?前|之前|以?内|之内|起)?"
)
_OWN = r"(?:^|[※，]|本[一-鿿]{1,8}|文件|通知|公告|办法|意见|细则)(?:正式)?"
_ISSUE = re.compile(rf"{_OWN}(?:印发|发布|公布|颁布|发文|下发|成文)$")
_FORCE = re.compile(rf"{_OWN}(?:施行|实施|生效|执行)$")
_WHO = re.compile(
    r"^.*?(?:应当?|可以?|必须|须|需要?|要|[局厅委部院]|部门|机构|企业|单位|申请人|纳税人)(?:在|于|自)(?=[一-鿿]{2})"
)
"""Who must act, printed before the event that a term begins with: 企业应当在领券之日起."""

_OF_TAX = re.compile(
    r"(?:从|在|于)?(?:当年|本年)度?(?:应纳|应缴|应当|实际|缴|未|不足|扣|抵|发生|计提|入库|成本|亏损|所得|收入|利润)"
)
"""The year of whatever a rule of tax speaks of: no day of the calendar."""

_UNITS = {
    "工作日": "个工作日", "个工作日": "个工作日", "自然日": "日", "个自然日": "日", "天": "日", "日": "日", "个月": "月", "季度": "季度",
    "个季度": "季度", "年": "年", "小时": "小时", "周": "周",
}  # fmt: skip
_PERIODS = {
    "年": "年",
    "年度": "年",
    "季": "季度",
    "季度": "季度",
    "半年": "半年",
    "月": "月",
    "周": "周",
    "学期": "学期",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline or term of a clause.

    `kind`: `until` a last day, `from` a first day, `window` with both, `recurring` (`every` 年, 半年, 季度, 月, 周), `relative` to an event
    (`anchor`, in the text's words; `count` of `unit`: 个工作日, 日, 周, 月, 季度, 年, 小时). `first` and `last` are days, where the
    text and the day of issue tell them (a term from issue begins on the day after it; working days are not counted out).
    `inclusive` tells whether the last day itself counts: True for 至、到、内、底前, None for X日前 and X年前, which leave it open
    (`last` is then the day, or the day before the year or month, begins). `span` are its words.

    `confidence`: 0.95 for a printed day, 0.85 where the year or the month is meant as a whole or its number is not printed,
    0.7 for terms without an event, 0.5 for a year that only opens a sentence.
    """

    clause: str
    span: tuple[int, int]
    kind: Kind
    first: date | None
    last: date | None
    inclusive: bool | None
    anchor: str
    count: int | None
    unit: str
    every: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Known:
    """What the document tells: its day of issue and its first day in force."""

    issued: date | None
    in_force: date | None


def deadlines(passage: Passage, issued: date | None = None, in_force: date | None = None) -> tuple[Deadline, ...]:
    """The deadlines and terms in a clause, in its order.

    `issued` is the document's day of issue, for years that are not printed and terms that begin with it; `in_force` its
    first day in force. Titles in 《》 are not read.
    """
    text = passage.masked
    known = _Known(issued, in_force or issued)
    found: list[tuple[int, int, Deadline]] = []
    taken = bytearray(len(text))
    for reader in (_recurring, _relative, _windows, _singles):
        for start, end, one in reader(text, known):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, one))
    return tuple(
        replace(one, clause=passage.clause, span=passage.span(start, end))
        for start, end, one in sorted(found, key=lambda each: each[:2])
    )


_Found = Iterator[tuple[int, int, Deadline]]


def _deadline(kind: Kind, first: date | None, last: date | None, inclusive: bool | None, confidence: float) -> Deadline:
    return Deadline("", (0, 0), kind, first, last, inclusive, "", None, "", "", confidence)


def _windows(text: str, known: _Known) -> _Found:
    for match in _matches(_WINDOW, text):
        begin = days_of(match, "a", known.issued)
        end = days_of(match, "b", known.issued, begin.first.year if begin else None)
        if begin is None or end is None or end.last < begin.first or (match["dash"] == "、" and match["lead"] is None):
            continue
        sure = 0.95 if not (begin.whole or end.whole) else 0.85
        yield match.start(), match.end(), _deadline("window", begin.first, end.last, True, sure)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, begun again behind the first character of one that opens with no day."""
    at = 0
    while match := pattern.search(text, at):
        opens = match.start("dash") > match.start()
        at = match.end() if opens else match.start() + 1
        if opens:
            yield match


def _singles(text: str, known: _Known) -> _Found:
    for match in _SINGLE.finditer(text):
        if _alone(text, match):
            continue
        days = days_of(match, "a", known.issued)
        one = _single(match, text, days, known) if days else None
        if one:
            yield match.start(), match.end(), one


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether it is all of its line: the day of a signature."""
    return text[match.start() - 1 : match.start()] in {"", "\n"} and text[match.end() : match.end() + 1] in {"", "\n"}


def _single(match: re.Match[str], text: str, days: Days, known: _Known) -> Deadline | None:
    if _OF_TAX.match(text, match.start()):
        return None
    lead, side = match["lead"] or "", match["side"] or ""
    sure = 0.85 if days.whole or days.guessed else 0.95
    at_end = match["aend"] in {"底", "末"} or match["apart"] in {"底", "末"} or (match["aplanend"] or "").endswith("末")
    if side in {"前", "之前", "以前"}:
        if days.guessed and not days.whole and _past(days, known):
            days = _next_year(days)
        return _before(days, at_end or bool(match["plan"]), known, sure)
    if side in {"起", "以来", "之后", "以后", "后"} or lead in {"自", "从"}:
        if side == "以来" or (known.issued and days.last.year < known.issued.year - 1):
            return None
        first = days.first if side not in {"后", "之后", "以后"} else days.last + timedelta(days=1)
        return _deadline("from", first, None, None, sure)
    if lead in {"到", "至", "力争到"} or lead.startswith("截") or side == "止":
        past = known.issued is not None and days.last < known.issued
        return None if past else _deadline("until", None, days.last, True, sure)
    if at_end or match["aend"] == "内" or match["ayear"] == "全年":
        begin = days.first if match["aend"] == "内" or match["ayear"] == "全年" else None
        return None if _past(days, known) else _deadline("window" if begin else "until", begin, days.last, True, 0.8)
    opens = match.start() == 0 or text[match.start() - 1] in "，。；、：\n\t（"
    if _past(days, known) or not (opens or lead or match["plan"] or side):
        return None
    if (
        match["ayear"]
        and not match["amonth"]
        and re.match(r"(?:年度|版|第|届|[A-Za-z])", text[match.end() : match.end() + 2])
    ):
        return None
    whole = 0.5 if not (match["plan"] or match["aquarter"] or match["ahalf"] or lead) else 0.8
    return _deadline("window", days.first, days.last, True, whole if days.whole else 0.7)


def _next_year(days: Days) -> Days:
    """A day whose year is not printed and that is over when the document is issued: the next one of its name."""
    first = days.first
    day = min(first.day, monthrange(first.year + 1, first.month)[1])
    later = date(first.year + 1, first.month, day)
    return replace(days, first=later, last=later)


def _past(days: Days, known: _Known) -> bool:
    return known.issued is not None and days.last < known.issued


def _before(days: Days, at_end: bool, known: _Known, sure: float) -> Deadline | None:
    """X前: with its last day for the end of something (年底前), open about the day for a day, before the whole for a whole."""
    if at_end:
        last, inclusive = days.last, True
    elif days.whole:
        last, inclusive = days.first - timedelta(days=1), None
        if known.issued and last < known.issued:  # 2023年前 in a document of 2023: the year itself is meant
            last = days.last
        sure = min(sure, 0.7)
    else:
        last, inclusive = days.last, None
    past = known.issued is not None and last < known.issued
    return None if past else _deadline("until", None, last, inclusive, sure)


def _relative(text: str, known: _Known) -> _Found:
    for match in _RELATIVE.finditer(text):
        count, unit = number(match["count"]), _UNITS[match["unit"]]
        if count is None or (unit == "年" and len(match["count"]) == 4) or count > 999:
            continue
        before = (match["side"] or "").endswith("前")
        anchor = (match["anchor"] or "").strip("在于的，、）（”“").removeprefix("及时")
        anchor = _WHO.sub("", anchor)
        if (before and not anchor) or (unit == "日" and before):
            continue
        first, last = _term(anchor, int(count), unit, known)
        inclusive = None if before else True
        start = match.start() + (len(match["bare"]) if match["bare"] and not match["bare"].isalnum() else 0)
        one = _deadline("relative", first, last, inclusive, 0.9 if anchor else 0.7)
        yield start, match.end(), replace(one, anchor=anchor, count=int(count), unit=unit)


def _term(anchor: str, count: int, unit: str, known: _Known) -> tuple[date | None, date | None]:
    """The first and last day of a term from issue or from the first day in force; None where it begins with another event."""
    begin = known.issued if _ISSUE.search(anchor) else known.in_force if _FORCE.search(anchor) else None
    if begin is None:
        return None, None
    first = begin + timedelta(days=1)
    if unit in {"日", "周"}:
        return first, begin + timedelta(days=count * (7 if unit == "周" else 1))
    months = {"月": count, "季度": 3 * count, "年": 12 * count}.get(unit)
    return first, _later(begin, months) if months else None


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _recurring(text: str, known: _Known) -> _Found:
    for match in _EVERY.finditer(text):
        every = match["every"].removeprefix("每个").removeprefix("每")
        period = _PERIODS.get(every, "")
        count = number(match["count"]) if match["count"] else None
        one = _deadline("recurring" if period else "relative", None, None, _side(match), 0.9)
        if not (match["amonth"] or match["dayonly"] or count or match["aquarter"] or match["ahalf"] or match["aend"]):
            continue
        words = text[match.start("every") : match.end()]
        anchor = "" if period else every
        unit = _UNITS[match["unit"]] if match["unit"] else ""
        one = replace(one, every=period, count=int(count) if count else None, unit=unit, anchor=anchor or words)
        yield match.start(), match.end(), one


def _side(match: re.Match[str]) -> bool | None:
    """Whether the last day counts: not said for X日前."""
    if (match["side"] or "").endswith("前"):
        return True if match["aend"] or match["apart"] in {"底", "末"} else None
    return True
