"""Verbs on the rule library: is it right, does it rest on the text, what does it cover."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huice.cli.app import AsJson, LibraryFolder, app, load_library, open_store, print_json, print_problems, write_text
from huice.cli.packs import PackFolders, checked, is_pack, load_alone, unreviewed
from huice.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huice.rules.cases import Case
    from huice.rules.facts import Fact
    from huice.rules.library import Library


@app.command()
def lint(
    packs: PackFolders = None,
    strict: Annotated[bool, typer.Option("--strict", help="有任何提示也算错，退出码 1")] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """检查规则库或一个文件包：写法、名称、单位、依据有错时逐条列出，退出码 1；另提示写得通而不合情理的地方。"""
    from huice.registry.reach import untested
    from huice.rules.analysis import remarks, weigh
    from huice.rules.selection import comes_from

    folders = checked(packs or ())
    try:
        whole, loaded = load_alone(folders, library or ())
        cases = _cases(loaded, loaded.packs)
    except Problems as wrong:
        print_problems(wrong.found, as_json=as_json)
        raise typer.Exit(1) from None
    every = [*remarks(whole), *untested(whole, loaded.packs, cases)]
    ours = comes_from(folders)
    analysis = weigh([remark for remark in every if not folders or ours(remark.place.file)], loaded)
    counts = {"facts": len(loaded.facts), "measures": len(loaded.measures), "accepted": analysis.accepted}
    if as_json:
        marked = {str(path): lines for path, lines in unreviewed(folders)}
        found = [remark.as_json() for remark in analysis.remarks]
        print_json({"problems": [], **counts, "remarks": found, "unreviewed": marked})
    else:
        from huice.reports.remarks import print_remarks

        print_remarks(analysis.remarks)
        typer.echo(f"没有错误：{len(loaded.packs)} 个文件，{len(loaded.measures)} 个事项，{len(loaded.facts)} 个要素。")
        typer.echo(f"提示 {len(analysis.remarks)} 处，另有 {analysis.accepted} 处已确认。")
        for path, lines in unreviewed(folders):
            shown = "、".join(map(str, lines[:8])) + (" …" if lines[8:] else "")
            typer.echo(f"还有 {len(lines)} 处待核：{path} 第 {shown} 行")
    if strict and analysis.remarks:
        raise typer.Exit(1)


def _cases(loaded: "Library", packs: "Iterable[str]") -> "list[Case]":
    """The cases beside these packs. Raises Problems for what is wrong with the files."""
    from huice.rules.cases import cases_beside, read_cases
    from huice.rules.source import Findings

    found = Findings()
    paths = [(key, cases_beside(loaded.packs[key].file)) for key in packs]
    cases = [case for key, path in paths if path.exists() for case in read_cases(path, key, found)]
    if found:
        raise Problems(found)
    return cases


@app.command("test")
def run_cases(
    packs: Annotated[
        list[str] | None, typer.Argument(help="文件包的键，如 caishui-2023-17，或文件包的文件夹；不写就是全部")
    ] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """运行规则库自带的案例；有不符的逐条列出，退出码 1。"""
    from huice.registry.conformance import run_case

    folders = checked(Path(name) for name in packs or () if Path(name).is_dir())
    loaded, own = load_alone(folders, library or ())
    named = [name for name in packs or () if not Path(name).is_dir()]
    unknown = [name for name in named if name not in loaded.packs]
    if unknown:
        raise Problems.one(f"没有文件包“{unknown[0]}”", f"写文件包的文件夹，或：{'、'.join(loaded.packs)}")
    try:
        cases = _cases(loaded, dict.fromkeys([*named, *(own.packs if folders or not named else ())]))
        found = [problem for case in cases for problem in run_case(case, loaded).wrong]
    except Problems as wrong:
        cases, found = [], wrong.found
    count = len(cases)
    if found:
        print_problems(sorted(found), as_json=as_json)
        typer.echo(f"{count} 个案例，{len(found)} 处不符。", err=True)
        raise typer.Exit(1)
    if folders and not count and own.measures:
        raise Problems.one("文件包没有案例", "写在文件包旁边的 <键>.cases.yaml 里", file=str(folders[0]))
    if as_json:
        print_json({"cases": count, "problems": []})
        return
    typer.echo(f"{count} 个案例全部相符。")


@app.command()
def facts(
    words: Annotated[str, typer.Argument(help="名称里有的字；不写就列出全部")] = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """要素：资料里可以填什么，叫什么，什么单位。"""
    loaded = load_library(library)
    found = [
        fact
        for fact in loaded.facts.values()
        if any(words in name for name in (fact.key, fact.label, fact.topic, *fact.aliases))
    ]
    if as_json:
        print_json([_fact_data(fact) for fact in found])
        return
    from huice.reports.listing import fact_table, show_table

    if found:
        show_table(fact_table(found))
    else:
        near = get_close_matches(words, loaded.names, 3, 0.4)
        raise Problems.one(f"没有名称里有“{words}”的要素", f"相近的：{'、'.join(near)}" if near else "不写字就列出全部")


def _fact_data(fact: "Fact") -> dict[str, Any]:
    options = {key: names[0] for key, names in fact.options.items()}
    said = {"key": fact.key, "label": fact.label, "ask": fact.ask, "type": fact.type.kind, "unit": fact.unit.text}
    return said | {"topic": fact.topic, "where": fact.where, "aliases": list(fact.aliases), "options": options}


@app.command()
def verify(
    files: Annotated[
        list[Path] | None, typer.Argument(help="文件包的文件夹（只查它自己）、政策原文；不写原文就用已导入的")
    ] = None,
    corpus: Annotated[bool, typer.Option("--corpus", help="对照原文核对（默认就是，可省）")] = True,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """核对：规则库的每处依据在原文里有没有这一条，每个数字在那一条里有没有；有缺时退出码 1。"""
    from huice.registry.texts import lookup_in
    from huice.rules.verification import verify as run
    from huice.store.intake import read_file

    packs = [path for path in files or () if is_pack(path)]
    _, loaded = load_alone(packs, library or ())
    documents = [document for path in files or () if path not in packs for document in read_file(path).documents]
    documents = documents or list(open_store().documents())
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
    packs: PackFolders = None,
    write: Annotated[Path | None, typer.Option("--write", help="写成 Markdown 文件")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """覆盖：每个文件的条款事项有多少写成规则、多少跟踪、多少不做及其原因；有条款事项没交代时退出码 1。"""
    from huice.rules.coverage import as_markdown, gaps_in
    from huice.rules.coverage import coverage as run

    _, loaded = load_alone(checked(packs or ()), library or ())
    covered = run(loaded)
    gaps = gaps_in(covered)
    if write is not None:
        write_text(write, as_markdown(loaded))
        typer.echo(f"已写入 {write}", err=True)
    if as_json:
        print_json({"packs": [pack.as_json() for pack in covered], "problems": [gap.as_json() for gap in gaps]})
    elif write is None:
        from huice.reports.listing import coverage_table, show_table

        show_table(coverage_table(covered))
        print_problems(list(gaps))
    if gaps:
        raise typer.Exit(1)


@app.command()
def reference(
    write: Annotated[Path | None, typer.Option("--write", help="写成一个文件夹的 Markdown 页面")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """手册：每个要素、参数、事项和函数的说明，生成为页面；有没有说明的逐条列出，退出码 1。"""
    from huice.reports.reference import MADE
    from huice.reports.reference import reference as run
    from huice.rules.documentation import undocumented

    loaded = load_library(library)
    missing = undocumented(loaded)
    pages = run(loaded)
    if write is not None:
        kept = {write / page.path for page in pages}
        for page in pages:
            write_text(write / page.path, page.text)
        for path in sorted({*write.glob("facts/*.md"), *write.glob("packs/*.md")} - kept):
            if MADE in path.read_text("utf-8"):
                path.unlink()
        typer.echo(f"已写入 {write}：{len(pages)} 页", err=True)
    if as_json:
        listed = [{"path": page.path, "title": page.title, "items": page.items} for page in pages]
        print_json({"pages": listed, "problems": [problem.as_json() for problem in missing]})
    else:
        print_problems(list(missing))
        if write is None and not missing:
            typer.echo(
                f"都有说明：{len(loaded.facts)} 个要素，{len(loaded.parameters)} 个参数，{len(loaded.measures)} 个事项。"
            )
    if missing:
        raise typer.Exit(1)
