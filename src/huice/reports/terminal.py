"""An assessment in a terminal of 80 columns or more."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from huice.advice.questions import next_questions
from huice.engine.findings import Assessment, Finding, Reason
from huice.engine.sentences import LEDGER
from huice.reports import wording
from huice.reports.prose import Prose
from huice.reports.summary import lines, summary
from huice.rules.library import Library
from huice.rules.quantities import PLAIN
from huice.rules.values import show

_STYLE = {"yes": "green", "open": "yellow", "no": "dim"}
_MARK = {True: "✓", False: "✗", None: "?"}


FIRST = 6
"""How many of a group are shown before the rest is only counted; all that is gained, and all that is breached."""


def print_assessment(assessment: Assessment, library: Library, console: Console, *, full: bool = False) -> None:
    """The findings in groups; reasons of what is gained, open or breached. `full` gives those of the rest too."""
    console.print(Text(assessment.subject, "bold"))
    console.print(
        f"截至 {assessment.as_of} · 规则库 {assessment.library['version']} · {_counts(assessment)}", style="dim"
    )
    for line in lines(summary(library, assessment)) if assessment.findings[1:] else ():
        console.print(Padding(Prose(line), 0))

    def standing(finding: Finding) -> str:
        told = finding.window.state in {"upcoming", "closed"}
        return "" if told else wording.standing(library.packs[finding.measure.pack].source, assessment.as_of)

    groups = wording.grouped(assessment.findings)
    for key, title, members in groups:
        console.print()
        console.print(Text(f"{title}（{len(members)}）", "bold"))
        most = len(members) if full or key == "gains" else max(FIRST, sum(one.complies == "no" for one in members))
        if not full and key in {"unasked", "no"}:
            shown: list[RenderableType] = [_by_document(members, library)]
        else:
            shown = [
                _finding(one, standing(one), full=full or key == "gains", width=console.width - 2)
                for one in members[:most]
            ]
            if members[most:]:
                shown.append(Text(f"……另有 {len(members) - most} 项，加 --full 全部列出", "dim"))
        for one in shown:
            console.print(Padding(one, (0, 0, 0, 2)))
    questions = next_questions(library, assessment, limit=3)
    if questions:
        console.print()
        console.print(Text("接下来最值得回答的", "bold"))
        for question in questions:
            settled = f"，答完可定 {question.settles} 项" if question.settles else ""
            console.print(Padding(Prose(f"· {question.ask}（关系到 {question.touches} 项{settled}）"), (0, 0, 0, 2)))


def _counts(assessment: Assessment) -> str:
    verdicts = [finding.verdict for finding in assessment.findings]
    return f"{len(verdicts)} 项：{verdicts.count('yes')} 符合，{verdicts.count('open')} 待核实，{verdicts.count('no')} 不符合"


def _by_document(members: list[Finding], library: Library) -> Table:
    """How many of a document, with the first of them; of the documents with most."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=2)
    table.add_column(ratio=3, style="dim")
    packs = list(wording.by_document(members).items())
    for pack, found in packs[:FIRST]:
        source = library.packs[pack].source
        first = "、".join(finding.measure.title for finding in found[:2]) + ("……" if found[2:] else "")
        table.add_row(f"{len(found)} 项", Prose(wording.brief(source.number or source.title)), Prose(first))
    rest = packs[FIRST:]
    if rest:
        count = sum(len(found) for _, found in rest)
        table.add_row(f"{count} 项", Prose(f"在另外 {len(rest)} 份文件里"), Prose("加 --full 全部列出"))
    return table


def _finding(finding: Finding, standing: str, *, full: bool, width: int) -> RenderableType:
    breached = finding.complies == "no" and finding.measure.kind != "procedure"
    style = "red" if breached else _STYLE[finding.complies or finding.verdict]
    head = Prose.assemble((f"{wording.verdict(finding)} ", f"bold {style}"), (finding.measure.title, "bold"))
    amount = wording.amount(finding.amount)
    if finding.amount is not None:
        head.append(f"  {amount}", "bold")
        if finding.amount.label:
            head.append(f"（{finding.amount.label}）", "dim")
    cite = finding.cites[0]
    basis = f"{wording.window(finding.window)} · {wording.brief(cite.document)} {'、'.join(c.clause for c in finding.cites)}"
    parts: list[RenderableType] = [head, Padding(Prose(basis, "dim"), (0, 0, 0, 2))]
    if standing:
        parts.append(Padding(Prose(standing, "dim"), (0, 0, 0, 2)))
    if full:
        parts += [Padding(line, (0, 0, 0, 2)) for line in _reasons((*finding.because, *finding.checks))]
    elif finding.complies == "no":
        failed = [reason for reason in finding.checks if reason.holds is False]
        parts += [Padding(line, (0, 0, 0, 2)) for line in _reasons(failed)]
    for result in finding.results.values() if full else ():
        parts.append(Padding(Prose(f"{result.label}：{result.shown}"), (0, 0, 0, 2)))
    parts += [Padding(Prose(fault, "yellow"), (0, 0, 0, 2)) for fault in finding.faults]
    if full or finding.verdict != "no":
        parts += [Padding(Prose(f"标准：{found}", "dim"), (0, 0, 0, 2)) for found in finding.standards]
    if finding.missing:
        names = "、".join(gap.label + (f"（{gap.set_by}）" if gap.set_by else "") for gap in finding.missing)
        parts.append(Padding(Prose(f"还差：{names}", "yellow"), (0, 0, 0, 2)))
    if finding.ledger and full:
        parts.append(_ledger(finding, width))
    if finding.measure.not_modelled and full:
        parts.append(Padding(Prose(f"未核对：{'；'.join(finding.measure.not_modelled)}", "dim"), (0, 0, 0, 2)))
    return Group(*parts)


def _reasons(reasons: tuple[Reason, ...] | list[Reason], depth: int = 0) -> Iterator[RenderableType]:
    for reason in reasons:
        style = {True: "green", False: "red", None: "yellow"}[reason.holds]
        line = Table.grid(padding=(0, 1, 0, 0))
        line.add_column(no_wrap=True)
        line.add_column()
        line.add_row(
            Text(_MARK[reason.holds], style), Prose.assemble(reason.label, (f"（{reason.cite.clause}）", "dim"))
        )
        yield Padding(line, (0, 0, 0, depth * 2))
        yield from _reasons(reason.parts, depth + 1)


def _ledger(finding: Finding, width: int) -> Table:
    """The periods of a ledger; intermediate columns are in the JSON and on the page, as is 期初 for want of room."""
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        collapse_padding=True,
        pad_edge=False,
        title="台账（元）",
        title_justify="left",
    )
    table.add_column("月份", no_wrap=True, min_width=7)
    names = ("opening", "accrued", "adjusted", "limit", "used", "closing")[width < 96 :]
    titles = {**LEDGER, "limit": "抵减前应纳"}
    for name in names:
        table.add_column(titles[name].replace("本期", ""), justify="right", overflow="fold")
    for entry in finding.ledger or ():
        cells = (show(getattr(entry, name), PLAIN) for name in names)
        table.add_row(
            f"{entry.period:%Y-%m}",
            *(_money(getattr(entry, name), cell) for name, cell in zip(names, cells, strict=True)),
        )
    return table


def _money(value: object, text: str) -> str:
    return f"{value:,.2f}" if hasattr(value, "quantize") else text
