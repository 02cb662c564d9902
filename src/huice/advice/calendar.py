"""日历: what opens, ends, falls due or changes for a subject, from the as-of day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from huice.engine.findings import Assessment, Citation, Finding
from huice.rules.expressions import ParameterRef, walk
from huice.rules.library import Library
from huice.rules.measures import Measure, expressions
from huice.rules.values import show

Kind = Literal["opens", "closes", "expires", "due", "changes"]
KINDS: dict[Kind, str] = {
    "opens": "开始", "closes": "截止", "expires": "到期", "due": "应办", "changes": "标准变动",
}  # fmt: skip
_APPLIED = frozenset({"申请办理", "直补快办", "即申即享"})
_FIRST = ("benefit", "support", "deadline", "obligation", "prohibition", "procedure")


@dataclass(frozen=True, slots=True)
class Event:
    """One day of one measure. `note` says what happens; `certain` is false while the verdict is open."""

    day: date
    kind: Kind
    measure: str
    title: str
    note: str
    certain: bool
    cite: Citation

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "date": self.day.isoformat(),
            "kind": self.kind,
            "measure": self.measure,
            "title": self.title,
            "note": self.note,
            "certain": self.certain,
            "cite": self.cite.as_json(),
        }


def calendar(library: Library, assessment: Assessment, *, every: bool = False) -> tuple[Event, ...]:
    """The days ahead, in order, of what concerns the subject; of all that is not ruled out where `every` is asked for.

    Opening and end of windows (`closes` where one must apply by then, `expires` where one uses it as of right), days
    that a measure works out, and days from which a number of the law that it rests on is another. A day before the
    as-of day is past and left out; the as-of day itself is not. What is sure stands before what is open, what one gets
    before what one must do.
    """
    days = [
        (event, _FIRST.index(finding.measure.kind))
        for finding in assessment.findings
        if finding.concerns or (every and finding.verdict != "no")
        for event in (*_window(finding), *_results(finding), *_changes(finding, library, assessment))
        if event.day >= assessment.as_of
    ]
    days.sort(key=lambda one: (one[0].day, not one[0].certain, one[1], one[0].measure, one[0].kind, one[0].note))
    return tuple(event for event, _ in days)


def _window(finding: Finding) -> Iterator[Event]:
    window, measure = finding.window, finding.measure
    if window.state == "closed":
        return
    clause = measure.window.clause
    cited = Citation(finding.cites[0].document, clause, measure.pack) if clause else finding.cites[0]
    opens, ends, ending = _said(measure)
    if window.since is not None:
        yield _event(window.since, "opens", finding, opens, cited)
    if window.until is not None:
        yield _event(window.until, ending, finding, ends, cited)


def _said(measure: Measure) -> tuple[str, str, Kind]:
    """How the first and the last day of a window are said of a kind of measure, and what the last day is."""
    if measure.kind in {"obligation", "prohibition", "deadline", "procedure"}:
        return "这项要求从这一天起执行", "这项要求执行到这一天（含当日）", "expires"
    if measure.delivery in _APPLIED:
        return "从这一天起可以办理", "最晚在这一天办理（含当日）", "closes"
    return "从这一天起可以享受", "享受到这一天（含当日）", "expires"


def _results(finding: Finding) -> Iterator[Event]:
    """Days worked out; those of a rule of procedure tell which day counts, and nothing falls due on them."""
    if finding.measure.kind == "procedure":
        return
    for result in finding.results.values():
        if isinstance(result.value, date):
            yield _event(result.value, "due", finding, result.label, finding.cites[0])


def _changes(finding: Finding, library: Library, assessment: Assessment) -> Iterator[Event]:
    """Numbers of the law with another value from a later day on."""
    measure = finding.measure
    ids = {node.id for root in expressions(measure) for node in walk(root) if isinstance(node, ParameterRef)}
    for id_ in sorted(ids):
        parameter = library.parameters[id_]
        for dated in parameter.values:
            if dated.since is not None and dated.since > assessment.as_of:
                last = finding.window.until
                if last is None or dated.since <= last:
                    cited = Citation(finding.cites[0].document, parameter.clause, measure.pack)
                    note = f"{parameter.label}改为 {show(dated.value, parameter.unit)}"
                    yield _event(dated.since, "changes", finding, note, cited if parameter.clause else finding.cites[0])


def _event(day: date, kind: Kind, finding: Finding, note: str, cited: Citation) -> Event:
    return Event(day, kind, finding.measure.id, finding.measure.title, note, finding.verdict == "yes", cited)
