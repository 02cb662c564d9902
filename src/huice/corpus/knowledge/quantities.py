"""Figures in the text of a clause: how much of what, compared how."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from huice.corpus.knowledge.measured import measured
from huice.corpus.knowledge.numerals import magnitude, number
from huice.corpus.knowledge.passages import Passage
from huice.corpus.knowledge.units import SPANS, normal, pattern

Comparison = Literal["=", "≈", ">=", ">", "<=", "<", "-"]

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TIMES = r"[百千万亿]{0,3}?"
_UNIT = pattern()
_ARABIC = re.compile(
    rf"(?P<sign>±)?(?<![\d.,第A-Za-z/〔])(?<![A-Za-z]-)(?P<low>{_FIGURE})(?P<times>{_TIMES})"
    rf"(?:(?P<unit0>{_UNIT})?(?:-{{1,2}}|—{{1,2}}|~|至|到)±?(?P<high>{_FIGURE})(?P<times2>{_TIMES}))?"
    rf"(?P<more>[多余])?(?P<times3>[万亿]{{0,2}}?)(?P<unit>{_UNIT})"
)
_WRITTEN = r"[一二两三四五六七八九十][一二两三四五六七八九十百千万亿零]{0,12}?"
_MEASURES = frozenset(
    ["元", "美元", "%", "个百分点", "倍", "亩", "吨", "岁", "公里", "平方米", "平方公里", "公顷", "千瓦"]
)
_IN_WORDS = frozenset(
    [
        "元",
        "美元",
        "个百分点",
        "百分点",
        "平方公里",
        "平方米",
        "公里",
        "公顷",
        "亩",
        "吨",
        "千瓦",
        "倍",
        "个工作日",
        "工作日",
        "小时",
        "个月",
        "月",
        "年",
        "周年",
        "日",
        "天",
        "周",
        "岁",
        "周岁",
        "人",
        "名",
        "人次",
        "户",
        "家",
        "次",
        "个",
        "项",
        "类",
        "所",
        "条",
        "批",
        "家次",
        "户次",
        "座",
    ]
)
_CHINESE = re.compile(
    rf"(?<![第几数零一二两三四五六七八九十百千万亿每各逐统同单专惟唯另某任万])(?P<low>{_WRITTEN})(?P<unit>{pattern(_IN_WORDS)})"
)
_SHARE = re.compile(
    rf"(?P<whole>百|千|万|{_WRITTEN})分之(?P<part>{_FIGURE}|{_WRITTEN}(?![一二两三四五六七八九十百千万亿零点]))"
)
_WORDS = re.compile(
    r"(?P<half>(?<![另上下前后])一半|半数(?=以上|以下)|减半(?=征|计|收))|翻(?P<fold>一|两|二|三)?番|(?P<months>(?<![上下每前后])半年(?=以上|以内|内))"
)
_ROUND = re.compile(
    rf"(?:(?<=[超过破逾达近])|(?=[百千万亿]{{1,2}}余))(?P<low>千万|百万|十万|百亿|千亿|万|亿|千|百)(?P<more>余)?(?P<unit>{pattern(_IN_WORDS)})"
)
_BOUNDED = re.compile(
    r"(?P<note1>（不?含[^（）\n]{0,12}）)?(?P<word>(?:及|或)?以[上下]|以[内外]|之[内外]|内(?![部容涵外])|左右|上下)?(?P<note2>（不?含[^（）\n]{0,12}）)?"
)
_AFTER: dict[str, Comparison] = {
    "以上": ">=", "以下": "<=", "以内": "<=", "之内": "<=", "内": "<=", "以外": ">", "之外": ">", "左右": "≈", "上下": "≈",
}  # fmt: skip
_BEFORE: dict[Comparison, str] = {
    ">=": "不低于|不少于|不小于|不短于|不得低于|不得少于|不得小于|至少|最低|最少|达到|达|≥",
    ">": "超过|突破|高于|大于|多于|长于|逾|超(?![采额标载长高期前大级市越])|>",
    "<=": "不超过|不得超过|不超出|不高于|不得高于|不多于|不得多于|不大于|不长于|最高|最多|最长|至多|上限|控制在|≤",
    "<": "低于|少于|小于|短于|不足|不满|未满|未达到?|不到|<",
    "≈": "大约|将近|接近|约|近",
}
_OPERATOR = re.compile(
    "(?:" + "|".join(f"(?P<o{at}>{words})" for at, words in enumerate(_BEFORE.values())) + ")"
    r"(?:人民币|原则上|一般|可以|可|年化|给予|奖励|补助|补贴|贴息|支付|延长|提高|设|按|为|到|至|在|了|再)*"
    r"(?P<base>[^，。；、：\d\n\t]{1,20}(?:的|总[数额量]|金额|余额|投资额|[面体]积|[一-鿿]例)|(?<=至少)[一-鿿]{1,4}|(?<=最多)[一-鿿]{1,4})?$"
)
_ORDER = tuple(_BEFORE)
_PER_BEFORE = re.compile(
    r"每(?:一)?(个?(?:工作日|季度|年度?|月|周|日|天|小时|人次|人|名|位|户|家|个|亩|吨|千瓦时|千瓦|平方米|立方米|公里|辆|台|套|件|项|张|头|只|株|例|笔|次|场|期|款|条|批|列|班|床|单|份|所|孩|县|市|镇|乡|村|社|展位|岗位|企业|项目|学时|课时))(?![^，。；]{0,4}[一二三四五六七八九]是)"
)
_PER_ONE = re.compile(r"每(?:成功|新|多)?[一-鿿]{2,6}?(?:1|一)个?([人名位户家台辆件项场次])")
"""每招用1人: what is told of one is told of each."""
_PER_AFTER = re.compile(
    r"/(?:每)?((?:人次|学时|课时|工作日|季度|平方米|立方米|千瓦时|千瓦|公里|小时|[人年月日天次亩吨头只株户家个项台套辆张件米场期孩例周])(?:[·•・.]?/?[月年日天次])?)"
)
_SOFT = re.compile(r"力争|争取|原则上|努力|一般|预计|大体|不断|逐步|左右|上下|大约|约|将近|接近")
_LABEL = re.compile(r"(?:附件|附表|表|图|专栏|第|No\.?|编号|序号|图表|电话|邮编|热线|传真)[：\s]?$")
_ORDINAL = re.compile(r"第\d+(?:-|—|~|至|到|、|和|及|,)+$")
_NAMED = re.compile(r"(?:滚动)?(?:行动|规划|计划|攻坚|提升)")
_SERIES = frozenset("、和或及")
_REACH = 28


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a clause.

    `value` is in `unit` (元 for 万元 and 亿元 alike; shares in %; a third is 33.33 %); of a range (3—5万元, ±30%) it is the lower
    end and `upper` the upper. `comparison` says which values are meant, and `inclusive` whether the figure itself is
    (None where there is nothing to compare, or it is a rough figure): `-` is a range with both its ends; 以上、以下、以内 include it, 超过、不满、以外 do not,
    and a bracket （含）or （不含）goes before both. 达到 counts as 以上. `per` are the units of which each has it
    (人, 年: so much per person and year). `measures` is a short phrase of the text: what the figure is of. `soft` is true of
    figures that are striven for, or rough. `span` is the figure with its unit and its comparison, where they stand together.

    `confidence` is our estimate for figures of its form, set after reading a sample by eye: 0.95 for Arabic figures,
    0.9 for shares, 0.6 for counts in Chinese numerals, which are often figures of speech.
    """

    clause: str
    span: tuple[int, int]
    value: Decimal
    upper: Decimal | None
    unit: str
    comparison: Comparison
    inclusive: bool | None
    per: tuple[str, ...]
    measures: str
    soft: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure found: its value and unit, and where it stands in the plain text."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    rough: bool
    confidence: float


