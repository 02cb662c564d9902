"""Can a fact still matter? Proven by a witness: two full answers that differ in this fact alone and in the finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from huice.advice.domain import Figures, domain, figures, parameter_domain
from huice.engine.explain import assess
from huice.engine.findings import Assessment, Finding
from huice.engine.subject import Subject
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
    """What an answer can change: the verdict, the check, the amount, the named results; of a `no` nothing else counts."""
    if finding.verdict == "no":
        return ("no",)
    results = tuple(result.value for result in finding.results.values())
    return finding.verdict, finding.complies, finding.amount, results


class _Search:
    """Answers the other missing facts one by one as long as this one still matters, then tries its values.

    A branch ends where the engine no longer misses the fact: what is not missing cannot change the finding.
    """

    def __init__(self, library: Library, assessment: Assessment, measure: Measure, fact: str) -> None:
        self.library, self.assessment, self.measure, self.fact = library, assessment, measure, fact
        self.figures: Figures = figures(library, measure)
        self.left = MOST_TRIALS

    def run(self) -> Witness | None:
        """The first witness in the order of the domains."""
        return self._extend(dict(self.assessment.facts))

    def _find(self, known: Known) -> Finding:
        self.left -= 1
        subject = Subject(self.assessment.subject, known)
        return assess(self.library, subject, self.assessment.as_of, [self.measure.id]).findings[0]

    def _extend(self, known: Known) -> Witness | None:
        missing = dict.fromkeys(asked(gap.fact) for gap in self._find(known).missing)
        if self.fact not in missing:
            return None
        other = next((key for key in missing if key != self.fact), None)
        if other is None:
            return self._vary(known)
        for value in self._domain(other, known):
            if self.left <= 0:
                return None
            found = self._extend(known | {other: value})
            if found is not None:
                return found
        return None

    def _vary(self, known: Known) -> Witness | None:
        first: tuple[Value, tuple[object, ...]] | None = None
        for value in self._domain(self.fact, known):
            came = outcome(self._find(known | {self.fact: value}))
            if first is None:
                first = value, came
            elif came != first[1]:
                return Witness(self.measure.id, self.fact, known, (first[0], value))
        return None

    def _domain(self, key: str, known: Known) -> tuple[Value, ...]:
        if key in self.library.facts:
            return domain(self.library.facts[key], self.figures, known.get(key, UNKNOWN))
        return parameter_domain(self.library, key)
