"""Names of worked cases in other words: the fact of the measure they come to, and what they come to nothing for."""

import pytest

from huice.rules.library import Library
from tests.dev_case_expectations import run
from tests.dev_case_mapping import cases, documents, mapping, pack_of, put
from tests.dev_case_nearness import guessed, likeness, nearest_word
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


def test_a_name_that_only_says_what_the_measure_is_about_is_no_loss(library: Library) -> None:
    measure = library.measures["lvyouzhiliangbaogao-2022/venue-booking"]
    assert guessed({"预约服务": True}, set(), measure, {}, library) == ({}, [])
    assert guessed({"预约服务": False}, set(), measure, {}, library) == ({}, ["预约服务"])


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


def test_what_cases_leave_out_as_plain_is_open_where_a_case_says_it_is_missing(library: Library) -> None:
    case = {"id": "12-25-x", "provision": "12-25", "facts": {}, "expect": {"missing": ["智慧计量实验室"]}}
    facts = put(case, mapping("12"), library, pack_of("12", library)).facts
    assert "smart_metering_lab" not in facts
    assert facts["smart_metering_system"] == "是"


def test_what_no_option_names_is_in_no_and_so_on(library: Library) -> None:
    case = {"id": "13-09-x", "provision": "13-09", "facts": {"实训基地领域": "纺织"}, "expect": {"missing": []}}
    facts = put(case, mapping("13"), library, pack_of("13", library)).facts
    assert (facts["base_field"], facts["base_field_alike"]) == ("其他领域", "否")


@pytest.mark.parametrize(
    ("provision", "names", "facts"),
    [
        ("19-16", {"未明确社会资本参与情况": True}, {"camellia_capital_stated": "否"}),
        ("19-16", {"社会资本参与情况": True}, {"camellia_capital_stated": "是"}),
        (
            "12-09",
            {"访问可管可控、全程留痕": False},
            {"metering_access_controlled": "否", "metering_access_traced": "否"},
        ),
        (
            "01-55",
            {"穿越生态保护红线": True, "不占用耕地": True},
            {"avoids_ecological_redline": "否", "avoids_farmland": "是"},
        ),
        ("03-10", {"新建高速公路服务区": True}, {"charging_site": "高速公路服务区", "site_build_kind": "新建"}),
        (
            "03-19",
            {"固定车位建设或预留比例(%)": 99.9},
            {"charging_ready_spaces": "0.999", "fixed_parking_spaces": "1 个"},
        ),
        ("03-25", {"4A级以上景区": True}, {"scenic_grade": "4A级"}),
        ("05-31", {"集中充电场所符合标准": False, "配套供电安全": True}, {"charging_places_lawful": "否"}),
        ("19-08", {"中央资金用于加工": True}, {"camellia_fund_use": "加工"}),
        ("13-10", {"院校类型": "职业院校"}, {"is_vocational_school": "是"}),
        ("13-16", {"符合上市条件": True}, {"listing_eligible": "是"}),
        ("15-21", {"人员类型": "退役军人"}, {"employment_group": "退役军人"}),
        ("23-01", {"货物原产于菲律宾": True}, {"origin_country": "菲律宾"}),
        ("15-10", {"增值税小规模纳税人": False}, {"vat_payer_kind": "一般纳税人"}),
    ],
)
def test_what_a_name_says_by_itself(
    provision: str, names: dict[str, object], facts: dict[str, str], library: Library
) -> None:
    document = provision[:2]
    case = {"id": f"{provision}-x", "provision": provision, "facts": names, "expect": {"missing": []}}
    mapped = put(case, mapping(document), library, pack_of(document, library))
    assert mapped.unmapped == ()
    assert facts.items() <= mapped.facts.items()


@pytest.mark.parametrize(
    ("provision", "names", "measure"),
    [
        ("06-24", {"宾客意见纳入年度星级复核": True}, "hotel-reviews"),
        ("06-24", {"事前预防": True}, "closed-loop"),
        ("01-65", {"建设运营实体依托": "供水公司"}, "local-entities"),
    ],
)
def test_of_the_measures_of_a_provision_the_one_that_asks_for_most(
    provision: str, names: dict[str, object], measure: str, library: Library
) -> None:
    document = provision[:2]
    case = {"id": f"{provision}-x", "provision": provision, "facts": names, "expect": {"missing": []}}
    mapped = put(case, mapping(document), library, pack_of(document, library))
    assert (mapped.unmapped, mapped.measure.split("/")[1]) == ((), measure)


@pytest.mark.parametrize(
    ("said", "missing", "complies"),
    [
        ({"落实国土空间管控": True}, [], "yes"),
        ({"落实国土空间管控": False}, [], "no"),
        ({}, ["落实国土空间管控"], "open"),
    ],
)
def test_the_requirements_of_a_provision_hold_together(
    said: dict[str, object], missing: list[str], complies: str, library: Library
) -> None:
    names = {"执行环评": True, "避让耕地": True, "避让生态保护红线": True, "避免压覆重要矿床": True, **said}
    case = {"id": "x", "provision": "01-55", "as_of": "2023-12-31", "facts": names, "expect": {"missing": missing}}
    mapped = put(case, mapping("01"), library, pack_of("01", library))
    assert run(mapped, case, library).complies == complies


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
