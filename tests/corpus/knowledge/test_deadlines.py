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
        ("于3月25日前报送。", "until", None, "2024-03-25", None),
        ("自2024年1月1日起施行。", "from", "2024-01-01", None, None),
        ("2024年1月1日至2025年12月31日期间购置的。", "window", "2024-01-01", "2025-12-31", True),
        ("2023年上半年开展。", "window", "2023-01-01", "2023-06-30", True),
        ("自二○二四年十月一日起施行。", "from", "2024-10-01", None, None),
        ("有效期至2026.12.31。", "until", None, "2026-12-31", True),
        ("申报截止时间为2024年6月30日。", "until", None, "2024-06-30", True),
        ("请于6月30日（星期五）前报送。", "until", None, "2023-06-30", None),
        ("自2024年1月1日（含）起至2024年12月31日（含）止。", "window", "2024-01-01", "2024-12-31", True),
        ("开放时间：2024年6月3日9:00至2024年6月28日17:00。", "window", "2024-06-03", "2024-06-28", True),
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
        ("可以在结果公布之日起三十日内申请复核。", "结果公布", 30, "日", None),
        ("企业应当在领券之日起6个月内使用。", "领券", 6, "月", None),
        ("自本办法发布之日起30日内备案。", "本办法发布", 30, "日", "2023-06-05"),
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
        ("应当于每年4月1日至5月31日申请。", "年", None),
    ],
)
def test_what_returns(text: str, every: str, count: int | None) -> None:
    (one,) = deadlines(passage(text), ISSUED)
    assert (one.kind, one.every, one.count) == ("recurring", every, count)


@pytest.mark.parametrize(
    "text",
    [
        "当年扣减不完的，不得结转。",
        "从当年应纳税额中抵免。",
        "到2月30日前完成。",
        "2023年5月6日",
        "《2025年底前行动方案》印发。",
        "30岁以上的人员。",
    ],
)
def test_no_deadline(text: str) -> None:
    assert deadlines(passage(text), ISSUED) == ()


def test_windows_in_a_row() -> None:
    found = deadlines(passage("分别为4月1日至4月30日、10月1日至10月31日。"), ISSUED)
    assert [(one.first, one.last) for one in found] == [
        (date(2023, 4, 1), date(2023, 4, 30)),
        (date(2023, 10, 1), date(2023, 10, 31)),
    ]


def test_a_day_in_other_figures_keeps_its_place() -> None:
    text = "于次年一月三十一日前、2024.12.31前报送。"
    found = deadlines(passage(text), ISSUED)
    assert [text[slice(*one.span)] for one in found] == ["次年一月三十一日前", "2024.12.31前"]
