"""The findings of a chunk in words, all measures at once: one row a subject and measure, words as dictionaries.

The same rows as `Findings.narrow`, made from codes without building a string a row, and the sums of a chunk.
"""

import polars as pl

from huice.engine.batch.findings import BOUNDS, NUMBERS, WINDOWS, Findings, Measured

WORDS = ("no", "open", "yes")
_MASK = 63
"""Keys that fit one mask of bits."""


def in_words(found: Findings) -> pl.DataFrame:
    """`subject, measure, verdict, window, amount, low, high, bound, complies, reason, missing`, sorted by measure."""
    reasons = _reasons(found)
    dictionary: dict[str, int] = {}
    codes = [_missing(found.wide, measured, dictionary) for measured in found.measures.values()]
    subject = found.wide["subject"].cast(pl.Enum(found.wide["subject"]))
    ids = pl.Enum(list(found.measures))
    parts = [
        found.wide.lazy().select(
            pl.lit(subject).alias("subject"),
            pl.lit(number, pl.UInt32).cat.to(ids).alias("measure"),
            *_coded(measured, reasons),
            pl.lit(missing).alias("missing"),
        )
        for number, (measured, missing) in enumerate(zip(found.measures.values(), codes, strict=True))
    ]
    words = pl.Enum(list(dictionary))
    return pl.concat(parts).with_columns(pl.col("missing").cat.to(words)).collect()


def sums(found: Findings) -> pl.DataFrame:
    """By measure and region: how many of each verdict, and what those who qualify get, in fen so that sums are exact."""
    cells: list[pl.Expr] = []
    for number, measured in enumerate(found.measures.values()):
        verdict = measured.code("verdict")
        fen = pl.when(verdict).then((measured.code("amount") * 100).round().cast(pl.Int64))
        counts = zip(WORDS, ((~verdict).sum(), verdict.is_null().sum(), verdict.sum()), strict=True)
        cells += [count.cast(pl.Int64).alias(f"{number} {word}") for word, count in counts]
        cells.append(fen.sum().alias(f"{number} fen"))
    grouped = found.wide.group_by("region").agg(cells).sort("region", nulls_last=True)
    return pl.concat(
        grouped.select(
            pl.lit(id_).alias("measure"), pl.col("region").cast(pl.String),
            *(pl.col(f"{number} {name}").alias(name) for name in ("yes", "open", "no", "fen")),
        )
        for number, id_ in enumerate(found.measures)
    )  # fmt: skip


def _coded(measured: Measured, reasons: tuple[str, ...]) -> list[pl.Expr]:
    verdict = measured.code("verdict")
    checked = "complies" in measured.columns or "complies" in measured.fixed
    told = pl.when(verdict.is_null() | verdict).then(_said(measured.code("complies"))) if checked else pl.lit(None)
    return [
        _said(verdict).cat.to(pl.Enum(WORDS)).alias("verdict"),
        measured.code("window").cast(pl.UInt8).cat.to(pl.Enum(WINDOWS)).alias("window"),
        *(measured.code(name).alias(name) for name in NUMBERS),
        measured.code("bound").cast(pl.UInt8).cat.to(pl.Enum(BOUNDS)).alias("bound"),
        told.cast(pl.UInt8).cat.to(pl.Enum(WORDS)).alias("complies"),
        _reason(measured, reasons).cat.to(pl.Enum(reasons)).alias("reason"),
    ]


def _said(code: pl.Expr) -> pl.Expr:
    """The place in WORDS of a truth that may be open."""
    return (code.cast(pl.UInt8) * 2).fill_null(1)


def _reasons(found: Findings) -> tuple[str, ...]:
    """Every place of a condition: `subject`, those required, those to be met."""
    names = dict.fromkeys(name for measured in found.measures.values() for name in measured.reasons)
    return tuple(sorted(names, key=lambda name: (_ORDER.index(name.partition("/")[0]), _place(name))))


_ORDER = ("subject", "requires", "complies")


def _place(name: str) -> int:
    return int(name.partition("/")[2] or 0)


def _reason(measured: Measured, reasons: tuple[str, ...]) -> pl.Expr:
    """The place among all reasons: conditions that are required come as they are, those to be met after them."""
    code = measured.code("reason").cast(pl.UInt16)
    required = sum(not name.startswith("complies/") for name in measured.reasons)
    offset = sum(not name.startswith("complies/") for name in reasons) - required
    return pl.when(code >= required).then(code + offset).otherwise(code) if offset else code


def _missing(wide: pl.DataFrame, measured: Measured, dictionary: dict[str, int]) -> pl.Series:
    """For each subject the place in `dictionary` of the keys that are missing, joined by a space."""
    keys = list(measured.missing.items())
    if len(keys) > _MASK:
        told = wide.select(measured.missing_keys())["missing"]
        said: list[str] = told.unique().sort().to_list()
        return told.replace_strict(said, [_code(word, dictionary) for word in said], return_dtype=pl.UInt32)
    masks = [
        pl.col(str(column)).cast(pl.UInt64) * (1 << bit) for bit, (_, column) in enumerate(keys) if column is not True
    ]
    always = sum(1 << bit for bit, (_, column) in enumerate(keys) if column is True)
    total = pl.sum_horizontal(*masks) if masks else pl.lit(0, pl.UInt64)
    mask = wide.select((total + pl.lit(always, pl.UInt64)).alias("mask"))["mask"]
    if mask.len() == 1 and wide.height != 1:
        mask = mask.new_from_index(0, wide.height)
    found: list[int] = mask.unique().sort().to_list()
    words = [" ".join(key for bit, (key, _) in enumerate(keys) if one >> bit & 1) for one in found]
    places = [_code(word, dictionary) for word in words]
    return mask.replace_strict(found, places, return_dtype=pl.UInt32)


def _code(word: str, dictionary: dict[str, int]) -> int:
    return dictionary.setdefault(word, len(dictionary))
