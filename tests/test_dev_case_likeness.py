"""Names of worked cases by likeness: near enough, clearly nearest, and never across a denial."""

import pytest

from huice.rules.library import Library
from tests.dev_case_likeness import labels, likeness, nearest
from tests.dev_case_mapping import put, written

PLATFORM = "suzhenggui-2023-6"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("手续已简化", "简化报名手续"),
        ("是否已开通线上报名渠道", "开通线上见习报名渠道"),
        ("信用信息归集", "涉企信用信息归集"),
    ],
)
def test_names_that_say_the_same_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("未指定出具机构", "指定出具机构"), ("2020年排放量", "2025年排放量"), ("环评", "环评"), ("公开招标", "信用评价")],
)
def test_a_denial_another_number_or_few_characters_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5


def test_the_nearest_must_be_clearly_nearer_than_the_next(library: Library) -> None:
    words = labels(["land_cost_in_contract", "land_liability_in_contract"], True, library)
    assert words[nearest("合同写明临时用地费用", words) or ""] == "land_cost_in_contract"
    assert nearest("临时用地写入合同", words) is None


def test_only_facts_that_can_take_the_value_are_meant(library: Library) -> None:
    keys = ["deposit_kind", "deposit_amount", "deposit_due_on", "guarantee_accepted"]
    meant = {str(value): set(labels(keys, value, library).values()) for value in (True, 5, "2023-06-30", "投标保证金")}
    assert meant == {
        "True": {"guarantee_accepted"},
        "5": {"deposit_amount"},
        "2023-06-30": {"deposit_due_on"},
        "投标保证金": {"deposit_kind"},
    }


def test_a_share_of_one_is_a_ratio_where_percent_is_asked(library: Library) -> None:
    table = {"provisions": {"41-28": {"measure": "deposit-relief"}}}
    case = {"id": "x", "provision": "41-28", "facts": {"当地减免比例（外部参数）": 0.3, "应缴保证金（万元）": 5}}
    mapped = put(case, table, library, "sujiaojian-2023-1")
    assert {"0.3倍", "5万元"} == set(mapped.facts.values())


def test_a_denied_name_answers_the_opposite(library: Library) -> None:
    table = {"provisions": {"41-24": {"measure": "guarantee-issuer", "given": {"in_transport_works": True}}}}
    case = {"id": "x", "provision": "41-24", "facts": {"没有指定出具机构的情况": True}}
    mapped = put(case, table, library, "sujiaojian-2023-1")
    assert mapped.facts["issuer_designated"] == "否"
    assert not mapped.unmapped


def test_names_of_one_fact_must_agree(library: Library) -> None:
    table = {"provisions": {"26-61": {"measure": "credit-platform"}}}
    facts = {"涉企信用信息共享归集": True, "涉企信用信息归集应用": False}
    mapped = put({"id": "x", "provision": "26-61", "facts": facts}, table, library, PLATFORM)
    assert mapped.facts["credit_data_shared"] == "是"
    assert mapped.unmapped == ("涉企信用信息归集应用",)


@pytest.mark.parametrize(
    ("name", "text"), [("贷款余额_亿元", "5亿元"), ("贷款余额（万元）", "5万元"), ("贷款_余额", "5")]
)
def test_a_unit_behind_an_underscore_is_one(name: str, text: str) -> None:
    assert written(name, 5) == text
