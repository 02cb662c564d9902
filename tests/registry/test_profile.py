"""Profiles as people write them, and what is said of what cannot be read."""

from decimal import Decimal
from pathlib import Path

import pytest

from huice.problems import Problems
from huice.registry.profile import parse_profile, read_profile
from huice.rules.library import Library
from huice.rules.values import ABSENT


def test_labels_keys_units_and_missing_values(demo_library: Library) -> None:
    text = "name: 甲厂\nas_of: 2024-06-30\nfacts:\n  员工人数: ３０人\n  fees: 1.5 万元\n  离职率: 3%\n  离职人数: 不清楚\n  grade: 无此项\n  已参保: 是\n  招用补贴标准: 1000\n"
    profile = parse_profile(text, "firm.yaml", demo_library)
    assert profile.subject.name == "甲厂"
    assert profile.as_of is not None
    assert dict(profile.subject.facts) == {
        "staff": Decimal(30),
        "fees": Decimal(15_000),
        "leaving_rate": Decimal("0.03"),
        "grade": ABSENT,
        "insured": True,
        "shili-2024-1/hire_standard": Decimal(1000),
    }


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("fees（万元）: 1.5", Decimal(15_000)),
        ("fees(元): 15000", Decimal(15_000)),
        ("fees(元): 1.5 万元", Decimal(15_000)),
        ("离职率(%): 3", Decimal("0.03")),
        ("员工人数（人）: 30", Decimal(30)),
    ],
)
def test_a_name_may_carry_the_unit(line: str, value: Decimal, demo_library: Library) -> None:
    profile = parse_profile(f"facts:\n  {line}\n", "firm.yaml", demo_library)
    assert list(profile.subject.facts.values()) == [value]


def test_a_unit_that_does_not_fit_is_told(demo_library: Library) -> None:
    with pytest.raises(Problems):
        parse_profile("facts:\n  fees（人）: 30\n", "firm.yaml", demo_library)


def test_json_is_a_profile_too(demo_library: Library) -> None:
    profile = parse_profile(
        '{"name": "甲", "facts": {"staff": 30, "hires": [{"months": 12}]}}', "firm.json", demo_library
    )
    assert profile.subject.facts["hires"] == ({"months": Decimal(12)},)


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("员工人树: 30", "没有“员工人树”这个要素", "员工人数"),
        ("已缴费用: 30 人", "单位“人”不对", "万元"),
        ("员工人数: 30 万元", "单位“万元”不对", ""),
        ("购买日期: 2024-02-30", "没有“2024-02-30”这一天", ""),
        ("购买日期: 明天", "不是日期", "2023-06-30"),
        ("购买日期: 0001-01-01", "不在 1900", ""),
        ("员工人数: -3", "是负数", ""),
        ("已缴费用: 1e308", "大得不合理", ""),
        ("员工人数: 1e9", "大于 100000 人", ""),
        ("员工人数: NaN", "不是", ""),
        ("已参保: 也许", "不是“是”或“否”", ""),
        ("信用等级: 甲", "没有“甲”这个选项", "甲级"),
        ("员工人数: [3]", "应是一个值", ""),
        ("新员工: 3", "列表", ""),
        ("新员工: [{合同: 3}]", "不认识“合同”", ""),
        ("一般离职率上限: 3%", "没有“一般离职率上限”", ""),
        ("small_staff: 3 人", "没有“small_staff”", ""),
        ("shili-2024-1/small_staff: 3 人", "文件定下的数", "删去"),
        ("所在地区: " + "市" * 5_000_000, "文字过长", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_place_and_remedy(
    line: str, what: str, remedy: str, demo_library: Library
) -> None:
    with pytest.raises(Problems) as raised:
        parse_profile(f"name: 甲\nfacts:\n  {line}\n", "firm.yaml", demo_library)
    (problem,) = raised.value.found
    assert what in problem.what
    assert remedy in problem.what + problem.remedy
    assert (problem.file, problem.line) == ("firm.yaml", 3)
    assert len(str(problem)) < 500


def test_every_mistake_is_told_at_once(demo_library: Library) -> None:
    with pytest.raises(Problems) as raised:
        parse_profile("facts: {员工人树: 3, 已参保: 也许, 购买日期: 2024-02-30}", "firm.yaml", demo_library)
    assert len(raised.value.found) == 3


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff", b"[1, 2]", b"just words", b"\xff\xfe\x00d8"])
def test_what_is_no_profile_is_refused(data: bytes, tmp_path: Path, demo_library: Library) -> None:
    path = tmp_path / "firm.yaml"
    path.write_bytes(data)
    with pytest.raises(Problems):
        read_profile(path, demo_library)


def test_gbk_is_read(tmp_path: Path, demo_library: Library) -> None:
    path = tmp_path / "firm.yaml"
    path.write_bytes("名称: 甲厂\n员工人数: 30\n".encode("gbk"))
    assert read_profile(path, demo_library).subject.facts == {"staff": Decimal(30)}


def test_a_huge_file_is_refused_unread(tmp_path: Path, demo_library: Library) -> None:
    path = tmp_path / "firm.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(Problems, match="文件过大"):
        read_profile(path, demo_library)
