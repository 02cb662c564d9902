"""The sheet handed back: as it came, with a column that says what is wrong with each row."""

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from huice.problems import Problems, refusal
from huice.registry.headers import ERRORS, spelled
from huice.registry.sheets import BOOKS
from huice.registry.tables import Layout

_MOST_ROWS = 1_048_576
"""The rows an Excel sheet can hold."""


def hand_back(layout: Layout, errors: pl.DataFrame, folder: Path, rows: int) -> Path | None:
    """Write the sheet with its errors as xlsx where it came as a workbook, else as CSV. None where nothing is wrong."""
    if errors.is_empty():
        return None
    book = Path(layout.sheet.file).suffix.lower() in BOOKS and rows + layout.at < _MOST_ROWS
    path = folder / f"{layout.sheet.name.replace('/', ' ')}.{'xlsx' if book else 'csv'}"
    beside = path.with_name(f".{path.name}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (_write_book if book else _write_csv)(beside, layout, _lines(layout, _told(errors)))
        beside.replace(path)
    except OSError as error:
        raise Problems.one(f"写不了文件：{refusal(error)}", "腾出磁盘空间、检查权限后再运行", file=str(path)) from None
    return path


def _told(errors: pl.DataFrame) -> pl.DataFrame:
    """All that is wrong with a row in one text."""
    column, refused = pl.col("column"), pl.col("refused")
    said = pl.when(column == "").then(pl.col("what")).otherwise(pl.format("{}：{}", column, "what"))
    said = pl.when(refused).then(pl.format("【这一行没有采用】{}", said)).otherwise(said)
    told = errors.sort("row", pl.col("refused").not_(), "column").group_by("row", maintain_order=True)
    return told.agg(said.str.join("；").alias("told"))


def _lines(layout: Layout, told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows below the headers, each with its errors last."""
    dropped = [place for place, header in enumerate(layout.written) if spelled(header) == ERRORS]
    first = layout.at + 2
    for cells in layout.sheet.rows(0 if layout.sheet.typed else layout.at + 1):
        numbered = cells.with_columns(row=pl.int_range(first, first + cells.height, dtype=pl.Int64))
        first += cells.height
        joined = numbered.join(told, on="row", how="left", maintain_order="left")
        kept = [name for place, name in enumerate(cells.columns) if place not in dropped]
        yield joined.select(*(pl.col(name).cast(pl.String) for name in kept), "told")


def _head(layout: Layout) -> list[list[str]]:
    above = [list(row) for row in layout.sheet.head[: layout.at]]
    return [*above, [*(header for header in layout.written if spelled(header) != ERRORS), ERRORS]]


def _write_csv(path: Path, layout: Layout, lines: Iterator[pl.DataFrame]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as text:
        csv.writer(text).writerows(_head(layout))
    with path.open("ab") as out:
        for frame in lines:
            frame.write_csv(out, include_header=False)


def _write_book(path: Path, layout: Layout, lines: Iterator[pl.DataFrame]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(layout.sheet.name)
    for head in _head(layout):
        sheet.append(head)
    for frame in lines:
        for row in frame.iter_rows():
            sheet.append(row)
    book.save(path)
