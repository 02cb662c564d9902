"""Whether a clause prints a figure: `60%` as 60%, 百分之六十 or (50%) 减半; `3 万元` as 3万元, 30000元 or 三万元."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from huice.dates import plain_days
from huice.rules.printed_days import days_printed
from huice.rules.quantities import DAYS, MONEY, MONTHS, Quantity, Unit, plain, quantity
from huice.rules.values import read_date

_DIGITS = "零一二三四五六七八九"
_STEPS = ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"))
_WORDS = {
    ("%", Decimal("0.5")): ("减半", "一半", "半数"),
    ("%", Decimal(1)): ("全覆盖", "全部"),
    ("%", Decimal(0)): ("零关税", "零税率", "不征", "不得计提"),
    ("月", Decimal(6)): ("半年",),
    ("月", Decimal(3)): ("季度",),
}
_WAIVED = re.compile(r"(?<![减避难未以罢不非])免(?:征|收|缴|交|费)(?!额|期|点|条件|收入)")
"""Nothing to pay: 免收手续费; but not 减免收费, 避免收取, 免征额."""
_TIMES = re.compile(r"翻了?([一两二三四五六七八九]?)番")
"""Doubled so many times: 翻一番 is ×2 or 100 % more, 翻两番 ×4."""
_BARE = {Decimal(1): "", Decimal(100): "百", Decimal(1000): "千"}
_ABOUT = "(?:超过?|过|逾|突破|破|达到?|满|不足|不到|低于|高于|少于|至少|最多)"
"""Before 千万元 or 百家 without a number: one of it. 近千万, 上千万, 数千万 say something else."""
_SPOKEN_UNITS = {
    "年": ("年", "岁", "周岁", "周年"), "座": ("座", "个座位"), "人": ("人", "名", "位"), "年份": ("年",), "月": ("个月",),
    "个月": ("个月",), "季度": ("季度", "个季度"), "日": ("日", "天"), "天": ("天", "日"), "类": ("类", "大类"), "次": ("次",), "": ("",),
}  # fmt: skip


def squeeze(text: str) -> str:
    """Half-width, no white space but between the cells of a table, no separators in numbers, no raised note numbers."""
    text = re.sub(r"(?<=[\d\s])[⁰¹²³⁴-⁹]+", "", text)
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"[^\S\t]+", "", unicodedata.normalize("NFKC", text)))


def prints(text: str, figure: str, issued: date | None = None) -> bool:
    """Whether a text prints a figure as a pack writes it (`60%`, `30 人`, `2023-12-31`). A word must stand as it is.

    `issued` is the day of the document: a day or a 年底 without a year is one of that year.
    """
    said = plain_days(squeeze(text))
    day = read_date(figure)
    if isinstance(day, date):
        return day in days_printed(said, issued)
    found = quantity(figure)
    if found is None:
        return squeeze(figure) in said
    base = found.unit.text if found.unit.dimension != MONTHS else "月"
    if any(word in said for word in _WORDS.get((base, found.value), ())):
        return True
    return (
        _waived(found, said)
        or _doubled(found, said)
        or any(re.search(pattern, said) for pattern in _numbers(found.value, found.unit))
    )


def _waived(figure: Quantity, said: str) -> bool:
    """Whether a text says that nothing is paid: no money, a rate of nothing, or a relief of the whole."""
    rate = figure.unit.text == "%" and figure.value in {0, 1}
    nothing = figure.unit.dimension == MONEY and figure.value == 0
    return (rate or nothing) and _WAIVED.search(said) is not None


def _doubled(figure: Quantity, said: str) -> bool:
    """Whether a text says that something grows by doubling: 2 倍 as 翻一番, 300% more as 翻两番."""
    if figure.unit.text not in {"倍", "%"}:
        return False
    times = figure.value + (1 if figure.unit.text == "%" else 0)
    return any(times == 2 ** _DIGITS.index(word.replace("两", "二") or "一") for word in _TIMES.findall(said))


def _numbers(value: Decimal, measure: Unit) -> Iterator[str]:
    """Patterns for a number with its unit; a range such as 16-24岁 prints both its ends."""
    unit = measure.text
    if unit == "%":
        percent = plain(value * 100)
        yield rf"(?<![\d.]){re.escape(percent)}(?:[-—~至到][\d.]+)?%"
        yield f"百分之{_chinese(Decimal(percent))}(?![{_DIGITS}十百点])"
        yield rf"(?<![\d.]){re.escape(plain(value * 10))}成"
        return
    forms = [(value / measure.scale, unit)]
    if measure.dimension == MONEY:
        forms = [(value, "元"), (value / 10_000, "万元"), (value / 100_000_000, "亿元"), (value / 10**12, "万亿元")]
    elif unit in {"年", "岁", "月", "个月", "季度"}:
        forms = [(value, "月"), (value / 12, "年"), (value / 3, "季度")]
    elif measure.scale == 1 and unit and value >= 10_000:
        forms.append((value / 10_000, f"万{unit}"))
        if value == 10_000:
            yield rf"(?<![\d{_DIGITS}十百千])万{unit}"
    nth = "" if measure.dimension in {MONTHS, DAYS} else "第"  # 第6年 tells a time, 第6条 no number of articles
    for number, written in forms:
        names = "|".join(re.escape(name) for name in _SPOKEN_UNITS.get(written, (written,)))
        digits = re.escape(plain(number)) + ("" if "." in plain(number) else r"(?:\.0+)?")
        yield rf"(?<![\d.{nth}]){digits}(?![\d.])(?:\(含\))?多?(?:[-—~至到][\d.]+)?个?(?:{names})"
        if (bare := _BARE.get(number)) is not None and (bare or written[:1] in {"万", "亿"}):
            yield rf"{_ABOUT}{bare}个?(?:{names})"
        if number == number.to_integral_value():
            yield rf"(?<![{_DIGITS}十百千万{nth}]){_chinese(number)}个?(?:{names})"
            if number == 2:
                yield rf"两个?(?:{names})"


def _chinese(number: Decimal) -> str:
    """A whole number up to 99,999 in Chinese numerals; decimals digit by digit after 点."""
    whole, _, rest = plain(number).partition(".")
    n = int(whole)
    if n >= 100_000:
        return plain(number)
    text, gap = "", False
    for step, name in _STEPS:
        digit, n = divmod(n, step)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    if n:
        text += ("零" if gap and text else "") + _DIGITS[n]
    text = text or "零"
    text = text.removeprefix("一") if text.startswith("一十") else text
    return text + ("点" + "".join(_DIGITS[int(digit)] for digit in rest) if rest else "")
