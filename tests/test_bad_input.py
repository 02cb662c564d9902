"""Every kind of bad input through the command line: place and remedy in Chinese, exit code 2, nothing written."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huice.cli import main
from tests.conftest import DATA

TEXT = next((DATA / "demo-city").glob("*.txt")).read_text("utf-8")
PROFILE = "facts: {从业人员: 28}"
FACTS = """topic: 甲
facts:
  one_fact: {label: 甲数, ask: 甲数是多少？, type: number, unit: 人, derived: other_fact}
  other_fact: {label: 乙数, ask: 乙数是多少？, type: number, unit: 人}
"""
PACK = """document: {number: 甲发〔2024〕1号, title: 甲办法, issuers: [甲], issued: 2024-01-01, region: 全国}
parameters:
  most: {label: 人数上限, value: 30 人, clause: 一}
measures:
  one:
    title: 甲事项
    promise: 人少的单位能得到甲
    kind: support
    class: 权益
    delivery: 申请办理
    subject: [enterprise]
    clauses: [一]
    requires: [headcount <= most]
"""


class Told:
    """What a run of the command said."""

    def __init__(self, code: object, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Told]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command in this process with a home of its own."""

    def command(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["huice", "--home", str(tmp_path / "home"), *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Told(ended.value.code or 0, said.out, said.err)

    return command


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "空.txt：文件是空的"),
        ("空白.txt", b"\n \n\n", "空的"),
        ("二进制.txt", bytes(range(256)) * 400, "另存为纯文本"),
        ("不是汇编.txt", "今天天气很好，我们去公园散步。".encode(), "没有认出政策文件"),
        ("半个字.txt", TEXT.encode()[: TEXT.encode().rindex("。".encode()) + 1], "没有下载或复制完整"),
        ("半截.txt", TEXT[: len(TEXT) // 2].encode(), "目录列有"),
        ("假的.pdf", b"%PDF-1.7\n" + b"x" * 500, "假的.pdf"),
        ("假的.docx", b"PK\x03\x04" + b"x" * 500, "假的.docx"),
        ("不认识.exe", b"MZ" + bytes(500), "另存为纯文本"),
    ],
)
def test_a_file_that_is_no_compendium(name: str, data: bytes, said: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    told = run("ingest", str(tmp_path / name))
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert name in told.err
    assert not (tmp_path / "home").exists()


def test_two_hundred_megabytes_and_devices_are_refused_unread(run: Run, tmp_path: Path) -> None:
    huge = tmp_path / "大.txt"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    told = run("ingest", str(huge))
    assert (told.code, "请拆成几个文件" in told.err) == (2, True)
    assert run("ingest", "/dev/zero").code == 2
    assert run("assess", "/dev/zero").code == 2
    assert run("assess", str(huge)).code == 2
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_read_the_same(encoding: str, run: Run, tmp_path: Path) -> None:
    plain, other = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.write_text(TEXT, "utf-8")
    other.write_bytes(TEXT.encode(encoding, "replace"))
    firm = tmp_path / "firm.yaml"
    firm.write_bytes(PROFILE.encode(encoding))
    assert run("ingest", str(plain)).code == 0
    assert "新增 0" in run("ingest", str(other)).out
    assert run("assess", str(firm), "--measure", "unemployment-insurance-refund").code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 30 人", "value: 30 元", "单位不同"),
        ("value: 30 人", "value: 30 斤", "“30 斤”的单位"),
        ("headcount <= most", "headcont <= most", "是不是“headcount”"),
        ("headcount <= most", "headcount <= 30", "数字没有单位"),
        ("headcount <= most", "not " * 10_000 + "true", "表达式太长"),
        ("headcount <= most", "not " * 400 + "true", "过深"),
        ("headcount <= most", "(" * 10_000 + "headcount" + ")" * 10_000 + " <= most", "表达式太长"),
        ("clauses: [一]", "clauses: []", "没有依据"),
        ("value: 30 人, clause: 一", "value: 30 人", "没有依据"),
        ("kind: support", "kind: suport", "support"),
        ("measures:", "measures: [", "不是合法的 YAML"),
    ],
)  # fmt: skip
def test_a_wrong_pack(old: str, new: str, said: str, run: Run, tmp_path: Path) -> None:
    assert old in PACK
    own = tmp_path / "own"
    (own / "documents").mkdir(parents=True)
    pack = own / "documents" / "jia-2024-1.yaml"
    firm, page = tmp_path / "firm.yaml", tmp_path / "out.html"
    firm.write_text(PROFILE, "utf-8")
    pack.write_text(PACK.replace(old, new, 1), "utf-8")
    told = run("assess", str(firm), "--library", str(own), "--html", str(page))
    assert (told.code, told.out) == (2, "")
    assert f"{pack.name}:" in told.err
    assert said in told.err
    assert not page.exists()


