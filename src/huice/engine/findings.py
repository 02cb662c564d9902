"""Findings and assessments: what the engine says, and its JSON contract (DESIGN §7).

What is made for every measure of every subject is a named tuple: a third of the time of a frozen dataclass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from huice.engine.ledger import Entry
from huice.rules.measures import LedgerRule, Measure
from huice.rules.packs import Source
from huice.rules.quantities import plain
from huice.rules.standards import Standard
from huice.rules.values import UNKNOWN, Value, export

Verdict = Literal["yes", "no", "open"]
WindowState = Literal["upcoming", "open", "closed", "unlimited"]
Bound = Literal["exact", "up_to", "range"]

VERDICTS: dict[Verdict, str] = {"yes": "符合", "open": "待核实", "no": "不符合"}


@dataclass(frozen=True, slots=True)
class Citation:
    """依据: document number (title where it has none) and clause path; `pack` is where to open it."""

    document: str
    clause: str
    pack: str

    def as_json(self) -> dict[str, str]:
        """As a JSON object."""
        return {"document": self.document, "clause": self.clause}


class Reason(NamedTuple):
    """One condition: our sentence with both numbers, whether it holds (None: open), the facts it used.

    The facts are in base units: money in 元, times in 月 or 日, shares as fractions; the label says them in their own.
    """

    label: str
    holds: bool | None
    facts: Mapping[str, Value]
    cite: Citation
    parts: tuple["Reason", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a JSON object; `of` holds the parts of a group."""
        facts = {key: export(value) for key, value in self.facts.items()}
        said = {"label": self.label, "holds": self.holds, "facts": facts, "cite": self.cite.as_json()}
        return said | ({"of": [part.as_json() for part in self.parts]} if self.parts else {})


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing fact or open parameter: what to ask, and who sets it where the subject cannot know."""

    fact: str
    label: str
    ask: str
    set_by: str = ""

    def as_json(self) -> dict[str, str]:
        """As a JSON object."""
        said = {"fact": self.fact, "label": self.label, "ask": self.ask}
        return said | ({"set_by": self.set_by} if self.set_by else {})


class AmountFound(NamedTuple):
    """An amount in `unit`: exact, a ceiling (`up_to`), or a range of which either end may be open."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str
    label: str = ""

    def as_json(self) -> dict[str, str | None]:
        """As a JSON object; numbers as text, money with two decimals."""
        return {
            "value": self._text(self.value),
            "low": self._text(self.low),
            "high": self._text(self.high),
            "bound": self.bound,
            "unit": self.unit,
        }

    def _text(self, number: Decimal | None) -> str | None:
        if number is None:
            return None
        return f"{number:.2f}" if self.unit == "元" else plain(number)


class StandardFound(NamedTuple):
    """A number that somebody set where the text leaves it open: what it is, the value as a person reads it, whose it is."""

    label: str
    shown: str
    standard: Standard

    def as_json(self) -> dict[str, str | None]:
        """As a JSON object; empty where nothing is said."""
        one = self.standard
        days = {"date": one.issued, "from": one.since, "until": one.until}
        said = {"parameter": one.parameter, "label": self.label, "value": self.shown, "region": one.region}
        said |= {"source": one.source, "title": one.title, "issuer": one.issuer, "clause": one.clause, "link": one.link}
        return {**said, **{name: day.isoformat() if day else None for name, day in days.items()}}

    def __str__(self) -> str:
        one = self.standard
        title = f"《{one.title}》" if one.title and one.title != one.source else ""
        return (
            f"{self.label} {self.shown}：{one.issuer} {one.source}{title}{one.clause}（{one.issued}，适用{one.region}）"
        )


class ResultFound(NamedTuple):
    """A named result beside the amount; `shown` as a person reads it."""

    label: str
    value: Value
    shown: str


class WindowFound(NamedTuple):
    """期限 and where the day that counts stands in it."""

    since: date | None
    until: date | None
    state: WindowState

    def as_json(self) -> dict[str, str | None]:
        """As a JSON object."""
        return {
            "from": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "state": self.state,
        }


