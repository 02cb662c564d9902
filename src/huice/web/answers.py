"""Answers in an address: every page of an assessment is a link that can be kept and sent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huice.engine.subject import Subject
from huice.registry.profile import parse_parameter
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.quantities import Unit, plain
from huice.rules.values import ABSENT, UNKNOWN, Row, Value, read_date

Pairs = list[tuple[str, str]]
"""Names and values as they stand in an address: `size=small`, `hires.0.kind=other`."""

MOST_ROWS = 60
RESERVED = frozenset({"name", "as_of", "skip", "profile"})


@dataclass
class Answers:
    """What was said so far: the readable part as facts, the rest as errors by field."""

    name: str = ""
    as_of: date = field(default_factory=date.today)
    facts: dict[str, Value] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    dated: bool = False

    @property
    def subject(self) -> Subject:
        """The subject as the engine takes it."""
        return Subject(self.name or "本单位", self.facts)

    def pairs(self, library: Library) -> Pairs:
        """The answers as an address carries them."""
        head = [("name", self.name)] if self.name else []
        head += [("as_of", self.as_of.isoformat())] if self.dated else []
        return head + list(written(self.facts, library)) + [("skip", key) for key in self.skipped]


def read_answers(pairs: Iterable[tuple[str, str]], library: Library) -> Answers:
    """Read the answers of an address. What is not known to the library is left alone."""
    answers = Answers()
    cells: dict[str, dict[int, dict[str, str]]] = {}
    skipped: list[str] = []
    for name, text in pairs:
        if name == "name":
            answers.name = text.strip()[:200]
        elif name == "as_of":
            _read_day(answers, text)
        elif name == "skip":
            skipped.append(text)
        elif name.count(".") == 2 and text.strip():
            records, index, key = name.split(".")
            if records in library.facts and index.isdigit() and int(index) < MOST_ROWS:
                cells.setdefault(records, {}).setdefault(int(index), {})[key] = text
        elif text.strip():
            _read_value(answers, name, text, library)
    for records, rows in cells.items():
        _read_rows(answers, library.facts[records], rows)
    answers.skipped = tuple(key for key in dict.fromkeys(skipped) if key not in answers.facts)
    return answers


def _read_day(answers: Answers, text: str) -> None:
    day = read_date(text) if text.strip() else answers.as_of
    if isinstance(day, str):
        answers.errors["as_of"] = day
        answers.texts["as_of"] = text[:100]
    else:
        answers.as_of, answers.dated = day, bool(text.strip())


def _read_value(answers: Answers, name: str, text: str, library: Library) -> None:
    fact, parameter = library.facts.get(name), library.parameters.get(name)
    if fact is not None and fact.type.kind == "records":
        if text.strip() in {"无", "无此项"}:
            answers.facts[name] = () if text.strip() == "无" else ABSENT
        return
    if fact is None and (parameter is None or not parameter.is_open):
        return
    value, wrong = fact.parse(text) if fact is not None else parse_parameter(library.parameters[name], text)
    answers.texts[name] = text[:200]
    if wrong:
        answers.errors[name] = wrong
    elif value is not UNKNOWN:
        answers.facts[name] = value


def _read_rows(answers: Answers, records: Fact, rows: Mapping[int, Mapping[str, str]]) -> None:
    read: list[Row] = []
    for index, cells in sorted(rows.items()):
        row: Row = {}
        for key, text in cells.items():
            item = records.fields.get(key)
            if item is None:
                continue
            value, wrong = item.parse(text)
            answers.texts[f"{records.key}.{index}.{key}"] = text[:200]
            if wrong:
                answers.errors[f"{records.key}.{index}.{key}"] = wrong
            row[key] = value
        read.append(row)
    answers.facts[records.key] = tuple(read)


def written(facts: Mapping[str, Value], library: Library) -> Iterator[tuple[str, str]]:
    """Known and absent facts as names and texts that read back to the same values."""
    for key, value in facts.items():
        fact, parameter = library.facts.get(key), library.parameters.get(key)
        if isinstance(value, tuple):
            if not value:
                yield key, "无"
            for index, row in enumerate(value):
                for name, cell in row.items():
                    if cell is not UNKNOWN and fact is not None:
                        yield f"{key}.{index}.{name}", spelled(cell, fact.fields[name].unit)
        elif fact is not None:
            yield key, spelled(value, fact.unit)
        elif parameter is not None:
            yield key, spelled(value, parameter.unit)


def spelled(value: Value, unit: Unit) -> str:
    """A value as its fact reads it back."""
    if value is ABSENT:
        return "无此项"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value / unit.scale)
    return value.isoformat() if isinstance(value, date) else str(value)
