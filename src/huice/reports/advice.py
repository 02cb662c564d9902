"""Advice as JSON and on a terminal: what to answer, to change, to choose, and by when."""

from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from huice.advice.calendar import KINDS, Event, calendar
from huice.advice.claims import Claim
from huice.advice.combination import Combination, best_combination
from huice.advice.nearmiss import NearMiss, near_misses
from huice.advice.questions import Question, next_questions
from huice.engine.findings import Assessment
from huice.reports import wording
from huice.rules.library import Library

_MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Advice:
    """All advice for one assessment."""

    questions: tuple[Question, ...]
    near_misses: tuple[NearMiss, ...]
    combination: Combination
    calendar: tuple[Event, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "next_questions": [question.as_json() for question in self.questions],
            "near_misses": [miss.as_json() for miss in self.near_misses],
            "combination": self.combination.as_json(),
            "calendar": [event.as_json() for event in self.calendar],
        }


def advise(library: Library, assessment: Assessment) -> Advice:
    """Every kind of advice there is."""
    return Advice(
        next_questions(library, assessment),
        near_misses(library, assessment),
        best_combination(library, assessment),
        calendar(library, assessment),
    )


def as_data(advice: Advice, assessment: Assessment) -> dict[str, Any]:
    """Advice with whom and which day and library it is for."""
    head = {
        "subject": assessment.subject,
        "as_of": assessment.as_of.isoformat(),
        "library": dict(assessment.library),
    }
    return head | advice.as_json()


def print_advice(advice: Advice, assessment: Assessment, console: Console) -> None:
    """The advice for a person."""
    console.print(Text(assessment.subject, "bold"))
    console.print(f"截至 {assessment.as_of} · 规则库 {assessment.library['version']}", style="dim")
    _questions(advice, console)
    _near_misses(advice, console)
    _combination(advice.combination, console)
    _calendar(advice, console)


def _title(console: Console, title: str, count: int) -> None:
    console.print()
    console.print(Text(f"{title}（{count}）", "bold"))


def _questions(advice: Advice, console: Console) -> None:
    _title(console, "先弄清这些", len(advice.questions))
    for question in advice.questions:
        settles = f"，答完可定 {question.settles} 项" if question.settles else ""
        console.print(f"  {question.ask}  关系到 {question.touches} 项{settles}")


def _near_misses(advice: Advice, console: Console) -> None:
    _title(console, "还差什么", len(advice.near_misses))
    for miss in advice.near_misses:
        console.print(f"  {miss.measure.title}{'' if miss.verdict == 'yes' else '（改后待核实）'}  {brings(miss)}")
        for change in miss.changes:
            console.print(f"    → {change.said}")
        for reason in miss.meets:
            console.print(f"      {reason.label}（{reason.cite.document} {reason.cite.clause}）", style="dim")
        if miss.missing:
            console.print(f"      还须弄清：{'、'.join(gap.label for gap in miss.missing)}", style="dim")


def brings(miss: NearMiss) -> str:
    """What a near miss brings, as a person reads it."""
    parts = [wording.amount(miss.brings)] if miss.brings is not None else []
    if miss.loses and miss.gain is not None:
        parts.append(f"扣除因此失去的，净增 {wording.number(miss.gain, '元')}")
    if miss.also_gains:
        parts.append(f"还会同时符合另外 {len(miss.also_gains)} 项")
    return "；".join(parts)


def _combination(best: Combination, console: Console) -> None:
    _title(console, "最优组合", len(best.groups))
    for group in best.groups:
        console.print(f"  选  {'、'.join(f'{claim.said} {span(claim)}' for claim in group.chosen)}")
        for item in group.given_up:
            console.print(f"  弃  {item.claim.said} {span(item.claim)}")
            for claim, conflict in zip(item.chosen, item.because, strict=True):
                where = f"{conflict.cite.document} {conflict.cite.clause}"
                console.print(f"      与“{claim.said}”不能同享（{conflict.scope or '未写范围'}，{where}）", style="dim")
        if not group.certain:
            named = "、".join(claim.said for claim in group.open_claims)
            console.print(f"      金额未定，选择可能改变：{named}", style="dim")
    for title, other, scope in best.outside:
        console.print(f"  自行核对：{title}不能与“{other}”同享{f'（{scope}）' if scope else ''}", style="dim")


def span(claim: Claim) -> str:
    """What a claim brings, as a person reads it."""
    if claim.high is None:
        return f"{wording.number(claim.low, '元')} 起" if claim.low else "金额待定"
    if claim.low == claim.high:
        return wording.number(claim.low, "元")
    return f"{wording.number(claim.low, '元')} – {wording.number(claim.high, '元')}"


def _calendar(advice: Advice, console: Console) -> None:
    _title(console, "日历", len(advice.calendar))
    for event in advice.calendar[:_MOST_EVENTS]:
        sure = "" if event.certain else "（待核实）"
        console.print(f"  {event.day}  {KINDS[event.kind]}  {event.title}{sure}  {event.note}")
    rest = len(advice.calendar) - _MOST_EVENTS
    if rest > 0:
        console.print(f"  另有 {rest} 个日子，见 --json 或 --ics", style="dim")
