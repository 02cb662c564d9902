"""What a batch finds: coded columns by measure, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import polars as pl

VERDICTS = ("no", "open", "yes")
WINDOWS = ("upcoming", "open", "closed", "unlimited")
BOUNDS = ("exact", "up_to", "range")
COLUMNS = ("verdict", "window", "amount", "low", "high", "bound", "complies", "reason", "missing")
_WORDS = {"verdict": VERDICTS, "window": WINDOWS, "bound": BOUNDS, "complies": VERDICTS}


@dataclass(frozen=True, slots=True)
class Measured:
    """How the codes of one measure read.

    `reasons` are places of conditions: `subject`, `requires/0`, `requires/1` …; `missing` the keys that the bits
    of the missing columns (60 a column, lowest first) stand for; `columns` maps what is found to the columns that hold it, `fixed` to what it is for
    every subject.
    """

    id: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    columns: Mapping[str, str]
    fixed: Mapping[str, int]
    unit: str = ""


BITS = 60
"""How many missing keys one column of codes holds."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings for a chunk of subjects.

    `wide` has `subject`, `region` and the columns named in `measures`: verdicts as 0 no, 1 open, 2 yes; the other
    words by their place in this module's lists; reasons and missing keys by their place in `Measured`.
    """

    wide: pl.DataFrame
    measures: Mapping[str, Measured]
    explained: int = 0

    def narrow(self, measure: str) -> pl.DataFrame:
        """One row a subject, in words. Raises KeyError for a measure that was not asked for."""
        measured = self.measures[measure]
        told = [
            pl.col("subject"),
            pl.lit(measure).alias("measure"),
            *(self._told(measured, name) for name in COLUMNS[:-1]),
            self._missing(measured),
        ]
        return self.wide.select(told)

    def _told(self, measured: Measured, name: str) -> pl.Expr:
        words = measured.reasons if name == "reason" else _WORDS.get(name)
        if name in measured.columns:
            column = pl.col(measured.columns[name])
        else:
            column = pl.lit(measured.fixed.get(name), dtype=pl.Int8 if words is not None else pl.Float64)
        if words is None:
            return column.alias(name)
        return column.replace_strict(list(range(len(words))), list(words), return_dtype=pl.String).alias(name)

    def _missing(self, measured: Measured) -> pl.Expr:
        parts = [self._masks(measured, index) for index in range(0, len(measured.missing), BITS)]
        joined = reduce(lambda a, b: a + b, parts) if parts else pl.lit("")
        return joined.str.strip_chars().fill_null("").alias("missing")

    def _masks(self, measured: Measured, start: int) -> pl.Expr:
        """The keys of one column of bits, each followed by a space."""
        name = measured.columns[f"missing{start // BITS}"]
        masks = self.wide[name].unique().drop_nulls().to_list()
        keys = measured.missing[start : start + BITS]
        texts = ["".join(f"{key} " for bit, key in enumerate(keys) if mask >> bit & 1) for mask in masks]
        return pl.col(name).replace_strict(masks, texts, default="", return_dtype=pl.String)

    def summary(self) -> pl.DataFrame:
        """By measure and region: how many of each verdict, and the sum of the exact amounts of those who qualify."""
        parts = [self._summed(measured) for measured in self.measures.values()]
        return pl.concat(parts).sort("measure", "region", nulls_last=True)

    def _summed(self, measured: Measured) -> pl.DataFrame:
        verdict = pl.col(measured.columns["verdict"]) if "verdict" in measured.columns else pl.lit(
            measured.fixed["verdict"]
        )  # fmt: skip
        amount = measured.columns.get("amount")
        yes = verdict == VERDICTS.index("yes")
        total = pl.when(yes).then(pl.col(amount)).sum() if amount else pl.lit(0.0)
        counts = [(verdict == code).cast(pl.Int64).sum().alias(word) for code, word in enumerate(VERDICTS)]
        grouped = self.wide.lazy().with_columns(v=verdict).group_by("region")
        return grouped.agg(*counts, total.alias("amount")).with_columns(measure=pl.lit(measured.id)).select(
            "measure", "region", "yes", "open", "no", "amount"
        ).collect()  # fmt: skip