def in_force(source: Source, day: date) -> WindowFound:
    """Whether a document holds on a day by what it says itself: from its first day, else its day of issue, to its last.

    It bounds no measure: what a document grants may reach beyond it, and what ended may have been replaced.
    """
    first, last = source.in_force_from or source.issued, source.in_force_until
    if first is not None and day < first:
        return WindowFound(first, last, "upcoming")
    if last is not None and day > last:
        return WindowFound(first, last, "closed")
    return WindowFound(first, last, "unlimited" if first is None and last is None else "open")


def _said(reason: Reason, unsaid: frozenset[str]) -> bool:
    if reason.parts:
        return any(_said(part, unsaid) for part in reason.parts)
    return reason.holds is not None and any(
        key not in unsaid and value is not UNKNOWN for key, value in reason.facts.items()
    )


class Finding(NamedTuple):
    """结论: one measure applied to one subject on one day.

    `results` are worked out whatever the verdict; pages show them where the verdict is not `no`. `standards` are the
    numbers it rests on that the text leaves open and somebody has set. `unsaid` are the facts that tell nothing of this
    subject in particular: its kind, and what the day alone gave.
    """

    measure: Measure
    verdict: Verdict
    window: WindowFound
    amount: AmountFound | None
    complies: Verdict | None
    because: tuple[Reason, ...]
    checks: tuple[Reason, ...]
    missing: tuple[Gap, ...]
    faults: tuple[str, ...]
    cites: tuple[Citation, ...]
    results: Mapping[str, ResultFound] = MappingProxyType({})
    ledger_rule: LedgerRule | None = None
    ledger: tuple[Entry, ...] | None = None
    standards: tuple[StandardFound, ...] = ()
    unsaid: frozenset[str] = frozenset({"subject_type"})

    @property
    def touched(self) -> bool:
        """Whether anything the subject said, beyond what kind of subject it is, has settled a condition."""
        return any(_said(reason, self.unsaid) for reason in (*self.because, *self.checks))

    @property
    def concerns(self) -> bool:
        """Whether it is a matter of this subject: what it has or must do, and what its own words have begun to settle.

        A rule of procedure fits everybody until something is said about the case that it rules.
        """
        if self.verdict == "no":
            return False
        return (self.verdict == "yes" and self.measure.kind != "procedure") or self.touched

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "measure": self.measure.id,
            "title": self.measure.title,
            "kind": self.measure.kind,
            "verdict": self.verdict,
            "window": self.window.as_json(),
            "amount": self.amount.as_json() if self.amount else None,
            "complies": self.complies,
            "because": [reason.as_json() for reason in (*self.because, *self.checks)],
            "missing": [gap.as_json() for gap in self.missing],
            "faults": list(self.faults),
            "results": {key: export(found.value) for key, found in self.results.items()},
            "not_modelled": list(self.measure.not_modelled),
            "cites": [cite.as_json() for cite in self.cites],
            "standards": [found.as_json() for found in self.standards],
            "ledger": self._ledger(),
        }

    def _ledger(self) -> list[dict[str, Any]] | None:
        if self.ledger is None:
            return None
        names = ("opening", "accrued", "adjusted", "available", "limit", "used", "closing")
        return [
            {"period": f"{entry.period:%Y-%m}"}
            | {key: _money(value) for key, value in entry.columns.items()}
            | {name: _money(getattr(entry, name)) for name in names}
            for entry in self.ledger
        ]


def _money(value: Value) -> object:
    return f"{value:.2f}" if isinstance(value, Decimal) else export(value)


@dataclass(frozen=True, slots=True)
class Assessment:
    """政策体检: all findings for a subject on a day, in the order of the library."""

    subject: str
    as_of: date
    library: Mapping[str, str]
    findings: tuple[Finding, ...]
    facts: Mapping[str, Value]

    def finding(self, measure: str) -> Finding:
        """The finding of one measure. Raises KeyError."""
        for found in self.findings:
            if found.measure.id == measure:
                return found
        raise KeyError(measure)

    def as_json(self) -> dict[str, Any]:
        """The contract, without `next_questions`, which advice adds."""
        return {
            "subject": self.subject,
            "as_of": self.as_of.isoformat(),
            "library": dict(self.library),
            "findings": [found.as_json() for found in self.findings],
        }
