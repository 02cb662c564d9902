"""Verbs on what is followed rather than decided: targets, tasks, systems; and the tables of documents."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from huice.cli.app import AsJson, LibraryFolder, app, load_library, print_json
from huice.problems import Problems

if TYPE_CHECKING:
    from huice.rules.library import Library
    from huice.rules.packs import Pack
    from huice.rules.tables import Table, TableRow

_MOST = 60
"""How many rows are shown where nothing narrows them."""
_KINDS = "target 指标、task 任务、requirement 系统要求、definition 定义、sanction 罚则"


@app.command()
def track(
    pack: Annotated[str, typer.Argument(help="文件包的键或文号；不写就是全部")] = "",
    kind: Annotated[str, typer.Option("--kind", help=_KINDS)] = "",
    words: Annotated[str, typer.Option("--find", help="内容或责任单位里有的字")] = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """跟踪：文件定下的指标、任务、系统要求、定义和罚则，截止哪天、谁负责、依据哪一条。"""
    from huice.reports.listing import show_table
    from huice.reports.records import KINDS, record, record_table

    loaded = load_library(library)
    names = {label: key for key, label in KINDS.items()}
    wanted = names.get(kind, kind)
    if wanted and wanted not in KINDS:
        raise Problems.one(f"没有“{kind}”这一类", f"可用：{'、'.join(KINDS.values())}")
    found = [
        (item, one)
        for one in ([_pack(pack, loaded)] if pack else loaded.packs.values())
        for item in one.tracked
        if (not wanted or item.kind == wanted) and any(words in part for part in (item.title, *item.responsible))
    ]
    most = len(found) if pack or kind or words else _MOST
    if as_json:
        print_json([record(item, one) for item, one in found])
    elif found:
        found.sort(key=lambda one: one[0].until or date.max)
        show_table(record_table(found[:most]))
        rest = f"，先截止的 {most} 项在上面；写文件包、--kind 或 --find 缩小范围" if found[most:] else ""
        typer.echo(f"共 {len(found):,} 项{rest}。")
    else:
        typer.echo("没有这样的跟踪项。")


@app.command("table")
def look_up(
    name: Annotated[str, typer.Argument(help="表的键；不写就列出全部的表")] = "",
    where: Annotated[list[str] | None, typer.Argument(help="栏目=值，可写几个；值只要是其中的一部分")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """查表：文件里的名录、清单和附表，按栏目查。例：huice table substitutes 主要应用领域=冷库"""
    from huice.reports.listing import show_table
    from huice.reports.records import lookup_table, row_data

    loaded = load_library(library)
    tables = {table.id: (table, pack) for pack in loaded.packs.values() for table in pack.tables.values()}
    if not name:
        listed = [
            {"id": id_, "label": table.label, "document": pack.source.number or pack.source.title, "clause": table.clause,
             "rows": len(table.rows)} for id_, (table, pack) in tables.items()
        ]  # fmt: skip
        if as_json:
            print_json(listed)
        for one in () if as_json else listed:
            typer.echo(f"{one['id']}  {one['label']}（{one['document']} {one['clause']}，{one['rows']} 行）")
        return
    hits = [pair for id_, pair in tables.items() if name in {id_, id_.rpartition("/")[2]}]
    if not hits:
        raise Problems.one(f"没有表“{name}”", f"有：{'、'.join(tables)}" if tables else "规则库里还没有表")
    table, pack = hits[0]
    rows = [row for row in table.rows if all(_fits(row, table, said) for said in where or ())]
    if as_json:
        print_json([row_data(row, table) for row in rows])
        return
    if rows:
        show_table(lookup_table(table, rows))
    typer.echo(f"{len(rows)} 行。依据：{pack.source.number or pack.source.title} {table.clause}")


def _pack(name: str, library: "Library") -> "Pack":
    found = [one for key, one in library.packs.items() if name in {key, one.source.number, one.source.title}]
    if not found:
        raise Problems.one(f"没有文件包“{name}”", f"有：{'、'.join(library.packs)}")
    return found[0]


def _fits(row: "TableRow", table: "Table", said: str) -> bool:
    """Whether a cell of the row has the words; an option by any of its names."""
    label, equals, words = said.partition("=")
    column = next((item for item in table.columns.values() if label in {item.key, item.label}), None)
    if not equals or column is None:
        labels = "、".join(item.label for item in table.columns.values())
        raise Problems.one(f"“{said}”不是“栏目=值”，或没有这个栏目", f"栏目有：{labels}")
    from huice.reports.records import cell

    found = row.cells[column.key]
    items = found if isinstance(found, tuple) else (found,)
    names = [name for item in items if isinstance(item.value, str) for name in column.options.get(item.value, ())]
    return any(words in name for name in (*cell(row, column), *names))
