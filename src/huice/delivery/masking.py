"""Identifiers as a public notice may show them: recognisable to their owner, not usable by others."""

import polars as pl

_IDENTITY_CARD = r"^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$"


def personal(kind: pl.Expr, subject: pl.Expr) -> pl.Expr:
    """Whether a row is about a natural person: said to be one, or known by an identity card."""
    return (kind == "person").fill_null(value=False) | subject.str.contains(_IDENTITY_CARD)


def masked_name(name: pl.Expr, person: pl.Expr) -> pl.Expr:
    """A firm's name in full; of a person's the first character, and the last where there are more than two."""
    size = name.str.len_chars().cast(pl.Int64)
    stars = pl.lit("*").repeat_by(pl.max_horizontal(size - 2, pl.lit(1))).list.join("")
    last = pl.when(size > 2).then(name.str.slice(-1)).otherwise(pl.lit(""))
    return pl.when(person).then(name.str.slice(0, 1) + stars + last).otherwise(name)


def masked_code(code: pl.Expr, person: pl.Expr) -> pl.Expr:
    """Of a firm's code the middle third is hidden, of a person's all but the first three and the last two.

    What is short is hidden but for its first character (a person's) or its ends (a firm's).
    """
    size = code.str.len_chars().cast(pl.Int64)
    head = pl.when(person).then(pl.when(size >= 12).then(3).otherwise(1)).otherwise((size + 2) // 3)
    tail = pl.when(person).then(pl.when(size >= 12).then(2).otherwise(0)).otherwise(size // 3)
    hidden = pl.max_horizontal(size - head - tail, pl.lit(1))
    stars = pl.lit("*").repeat_by(hidden).list.join("")
    return code.str.head(head) + stars + pl.when(tail > 0).then(code.str.tail(tail)).otherwise(pl.lit(""))
