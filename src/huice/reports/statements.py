"""What clauses state, in short words: figures, days, departments, terms, cited documents."""

import re
from collections.abc import Iterator
from decimal import Decimal

from huice.corpus.knowledge import Knowledge
from huice.corpus.knowledge.deadlines import Deadline
from huice.corpus.knowledge.departments import Department
from huice.corpus.knowledge.quantities import Quantity

_COMPARED = {"=": "", "≈": "约 ", ">=": "不低于 ", ">": "超过 ", "<=": "不超过 ", "<": "低于 ", "-": ""}
_EVERY = {"年": "每年", "半年": "每半年", "季度": "每季度", "月": "每月", "周": "每周", "学期": "每学期"}
_SCOPES = {"": "", "以下": "（以下各条）", "以上": "（以上各条）", "各项": "（各条）"}
_UNITS = {"月": "个月", "季度": "个季度"}
_NEXT = re.compile(r"次|下|翌")
_SURE = 0.7


def figure(quantity: Quantity) -> str:
    """`裁员率 不超过 20%`, `每人每年 3 次`."""
    value = _amount(quantity.value, quantity.unit)
    if quantity.upper is not None:
        value = f"{_number(quantity.value)}–{_amount(quantity.upper, quantity.unit)}"
        if quantity.unit == "元":
            value = f"{_amount(quantity.value, '元')}–{_amount(quantity.upper, '元')}"
    each = "".join(f"每{unit}" for unit in quantity.per if f"每{unit}" not in quantity.measures)
    words = f"{_COMPARED[quantity.comparison]}{value}"
    return " ".join(part for part in (quantity.measures, each, words) if part)


def _amount(value: Decimal, unit: str) -> str:
    """A value in its unit; money from 万元 and 亿元 on in these."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if unit == "元" and abs(value) >= size:
            return f"{_number(value / size)} {name}元"
    return f"{_number(value)}{'' if unit == '%' else ' '}{_UNITS.get(unit, unit)}"


def _number(value: Decimal) -> str:
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def term(deadline: Deadline) -> str:
    """`至 2023-12-31`, `印发之日起 30 日内`, `每月 5 个工作日内`."""
    first, last = deadline.first, deadline.last
    if deadline.kind == "window":
        return f"{first} 至 {last}" if first != last else str(last)
    if deadline.kind == "from":
        return f"自 {first} 起"
    if deadline.kind == "until":
        return f"至 {last}" if deadline.inclusive else f"{last} 前（是否含当日，原文没有写明）"
    if deadline.kind == "recurring":
        return f"{_EVERY[deadline.every]} {_counted(deadline)}" if deadline.count else deadline.anchor
    known = f"（至 {last}）" if last else ""
    begins = deadline.anchor if not deadline.anchor or _NEXT.match(deadline.anchor) else f"{deadline.anchor}起"
    return f"{begins} {_counted(deadline)}{known}".strip()


def _counted(deadline: Deadline) -> str:
    if deadline.count is None:
        return ""
    return f"{deadline.count} {_UNITS.get(deadline.unit, deadline.unit)}{'内' if deadline.inclusive else '前'}"


def duty(department: Department) -> str:
    """`牵头 省民政厅`."""
    role = "" if department.role == "责任" else f"{department.role} "
    return f"{role}{department.name}{_SCOPES[department.scope]}"


def rows(stated: Knowledge) -> Iterator[tuple[str, list[str]]]:
    """What is stated, one kind a row: its name and what there is of it, each once. Doubtful readings are left out."""
    kinds = (
        ("数字", [figure(one) for one in stated.quantities if one.confidence >= _SURE]),
        ("期限", [term(one) for one in stated.deadlines if one.confidence >= _SURE]),
        ("部门", [duty(one) for one in stated.departments if one.confidence >= _SURE]),
        ("名词", [f"{one.term}（{one.kind}）" for one in stated.definitions]),
        ("废止", [one.name for one in stated.repeals]),
        ("指标", [f"{len([one for one in stated.aims if one.kind == '指标'])} 项"]),
        ("任务", [f"{len([one for one in stated.aims if one.kind == '任务'])} 项"]),
    )
    for name, told in kinds:
        if told and told != ["0 项"]:
            yield name, list(dict.fromkeys(told))
