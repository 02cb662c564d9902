"""The days a text prints are those and no others: a changed figure is not found."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.rules.figures import prints
from huice.rules.printed_days import days_printed

ISSUED = date(2023, 5, 16)


def days(text: str, issued: date | None = ISSUED) -> list[str]:
    return sorted(day.isoformat() for day in days_printed(text, issued))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("截至2023年12月31日", ["2023-12-31"]),
        ("2023年1月1日至6月30日", ["2023-01-01", "2023-06-30"]),
        ("2022年7月至2024年5月", ["2022-07-01", "2024-05-31"]),
        ("2023年6月至12月", ["2023-06-01", "2023-12-31"]),
        ("2023年1-6月", ["2023-01-01", "2023-06-30"]),
        ("1.6月末,印发文件", ["2023-06-30"]),
        ("于11月30日前报送", ["2023-11-30"]),
        ("2024年工作,11月30日前报送", ["2024-01-01", "2024-11-30", "2024-12-31"]),
        ("明年3月1日前", ["2024-03-01"]),
        ("2023年评价,次年3月底前公布", ["2023-01-01", "2023-12-31", "2024-03-31"]),
        ("按《2021年规程》,10月1日起", ["2023-10-01"]),
        ("分别于10月初及结束后", ["2023-10-01"]),
        ("9月上旬", ["2023-09-01", "2023-09-10"]),
        ("9月中旬", ["2023-09-11", "2023-09-20"]),
        ("2月下旬", ["2023-02-21", "2023-02-28"]),
        ("2024年2月底", ["2024-02-29"]),
        ("截至5月", ["2023-05-31"]),
        ("2025年7月起施行", ["2025-07-01"]),
        ("2025年", ["2025-01-01", "2025-12-31"]),
        ("2025年底", ["2025-12-31"]),
        ("2025年年末", ["2025-12-31"]),
        ("2025年初", ["2025-01-01"]),
        ("2026年前", ["2025-12-31", "2026-01-01", "2026-12-31"]),
        ("2023-2025年", ["2023-01-01", "2023-12-31", "2025-01-01", "2025-12-31"]),
        ("并于年底报送", ["2023-12-31"]),
        ("根据情况年内扩大", ["2023-12-31"]),
        ("今年年底前", ["2023-12-31"]),
        ("明年底前", ["2024-12-31"]),
        ("“十四五”末", ["2025-12-31"]),
        ("“十五五”时期", ["2030-12-31"]),
        ("十三五期间", ["2020-12-31"]),
    ],
)
def test_the_days_are_those_that_are_said(text: str, wanted: list[str]) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "三年内", "3年内", "半年内", "两年内", "若干年后,多年内", "全年内控", "青年内部", "年内部审计", "年末数", "年末余额",
        "每年底", "每年年底前", "每年6月30日前", "当年12月31日", "本年度6月底", "上年末", "次年底", "明年", "去年", "每年",
        "到底", "境内", "6月", "6个月内", "6月前", "2月30日", "13月1日", "120235月", "苏政发〔2023〕5号", "“十四五”规划纲要", "",
    ],
)  # fmt: skip
def test_no_day_is_read_where_none_is_certain(text: str) -> None:
    assert days(text) == []


def test_without_a_day_of_issue_only_printed_years_count() -> None:
    assert days("11月30日前报送,年底总结", None) == []
    assert days("2024年11月30日前报送,12月5日公布", None) == ["2024-11-30", "2024-12-05"]


def test_the_year_of_issue_is_that_of_the_document() -> None:
    assert prints("于年底报送", "2023-12-31", ISSUED)
    assert not prints("于年底报送", "2024-12-31", ISSUED)
    assert not prints("于年底报送", "2023-12-31")


DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_a_full_day_prints_itself_alone(day: date) -> None:
    assert days_printed(f"自{day.year}年{day.month}月{day.day}日起", ISSUED) == {day}


@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)))
def test_a_day_without_a_year_is_one_of_the_year_of_issue(day: date) -> None:
    assert days_printed(f"于{day.month}月{day.day}日前", ISSUED) == {day}


@given(DAYS, DAYS)
def test_a_range_prints_its_ends(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    text = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    assert days_printed(text, ISSUED) == {first, last}


@given(DAYS)
def test_the_end_of_a_month_is_its_last_day(day: date) -> None:
    last = day.replace(day=monthrange(day.year, day.month)[1])
    assert days_printed(f"{day.year}年{day.month}月底前", ISSUED) == {last}


@given(st.text(alphabet="年月日底末初内至-前今明次每本2013旬上下十四五“”期《》", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(1899 <= day.year <= 2200 for day in days_printed(text, ISSUED))
