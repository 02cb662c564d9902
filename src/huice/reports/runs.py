"""Runs, deliveries and their comparison in lines for a terminal, and as CSV."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from huice.delivery.comparison import GAIN, RunComparison
from huice.delivery.lists import Delivery
from huice.delivery.run import RETURNED, SUMMARY, Run
from huice.engine.findings import VERDICTS
from huice.rules.library import Library


def run_lines(run: Run) -> Iterator[str]:
    """What went in, what was left out, where the results are."""
    manifest = run.manifest
    for _, counts in sorted(manifest["counts"].items(), key=lambda item: item[0] != "subjects"):
        faulty = f"（其中 {counts['faulty']:,} 行有错格，按未知算）" if counts["faulty"] else ""
        yield (
            f"{counts['sheet']}：{counts['rows']:,} 行 = 采用 {counts['kept']:,}{faulty}"
            f" ＋ 没有采用 {counts['refused']:,} ＋ 空行 {counts['blank']:,}"
        )
    for note in manifest["notes"]:
        yield f"  {note}"
    kept = manifest["counts"]["subjects"]["kept"]
    yield f"截至 {run.as_of}：{len(manifest['measures'])} 个事项 × {kept:,} 家，见 {run.folder / SUMMARY}"
    for path in sorted((run.folder / RETURNED).glob("*")):
        yield f"逐行的错误：{path}"


def delivery_lines(delivery: Delivery, out: Path) -> Iterator[str]:
    """The lists in numbers, the cut-off, the days."""
    counts, terms = delivery.counts, delivery.terms
    yield f"{delivery.measure.title} · 所属期间 {terms.period}"
    yield (
        f"{counts['assessed']:,} 家 = 兑付 {counts['paid']:,} ＋ 未轮到 {counts['unpaid']:,}"
        f" ＋ 待核实 {counts['waiting']:,}（只差一项 {counts['one_fact']:,}） ＋ 不予兑付 {counts['excluded']:,}"
    )
    if terms.order:
        yield f"次序：{'，'.join(key.said for key in terms.order)}，再按主体编号"
    if delivery.cut:
        yield str(delivery.cut)
    for name, days in (("公示", terms.notice), ("确认", terms.confirmation)):
        if days:
            yield f"{name}：{days[0]} 至 {days[1]}"
    if delivery.measure.not_modelled:
        yield f"规则没有核对、兑付前要另看的：{'；'.join(delivery.measure.not_modelled)}"
    yield f"已写入 {out}"


def comparison_lines(compared: RunComparison, library: Library) -> Iterator[str]:
    """Who gains, who loses, what it costs: in all and by measure."""
    total = compared.totals
    yield (
        f"得到更多 {total['winners']:,} 家，得到更少 {total['losers']:,} 家；"
        f"总额 {_money(total['cost_before'])} → {_money(total['cost_after'])}（{_money(total['difference'], sign=True)}）"
    )
    for one in compared.measures:
        if one.gainers or one.losers or one.difference:
            found = library.measures.get(one.measure)
            yield (
                f"  {found.title if found else one.measure}：得 {one.gainers:,}（新符合 {one.newly:,}），"
                f"失 {one.losers:,}（不再符合 {one.no_longer:,}），{_money(f'{one.difference / 100:.2f}', sign=True)}"
            )


def _money(text: str, *, sign: bool = False) -> str:
    return f"{float(text):{'+' if sign else ''},.2f} 元"


def changes_csv(compared: RunComparison) -> str:
    """Each subject whose verdict or amount changed, a line a measure."""
    frame = compared.changes.select(
        pl.col("measure").alias("事项"),
        pl.col("subject").alias("主体"),
        pl.col("verdict").replace(VERDICTS).alias("原结论"),
        pl.col("verdict_after").replace(VERDICTS).alias("新结论"),
        (pl.col("fen") / 100).alias("原金额"),
        (pl.col("fen_after") / 100).alias("新金额"),
        (pl.col("difference") / 100).alias("增减"),
        pl.when(pl.col("turn") == GAIN).then(pl.lit("得"))
        .when(pl.col("turn").is_not_null()).then(pl.lit("失")).otherwise(pl.lit("")).alias("得失"),
    )  # fmt: skip
    return frame.write_csv(include_bom=True, float_precision=2)
