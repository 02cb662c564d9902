"""Figures: value, unit, comparison, what they are of; and what is no figure."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huice.corpus.knowledge.quantities import quantities
from tests.corpus.knowledge.reading import passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("最高补助 300 万元。", [("3000000", "元", "<=", True)]),
        ("补助不超过三百万元。", [("3000000", "元", "<=", True)]),
        ("最高给予年化1%的补贴。", [("1", "%", "<=", True)]),
        ("职工30人（含）以下的企业。", [("30", "人", "<=", True)]),
        ("职工不满30人的企业。", [("30", "人", "<", False)]),
        ("面积500平方米以上（不含）。", [("500", "平方米", ">", False)]),
        ("占比超过百分之六十。", [("60", "%", ">", False)]),
        ("不得低于三分之一。", [("33.33", "%", ">=", True)]),
        ("贷款余额1.2亿元。", [("120000000", "元", "=", None)]),
        ("参训企业千余家。", [("1000", "家", "≈", None)]),
        ("比例约为5‰。", [("0.5", "%", "≈", None)]),
        ("裁员率不高于参保职工总数20%的，", [("20", "%", "<=", True)]),
        ("在5个工作日内办结。", [("5", "个工作日", "<=", True)]),
        ("登记失业半年以上。", [("6", "月", ">=", True)]),
    ],
)
def test_value_unit_and_comparison(text: str, expected: list[tuple[str, str, str, bool | None]]) -> None:
    found = [(str(one.value), one.unit, one.comparison, one.inclusive) for one in quantities(passage(text))]
    assert found == expected


def test_a_range_has_both_its_ends() -> None:
    (one,) = quantities(passage("给予3—5万元奖励。"))
    assert (one.value, one.upper, one.comparison, one.inclusive) == (Decimal(30000), Decimal(50000), "-", True)


@pytest.mark.parametrize(
    "text",
    [
        "按照示财〔2023〕17号办理。",
        "自2023年4月20日起施行。",
        "详见附件3个别条目。",
        "第二条规定的条件。",
        "全国地下水超采区面积有所减少。",
        "联系电话：025-83212345。",
        "《促进就业20条措施》已经印发。",
    ],
)
def test_numbers_that_measure_nothing(text: str) -> None:
    assert quantities(passage(text)) == ()


def test_what_a_figure_is_of_and_each_of_whom() -> None:
    (one,) = quantities(passage("培训补贴每人每年不超过3次。"))
    assert (one.measures, one.per) == ("培训补贴每人每年", ("人", "年"))
    (counted,) = quantities(passage("全年建设30家以上示范工厂。"))
    assert (counted.measures, counted.comparison) == ("示范工厂", ">=")


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("使用创新券不得超过合同金额的40%。", "合同金额"),
        ("裁员率不高于参保职工总数20%的，", "裁员率"),
        ("使用率达到85%以上。", "使用率"),
        ("应当在15日内退还。", ""),
    ],
)
def test_what_a_share_is_of(text: str, measures: str) -> None:
    (one,) = quantities(passage(text))
    assert one.measures == measures


def test_the_span_is_in_the_words_of_the_clause() -> None:
    read = passage("单户 担保金额 1000 万元（含）以下的。")
    (one,) = quantities(read)
    assert read.said[slice(*one.span)] == "1000 万元（含）以下"


@settings(deadline=None)
@given(st.integers(1, 10**9), st.sampled_from(["万元", "家", "%", "亩", "人"]), st.sampled_from(["以上", "以下", ""]))
def test_any_number_is_read_as_printed(value: int, unit: str, word: str) -> None:
    (one,) = quantities(passage(f"规模为{value:,}{unit}{word}。"))
    assert one.value == value * (10000 if unit == "万元" else 1)
    assert one.comparison == {"以上": ">=", "以下": "<=", "": "="}[word]


@settings(deadline=None)
@given(
    st.text(
        alphabet="一二三十百千万亿零两第每年月日元家个%0123456789.,，。（）〔〕《》“”-—至到以上下不超过 \n", max_size=60
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    read = passage(text)
    for one in quantities(read):
        assert 0 <= one.span[0] < one.span[1] <= len(read.said)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每个县不超过100万元。", ("县",)),
        ("每招用1人补助1500元。", ("人",)),
        ("每新增一名职工奖励500元。", ("名",)),
        ("每社每年不超过5万元。", ("社", "年")),
    ],
)
def test_what_each_has(text: str, per: tuple[str, ...]) -> None:
    assert quantities(passage(text))[-1].per == per
