"""What was paid before: nobody is paid twice for the same item and period."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from huice.problems import Problems
from huice.rules.values import read_date

PAYMENTS = "payments.csv"
SCHEMA = {
    "subject": pl.String, "measure": pl.String, "since": pl.Date, "until": pl.Date, "amount": pl.String,
}  # fmt: skip
_QUARTER = re.compile(r"(\d{4})[Qq年第]*([1-4])(?:季度)?")


@dataclass(frozen=True, slots=True)
class Period:
    """The period a payment is for; both days belong to it."""

    since: date
    until: date

    def __str__(self) -> str:
        return f"{self.since} 至 {self.until}"


def read_period(text: str, default: date) -> Period:
    """`2023`, `2023-06`, `2023Q2`, `2023-01-01..2023-06-30`; the calendar year of `default` where nothing is said."""
    word = text.strip() or str(default.year)
    if re.fullmatch(r"\d{4}年?", word):
        year = int(word[:4])
        return Period(date(year, 1, 1), date(year, 12, 31))
    if match := _QUARTER.fullmatch(word):
        year, last = int(match[1]), int(match[2]) * 3
        return Period(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))
    if re.fullmatch(r"\d{4}[-年]\d{1,2}月?", word):
        first = read_date(word)
        if isinstance(first, date):
            return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))
    ends = [read_date(part) for part in word.split("..")]
    if len(ends) == 2 and isinstance(ends[0], date) and isinstance(ends[1], date) and ends[0] <= ends[1]:
        return Period(ends[0], ends[1])
    raise Problems.one(f"“{text}”不是期间", "写成 2023、2023-06、2023Q2 或 2023-01-01..2023-06-30")


def read_payments(paths: Sequence[Path]) -> pl.DataFrame:
    """The payments of earlier deliveries, from their folders or files. Raises Problems."""
    found = [pl.DataFrame(schema=SCHEMA)]
    for path in paths:
        file = path / PAYMENTS if path.is_dir() else path
        try:
            found.append(pl.read_csv(file, schema=SCHEMA))
        except (OSError, pl.exceptions.PolarsError):
            raise Problems.one(
                "读不了以前的兑付名单", f"给出 huice deliver 写的文件夹，或其中的 {PAYMENTS}", file=str(file)
            ) from None
    return pl.concat(found)


def paid_before(subjects: pl.DataFrame, payments: pl.DataFrame, measure: str, period: Period) -> pl.DataFrame:
    """Of the subjects (column `subject`), those paid for the measure in a period that overlaps: `subject`, `before`."""
    same = payments.filter(
        (pl.col("measure") == measure) & (pl.col("since") <= period.until) & (pl.col("until") >= period.since)
    )
    told = same.sort("since").group_by("subject", maintain_order=True).first()
    return told.join(subjects.select("subject"), on="subject", how="semi").select(
        "subject", before=pl.format("已就 {} 至 {} 兑付过", "since", "until")
    )