def test_the_pack_that_the_wrong_ones_come_from_is_right(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own" / "documents"
    own.mkdir(parents=True)
    (own / "jia-2024-1.yaml").write_text(PACK, "utf-8")
    assert run("lint", "--library", str(own.parent)).code == 0
    (own / "jia-2024-1.yaml").write_text(PACK.replace("30 人", "30 元"), "utf-8")
    assert run("lint", "--library", str(own.parent)).code == 1


def test_facts_in_a_cycle(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "facts"
    folder.mkdir(parents=True)
    (folder / "jia.yaml").write_text(FACTS, "utf-8")
    assert run("lint", "--library", str(tmp_path / "own")).code == 0
    (folder / "jia.yaml").write_text(FACTS.replace("unit: 人}", "unit: 人, derived: one_fact}"), "utf-8")
    told = run("facts", "甲数", "--library", str(tmp_path / "own"))
    assert told.code == 2
    assert "互相依赖" in told.err
    assert "jia.yaml:" in told.err


def test_a_clause_that_the_text_does_not_have(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own" / "documents"
    own.mkdir(parents=True)
    (own / "jia-2024-1.yaml").write_text(PACK.replace("clauses: [一]", "clauses: [九]"), "utf-8")
    text = tmp_path / "甲.txt"
    text.write_text("甲办法\n\n甲发〔2024〕1号\n\n一、人数不超过30人的单位可以申请。\n\n甲\n\n2024年1月1日\n", "utf-8")
    told = run("verify", str(text), "--library", str(tmp_path / "own"))
    assert told.code == 1
    assert "没有条款“九”" in told.err
    assert "jia-2024-1.yaml:" in told.err


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("facts: {从业人数员: 3}", "是不是“从业人数”"),
        ("facts: {营业收入: 300 万}", "如“300 万元”"),
        ("facts: {从业人员: 3 万元}", "单位“万元”不对，这里要的是“人”"),
        ("facts: {申请日期: 2023-02-30}", "没有“2023-02-30”这一天"),
        ("as_of: 2023-02-30\nfacts: {从业人员: 3}", "没有“2023-02-30”这一天"),
        ("facts: {从业人员: -3}", "是负数"),
        ("facts: {营业收入: 1e308}", "大得不合理"),
        ("facts: {营业收入: 1e9999999}", "不是以“元”为单位的数"),
        ("facts: {营业收入: " + "9" * 5_000_000 + "}", "太长"),
        ("facts: {所在地区: " + "a" * 5_000_000 + "}", "文字过长"),
        ("facts: {" + "a" * 5_000_000 + ": 1}", "不是合法的 YAML"),
        ("name: " + "a" * 5_000_000 + "\nfacts: {从业人员: 3}", "名称过长"),
        ("facts: {所在地区: " + "市" * 5_000_000 + "}", "文件过大"),
        ("", "文件是空的"),
        ("从业人员", "没有要素"),
        ("a: [1", "不是合法的 YAML"),
    ],
    ids=lambda value: value[:24],
)
def test_a_wrong_profile(profile: str, said: str, run: Run, tmp_path: Path) -> None:
    firm, page = tmp_path / "firm.yaml", tmp_path / "out.html"
    firm.write_text(profile, "utf-8")
    for told in (run("assess", str(firm), "--html", str(page)), run("ask", str(firm))):
        assert (told.code, told.out) == (2, "")
        assert f"{firm}" in told.err
        assert said in told.err
        assert len(told.err) < 1_000
    assert not page.exists()
    assert firm.read_text("utf-8") == profile


def test_a_profile_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_bytes(b"\x00\xff\x00\xfe" * 50)
    for verb in ("assess", "ask"):
        for path in (tmp_path / "firm.yaml", tmp_path):
            told = run(verb, str(path))
            assert (told.code, str(path) in told.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess",), "缺少 firm"),
        (("assess", "a", "b", "c"), "多了“b c”"),
        (("asses", "a"), "是不是 assess？"),
        (("nonsense",), "没有“nonsense”这个动词。有：advise、ask、"),
        (("search", "补贴", "--limit", "0"), "应不小于 1"),
        (("search", "补贴", "--lmit", "3"), "是不是 --limit？"),
        (("serve", "--port"), "--port 后面少一个值"),
        (("facts", "从业人数员"), "从业人数"),
        (("sample", "无锡"), "chip-packaging-wuxi"),
        (("show", "甲"), "huice ingest"),
        (("coverage", "--write", "/proc/none/x.md"), "写不了文件"),
    ],
)
def test_a_wrong_command_line(words: tuple[str, ...], said: str, run: Run) -> None:
    told = run(*words)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert "Error" not in told.err


def test_a_home_that_is_none(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, "utf-8")
    (tmp_path / "home").write_text("", "utf-8")
    told = run("ingest", str(text))
    assert (told.code, "同名的文件" in told.err) == (2, True)
    (tmp_path / "home").unlink()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "huice.db").write_bytes(b"damaged" * 1_000)
    for words in (("ingest", str(text)), ("docs",), ("search", "补贴")):
        told = run(*words)
        assert told.code == 2
        assert "数据库用不了" in told.err
    assert (tmp_path / "home" / "huice.db").read_bytes() == b"damaged" * 1_000
