"""Advice as JSON and on a terminal: what to answer, to change, to choose, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from huice.advice.calendar import KINDS, Event, Kind, calendar
from huice.advice.claims import Claim
from huice.advice.combination import Combination, Group, best_combination
from huice.advice.nearmiss import NearMiss, near_misses
from huice.advice.questions import Question, next_questions
from huice.engine.findings import Assessment
from huice.reports import wording
from huice.reports.prose import Prose
from huice.reports.summary import lines, summary
from huice.rules.library import Library

_MOST_DAYS = 12
_MOST_TITLES = 5
_MOST_QUESTIONS = 5


class Day(NamedTuple):
    """What happens alike on one day: the events of one kind, of which all or none are certain."""

    day: date
    kind: Kind
    note: str
    certain: bool
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """All advice for one assessment. `others` are the days of what nothing said has touched; `concerned` the measures
    that are a matter of this subject.
    """

    questions: tuple[Question, ...]
    near_misses: tuple[NearMiss, ...]
    combination: Combination
    calendar: tuple[Event, ...]
    others: tuple[Event, ...]
    concerned: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "next_questions": [question.as_json() for question in self.questions],
            "near_misses": [miss.as_json() for miss in self.near_misses],
            "combination": self.combination.as_json(),
            "calendar": [event.as_json() for event in self.calendar],
            "other_days": len(self.others),
        }

    def choices(self) -> list[Group]:
        """The groups with a choice to make between measures that concern the subject."""
        return [group for group in self.combination.groups if self._matters(group)]

    def other_choices(self) -> list[Group]:
        """The other groups."""
        return [group for group in self.combination.groups if not self._matters(group)]

    def _matters(self, group: Group) -> bool:
        held = [*group.chosen, *(item.claim for item in group.given_up)]
        return sum(claim.measure.id in self.concerned for claim in held) > 1


def advise(library: Library, assessment: Assessment, *, every: bool = False) -> Advice:
    """Every kind of advice there is; `every`: the calendar of all that is not ruled out."""
    days = calendar(library, assessment, every=True)
    concerned = frozenset(one.measure.id for one in assessment.findings if one.concerns)
    return Advice(
        next_questions(library, assessment),
        near_misses(library, assessment),
        best_combination(library, assessment),
        tuple(event for event in days if every or event.measure in concerned),
        tuple(event for event in days if not every and event.measure not in concerned),
        concerned,
    )


def by_day(events: Iterable[Event]) -> list[Day]:
    """The events of a day that are alike, together; in the order of days, what is sure first."""
    return [
        Day(*key, tuple(alike))
        for key, alike in groupby(
            sorted(events, key=_alike), key=lambda event: (event.day, event.kind, event.note, event.certain)
        )
    ]


def _alike(event: Event) -> tuple[object, ...]:
    return event.day, not event.certain, list(KINDS).index(event.kind), event.note


def as_data(advice: Advice, assessment: Assessment) -> dict[str, Any]:
    """Advice with whom and which day and library it is for."""
    head = {
        "subject": assessment.subject,
        "as_of": assessment.as_of.isoformat(),
        "library": dict(assessment.library),
    }
    return head | advice.as_json()


def print_advice(advice: Advice, assessment: Assessment, library: Library, console: Console) -> None:
    """The advice for a person: where the subject stands, what is due, what is near, then what is left to find out."""
    console.print(Text(assessment.subject, "bold"))
    console.print(f"截至 {assessment.as_of} · 规则库 {assessment.library['version']}", style="dim")
    head = summary(library, assessment)
    for line in lines(head):
        _say(console, line)
    if not head.sure_count and not head.open_count:
        _questions(advice, console)  # too little is said for anything else to be worth reading first
    _calendar(advice, console)
    _near_misses(advice, console)
    _combination(advice, console)
    if head.sure_count or head.open_count:
        _questions(advice, console)


def _title(console: Console, title: str, count: int) -> None:
    console.print()
    console.print(Text(f"{title}（{count}）", "bold"))


def _say(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    console.print(Padding(Prose(text, style), (0, 0, 0, indent)))


def _questions(advice: Advice, console: Console) -> None:
    _title(console, "先弄清这些", len(advice.questions))
    for question in advice.questions[:_MOST_QUESTIONS]:
        settles = f"，答完可定 {question.settles} 项" if question.settles else ""
        _say(console, f"{question.ask}（关系到 {question.touches} 项{settles}）", 2)
    if advice.questions[_MOST_QUESTIONS:]:
        _say(console, "逐题作答用 huice ask", 2, "dim")


def _near_misses(advice: Advice, console: Console) -> None:
    _title(console, "还差什么", len(advice.near_misses))
    for miss in advice.near_misses:
        _say(console, f"{miss.measure.title}{'' if miss.verdict == 'yes' else '（改后待核实）'}  {brings(miss)}", 2)
        for change in miss.changes:
            _say(console, f"→ {change.said}", 4)
        for reason in miss.meets:
            _say(console, f"{reason.label}（{reason.cite.document} {reason.cite.clause}）", 6, "dim")
        if miss.missing:
            _say(console, f"还须弄清：{'、'.join(gap.label for gap in miss.missing)}", 6, "dim")
    if not advice.near_misses:
        _say(console, "按已经说的，没有改动一两处就能符合的事项", 2, "dim")


def brings(miss: NearMiss) -> str:
    """What a near miss brings, as a person reads it."""
    parts = [wording.amount(miss.brings)] if miss.brings is not None else []
    if miss.loses and miss.gain is not None:
        parts.append(f"扣除因此失去的，净增 {wording.number(miss.gain, '元')}")
    if miss.also_gains:
        parts.append(f"还会同时符合另外 {len(miss.also_gains)} 项")
    return "；".join(parts)


def _combination(advice: Advice, console: Console) -> None:
    choices, others = advice.choices(), advice.other_choices()
    _title(console, "最优组合", len(choices))
    for group in choices:
        for claim in group.chosen:
            _say(console, f"选  {named(claim, group)}  {span(claim)}", 2)
        for item in group.given_up:
            _say(console, f"弃  {named(item.claim, group)}  {span(item.claim)}", 2)
            for claim, conflict in zip(item.chosen, item.because, strict=True):
                where = f"{conflict.cite.document} {conflict.cite.clause}"
                said = f"与“{named(claim, group)}”不能同享（{conflict.scope or '未写范围'}，{where}）"
                _say(console, said, 6, "dim")
        if not group.certain:
            open_ = "、".join(named(claim, group) for claim in group.open_claims)
            _say(console, f"金额未定，选择可能改变：{open_}", 6, "dim")
    for said in outside(advice.combination):
        _say(console, f"自行核对：{said}", 2, "dim")
    if others:
        _say(console, f"还没问到的事项之间另有 {len(others)} 组不能同享的，见 --json", 2, "dim")
    elif not choices:
        _say(console, "能享受和待核实的事项之间，没有不能同享的", 2, "dim")


def outside(best: Combination) -> list[str]:
    """What must be checked by oneself: the measures that exclude the same thing, in one sentence."""
    named: dict[tuple[str, str], list[str]] = {}
    for title, other, scope in best.outside:
        named.setdefault((other, scope), []).append(title)
    return [
        f"{'、'.join(dict.fromkeys(titles))}不能与“{other}”同享{f'（{scope}）' if scope else ''}"
        for (other, scope), titles in named.items()
    ]


def named(claim: Claim, group: Group) -> str:
    """A claim by its title; with its document where the group has another measure of that title."""
    held = [*group.chosen, *(item.claim for item in group.given_up)]
    alike = {other.measure.id for other in held if other.measure.title == claim.measure.title}
    return claim.said if len(alike) == 1 else f"{claim.said}（{claim.measure.pack}）"


def span(claim: Claim) -> str:
    """What a claim brings, as a person reads it."""
    if claim.high is None:
        return f"{wording.number(claim.low, '元')} 起" if claim.low else "金额待定"
    if claim.low == claim.high:
        return wording.number(claim.low, "元")
    return f"{wording.number(claim.low, '元')} – {wording.number(claim.high, '元')}"


def _calendar(advice: Advice, console: Console) -> None:
    days = by_day(advice.calendar)
    _title(console, "日历", len(advice.calendar))
    rows = Table.grid(padding=(0, 2, 0, 0))
    for width in (10, 8):
        rows.add_column(no_wrap=True, min_width=width)
    rows.add_column()
    for one in days[:_MOST_DAYS]:
        titles = "；".join(event.title for event in one.events[:_MOST_TITLES])
        more = f" 等 {len(one.events)} 项" if one.events[_MOST_TITLES:] else ""
        sure = "" if one.certain else "（待核实）"
        told = Prose.assemble(f"{titles}{more}{sure}", (f"\n{one.note}", "dim"))
        rows.add_row(str(one.day), KINDS[one.kind], told)
    console.print(Padding(rows, (0, 0, 0, 2)))
    if not days:
        _say(console, "按已经说的，往后没有开始、截止或到期的日子", 2, "dim")
    if days[_MOST_DAYS:]:
        rest = sum(len(one.events) for one in days[_MOST_DAYS:])
        _say(console, f"之后还有 {rest} 个日子，见 --json 或 --ics", 2, "dim")
    if advice.others:
        _say(console, f"还没问到的事项另有 {len(advice.others)} 个日子，加 --all 一并列出", 2, "dim")
