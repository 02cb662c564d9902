"""Verbs on a registry: a run over all of it, one finding of a run explained, deliveries, what-if."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huice.cli.app import AsJson, LibraryFolder, app, load_library, print_json, read_day
from huice.cli.firms import wanted_measures
from huice.problems import Problems

if TYPE_CHECKING:
    from huice.delivery.execution import Progress
    from huice.delivery.run import Run
    from huice.rules.library import Library

Set = Annotated[
    list[str] | None, typer.Option("--set", help="假设：要素=值（对所有主体）或 文件包/参数=值，可多次给出")
]


@app.command()
def batch(
    registry: Annotated[
        list[Path] | None, typer.Argument(help="登记表：xlsx、csv 或 parquet；后面可跟以明细命名的文件")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="这次批量的文件夹，要还没有")] = None,
    engine: Annotated[str, typer.Option("--engine", help="polars、duckdb 或 spark")] = "polars",
    as_of: Annotated[str | None, typer.Option("--as-of", help="评估日，默认今天")] = None,
    measure: Annotated[list[str] | None, typer.Option("--measure", help="只算这些事项（编号），可多次给出")] = None,
    assume: Set = None,
    replay: Annotated[Path | None, typer.Option("--replay", help="把这次批量重算一遍，逐字节核对")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """批量测算：对一张登记表里的每一家算每一个事项；中断了，同样的命令接着算。

    有错的格子按未知算，认不出是谁或重复的行不采用；逐行的错误写在 RUN/errors/ 里，原表加一列“错误”。
    """
    loaded = load_library(library)
    if replay is not None:
        if registry or out or measure or assume or as_of:
            raise Problems.one("--replay 用当时存下的输入和参数", "只写 huice batch --replay RUN")
        _replay(replay, loaded, as_json=as_json)
        return
    if not registry or out is None:
        raise Problems.one("要说明登记表和写到哪里", "写成 huice batch 登记表.xlsx --out RUN")
    from huice.delivery.execution import Order, run_batch
    from huice.delivery.overrides import read_overrides

    measures = tuple(wanted_measures(loaded, measure) or loaded.measures)
    day = read_day(as_of) or date.today()
    with _progress() as progress:
        order = Order(tuple(registry), measures, day, engine, read_overrides(assume or (), loaded))
        run = run_batch(order, out, progress)
    if as_json:
        print_json({key: value for key, value in run.manifest.items() if key not in {"stored", "outputs"}})
        return
    from huice.reports.runs import run_lines

    for line in run_lines(run):
        typer.echo(line)


def _replay(folder: Path, library: "Library", *, as_json: bool) -> None:
    from huice.delivery.replay import replay
    from huice.delivery.run import Run

    with _progress() as progress:
        found = replay(Run.open(folder), library, progress)
    if as_json:
        print_json({"same": found.same, "files": found.files, "different": found.different, "versions": found.versions})
    else:
        said = "逐字节相同" if found.same else f"有 {len(found.different)} 个文件不同：{'、'.join(found.different[:5])}"
        typer.echo(f"重算了 {found.files} 个文件，{said}。")
        for version in found.versions:
            typer.echo(f"版本不同：{version}", err=True)
    if not found.same:
        raise typer.Exit(1)


@app.command()
def explain(
    run: Annotated[Path, typer.Argument(help="一次批量的文件夹")],
    subject: Annotated[str, typer.Argument(help="主体编号、统一社会信用代码或名称")],
    measure: Annotated[str, typer.Argument(help="事项编号")],
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """批量里的一个结论为什么是这样：用当时存下的资料重算，写出理由和依据。"""
    from huice.delivery.run import Run

    loaded = load_library(library)
    wanted = wanted_measures(loaded, [measure]) or []
    assessment = Run.open(run).explain(subject, wanted[0], loaded)
    if as_json:
        from huice.reports.data import as_data

        print_json(as_data(assessment, loaded))
        return
    from rich.console import Console

    from huice.reports.terminal import print_assessment

    print_assessment(assessment, loaded, Console(highlight=False), full=True)


@app.command()
def deliver(
    run: Annotated[Path, typer.Argument(help="一次批量的文件夹")],
    measure: Annotated[str, typer.Argument(help="事项编号")],
    out: Annotated[Path, typer.Option("--out", help="名单写到这个文件夹，要还没有")],
    budget: Annotated[str | None, typer.Option("--budget", help="预算上限，如 3000万元")] = None,
    order: Annotated[str, typer.Option("--order", help="兑付次序，如 从业人员:少,金额:多")] = "登记次序",
    period: Annotated[str, typer.Option("--period", help="所属期间，如 2023、2023Q2；默认评估日所在年")] = "",
    paid: Annotated[list[Path] | None, typer.Option("--paid", help="以前的兑付文件夹，同期同项不重复兑付")] = None,
    publish: Annotated[str | None, typer.Option("--publish", help="公示之日")] = None,
    notice_days: Annotated[int | None, typer.Option("--notice-days", min=1, help="公示几个工作日")] = None,
    confirm_days: Annotated[int | None, typer.Option("--confirm-days", min=1, help="公示后确认几个工作日")] = None,
    form: Annotated[str, typer.Option("--format", help="xlsx 或 csv")] = "xlsx",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """免申即享：一次批量里谁可兑付、谁只差一项、谁不予兑付和为什么；公示表、预算、期限，同期同项不重复。"""
    from huice.delivery.budget import read_budget, read_order
    from huice.delivery.files import told_of, write_delivery
    from huice.delivery.lists import Terms, order_columns
    from huice.delivery.lists import deliver as run_delivery
    from huice.delivery.payments import read_payments, read_period
    from huice.delivery.run import Run

    loaded = load_library(library)
    opened = Run.open(run)
    notice, confirmation = _days(read_day(publish), notice_days, confirm_days)
    terms = Terms(
        period=read_period(period, opened.as_of),
        order=read_order(order, loaded, order_columns(opened)),
        budget=read_budget(budget) if budget else None,
        payments=read_payments(paid) if paid else None,
        published=read_day(publish),
        notice=notice,
        confirmation=confirmation,
    )
    found = run_delivery(opened, loaded, (wanted_measures(loaded, [measure]) or [""])[0], terms)
    write_delivery(found, opened, out, form)
    if as_json:
        print_json(told_of(found, opened))
        return
    from huice.reports.runs import delivery_lines

    for line in delivery_lines(found, out):
        typer.echo(line)


def _days(
    publish: date | None, notice: int | None, confirm: int | None
) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    """The days of the notice and, after it, of the confirmation."""
    from huice.delivery.workdays import working_days_from

    if publish is None or notice is None:
        if publish is not None or notice is not None or confirm is not None:
            raise Problems.one(
                "公示和确认的日子要从公示之日算起", "一起写 --publish、--notice-days（和 --confirm-days）"
            )
        return None, None
    shown = working_days_from(publish, notice)
    return (publish + timedelta(days=1), shown[1]), working_days_from(shown[1], confirm) if confirm else None


@app.command("what-if")
def what_if(
    before: Annotated[Path, typer.Argument(help="一次批量的文件夹")],
    after: Annotated[Path | None, typer.Argument(help="另一次批量；不写就用 --set 在同一登记表上再算一次")] = None,
    assume: Set = None,
    out: Annotated[Path | None, typer.Option("--out", help="把假设下的批量留在这个文件夹")] = None,
    changes: Annotated[Path | None, typer.Option("--changes", help="逐户的变化写成 CSV")] = None,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> None:
    """如果改了参数或要素：谁得到、谁失去、总共多花多少；或比较两次批量。"""
    from huice.delivery.comparison import compare_runs
    from huice.delivery.run import Run

    opened = Run.open(before)
    if (after is None) == (not assume):
        raise Problems.one("和什么比没有说清", "写另一次批量的文件夹，或 --set 要素=值")
    if after is not None:
        compared = compare_runs(opened, Run.open(after))
    else:
        with _progress() as progress, _supposed(opened, load_library(library), assume or [], out, progress) as supposed:
            compared = compare_runs(opened, supposed)
    if changes is not None:
        from huice.cli.app import write_text
        from huice.reports.runs import changes_csv

        write_text(changes, changes_csv(compared))
    if as_json:
        print_json(compared.as_json())
        return
    from huice.reports.runs import comparison_lines

    for line in comparison_lines(compared, load_library(library)):
        typer.echo(line)


@contextmanager
def _supposed(
    run: "Run", library: "Library", assume: list[str], out: Path | None, progress: "Progress"
) -> "Iterator[Run]":
    """The run over the same inputs with what is supposed; kept where `out` says."""
    import tempfile

    from huice.delivery.execution import run_again
    from huice.delivery.overrides import read_overrides

    if changed := run.changed(library):
        raise Problems.one(
            f"和批量时不一样了：{'、'.join(changed)}", "用当时的规则库，或重新批量", file=str(run.folder)
        )
    said = {**run.manifest["set"]}
    supposed = read_overrides(assume, library)
    both = read_overrides((f"{key}={text}" for key, text in {**said, **supposed.said}.items()), library)
    if out is not None:
        yield run_again(run, both, out, progress)
        return
    with tempfile.TemporaryDirectory(prefix="huice-") as folder:
        yield run_again(run, both, Path(folder) / "run", progress)


@contextmanager
def _progress() -> "Iterator[Progress]":
    """A bar on standard error for each step, where somebody is looking."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=None)
            bar.update(tasks[step], completed=done, total=total or None)  # type: ignore[arg-type]

        yield tell
