"""Polars by hand, as one would write it; `careful` also keeps the unknown unknown and rounds to the fen."""

import numpy as np
import polars as pl
from rules import AS_OF, LARGE, OUTPUTS, WINDOW, Columns


def load() -> list[pl.Expr]:
    """The expressions, made once."""
    rate, income = pl.col("layoff_rate"), pl.col("taxable_income")
    eligible = (rate <= 0.055) | ((pl.col("headcount") <= 30) & (rate <= 0.2))
    in_window = pl.lit(AS_OF).is_between(*map(pl.lit, WINDOW))
    pool = (
        pl.when(pl.col("on_ic_list") & in_window)
        .then(0.15 * pl.col("creditable_input_vat") + pl.col("ic_carried"))
        .otherwise(0.0)
    )
    share = pl.when(pl.col("size") < LARGE).then(0.6).otherwise(0.3)
    reduced = pl.min_horizontal(income, 1e6) * (0.25 * 0.20) + pl.max_horizontal(income - 1e6, 0.0) * (0.25 * 0.20)
    used = pl.min_horizontal(pool, "vat_payable_before")
    return [
        eligible.alias("r1_eligible"),
        pl.when(eligible).then(pl.col("ui_paid_last_year") * share).otherwise(0.0).alias("r1_amount"),
        used.alias("r2_used"),
        (pool - used).alias("r2_carry"),
        pl.when(income <= 3e6).then(reduced).otherwise(income * 0.25).alias("r3_tax"),
        (pl.col("eligible_hires") * pl.col("local_amount")).alias("r4_amount"),
    ]


def batch(expressions: list[pl.Expr], c: Columns) -> Columns:
    return _run(expressions, pl.DataFrame(c))


def single(expressions: list[pl.Expr], row: dict) -> dict:
    return (
        pl.DataFrame({name: [cell] for name, cell in row.items()})
        .lazy()
        .select(expressions)
        .collect()
        .row(0, named=True)
    )


def table(c: Columns, hidden: Columns) -> pl.DataFrame:
    """The firms with nulls for what is not known."""
    return pl.DataFrame(c).with_columns(pl.when(pl.Series(~hidden[name])).then(pl.col(name)).alias(name) for name in c)


def batch_unknown(expressions: list[pl.Expr], c: Columns, hidden: Columns) -> Columns:
    return _run(expressions, table(c, hidden))


def _run(expressions: list[pl.Expr], frame: pl.DataFrame) -> Columns:
    found = frame.lazy().select(expressions).collect()
    return {name: _array(found[name]) for name in OUTPUTS}


def _array(cells: pl.Series) -> np.ndarray:
    """Verdicts as 1, 0 and -1 for null; amounts with NaN for null."""
    if cells.dtype == pl.Boolean:
        return (cells.cast(pl.Int8).fill_null(-1) if cells.null_count() else cells).to_numpy()
    return cells.to_numpy()