def quantities(passage: Passage) -> tuple[Quantity, ...]:
    """The figures with a unit in a clause, in its order; none of numbers of documents, dates, clauses, telephones."""
    text = passage.masked
    found = sorted(
        [*_arabic(text), *_chinese(text), *_round(text), *_shares(text)], key=lambda figure: (figure.start, -figure.end)
    )
    kept: list[_Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    told: list[Quantity] = []
    end = 0
    for figure in kept:
        one = _quantity(passage, figure, end)
        if told and text[end : figure.start] in _SERIES and one.unit == told[-1].unit:
            one = _continued(told[-1], one)
        told.append(one)
        end = figure.end
    return tuple(told)


def _continued(first: Quantity, one: Quantity) -> Quantity:
    """A figure of a series (不超过4亿元、5亿元): what is said of the first holds of it too, where it says nothing itself."""
    if one.comparison == "=" and first.comparison in {"<=", "<", ">", "≈"}:
        one = replace(one, comparison=first.comparison, inclusive=first.inclusive)
    same = one.measures or first.measures
    return replace(one, per=one.per or first.per, measures=same, soft=one.soft or first.soft)


def _arabic(text: str) -> Iterator[_Figure]:
    for found in _ARABIC.finditer(text):
        low, high = number(found["low"]), found["high"] and number(found["high"])
        start = found.start()
        lead = text[max(0, start - 8) : start]
        if low is None or _is_date(found) or _LABEL.search(lead) or _ORDINAL.search(lead):
            continue
        unit, factor = normal(found["unit"])
        own = found["times"] + (found["times3"] if found["high"] is None else "")
        last = (found["times2"] or "") + found["times3"]
        value = low * magnitude(own or ("" if found["unit0"] else last)) * factor
        if found["unit0"]:
            value = low * magnitude(found["times"]) * normal(found["unit0"])[1]
        upper = high * magnitude(last) * factor if high else None
        if found["sign"]:
            value, upper = -(upper or value), upper or value
        yield _Figure(start, found.end(), _short(value), upper and _short(upper), unit, bool(found["more"]), 0.95)


def _short(value: Decimal) -> Decimal:
    """The same value without zeros behind the point or an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _is_date(found: re.Match[str]) -> bool:
    """A year of the calendar: 2023年, 2021—2025年."""
    figure = found["high"] or found["low"]
    return found["unit"] == "年" and len(figure) == 4 and figure.isdigit() and not found["times"]


def _chinese(text: str) -> Iterator[_Figure]:
    for found in _CHINESE.finditer(text):
        value = number(found["low"])
        if value is None or (found["unit"] == "年" and _NAMED.match(text, found.end())):
            continue
        unit, factor = normal(found["unit"])
        counts = unit not in SPANS and unit not in _MEASURES
        bounded = _BOUNDED.match(text, found.end())
        compared = (bounded and bounded["word"]) or _OPERATOR.search(text[max(0, found.start() - 6) : found.start()])
        if unit == "批" and value == 1:
            continue
        if counts and not compared and (value < 2 or unit not in {"人", "户", "家", "人次", "所"}):
            continue
        if _quoted(text, found.start(), found.end()):
            continue
        yield _Figure(found.start(), found.end(), value * factor, None, unit, False, 0.6 if counts else 0.85)


def _round(text: str) -> Iterator[_Figure]:
    """A bare magnitude behind a word that compares, or before one: 超千万元, 千余家."""
    for found in _ROUND.finditer(text):
        unit, factor = normal(found["unit"])
        yield _Figure(
            found.start(), found.end(), magnitude(found["low"]) * factor, None, unit, bool(found["more"]), 0.85
        )


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether it stands in quotation marks: a slogan."""
    opening = text.rfind("“", max(0, start - 12), start)
    return opening >= 0 and "”" not in text[opening:start] and "”" in text[end : end + 12]


def _shares(text: str) -> Iterator[_Figure]:
    for found in _SHARE.finditer(text):
        whole = {"百": 100, "千": 1000, "万": 10000}.get(found["whole"]) or number(found["whole"])
        part = number(found["part"])
        if whole and part:
            share = part * 100 / whole
            rounded = share if share == share.quantize(Decimal("0.0001")) else share.quantize(Decimal("0.01"))
            yield _Figure(found.start(), found.end(), _short(rounded), None, "%", False, 0.9)
    for found in _WORDS.finditer(text):
        if found["half"]:
            yield _Figure(found.start(), found.end(), Decimal(50), None, "%", False, 0.7)
        elif found["months"]:
            yield _Figure(found.start(), found.end(), Decimal(6), None, "月", False, 0.9)
        else:
            times = 2 ** int(number(found["fold"] or "一") or 1)
            yield _Figure(found.start(), found.end(), Decimal(times), None, "倍", False, 0.8)


def _quantity(passage: Passage, figure: _Figure, floor: int) -> Quantity:
    text = passage.masked
    begin = max(floor, figure.start - _REACH)
    before = text[begin : figure.start]
    before = before[max((before.rfind(stop) for stop in "，。；：\n\t"), default=-1) + 1 :]
    operator = _OPERATOR.search(before)
    per, at = _per(text, before, figure)
    bounded = _BOUNDED.match(text, at)
    word = (bounded["word"] or "") if bounded else ""
    end = bounded.end() if bounded and (word or bounded["note1"]) else at
    note = ((bounded["note1"] or "") + (bounded["note2"] or "")) if bounded else ""
    comparison = _compared(operator, word.lstrip("及或"), figure)
    inclusive = None if comparison in {"=", "≈"} else comparison in {">=", "<=", "-"}
    if note and inclusive is not None and comparison != "-":
        inclusive = not note.startswith("（不")
        comparison = _with(comparison, inclusive)
    start = figure.start - (len(before) - operator.start() if operator and not operator["base"] else 0)
    first, last = _naming(before, operator, figure, floor)
    soft = figure.rough or word in {"左右", "上下"} or bool(_SOFT.search(before))
    return Quantity(
        passage.clause, passage.span(start, end), figure.value, figure.upper, figure.unit, comparison, inclusive, per,
        measured(text, first, last, end, figure.unit), soft, figure.confidence,
    )  # fmt: skip


def _naming(before: str, operator: re.Match[str] | None, figure: _Figure, floor: int) -> tuple[int, int]:
    """Between where the words stand that may name what is measured.

    Of a share that is what it is a share of (不超过合同金额的40%); where the whole is named without 的 (不高于总数20%) it is
    what stands before the comparison.
    """
    base = operator["base"] if operator else None
    if operator is None or not base:
        return floor, figure.start
    if base.endswith("的"):
        return max(floor, figure.start - len(base)), figure.start
    return floor, figure.start - (len(before) - operator.start())


def _compared(operator: re.Match[str] | None, word: str, figure: _Figure) -> Comparison:
    """The comparison by the words before and behind; 不超过…以上 and the like follow the words before."""
    named: Comparison | None = None
    if operator:
        named = next(_ORDER[at] for at in range(len(_ORDER)) if operator[f"o{at}"])
        if figure.unit in SPANS and operator.group().startswith("近"):  # 近2年 are the last two years
            named = None
    behind = _AFTER.get(word)
    if behind and (named in {None, "=", "≈"} or (named in {">=", ">"} and behind in {">=", "≈"}) or behind == "<="):
        return behind
    return named or behind or ("≈" if figure.rough else "=" if figure.upper is None else "-")


def _with(comparison: Comparison, inclusive: bool) -> Comparison:
    """The comparison with its figure, or without."""
    larger = comparison.startswith(">")
    return (">=" if larger else "<=") if inclusive else (">" if larger else "<")


def _per(text: str, before: str, figure: _Figure) -> tuple[tuple[str, ...], int]:
    """The units of which each has the figure, and where its words end."""
    units = dict.fromkeys(unit.removeprefix("个") or unit for unit in _PER_BEFORE.findall(before))
    phrase = re.split(r"[，。；：\n\t]", text[max(0, figure.start - _REACH) : figure.start])[-1]
    units |= dict.fromkeys(_PER_ONE.findall(phrase))
    behind = _PER_AFTER.match(text, figure.end)
    if behind:
        units |= dict.fromkeys(part for part in re.split(r"[·•・./]+", behind.group(1)) if part)
    return tuple(units), behind.end() if behind else figure.end
