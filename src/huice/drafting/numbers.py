"""The figures of a clause as parameters: only those that its text is seen to print."""

import re
from dataclasses import dataclass
from decimal import Decimal

from huice.corpus.knowledge.quantities import Quantity
from huice.corpus.knowledge.units import MONEY as MONEY_UNITS
from huice.rules.figures import prints
from huice.rules.quantities import MONEY, plain, quantity

_UNITS = {"个工作日": "工作日", "月": "个月"}
_WORDS = {
    "元": ("amount", "金额"), "%": ("rate", "比例"), "人": ("people", "人数"), "月": ("months", "月数"), "年": ("years", "年数"),
    "日": ("days", "天数"), "个工作日": ("working_days", "工作日数"), "岁": ("age", "年龄"), "次": ("times", "次数"),
}  # fmt: skip
_ENDS = {
    ">=": ("_min", "下限"),
    ">": ("_over", "下限（不含）"),
    "<=": ("_max", "上限"),
    "<": ("_under", "上限（不含）"),
}
_OPERATORS = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "=": "=", "≈": "about", "-": ">="}
_LINKS = re.compile(r"[并和与或及的按对从在为将其等且以]")
_PHRASE = range(2, 11)
_POOL = re.compile(r"：[^：]*(?:资金|基金|规模|预算|设立|安排)[^：]*$")
"""What is set aside for all: no amount that anybody gets."""
_WITHOUT = {"家", "户", "个", "项"}
"""What an amount is given to as a whole: so much each, not so much times a number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter that would be written: its key, label, value as written; `note` says what is to be looked at."""

    key: str
    label: str
    written: str
    note: str
    comparison: str
    per: tuple[str, ...]
    clause: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        found = quantity(self.written)
        return found is not None and found.unit.dimension == MONEY


def written(value: Decimal, unit: str) -> str:
    """A figure as a pack writes it: `20 万元`, `10%`, `10 工作日`."""
    if unit in MONEY_UNITS and value >= 10_000 and value % 1_000 == 0:
        big = value >= 100_000_000 and value % 10_000_000 == 0
        return f"{plain(value / (100_000_000 if big else 10_000))} {'亿' if big else '万'}{unit}"
    if unit == "%":
        return f"{plain(value)}%"
    return f"{plain(value)} {_UNITS.get(unit, unit)}"


def numbers_of(
    found: tuple[Quantity, ...], text: str, prefix: str, title: str, clause: str = "", taken: set[str] | None = None
) -> tuple[Number, ...]:
    """The figures of a clause that have a unit the rules know and stand in its text as they would be written.

    `taken` are the keys there are already; those of the figures are noted in it.
    """
    taken = set() if taken is None else taken
    numbers: list[Number] = []
    for one in found:
        word, name = _WORDS.get(one.unit, ("number", "数"))
        ends = ((one.value, ">="), (one.upper, "<=")) if one.upper is not None else ((one.value, one.comparison),)
        for value, comparison in ends:
            said = written(value, one.unit) if value is not None else ""
            if quantity(said) is None or not prints(text, said):
                continue
            end, ending = _ENDS.get(comparison, ("", ""))
            key = _free(f"{prefix}_{word}{end}", taken)
            phrase = one.measures if len(one.measures) in _PHRASE and not _LINKS.match(one.measures) else name
            label = f"{title}：{phrase}{ending}"
            label = f"{label}（{said}）" if any(other.label == label for other in numbers) else label
            numbers.append(Number(key, label, said, _note(one), comparison, one.per, clause))
    return tuple(numbers)


def _free(key: str, taken: set[str]) -> str:
    free, at = key, 2
    while free in taken:
        free, at = f"{key}_{at}", at + 1
    taken.add(free)
    return free


def _note(one: Quantity) -> str:
    per = f"每{'每'.join(one.per)}" if one.per else ""
    return "、".join(part for part in ("是什么的数", per, "约数或争取" if one.soft else "") if part)


def amount_of(numbers: tuple[Number, ...]) -> tuple[str, str] | None:
    """The amount that the money of a clause gives, where only one can be meant: `up_to` or `value`, and the parameter."""
    money = [one for one in numbers if one.is_money and not set(one.per) - _WITHOUT]
    ceilings = [one for one in money if one.comparison == "<="]
    fixed = [one for one in money if one.comparison == "=" and not _POOL.search(one.label)]
    if len(ceilings) == 1:
        return "up_to", ceilings[0].key
    return ("value", fixed[0].key) if len(fixed) == 1 and not ceilings else None


def operator_of(one: Quantity) -> str:
    """How a target compares."""
    return _OPERATORS[one.comparison]
