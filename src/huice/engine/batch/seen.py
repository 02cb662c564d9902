"""What a table in memory shows of its columns before anything is compiled, so that no query has to ask it again."""

from collections.abc import Mapping

import polars as pl

from huice.engine.batch.numbers import Seen, grid_of
from huice.rules.values import MAX_NUMBER, Type


def seen(frame: pl.DataFrame, types: Mapping[str, Type]) -> dict[str, Seen]:
    """By column what is known of it; none of a column of numbers that holds NaN, infinity or more than there may be."""
    if frame.is_empty():
        return {}
    kinds = {name: kind for name, kind in frame.schema.items() if name in types}
    found: dict[str, Seen] = {}
    for name, kind in kinds.items():
        full = frame[name].null_count() == 0
        if not kind.is_numeric():
            found[name] = Seen(full)
        elif (kind.is_integer() or kind.is_float()) and frame[name].null_count() < frame.height:
            low, high, total, fits = frame.select(_asked(name, types[name], kind)).row(0)
            if abs(total) < float("inf") and max(-low, high) <= float(MAX_NUMBER):
                found[name] = Seen(full, float(low), float(high), kind.is_integer(), fits)
    return found


def _asked(name: str, type_: Type, kind: pl.DataType) -> list[pl.Expr]:
    """The least and the most of a column of numbers; of doubles the sum, which no odd number leaves finite, and the grid."""
    cell, none = pl.col(name), pl.lit(0.0)
    if kind.is_integer():
        return [cell.min(), cell.max().alias("high"), none.alias("sum"), pl.lit(True).alias("fits")]
    double, power = cell.cast(pl.Float64), 10.0 ** grid_of(type_.dimension)[0]
    # The divisor is a column: by a constant Polars multiplies by the reciprocal, which is not the nearest double.
    fits = (double * power + 0.5).floor() / (double * 0.0 + power) == double
    return [double.min(), double.max().alias("high"), double.sum().alias("sum"), fits.all().alias("fits")]
