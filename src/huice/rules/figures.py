"""Whether a clause prints a figure: `60%` as 60%, 百分之六十 or (50%) 减半; `3 万元` as 3万元, 30000元 or 三万元."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from huice.dates import plain_days
from huice.rules.quantities import MONEY, MONTHS, Unit, plain, quantity
from huice.rules.values import read_date

_DIGITS = "零一二三四五六七八九"
_STEPS = ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"))
_WORDS = {
    ("%", Decimal("0.5")): ("减半", "一半", "半数"),
    ("%", Decimal(1)): ("全覆盖", "全部"),
    ("%", Decimal(0)): ("零关税", "零税率", "免征", "不征", "不得计提"),
    ("月", Decimal(6)): ("半年",),
    ("月", Decimal(3)): ("季度",),
}
_SPOKEN_UNITS = {
    "年": ("年", "岁", "周岁", "周年"), "座": ("座", "个座位"), "人": ("人", "名", "位"), "年份": ("年",), "月": ("月", "个月"),
    "个月": ("个月", "月"), "季度": ("季度", "个季度"), "日": ("日", "天"), "天": ("天", "日"), "次": ("次",), "": ("",),
}  # fmt: skip


def squeeze(text: str) -> str:
    """Half-width, no white space but between the cells of a table, no separators in numbers, no raised note numbers."""
    text = re.sub(r"(?<=[\d\s])[⁰¹²³⁴-⁹]+", "", text)
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"[^\S\t]+", "", unicodedata.normalize("NFKC", text)))


def prints(text: str, figure: str) -> bool:
    """Whether a text prints a figure as a pack writes it (`60%`, `30 人`, `2023-12-31`). A word must stand as it is."""
    said = plain_days(squeeze(text))
    day = read_date(figure)
    if isinstance(day, date):
        return any(variant in said for variant in _days(day, said))
    found = quantity(figure)
    if found is None:
        return squeeze(figure) in said
    base = found.unit.text if found.unit.dimension != MONTHS else "月"
    if any(word in said for word in _WORDS.get((base, found.value), ())):
        return True
    return any(re.search(pattern, said) for pattern in _numbers(found.value, found.unit))


def _numbers(value: Decimal, measure: Unit) -> Iterator[str]:
    """Patterns for a number with its unit; a range such as 16-24岁 prints both its ends."""
    unit = measure.text
    if unit == "%":
        percent = plain(value * 100)
        yield rf"(?<![\d.]){re.escape(percent)}(?:[-—~至到][\d.]+)?%"
        yield f"百分之{_chinese(Decimal(percent))}"
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
    for number, written in forms:
        names = "|".join(re.escape(name) for name in _SPOKEN_UNITS.get(written, (written,)))
        digits = re.escape(plain(number)) + ("" if "." in plain(number) else r"(?:\.0+)?")
        yield rf"(?<![\d.]){digits}(?![\d.])(?:\(含\))?多?(?:[-—~至到][\d.]+)?个?(?:{names})"
        if number == number.to_integral_value():
            yield rf"(?<![{_DIGITS}十百千万]){_chinese(number)}个?(?:{names})"
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


def _days(day: date, said: str) -> Iterator[str]:
    """A day in full; without its year where the text names that year; the ends of a year as 年底 or the year itself."""
    yield f"{day.year}年{day.month}月{day.day}日"
    if f"{day.year}年" in said or "明年" in said or "次年" in said:
        yield f"{day.month}月{day.day}日"
    if (day.month, day.day) == (12, 31):
        yield f"{day.year + 1}年前"
        yield f"{day.year}年底"
        yield f"{day.year}年末"
        yield f"{day.year}年"
        yield f"-{day.year}年"
    if (day.month, day.day) == (1, 1):
        yield f"{day.year}年"
        yield f"{day.year}-"
    if day.day == 1:
        yield from (f"{day.year}年{day.month}月{after}" for after in ("至", "-", "起", "初"))
    if (day + timedelta(days=1)).day == 1:
        yield f"{day.year}年{day.month}月底"
        if f"{day.year}年" in said:
            yield from (f"{day.month}月末", f"{day.month}月底")
