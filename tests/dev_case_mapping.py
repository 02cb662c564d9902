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
from huice.rules.expressions import facts_of
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
    facts: dict[str, Any] = {}
    columns: dict[str, list[dict[str, Any]]] = {}
    unmapped: list[str] = []
    implied: dict[str, Any] = {}
    for name, value in case["facts"].items():
        found = entry(name, rule, table, library)
        if found is None:
            unmapped.append(name)
        for part in found if isinstance(found, list) else [found]:
            if isinstance(part, dict) and "records" in part:
                rows(part, value, columns)
            elif isinstance(part, dict) and "into" in part:
                cells(part, name, value, columns, unmapped)
            elif part is not None:
                facts |= dict(answers(part, name, value, unmapped))
                implied |= part.get("implies", {}) if isinstance(part, dict) else {}
    said = {resolved(key, library, pack): value for key, value in facts.items()}
    given = {
        key: value
        for key, value in {**implied, **rule.get("given", {})}.items()
        if resolved(key, library, pack) not in said
    }
    plain = {key: per_piece(key, option(key, value, library, pack), library, pack) for key, value in facts.items()}
    return Mapped(case["id"], f"{pack}/{measure_of(rule, said)}", {**given, **plain, **columns}, rule, tuple(unmapped))


def measure_of(rule: dict[str, Any], said: dict[str, Any]) -> str:
    """The measure that a case of the provision is about, by what it says where a provision has several."""
    measure: str = rule["measure"]
    for key, measures in rule.get("when", {}).items():
        measure = {spelled(value): other for value, other in measures.items()}.get(said_as(said.get(key)), measure)
    return measure


def entry(name: str, rule: dict[str, Any], table: dict[str, Any], library: Library) -> Any:
    """What a name of the cases stands for: an entry of the mapping, else a label or alias of the library."""
    names = table.get("facts", {})
    local = {**names, **rule.get("facts", {})}
    spellings = dict.fromkeys((name, bare(name), unquoted(name), unquoted(bare(name))))
    found = next((local[word] for word in spellings if word in local), None)
    if found is None:
        found = next((word for word in spellings if word in library.names), None)
    if found is None:
        found = next((to for like, to in table.get("patterns", {}).items() if fnmatch(name, like)), None)
    if isinstance(found, dict) and "same" in found:
        return names[found["same"]]
    return found


def unquoted(name: str) -> str:
    """A name without quotation marks and without the words that only make a question of it."""
    return re.sub(r"^(其中|是否)|[“”‘’《》\"' ]", "", name)


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
    elif "digits" in found:
        yield from digits(found["digits"], value)
    elif "contains" in found:
        hit = next((facts for words, facts in found["contains"].items() if says(words, value)), found.get("else"))
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


def says(words: str, value: Any) -> bool:
    """Whether a value contains the words, and not their denial: 非见习单位 does not say 见习单位."""
    return re.search(rf"(?<![非不未]){re.escape(words)}", spelled(value)) is not None


def option(name: str, value: Any, library: Library, pack: str) -> Any:
    """A choice said in other words than its options: the option with the longest name that the words contain."""
    fact = library.facts.get(resolved(name, library, pack))
    if fact is None or fact.type.kind != "choice" or not isinstance(value, str) or not fact.parse(value)[1]:
        return value
    named = [word for words in fact.options.values() for word in words if says(word, value)]
    return max(named, key=len, default=value)


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


def said_as(value: Any) -> str:
    """An answer as mappings spell it, whether it came as a word or as a truth value."""
    return {"是": "true", "否": "false"}.get(str(value), spelled(value))


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
        said = next((to for words, to in found.get("contains", {}).items() if says(words, item)), {})
        row |= {key: value for key, value in said.items() if key in row}
        if found.get("align") and index < len(table):
            table[index] = {**said, **table[index], **row}
        else:
            table.append({**said, **row})


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
    told = {expect["other"].get(name) for name in rule.get("other", {})}
    if want == "open" and finding.complies == "open" and told <= {None, False, "unknown"}:
        have = "open"
    if have != want:
        yield f"eligible {want}, got {have}"
    amount = finding.amount.value if finding.amount is not None else None
    if "result" in rule.get("amount", {}):
        shown = finding.results.get(rule["amount"]["result"])
        amount = shown.value if shown is not None and isinstance(shown.value, Decimal) else None
    wanted = None if expect["amount"] is None else Decimal(str(expect["amount"]))
    ceiling = wanted is None and finding.amount is not None and finding.amount.bound == "up_to"
    if (want == "yes" or wanted) and amount != wanted and not ceiling:
        yield f"amount {wanted}, got {amount}"
    for name, place in rule.get("other", {}).items():
        if name in expect["other"]:
            yield from _other(name, expect["other"][name], place, finding)


def unnamed(
    finding: Finding, case: dict[str, Any], mapped: Mapped, table: dict[str, Any], library: Library
) -> list[str]:
    """What a case expects to be missing and the finding does not ask for.

    An open finding asks for a fact itself or for the parts it is worked out from; either names what is missing.
    """
    asked = {gap.fact.split(".")[0] for gap in finding.missing}
    asked |= {part for key in asked for part in _parts(key, library)}
    lost = []
    for name in case["expect"]["missing"]:
        found = entry(name, mapped.rule, table, library)
        keys = {resolved(key, library, finding.measure.pack) for key in _keys(found)}
        if keys and not keys & asked:
            lost.append(name)
    return lost


def _parts(key: str, library: Library) -> set[str]:
    """The facts that a derived fact is worked out from, at whatever depth."""
    derived = library.facts[key].derived if key in library.facts else None
    below = facts_of(derived) if derived is not None else ()
    return {*below, *(part for fact in below for part in _parts(fact, library))}


def _keys(found: Any) -> list[str]:
    """The facts an entry of the mapping can give."""
    if isinstance(found, list):
        return [key for part in found for key in _keys(part)]
    if isinstance(found, str):
        return [found]
    if not isinstance(found, dict):
        return []
    given = [found.get("facts", {}), *found.get("values", {}).values(), *found.get("contains", {}).values()]
    one = [found[name] for name in ("into", "fact", "records") if name in found][:1]
    return one or [key for facts in given if isinstance(facts, dict) for key in facts]


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
