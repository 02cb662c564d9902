"""Lists in a terminal: documents, clauses, hits, facts, coverage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from huice.corpus.knowledge import Directory, Knowledge, Status, knowledge
from huice.corpus.knowledge.citations import linked
from huice.corpus.model import Clause, Document
from huice.reports.prose import Prose
from huice.reports.statements import rows
from huice.reports.wording import brief
from huice.rules.coverage import PackCoverage
from huice.rules.facts import Fact
from huice.rules.values import show

if TYPE_CHECKING:
    from huice.registry.additions import Addition
    from huice.rules.library import Library
    from huice.rules.parameters import Parameter
    from huice.rules.standards import Standard
    from huice.search import Answer
    from huice.store.intake import Outcome

_T = TypeVar("_T")

_KINDS = {"bool": "是否", "number": "数", "date": "日期", "choice": "选项", "text": "文字", "records": "明细"}


def show_table(table: Table) -> None:
    """Print a table as wide as the terminal."""
    Console(highlight=False).print(table)


def _table(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=False)
    for name, justify in columns:
        table.add_column(name, justify="right" if justify == "right" else "left")
    return table


def document_table(documents: Sequence[Document], standing: Sequence[Status], day: date) -> Table:
    """One row a document, with its status on a day and why."""
    table = _table(("发文字号", ""), ("标题", ""), ("成文", ""), (f"效力（{day}）", ""), ("条款", "right"))
    for document, status in zip(documents, standing, strict=True):
        clauses = sum(1 for clause in document.clauses for _ in _walk(clause))
        issued = document.issued.isoformat() if document.issued else "—"
        told = Prose.assemble((status.state, "bold"), (f"\n{status.why}", "dim"))
        name = Prose(document.number or "—")
        table.add_row(name, Prose(document.title), Text(issued, no_wrap=True), told, str(clauses))
    return table


def _walk(clause: Clause) -> Iterable[Clause]:
    yield clause
    for child in clause.clauses:
        yield from _walk(child)


def intake_table(outcomes: Iterable["Outcome"]) -> Table:
    """One row a file that was read in."""
    table = _table(
        ("文件", ""), ("政策文件", "right"), ("新增", "right"), ("更新", "right"), ("未变", "right"), ("结果", "")
    )
    for outcome in outcomes:
        counts = outcome.counts
        said = [str(n) for n in (len(counts.keys), counts.added, counts.changed, counts.unchanged)]
        table.add_row(Prose(outcome.name), *said, Prose(outcome.problems[0].what if outcome.problems else "已导入"))
    return table


def tracked(outcomes: Iterable[_T], total: int) -> Iterator[_T]:
    """The outcomes of a long job, with a bar on standard error while they come."""
    with Progress(
        *Progress.get_default_columns(), console=Console(stderr=True), transient=True, disable=total < 2
    ) as bar:
        yield from bar.track(outcomes, total=total, description="导入")


def fact_table(facts: Iterable[Fact]) -> Table:
    """One row a fact."""
    table = _table(("名称", ""), ("要素", ""), ("类型", ""), ("单位", ""), ("在哪里看", ""))
    for fact in facts:
        table.add_row(Prose(fact.label), fact.key, _KINDS[fact.type.kind], fact.unit.text, Prose(fact.where))
    return table


def addition_table(additions: "Iterable[Addition]") -> Table:
    """One row a pack or file of standards that was added."""
    table = _table(("名称", ""), ("是什么", ""), ("存放在", ""))
    for one in additions:
        table.add_row(one.name, {"packs": "文件包", "standards": "地方标准"}[one.kind], Prose(str(one.path)))
    return table


def standard_table(standards: "Iterable[Standard]", library: "Library") -> Table:
    """One row a local standard."""
    table = _table(("标准", ""), ("适用", ""), ("数", "right"), ("期间", ""), ("谁定的", ""))
    for one in standards:
        item = library.parameters[one.parameter]
        days = f"{one.since or ''} 至 {one.until or ''}".strip() if one.since or one.until else ""
        said = Prose(f"{one.issuer} {one.source}（{one.issued}）")
        table.add_row(Prose(item.label), one.region, show(one.value, one.unit or item.unit), Prose(days), said)
    return table


def open_lines(parameters: "Iterable[Parameter]") -> Iterator[str]:
    """Two lines a number that the texts leave open; its id in full, for that is what a standard names."""
    for item in parameters:
        unit = f"（{item.unit.text}）" if item.unit.text else ""
        yield f"{item.label}{unit}"
        told = f"已填 {len(item.standards)} 个标准" if item.standards else "还没有数"
        yield f"  {item.id} · 由{item.set_by}定 · {told}"


def coverage_table(packs: Sequence[PackCoverage]) -> Table:
    """One row a document of the library, and what they come to together."""
    names = ("条款事项", "写成规则", "跟踪", "不做", "惠企事项", "核对的条件", "不核对的")
    table = _table(("文件", ""), *((name, "right") for name in names))
    every = []
    for pack in packs:
        row = pack.as_json()
        counts = [int(str(row[key])) for key in ("provisions", "modelled", "tracked", "left_out", "measures")]
        every.append([*counts, pack.checked, pack.unchecked])
        table.add_row(Prose(brief(str(row["number"] or row["title"]))), *map(str, every[-1]))
    if packs[1:]:
        table.add_section()
        table.add_row("合计", *(str(sum(column)) for column in zip(*every, strict=True)))
    return table


def print_clauses(document: Document, clause: Clause | None, corpus: "Directory[Any]") -> None:
    """A document's head and clauses, or one clause with its source lines; under each what it states."""
    console = Console(highlight=False)
    stated = knowledge(document)
    own = stated.by_clause()
    _say(console, Prose(document.title, "bold"))
    issued = document.issued.isoformat() if document.issued else ""
    parts = (document.number, "、".join(document.issuers), issued, document.region)
    _say(console, Prose("  ".join(part for part in parts if part), "dim"))
    about = "、".join(theme.name for theme in stated.themes)
    if about:
        _say(console, Prose(f"主题：{about}", "dim"))
    for part in (clause,) if clause else document.clauses:
        _print_clause(part, console, 0, own, corpus)


