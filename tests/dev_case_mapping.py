"""Worked cases in plain Chinese as facts of the library: names to facts, values to answers.

The mapping of each document is data, `tests/dev_cases/NN.yaml`. A name it does not list is looked up among the
labels and aliases of the library, so a case may use those as they are.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from huice.rules.coverage import coverage
from huice.rules.expressions import FactRef, Node, facts_of
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.quantities import PLAIN, unit
from tests.dev_case_answers import answers, cells, option, per_piece, resolved, rows
from tests.dev_case_measures import beside, best, meaning, measures_of, unlike
from tests.dev_case_nearness import (
    ALIKE,
    OTHER,
    SAME,
    UNIT,
    YES_NO,
    asked,
    guessed,
    leaves,
    nearest_word,
    together,
    with_unit,
)
from tests.dev_case_patterns import patterned
from tests.dev_case_values import said_as, spelled, written

HERE = Path(__file__).parent / "dev_cases"

_LISTED = re.compile(r"已(落实|具备|完成|满足|建立|实现)的?(要点|功能|要求|措施|事项|条件|内容|项目)?")
_PERIOD = re.compile(r"[_（(](上年|本年|上期|本期|期初|期末|年初|年末)[)）]?$")


@dataclass(frozen=True)
class Mapped:
    """A case as facts for one measure, or the reason why it cannot be put."""

    id: str
    measure: str
    facts: dict[str, Any]
    rule: dict[str, Any]
    unmapped: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # other requirements of the same provision that the case says something of


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
    measures = measures_of(rule, case["provision"], library, pack)
    named, near, lost = guess(case["facts"], rule, table, library, pack, measures)
    unmapped += lost
    for name, found in named.items():
        value = case["facts"][name]
        for part in found if isinstance(found, list) else [found]:
            if isinstance(part, dict) and "records" in part:
                period = _PERIOD.search(name)
                rows(part, {period[1]: value} if period and not isinstance(value, list | dict) else value, columns)
            elif isinstance(part, dict) and "checklist" in part:
                facts |= ticked(part["checklist"], value, rule, library, pack)
            elif isinstance(part, dict) and "into" in part:
                cells(part, name, value, columns, unmapped)
            elif part is not None:
                for word, answer in answers(part, name, value, unmapped):
                    key = resolved(word, library, pack)
                    both = isinstance(part, str) and answer in YES_NO and facts.get(key) in YES_NO
                    facts[key] = together([facts[key], answer]) if both else answer
                implied |= part.get("implies", {}) if isinstance(part, dict) else {}
                implied |= part.get("unless", {}) if isinstance(part, dict) and said_as(value) == "false" else {}
    said = {resolved(key, library, pack): value for key, value in (near | facts).items()}
    # What cases leave out because it is plain is not plain where a case says that it is missing.
    missing, close, _ = guess(dict.fromkeys(case["expect"]["missing"]), rule, table, library, pack, measures)
    untold = {*said, *close, *(resolved(key, library, pack) for found in missing.values() for key in keys_of(found))}
    measure = best(measures, library.measures[f"{pack}/{measure_of(rule, said)}"], untold, rule, library)
    given = {
        key: value
        for key, value in {**rule.get("given", {}), **implied}.items()
        if resolved(key, library, pack) not in untold
    }
    said = dict(meaning(key, value, measure, library) for key, value in said.items())
    plain = {key: per_piece(key, option(key, value, library, pack), library, pack) for key, value in said.items()}
    given |= {key: "否" for key in unlike(plain, measure, library) if key not in untold}
    others = tuple(beside(measures, measure, case["provision"], untold, library))
    return Mapped(case["id"], measure.id, {**given, **plain, **columns}, rule, tuple(unmapped), others)


def guess(
    names: dict[str, Any],
    rule: dict[str, Any],
    table: dict[str, Any],
    library: Library,
    pack: str,
    measures: list[Measure],
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The entries that names have; facts of the measures and entries of the mapping near to the others; what is lost."""
    named = {name: entry(name, rule, table, library, pack) for name in names}
    named = {name: to for name, to in named.items() if to and not misread(to, name, names[name], library, pack)}
    asks = {item.key if isinstance(item, Fact) else item.id for measure in measures for item in asked(measure, library)}
    stray = {name: to for name, to in named.items() if isinstance(to, str) and resolved(to, library, pack) not in asks}
    for name in stray:  # a fact of another matter, unless nothing here is near
        given = rule.get("given", {})
        if any(guessed({name: names[name]}, set(), measure, given, library)[0] for measure in measures):
            del named[name]
    local = {**table.get("facts", {}), **rule.get("facts", {})}
    other = {name: value for name, value in names.items() if name not in named}
    same = {name: word for name in other if (word := nearest_word(name, local, SAME))}
    taken = {resolved(key, library, pack) for to in named.values() for key in keys_of(to)}
    other = {name: value for name, value in other.items() if name not in same}
    near, lost = guessed(other, taken, measures[0], rule.get("given", {}), library)
    for measure in measures[1:]:
        left = {name: value for name, value in other.items() if name in lost}
        more, lost = guessed(left, taken | {*near}, measure, rule.get("given", {}), library)
        near |= more
    same |= {name: word for name in lost if (word := nearest_word(name, local, ALIKE))}
    entries = {name: entry(word, rule, table, library, pack) for name, word in same.items()}
    entries = {name: to for name, to in entries.items() if not misread(to, name, names[name], library, pack)}
    return {**named, **entries}, near, sorted({*lost, *same} - {*entries})


