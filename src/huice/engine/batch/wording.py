"""The findings of a chunk in words, all measures at once, and its sums: made from codes, without a string a row."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from huice.engine.batch.findings import BOUNDS, COLUMNS, NUMBERS, WINDOWS, Findings, Measured

WORDS = ("no", "open", "yes")
FOUND = ("subject", "measure", *COLUMNS)
"""The columns of the findings in words, in their order."""
_CODED = ("verdict", "window", *NUMBERS, "bound", "complies", "reason")
_SMALL = 32
"""Keys that fit a mask of 32 bits; 64 is the most that a measure may miss."""
_DENSE = 1 << 14
"""Masks below this are counted rather than sorted."""


def in_words(found: Findings) -> pl.DataFrame:
    """One row a subject and measure, sorted by measure: FOUND, words as dictionaries."""
    reasons = _reasons(found)
    codes, dictionary = _missing(found.wide, found.measures.values())
    height, wide = found.wide.height, found.wide.lazy()
    # beside a column of the table, so that what is the same for all is said of each
    parts = [wide.with_columns(_coded(measured, reasons)).select(_CODED) for measured in found.measures.values()]
    subjects = pl.Series(np.tile(np.arange(height, dtype=np.uint32), len(parts)))
    measures = pl.Series(np.repeat(np.arange(len(parts), dtype=np.uint32), height))
    words: dict[str, pl.Series | Sequence[str]] = {
        "subject": found.wide["subject"], "measure": list(found.measures), "verdict": WORDS, "window": WINDOWS,
        "bound": BOUNDS, "complies": WORDS, "reason": reasons, "missing": dictionary,
    }  # fmt: skip
    told = pl.concat(pl.collect_all(parts), rechunk=True).with_columns(
        subjects.alias("subject"), measures.alias("measure"), pl.concat(codes).alias("missing")
    )
    return told.select(pl.col(name).cat.to(pl.Enum(words[name])) if name in words else pl.col(name) for name in FOUND)


def sums(found: Findings) -> pl.DataFrame:
    """By measure and region: how many of each verdict, and what those who qualify get, in fen so that sums are exact."""
    cells: list[pl.Expr] = []
    for number, measured in enumerate(found.measures.values()):
        verdict = measured.code("verdict")
        fen = pl.when(verdict).then((measured.code("amount") * 100).round().cast(pl.Int64))
        counts = zip(WORDS, (~verdict, verdict.is_null(), verdict), strict=True)
        cells += [_total(count, measured, "verdict").alias(f"{number} {word}") for word, count in counts]
        cells.append(_total(fen, measured, "verdict", "amount").alias(f"{number} fen"))
    grouped = found.wide.group_by("region").agg(cells).sort("region", nulls_last=True)
    return pl.concat(
        grouped.select(
            pl.lit(id_).alias("measure"), pl.col("region").cast(pl.String),
            *(pl.col(f"{number} {name}").alias(name) for name in ("yes", "open", "no", "fen")),
        )
        for number, id_ in enumerate(found.measures)
    )  # fmt: skip


def _total(each: pl.Expr, measured: Measured, *rests_on: str) -> pl.Expr:
    """The sum over the rows of a group; what rests on no column is the same for each of them."""
    total = each.cast(pl.Int64).sum()
    return total if any(name in measured.columns for name in rests_on) else total * pl.len()


def _coded(measured: Measured, reasons: tuple[str, ...]) -> list[pl.Expr]:
    verdict = measured.code("verdict")
    checked = "complies" in measured.columns or "complies" in measured.fixed
    told = pl.when(verdict.is_null() | verdict).then(_said(measured.code("complies"))) if checked else pl.lit(None)
    return [
        _said(verdict).alias("verdict"),
        measured.code("window").cast(pl.UInt8).alias("window"),
        *(measured.code(name).alias(name) for name in NUMBERS),
        measured.code("bound").cast(pl.UInt8).alias("bound"),
        told.cast(pl.UInt8).alias("complies"),
        _reason(measured, reasons).alias("reason"),
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


def _missing(wide: pl.DataFrame, measures: Iterable[Measured]) -> tuple[list[pl.Series], list[str]]:
    """For each measure and subject the place in a dictionary of the keys that are missing, and the dictionary."""
    listed = [list(measured.missing.items()) for measured in measures]
    masks = wide.select(_mask(keys).alias(str(number)) for number, keys in enumerate(listed))
    dictionary: dict[str, int] = {}
    places: list[pl.Series] = []
    for keys, mask in zip(listed, masks.iter_columns(), strict=True):
        found, inverse = _distinct(mask.to_numpy())
        words = (" ".join(key for bit, (key, _) in enumerate(keys) if said >> bit & 1) for said in found)
        codes = np.array([dictionary.setdefault(word, len(dictionary)) for word in words], dtype=np.uint32)
        places.append(pl.Series(codes[inverse]))
    return places, list(dictionary)


def _mask(keys: list[tuple[str, str | bool]]) -> pl.Expr:
    """The missing keys as bits."""
    kind = pl.UInt32 if len(keys) <= _SMALL else pl.UInt64
    always = sum(1 << bit for bit, (_, column) in enumerate(keys) if column is True)
    bits = [
        pl.when(pl.col(str(column))).then(pl.lit(1 << bit, kind)).otherwise(pl.lit(0, kind))
        for bit, (_, column) in enumerate(keys)
        if column is not True
    ]
    return reduce(add, bits, pl.repeat(always, pl.len(), dtype=kind))


def _distinct(mask: NDArray[Any]) -> tuple[list[int], NDArray[Any]]:
    """The different values in order, and the place of each row's value among them."""
    if mask.size and int(mask.max()) >= _DENSE:
        found, inverse = np.unique(mask, return_inverse=True)
        return found.tolist(), inverse
    there = np.flatnonzero(np.bincount(mask.astype(np.int64), minlength=1))
    places = np.zeros(_DENSE, dtype=np.uint32)
    places[there] = np.arange(there.size, dtype=np.uint32)
    return there.tolist(), places[mask]