def _print_clause(
    clause: Clause, console: Console, depth: int, stated: Mapping[str, Knowledge], corpus: "Directory[Any]"
) -> None:
    lines = _lines(clause.lines)
    head = Prose.assemble((clause.heading or clause.path, "bold"), (f"  [{clause.path}] {lines}", "dim"))
    console.print(Padding(head, (1, 0, 0, depth * 2)))
    if clause.text.strip():
        console.print(Padding(Prose(clause.text), (0, 0, 0, depth * 2)))
    own = stated.get(clause.path, Knowledge())
    for name, told in (*rows(own), *_cited(own, corpus)):
        line = Prose.assemble((f"{name}  ", "bold dim"), ("；".join(told), "dim"))
        console.print(Padding(line, (0, 0, 0, depth * 2 + 2)))
    for child in clause.clauses:
        _print_clause(child, console, depth + 1, stated, corpus)


def _cited(stated: Knowledge, corpus: "Directory[Any]") -> Iterator[tuple[str, list[str]]]:
    """The documents cited, and which of them are at hand."""
    told = [
        one.name + ("（已导入）" if linked(one, corpus) else "") for one in stated.citations if one.relation != "废止"
    ]
    if told:
        yield "引用", told


def print_answer(answer: "Answer") -> None:
    """Hits, one paragraph each — where it stands, and the passage — and what goes with them."""
    console = Console(highlight=False)
    if answer.meant:
        _say(console, Prose(f"是不是要找：{answer.meant}", "bold"))
    also = "；".join(f"{one.said} → {'、'.join(one.written)}" for one in answer.expansions if one.shown)
    if also:
        _say(console, Prose(f"也搜了：{also}", "dim"))
    if answer.documents:
        named = "、".join(str(entry) for entry in answer.documents)
        _say(console, Prose(f"只在这里找：{named}" if answer.kept else f"读音相近的文件：{named}", "dim"))
    for at, hit in enumerate(answer.hits, 1):
        where = Prose.assemble((f"{at}. ", "dim"), (f"{hit.number or hit.title} {hit.path}", "bold"))
        where.append(f"  {hit.title if hit.number else ''} {_lines(hit.lines)}", "dim")
        _say(console, where)
        passage = Prose(hit.snippet.text)
        for first, last in hit.snippet.highlights:
            passage.stylize("bold", first, last)
        console.print(Padding(passage, (0, 0, 0, 3)))
    if not answer.hits:
        console.print("没有找到。换个说法，少写几个字，或放宽筛选。")
    if answer.measures:
        console.print(Text("规则库里的事项", "bold"))
        for measure in answer.measures:
            console.print(Padding(Prose(f"{measure.title}  {measure.promise}  [{measure.id}]"), (0, 0, 0, 3)))


def _say(console: Console, text: Text) -> None:
    """Print prose as itself; the console alone would join it into a plain text and wrap it at white space."""
    console.print(Padding(text, 0))


def _lines(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
