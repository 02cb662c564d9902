"""The subjects in pieces that fit in memory, each with its child records."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

from huice.engine.batch.emission import Frame, Speech
from huice.engine.batch.queries import Query, ids

CELLS = 1_000_000_000
"""How many cells, given and worked out, are in memory at a time: 1 to 8 bytes each."""

ROWS = 1_000_000
"""How many subjects are at most."""

_MARKS = ("", "!absent", "!unknown")
_PIECE = "!piece"

Rows = Callable[[int], pl.LazyFrame]
"""The child records of the subjects of a piece, by its number."""


@dataclass(frozen=True, slots=True)
class Part:
    """Subjects with their rows, by table name (`subjects`, records facts), as lazy frames of the speech."""

    tables: Mapping[str, Frame]
    speech: Speech

    def batches(self, queries: Sequence[Query], size: int) -> Iterator[pl.DataFrame]:
        """What queries tell, `size` subjects at a time where it is Polars."""
        first, *others = [query.over(self.tables) for query in queries]
        for other in others:
            first = first.join(other.drop("region"), on="subject", how="left", maintain_order="left")
        step = size if self.speech is pl else max(first.height, 1)
        yield from (first.slice(start, step) for start in range(0, first.height, step))

    def rows(self, table: str, subjects: list[Any], keys: Collection[str] | None = None) -> pl.DataFrame:
        """The rows of a table for some subjects, named as in the findings; as they were given, but the ids as text.

        Only the columns on `keys`, where these are said.
        """
        speech = self.speech
        frame = self.tables[table].filter(ids(self.tables, speech).is_in(subjects))
        if keys is not None:
            marks = {f"{key}{mark}" for key in keys for mark in _MARKS}
            frame = frame.select("subject", *(name for name in frame.collect_schema() if name in marks))
        frame = frame.with_columns(speech.col("subject").cast(speech.String))
        found: pl.DataFrame = frame.collect() if speech is pl else frame.collect(backend="polars").to_native()
        return found


def piece_size(width: int, chunk: int) -> int:
    """How many subjects are worked out in one query of so many columns: whole chunks, and one at least."""
    return max(chunk, min(ROWS, CELLS // max(width, 1)) // chunk * chunk)


def pieces(tables: Mapping[str, Any], engine: str, keys: Collection[str], size: int) -> Iterator[Part]:
    """The tables, in Polars `size` subjects at a time with what they say of `keys`; other engines mind their memory.

    While a piece is worked on the next one is read.
    """
    if engine != "polars":
        yield Part({name: nw.from_native(native).lazy() for name, native in tables.items()}, nw)
        return
    subjects = _of_keys(tables["subjects"].lazy(), keys)
    frames: dict[str, pl.LazyFrame] = {name: tables[name].lazy() for name in tables if name in keys}
    total = subjects.select(pl.len()).collect().item()
    with TemporaryDirectory(prefix="huice-") as folder, ThreadPoolExecutor(1) as reader:
        rows = {name: _rows(frame, subjects, size, Path(folder) / name, total) for name, frame in frames.items()}
        count = max(1, -(-total // size))
        coming = reader.submit(_piece, subjects, rows, 0, size)
        for number in range(1, count + 1):
            here = coming.result()
            if number < count:
                coming = reader.submit(_piece, subjects, rows, number, size)
            yield here


def _of_keys(frame: pl.LazyFrame, keys: Collection[str]) -> pl.LazyFrame:
    """The subjects with the columns that are asked for."""
    kept = {"subject", "region", *(f"{key}{mark}" for key in keys for mark in _MARKS)}
    return frame.select(name for name in frame.collect_schema() if name in kept)


def _rows(frame: pl.LazyFrame, subjects: pl.LazyFrame, size: int, folder: Path, total: int) -> Rows:
    """Child records by piece: laid out on disk, so that however many pieces there are no table is read more than twice."""
    if total <= size:
        return lambda _: frame
    place = pl.int_range(pl.len()).floordiv(size).cast(pl.UInt32).alias(_PIECE)
    places = subjects.select(pl.col("subject").cast(pl.String), place)
    rows = frame.with_columns(pl.col("subject").cast(pl.String)).join(places, on="subject", maintain_order="left")
    rows.sink_parquet(pl.PartitionBy(folder, key=_PIECE, include_key=False), mkdir=True)
    nothing = rows.drop(_PIECE).limit(0).collect()

    def of(piece: int) -> pl.LazyFrame:
        files = sorted((folder / f"{_PIECE}={piece}").glob("*.parquet"))
        return pl.scan_parquet(files, hive_partitioning=False) if files else nothing.lazy()

    return of


def _piece(subjects: pl.LazyFrame, rows: Mapping[str, Rows], number: int, size: int) -> Part:
    """A piece, read."""
    here = [subjects.slice(number * size, size), *(of(number) for of in rows.values())]
    return Part(dict(zip(("subjects", *rows), (frame.lazy() for frame in pl.collect_all(here)), strict=True)), pl)
