"""What could be claimed and what excludes what: the input of the best combination."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huice.engine.conditions import cite
from huice.engine.explain import program_of
from huice.engine.findings import Assessment, Citation, Finding
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import Value

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A measure, or one row of it (`row` of `records`, from 0), and what it brings in 元.

    `low` is what is sure; `high` None where there is no bound, or where what it brings is not money.
    """

    measure: Measure
    low: Decimal
    high: Decimal | None
    records: str = ""
    row: int | None = None

    @property
    def id(self) -> str:
        """The measure's id, with the row counted from 1."""
        return self.measure.id if self.row is None else f"{self.measure.id}#{self.row + 1}"

    @property
    def said(self) -> str:
        """As a person reads it."""
        return self.measure.title if self.row is None else f"{self.measure.title}（第 {self.row + 1} 条）"

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        high = None if self.high is None else f"{self.high:.2f}"
        return {
            "claim": self.id,
            "measure": self.measure.id,
            "title": self.said,
            "low": f"{self.low:.2f}",
            "high": high,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of which one may be made, in what scope, and where that is written."""

    one: str
    other: str
    scope: str
    cite: Citation


def claims(library: Library, assessment: Assessment) -> tuple[tuple[Claim, ...], tuple[Conflict, ...]]:
    """The claims a subject has or may have, and their conflicts, in the order of the library."""
    usable = {
        finding.measure.id: finding
        for finding in assessment.findings
        if finding.verdict != "no"
        and finding.measure.kind in {"benefit", "support"}
        and finding.window.state != "closed"
    }
    pairs = [
        (finding.measure, usable[item.other].measure, item)
        for finding in usable.values()
        for item in finding.measure.excludes
        if item.other in usable and item.other != finding.measure.id
    ]
    splits: dict[str, str] = {}
    for one, other, item in pairs:
        if item.per:
            splits.setdefault(one.id, item.per)
            splits.setdefault(other.id, item.per)
    made = {id_: _claims(finding, splits.get(id_, ""), library, assessment) for id_, finding in usable.items()}
    conflicts: dict[tuple[str, str], Conflict] = {}
    for one, other, item in pairs:
        cited = cite(library.packs[one.pack], item.clause or one.clauses[0])
        for mine in made[one.id]:
            for theirs in made[other.id]:
                apart = item.per and mine.records == theirs.records == item.per and mine.row != theirs.row
                key = (min(mine.id, theirs.id), max(mine.id, theirs.id))
                if not apart and key not in conflicts:
                    conflicts[key] = Conflict(mine.id, theirs.id, item.scope, cited)
    return tuple(claim for parts in made.values() for claim in parts), tuple(conflicts.values())


def _claims(finding: Finding, records: str, library: Library, assessment: Assessment) -> tuple[Claim, ...]:
    low, high = worth(finding)
    rows = assessment.facts.get(records) if records else None
    if isinstance(rows, tuple) and low == high:
        parts = [_alone(finding.measure, {**assessment.facts, records: (row,)}, library, assessment) for row in rows]
        known = [part for part in parts if part is not None]
        if parts and len(known) == len(parts) and sum(known) == low:
            return tuple(Claim(finding.measure, part, part, records, index) for index, part in enumerate(known) if part)
    return (Claim(finding.measure, low, high),)


def _alone(measure: Measure, facts: Mapping[str, Value], library: Library, assessment: Assessment) -> Decimal | None:
    """What a measure would bring for these facts, whatever its verdict; None where that is not one number."""
    amount = measure.amount
    if amount is None or amount.value is None or amount.ceiling is not None or measure.ledger is not None:
        return None
    program = program_of(library)
    value = program.value(amount.value, World(library, program, Subject("", facts), assessment.as_of))
    return value if isinstance(value, Decimal) else None


def worth(finding: Finding) -> tuple[Decimal, Decimal | None]:
    """What a finding is sure to bring and what it may bring at most, in 元; a ceiling promises nothing."""
    amount = finding.amount
    if finding.measure.amount is not None and amount is None:
        return _ZERO, _ZERO
    if amount is None or amount.unit != "元":
        return _ZERO, None
    if amount.value is not None:
        high = max(amount.value, _ZERO)
        return (high if amount.bound == "exact" and finding.verdict == "yes" else _ZERO), high
    low = max(amount.low or _ZERO, _ZERO) if finding.verdict == "yes" else _ZERO
    return low, None if amount.high is None else max(amount.high, _ZERO)


def groups(conflicts: Iterable[Conflict]) -> list[set[str]]:
    """The claims that hang together through conflicts."""
    found: list[set[str]] = []
    for conflict in conflicts:
        joined = {conflict.one, conflict.other}
        apart = []
        for group in found:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        found = [*apart, joined]
    return found
