"""Polars by hand as one has to write it to be right: nulls stay nulls, amounts are rounded half up to the fen.

`min_horizontal` and `max_horizontal` skip nulls and `when` takes a null for false, so each place says what null means.
Amounts of who does not qualify are 0; of whom that is open, null.
"""

import polars as pl
from on_polars import _run, table
from rules import AS_OF, LARGE, WINDOW, Columns


def _least(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return pl.when(a <= b).then(a).when(b < a).then(b)


def _if(test: pl.Expr, amount: pl.Expr) -> pl.Expr:
    return pl.when(test).then(amount).when(~test).then(0.0)


def _fen(amount: pl.Expr, decimals: int) -> pl.Expr:
    """Half up on the grid the amount must lie on. The divisor is a column: Polars multiplies by 1/100 otherwise."""
    steps = (amount * 10.0**decimals + 0.5).floor()
    hundred = amount * 0.0 + 100.0
    return ((steps + 5.0 * 10.0 ** (decimals - 3)) / 10.0 ** (decimals - 2)).floor() / hundred


def load() -> list[pl.Expr]:
    rate, income, heads = pl.col("layoff_rate"), pl.col("taxable_income"), pl.col("headcount")
    eligible = (rate <= 0.055) | ((heads <= 30) & (rate <= 0.2))
    listed = pl.col("on_ic_list") & pl.lit(AS_OF).is_between(*map(pl.lit, WINDOW))
    pool = 0.15 * pl.col("creditable_input_vat") + pl.col("ic_carried")
    used = _least(pool, pl.col("vat_payable_before"))
    large = pl.col("size") >= LARGE
    share = pl.when(large).then(0.3).when(~large).then(0.6)
    small = income <= 3e6
    tax = pl.when(small).then(income * (0.25 * 0.20)).when(~small).then(income * 0.25)
    return [
        eligible.alias("r1_eligible"),
        _if(eligible, _fen(pl.col("ui_paid_last_year") * share, 3)).alias("r1_amount"),
        _if(listed, _fen(used, 4)).alias("r2_used"),
        _if(listed, _fen(pool - used, 4)).alias("r2_carry"),
        _fen(tax, 4).alias("r3_tax"),
        _fen(pl.col("eligible_hires") * pl.col("local_amount"), 3).alias("r4_amount"),
    ]


def batch(expressions: list[pl.Expr], c: Columns) -> Columns:
    return _run(expressions, pl.DataFrame(c))


def single(expressions: list[pl.Expr], row: dict) -> dict:
    frame = pl.DataFrame({name: [cell] for name, cell in row.items()})
    return frame.lazy().select(expressions).collect().row(0, named=True)


def batch_unknown(expressions: list[pl.Expr], c: Columns, hidden: Columns) -> Columns:
    return _run(expressions, table(c, hidden))
