"""What a user adds to the library: packs of others and local standards, kept in the data folder."""

import json
from pathlib import Path

import pytest

from huice.problems import Problems
from huice.registry.additions import add, additions, load_with, remove
from tests.test_cli import huice

STANDARD = """
standards:
  - source: 某人社发〔2023〕5号
    title: 吸纳就业补贴标准
    issuer: 某市人社局
    date: 2023-05-01
    region: 昆山市
    values: {guobanfa-2023-11/hire_standard: 1800 元/人}
"""
FIRM = """
name: 甲
as_of: 2023-06-30
facts:
  主体类型: 企业
  所在地区: "320583"
  招用人员: [{招用人员类别: graduate_year, 劳动合同期限: 12 个月, 人数: 2}]
"""
PACK = """
document: {number: 邻发〔2024〕3号, title: 邻县办法, issuers: [邻县人民政府], issued: 2024-03-01, region: 江苏}
parameters:
  floor: {label: 最低得分, value: 60 个, clause: 一}
  reward: {label: 每分奖励, unit: 元/个, set_by: 邻县财政局, clause: 一}
measures:
  prize:
    title: 得分奖励
    promise: 得分够了有奖励
    kind: benefit
    class: 奖补
    delivery: 申请办理
    subject: [enterprise]
    clauses: [一]
    provisions: [lin-2024-3-01]
    requires: [neighbour_score >= floor]
    amount: {value: neighbour_score * reward}
"""
CASES = """
- {measure: prize, case: 够, as_of: 2024-06-30, facts: {neighbour_score: 60, reward: 10}, expect: {verdict: yes, amount: 600.00}, why: 含本数}
- {measure: prize, case: 不够, as_of: 2024-06-30, facts: {neighbour_score: 59}, expect: {verdict: no}, why: 差一分}
"""
FACTS = "topic: 邻县\nfacts:\n  neighbour_score: {label: 邻县得分, ask: 得了多少分？, type: number, unit: 个}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of somebody else, with a fact of its own."""
    folder = tmp_path / "neighbour"
    for name, text in (
        ("documents/邻县/lin-2024-3.yaml", PACK),
        ("documents/邻县/lin-2024-3.cases.yaml", CASES),
        ("facts/neighbour.yaml", FACTS),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "notes.txt").write_text("与规则无关", "utf-8")
    return folder


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    path = tmp_path / "kunshan.yaml"
    path.write_text(STANDARD, "utf-8")
    return path


def test_standards_are_added_used_listed_and_removed(standard: Path, tmp_path: Path) -> None:
    home, firm = tmp_path / "home", tmp_path / "firm.yaml"
    firm.write_text(FIRM, "utf-8")
    words = ("assess", str(firm), "--measure", "graduate-hiring-subsidy")
    before = huice(*words, home=home)
    assert "还差：本地一次性吸纳就业补贴标准" in before.stdout
    assert "已加进规则库：kunshan（1 个标准，适用 昆山市）" in huice("library", "add", str(standard), home=home).stdout
    after = huice(*words, home=home)
    assert "¥ 3,600.00" in after.stdout
    flat = "".join(after.stdout.split())
    assert (
        "标准：本地一次性吸纳就业补贴标准1800元/人：某市人社局某人社发〔2023〕5号《吸纳就业补贴标准》（2023-05-01，适用昆山市）"
        in flat
    )
    listed = json.loads(huice("library", "list", "--json", home=home).stdout)
    assert [one["name"] for one in listed["additions"]] == ["kunshan"]
    assert listed["standards"][0]["date"] == "2023-05-01"
    opened = json.loads(huice("library", "open", "吸纳", "--json", home=home).stdout)
    assert opened[0]["standards"] == 1
    assert huice("library", "remove", "kunshan", home=home).returncode == 0
    assert huice(*words, home=home).stdout == before.stdout
    gone = huice("library", "remove", "kunshan", home=home)
    assert (gone.returncode, "没有加过" in gone.stderr) == (2, True)


