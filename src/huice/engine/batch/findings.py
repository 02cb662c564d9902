"""What a batch finds: coded columns by measure, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

VERDICTS = {False: "no", None: "open", True: "yes"}
WINDOWS = ("upcoming", "open", "closed", "unlimited")
BOUNDS = ("exact", "up_to", "range")
COLUMNS = ("verdict", "window", "amount", "low", "high", "bound", "complies", "reason", "missing")
NUMBERS = ("amount", "low", "high")

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

    def missing_keys(self) -> pl.Expr:
        """The keys that are missing, joined by a space."""
        return _keys(self.missing).alias("missing")


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

    def narrow(self, measure: str) -> pl.DataFrame:
        """One row a subject, in words. Raises KeyError for a measure that was not asked for."""
        measured = self.measures[measure]
        verdict, complies = measured.code("verdict"), measured.code("complies")
        checked = "complies" in measured.columns or "complies" in measured.fixed
        bound = verdict.is_null() | verdict
        return self.wide.select(
            "subject",
            pl.lit(measure).alias("measure"),
            _said(verdict).alias("verdict"),
            _word(measured.code("window"), WINDOWS).alias("window"),
            *(measured.code(name).alias(name) for name in NUMBERS),
            _word(measured.code("bound"), BOUNDS).alias("bound"),
            (pl.when(bound).then(_said(complies)) if checked else pl.lit(None, pl.String)).alias("complies"),
            _word(measured.code("reason"), measured.reasons).alias("reason"),
            measured.missing_keys(),
        )

    def summary(self) -> pl.DataFrame:
        """By measure and region: how many of each verdict, and the sum of the exact amounts of those who qualify."""
        parts = [self._summed(measured) for measured in self.measures.values()]
        return pl.concat(parts).sort("measure", "region", nulls_last=True)

    def _summed(self, measured: Measured) -> pl.DataFrame:
        verdict, amount = measured.code("verdict"), measured.code("amount")
        fen = (pl.when(verdict).then(amount).otherwise(0.0).fill_null(0.0) * 100).round().cast(pl.Int64)
        cells = self.wide.select("region", verdict.alias("v"), fen.alias("fen"))
        counts = [
            pl.col("v").eq_missing(pl.lit(code, pl.Boolean)).cast(pl.Int64).sum().alias(word)
            for code, word in VERDICTS.items()
        ]
        grouped = cells.group_by("region").agg(*counts, pl.col("fen").sum())
        # By a column: by a constant Polars multiplies by 1/100, which is not the double nearest to the amount.
        yuan = (pl.col("fen") / (pl.col("fen") * 0 + 100)).alias("amount")
        return grouped.select(pl.lit(measured.id).alias("measure"), "region", "yes", "open", "no", yuan)


def _said(code: pl.Expr) -> pl.Expr:
    return pl.when(code.is_null()).then(pl.lit("open")).when(code).then(pl.lit("yes")).otherwise(pl.lit("no"))


def _word(code: pl.Expr, words: tuple[str, ...]) -> pl.Expr:
    said = pl.lit(None, pl.String)
    for place, word in enumerate(words):
        said = pl.when(code == place).then(pl.lit(word)).otherwise(said)
    return said


def _keys(missing: Mapping[str, str | bool]) -> pl.Expr:
    parts = [
        pl.lit(f"{key} ")
        if column is True
        else pl.when(pl.col(str(column))).then(pl.lit(f"{key} ")).otherwise(pl.lit(""))
        for key, column in missing.items()
    ]
    return pl.concat_str(parts).str.strip_chars() if parts else pl.lit("")
