"""The verbs as a person runs them: in a process of their own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from huice.rules.library import shipped
from tests.shared_material import compendium_path

FIRMS = sorted(path.stem for path in (shipped() / "firms").glob("*.yaml"))


def huice(*words: str, home: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command with its own home; no traceback may ever be seen."""
    done = subprocess.run(
        [sys.executable, "-m", "huice.cli", "--home", str(home), *words],
        input=typed, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_lint_and_test_are_clean(tmp_path: Path) -> None:
    assert huice("lint", home=tmp_path).returncode == 0
    done = huice("test", "--json", home=tmp_path)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["cases"] > 100


def test_there_are_five_sample_firms() -> None:
    assert len(FIRMS) == 5


ADVISED = """name: 甲
as_of: 2023-06-30
facts: {主体类型: 企业, 招用人员: [], 从业人员: 20 人}
"""


def test_advice_is_told_as_text_json_and_calendar(tmp_path: Path) -> None:
    firm, ics = tmp_path / "firm.yaml", tmp_path / "days.ics"
    firm.write_text(ADVISED, "utf-8")
    said = huice("advise", str(firm), home=tmp_path)
    assert said.returncode == 0, said.stderr
    assert all(word in said.stdout for word in ("先弄清这些", "还差什么", "最优组合", "日历", "再增加 1 个"))
    done = huice("advise", str(firm), "--json", "--ics", str(ics), home=tmp_path)
    data = json.loads(done.stdout)
    hired = next(miss for miss in data["near_misses"] if miss["measure"] == "guobanfa-2023-11/graduate-hiring-subsidy")
    assert [change["fact"] for change in hired["changes"]] == ["hires"]
    assert hired["meets"][0]["cite"]["clause"] == "二/（六）"
    assert data["combination"]["proven"] is True
    assert ics.read_bytes().count(b"BEGIN:VEVENT") == len(data["calendar"])
    every = json.loads(huice("advise", str(firm), "--json", "--all", home=tmp_path).stdout)
    assert data["other_days"] > 0 == every["other_days"]
    assert len(every["calendar"]) == len(data["calendar"]) + data["other_days"]
    assert f"另有 {data['other_days']} 个日子，加 --all" in said.stdout


def test_who_has_said_nothing_is_first_asked(tmp_path: Path) -> None:
    firm = tmp_path / "firm.yaml"
    firm.write_text("name: 甲\nas_of: 2023-06-30\nfacts: {}\n", "utf-8")
    said = huice("advise", str(firm), home=tmp_path).stdout
    assert said.index("先弄清这些") < said.index("日历") < said.index("最优组合")
    firm.write_text(huice("sample", "restaurant-28", home=tmp_path).stdout, "utf-8")
    said = huice("advise", str(firm), home=tmp_path).stdout
    assert said.index("日历") < said.index("先弄清这些")


@pytest.mark.parametrize("firm", FIRMS)
def test_a_sample_firm_is_assessed(firm: str, tmp_path: Path) -> None:
    path = tmp_path / f"{firm}.yaml"
    path.write_text(huice("sample", firm, home=tmp_path).stdout, "utf-8")
    text = huice("assess", str(path), "--as-of", "2023-12-31", home=tmp_path)
    assert text.returncode == 0
    assert "能享受的" in text.stdout
    data = json.loads(huice("assess", str(path), "--as-of", "2023-12-31", "--json", home=tmp_path).stdout)
    assert data["as_of"] == "2023-12-31"
    assert {finding["verdict"] for finding in data["findings"]} == {"yes", "no", "open"}
    assert all(finding["cites"] for finding in data["findings"])


def test_one_measure_and_a_report(tmp_path: Path) -> None:
    firm = str(shipped() / "firms" / f"{FIRMS[0]}.yaml")
    page = tmp_path / "report.html"
    done = huice("assess", firm, "--measure", "vat-super-deduction", "--json", "--html", str(page), home=tmp_path)
    assert [finding["measure"] for finding in json.loads(done.stdout)["findings"]] == [
        "caishui-2023-17/vat-super-deduction"
    ]
    assert "<html" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("profile", "words", "said"),
    [
        ("facts: {从业人数员: 3}", (), "从业人数"),
        ("facts: {从业人员: -3}", (), "负数"),
        ("facts: {营业收入: 1e308}", (), "大得不合理"),
        ("facts: {从业人员: 3 万元}", (), "单位"),
        ("facts: {申请日期: 2023-02-30}", (), "没有"),
        ("", (), "文件是空的"),
        ("facts: {从业人员: 3}", ("--as-of", "2023-13-01"), "没有"),
        ("facts: {从业人员: 3}", ("--measure", "稳岗"), "没有唯一的事项"),
    ],
)
def test_bad_input_is_told_and_exits_with_two(profile: str, words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(profile, "utf-8")
    done = huice("assess", str(path), *words, "--html", str(tmp_path / "out.html"), home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out.html").exists()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = huice("assess", str(tmp_path / "none.yaml"), home=tmp_path)
    assert (done.returncode, "读不了文件" in done.stderr) == (2, True)


def test_an_interview_stops_and_goes_on(tmp_path: Path) -> None:
    firm = tmp_path / "firm.yaml"
    first = huice("ask", str(firm), "--as-of", "2023-06-30", home=tmp_path, typed="不对的答案\n1\nq\n")
    assert first.returncode == 0
    kept = firm.read_text("utf-8")
    assert "主体类型: 企业" in kept
    second = huice("ask", str(firm), "--as-of", "2023-06-30", home=tmp_path, typed="\nq\n")
    assert second.returncode == 0
    assert "主体类型" in firm.read_text("utf-8")
    assert "哪一类主体" not in second.stdout
    assert "不清楚" in firm.read_text("utf-8")


def test_without_an_imported_text_the_way_to_import_is_said(tmp_path: Path) -> None:
    for words in (("docs",), ("show", "财税〔2023〕17号"), ("search", "补贴"), ("verify",)):
        done = huice(*words, home=tmp_path)
        assert done.returncode == 2, words
        assert "huice ingest" in done.stderr


def test_coverage_accounts_for_every_provision(tmp_path: Path) -> None:
    done = huice("coverage", "--json", home=tmp_path)
    assert done.returncode == 0, done.stdout
    assert all(
        pack["provisions"] == pack["modelled"] + pack["tracked"] + pack["left_out"]
        for pack in json.loads(done.stdout)["packs"]
    )


def test_the_coverage_page_is_up_to_date(tmp_path: Path) -> None:
    page = tmp_path / "coverage.md"
    huice("coverage", "--write", str(page), home=tmp_path)
    kept = Path(__file__).parent.parent / "docs" / "coverage.md"
    assert page.read_text("utf-8") == kept.read_text("utf-8")


def test_the_compendium_from_file_to_clause(tmp_path: Path) -> None:
    text = compendium_path()
    done = huice("ingest", str(text), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "41 个文件" in done.stdout
    again = huice("ingest", str(text), home=tmp_path)
    assert "新增 0，更新 0，未变 41" in again.stdout
    assert len(json.loads(huice("docs", "--json", home=tmp_path).stdout)["documents"]) == 41
    clause = json.loads(huice("show", "财税[2023]17号", "三/(三)", "--json", home=tmp_path).stdout)
    assert (clause["path"], clause["lines"]) == ("三/（三）", [1338, 1338])
    rate = json.loads(huice("show", "财税[2023]17号", "一", "--json", home=tmp_path).stdout)["knowledge"]
    assert [(one["value"], one["unit"]) for one in rate["quantities"]] == [("15", "%")]
    assert "期限  2023-01-01 至 2027-12-31" in huice("show", "财税[2023]17号", "一", home=tmp_path).stdout
    later = json.loads(huice("docs", "--as-of", "2028-01-01", "--json", home=tmp_path).stdout)
    states = {one["number"]: one["status"]["state"] for one in later["documents"]}
    assert (states["财税〔2023〕17号"], states["苏政规〔2023〕6号"]) == ("已失效", "施行中")
    hits = json.loads(huice("search", "招应届毕业生有什么补贴", "--json", home=tmp_path).stdout)["hits"]
    assert any(hit["number"] == "国办发〔2023〕11号" for hit in hits)
    checked = json.loads(huice("verify", "--corpus", "--json", home=tmp_path).stdout)
    assert checked["problems"] == []
    assert checked["figures"]["printed"] == checked["figures"]["total"] > 50


def test_help_is_in_chinese(tmp_path: Path) -> None:
    for words in ((), ("assess",), ("library",), ("library", "add"), ("batch",), ("serve",)):
        said = huice(*words, "--help", home=tmp_path).stdout
        assert said.startswith("用法：huice")
        assert not re.search(r"Usage|Options|Commands|Show this|required|default|<(?:path|str|int|list)", said), words


def test_samples_are_told_by_name(tmp_path: Path) -> None:
    said = huice("sample", home=tmp_path).stdout
    assert all(f"{firm}  " in said for firm in FIRMS)
    assert "湖畔小馆餐饮有限公司" in said


def test_a_measure_may_be_named_by_its_title(tmp_path: Path) -> None:
    firm = tmp_path / "firm.yaml"
    firm.write_text(ADVISED, "utf-8")
    found = json.loads(huice("assess", str(firm), "--measure", "失业保险稳岗返还", "--json", home=tmp_path).stdout)
    assert [one["measure"] for one in found["findings"]] == ["guobanfa-2023-11/unemployment-insurance-refund"]
    wrong = huice("assess", str(firm), "--measure", "稳岗", home=tmp_path)
    assert wrong.returncode == 2
    assert "guobanfa-2023-11/unemployment-insurance-refund（失业保险稳岗返还）" in wrong.stderr


def test_what_is_followed_is_cut_unless_narrowed(tmp_path: Path) -> None:
    every = len(json.loads(huice("track", "--json", home=tmp_path).stdout))
    said = huice("track", home=tmp_path).stdout
    assert said.splitlines()[-1].startswith(f"共 {every} 项，先截止的 60 项")
    targets = huice("track", "--kind", "指标", home=tmp_path).stdout
    assert "缩小范围" not in targets
    assert targets.splitlines()[-1] == "共 147 项。"


def test_coverage_is_added_up(tmp_path: Path) -> None:
    packs = json.loads(huice("coverage", "--json", home=tmp_path).stdout)["packs"]
    names = ("provisions", "modelled", "tracked", "left_out", "measures")
    last = next(line for line in huice("coverage", home=tmp_path).stdout.splitlines() if "合计" in line)
    assert last.split()[1:6] == [str(sum(pack[name] for pack in packs)) for name in names]


def test_a_day_that_is_none_is_told_once(tmp_path: Path) -> None:
    said = huice("search", "补贴", "--since", "昨天", home=tmp_path).stderr.strip()
    assert said == "“昨天”不是日期。写成 --since 2023-06-30"
