"""Regions by GB/T 2260 and industries by GB/T 4754, as answers of a profile; names that mean one fact."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huice.problems import Problems
from huice.registry.profile import parse_profile
from huice.rules.library import Library, load, shipped
from huice.rules.values import UNKNOWN


@cache
def load_shipped() -> Library:
    return load(shipped())


COUNTIES = {
    "南京市": 11, "无锡市": 7, "徐州市": 10, "常州市": 6, "苏州市": 9, "南通市": 7, "连云港市": 6, "淮安市": 7, "盐城市": 9,
    "扬州市": 6, "镇江市": 6, "泰州市": 6, "宿迁市": 5,
}  # fmt: skip


def test_jiangsu_has_its_cities_and_counties(library: Library) -> None:
    within = library.regions.within
    inside = {city: sum(around == city for around in within.values()) for city in COUNTIES}
    assert inside == COUNTIES
    assert sum(around == "江苏" for around in within.values()) == 13


def test_every_code_lies_within_that_of_the_region_around(library: Library) -> None:
    regions = library.regions
    for code, region in regions.codes.items():
        around = regions.within[region]
        digits = re.sub(r"(00)+$", "", code)
        assert len(code) == 6
        if around != "全国":
            assert digits.startswith(re.sub(r"(00)+$", "", next(c for c, r in regions.codes.items() if r == around)))
    assert len(set(regions.codes.values())) == len(regions.codes) == len(regions.within)


@pytest.mark.parametrize(
    ("said", "chain"),
    [
        ("苏州市昆山市", ("江苏", "苏州市", "昆山市")),
        ("江苏省苏州市昆山市玉山镇前进路 1 号", ("江苏", "苏州市", "昆山市")),
        ("昆山", ("江苏", "苏州市", "昆山市")),
        ("320583", ("江苏", "苏州市", "昆山市")),
        ("320583000000", ("江苏", "苏州市", "昆山市")),
        ("３２０５００", ("江苏", "苏州市")),
        ("南京鼓楼", ("江苏", "南京市", "南京市鼓楼区")),
        ("江苏省徐州市鼓楼区", ("江苏", "徐州市", "徐州市鼓楼区")),
        ("淮安", ("江苏", "淮安市")),
        ("淮安市淮安区", ("江苏", "淮安市", "淮安区")),
        ("连云港市", ("江苏", "连云港市")),
        ("无锡市上海路 8 号", ("江苏", "无锡市")),
        ("苏州市常熟路", ("江苏", "苏州市")),
        ("浙江省杭州市", ("浙江",)),
        ("别处", ()),
    ],
)
def test_names_addresses_and_codes_resolve(said: str, chain: tuple[str, ...], library: Library) -> None:
    assert library.regions.chain(library.regions.find(said)) == ("全国", *chain)
    assert library.facts["region"].parse(said) == (said.strip(), "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("鼓楼区", "南京市鼓楼区、徐州市鼓楼区"),
        ("320571", "320583 昆山市"),
        ("999999", "6 位代码"),
        ("320501", "虎丘区"),
    ],
)
def test_what_is_not_clear_is_an_error_with_its_place(said: str, told: str, library: Library) -> None:
    with pytest.raises(Problems) as wrong:
        parse_profile(f"facts:\n  所在地区: {said}\n", "firm.yaml", library)
    problem = wrong.value.found[0]
    assert (problem.line, told in problem.what) == (2, True)


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("C", "manufacturing"), ("C26", "manufacturing"), ("2613", "manufacturing"), ("采矿业", "manufacturing"),
        ("51", "wholesale"), ("F5211", "retail"), ("5910", "transport"), ("5990", "warehousing"), ("60", "post"),
        ("6210", "catering"), ("64", "telecom"), ("65", "software"), ("K7010", "real_estate"), ("7020", "property_management"),
        ("餐饮业", "catering"), ("catering", "catering"), ("R", "other"),
    ],
)  # fmt: skip
def test_industry_codes_give_the_class_of_the_size_standard(said: str, option: str, library: Library) -> None:
    assert library.facts["industry"].parse(said) == (option, "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("F", "51 批发业、52 零售业"), ("住宿和餐饮业", "61 住宿业"), ("70", "701 房地产开发经营"), ("B26", "门类 C"),
        ("98", "01 至 97"), ("J", "不含这个行业"), ("X", "A 至 T"), ("饮食", "没有“饮食”这个选项"),
    ],
)  # fmt: skip
def test_an_industry_that_is_not_told_apart_says_how_to_go_on(said: str, told: str, library: Library) -> None:
    assert told in library.facts["industry"].parse(said)[1]


def test_every_division_has_a_section(library: Library) -> None:
    vocabulary = library.facts["industry"].vocabulary
    assert vocabulary is not None
    for number in range(1, 98):
        assert not vocabulary.read(f"{number:02}")[1].startswith("没有")


def test_an_added_folder_may_bring_regions(tmp_path: Path) -> None:
    (tmp_path / "regions.yaml").write_text(
        'regions:\n  杭州市: {code: "330100", within: 浙江, parts: {西湖区: "330106"}}\n'
    )
    regions = load(shipped(), tmp_path).regions
    assert regions.chain(regions.find("浙江省杭州市西湖区")) == ("全国", "浙江", "杭州市", "西湖区")
    assert regions.find("320583") == "昆山市"


def test_the_columns_of_a_registry_take_codes_and_tell_what_is_not_clear(library: Library) -> None:
    import polars as pl

    from huice.registry.cells import read_cells

    industries = read_cells(pl.Series(["C2613", "6210.0", "F", "5", None]), library.facts["industry"])
    assert industries.values.to_list() == ["manufacturing", "catering", None, "agriculture", None]
    assert [bool(said) for said in industries.wrong] == [False, False, True, False, False]
    regions = read_cells(pl.Series([320583.0, 320106.0, 320571.0]), library.facts["region"])
    assert [bool(said) for said in regions.wrong] == [False, False, True]
    assert library.regions.find(regions.values[0]) == "昆山市"


def test_a_value_for_a_region_that_is_none_is_an_error(tmp_path: Path) -> None:
    pack = "document: {number: 甲, title: 乙, region: 江苏}\nparameters:\n  rate: {label: 丙, value: 1%, regions: {江苏省: 2%}, clause: 一}\n"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "jia-2024-1.yaml").write_text(pack, "utf-8")
    with pytest.raises(Problems, match="不是地区的名称。是不是“江苏”"):
        load(shipped(), tmp_path)


@settings(deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["江苏省", "南京", "鼓楼区", "昆山", "路", "3205", "83", "区"])).map("".join)
)
def test_any_text_is_read_without_fail(text: str) -> None:
    regions = load_shipped().regions
    region, wrong = regions.read(text)
    assert regions.chain(region)[0] == "全国"
    assert region is None or region in regions.within or region == "全国"
    assert isinstance(wrong, str)
    option, wrong = load_shipped().facts["industry"].parse(text)
    assert isinstance(wrong, str)
    assert wrong == "" or option is UNKNOWN


@pytest.mark.parametrize(
    "name",
    [
        "符合条件", "是否符合条件", "有条件", "严格控制", "已改造", "验收合格", "核验通过", "额度内", "截止日", "年度", "申报日期", "反馈日期",
        "产品类别", "就业地区", "重点企业", "示范企业", "参保", "档案", "标签", "办事指南", "规章制度", "违规收费",
    ],
)  # fmt: skip
def test_a_name_that_could_mean_several_facts_means_none(library: Library, name: str) -> None:
    assert name not in library.names
