"""Worked cases in plain Chinese, put to the engine: names to facts, values to answers, findings to expectations.

The mapping of each document is data, `tests/dev_cases/NN.yaml`. A name it does not list is looked up among the
labels and aliases of the library, so a case may use those as they are.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from huice.engine import Finding, Subject, assess
from huice.registry.profile import read_facts_of
from huice.rules.coverage import coverage
from huice.rules.library import Library
from huice.rules.quantities import unit
from huice.rules.source import Findings, Mapping, Place, Scalar, Sequence
from huice.rules.source import Node as Source

HERE = Path(__file__).parent / "dev_cases"
_UNIT = re.compile(r"[（(]([^（()）]*)[)）]$")
_WORDS = {True: "yes", False: "no", "unknown": "open"}
NOWHERE = Place("dev-case", 0, 0)


@dataclass(frozen=True)
class Mapped:
    """A case as facts for one measure, or the reason why it cannot be put."""

    id: str
    measure: str
    facts: dict[str, Any]
    rule: dict[str, Any]
    unmapped: tuple[str, ...] = ()


def mapping(document: str) -> dict[str, Any]:
    """The mapping of one document."""
    return yaml.safe_load((HERE / f"{document}.yaml").read_text("utf-8"))


def documents() -> list[str]:
    """The documents that have a mapping."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def cases(folder: Path, document: str) -> list[dict[str, Any]]:
    """The worked cases of one document."""
    return json.loads((folder / f"{document}.json").read_text("utf-8"))


def pack_of(document: str, library: Library) -> str:
    """The pack that accounts for the provisions of a document."""
    packs = coverage(library)
    return next(pack.pack.key for pack in packs if any(e.provision.startswith(f"{document}-") for e in pack.entries))


def put(case: dict[str, Any], table: dict[str, Any], library: Library, pack: str) -> Mapped:
    """A case's plain facts as facts of the library."""
    rule = table["provisions"].get(case["provision"])
    if rule is None:
        return Mapped(case["id"], "", {}, {}, (f"没有条款事项 {case['provision']} 的对应",))
    names = table.get("facts", {})
    facts: dict[str, Any] = {}
    columns: dict[str, list[dict[str, Any]]] = {}
    unmapped: list[str] = []
    implied: dict[str, Any] = {}
    local = rule.get("facts", {})
    for name, value in case["facts"].items():
        found = local.get(name, names.get(name))
        if found is None:
            found = local.get(bare(name), names.get(bare(name)))
        if found is None and (name in library.names or bare(name) in library.names):
            found = name if name in library.names else bare(name)
        if found is None:
            found = next((to for like, to in table.get("patterns", {}).items() if fnmatch(name, like)), None)
        if isinstance(found, dict) and "same" in found:
            found = names[found["same"]]
        if found is None:
            unmapped.append(name)
        elif isinstance(found, dict) and "records" in found:
            rows(found, value, columns)
        else:
            facts |= dict(answers(found, name, value, unmapped))
            implied |= found.get("implies", {}) if isinstance(found, dict) else {}
    said = {resolved(key, library, pack) for key in facts}
    given = {
        key: value
        for key, value in {**implied, **rule.get("given", {})}.items()
        if resolved(key, library, pack) not in said
    }
    plain = {key: per_piece(key, value, library, pack) for key, value in facts.items()}
    return Mapped(case["id"], f"{pack}/{rule['measure']}", {**given, **plain, **columns}, rule, tuple(unmapped))


def resolved(name: str, library: Library, pack: str) -> str:
    """The fact or parameter that a name stands for."""
    own = library.packs[pack].parameters.get(name)
    return own.id if own is not None else library.names.get(name, name)


def per_piece(name: str, value: Any, library: Library, pack: str) -> Any:
    """A value said in 元 of what is measured in 元 a piece: the cases leave the piece to the name."""
    key = resolved(name, library, pack)
    item = library.facts.get(key) or library.parameters.get(key)
    if item is not None and isinstance(value, str) and item.unit.text.startswith("元/") and value.endswith("元"):
        return value.removesuffix("元")
    return value


def bare(name: str) -> str:
    """A name without the unit in brackets at its end."""
    match = _UNIT.search(name)
    return name[: match.start()] if match and unit(match[1]) else name


def answers(found: Any, name: str, value: Any, unmapped: list[str]) -> Iterator[tuple[str, Any]]:
    """Facts from one name and value, by the entry of the mapping."""
    if isinstance(found, str):
        yield found, written(name, value)
    elif "skip" in found:
        return
    elif "contains" in found:
        hit = next((facts for words, facts in found["contains"].items() if words in str(value)), found.get("else"))
        if hit is None:
            unmapped.append(f"{name}={value}")
        yield from (hit or {}).items()
    elif "facts" in found:
        for key, template in found["facts"].items():
            yield key, written(name, value) if template == "$" else template
    elif "fact" in found:
        values = {spelled(key): item for key, item in found.get("values", {}).items()}
        text = values.get(spelled(value), written(name, value))
        yield found["fact"], _as(found, str(text))
    else:
        values = {spelled(key): item for key, item in found["values"].items()}
        if spelled(value) not in values:
            unmapped.append(f"{name}={value}")
        yield from values.get(spelled(value), {}).items()


