"""还差什么: the smallest changes that turn a `no` into a `yes`, in terms of the conditions they meet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from huice.advice.domain import figures
from huice.advice.levers import Lever, effort, levers
from huice.advice.turns import Atoms, reads
from huice.engine.explain import assess
from huice.engine.findings import AmountFound, Assessment, Finding, Gap, Reason, Verdict
from huice.engine.subject import Subject
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import Value, export, show

MOST_CHANGES = 3
TRIALS = 1_000
"""How many settings are tried for a measure where all measures are asked for."""
Known = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact and what it would have to become; `said` as a person reads it."""

    fact: str
    label: str
    before: Value
    after: Value
    effort: Fraction
    said: str

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        values = {"from": export(self.before), "to": export(self.after)}
        return {
            "fact": self.fact,
            "label": self.label,
            **values,
            "said": self.said,
            "effort": f"{float(self.effort):.4f}",
        }


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A smallest set of changes for one measure.

    `meets` are the conditions that hold only after the change. `verdict` is `yes`, or `open` where no change leads
    further because `missing` is not known. `brings` is the amount then. `also_gains` and `loses` are other measures
    whose verdict the same change turns; `gain` is the money of all of them together, in 元, None where some of it is
    open. `proven` is false where not every value could be tried.
    """

    measure: Measure
    changes: tuple[Change, ...]
    meets: tuple[Reason, ...]
    verdict: Verdict
    missing: tuple[Gap, ...]
    brings: AmountFound | None
    also_gains: tuple[str, ...]
    loses: tuple[str, ...]
    gain: Decimal | None
    proven: bool

    @property
    def effort(self) -> Fraction:
        """The efforts of all changes together."""
        return sum((change.effort for change in self.changes), Fraction(0))

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "measure": self.measure.id,
            "title": self.measure.title,
            "changes": [change.as_json() for change in self.changes],
            "effort": f"{float(self.effort):.4f}",
            "meets": [reason.as_json() for reason in self.meets],
            "verdict": self.verdict,
            "missing": [gap.as_json() for gap in self.missing],
            "brings": self.brings.as_json() if self.brings else None,
            "also_gains": list(self.also_gains),
            "loses": list(self.loses),
            "gain": None if self.gain is None else f"{self.gain:.2f}",
            "proven": self.proven,
        }


def near_misses(library: Library, assessment: Assessment) -> tuple[NearMiss, ...]:
    """For each benefit and support that is a `no` and not closed, its smallest changes, fewest and least first.

    A change that takes away as much as it brings is no advice and left out.
    """
    found = [
        miss
        for finding in assessment.findings
        if finding.verdict == "no"
        and finding.measure.kind in {"benefit", "support"}
        and finding.window.state != "closed"
        for miss in near_misses_of(library, assessment, finding, TRIALS)
        if not miss.loses or (miss.gain is not None and miss.gain > 0)
    ]
    found.sort(key=lambda miss: (len(miss.changes), miss.effort, miss.measure.id, [c.fact for c in miss.changes]))
    return tuple(found)


def near_misses_of(
    library: Library, assessment: Assessment, finding: Finding, trials: int | None = None
) -> tuple[NearMiss, ...]:
    """All sets of at most MOST_CHANGES facts that suffice while no smaller part of them does, each with least effort.

    `yes` is sought first; where no change leads there, `open`. After so many `trials` of settings (default: no end)
    the search stops with what it has, smaller sets first, none of it proven.
    """
    search = _Search(library, assessment, finding, trials)
    if not search.is_possible():
        return ()
    for goal in ("yes", "open"):
        sets = tuple(search.smallest({"yes"} if goal == "yes" else {"yes", "open"}))
        if sets:
            everything = {other.measure.id: other for other in assessment.findings}
            return tuple(search.told(after, proven and not search.is_spent, everything) for after, proven in sets)
    return ()


class _Search:
    """The search for one finding. A set of facts is tried only where no smaller part of it is enough."""

    def __init__(self, library: Library, assessment: Assessment, finding: Finding, trials: int | None) -> None:
        self.library, self.assessment, self.finding = library, assessment, finding
        self.measure, self.known = finding.measure, dict(assessment.facts)
        self.levers = levers(library, self.measure, self.known, assessment.as_of)
        self.atoms = Atoms(library, self.measure, self.known, assessment.as_of)
        self.failing = self._failing()
        self.trials = trials

    @property
    def is_spent(self) -> bool:
        """Whether no more settings may be tried."""
        return self.trials is not None and self.trials <= 0

    def _failing(self) -> list[frozenset[str]]:
        """For each condition that fails, the facts it rests on: a change must reach every one of them."""
        failing = [] if self.finding.because[0].holds is not False else [frozenset({"subject_type"})]
        for condition, reason in zip(self.measure.requires, self.finding.because[1:], strict=True):
            if reason.holds is False:
                nodes = [condition.test] if condition.test is not None else []
                waiting = list(condition.parts)
                while waiting:
                    part = waiting.pop()
                    nodes += [part.test] if part.test is not None else []
                    waiting += part.parts
                failing.append(frozenset().union(*(reads(node, self.library) for node in nodes)))
        if self.measure.ledger is not None:
            failing = [facts | {self.measure.ledger.over} for facts in failing]
        return failing

    def is_possible(self) -> bool:
        """Whether there is something to change about every condition that fails."""
        keys = {lever.fact.key for lever in self.levers}
        return bool(keys) and all(facts & keys for facts in self.failing)

    def smallest(self, goal: set[str]) -> Iterator[tuple[Known, bool]]:
        """Each sufficient set's changes of least effort, and whether that is proven, smaller sets first."""
        enough: list[frozenset[str]] = []
        keys = list(dict.fromkeys(lever.fact.key for lever in self.levers))
        for size in range(1, MOST_CHANGES + 1):
            for chosen in combinations(keys, size):
                if self.is_spent:
                    return
                facts = frozenset(chosen)
                if any(smaller <= facts for smaller in enough) or not all(facts & need for need in self.failing):
                    continue
                best = self._least(chosen, goal)
                if best is not None:
                    enough.append(facts)
                    yield best

    def _least(self, chosen: tuple[str, ...], goal: set[str]) -> tuple[Known, bool] | None:
        best: tuple[Fraction, Known, bool] | None = None
        options = [[lever for lever in self.levers if lever.fact.key == key] for key in chosen]
        options.sort(key=lambda group: not group[0].is_small)
        proven = all(self.atoms.are_even(lever) for group in options for lever in group)
        proven = proven and not self._is_tangled(options)
        for changes, spent in self._settings(options, {}, Fraction(0)):
            if self.is_spent:
                break
            if (best is None or spent < best[0]) and self._verdict(changes) in goal:
                best = spent, changes, proven
        return None if best is None else best[1:]

    def _is_tangled(self, options: list[list[Lever]]) -> bool:
        """Whether a test rests on two of the facts and the one set first has too many values to try all."""
        first = {lever.fact.key for group in options[:-1] for lever in group if not lever.is_small}
        keys = {group[0].fact.key for group in options}
        return any(
            self.atoms.reads[id(node)] & first and len(self.atoms.reads[id(node)] & keys) > 1
            for node in self.atoms.nodes
        )

    def _settings(self, options: list[list[Lever]], set_: Known, spent: Fraction) -> Iterator[tuple[Known, Fraction]]:
        """Every combination of values at which something turns, each lever seen after those before it are set."""
        if not options:
            yield set_, spent
            return
        for lever in options[0]:
            for value in self.atoms.values(lever, {**self.known, **set_}):
                cost = spent + effort(lever.fact, lever.now, value)
                yield from self._settings(options[1:], {**set_, lever.fact.key: value}, cost)

    def _verdict(self, changes: Known) -> Verdict:
        if self.trials is not None:
            self.trials -= 1
        return self._after(changes, [self.measure.id]).findings[0].verdict

    def _after(self, changes: Known, measures: list[str] | None) -> Assessment:
        subject = Subject(self.assessment.subject, {**self.known, **changes})
        return assess(self.library, subject, self.assessment.as_of, measures)

    def told(self, changes: Known, proven: bool, before: dict[str, Finding]) -> NearMiss:
        """The set with what it meets and brings."""
        measures = self.library.measures
        touched = [id_ for id_ in before if figures(self.library, measures[id_]).facts & changes.keys()]
        after = self._after(changes, touched)
        own = after.finding(self.measure.id)
        others = [(found.measure.id, before[found.measure.id].verdict, found.verdict) for found in after.findings]
        meets = tuple(
            now
            for was, now in zip(self.finding.because, own.because, strict=True)
            if was.holds is False and now.holds is not False
        )
        return NearMiss(
            measure=self.measure,
            changes=tuple(self._change(key, value) for key, value in sorted(changes.items())),
            meets=meets,
            verdict=own.verdict,
            missing=own.missing,
            brings=own.amount,
            also_gains=tuple(id_ for id_, was, now in others if was == "no" and now == "yes" and id_ != own.measure.id),
            loses=tuple(id_ for id_, was, now in others if was == "yes" and now == "no"),
            gain=_gain((before[found.measure.id], found) for found in after.findings),
            proven=proven,
        )

    def _change(self, key: str, after: Value) -> Change:
        fact, before = self.library.facts[key], self.known[key]
        if isinstance(before, tuple) and isinstance(after, tuple):
            cells = "、".join(
                f"{fact.fields[name].label} {show(cell, fact.fields[name].unit, fact.fields[name].options)}"
                for name, cell in after[-1].items()
            )
            said = f"{fact.label}：再增加 {len(after) - len(before)} {fact.unit.text or '条'}"
            said += f"（{cells}）" if cells else ""
        else:
            was, now = (show(value, fact.unit, fact.options) for value in (before, after))
            said = f"{fact.label}：{was} → {now}"
        return Change(key, fact.label, before, after, effort(fact, before, after), said)


def _gain(pairs: Iterable[tuple[Finding, Finding]]) -> Decimal | None:
    """The difference in money over the benefits whose verdict turns; None where an amount is not exact."""
    total = Decimal(0)
    for was, now in pairs:
        if was.verdict == now.verdict or now.measure.kind != "benefit" or now.measure.amount is None:
            continue
        for found, sign in ((was, -1), (now, 1)):
            if found.verdict != "no":
                amount = found.amount
                if amount is None or amount.value is None or amount.bound != "exact" or amount.unit != "元":
                    return None
                total += sign * amount.value
    return total
