"""Days, windows and terms, relative ones too."""

from datetime import date

import pytest

from huice.corpus.knowledge.deadlines import deadlines
from tests.corpus.knowledge.reading import passage

ISSUED = date(2023, 5, 6)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "inclusive"),
    [
        ("政策实施期限截至2023年12月31日。", "until", None, "2023-12-31", True),
        ("到2025年底，全面建成。", "until", None, "2025-12-31", True),
        ("力争2025年6月底前建成。", "until", None, "2025-06-30", True),
        ("于6月25日前报送。", "until", None, "2023-06-25", None),
        ("自2024年1月1日起施行。", "from", "2024-01-01", None, None),
        ("2024年1月1日至2025年12月31日期间购置的。", "window", "2024-01-01", "2025-12-31", True),
        ("2023年上半年开展。", "window", "2023-01-01", "2023-06-30", True),
        ("“十四五”期间培育。", "window", "2021-01-01", "2025-12-31", True),
    ],
)
def test_days(text: str, kind: str, first: str | None, last: str | None, inclusive: bool | None) -> None:
    (one,) = deadlines(passage(text), ISSUED)
    days = tuple(day.isoformat() if day else None for day in (one.first, one.last))
    assert (one.kind, days, one.inclusive) == (kind, (first, last), inclusive)


@pytest.mark.parametrize(
    ("text", "anchor", "count", "unit", "last"),
    [
        ("本办法自印发之日起30日内备案。", "印发", 30, "日", "2023-06-05"),
        ("印发之日起三个月内制定细则。", "印发", 3, "月", "2023-08-06"),
        ("自受理申请之日起20个工作日内作出决定。", "受理申请", 20, "个工作日", None),
        ("于下月前5个工作日内报送。", "下月", 5, "个工作日", None),
    ],
)
def test_terms_from_an_event(text: str, anchor: str, count: int, unit: str, last: str | None) -> None:
    (one,) = deadlines(passage(text), ISSUED)
    assert (one.kind, one.anchor, one.count, one.unit) == ("relative", anchor, count, unit)
    assert (one.last.isoformat() if one.last else None) == last


@pytest.mark.parametrize(
    ("text", "every", "count"),
    [
        ("应当于每月5个工作日内报送。", "月", 5),
        ("每季度终了后15日内申报。", "季度", 15),
        ("每年3月31日前报送。", "年", None),
        ("每月15日前缴纳。", "月", None),
    ],
)
def test_what_returns(text: str, every: str, count: int | None) -> None:
    (one,) = deadlines(passage(text), ISSUED)
    assert (one.kind, one.every, one.count) == ("recurring", every, count)


@pytest.mark.parametrize(
    "text", ["到2月30日前完成。", "2023年5月6日", "《2025年底前行动方案》印发。", "30岁以上的人员。"]
)
def test_no_deadline(text: str) -> None:
    assert deadlines(passage(text), ISSUED) == ()