def test_standards_ad_hoc_and_in_the_other_verbs(standard: Path, tmp_path: Path) -> None:
    firm = tmp_path / "firm.yaml"
    firm.write_text(FIRM, "utf-8")
    words = (str(firm), "--measure", "graduate-hiring-subsidy", "--json")
    said = json.loads(huice("assess", *words, "--library", str(standard), home=tmp_path).stdout)
    assert said["findings"][0]["amount"]["value"] == "3600.00"
    assert said["findings"][0]["standards"][0]["issuer"] == "某市人社局"
    assert huice("advise", *words, "--library", str(standard), home=tmp_path).returncode == 0


def test_a_pack_is_checked_alone(pack: Path, tmp_path: Path) -> None:
    said = huice("lint", str(pack), home=tmp_path)
    assert "1 个文件，1 个事项，1 个要素" in said.stdout, said.stderr
    assert huice("test", str(pack), home=tmp_path).stdout == "2 个案例全部相符。\n"
    text = tmp_path / "lin.txt"
    text.write_text(
        "邻县办法\n\n邻发〔2024〕3号\n\n各镇：\n\n一、奖励。得分60个以上的，按分奖励。\n\n邻县人民政府\n\n2024年3月1日\n",
        "utf-8",
    )
    done = huice("verify", str(pack), str(text), "--json", home=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["figures"]) == (0, {"total": 1, "printed": 1})
    covered = json.loads(huice("coverage", str(pack), "--json", home=tmp_path).stdout)
    assert [one["pack"] for one in covered["packs"]] == ["lin-2024-3"]


@pytest.mark.parametrize("verb", ["lint", "test", "verify", "coverage"])
def test_what_is_no_pack_is_told(verb: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = huice(verb, str(tmp_path / "empty"), home=tmp_path)
    assert (done.returncode, bool(done.stderr)) == (2, True)
    done = huice(verb, str(tmp_path / "none"), home=tmp_path)
    assert done.returncode == 2


def test_a_pack_without_cases_does_not_pass(pack: Path, tmp_path: Path) -> None:
    (pack / "documents/邻县/lin-2024-3.cases.yaml").unlink()
    done = huice("test", str(pack), home=tmp_path)
    assert (done.returncode, "没有案例" in done.stderr) == (2, True)


def test_an_added_pack_is_used_and_its_numbers_can_be_filled(pack: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    add(pack, home)
    mine = tmp_path / "mine.yaml"
    mine.write_text(STANDARD.replace("guobanfa-2023-11/hire_standard: 1800 元/人", "每分奖励: 10 元/个"), "utf-8")
    _, library = add(mine, home)
    assert library.parameters["lin-2024-3/reward"].standards[0].region == "昆山市"
    assert {one.name for one in additions(home)} == {"neighbour", "mine"}
    assert not (home / "library/packs/neighbour/notes.txt").exists()
    assert add(pack, home)[0].path.is_dir()
    remove("neighbour", home)
    with pytest.raises(Problems, match=r"加进规则库的“mine”通不过检查.*huice library remove mine"):
        load_with(home)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", STANDARD.replace("1800 元/人", "1800"), "没有写单位"),
        ("b.yaml", "document: {}\n", "这不是一份地方标准"),
        ("c.yaml", "{", "不是合法的 YAML"),
        ("none", None, "读不了"),
    ],
)
def test_what_is_wrong_is_not_added(name: str, text: str | None, told: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    done = huice("library", "add", str(tmp_path / name), home=tmp_path / "home")
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert additions(tmp_path / "home") == ()


def test_a_pack_that_clashes_is_not_added(pack: Path, tmp_path: Path) -> None:
    facts = pack / "facts/neighbour.yaml"
    facts.write_text(FACTS.replace("neighbour_score:", "headcount:"), "utf-8")
    with pytest.raises(Problems, match="要素“headcount”已在"):
        add(pack, tmp_path / "home")
    assert additions(tmp_path / "home") == ()
