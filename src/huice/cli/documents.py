"""Verbs on documents: read them in, look at them, search, compare, export, and open the portal."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from huice import settings
from huice.cli.app import (
    AsJson,
    _State,
    app,
    load_library,
    open_store,
    print_json,
    print_problems,
    read_day,
    write_bytes,
)
from huice.problems import Problems


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(help="文件、文件夹或 zip：txt、md、html、docx、pdf")],
    as_json: AsJson = False,
) -> None:
    """导入政策原文：拆成文件和条款，存入数据目录；重复导入不改变什么，中断了再运行就接着来。

    单个文件读不了，退出码 2，什么也不写；一批里有读不了的，其余照常导入，退出码 1。
    """
    from huice.reports.listing import intake_table, show_table, tracked
    from huice.store.intake import intake, sources

    found = [source for path in files for source in sources(path)]
    store = open_store()
    outcomes = list(tracked(intake(store, found), len(found)))
    failed = [outcome for outcome in outcomes if outcome.problems]
    if failed and len(outcomes) == 1:
        raise Problems(failed[0].problems)
    if as_json:
        from huice.corpus.knowledge import Directory, described

        read = [document for outcome in outcomes for document in outcome.documents(store)]
        corpus = Directory(store.entries() if read else ())
        documents = [described(document, corpus) for document in read]
        print_json({"documents": documents, "files": [outcome.as_json() for outcome in outcomes]})
    elif len(outcomes) == 1:
        typer.echo(str(outcomes[0]))
    else:
        show_table(intake_table(outcomes))
        typer.echo(f"{len(outcomes)} 个文件，{len(outcomes) - len(failed)} 个导入，{len(failed)} 个没有。")
    print_problems([problem for outcome in failed for problem in outcome.problems])
    if failed:
        raise typer.Exit(1 if len(failed) < len(outcomes) else 2)


@app.command()
def docs(
    as_of: Annotated[str | None, typer.Option("--as-of", help="看这一天的效力，如 2023-06-30；默认今天")] = None,
    as_json: AsJson = False,
) -> None:
    """已导入的政策文件，和它们在某一天的效力：施行中、未施行、已失效、已废止，以及为什么。"""
    from huice.corpus.knowledge import statuses, themes

    documents = open_store().documents()
    day = read_day(as_of) or date.today()
    standing = statuses(documents, day)
    if as_json:
        rows = [
            document.as_json()
            | {
                "clauses": len(document.clauses),
                "themes": [theme.as_json() for theme in themes(document)],
                "status": status.as_json(),
            }
            for document, status in zip(documents, standing, strict=True)
        ]
        print_json({"as_of": day.isoformat(), "documents": rows})
        return
    from huice.reports.listing import document_table, show_table

    show_table(document_table(documents, standing, day))


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="发文字号或标题")],
    clause: Annotated[str | None, typer.Argument(help="条款，如 一/（五）")] = None,
    as_json: AsJson = False,
) -> None:
    """看一个文件，或其中一条，和它写明的数字、期限、部门、引用、指标和任务。"""
    from huice.corpus.knowledge import Directory, described, knowledge
    from huice.reports.listing import print_clauses

    store = open_store()
    found = store.document(document)
    part = store.clause(document, clause) if clause else None
    corpus = Directory(store.entries())
    if as_json:
        stated = {"knowledge": knowledge(found).under(part.path).as_json(corpus)} if part else {}
        print_json(part.as_json() | stated if part else described(found, corpus))
    else:
        print_clauses(found, part, corpus)


@app.command()
def export(
    names: Annotated[list[str] | None, typer.Argument(help="发文字号或标题；不写就是全部已导入的文件")] = None,
    form: Annotated[str, typer.Option("--format", help="json、akn、markdown、text、parquet 或 csv")] = "json",
    out: Annotated[Path | None, typer.Option("--out", help="写到这个文件；akn 和 markdown 多份时是文件夹")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="只打印 JSON 的 Schema")] = False,
) -> None:
    """导出：JSON（有公开的 Schema）、Akoma Ntoso 3.0、Markdown，或一条一行的 Parquet、CSV。"""
    from huice.exports import APART, FORMATS
    from huice.exports.documents import schema as json_schema

    if schema:
        print_json(json_schema())
        return
    if form not in FORMATS:
        raise Problems.one(f"没有格式“{form}”", f"有：{'、'.join(FORMATS)}")
    store = open_store()
    found = [store.document(name) for name in names] if names else list(store.documents())
    suffix, written = FORMATS[form]
    if form in APART and len(found) > 1:
        if out is None:
            raise Problems.one(f"{form} 一份文件一个，要写到文件夹", "加上 --out 文件夹")
        for at, document in enumerate(found, 1):
            write_bytes(out / f"{at:02} {file_name(document.number or document.title)}{suffix}", written([document]))
        typer.echo(f"已写入 {out}：{len(found)} 个文件。", err=True)
    elif out is None:
        if form == "parquet":
            raise Problems.one("Parquet 不能打印在屏幕上", "加上 --out 文件.parquet")
        sys.stdout.buffer.write(written(found))
    else:
        write_bytes(out, written(found))
        typer.echo(f"已写入 {out}", err=True)


def file_name(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", text).strip()[:60]


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="旧的一版：文件、文件夹或 zip")],
    after: Annotated[Path, typer.Argument(help="新的一版")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="新版的日子，用来看哪些已到期；默认取其中最晚的成文日期")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """比较两版：条款新增、删去、修改（逐词）、改号，文件废止、到期，以及规则库里受影响的事项和参数。"""
    from huice.corpus import compare as run
    from huice.registry.impact import impact
    from huice.store.intake import read_all

    day = read_day(as_of)
    comparison = run(read_all(before), read_all(after), day)
    touched = impact(load_library(), comparison)
    if as_json:
        print_json(comparison.as_json() | {"touched": [one.as_json() for one in touched]})
        return
    from rich.console import Console

    from huice.reports.comparison import print_comparison

    print_comparison(comparison, touched, Console(highlight=False))


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；被占用时另找一个")] = 8600,
) -> None:
    """打开网页门户。"""
    from huice.web.server import run

    run(load_library(), settings.home(_State.home), host, port)
