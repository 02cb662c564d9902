"""What documents set out to do, and their tables, for a terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table as Shown

from huice.reports.prose import Prose
from huice.reports.wording import brief
from huice.rules.packs import Pack
from huice.rules.quantities import display
from huice.rules.tables import Column, Table, TableRow
from huice.rules.tracked import Tracked
from huice.rules.values import Missing, Value

KINDS = {
    "target": "指标", "task": "任务", "requirement": "系统要求", "definition": "定义", "sanction": "罚则", "table": "表",
}  # fmt: skip
MAX_ACROSS = 6
"""Columns that can be read side by side in a terminal."""
_OPERATORS = {"": "", ">=": "不低于", "<=": "不高于", ">": "高于", "<": "低于", "=": "", "about": "约"}


def goal(item: Tracked) -> str:
    """A target in words: 港口集装箱铁水联运量同比增长 约 15%。"""
    if item.value is None:
        return item.indicator
    value = item.written[0].text if item.written else display(item.value.value, item.value.unit)
    return f"{item.indicator} {_OPERATORS[item.op]} {value}"


def record(item: Tracked, pack: Pack) -> dict[str, object]:
    """A tracked provision as a JSON object; empty parts are left out."""
    said: dict[str, object] = {
        "document": pack.source.number or pack.source.title,
        "key": f"{pack.key}/{item.key}",
        "kind": item.kind,
        "title": item.title,
        "clause": item.clause,
        "indicator": item.indicator,
        "op": item.op,
        "value": display(item.value.value, item.value.unit) if item.value else "",
        "from": item.since.isoformat() if item.since else "",
        "until": item.until.isoformat() if item.until else "",
        "system": item.system,
    }
    listed = ("provisions", "responsible", "audience", "functions", "measures", "facts", "note")
    said |= {name: list(getattr(item, name)) for name in listed}
    return {name: value for name, value in said.items() if value}


def record_table(items: Sequence[tuple[Tracked, Pack]]) -> Shown:
    """One row a tracked provision, with whom it is for and by when."""
    shown = Shown(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("类别", "内容", "截止", "责任单位", "依据"):
        shown.add_column(name, no_wrap=name in {"类别", "截止"})
    for item, pack in items:
        what = Prose.assemble(item.title, (f"\n{goal(item)}" if goal(item) else "", "dim"))
        until = item.until.isoformat() if item.until else ""
        source = Prose(f"{brief(pack.source.number or pack.source.title)} {item.clause}")
        shown.add_row(KINDS[item.kind], what, until, Prose("、".join(item.responsible)), source)
    return shown


def cell(row: TableRow, column: Column) -> list[str]:
    """The values of a cell as a person writes them; none where the cell is empty."""
    found = row.cells[column.key]
    return [said for item in (found if isinstance(found, tuple) else (found,)) if (said := _said(item.value, column))]


def _said(value: Value, column: Column) -> str:
    if isinstance(value, Missing):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return column.options.get(value, (value,))[0]
    return str(value) if column.type.kind == "date" else display(value, column.unit).removesuffix("倍").strip()  # type: ignore[arg-type]


def row_data(row: TableRow, table: Table) -> dict[str, object]:
    """A row as a JSON object: label to value, a list where the column has several."""
    said: dict[str, object] = {}
    for column in table.columns.values():
        values = cell(row, column)
        said[column.label] = values if column.many else values[0] if values else None
    return said


def lookup_table(table: Table, rows: Sequence[TableRow]) -> Shown:
    """Rows of a table of a document under its own headings; where it is too wide for that, a block of lines each."""
    columns = tuple(table.columns.values())
    if len(columns) > MAX_ACROSS:
        return _blocks(columns, rows)
    shown = Shown(box=box.SIMPLE_HEAD, padding=(0, 1))
    for column in columns:
        shown.add_column(Prose(column.label))
    for row in rows:
        shown.add_row(*(Prose("、".join(cell(row, column))) for column in columns))
    return shown


def _blocks(columns: Sequence[Column], rows: Sequence[TableRow]) -> Shown:
    shown = Shown(box=box.SIMPLE_HEAD, padding=(0, 1), show_header=False)
    shown.add_column("栏目", style="dim")
    shown.add_column("值")
    for row in rows:
        for column in columns:
            shown.add_row(column.label, Prose("、".join(cell(row, column))))
        shown.add_section()
    return shown
