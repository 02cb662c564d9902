"""A budget is never exceeded, and nobody is passed over for somebody behind."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.delivery.budget import Key, cut, in_order, read_budget, read_order
from huice.problems import Problems
from huice.rules.library import Library

AMOUNTS = st.lists(st.integers(1, 10**9), max_size=40)


def people(amounts: list[int], sizes: list[int | None]) -> pl.DataFrame:
    size = [sizes[n % len(sizes)] if sizes else None for n in range(len(amounts))]
    ids = [f"F{n * 7919 % 1000:04}" for n in range(len(amounts))]
    return pl.DataFrame(
        {"subject": ids, "fen": amounts, "size": size},
        schema={"subject": pl.String, "fen": pl.Int64, "size": pl.Int64},
    )


@given(AMOUNTS, st.lists(st.none() | st.integers(0, 5), max_size=9), st.integers(0, 2 * 10**10), st.booleans())
def test_the_longest_beginning_that_fits(
    amounts: list[int], sizes: list[int | None], budget: int, descending: bool
) -> None:
    ordered = in_order(people(amounts, sizes), [Key("size", descending, "")])
    marked, where = cut(ordered, budget)
    assert where is not None
    paid = marked["paid"].to_list()
    assert paid == sorted(paid, reverse=True)
    spent = sum(marked.filter("paid")["fen"])
    assert spent == where.spent <= budget
    rest = marked.filter(~pl.col("paid"))
    assert where.paid + where.left_out == len(amounts)
    assert where.wanted == sum(rest["fen"])
    if rest.height:
        assert where.first_out == rest["subject"][0]
        assert spent + rest["fen"][0] > budget
    keys = [
        ((size is None), (-size if descending else size) if size is not None else 0, id_)
        for id_, _, size in ordered.rows()
    ]
    assert keys == sorted(keys)


def test_no_budget_pays_all() -> None:
    marked, where = cut(people([1, 2], []), None)
    assert where is None
    assert marked["paid"].all()


def test_exactly_enough() -> None:
    marked, where = cut(people([100, 200], []), 300)
    assert where is not None
    assert marked["paid"].all()
    assert "够全部兑付" in str(where)
    assert "要 2.00 元，余额不够" in str(cut(people([100, 200], []), 299)[1])


def test_how_budget_and_order_are_written(library: Library) -> None:
    assert read_budget("3000万元") == 3_000_000_000 * 100 // 100
    assert read_budget("0.01") == 1
    with pytest.raises(Problems, match="不是金额"):
        read_budget("三百人")
    keys = read_order("从业人员:少, 金额:多", library, ["headcount", "amount"])
    assert [(key.column, key.descending) for key in keys] == [("headcount", False), ("amount", True)]
    with pytest.raises(Problems, match="没有这一列"):
        read_order("资产总额", library, ["amount"])
    with pytest.raises(Problems, match="看不懂"):
        read_order("金额:高", library, ["amount"])