def keys_of(found: Any) -> list[str]:
    """The facts an entry of the mapping can give."""
    if isinstance(found, list):
        return [key for part in found for key in keys_of(part)]
    if isinstance(found, str):
        return [found]
    if not isinstance(found, dict):
        return []
    told = [found.get("facts", {}), *found.get("values", {}).values(), *found.get("contains", {}).values()]
    one = [found[name] for name in ("into", "fact", "records") if name in found][:1]
    return one or [key for facts in told if isinstance(facts, dict) for key in facts]


def misread(found: Any, name: str, value: Any, library: Library, pack: str) -> bool:
    """Whether a name was taken for a fact that cannot take such a value: 是 for a number, a word for yes or no."""
    if isinstance(found, dict) and "$" in (told := found.get("facts", {})).values():
        return isinstance(value, bool) and any(
            misread(key, name, value, library, pack) for key, word in told.items() if word == "$"
        )
    fact = library.facts.get(resolved(found, library, pack)) if isinstance(found, str) else None
    if fact is not None and fact.type.kind == "choice" and isinstance(value, bool):
        return bool(fact.parse(written(name, value))[1])
    if fact is None or fact.type.kind not in {"bool", "number"} or isinstance(value, list | dict):
        return False
    if fact.type.kind == "number" and not isinstance(value, bool):
        return str(written(name, value)).endswith("%") and fact.unit.dimension != PLAIN.dimension
    return bool(fact.parse(written(name, value))[1])


def measure_of(rule: dict[str, Any], said: dict[str, Any]) -> str:
    """The measure that a case of the provision is about, by what it says where a provision has several."""
    measure: str = rule["measure"]
    for key, measures in rule.get("when", {}).items():
        told = {spelled(value): other for value, other in measures.items()}
        measure = told.get(said_as(said.get(key)), told.get("any", measure) if key in said else measure)
    return measure


def entry(name: str, rule: dict[str, Any], table: dict[str, Any], library: Library, pack: str) -> Any:
    """What a name of the cases stands for: an entry of the mapping, else a label or alias of the library.

    A parameter of another pack is never meant. Failing both, a name may be that of an option of a choice the
    measure asks for, said as true or false.
    """
    names = table.get("facts", {})
    local = {**names, **rule.get("facts", {})}
    spellings = dict.fromkeys(
        (name, bare(name), unquoted(name), unquoted(bare(name)), *with_unit(unquoted(name), bare(unquoted(name))))
    )
    found = None
    for words in (spellings, dict.fromkeys(other for word in spellings for other in loosened(word))):
        if found is None:
            found = next((local[word] for word in words if word in local), None)
        if found is None:
            found = next((word for word in words if meant(library.names.get(word), pack)), None)
    if found is None:
        found = patterned(name, {**rule.get("patterns", {}), **table.get("patterns", {})}, library)
    if isinstance(found, dict) and "same" in found:
        return names[found["same"]]
    found = found or next((to for word in spellings if (to := chosen(word, rule, library, pack)) is not None), None)
    return {"checklist": {}} if found is None and _LISTED.fullmatch(bare(name)) else found


