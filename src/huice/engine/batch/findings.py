"""What a batch finds: coded columns by measure. `wording` puts them in words."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

WINDOWS = ("upcoming", "open", "closed", "unlimited")
BOUNDS = ("exact", "up_to", "range")
COLUMNS = ("verdict", "window", "amount", "low", "high", "bound", "complies", "reason", "missing")
NUMBERS = ("amount", "low", "high")
PLACES = ("window", "bound", "reason")
"""Columns of numbers, and of places in a list of words; the others are truths."""

Code = bool | float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """How the columns of one measure read.

    `columns` maps what is found (`verdict`, `window`, `amount`, `low`, `high`, `bound`, `complies`, `reason`) to the
    column of `Findings.wide` that holds it; `fixed` to what it is for every subject. `missing` maps a key to the
    column that says where it is missing, or to True where it always is. `reasons` are the places of conditions:
    `subject` for the audience, `requires/0`, `complies/0` …
    """

    id: str
    reasons: tuple[str, ...]
    columns: Mapping[str, str]
    fixed: Mapping[str, Code]
    missing: Mapping[str, str | bool]
    unit: str = ""

    def code(self, name: str) -> pl.Expr:
        """A column of codes, whether it is the same for all or not."""
        if name in self.columns:
            return pl.col(self.columns[name])
        kind = pl.Boolean if name in {"verdict", "complies"} else pl.Float64 if name in NUMBERS else pl.Int16
        return pl.lit(self.fixed.get(name), dtype=kind)


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings for a chunk of subjects.

    `wide` has `subject`, `region` and the columns named in `measures`: `verdict` and `complies` as truths (null: open),
    `window` and `bound` by their place in WINDOWS and BOUNDS, `reason` by its place in `Measured.reasons`, missing
    keys as truths. `explained` counts the findings that were worked out by `explain`.
    """

    wide: pl.DataFrame
    measures: Mapping[str, Measured]
    explained: int = 0


@dataclass(frozen=True, slots=True)
class Arrays:
    """The findings for subjects as arrays, in their order."""

    count: int
    cells: Mapping[str, npt.NDArray[np.generic]]
    measures: Mapping[str, Measured]
    explained: int = 0

    def of(self, measure: str, column: str) -> npt.NDArray[np.generic]:
        """One of COLUMNS but `missing`: truths and places of words with -1 for null, numbers with NaN."""
        measured = self.measures[measure]
        if column in measured.columns:
            return self.cells[measured.columns[column]]
        fixed = measured.fixed.get(column)
        cell = np.array(np.nan if column in NUMBERS else -1) if fixed is None else np.array(fixed)
        return np.broadcast_to(cell, self.count)

    def missing(self, measure: str) -> dict[str, npt.NDArray[np.generic]]:
        """By missing key the subjects whose finding waits for it."""
        keys = self.measures[measure].missing
        return {
            key: np.broadcast_to(np.True_, self.count) if name is True else self.cells[f"{name}"]
            for key, name in keys.items()
        }
