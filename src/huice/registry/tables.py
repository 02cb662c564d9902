"""A frame of cells as they stand -> the typed table the engine takes, and what is wrong row by row."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from huice.registry.cells import TYPES, read_cells
from huice.registry.codes import wrong_code
from huice.registry.headers import Column, Headers, read_headers
from huice.registry.sheets import Sheet
from huice.rules.facts import Fact

WRONG = {"row": pl.Int64, "column": pl.String, "cell": pl.String, "what": pl.String, "refused": pl.Boolean}
"""One thing wrong: the row of the sheet (from 1), the header, the cell as written, and whether the row is left out."""

ABSENT = "!absent"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are in a sheet: the row of the headers (from 0) and what they mean."""

    sheet: Sheet
    at: int
    headers: Headers

    @property
    def written(self) -> tuple[str, ...]:
        """The headers as they stand, by place."""
        return self.sheet.head[self.at]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that were read: `row`, `subject`, `name` and a column a fact; and what was wrong. `blank` rows hold nothing."""

    rows: pl.DataFrame
    wrong: pl.DataFrame
    blank: int


def lay_out(sheet: Sheet, names: Mapping[str, Fact], *, child: bool = False) -> Layout:
    """Find the row of the headers: the first that names the subject and something else, else the first."""
    found = [Layout(sheet, at, read_headers(row, names, sheet.file, child=child)) for at, row in enumerate(sheet.head)]
    good = [layout for layout in found if layout.headers.subject and layout.headers.columns]
    return (good or [layout for layout in found if layout.headers.subject] or found)[0]


def read_table(cells: pl.DataFrame, layout: Layout, first: int) -> Table:
    """Read the rows of a frame; `first` is the row of the sheet its first row stands in, from 1."""
    frame = cells.with_columns(row=pl.int_range(first, first + cells.height, dtype=pl.Int64))
    written = pl.any_horizontal(pl.exclude("row").is_not_null()) if cells.width else pl.lit(value=False)
    filled = frame.filter(written)
    rows, wrong = _identity(filled, layout)
    for key in layout.headers.keys:
        read, mistakes = _fact(filled, layout, key)
        rows = rows.with_columns(read)
        wrong += mistakes
    return Table(rows, pl.concat([*wrong, *_beyond(filled, layout)]), cells.height - filled.height)


def _identity(frame: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Who each row is about, and the rows of which that cannot be said."""
    headers = layout.headers
    subject = _text(pl.col(_place(layout, headers.subject)))
    if headers.code:
        subject = subject.str.replace_all(r"[\s-]", "").str.to_uppercase()
    name = _text(pl.col(_place(layout, headers.name))) if headers.name else pl.lit(None, dtype=pl.String)
    rows = frame.select("row", subject=pl.when(subject != "").then(subject), name=name)
    what = pl.when(pl.col("subject").is_null()).then(pl.lit("没有写是谁"))
    rows = rows.with_columns(what=what.otherwise(wrong_code(pl.col("subject")) if headers.code else None))
    bad = rows.filter(pl.col("what").is_not_null()).select(
        "row", column=pl.lit(headers.subject), cell="subject", what="what", refused=pl.lit(value=True)
    )
    return rows.drop("what"), [bad]


def _text(cell: pl.Expr) -> pl.Expr:
    return cell.cast(pl.String).str.normalize("NFKC").str.strip_chars()


def _place(layout: Layout, header: str) -> str:
    return str(layout.written.index(header))


def _places(layout: Layout, key: str) -> list[tuple[str, Column]]:
    """The places of the columns that give a fact; a header that stands twice counts twice."""
    by_header = {column.header: column for column in layout.headers.of(key)}
    return [(str(place), by_header[header]) for place, header in enumerate(layout.written) if header in by_header]


def _fact(frame: pl.DataFrame, layout: Layout, key: str) -> tuple[list[pl.Series], list[pl.DataFrame]]:
    """The column of a fact, from one column or several that must agree, and its mistakes."""
    wrong: list[pl.DataFrame] = []
    values = pl.Series(key, [None] * frame.height, dtype=TYPES[layout.headers.of(key)[0].fact.type.kind])
    absent = pl.repeat(value=False, n=frame.height, eager=True, dtype=pl.Boolean)
    for place, column in _places(layout, key):
        read = read_cells(frame[place], column.fact)
        wrong.append(_mistakes(frame, place, column.header, read.wrong))
        both = pl.DataFrame({"a": values, "x": absent, "b": read.values, "y": read.absent})
        said = (pl.col("a").is_not_null() | pl.col("x")) & (pl.col("b").is_not_null() | pl.col("y"))
        differ = said & (pl.col("a").ne_missing(pl.col("b")) | (pl.col("x") != pl.col("y")))
        clash = both.select(
            pl.when(differ).then(pl.lit(f"与同名的另一列不一致（都是“{column.fact.label}”）")).alias("w")
        )["w"]
        wrong.append(_mistakes(frame, place, column.header, clash))
        merged = both.select(
            pl.when(~differ).then(pl.coalesce("a", "b")).alias(key), (~differ & (pl.col("x") | pl.col("y"))).alias("x")
        )
        values, absent = merged[key], merged["x"]
    return [values, absent.alias(key + ABSENT)] if absent.any() else [values], wrong


def _mistakes(frame: pl.DataFrame, place: str, header: str, what: pl.Series) -> pl.DataFrame:
    found = pl.DataFrame({"row": frame["row"], "cell": frame[place].cast(pl.String), "what": what})
    return found.filter(pl.col("what").is_not_null()).select(
        "row", column=pl.lit(header), cell="cell", what="what", refused=pl.lit(value=False)
    )


def _beyond(frame: pl.DataFrame, layout: Layout) -> list[pl.DataFrame]:
    """Cells that stand under no header."""
    found = [pl.DataFrame(schema=WRONG)]
    headed = {str(place) for place, header in enumerate(layout.written) if header.strip()}
    for place in frame.columns:
        if place not in headed and place != "row":
            said = frame.select(
                pl.when(pl.col(place).is_not_null()).then(pl.lit("这一格上面没有列名，没有读")).alias("w")
            )["w"]
            found.append(_mistakes(frame, place, "", said))
    return found
