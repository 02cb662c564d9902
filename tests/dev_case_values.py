"""Values of worked cases as a person would write them in a profile."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from huice.rules.quantities import unit
from tests.dev_case_nearness import UNIT


def digits(found: dict[str, Any], value: Any) -> Iterator[tuple[str, Any]]:
    """Facts from the longest run of digits in a value: `length`, or the digits from one place to another."""
    run = max(re.findall(r"\d+", spelled(value)), key=len, default="")
    for key, places in found.items():
        if value is None:
            yield key, "不清楚"
        elif places == "length":
            yield key, str(len(run))
        else:
            yield key, run[places[0] - 1 : places[1]] or "不清楚"


def says(words: str, value: Any) -> bool:
    """Whether a value contains the words, and not their denial: 非见习单位 does not say 见习单位. `=0` is 0 itself."""
    if words.startswith("="):
        return spelled(value) == words[1:]
    return re.search(rf"(?<![非不未]){re.escape(words)}", spelled(value)) is not None


def in_form(found: dict[str, Any], text: str) -> str:
    """A value in the form its fact asks for: the first day of a month, a ratio, a number in a unit."""
    if found.get("as") in {"month_start", "year_start"} and re.fullmatch(r"\d{4}(-\d\d)?", text):
        return f"{text}-01" if len(text) > len("2023") else f"{text}-01-01"
    if re.fullmatch(r"[\d.]+", text):
        return f"{text}{'倍' if found.get('as') == 'ratio' else found.get('unit', '')}"
    return text


def spelled(value: Any) -> str:
    """A value as mappings spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)


def said_as(value: Any) -> str:
    """An answer as mappings spell it, whether it came as a word or as a truth value."""
    return {"是": "true", "否": "false"}.get(str(value), spelled(value))


def written(name: str, value: Any) -> Any:
    """A value as a person would write it, with the unit that its name carries."""
    if value is None:
        return "不清楚"
    if isinstance(value, list) and len(value) == 1:
        return written(name, value[0])
    if isinstance(value, bool):
        return "是" if value else "否"
    match = UNIT.search(name)
    measured_in = (match[1] or match[3] or "%") if match else ""
    if isinstance(value, int | float) and measured_in and unit(measured_in):
        return f"{Decimal(str(value)):f}{measured_in}"
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float) else value


def told_in(name: str, value: Any) -> Any:
    """A value with what its name says of it: 亚米级 said to be true, or a bare number of 米."""
    if value is True:
        return f"true {name}"
    match = UNIT.search(name)
    measured_in = (match[1] or match[3] or "%") if match else ""
    return f"{spelled(value)}{measured_in}" if isinstance(value, int | float) and not isinstance(value, bool) else value
