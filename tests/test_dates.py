"""Days in other forms than 2024年10月1日, and what only looks like one."""

import pytest

from huice.dates import plain_days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自二○二四年十月一日起", "自2024年10月1日起"),
        ("二〇二五年十二月三十一日", "2025年12月31日"),
        ("二零二六年底前", "2026年底前"),
        ("于次年一月二十日前", "于次年1月20日前"),
        ("十二月底前", "12月底前"),
        ("自2024.1.1起", "自2024年1月1日起"),
        ("于每年3.1—4.30提出", "于每年3月1日—4月30日提出"),
        ("2024-03-09", "2024年3月9日"),
        ("2024/12/31", "2024年12月31日"),
    ],
)
def test_days_are_brought_to_one_form(text: str, expected: str) -> None:
    assert plain_days(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "三个月内", "一年以上", "第十一月报", "0512-2024-11-11", "版本2024.13.1", "2024.2.30", "比例2024.5%", "十五个工作日",
        "统一月报", "1.2.3", "GB/T 2024.1.1.5",
    ],
)  # fmt: skip
def test_what_is_no_day_stays(text: str) -> None:
    assert plain_days(text) == text
