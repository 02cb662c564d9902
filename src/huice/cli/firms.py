"""Verbs on a firm: its assessment, the interview, the samples."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huice.cli.app import AsJson, LibraryFolder, app, load_library, print_json, read_day, write_bytes, write_text
from huice.problems import Problems

if TYPE_CHECKING:
    from huice.rules.library import Library


@app.command()
def assess(
    firm: Annotated[Path, typer.Argument(help="企业资料（YAML 或 JSON），见 huice sample")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="评估日，如 2023-06-30；默认取资料里的，再默认今天")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="只看这些事项（编号或名称），可多次给出")
    ] = None,
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
    """The ids asked for; a key without its pack, or a title, will do where it is the only one. Raises Problems."""
    from difflib import get_close_matches

    wanted: list[str] = []
    titles = {id_: measure.title for id_, measure in library.measures.items()}
    for name in named or ():
        hits = [id_ for id_, title in titles.items() if name in (id_, id_.partition("/")[2], title)]
        if len(hits) != 1:
            near = hits or [id_ for id_, title in titles.items() if name in title]
            near = near or get_close_matches(name, library.measures, 3, 0.4)
            said = f"是不是：{'、'.join(f'{id_}（{titles[id_]}）' for id_ in near[:5])}"
            raise Problems.one(
                f"没有唯一的事项“{name}”", said if near else "编号和名称见 huice assess --json 或网页的惠企事项"
            )
        wanted += hits
    return wanted or None


@app.command()
def advise(
    firm: Annotated[Path, typer.Argument(help="企业资料（YAML 或 JSON）")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="评估日；默认取资料里的，再默认今天")] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="只看这些事项（编号或名称），可多次给出")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="把日历另存为 iCalendar 文件")] = None,
    every: Annotated[bool, typer.Option("--all", help="日历里也列出还没问到的事项")] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """建议：哪天该办什么、还差什么、不能同享的怎么选、先弄清什么。"""
    from huice.engine.explain import assess as run
    from huice.registry.profile import read_profile
    from huice.reports.advice import advise as advised
    from huice.reports.advice import as_data, print_advice

    loaded = load_library(library)
    day = read_day(as_of)
    profile = read_profile(firm, loaded)
    assessment = run(loaded, profile.subject, day or profile.as_of or date.today(), wanted_measures(loaded, measure))
    advice = advised(loaded, assessment, every=every)
    if ics is not None:
        from huice.reports.ics import as_ics

        write_bytes(ics, as_ics(assessment.subject, assessment.as_of, advice.calendar))
        typer.echo(f"日历已写入 {ics}", err=True)
    if as_json:
        print_json(as_data(advice, assessment))
    elif ics is None:
        from rich.console import Console

        print_advice(advice, assessment, loaded, Console(highlight=False))


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
        for stem, path in firms.items():
            lines = (line.partition(": ") for line in path.read_text("utf-8").splitlines()[:3])
            said = "\n  ".join(text for key, _, text in lines if key in {"name", "名称", "note", "说明"})
            typer.echo(f"{stem}  {said}\n  {path}")
    elif name in firms:
        typer.echo(firms[name].read_text("utf-8"), nl=False)
    else:
        raise Problems.one(f"没有样例“{name}”", f"有：{'、'.join(firms)}")
