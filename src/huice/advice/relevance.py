"""Can a fact still matter? Proven by a witness: two full answers that differ in this fact alone and in the finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from huice.advice.domain import Figures, domain, figures, parameter_domain, worked_out
from huice.engine.explain import assess
from huice.engine.findings import Assessment, Finding
from huice.engine.subject import Subject
from huice.rules.foundations import rests_on
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import UNKNOWN, Value

MOST_TRIALS = 4_000
Known = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Witness:
    """Two subjects that differ in `fact` alone; the finding of `measure` differs between them."""

    measure: str
    fact: str
    others: Known
    values: tuple[Value, Value]


def witness(library: Library, assessment: Assessment, fact: str, findings: Iterable[Finding]) -> Witness | None:
    """The first proof, among the findings that miss a fact, that its answer can change a verdict or an amount.

    None is the proof of the opposite as far as `domain` tells values apart; a search that would need more than
    MOST_TRIALS trials is given up and counts as none: what is not proven to matter is not asked.
    """
    for finding in findings:
        found = _Search(library, assessment, finding.measure, fact).run()
        if found is not None:
            return found
    return None


def asked(key: str) -> str:
    """What to ask for a missing key: a field of records is asked for by asking for the records."""
    return key.partition(".")[0] if "/" not in key else key


def outcome(finding: Finding) -> tuple[object, ...]:
    """What an answer can change: the verdict, the check, the amount, the named results; of a `no` nothing else counts.

    No amount and an amount of nothing are the same.
    """
    if finding.verdict == "no":
        return ("no",)
    amount = finding.amount
    brings = None if amount is None or amount.value == 0 else amount
    results = tuple(result.value for result in finding.results.values())
    return finding.verdict, finding.complies, brings, results


def differ(one: Finding, other: Finding) -> bool:
    """Whether two findings differ for good: where something is still missing, only in what is settled in both."""
    if not one.missing and not other.missing:
        return outcome(one) != outcome(other)
    if "open" not in {one.verdict, other.verdict} and one.verdict != other.verdict:
        return True
    if one.verdict == "yes" == other.verdict and {one.complies, other.complies} == {"yes", "no"}:
        return True
    sums = [found.amount.value for found in (one, other) if found.amount and found.amount.bound == "exact"]
    return len(sums) == 2 and sums[0] != sums[1]


class _Search:
    """Answers the other missing facts one by one as long as this one still matters, then tries its values.

    What this fact is derived from is left open: an answer takes the place of its derivation.
    A branch ends where the engine no longer misses the fact: what is not missing cannot change the finding.
    """

    def __init__(self, library: Library, assessment: Assessment, measure: Measure, fact: str) -> None:
        self.library, self.assessment, self.measure, self.fact = library, assessment, measure, fact
        self.figures: Figures = figures(library, measure)
        self.parts = rests_on(fact, library) if fact in library.facts else frozenset({fact})
        self.left = MOST_TRIALS

    def run(self) -> Witness | None:
        """The first witness in the order of the domains."""
        return self._extend(dict(self.assessment.facts))

    def _find(self, known: Known) -> Finding:
        self.left -= 1
        subject = Subject(self.assessment.subject, known)
        return assess(self.library, subject, self.assessment.as_of, [self.measure.id]).findings[0]

    def _extend(self, known: Known, filled: frozenset[str] = frozenset()) -> Witness | None:
        """`filled` were answered on the way: records may still miss a cell then, and no other answer would end that."""
        missing = dict.fromkeys(asked(gap.fact) for gap in self._find(known).missing)
        if self.fact not in missing:
            return None
        other = next((key for key in missing if key not in self.parts and key not in filled), None)
        if other is None:
            found, other = self._vary(known)
            if found is not None or other is None:
                return found
        for value in self._domain(other, known):
            if self.left <= 0:
                return None
            found = self._extend(known | {other: value}, filled | {other})
            if found is not None:
                return found
        return None

    def _vary(self, known: Known) -> tuple[Witness | None, str | None]:
        """A witness among the values of the fact; else another fact that only its answers bring up."""
        tried: list[tuple[Value, Finding]] = []
        for value in self._domain(self.fact, known):
            came = self._find(known | {self.fact: value})
            for before, other in tried:
                if differ(other, came):
                    return Witness(self.measure.id, self.fact, known, (before, value)), None
            if not any(outcome(other) == outcome(came) and other.missing == came.missing for _, other in tried):
                tried.append((value, came))
        refused = next((value for value, found in tried if found.verdict == "no"), None)
        for value, found in tried:
            if refused is not None and found.verdict == "open" and self._reaches_yes(known | {self.fact: value}):
                return Witness(self.measure.id, self.fact, known, (refused, value)), None
        new = (asked(gap.fact) for _, found in tried for gap in found.missing)
        return None, next((key for key in new if key not in self.parts and key not in known), None)

    def _reaches_yes(self, known: Known) -> bool:
        """Whether the parts that were left open can be answered so that the verdict is `yes`."""
        found = self._find(known)
        if found.verdict != "open":
            return found.verdict == "yes"
        other = next((asked(gap.fact) for gap in found.missing), None)
        if other is None:
            return False
        values = self._domain(other, known)
        return any(self.left > 0 and self._reaches_yes(known | {other: value}) for value in values)

    def _domain(self, key: str, known: Known) -> tuple[Value, ...]:
        if key not in self.library.facts:
            return parameter_domain(self.library, key)
        fact, subject = self.library.facts[key], Subject(self.assessment.subject, known)
        against = worked_out(fact, self.figures, self.library, subject, self.assessment.as_of)
        return against + domain(fact, self.figures, known.get(key, UNKNOWN))
