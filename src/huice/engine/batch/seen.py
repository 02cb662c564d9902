"""What a table in memory shows of its columns before anything is compiled, so that no query has to ask it again."""

import math
from collections.abc import Mapping

import polars as pl

from huice.engine.batch.numbers import Seen, grid_of
from huice.rules.values import MAX_NUMBER, Type


def seen(frame: pl.DataFrame, types: Mapping[str, Type]) -> dict[str, Seen]:
    """By column what is known of it; none of a column of numbers that holds NaN, infinity or more than there may be."""
    if frame.is_empty():
        return {}
    kinds = {name: kind for name, kind in frame.schema.items() if name in types}
    full = {name: frame[name].null_count() == 0 for name in kinds}
    found = {name: Seen(full[name]) for name, kind in kinds.items() if not kind.is_numeric()}
    numbers = {
        name: kind
        for name, kind in kinds.items()
        if (kind.is_integer() or kind.is_float()) and frame[name].null_count() < frame.height
    }
    asked = [cell for name, kind in numbers.items() for cell in _asked(name, types[name], kind)]
    told = iter(frame.lazy().select(asked).collect().row(0) if asked else ())
    for name, kind in numbers.items():
        low, high, total, fits = (next(told) for _ in range(_ANSWERS))
        if abs(total) < float("inf") and max(-low, high) <= float(MAX_NUMBER):
            found[name] = Seen(full[name], -reach(-low), reach(high), kind.is_integer(), fits)
    return found


_ANSWERS = 4


def reach(number: float) -> float:
    """A power of ten that a number does not go beyond, or 0: tables that show nearly the same are compiled once."""
    if number <= 0:
        return 0.0
    power = 10.0 ** math.ceil(math.log10(number))
    return power if power >= number else 10 * power


def _asked(name: str, type_: Type, kind: pl.DataType) -> list[pl.Expr]:
    """The least and the most of a column of numbers; of doubles the sum, which no odd number leaves finite, and the grid."""
    cell, none = pl.col(name), pl.lit(0.0)
    if kind.is_integer():
        return _named(name, cell.min(), cell.max(), none, pl.lit(True))
    double, power = cell.cast(pl.Float64), 10.0 ** grid_of(type_.dimension)[0]
    # The divisor is a column: by a constant Polars multiplies by the reciprocal, which is not the nearest double.
    fits = (double * power + 0.5).floor() / (double * 0.0 + power) == double
    return _named(name, double.min(), double.max(), double.sum(), fits.all())


def _named(name: str, *answers: pl.Expr) -> list[pl.Expr]:
    return [answer.alias(f"{name} {number}") for number, answer in enumerate(answers)]
