"""Facts: what can be asked of a subject. One vocabulary for the whole library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

from huice.rules.expressions import Node
from huice.rules.quantities import PLAIN, Unit, quantity, unit
from huice.rules.source import Findings, Place, Scalar, Section, Sequence
from huice.rules.values import (
    MAX_TEXT,
    UNKNOWN,
    Row,
    Type,
    Value,
    read_bool,
    read_choice,
    read_date,
    read_missing,
    read_number,
)

KINDS = ("bool", "number", "date", "choice", "text", "records")
VOCABULARIES = ("regions", "industries")
"""The classifications a fact may be `coded` by: regions.yaml, industries.yaml."""

Changeable = Literal["", "either", "up", "down"]
"""Which way a subject can change a fact: not at all, both ways, only to more (later, yes), only to less."""


class Vocabulary(Protocol):
    """A standard classification: regions, industries."""

    def read(self, text: str) -> tuple[str | None, str]:
        """What a text means in it, and what is wrong with the text (empty where nothing is)."""
        ...


@dataclass(frozen=True, slots=True)
class Fact:
    """要素. `unit` is the unit of a number, or what `count` counts of records; `low` and `high` in base units.

    `options` maps the key of a choice to its label and aliases. `derived` is the expression that gives the
    value where it was not answered, `derived_text` its source. `coded` names a standard classification whose names and
    codes an answer may use, `vocabulary` is that classification. `cost` of answering: 1 by heart, 2 look up, 3 ask others.
    """

    key: str
    label: str
    ask: str
    type: Type
    unit: Unit = PLAIN
    topic: str = ""
    where: str = ""
    help: str = ""
    cost: int = 2
    changeable: Changeable = ""
    judgement: str = ""
    aliases: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fields: dict[str, "Fact"] = field(default_factory=dict)
    derived_text: Scalar | None = None
    derived: Node | None = None
    coded: str = ""
    vocabulary: Vocabulary | None = None
    place: Place = Place("", 0, 0)

    def parse(self, text: str) -> tuple[Value, str]:
        """The value a person wrote, and what is wrong with the text (empty where nothing is)."""
        missing = read_missing(text)
        if missing is not None:
            return missing, ""
        value: Value | str
        match self.type.kind:
            case "choice":
                return self._choice(text)
            case "text":
                return self._text(text)
            case "bool":
                value = read_bool(text)
            case "date":
                value = read_date(text)
            case "number":
                value = read_number(text, self.unit, self.low, self.high)
            case _:
                value = "要写成明细（列表），不是一个值"
        return (UNKNOWN, value) if isinstance(value, str) else (value, "")

    def _choice(self, text: str) -> tuple[Value, str]:
        key, wrong = read_choice(text, self.options)
        if key is None and self.vocabulary is not None:
            meant, why = self.vocabulary.read(text)
            return (meant, "") if meant in self.options else (UNKNOWN, why or wrong)
        return key or UNKNOWN, wrong

    def _text(self, text: str) -> tuple[Value, str]:
        if len(text) > MAX_TEXT:
            return UNKNOWN, f"文字过长，最多 {MAX_TEXT} 字"
        wrong = self.vocabulary.read(text)[1] if self.vocabulary is not None else ""
        return (UNKNOWN, wrong) if wrong else (text.strip(), "")


def read_facts(root: Section, topic: str) -> dict[str, Fact]:
    """The facts of one file. Its `where` is that of every fact that is asked and does not say otherwise."""
    usual = root.text("where")
    facts = {key: _fact(key, section, topic, usual) for key, section in root.sections("facts", "要素")}
    root.close()
    return facts


def _fact(key: str, section: Section, topic: str, usual: str, *, field_of: str = "") -> Fact:
    label = section.text("label", key, required=True)
    kind = section.text("type", "text", required=True, among=KINDS)
    measured = _unit(section, kind)
    options = _options(section) if kind == "choice" else {}
    fields: dict[str, Fact] = {}
    if kind == "records":
        fields = {
            name: _fact(name, item, topic, "", field_of=label)
            for name, item in section.sections("fields", f"{label}的栏目")
        }
        if not fields:
            section.found.add(section.place, f"明细“{key}”没有栏目", "写上 fields")
    told = section.has("judgement") or section.has("derived")
    fact = Fact(
        key=key,
        label=label,
        ask=section.text("ask", f"{label}？" if field_of else "", required=not field_of),
        type=Type(kind, measured.dimension, tuple(options), section.flag("ordered")),  # type: ignore[arg-type]
        unit=measured,
        topic=topic,
        where=section.text("where", "" if told else usual),
        help=section.text("help"),
        cost=int(section.text("cost", "2", among=("1", "2", "3"))),
        changeable=_changeable(section),
        judgement=section.text("judgement"),
        aliases=section.texts("aliases"),
        low=_limit(section, "min", measured, Decimal(0)) if kind == "number" else None,
        high=_limit(section, "max", measured, None) if kind == "number" else None,
        options=options,
        fields=fields,
        derived_text=section.scalar("derived"),
        coded=section.text("coded", among=("", *VOCABULARIES)),
        place=section.place,
    )
    section.close()
    return fact


def _changeable(section: Section) -> Changeable:
    said = section.text("changeable", "false", among=("true", "false", "up", "down"))
    return "up" if said == "up" else "down" if said == "down" else "either" if said == "true" else ""


def _unit(section: Section, kind: str) -> Unit:
    text = section.text("unit", required=kind == "number")
    if text and kind not in {"number", "records"}:
        section.found.add(section.place_of("unit"), "只有数和明细有单位", "删去 unit")
    found = unit(text)
    if found is None:
        section.found.add(section.place_of("unit"), f"没有“{text}”这个单位", "见 docs/rule-language.md 的单位表")
    return found or PLAIN


def _limit(section: Section, key: str, measured: Unit, default: Decimal | None) -> Decimal | None:
    text = section.text(key)
    if not text:
        return default
    found = quantity(text)
    if found is None:
        section.found.add(section.place_of(key), f"“{text}”不是数")
        return default
    return found.value if found.unit.text else found.value * measured.scale


def _options(section: Section) -> dict[str, tuple[str, ...]]:
    options: dict[str, tuple[str, ...]] = {}
    items = section.section("options")
    if items is None:
        section.found.add(section.place, f"{section.what}没有选项", "写上 options")
        return options
    for key in items.node.items:
        options[key] = items.texts(key)
    return options


def read_rows(fact: Fact, node: object, found: Findings) -> tuple[Row, ...]:
    """The rows of a records fact from a YAML list of mappings; cells that are not written are unknown."""
    rows: list[Row] = []
    if not isinstance(node, Sequence):
        place = getattr(node, "place", fact.place)
        found.add(place, f"“{fact.label}”要写成列表", "每行以“- ”开头")
        return ()
    names = field_names(fact)
    for item in node.items:
        section = Section(item, found, f"“{fact.label}”的一行")
        row: Row = {}
        for name in section.node.items:
            key = names.get(name)
            if key is None:
                continue
            cell = section.scalar(name)
            if cell is not None:
                value, wrong = fact.fields[key].parse(cell.text)
                if wrong:
                    found.add(cell.place, f"“{fact.fields[key].label}”：{wrong}")
                row[key] = value
        section.close()
        rows.append(row)
    return tuple(rows)


def field_names(fact: Fact) -> Mapping[str, str]:
    """Every name of a field (key, label, alias) and its key."""
    names: dict[str, str] = {}
    for key, item in fact.fields.items():
        for name in (key, item.label, *item.aliases):
            names.setdefault(name, key)
    return names
