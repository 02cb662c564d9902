"""Deliveries: everybody in one list, nobody paid twice, days by the calendar."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from huice.delivery.budget import read_order
from huice.delivery.files import write_delivery
from huice.delivery.lists import Delivery, Terms, deliver, order_columns
from huice.delivery.payments import Period, read_payments, read_period
from huice.delivery.run import Run
from huice.delivery.workdays import working_days_from
from huice.problems import Problems
from tests.delivery.runs import REFUND, library, registry, run

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    return run(registry(folder), folder / "run")


def lists(delivery: Delivery) -> list[set[str]]:
    return [set(one["subject"]) for one in (delivery.paid, delivery.unpaid, delivery.waiting, delivery.excluded)]


def test_everybody_is_in_exactly_one_list(made: Run) -> None:
    found = deliver(made, library(), REFUND, Terms(YEAR, budget=10_000_000))
    every = lists(found)
    assert sum(map(len, every)) == len(set.union(*every)) == found.counts["assessed"] == 300
    assert all(every)
    fen = round(found.paid["amount"].sum() * 100)
    assert fen <= 10_000_000
    assert found.cut is not None
    assert found.cut.spent == fen


def test_who_lacks_one_fact_is_told_which(made: Run) -> None:
    found = deliver(made, library(), REFUND, Terms(YEAR))
    assert set(found.waiting["facts"]) == {1}
    assert set(found.waiting["why"]) == {"符合，金额待定：缺 上年度企业及职工实际缴纳失业保险费"}
    assert found.counts["one_fact"] == found.waiting.height


def test_where_everybody_lacks_something_everybody_is_told_what(tmp_path: Path) -> None:
    found = deliver(run(registry(tmp_path, 3), tmp_path / "run", ()), library(), REFUND, Terms(YEAR))
    assert found.waiting.height == 3
    assert all(why.startswith("待核实：缺 参加失业保险") for why in found.waiting["why"])


def test_who_is_left_out_is_told_why(made: Run) -> None:
    found = deliver(made, library(), REFUND, Terms(YEAR))
    assert set(found.excluded["why"]) == {"不符合：上年度裁员率达标（一/（五））"}


def test_nobody_is_paid_twice_for_a_period(made: Run, tmp_path: Path) -> None:
    first = deliver(made, library(), REFUND, Terms(YEAR, budget=10_000_000))
    write_delivery(first, made, tmp_path / "first", "csv")
    payments = read_payments([tmp_path / "first"])
    half = Period(date(2023, 12, 31), date(2024, 6, 30))
    for period in (YEAR, half):
        again = deliver(made, library(), REFUND, Terms(period, payments=payments))
        assert not set(first.paid["subject"]) & set(again.paid["subject"])
        assert again.paid.height == first.unpaid.height
    told = again.excluded.filter(pl.col("why").str.contains("兑付过"))["subject"]
    assert set(told) == set(first.paid["subject"])
    later = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert deliver(made, library(), REFUND, Terms(later, payments=payments)).paid.height == 300 - sum(
        len(one) for one in lists(deliver(made, library(), REFUND, Terms(YEAR)))[1:]
    )


def test_the_declared_order_is_kept(made: Run) -> None:
    order = read_order("从业人员:少", library(), order_columns(made))
    found = deliver(made, library(), REFUND, Terms(YEAR, order=order, budget=10_000_000))
    sizes = {
        row["subject"]: row["headcount"]
        for row in pl.read_parquet(made.folder / "inputs/subjects/*.parquet").to_dicts()
    }
    paid = [(sizes[id_], id_) for id_ in found.paid["subject"]]
    assert paid == sorted(paid)
    assert max(paid) < min((sizes[id_], id_) for id_ in found.unpaid["subject"])


def test_a_workbook_with_the_notice_apart(made: Run, tmp_path: Path) -> None:
    found = deliver(made, library(), REFUND, Terms(YEAR))
    write_delivery(found, made, tmp_path / "out", "xlsx")
    notice = openpyxl.load_workbook(tmp_path / "out" / "公示表.xlsx")["公示表"]
    assert notice.max_row == found.paid.height + 1
    assert all("*" in row[2].value for row in notice.iter_rows(min_row=2))
    assert openpyxl.load_workbook(tmp_path / "out" / "名单.xlsx").sheetnames == [
        "兑付",
        "未轮到",
        "只差一项",
        "待核实",
        "不予兑付",
    ]
    with pytest.raises(Problems, match="不覆盖"):
        write_delivery(found, made, tmp_path / "out", "xlsx")


def test_working_days_by_the_calendar() -> None:
    """The Saturday after the National Day holidays was worked in 2023; a year nobody has announced is refused."""
    assert working_days_from(date(2023, 9, 28), 2) == (date(2023, 10, 7), date(2023, 10, 8))
    assert working_days_from(date(2023, 6, 30), 5) == (date(2023, 7, 3), date(2023, 7, 7))
    with pytest.raises(Problems, match="放假安排"):
        working_days_from(date(2090, 1, 1), 1)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("", "2023-01-01", "2023-12-31"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023Q4", "2023-10-01", "2023-12-31"),
        ("2023-03-05..2023-03-06", "2023-03-05", "2023-03-06"),
    ],
)
def test_periods(text: str, since: str, until: str) -> None:
    assert str(read_period(text, date(2023, 6, 30))) == f"{since} 至 {until}"


@pytest.mark.parametrize("text", ["去年", "2023-13", "2023-06-30..2023-01-01"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(Problems, match="不是期间"):
        read_period(text, date(2023, 6, 30))
