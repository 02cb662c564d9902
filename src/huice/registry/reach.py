"""Whether the cases of a pack reach its edges: a rule changed at any edge fails a case that stands beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from huice.engine.explain import assess
from huice.engine.subject import Subject
from huice.registry.conformance import differences, subject_of
from huice.rules.analysis.mutants import mutants, needs_missing
from huice.rules.analysis.remarks import Remark
from huice.rules.cases import Case
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.source import Findings, Scalar, Sequence

_ADD = "加一个恰在分界上的案例；改了也看不出区别的，在 accepted 里写明理由"
_OPENS = ("verdict", "complies")


def untested(library: Library, packs: Iterable[str], cases: Iterable[Case]) -> Iterator[Remark]:
    """Edges of the measures of these packs that no case would notice, and measures without a case of a missing fact."""
    by_measure: dict[str, list[tuple[Case, Subject]]] = {}
    for case in cases:
        subject = subject_of(case, library, Findings())
        if subject is not None:
            by_measure.setdefault(case.measure, []).append((case, subject))
    for key in packs:
        for measure in library.packs[key].measures.values():
            yield from _untested(measure, library, by_measure.get(measure.id, []))


def _untested(measure: Measure, library: Library, cases: list[tuple[Case, Subject]]) -> Iterator[Remark]:
    for mutant in mutants(measure):
        bent = replace(library, measures={measure.id: mutant.measure})
        if not any(_fails(case, subject, bent) for case, subject in cases):
            key = f"{measure.id}: {mutant.name}"
            yield Remark("untested", key, mutant.place, f"事项“{measure.title}”改成“{mutant.name}”，案例看不出来", _ADD)
    if needs_missing(measure) and not any(names_missing(case) for case, _ in cases):
        what = f"事项“{measure.title}”没有缺一个要素的案例"
        yield Remark("untested", f"{measure.id}: missing", measure.place, what, "加一个缺要素的案例，写明 missing")


def _fails(case: Case, subject: Subject, library: Library) -> bool:
    """Whether a case does not come out as expected."""
    finding = assess(library, subject, case.as_of, [case.measure]).findings[0]
    return next(differences(case, finding), None) is not None


def names_missing(case: Case) -> bool:
    """Whether a case names a missing fact, or expects a measure to stay open for want of one."""
    missing = case.expect.get("missing")
    opens = [case.expect.get(key) for key in _OPENS]
    return (isinstance(missing, Sequence) and bool(missing.items)) or any(
        isinstance(node, Scalar) and node.text == "open" for node in opens
    )
