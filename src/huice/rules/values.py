"""Types of values, the two values that are not there, and reading what people write."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from typing import Literal

from huice.rules.quantities import MONEY, RATIO, Dimension, Unit, display, plain, quantity

MAX_NUMBER = Decimal(10) ** 16
MAX_TEXT = 2_000
MAX_DIGITS = 100


class Missing(Enum):
    """The two ways of not having a value: nobody has said, or there is no such thing."""

    UNKNOWN = "unknown"
    ABSENT = "absent"

    def __bool__(self) -> bool:
        raise TypeError("a missing value has no truth; ask for it by name")


UNKNOWN = Missing.UNKNOWN
ABSENT = Missing.ABSENT

Row = dict[str, "Value"]
Value = bool | Decimal | date | str | tuple[Row, ...] | Missing


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression. `dimension` is None for the bare 0, which fits every number."""

    kind: Literal["bool", "number", "date", "choice", "text", "records"]
    dimension: Dimension | None = RATIO
    options: tuple[str, ...] = ()
    ordered: bool = False

    def __str__(self) -> str:
        if self.kind == "number":
            above = "·".join(base for base, exponent in self.dimension or () if exponent > 0)
            below = "".join(base for base, exponent in self.dimension or () if exponent < 0)
            return f"数（{above or '比率'}{'/' + below if below else ''}）"
        return {"bool": "是否", "date": "日期", "choice": "选项", "text": "文字", "records": "明细"}[self.kind]


BOOL = Type("bool")
DATE = Type("date")
TEXT = Type("text")

_TRUE = frozenset({"true", "是", "有", "对", "yes", "y", "已", "通过", "√"})
_FALSE = frozenset({"false", "否", "无", "没有", "不是", "no", "n", "未", "不通过", "×"})
_UNKNOWN = frozenset({"", "不清楚", "不知道", "未知", "unknown", "null", "~", "?", "？", "待定"})
_ABSENT = frozenset({"absent", "无此项", "不适用", "没有此项"})
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2}))(?:[-/.月](\d{1,2})日?|月)?")


def normal(text: str) -> str:
    """Half-width, without white space at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def read_missing(text: str) -> Missing | None:
    """UNKNOWN or ABSENT where the text says so."""
    word = normal(text).lower()
    if word in _UNKNOWN:
        return UNKNOWN
    return ABSENT if word in _ABSENT else None


def read_bool(text: str) -> bool | str:
    """True or false; a message where it is neither."""
    word = normal(text).lower()
    if word in _TRUE:
        return True
    return False if word in _FALSE else f"“{text[:40]}”不是“是”或“否”"


def read_date(text: str) -> date | str:
    """A day: `2023-06-30`, `2023年6月30日`, `2023/6/30`; a month stands for its first day. A message otherwise."""
    match = _DATE.fullmatch(normal(text))
    if match is None:
        return f"“{text[:40]}”不是日期，写成 2023-06-30"
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return f"没有“{text[:40]}”这一天"
    return day if 1900 <= day.year <= 2200 else f"“{text[:40]}”不在 1900 至 2200 年之间"


def read_number(text: str, unit: Unit, low: Decimal | None, high: Decimal | None) -> Decimal | str:
    """A number in base units; written without a unit it is meant in `unit`. A message otherwise."""
    if len(text) > MAX_DIGITS:
        return f"“{text[:40]}…”太长，不像一个数"
    found = quantity(text)
    if found is None:
        said = f"“{text[:40]}”不是{f'以“{unit.text}”为单位的' if unit.text else ''}数"
        return said + (f"，单位要写全，如“{text}元”" if unit.dimension == MONEY and quantity(f"{text}元") else "")
    value = found.value
    if found.unit.text in {"", "1"}:
        value = found.value * unit.scale
    elif found.unit.dimension != unit.dimension:
        return f"单位“{found.unit.text}”不对，这里要的是“{unit.text or '比率'}”"
    if abs(value) > MAX_NUMBER:
        return f"“{text[:40]}”大得不合理，检查位数和单位"
    if low is not None and value < low:
        return f"“{text[:40]}”小于 {display(low, unit)}" if low else f"“{text[:40]}”是负数"
    if high is not None and value > high:
        return f"“{text[:40]}”大于 {display(high, unit)}"
    return value


def read_choice(text: str, options: dict[str, tuple[str, ...]]) -> tuple[str | None, str]:
    """The key of an option, from its key, label or alias; else None and a message."""
    word = normal(text)
    for key, names in options.items():
        if word == key or word in names:
            return key, ""
    spelled = {normal(name): key for key, names in options.items() for name in (key, *names)}
    if word in spelled:
        return spelled[word], ""
    near = get_close_matches(word[:40], spelled, 1, 0.6)
    guess = f"是不是“{near[0]}”？" if near else ""
    return None, f"没有“{text[:40]}”这个选项。{guess}可填：{'、'.join(names[0] for names in options.values())}"


def show(value: Value, unit: Unit, options: dict[str, tuple[str, ...]] | None = None) -> str:
    """A value as a person reads it."""
    if value is UNKNOWN:
        return "待填"
    if value is ABSENT:
        return "无此项"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return display(value, unit)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"{len(value)} 条"
    if options and isinstance(value, str) and value in options:
        return options[value][0]
    return str(value)


def export(value: Value) -> object:
    """A value for JSON: decimals as text, dates in ISO form, rows as objects, unknown as null."""
    if value is UNKNOWN:
        return None
    if value is ABSENT:
        return "absent"
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [{key: export(cell) for key, cell in row.items()} for row in value]
    return value
