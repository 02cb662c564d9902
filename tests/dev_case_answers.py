"""What an entry of a mapping makes of a value: answers, cells and rows of records, options in other words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from huice.rules.library import Library
from huice.rules.quantities import PLAIN
from tests.dev_case_nearness import OTHER
from tests.dev_case_values import digits, in_form, said_as, says, spelled, told_in, written

_GROUPS = re.compile(r"中小微|小微|中小")  # groups of sizes: a small one is in each


def resolved(name: str, library: Library, pack: str) -> str:
    """The fact or parameter that a name stands for."""
    own = library.packs[pack].parameters.get(name)
    return own.id if own is not None else library.names.get(name, name)


def answers(found: Any, name: str, value: Any, unmapped: list[str]) -> Iterator[tuple[str, Any]]:
    """Facts from one name and value, by the entry of the mapping."""
    if isinstance(found, str):
        yield found, written(name, value)
    elif "skip" in found:
        return
    elif "digits" in found:
        yield from digits(found["digits"], value)
    elif value is None and "None" not in (told := found.get("contains") or found.get("values") or {"None": {}}):
        yield from (
            (key, "不清楚") for facts in (*told.values(), found.get("else")) if isinstance(facts, dict) for key in facts
        )
    elif "contains" in found:
        text = told_in(name, value)
        hit = next((facts for words, facts in found["contains"].items() if says(words, text)), None)
        hit = hit if hit is not None else found["contains"].get(said_as(value), found.get("else"))
        if hit is None:
            unmapped.append(f"{name}={value}")
        yield from (hit or {}).items()
    elif "facts" in found:
        for key, template in found["facts"].items():
            yield key, written(name, value) if template == "$" else template
    elif "fact" in found:
        values = {spelled(key): item for key, item in found.get("values", {}).items()}
        text = values.get(spelled(value), values.get(said_as(value), written(name, value)))
        yield found["fact"], in_form(found, str(text))
    else:
        values = {spelled(key): item for key, item in found["values"].items()}
        told = next((word for word in (spelled(value), said_as(value)) if word in values), None)
        if told is None:
            unmapped.append(f"{name}={value}")
        yield from values[told].items() if told is not None else ()


def cells(
    found: dict[str, Any], name: str, value: Any, columns: dict[str, list[dict[str, Any]]], unmapped: list[str]
) -> None:
    """Cells of a records fact by entries of their own: in its first row, or a row for `each` of a list of mappings."""
    if "each" in found:
        for item in value if isinstance(value, list) else []:
            row: dict[str, Any] = {}
            for word, cell in item.items():
                if (entry := found["each"].get(word)) is None:
                    unmapped.append(f"{name}.{word}")
                for part in entry if isinstance(entry, list) else [entry] if entry else []:
                    row |= dict(answers(part, word, cell, unmapped))
            columns.setdefault(found["into"], []).append(row)
        if value == []:
            columns.setdefault(found["into"], [])
        return
    table = columns.setdefault(found["into"], [{}])
    plain = {key: item for key, item in found.items() if key != "into"}
    table[0] |= dict(answers(plain, name, value, unmapped))


def rows(found: dict[str, Any], value: Any, columns: dict[str, list[dict[str, Any]]]) -> None:
    """Rows of a records fact from a list, each item a cell or a list of cells; or from names and values."""
    if value is None:
        return
    table = columns.setdefault(found["records"], [])
    named = [[name, item] for name, item in value.items()] if isinstance(value, dict) else value
    items = named if isinstance(named, list) else [named]
    for index, item in enumerate(items):
        cells = item if isinstance(item, list) else [item]
        cells = [
            "不清楚" if cell is None else f"{cell}{found.get('unit', '')}" if "unit" in found else cell
            for cell in cells
        ]
        row = dict(zip(found["columns"], cells, strict=False)) | found.get("also", {})
        said = next((to for words, to in found.get("contains", {}).items() if says(words, item)), None)
        said = found.get("else", {}) if said is None and item is not None else said or {}
        row |= {key: value for key, value in said.items() if key in row}
        if found.get("align") and index < len(table):
            table[index] = {**said, **table[index], **row}
        else:
            table.append({**said, **row})


def option(name: str, value: Any, library: Library, pack: str) -> Any:
    """A choice said in other words than its options: the option with the longest name that the words contain, else the rest.

    A question of yes or no may be answered with what was done: 未建立, 已建立.
    """
    fact = library.facts.get(resolved(name, library, pack))
    if fact is None or not isinstance(value, str) or not fact.parse(value)[1]:
        return value
    if fact.type.kind == "bool" and (done := re.match(r"[未没无不]|[已有]", value)) is not None:
        return "否" if done[0] in "未没无不" else "是"
    value = _GROUPS.sub("小型", value)
    named = [word for words in fact.options.values() for word in words if says(word, value)]
    return max(named, key=len, default=next((fact.options[key][0] for key in OTHER if key in fact.options), value))


def per_piece(name: str, value: Any, library: Library, pack: str) -> Any:
    """A value said in 元 of what is measured in 元 a piece, or the other way round, or as a share of one: the name leaves that open."""
    key = resolved(name, library, pack)
    item = library.facts.get(key) or library.parameters.get(key)
    if item is None or not isinstance(value, str):
        return value
    if item.unit.text.startswith("元/") and value.endswith("元"):
        return value.removesuffix("元")
    if item.unit.text == "%" and re.fullmatch(r"0\.\d+|1(\.0*)?", value):
        return f"{value}倍"
    if value.endswith("%") and item.type.kind == "number" and item.unit.dimension != PLAIN.dimension:
        return f"{Decimal(value.removesuffix('%')) / 100:f}"  # of one piece
    return re.sub(r"元/\w+$", "元", value) if item.unit.text == "元" else value
