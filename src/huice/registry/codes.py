"""统一社会信用代码: 18 characters with two check characters (GB 32100-2015, GB 11714)."""

import polars as pl

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FLOATING = r"^\d(?:\.\d+)?[eE]\+?\d+$"


def wrong_code(code: pl.Expr) -> pl.Expr:
    """What is wrong with each code, null where nothing is. Codes are half-width capitals without white space."""
    shaped = code.str.contains(rf"^[{ALPHABET}]{{18}}$")
    number = code.cast(pl.Int64, strict=False)
    rounded = code.str.ends_with("000") | (number.cast(pl.Float64).cast(pl.Int64, strict=False) == number)
    floated = code.str.contains(_FLOATING) | (code.str.contains(r"^\d{18}$") & rounded)
    return (
        pl.when(shaped & _checks(code))
        .then(None)
        .when(floated)
        .then(pl.lit("统一社会信用代码被表格软件当成了数，末几位已丢失；把这一列设为文本，重新填"))
        .when(shaped)
        .then(pl.lit("统一社会信用代码的校验码不对，检查有没有抄错"))
        .when(code.str.contains(r"^\d{15}$"))
        .then(None)
        .otherwise(pl.lit("统一社会信用代码应是 18 位数字和大写字母（不含 I、O、S、V、Z）"))
    )


def _checks(code: pl.Expr) -> pl.Expr:
    """Whether the 18th character is what the first 17 make it."""
    values = {letter: value for value, letter in enumerate(ALPHABET)}

    def at(place: int) -> pl.Expr:
        letter = code.str.slice(place, 1)
        return letter.replace_strict(list(values), list(values.values()), default=None, return_dtype=pl.Int32)

    total = sum((at(place) * weight for place, weight in enumerate(_WEIGHTS)), pl.lit(0, dtype=pl.Int32))
    return ((31 - total % 31) % 31 == at(17)).fill_null(value=False)
