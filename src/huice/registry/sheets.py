"""Sheets of a registry as they lie in files: CSV in any usual encoding, Parquet, every sheet of an Excel file."""

import codecs
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from huice.problems import Problems, refusal
from huice.registry.formats import marks

BEYOND = "beyond"
"""The column of a cell that stands to the right of the last header."""

_HEAD_ROWS = 20
_ENCODINGS = ("utf-8-sig", "gb18030")
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its first rows as they stand, and all rows after any of them as frames of cells.

    `rows(skip)` yields frames with columns `0`, `1` … (and BEYOND) below the first `skip` rows. A typed source
    (Parquet) has its headers in `head` and keeps its types.
    """

    name: str
    file: str
    head: tuple[tuple[str, ...], ...]
    rows: Callable[[int], Iterator[pl.DataFrame]]
    typed: bool = False


@contextmanager
def open_sheets(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a file. Raises Problems where it cannot be read."""
    if not path.is_file():
        raise Problems.one("没有这个登记表", "检查路径", file=str(path))
    try:
        if path.suffix.lower() == ".parquet":
            yield (_parquet(path),)
        elif path.suffix.lower() in BOOKS:
            yield _book(path)
        else:
            with _in_utf8(path) as text:
                yield (_csv(text, path),)
    except OSError as error:
        raise Problems.one(f"读不了文件：{refusal(error)}", "检查路径、权限和磁盘", file=str(path)) from None
    except pl.exceptions.PolarsError:
        kind = path.suffix.lower().removeprefix(".")
        raise Problems.one(f"读不了登记表：内容不是 {kind}，或已损坏", "检查文件是否完整", file=str(path)) from None


def _parquet(path: Path) -> Sheet:
    frame = pl.scan_parquet(path)
    headers = tuple(frame.collect_schema().names())
    renamed = frame.rename({header: str(place) for place, header in enumerate(headers)})
    return Sheet(path.stem, str(path), (headers,), lambda _: iter(renamed.collect_batches()), typed=True)


def _csv(path: Path, named: Path) -> Sheet:
    lines = _first_lines(path)
    separator = max(",\t;|", key=lambda mark: max((line.count(mark) for line in lines), default=0))
    width = max((line.count(separator) for line in lines), default=0) + 1
    schema = dict.fromkeys([*map(str, range(width)), BEYOND], pl.String)
    frame = pl.scan_csv(
        path, has_header=False, separator=separator, schema=schema, truncate_ragged_lines=True, missing_columns="insert"
    )
    return Sheet(named.stem, str(named), _head(frame.head(_HEAD_ROWS).collect()), lambda skip: _batches(frame, skip))


def _batches(frame: pl.LazyFrame, skip: int) -> Iterator[pl.DataFrame]:
    for batch in frame.collect_batches():
        if skip < batch.height:
            yield batch.slice(skip)
        skip = max(0, skip - batch.height)


def _first_lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = [line for line, _ in zip(text, range(_HEAD_ROWS), strict=False)]
    if not lines:
        raise Problems.one("登记表是空的", "第一行写列名，下面一行一家", file=str(path))
    return lines


def _head(frame: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple((cell or "").strip().lstrip("\ufeff") for cell in row) for row in frame.rows())


@contextmanager
def _in_utf8(path: Path) -> Iterator[Path]:
    """The file itself where it is UTF-8, else a copy in UTF-8 that goes away."""
    with path.open("rb") as file:
        start = file.read(4)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and _decodes(path, "utf-8"):
        yield path
        return
    encoding = next((name for name in ("utf-16",) if wide), _ENCODINGS[-1])
    with tempfile.TemporaryDirectory(prefix="huice-") as folder:
        copy = Path(folder) / path.name
        try:
            with (
                path.open(encoding=encoding, newline="") as source,
                copy.open("w", encoding="utf-8", newline="") as out,
            ):
                while part := source.read(1 << 22):
                    out.write(part)
        except UnicodeDecodeError:
            raise Problems.one("不是文本文件", "另存为 CSV（UTF-8）或 xlsx", file=str(path)) from None
        yield copy


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as text:
            while text.read(1 << 22):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _book(path: Path) -> tuple[Sheet, ...]:
    try:
        book = fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        raise Problems.one("读不了表格：内容不是 Excel，或已损坏", "重新另存为 xlsx", file=str(path)) from None
    marked = marks(path)

    def sheet(name: str) -> Sheet:
        loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True)
        cells = loaded.to_polars()
        cells = marked.apply(name, cells.rename({old: str(place) for place, old in enumerate(cells.columns)}))
        return Sheet(name, str(path), _head(cells.head(_HEAD_ROWS)), lambda skip: iter([cells.slice(skip)]))

    return tuple(sheet(name) for name in book.sheet_names)


def rebatched(batches: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The same rows in frames of `size` rows, the last shorter: where a chunk begins never depends on the reader."""
    held: list[pl.DataFrame] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.height
        while count >= size:
            whole = pl.concat(held, how="vertical_relaxed")
            yield whole.head(size)
            held, count = [whole.slice(size)], count - size
    if count:
        yield pl.concat(held, how="vertical_relaxed")
