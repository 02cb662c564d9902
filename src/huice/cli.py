"""The command line: one verb a job. Imports are made where they are needed, so that each verb starts fast."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huice import settings
from huice.problems import Problem, Problems, refusal

if TYPE_CHECKING:
    from huice.rules.facts import Fact
    from huice.rules.library import Library

app = typer.Typer(
    name="huice",
    help="惠策：让惠企政策汇编可以引用、可以计算。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Home = Annotated[Path | None, typer.Option("--home", help="数据目录（默认按系统惯例，或 HUICE_HOME）")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
LibraryFolder = Annotated[list[Path] | None, typer.Option("--library", help="另外的规则库文件夹，可多次给出")]


class _State:
    """What the options before the verb said."""

    home: Path | None = None


@app.callback()
def _root(home: Home = None) -> None:
    _State.home = home


def load_library(folders: list[Path] | None = None) -> "Library":
    """The shipped library with any further folders, from the compiled cache where it is there."""
    from huice.rules.library import load, shipped

    return load(shipped(), *(folders or ()), cache=settings.cache())


def print_json(value: Any) -> None:
    """JSON on standard output, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_problems(found: list[Problem], *, as_json: bool = False) -> None:
    """Each problem on a line of its own, on standard error; as JSON on standard output."""
    if as_json:
        print_json({"problems": [problem.as_json() for problem in found]})
        return
    for problem in found:
        typer.echo(str(problem), err=True)


def read_day(text: str | None) -> date | None:
    """The day of an option. Raises Problems."""
    from huice.rules.values import read_date

    day = read_date(text) if text else None
    if isinstance(day, str):
        raise Problems.one(day, "写成 --as-of 2023-06-30")
    return day


