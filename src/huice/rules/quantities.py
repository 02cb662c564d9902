"""Units and dimensions: 元, %, 人, 年 … and the quantities written with them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation, Overflow
from typing import NamedTuple

Dimension = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted; `()` is a plain ratio."""

RATIO: Dimension = ()
MONEY: Dimension = (("元", 1),)
MONTHS: Dimension = (("月", 1),)
DAYS: Dimension = (("日", 1),)

_UNITS: dict[str, tuple[str, Decimal]] = {
    "元": ("元", Decimal(1)),
    "万元": ("元", Decimal(10_000)),
    "百万元": ("元", Decimal(1_000_000)),
    "千万元": ("元", Decimal(10_000_000)),
    "亿元": ("元", Decimal(100_000_000)),
    "万亿元": ("元", Decimal(1_000_000_000_000)),
    "月": ("月", Decimal(1)),
    "个月": ("月", Decimal(1)),
    "季度": ("月", Decimal(3)),
    "个季度": ("月", Decimal(3)),
    "年": ("月", Decimal(12)),
    "岁": ("月", Decimal(12)),
    "日": ("日", Decimal(1)),
    "天": ("日", Decimal(1)),
    "%": ("", Decimal("0.01")),
    "‰": ("", Decimal("0.001")),
    "个百分点": ("", Decimal("0.01")),
    "年份": ("", Decimal(1)),
    "倍": ("", Decimal(1)),
    "名": ("人", Decimal(1)),
    "人次": ("次", Decimal(1)),
    "床": ("张", Decimal(1)),
    "度": ("千瓦时", Decimal(1)),
    "万家次": ("家次", Decimal(10_000)),
    "万人": ("人", Decimal(10_000)),
    "万个": ("个", Decimal(10_000)),
    "万亩": ("亩", Decimal(10_000)),
    "亿亩": ("亩", Decimal(100_000_000)),
    "万吨": ("吨", Decimal(10_000)),
    "万家": ("家", Decimal(10_000)),
    "万份": ("份", Decimal(10_000)),
} | {
    name: (name, Decimal(1))
    for name in (
        "人", "次", "辆", "座", "个", "家", "户", "项", "亩", "平方米", "平方公里", "吨", "公里", "工作日", "小时",
        "台", "套", "件", "份", "笔", "种", "处", "张", "位", "千瓦", "千瓦时", "立方米", "所", "期", "条", "款",
        "亿美元", "家次", "列", "米", "头", "公斤", "级", "类",
    )
}  # fmt: skip

_QUANTITY = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*)", re.S)


class Unit(NamedTuple):
    """A unit as written, its dimension, and how many base units one of it is."""

    text: str
    dimension: Dimension
    scale: Decimal


class Quantity(NamedTuple):
    """A number in base units (元, 月, 人; ratios as fractions) with the unit it was written in."""

    value: Decimal
    unit: Unit


PLAIN = Unit("", RATIO, Decimal(1))


def combine(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """The dimension of a product (`sign` 1) or a quotient (-1)."""
    exponents = dict(left)
    for base, exponent in right:
        exponents[base] = exponents.get(base, 0) + sign * exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


def unit(text: str) -> Unit | None:
    """The unit written `text` (`元`, `万元`, `元/人`, `元/人月`), or None where there is no such unit."""
    if text in {"", "1"}:
        return PLAIN
    above, _, below = text.partition("/")
    if above not in _UNITS:
        return None
    base, scale = _UNITS[above]
    dimension: Dimension = ((base, 1),) if base else RATIO
    while below:
        name = next((below[:size] for size in range(len(below), 0, -1) if below[:size] in _UNITS), None)
        if name is None:
            return None
        divisor, factor = _UNITS[name]
        dimension = combine(dimension, ((divisor, 1),) if divisor else RATIO, -1)
        scale /= factor
        below = below[len(name) :].lstrip("·/")
    return Unit(text, dimension, scale)


def quantity(text: str) -> Quantity | None:
    """Read `30 人`, `60%`, `1,000.5元`, `３万元`; None where it is no number with a known unit."""
    match = _QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    measured = unit(match[2].strip())
    if measured is None:
        return None
    try:
        return Quantity(Decimal(match[1].replace(",", "")) * measured.scale, measured)
    except (InvalidOperation, Overflow):
        return None


_MANY_DIGITS = 20


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: `1.5`, `30`, `0`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, places: int) -> Decimal:
    """To some decimals; a number too large to have any is left as it is."""
    return round(value, places) if value.adjusted() < _MANY_DIGITS else value


def display(value: Decimal, measured: Unit) -> str:
    """A value in base units as a person reads it: `150,000.00 元`, `6.1%`, `30 人`, `12 个月`."""
    if measured.dimension == MONEY:
        return f"{value:,.2f} 元"
    if measured.dimension == RATIO:
        if measured.text == "年份":
            return plain(value)
        return (
            f"{plain(_rounded(value * 100, 2))}%"
            if measured.text in {"%", "‰", "个百分点"}
            else plain(_rounded(value, 4))
        )
    if measured.dimension == MONTHS:
        years = measured.text in {"年", "岁"}
        return f"{plain(_rounded(value / 12 if years else value, 2))} {measured.text if years else '个月'}"
    if measured.dimension == DAYS:
        return f"{plain(_rounded(value, 2))} 日"
    return f"{plain(_rounded(value / measured.scale, 2))} {measured.text}"
