"""Names of worked cases in other words: the fact of the measure they come to, and what they come to nothing for."""

import pytest

from huice.rules.library import Library
from tests.dev_case_mapping import cases, documents, mapping, pack_of, put
from tests.dev_case_nearness import guessed, likeness, nearest_word, strayed
from tests.dev_case_values import says, told_in
from tests.shared_material import shared_path

HINTS = "guoshijianwangjianfa-2023-42/ordering-hints"


@pytest.mark.parametrize(
    ("names", "facts"),
    [
        ({"设置餐具的选择环节": True}, {"cutlery_step": "是"}),
        ({"提示餐具使用合理数量情况": "否"}, {"cutlery_number_hinted": "否"}),
        ({"点餐页面有提示（是/否）": None}, {"hint_on_ordering": "不清楚"}),
        ({"主体": "网络餐饮平台"}, {"is_food_platform": "是"}),
        ({"主体": "连锁超市"}, {"is_food_platform": "否"}),
    ],
)
def test_a_name_comes_to_the_nearest_fact_of_the_measure(
    names: dict[str, object], facts: dict[str, str], library: Library
) -> None:
    found, lost = guessed(names, set(), library.measures[HINTS], {"is_food_platform": True}, library)
    assert (found, lost) == (facts, [])


def test_a_name_near_to_nothing_or_to_two_facts_is_lost(library: Library) -> None:
    names = {"注册资本": True, "页面提示": True}
    found, lost = guessed(names, set(), library.measures[HINTS], {}, library)
    assert (found, lost) == ({}, ["注册资本", "页面提示"])


def test_what_a_measure_says_it_does_not_check_is_no_loss(library: Library) -> None:
    assert guessed({"倡导自备餐具": False}, set(), library.measures[HINTS], {}, library) == ({}, [])


def test_names_of_the_parts_of_one_fact_hold_together(library: Library) -> None:
    measure = library.measures["guoshijianwangjianfa-2023-42/embed-standards"]
    names = {"国家标准嵌入经营环节": True, "行业标准嵌入经营环节": None}
    assert guessed(names, set(), measure, {}, library) == ({"standards_embedded": "不清楚"}, [])


def test_a_denial_within_a_name_turns_the_answer(library: Library) -> None:
    measure = library.measures["suzhenggui-2023-7/outlets-without-legal-person"]
    found, lost = guessed({"网点不具备法人资格": True}, set(), measure, {}, library)
    assert (list(found.values()), lost) == (["否"], [])


def test_two_numbers_for_one_fact_are_not_one_of_them(library: Library) -> None:
    measure = library.measures["suyinbaojianfa-2023-9/project-visits"]
    names = {"省级重大项目数": 30, "市级重大项目数": 20}
    assert guessed(names, {"major_projects_visited"}, measure, {}, library)[1] == ["市级重大项目数"]


def test_a_name_or_value_that_is_an_option_answers_its_choice(library: Library) -> None:
    measure = library.measures["suzhengbanfa-2023-15/innovative-product-support"]
    for names in ({"产品的种类": "首版次软件"}, {"是否拥有首版次软件": True}):
        assert guessed(names, set(), measure, {}, library) == ({"innovative_product": "首版次软件"}, [])


def test_a_name_that_strays_from_the_measure_is_looked_for_in_it(library: Library) -> None:
    measure = library.measures["suzhengbanfa-2023-15/capability-grant"]
    assert strayed({"专精特新中小企业": "专精特新中小企业"}, [measure], library) == {"专精特新中小企业"}
    assert strayed({"申请日期": "申请日期"}, [measure], library) == set()


def test_a_value_is_read_with_what_its_name_says() -> None:
    assert says("亚米", told_in("空间分辨率亚米级", True))
    assert says("纳米", told_in("光谱分辨率_纳米", 5))
    assert not says("亚米", told_in("空间分辨率亚米级", False))


def test_a_denial_is_like_no_assertion() -> None:
    assert likeness("不良容忍度倾斜", "涉农容忍度倾斜") > 0  # 不良 denies nothing
    assert likeness("未列入目录", "列入目录") == 0
    assert likeness("满足标准（是/否）", "符合标准") == 1


def test_only_a_clear_first_is_taken() -> None:
    assert nearest_word("上年参保员工数量", ["上年度参保职工数", "上年度裁员数"], 1) == "上年度参保职工数"
    assert nearest_word("参保数", ["参保数甲", "参保数乙"], 0.5) is None


@pytest.mark.parametrize("document", documents())
def test_a_yes_or_no_may_be_a_word_and_its_name_a_question(document: str, library: Library) -> None:
    table, pack = mapping(document), pack_of(document, library)
    for case in cases(shared_path("dev-cases"), document):
        asked = {
            f"{name}（是/否）" if isinstance(value, bool) else name: {True: "是", False: "否"}[value]
            if isinstance(value, bool)
            else value
            for name, value in case["facts"].items()
        }
        plain, other = put(case, table, library, pack), put({**case, "facts": asked}, table, library, pack)
        assert other.unmapped == ()
        assert {key: _word(value) for key, value in other.facts.items()} == {
            key: _word(value) for key, value in plain.facts.items()
        }


def _word(value: object) -> object:
    if isinstance(value, list):
        return [{key: _word(cell) for key, cell in row.items()} for row in value]
    return {True: "是", False: "否"}.get(value, value) if isinstance(value, bool) else value
