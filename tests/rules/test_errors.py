"""What is wrong with a pack is told at its place, with the remedy, and all of it at once."""

import re
import shutil
from pathlib import Path

import pytest

from huice.problems import Problem, Problems
from huice.rules.library import load
from huice.rules.source import read
from tests.conftest import DATA

PACK = "documents/demo/shili-2024-1.yaml"


def broken(tmp_path: Path, old: str, new: str, file: str = PACK) -> list[Problem]:
    """The problems of the demo library with one passage of a file replaced."""
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Problems) as raised:
        load(folder)
    return raised.value.found


@pytest.mark.parametrize(
    ("old", "new", "what", "remedy"),
    [
        ("value: 30 人", "value: 30 元", "单位不同", "单位"),
        ("- insured\n", "- insurd\n", "没有“insurd”这个要素或参数", "insured"),
        ("fees * refund_rate", "fees + refund_rate", "单位不同", "单位相同"),
        ("staff <= small_staff and", "staff <= 30 and", "数字没有单位", "parameters"),
        ("staff <= small_staff and", "staff <= 30 斤 and", "没有“斤”这个单位", "单位表"),
        ("value: 60%, clause: 一/（一）", "value: 60%", "没有依据", "clause"),
        ("kind: benefit", "kind: benfit", "不认识“benfit”", "benefit"),
        ("promise: 少", "promises: 少", "promise", "promise"),
        ("clauses: [一/（一）]", "clauses: []", "没有依据", "clauses"),
        ("subject: [enterprise, sole_trader]", "subject: [company]", "没有“company”这种主体", "enterprise"),
        ("on: bought_on", "on: staff", "不是日期要素", "date"),
        ("until: 2024-12-31}", "until: 2023-12-31}", "起始日晚于截止日", ""),
        ("until: 2024-12-31}", "until: 2024-13-31}", "没有“2024-13-31”这一天", ""),
        ("unit: 元/人, set_by: 区县人社局,", "unit: 元/人,", "没有值", "set_by"),
        ("grade >= b", "grade >= d", "没有“d”", ""),
        ("h.months >= contract_min for", "h.monts >= contract_min for", "没有栏目“monts”", "months"),
        ("count(h for h in hires if", "count(h for h in staff if", "不是明细", "records"),
        ("count(h for h in hires if", "__import__(h for h in hires if", "没有函数", ""),
        ("- insured\n", "- insured.__class__\n", "不是明细的行名", ""),
        ("- insured\n", "- '(lambda: insured)()'\n", "规定的函数", ""),
        ("- insured\n", "- insured = 3\n", "写法不对", ""),
        ("counted: {label: 可计基数, value: m.base}", "counted: {label: 可计基数, value: later}", "没有“later”", ""),
    ],
)  # fmt: skip
def test_an_error_names_place_and_remedy(tmp_path: Path, old: str, new: str, what: str, remedy: str) -> None:
    found = broken(tmp_path, old, new)
    hits = [problem for problem in found if what in problem.what]
    assert hits, [str(problem) for problem in found]
    assert hits[0].file.endswith(PACK)
    assert hits[0].line > 0
    assert remedy in hits[0].what + hits[0].remedy


