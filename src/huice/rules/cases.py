"""Cases: worked examples beside a pack, as data. They are run by `huice.registry.conformance`."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from huice.rules.source import Findings, Mapping, Node, Place, Section, Sequence, read
from huice.rules.values import read_date

EXPECTED = ("verdict", "window", "amount", "bound", "low", "high", "missing", "complies", "results", "because")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the measure, the day, the facts as written, what is expected and why."""

    measure: str
    name: str
    as_of: date
    facts: Mapping
    expect: dict[str, Node]
    why: str
    place: Place = field(default=Place("", 0, 0))


def cases_beside(pack_file: str) -> Path:
    """The cases file that belongs to a pack file."""
    return Path(pack_file).with_suffix(".cases.yaml")


def read_cases(path: Path, pack: str, found: Findings) -> tuple[Case, ...]:
    """The cases of one file; problems are added to `found`."""
    node = read(path.read_text("utf-8"), str(path))
    if not isinstance(node, Sequence):
        found.add(node.place, "案例文件应是列表", "每个案例以“- measure:”开头")
        return ()
    cases = (_case(item, pack, found) for item in node.items)
    return tuple(case for case in cases if case is not None)


def _case(node: Node, pack: str, found: Findings) -> Case | None:
    section = Section(node, found, "案例")
    key = section.text("measure", required=True)
    day = read_date(section.text("as_of", required=True))
    facts = section.get("facts")
    expect = section.section("expect")
    name, why = section.text("case", required=True), section.text("why", required=True)
    section.close()
    if isinstance(day, str) or expect is None:
        found.add(section.place, day if isinstance(day, str) else "案例没有 expect")
        return None
    for item, place in expect.node.keys.items():
        if item not in EXPECTED:
            found.add(place, f"expect 不认识“{item}”", f"可用：{'、'.join(EXPECTED)}")
    measure = key if "/" in key else f"{pack}/{key}"
    given = facts if isinstance(facts, Mapping) else Mapping(section.place)
    return Case(measure, name, day, given, dict(expect.node.items), why, section.place)