@app.command()
def lint(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """检查规则库：写法、名称、单位、依据；有错时逐条列出，退出码 1。"""
    from huice.rules.library import load, shipped

    try:
        loaded = load(shipped(), *(library or ()))
    except Problems as wrong:
        print_problems(wrong.found, as_json=as_json)
        raise typer.Exit(1) from None
    if as_json:
        print_json({"problems": [], "facts": len(loaded.facts), "measures": len(loaded.measures)})
        return
    typer.echo(f"没有错误：{len(loaded.packs)} 个文件，{len(loaded.measures)} 个事项，{len(loaded.facts)} 个要素。")


@app.command("test")
def run_cases(
    packs: Annotated[list[str] | None, typer.Argument(help="文件包的键，如 caishui-2023-17；不写就是全部")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """运行规则库自带的案例；有不符的逐条列出，退出码 1。"""
    from huice.registry.conformance import run_case
    from huice.rules.cases import cases_beside, read_cases
    from huice.rules.source import Findings

    loaded = load_library(library)
    unknown = [name for name in packs or () if name not in loaded.packs]
    if unknown:
        raise Problems.one(f"没有文件包“{unknown[0]}”", f"有：{'、'.join(loaded.packs)}")
    found = Findings()
    count = 0
    for key in packs or loaded.packs:
        path = cases_beside(loaded.packs[key].file)
        for case in read_cases(path, key, found) if path.exists() else ():
            count += 1
            found += run_case(case, loaded).wrong
    if found:
        print_problems(sorted(found), as_json=as_json)
        typer.echo(f"{count} 个案例，{len(found)} 处不符。", err=True)
        raise typer.Exit(1)
    if as_json:
        print_json({"cases": count, "problems": []})
        return
    typer.echo(f"{count} 个案例全部相符。")


@app.command()
def assess(
    firm: Annotated[Path, typer.Argument(help="企业资料（YAML 或 JSON），见 huice sample")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="评估日，如 2023-06-30；默认取资料里的，再默认今天")
    ] = None,
    measure: Annotated[list[str] | None, typer.Option("--measure", help="只看这些事项（编号），可多次给出")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="另存为网页报告")] = None,
    full: Annotated[bool, typer.Option("--full", help="逐项写出全部理由")] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """政策体检：一家企业对全部事项的结论、金额、理由、依据和缺的信息。"""
    from huice.engine.explain import assess as run
    from huice.registry.profile import read_profile

    loaded = load_library(library)
    day = read_day(as_of)
    profile = read_profile(firm, loaded)
    assessment = run(loaded, profile.subject, day or profile.as_of or date.today(), wanted_measures(loaded, measure))
    if html is not None:
        from huice.web.report import render_report

        write_text(html, render_report(assessment, loaded))
        typer.echo(f"报告已写入 {html}", err=True)
    if as_json:
        from huice.reports.data import as_data

        print_json(as_data(assessment, loaded))
    elif html is None:
        from rich.console import Console

        from huice.reports.terminal import print_assessment

        print_assessment(assessment, loaded, Console(highlight=False), full=full)


def wanted_measures(library: "Library", named: list[str] | None) -> list[str] | None:
    """The ids asked for; a key without its pack will do where it is the only one. Raises Problems."""
    from difflib import get_close_matches

    wanted: list[str] = []
    for name in named or ():
        hits = [id_ for id_ in library.measures if name in (id_, id_.partition("/")[2])]
        if len(hits) != 1:
            near = hits or get_close_matches(name, library.measures, 3, 0.4)
            raise Problems.one(f"没有唯一的事项“{name}”", f"是不是：{'、'.join(near)}" if near else "见 huice coverage")
        wanted += hits
    return wanted or None


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises Problems."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        raise Problems.one(f"写不了文件：{refusal(error)}", "检查路径和权限", file=str(path)) from None


@app.command()
def ask(
    firm: Annotated[Path, typer.Argument(help="答案存放的文件；已有的接着问")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="评估日")] = None,
    library: LibraryFolder = None,
) -> None:
    """问答：每次问最能定下结论的一个问题；随时按 Ctrl-C 停下，下次接着问。"""
    from rich.console import Console

    from huice.registry.answers import Answers
    from huice.reports.interview import interview

    loaded = load_library(library)
    day = read_day(as_of)
    interview(Answers.open(firm, loaded), day, Console(highlight=False))


@app.command()
def sample(name: Annotated[str | None, typer.Argument(help="样例名")] = None, as_json: AsJson = False) -> None:
    """样例企业：不带名字列出全部，带名字打印那一份资料。"""
    from huice.rules.library import shipped

    firms = {path.stem: path for path in sorted((shipped() / "firms").glob("*.yaml"))}
    if as_json:
        print_json({stem: str(path) for stem, path in firms.items() if name in (None, stem)})
    elif name is None:
        for path in firms.values():
            typer.echo(str(path))
    elif name in firms:
        typer.echo(firms[name].read_text("utf-8"), nl=False)
    else:
        raise Problems.one(f"没有样例“{name}”", f"有：{'、'.join(firms)}")


@app.command()
def facts(
    words: Annotated[str, typer.Argument(help="名称里有的字；不写就列出全部")] = "",
    as_json: AsJson = False,
) -> None:
    """要素：资料里可以填什么，叫什么，什么单位。"""
    loaded = load_library()
    found = [
        fact
        for fact in loaded.facts.values()
        if any(words in name for name in (fact.key, fact.label, fact.topic, *fact.aliases))
    ]
    if as_json:
        print_json([_fact_data(fact) for fact in found])
        return
    from huice.reports.listing import fact_table, show_table

    show_table(fact_table(found))


def _fact_data(fact: "Fact") -> dict[str, Any]:
    options = {key: names[0] for key, names in fact.options.items()}
    said = {"key": fact.key, "label": fact.label, "ask": fact.ask, "type": fact.type.kind, "unit": fact.unit.text}
    return said | {"topic": fact.topic, "where": fact.where, "aliases": list(fact.aliases), "options": options}


@app.command()
def verify(
    files: Annotated[list[Path] | None, typer.Argument(help="政策原文；不写就用已导入的")] = None,
    corpus: Annotated[bool, typer.Option("--corpus", help="对照原文核对（默认就是，可省）")] = True,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """核对：规则库的每处依据在原文里有没有这一条，每个数字在那一条里有没有；有缺时退出码 1。"""
    from huice.registry.texts import lookup_in
    from huice.rules.verification import verify as run

    loaded = load_library(library)
    documents = [document for path in files or () for document in read_corpus(path)] or stored_documents()
    report = run(loaded, lookup_in(documents))
    if as_json:
        print_json(report.as_json())
    else:
        print_problems(list(report.problems))
        typer.echo(f"依据 {report.resolved}/{report.citations} 处找到，数字 {report.printed}/{report.figures} 个找到。")
    if not report.clean:
        raise typer.Exit(1)


@app.command()
def coverage(
    write: Annotated[Path | None, typer.Option("--write", help="写成 Markdown 文件")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """覆盖：每个文件的条款事项有多少写成规则、多少跟踪、多少不做及其原因；有条款事项没交代时退出码 1。"""
    from huice.rules.coverage import as_markdown, gaps_in
    from huice.rules.coverage import coverage as run

    loaded = load_library(library)
    packs = run(loaded)
    gaps = gaps_in(packs)
    if write is not None:
        write_text(write, as_markdown(loaded))
        typer.echo(f"已写入 {write}", err=True)
    if as_json:
        print_json({"packs": [pack.as_json() for pack in packs], "problems": [gap.as_json() for gap in gaps]})
    elif write is None:
        from huice.reports.listing import coverage_table, show_table

        show_table(coverage_table(packs))
        print_problems(list(gaps))
    if gaps:
        raise typer.Exit(1)


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(help="汇编或单个文件的文本")],
    as_json: AsJson = False,
) -> None:
    """导入政策原文：拆成文件和条款，存入数据目录；重复导入不改变什么。"""
    from huice.store import Store

    store = Store(settings.home(_State.home))
    seen: list[Any] = []
    for path in files:
        documents = read_corpus(path)
        counts = store.ingest(documents, path.name, digest_of(path))
        seen += documents
        if not as_json:
            typer.echo(
                f"{path.name}：{len(documents)} 个文件，新增 {counts.added}，更新 {counts.changed}，未变 {counts.unchanged}。"
            )
    if as_json:
        print_json({"documents": [document.as_json() for document in seen]})


@app.command()
def docs(as_json: AsJson = False) -> None:
    """已导入的政策文件。"""
    documents = stored_documents()
    if as_json:
        print_json({"documents": [document.as_json() | {"clauses": len(document.clauses)} for document in documents]})
        return
    from huice.reports.listing import document_table, show_table

    show_table(document_table(documents))


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="发文字号或标题")],
    clause: Annotated[str | None, typer.Argument(help="条款，如 一/（五）")] = None,
    as_json: AsJson = False,
) -> None:
    """看一个文件，或其中一条。"""
    from huice.reports.listing import print_clauses
    from huice.store import Store

    store = Store(settings.home(_State.home))
    found = store.document(document)
    part = store.clause(document, clause) if clause else None
    if as_json:
        print_json(part.as_json() if part else found.as_json())
    else:
        print_clauses(found, part)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要找的话")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="最多几条")] = 10,
    as_json: AsJson = False,
) -> None:
    """在已导入的条款里找。"""
    from huice.search import find
    from huice.store import Store

    hits = find(Store(settings.home(_State.home)), query, limit)
    if as_json:
        print_json({"query": query, "hits": [hit.as_json() for hit in hits]})
        return
    from huice.reports.listing import print_hits

    print_hits(hits)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；被占用时另找一个")] = 8600,
) -> None:
    """打开网页门户。"""
    from huice.web.server import run

    run(load_library(), settings.home(_State.home), host, port)


def read_corpus(path: Path) -> list[Any]:
    """The documents of a file. Raises Problems for what cannot be read."""
    from huice.corpus import read_documents
    from huice.readers import MOST_BYTES

    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problems.one("文件过大", f"单个文件不超过 {MOST_BYTES // 1024 // 1024} MB，请拆开", file=str(path))
        return list(read_documents(path.read_bytes(), path.name))
    except OSError as error:
        raise Problems.one(f"读不了文件：{refusal(error)}", "检查路径和权限", file=str(path)) from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest()


def stored_documents() -> list[Any]:
    """The imported documents. Raises Problems where there are none."""
    from huice.store import Store

    return list(Store(settings.home(_State.home)).documents())


def main() -> None:
    """Run the command line; what is wrong with an input is told in a line each, exit code 2."""
    try:
        app(standalone_mode=True)
    except Problems as wrong:
        print_problems(wrong.found)
        sys.exit(2)


if __name__ == "__main__":
    main()