def test_the_column_is_that_of_the_wrong_word(tmp_path: Path) -> None:
    found = broken(tmp_path, "staff <= small_staff and", "staff <= small_staf and")
    line = (tmp_path / "library" / PACK).read_text("utf-8").splitlines()[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith("small_staf")


def test_the_column_is_right_behind_a_quantity(tmp_path: Path) -> None:
    found = broken(tmp_path, "staff <= small_staff and", "staff <= 300000 万人 and stuff <= small_staff and")
    line = (tmp_path / "library" / PACK).read_text("utf-8").splitlines()[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith("stuff")


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    text = (folder / PACK).read_text("utf-8")
    text = (
        text.replace("- insured\n", "- insurd\n", 1)
        .replace("kind: obligation", "kind: duty")
        .replace("value: 15%", "value: 15 斤")
    )
    (folder / PACK).write_text(text, "utf-8")
    with pytest.raises(Problems) as raised:
        load(folder)
    said = "\n".join(str(problem) for problem in raised.value.found)
    assert all(word in said for word in ("insurd", "duty", "15 斤"))


@pytest.mark.parametrize(
    "expression",
    ["(" * 10_000 + "insured" + ")" * 10_000, "not " * 10_000 + "insured", " and ".join(["insured"] * 5_000),
     "insured if " * 60 + "insured" + " else insured" * 60],
)  # fmt: skip
def test_a_deep_or_long_expression_is_refused(tmp_path: Path, expression: str) -> None:
    found = broken(tmp_path, "- insured\n", f"- {expression}\n")
    assert any(word in found[0].what for word in ("太长", "过深", "写法不对"))


def test_facts_that_derive_from_each_other_are_refused(tmp_path: Path) -> None:
    file = "facts/demo.yaml"
    found = broken(
        tmp_path,
        "type: number, unit: 人}\n  leaving",
        "type: number, unit: 人, derived: staff * leaving_rate}\n  leaving",
        file,
    )
    assert any("互相依赖" in problem.what and "leavers" in problem.what for problem in found)


def test_two_facts_may_not_share_a_name(tmp_path: Path) -> None:
    found = broken(tmp_path, "label: 离职人数", "label: 员工人数", "facts/demo.yaml")
    assert any("已是要素" in problem.what for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("topic: 示例", "topic: [示例", "不是合法的 YAML"),
        ("  staff: {", "  staff: ", "不是合法的 YAML"),
        ("type: bool, cost: 1", "type: bol, cost: 1", "不认识“bol”"),
        ("derived: leavers / staff", "derived: leavers / stuff", "没有“stuff”"),
    ],
)
def test_what_follows_from_a_wrong_fact_is_left_out(tmp_path: Path, old: str, new: str, what: str) -> None:
    found = broken(tmp_path, old, new, "facts/demo.yaml")
    assert [what in problem.what for problem in found] == [True]
    assert found[0].file.endswith("facts/demo.yaml")


def test_files_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    for file in ("facts/demo.yaml", PACK):
        (folder / file).write_text("a: [1\n", "utf-8")
    with pytest.raises(Problems) as raised:
        load(folder)
    assert [Path(problem.file).name for problem in raised.value.found] == ["shili-2024-1.yaml", "demo.yaml"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [1\n", "不是合法的 YAML"),
        ("a: &x 1\nb: *x\n", "锚点"),
        ("[" * 100 + "]" * 100, "嵌套过深"),
        ("[" * 5_000, "不是合法的 YAML"),
        ("a: 1\na: 2\n", "写了两次"),
        ("\x00\x01", "不是合法的 YAML"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(tmp_path: Path, text: str, what: str) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    (folder / "documents/demo/other.yaml").write_text(text, "utf-8")
    with pytest.raises(Problems) as raised:
        load(folder)
    assert any(what in problem.what for problem in raised.value.found)


def test_the_compiled_cache_gives_the_same_library(tmp_path: Path) -> None:
    fresh = load(DATA / "library", cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    again = load(DATA / "library", cache=tmp_path)
    assert again.digest == fresh.digest
    assert list(again.measures) == list(fresh.measures)
    kept.write_bytes(b"damaged")
    assert list(load(DATA / "library", cache=tmp_path).measures) == list(fresh.measures)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c", "一行里多了一个冒号，或缩进不对"),
        ("[1,2", "括号没有成对，或少了逗号"),
        ('a: "b', "引号没有成对"),
        ("a: %b", "一个词以保留的符号开头，要加引号"),
        ("a:\n\tb: 1", ""),
        ("a:\n  - b\n c: d", ""),
        ("a: \x00", ""),
    ],
)
def test_what_is_no_yaml_is_told_in_chinese(text: str, said: str) -> None:
    with pytest.raises(Problems) as wrong:
        read(text, "甲.yaml")
    what = wrong.value.found[0].what
    assert said in what
    assert not re.search("[a-z]", what.replace("YAML", ""))
