"""A whole registry -> typed tables in a folder, chunk by chunk, with every row accounted for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from huice.problems import Problem, Problems
from huice.registry.errata import hand_back
from huice.registry.headers import Headers, record_facts, spelled, subject_facts
from huice.registry.parts import keep
from huice.registry.sheets import Sheet, open_sheets, rebatched
from huice.registry.tables import WRONG, Layout, lay_out, read_table
from huice.rules.facts import Fact
from huice.rules.library import Library

CHUNK = 100_000
"""How many rows are held at a time."""

ERRORS = "errors.parquet"
Seen = Callable[[str, int], None]
"""Told which sheet is being read and how many rows of it were."""


@dataclass(slots=True)
class Counts:
    """How the rows of a sheet add up: `rows` = `blank` + `refused` + `kept`; of those kept, `faulty` have a wrong cell."""

    sheet: str
    rows: int = 0
    blank: int = 0
    refused: int = 0
    kept: int = 0
    faulty: int = 0

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Intake:
    """What came in: `counts` by table (`subjects` or a records key), `columns` that are given, and notes on the rest."""

    counts: dict[str, Counts] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def take_in(
    paths: Sequence[Path], library: Library, folder: Path, returned: Path, seen: Seen = lambda *_: None
) -> Intake:
    """Read a registry into `folder`: a folder of chunks for each table, and the errors. `returned` gets the sheets back.

    The first sheet of the first path holds the subjects; every other sheet or file holds the records it is named
    after. Raises Problems for what forbids reading a sheet at all; everything else is told row by row.
    """
    taken = Intake()
    with ExitStack() as stack:
        sheets = [sheet for path in paths for sheet in stack.enter_context(open_sheets(path))]
        layouts = _lay_out(sheets, library, taken)
        for key, layout in layouts.items():
            taken.columns[key] = list(layout.headers.keys)
            rows = _rows(layout, taken.counts.setdefault(key, Counts(layout.sheet.name)), seen)
            _write(rows, folder / key)
        parts = folder / "subjects" / "rows" / "*.parquet"
        subjects = pl.scan_parquet(parts, extra_columns="ignore", missing_columns="insert").select(
            "row", "subject", "name"
        )
        people = _refuse_doubles(folder / "subjects", subjects)
        for key, layout in layouts.items():
            if key != "subjects":
                _refuse_orphans(folder / key, people, named=not _same_key(layout.headers, layouts["subjects"].headers))
        for key, layout in layouts.items():
            errors = _settle(folder / key, taken.counts[key])
            hand_back(layout, errors, returned, taken.counts[key].rows)
    return taken


def _lay_out(sheets: Sequence[Sheet], library: Library, taken: Intake) -> dict[str, Layout]:
    records = {
        spelled(name): fact
        for fact in library.facts.values()
        if fact.type.kind == "records"
        for name in (fact.key, fact.label, *fact.aliases)
    }
    layouts: dict[str, Layout] = {}
    problems: list[Problem] = []
    for place, sheet in enumerate(sheets):
        fact = records.get(spelled(sheet.name)) if place else None
        if not sheet.head and place:
            continue
        if place and (fact is None or fact.key in layouts):
            said = (
                "和另一张说的是同一种明细"
                if fact
                else f"没有这种明细，有：{'、'.join(f.label for f in _each(records))}"
            )
            taken.notes.append(f"工作表“{sheet.name}”没有读：{said}")
            continue
        if not sheet.head:
            raise Problems.one("登记表是空的", "第一行写列名，下面一行一家", file=sheet.file)
        layout = lay_out(sheet, record_facts(fact) if fact else subject_facts(library), child=fact is not None)
        problems += layout.headers.problems
        taken.notes += [f"{sheet.name}：{note}" for note in layout.headers.notes]
        layouts[fact.key if fact else "subjects"] = layout
    if problems:
        raise Problems(problems)
    return layouts


def _each(named: Mapping[str, Fact]) -> list[Fact]:
    """The facts of a mapping of names, each once."""
    return list({fact.key: fact for fact in named.values()}.values())


def _same_key(child: Headers, parent: Headers) -> bool:
    """Whether the records say who they belong to in the same way as the subjects are told apart."""
    return child.code == parent.code and (child.subject == child.name) == (parent.subject == parent.name)


def _rows(layout: Layout, counts: Counts, seen: Seen) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    skip = layout.at + 1 if not layout.sheet.typed else 0
    first = layout.at + 2
    for cells in rebatched(layout.sheet.rows(skip), CHUNK):
        table = read_table(cells, layout, first)
        first += cells.height
        counts.rows += cells.height
        counts.blank += table.blank
        seen(layout.sheet.name, counts.rows)
        yield table.rows, table.wrong


def _write(parts: Iterator[tuple[pl.DataFrame, pl.DataFrame]], folder: Path) -> None:
    for name in ("rows", "wrong"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    empty = True
    for place, (rows, wrong) in enumerate(parts):
        empty = False
        keep(rows, folder / "rows" / f"{place:05}.parquet")
        keep(wrong, folder / "wrong" / f"{place:05}.parquet")
    if empty:
        nobody = pl.DataFrame(schema={"row": pl.Int64, "subject": pl.String, "name": pl.String})
        keep(nobody, folder / "rows" / "00000.parquet")
        keep(pl.DataFrame(schema=WRONG), folder / "wrong" / "00000.parquet")


def _refuse(folder: Path, rows: pl.DataFrame) -> None:
    """Note rows that are left out: `row`, `cell`, `what`."""
    said = rows.select("row", column=pl.lit(""), cell="cell", what="what", refused=pl.lit(value=True))
    keep(said, folder / "wrong" / f"{len(list((folder / 'wrong').iterdir())):05}.parquet")


def _wrong(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "wrong" / "*.parquet")


def _refused(folder: Path) -> pl.DataFrame:
    return _wrong(folder).filter("refused").select("row").unique().collect()


def _refuse_doubles(folder: Path, subjects: pl.LazyFrame) -> pl.DataFrame:
    """Refuse subjects that stand in several rows: all but the first where the rows agree, else all of them."""
    people = subjects.collect().join(_refused(folder), on="row", how="anti")
    twice = people.filter(pl.col("subject").is_duplicated()).select("row")
    if not twice.is_empty():
        full = pl.concat(
            [
                pl.read_parquet(path).join(twice, on="row", how="semi")
                for path in sorted((folder / "rows").glob("*.parquet"))
            ],
            how="diagonal",
        )
        same = pl.struct(pl.exclude("row")).n_unique().over("subject") == 1
        first = pl.col("row").min().over("subject")
        others = pl.col("row").sort().cast(pl.String).str.join("、").over("subject")
        told = full.with_columns(cell="subject", what=(
            pl.when(same).then(pl.format("与第 {} 行重复，只算一次", first))
            .otherwise(pl.format("同一主体写了几行而内容不一（第 {} 行），不知以哪行为准", others))
        )).filter(~same | (pl.col("row") != first))  # fmt: skip
        _refuse(folder, told)
        people = people.join(told.select("row"), on="row", how="anti")
    return people


def _refuse_orphans(folder: Path, people: pl.DataFrame, *, named: bool) -> None:
    """Refuse records of nobody in the registry; `named` records say the name where the subjects have a code."""
    if named:
        once = people.filter(pl.col("name").is_not_null() & ~pl.col("name").is_duplicated())
        known = once.select(subject="name", who="subject")
        for path in sorted((folder / "rows").glob("*.parquet")):
            read = pl.read_parquet(path)
            found = read.join(known, on="subject", how="left", maintain_order="left")
            found = found.with_columns(subject=pl.coalesce("who", "subject")).drop("who")
            keep(found, path)
    rows = pl.scan_parquet(folder / "rows" / "*.parquet", missing_columns="insert", extra_columns="ignore")
    orphans = rows.select("row", "subject").collect().join(people, on="subject", how="anti")
    orphans = orphans.filter(pl.col("subject").is_not_null())
    if not orphans.is_empty():
        _refuse(
            folder, orphans.select("row", cell="subject", what=pl.lit("登记表里没有这个主体（或它那一行没有采用）"))
        )


def _settle(folder: Path, counts: Counts) -> pl.DataFrame:
    """Leave the refused rows out, put the errors in one file, and count."""
    refused = _refused(folder)
    parts = sorted((folder / "rows").glob("*.parquet"))
    counts.refused = refused.height
    for path in parts:
        read = pl.read_parquet(path)
        kept = read.join(refused, on="row", how="anti", maintain_order="left")
        keep(kept, folder / path.name)
        path.unlink()
    counts.kept = counts.rows - counts.blank - counts.refused
    errors = _wrong(folder).unique().sort("row", "column", "what", "cell").collect()
    counts.faulty = errors.filter(~pl.col("refused")).join(refused, on="row", how="anti")["row"].n_unique()
    keep(errors, folder / ERRORS)
    for path in (folder / "wrong").glob("*.parquet"):
        path.unlink()
    (folder / "rows").rmdir()
    (folder / "wrong").rmdir()
    return errors