def chosen(name: str, rule: dict[str, Any], library: Library, pack: str) -> dict[str, Any] | None:
    """A choice of the measure that has an option of this name: said to be true, it is the answer; else the rest is."""
    measure = library.measures.get(f"{pack}/{rule['measure']}")
    for key in asked_by(measure) if measure is not None else ():
        fact = library.facts.get(key)
        words = [word for words in fact.options.values() for word in words] if fact is not None else []
        word = max((option for option in words if says_option(name, option)), key=len, default="")
        if fact is not None and fact.type.kind == "choice" and word:
            rest = [name for name, words in fact.options.items() if word not in words]
            rest = rest if len(rest) == 1 else [name for name in rest if name in OTHER]
            unless = {"unless": {key: fact.options[rest[0]][0]}} if rest else {}
            return {"values": {"true": {key: word}, "false": {}, "None": {}}, **unless}
    return None


def says_option(name: str, option: str) -> bool:
    """Whether a name is that of an option, or says that it is: 用于某项, 属于某类."""
    said = rf"(?:^|[^不非未])(?:用于|属于{'|[为是]' if len(option) > len('企业') else ''}){re.escape(option)}$"
    return name == option or re.search(said, name) is not None


def ticked(more: dict[str, list[str]], value: Any, rule: dict[str, Any], library: Library, pack: str) -> dict[str, str]:
    """What a measure checks, by a list of what is in place: named there, or not; `more` are further words for a fact."""
    measure = library.measures[f"{pack}/{rule['measure']}"]
    keys = [leaf.test.key for leaf in leaves(measure.complies) if isinstance(leaf.test, FactRef)]
    items = [unquoted(str(item)) for item in (value if isinstance(value, list) else [value])]
    found: dict[str, str] = {}
    if value is None:
        return dict.fromkeys(keys, "不清楚")
    for fact in (library.facts[key] for key in keys):
        words = [unquoted(word) for word in (fact.label, *fact.aliases, *more.get(fact.key, ()))]
        if (named := any(a in b or b in a for a in words for b in items)) or fact.key not in rule.get("given", {}):
            found[fact.key] = "是" if named else "否"
    return found


def meant(key: str | None, pack: str) -> bool:
    """Whether a name of the library can be meant in cases of a pack."""
    return key is not None and ("/" not in key or key.startswith(f"{pack}/"))


def loosened(name: str) -> Iterator[str]:
    """A name without the words before it that say only that it is so, or with them: 已备案, 属试点纳税人."""
    yield re.sub(r"^(已经?|属于?|是不是|是|有没有|有无)", "", name)
    yield f"已{name}"
    yield re.sub(r"(情况|与否|[（(]是/?否[)）])$", "", name)
    yield re.sub(r"^(本|该)?(单位|企业|公司|平台)|^[本当](期|月|年|次)", "", name)
    for doing in ("", r"^(已经?)?(实现|开展|完成|具备|具有|落实|建立|建有|有)(了)?"):
        yield re.sub(rf"{doing or '^'}|(功能|机制|要求|能力|措施|制度)?(已落实|已建立|到位)?$", "", name)
    if match := _PERIOD.search(name):
        yield f"{match[1]}{name[: match.start()]}"
    if (match := UNIT.search(name)) and not re.search(r"^[万亿千百]|/", next(filter(None, match.groups()), "")):
        yield name[: match.start()]


def asked_by(measure: Measure) -> list[str]:
    """The facts in the conditions of a measure."""
    return list(dict.fromkeys(key for test in tests_of(measure) for key in facts_of(test)))


def tests_of(measure: Measure) -> list[Node]:
    """What the conditions of a measure test."""
    return [leaf.test for leaf in leaves((measure.requires, measure.complies)) if leaf.test is not None]


def unquoted(name: str) -> str:
    """A name without quotation marks and without the words that only make a question of it."""
    return re.sub(r"^其中|是否|[“”‘’《》\"' ]", "", name)


def bare(name: str) -> str:
    """A name without the unit in brackets at its end."""
    match = UNIT.search(name)
    return name[: match.start()] if match and unit(match[1] or match[3] or "%") else name
