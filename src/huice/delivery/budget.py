"""A budget: who is paid where there is not enough for all, in a declared order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from huice.problems import Problems
from huice.rules.library import Library
from huice.rules.quantities import MONEY, quantity


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the order: a column, and whether larger comes first. Who has no value comes last."""

    column: str
    descending: bool
    said: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the money ends. Amounts in fen; `first_out` is the subject that did not fit, None where all did."""

    budget: int
    paid: int
    spent: int
    left_out: int
    wanted: int
    first_out: str | None
    first_wants: int

    def __str__(self) -> str:
        """The cut-off in a sentence."""
        start = f"预算 {yuan(self.budget)}，兑付 {self.paid} 家，用去 {yuan(self.spent)}，余 {yuan(self.budget - self.spent)}"
        if self.first_out is None:
            return f"{start}；够全部兑付。"
        return (
            f"{start}；按次序下一家 {self.first_out} 要 {yuan(self.first_wants)}，余额不够，到此为止，不跳过它兑付后面的；"
            f"未轮到 {self.left_out} 家，共 {yuan(self.wanted)}。"
        )


def yuan(fen: int) -> str:
    """Fen as money."""
    return f"{Decimal(fen) / 100:,.2f} 元"


def read_budget(text: str) -> int:
    """A budget in fen. Raises Problems."""
    found = quantity(text)
    if found is None or found.unit.dimension not in {MONEY, ()} or found.unit.text == "%" or found.value < 0:
        raise Problems.one(f"“{text}”不是金额", "写成 --budget 3000万元")
    return int(found.value * 100)


def read_order(text: str, library: Library, columns: Sequence[str]) -> tuple[Key, ...]:
    """`从业人员:少,amount:多`: keys in their order, each with 多 or 少 (desc, asc) first. Raises Problems."""
    keys = []
    for part in (part.strip() for part in text.split(",")):
        name, _, way = part.replace("：", ":").partition(":")
        column = {"金额": "amount", "登记次序": "row"}.get(name, library.names.get(name, name))
        if column not in columns:
            raise Problems.one(f"不能按“{name}”排：登记表里没有这一列", "可用：金额、登记次序，或登记表里的要素")
        if way not in {"", "多", "少", "desc", "asc"}:
            raise Problems.one(f"“{part}”看不懂", "写成 从业人员:少 或 金额:多")
        keys.append(Key(column, way in {"多", "desc"}, f"{name}{'多' if way in {'多', 'desc'} else '少'}者先"))
    return tuple(keys)


def in_order(people: pl.DataFrame, keys: Sequence[Key]) -> pl.DataFrame:
    """The rows by the keys; what they do not settle goes by the identifier, so that the order is total."""
    columns = [*(key.column for key in keys), "subject"]
    descending = [*(key.descending for key in keys), False]
    return people.sort(columns, descending=descending, nulls_last=True, maintain_order=True)


def cut(ordered: pl.DataFrame, budget: int | None) -> tuple[pl.DataFrame, Cut | None]:
    """Mark who is paid (`paid`): the longest beginning of the order that fits. Amounts in the column `fen`."""
    if budget is None:
        return ordered.with_columns(paid=pl.lit(value=True)), None
    marked = ordered.with_columns(paid=pl.col("fen").cum_sum() <= budget)
    paid, rest = marked.filter("paid"), marked.filter(~pl.col("paid"))
    first = rest.row(0, named=True) if rest.height else None
    return marked, Cut(
        budget=budget,
        paid=paid.height,
        spent=int(paid["fen"].sum()),
        left_out=rest.height,
        wanted=int(rest["fen"].sum()),
        first_out=first["subject"] if first else None,
        first_wants=first["fen"] if first else 0,
    )
