"""A column as people write it -> a column of values in base units, with what is wrong cell by cell.

Plain spellings are read by column expressions; every other spelling once, by `Fact.parse`, the rule of profiles.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl

from huice.rules.facts import Fact
from huice.rules.quantities import display
from huice.rules.values import ABSENT, MAX_NUMBER, UNKNOWN, Value

TYPES: dict[str, pl.DataType] = {
    "bool": pl.Boolean(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "choice": pl.String(),
    "text": pl.String(),
}
"""The column type of each kind of fact."""

_PLAIN = r"^[+-]?\d{1,15}(?:\.\d{1,12})?$"
_EXACT = 2**53
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Cells:
    """A column that was read: `values` (null: unknown), `absent` (True: no such thing), `wrong` (null: nothing)."""

    values: pl.Series
    absent: pl.Series
    wrong: pl.Series


def read_cells(raw: pl.Series, fact: Fact) -> Cells:
    """Read a column. A cell that is wrong is unknown, and said to be wrong."""
    kind = fact.type.kind
    size = len(raw)
    if raw.dtype == TYPES[kind] and kind in {"bool", "date"}:
        return Cells(
            raw, pl.repeat(value=False, n=size, eager=True), pl.repeat(None, size, dtype=pl.String, eager=True)
        )
    if kind == "number" and raw.dtype == pl.Float64 and fact.unit.scale == 1:
        return _floats(raw, fact)
    frame = pl.DataFrame({"raw": _texts(raw)}).with_columns(value=_fast(fact))
    odd = frame.filter(pl.col("value").is_null() & pl.col("raw").is_not_null())["raw"].unique(maintain_order=True)
    read = pl.DataFrame(
        [(text, *_one(text, fact)) for text in odd],
        schema={"raw": pl.String, "read": TYPES[kind], "absent": pl.Boolean, "wrong": pl.String},
        orient="row",
    )
    joined = frame.join(read, on="raw", how="left", maintain_order="left").with_columns(
        value=pl.coalesce("value", "read"), absent=pl.col("absent").fill_null(value=False)
    )
    return Cells(joined["value"], joined["absent"], joined["wrong"])


def _texts(raw: pl.Series) -> pl.Series:
    """The cells as text: half-width digits stand as they are, blanks are null."""
    text = raw if raw.dtype == pl.String else raw.cast(pl.String)
    text = text.str.strip_chars()
    return text.to_frame("raw").select(pl.when(pl.col("raw") != "").then(pl.col("raw")))["raw"]


def _fast(fact: Fact) -> pl.Expr:
    """The value of a plain spelling; null for every other."""
    raw = pl.col("raw")
    match fact.type.kind:
        case "number":
            return _numbers(fact)
        case "date":
            return pl.when(raw.str.contains(r"^(?:19|20|21)\d\d-\d\d-\d\d$")).then(
                raw.str.to_date("%Y-%m-%d", strict=False)
            )
        case "text":
            return pl.lit(None, dtype=pl.String)
        case kind:
            return pl.lit(None, dtype=TYPES[kind])


def _numbers(fact: Fact) -> pl.Expr:
    """Plain numerals within the limits of the fact, exact: whole number times unit, divided once."""
    raw = pl.col("raw")
    plain = pl.when(raw.str.contains(_PLAIN)).then(raw)
    whole = plain.str.replace(".", "", literal=True).str.strip_prefix("+").cast(pl.Int64, strict=False)
    places = (plain.str.len_bytes() - 1 - plain.str.find(".", literal=True)).fill_null(0)
    scale = Fraction(fact.unit.scale)
    above = whole.cast(pl.Float64) * scale.numerator
    below = pl.lit(10.0).pow(places).round() * scale.denominator
    exact = (above.abs() < _EXACT) & (below < _EXACT)
    value = above / below
    fits = value.abs() <= float(MAX_NUMBER)
    for limit, sign in ((fact.low, 1), (fact.high, -1)):
        if limit is not None:
            fits &= (value - float(limit)) * sign >= 0
    return pl.when(exact & fits).then(value)


def _floats(raw: pl.Series, fact: Fact) -> Cells:
    """Numbers that are numbers already, in base units."""
    value = pl.col("raw")
    wrong = pl.when(~value.is_finite()).then(pl.lit("不是有限的数")).when(value.abs() > float(MAX_NUMBER))
    told = wrong.then(pl.lit("大得不合理，检查位数和单位"))
    if fact.low is not None:
        said = f"小于 {display(fact.low, fact.unit)}" if fact.low else "是负数"
        told = told.when(value < float(fact.low)).then(pl.lit(said))
    if fact.high is not None:
        told = told.when(value > float(fact.high)).then(pl.lit(f"大于 {display(fact.high, fact.unit)}"))
    frame = raw.to_frame("raw").with_columns(wrong=told.otherwise(None))
    frame = frame.with_columns(
        value=pl.when(pl.col("wrong").is_null()).then("raw"),
        wrong=pl.when(pl.col("wrong").is_not_null()).then(pl.format("“{}”{}", "raw", "wrong")),
    )
    return Cells(frame["value"], pl.repeat(value=False, n=len(raw), eager=True), frame["wrong"])


def _one(text: str, fact: Fact) -> tuple[object, bool, str | None]:
    """One spelling: its value, whether it says that there is no such thing, and what is wrong with it."""
    if fact.type.kind == "date":
        text = _day(text)
    value, wrong = fact.parse(text)
    return plain_value(value), value is ABSENT, wrong or None


def _day(text: str) -> str:
    """A day as spreadsheets hold it (days since the end of 1899) or as eight digits, in ISO form."""
    if _SERIAL.fullmatch(text):
        return (_EPOCH + timedelta(days=int(text[:5]))).isoformat()
    if match := _COMPACT.fullmatch(text):
        return "-".join(match.groups())
    return re.sub(r"[ T]00:00(?::00)?(?:\.0+)?$", "", text)


def plain_value(value: Value) -> object:
    """A value as a column holds it."""
    if value is UNKNOWN or value is ABSENT:
        return None
    return float(value) if isinstance(value, Decimal) else value
