"""A delivery in files: the lists as a workbook or as CSV, the public notice apart, payments for the next time."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from huice.delivery.lists import Delivery
from huice.delivery.payments import PAYMENTS, SCHEMA
from huice.delivery.run import Run
from huice.problems import Problems, refusal

FORMATS = ("xlsx", "csv")
_MOST_ROWS = 1_048_575
_NAMES = {
    "place": "次序", "row": "登记表行", "subject": "主体", "name": "名称", "amount": "金额（元）", "low": "金额下限",
    "high": "金额上限", "facts": "缺几项", "why": "原因",
}  # fmt: skip


def write_delivery(delivery: Delivery, run: Run, out: Path, form: str) -> None:
    """Write a delivery into a folder, whole or not at all. Raises Problems."""
    if form not in FORMATS:
        raise Problems.one(f"没有格式“{form}”", f"有：{'、'.join(FORMATS)}")
    if out.exists():
        raise Problems.one("这里已有东西，不覆盖", "换一个 --out，或先移走", file=str(out))
    books = {"名单": _lists(delivery), "公示表": {"公示表": delivery.notice()}}
    longest = max(frame.height for sheets in books.values() for frame in sheets.values())
    if form == "xlsx" and longest > _MOST_ROWS:
        raise Problems.one(f"名单有 {longest:,} 行，xlsx 装不下", "加上 --format csv", file=str(out))
    partial = out.with_name(f"{out.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for name, sheets in books.items():
            _write_book(partial / f"{name}.xlsx", sheets) if form == "xlsx" else _write_csv(partial, sheets)
        _payments(delivery).write_csv(partial / PAYMENTS)
        told = json.dumps(told_of(delivery, run), ensure_ascii=False, indent=1, sort_keys=True)
        (partial / "delivery.json").write_text(told + "\n", "utf-8")
        partial.replace(out)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise Problems.one(f"写不了文件：{refusal(error)}", "检查磁盘空间、路径和权限", file=str(out)) from None


def told_of(delivery: Delivery, run: Run) -> dict[str, object]:
    """What was delivered on which terms, as a JSON object."""
    terms, cut = delivery.terms, delivery.cut
    return {
        "measure": delivery.measure.id, "title": delivery.measure.title, "as_of": run.as_of.isoformat(),
        "library": run.manifest["library"], "outputs": run.manifest["outputs"], "counts": dict(delivery.counts),
        "period": [str(terms.period.since), str(terms.period.until)], "order": [key.said for key in terms.order],
        "budget": f"{terms.budget / 100:.2f}" if terms.budget is not None else None, "cut": str(cut) if cut else None,
        "published": str(terms.published) if terms.published else None,
        "notice": [str(day) for day in terms.notice] if terms.notice else None,
        "confirmation": [str(day) for day in terms.confirmation] if terms.confirmation else None,
    }  # fmt: skip


def _lists(delivery: Delivery) -> dict[str, pl.DataFrame]:
    one = pl.col("facts") == 1
    return {
        "兑付": delivery.paid.drop("kind"),
        "未轮到": delivery.unpaid.drop("kind"),
        "只差一项": delivery.waiting.filter(one),
        "待核实": delivery.waiting.filter(~one),
        "不予兑付": delivery.excluded,
    }


def _payments(delivery: Delivery) -> pl.DataFrame:
    period = delivery.terms.period
    return delivery.paid.select(
        "subject", measure=pl.lit(delivery.measure.id), since=pl.lit(period.since), until=pl.lit(period.until),
        amount=pl.col("amount").cast(pl.Decimal(38, 2)).cast(pl.String),
    ).cast(pl.Schema(SCHEMA))  # fmt: skip


def _write_csv(folder: Path, sheets: Mapping[str, pl.DataFrame]) -> None:
    for name, frame in sheets.items():
        said = frame.rename({old: new for old, new in _NAMES.items() if old in frame.columns})
        said.write_csv(folder / f"{name}.csv", include_bom=True, float_precision=2)


def _write_book(path: Path, sheets: Mapping[str, pl.DataFrame]) -> None:
    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([_NAMES.get(column, column) for column in frame.columns])
        for row in frame.iter_rows():
            sheet.append(row)
    book.save(path)
