"""The manual of the expression language: what `manual.yaml` says of each function, with an example that can be run."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from huice.problems import Problems
from huice.rules.expressions import Node
from huice.rules.facts import Fact, read_facts, read_rows
from huice.rules.parsing import Scope, parse
from huice.rules.source import Findings, Place, Scalar, Section, read
from huice.rules.tables import Table, read_tables
from huice.rules.values import Value

_FILE = Path(__file__).with_name("manual.yaml")
_PARTS = ("signature", "takes", "gives", "meaning", "example", "worth")


@dataclass(frozen=True, slots=True)
class Entry:
    """One function: how it is written, what it takes and gives, what it means, an example and what that is worth."""

    name: str
    signature: str
    takes: str
    gives: str
    meaning: str
    example: str
    worth: str
    place: Place


@dataclass(frozen=True, slots=True)
class Manual:
    """All functions, and the answers the examples are computed with: as values, and as they are written."""

    entries: Mapping[str, Entry]
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    answers: Mapping[str, Value]
    written: Mapping[str, str]

    def parse(self, entry: Entry) -> Node:
        """The example of an entry as a typed tree. Raises Problems."""
        found = Findings()
        node = parse(Scalar(entry.example, entry.place), Scope(self.facts, tables=self.tables), found)
        if node is None:
            raise Problems(found)
        return node


@cache
def manual() -> Manual:
    """The manual, read once. Raises Problems with what is wrong with it."""
    found = Findings()
    root = Section(read(_FILE.read_text("utf-8"), str(_FILE)), found, "手册")
    sample = root.section("sample") or Section(None, found, "样例")
    facts = read_facts_of(sample)
    tables = read_tables(sample, "manual", facts)
    answers = sample.section("answers") or Section(None, found, "样例的答案")
    values: dict[str, Value] = {}
    written: dict[str, str] = {}
    for key, fact in facts.items():
        if fact.type.kind == "records":
            rows = read_rows(fact, answers.get(key), found)
            values[key], written[key] = rows, f"{len(rows)} 行"
        else:
            values[key], wrong = fact.parse(answers.text(key, required=True))
            written[key] = answers.text(key)
            if wrong:
                found.add(answers.place_of(key), wrong)
    entries = {name: _entry(name, section) for name, section in root.sections("functions", "函数")}
    if found:
        raise Problems(found)
    return Manual(entries, facts, tables, values, written)


def read_facts_of(sample: Section) -> dict[str, Fact]:
    """The facts of the sample."""
    inner = Section(sample.node, sample.found, sample.what)
    inner.get("tables")
    inner.get("answers")
    return read_facts(inner, "样例")


def _entry(name: str, section: Section) -> Entry:
    said = {key: section.text(key, required=True) for key in _PARTS}
    section.close()
    return Entry(name=name, place=section.place, **said)