def _as(found: dict[str, Any], text: str) -> str:
    """A value in the form its fact asks for: the first day of a month, a ratio, a number in a unit."""
    if found.get("as") == "month_start" and len(text) == 7:
        return f"{text}-01"
    if found.get("as") == "year_start" and len(text) == 4:
        return f"{text}-01-01"
    if re.fullmatch(r"[\d.]+", text):
        return f"{text}{'倍' if found.get('as') == 'ratio' else found.get('unit', '')}"
    return text


def spelled(value: Any) -> str:
    """A value as mappings spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)


def written(name: str, value: Any) -> Any:
    """A value as a person would write it, with the unit that its name carries."""
    if value is None:
        return "不清楚"
    if isinstance(value, bool):
        return "是" if value else "否"
    match = _UNIT.search(name)
    if isinstance(value, int | float) and match and unit(match[1]):
        return f"{Decimal(str(value)):f}{match[1]}"
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float) else value


def rows(found: dict[str, Any], value: Any, columns: dict[str, list[dict[str, Any]]]) -> None:
    """Rows of a records fact from a list, each item a cell or a list of cells; or from names and values."""
    table = columns.setdefault(found["records"], [])
    named = [[name, item] for name, item in value.items()] if isinstance(value, dict) else value
    items = named if isinstance(named, list) else [named]
    for index, item in enumerate(items):
        cells = item if isinstance(item, list) else [item]
        cells = [f"{cell}{found['unit']}" if "unit" in found else cell for cell in cells]
        row = dict(zip(found["columns"], cells, strict=False)) | found.get("also", {})
        if found.get("align") and index < len(table):
            table[index] |= row
        else:
            table.append(row)


def node(value: Any) -> Source:
    """Plain data as a source node."""
    if isinstance(value, dict):
        return Mapping(NOWHERE, {key: node(item) for key, item in value.items()}, dict.fromkeys(value, NOWHERE))
    if isinstance(value, list):
        return Sequence(NOWHERE, [node(item) for item in value])
    return Scalar(str(written("", value)), NOWHERE)


def run(mapped: Mapped, case: dict[str, Any], library: Library) -> Finding:
    """The finding for a mapped case. Raises AssertionError where the facts cannot be read."""
    found = Findings()
    measure = library.measures[mapped.measure]
    facts = read_facts_of(node(mapped.facts), library, found, measure.pack)
    assert not found, "；".join(str(problem) for problem in found)
    facts.setdefault("subject_type", measure.subjects[0])
    return assess(library, Subject(mapped.id, facts), date.fromisoformat(case["as_of"]), [mapped.measure]).findings[0]


def eligible(finding: Finding, rule: dict[str, Any]) -> str:
    """What the cases call `eligible`, as yes, no or open."""
    kind, wanted = finding.measure.kind, rule.get("eligible", "")
    closed = finding.window.state in {"upcoming", "closed"}
    if wanted == "verdict" and finding.measure.complies is not None:
        return finding.verdict
    if kind in {"benefit", "support"} or finding.measure.complies is None or wanted == "verdict":
        return "no" if closed else finding.verdict
    if finding.verdict == "no" or closed:
        return rule.get("unbound", "no")
    if finding.verdict == "open" and finding.complies != "yes":
        return "open"
    return finding.complies or "open"


def differences(finding: Finding, case: dict[str, Any], rule: dict[str, Any]) -> Iterator[str]:
    """How a finding differs from what a case expects: verdict, amount, and the named results that are mapped."""
    expect = case["expect"]
    want, have = _WORDS[expect["eligible"]], eligible(finding, rule)
    if have != want:
        yield f"eligible {want}, got {have}"
    amount = finding.amount.value if finding.amount is not None else None
    if "result" in rule.get("amount", {}):
        shown = finding.results.get(rule["amount"]["result"])
        amount = shown.value if shown is not None and isinstance(shown.value, Decimal) else None
    wanted = None if expect["amount"] is None else Decimal(str(expect["amount"]))
    if (want == "yes" or wanted) and amount != wanted:
        yield f"amount {wanted}, got {amount}"
    for name, place in rule.get("other", {}).items():
        if name in expect["other"]:
            yield from _other(name, expect["other"][name], place, finding)


def _other(name: str, wanted: Any, place: Any, finding: Finding) -> Iterator[str]:
    if place == "complies":
        if finding.complies != _WORDS[wanted]:
            yield f"{name} {wanted}, got {finding.complies}"
        return
    if wanted is None and finding.verdict == "no":
        return
    found = finding.results.get(place["result"])
    value = found.value if found is not None else None
    if isinstance(wanted, bool) or wanted is None:
        same = value is wanted or (wanted is None and not isinstance(value, Decimal | date | str | bool))
    elif isinstance(wanted, int | float):
        scale = 100 if place.get("as") == "percent" else 1
        same = isinstance(value, Decimal) and abs(value * scale - Decimal(str(wanted))) < Decimal("0.01")
    else:
        same = str(value) == str(wanted) or (found is not None and found.shown == str(wanted))
    if not same:
        yield f"{name} {wanted}, got {found.shown if found else None}"
