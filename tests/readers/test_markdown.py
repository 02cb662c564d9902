"""Markdown: its text in lines, without its marks."""

from pathlib import Path

import pytest

from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems
from huice.readers import Cell
from huice.readers.markdown import looks_like, read

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"


def lines(text: str) -> list[str]:
    return read(text.encode(), "a.md").text.splitlines()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 关于*支持*的[通知](http://a)\n\n标题\n---\n", ["关于支持的通知", "标题"]),
        ("第一行\n第二行 abc\ndef 三\n", ["第一行第二行 abc def 三"]),
        ("一、要求\n（一）目标\n第三条 其他\n", ["一、要求", "（一）目标", "第三条 其他"]),
        ("换行\\\n之后  \n再后<br>末\n", ["换行", "之后", "再后", "末"]),
        ("3. 甲\n3. 乙\n   - 子\n\n   续\n4. 丙\n", ["3. 甲", "4. 乙", "子", "续", "5. 丙"]),
        ("1) 甲\n2) 乙\n\n1\\. 丙\n", ["1) 甲", "2) 乙", "1. 丙"]),
        ("> 引\n\n```\n码\n```\n\n    缩进\n", ["引", "码", "缩进"]),
        ("| 项目 | 比例 |\n|---|:--|\n| a\\|b | **5**% |\n| 甲 |\n", ["项目\t比例", "a|b\t5%", "甲\t"]),
        ("10<sup>4</sup>元 ![图](a.png)\n\n<div>甲<br>乙</div>\n", ["10⁴元", "甲", "乙"]),
        ("已有`代码`和&amp;~~旧~~\n", ["已有代码和&旧"]),
    ],
)
def test_marks_become_lines(text: str, said: list[str]) -> None:
    assert lines(text) == said


def test_tables_in_html_keep_their_merged_cells() -> None:
    source = read("<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>".encode(), "a.md")
    assert source.cells[1] == (Cell("甲", rows=2), Cell("乙"))


def test_data_about_the_file_is_furniture() -> None:
    source = read("---\ntitle: 甲\ntags:\n  - 乙\n---\n\n# 标题\n".encode(), "a.md")
    assert (source.text, source.furniture) == ("标题\n", ("title: 甲", "tags:", "  - 乙"))


def test_paragraphs_apart_by_blank_lines_come_back() -> None:
    said = [line.text for line in lines_of(DEMO.read_text("utf-8")) if not line.is_row]
    assert [squeeze(line) for line in lines("\n\n".join(said))] == [squeeze(line) for line in said]


def test_markdown_is_told_by_its_headings_and_tables() -> None:
    assert looks_like("# 标题\n正文\n")
    assert looks_like("a|b\n--|--\n1|2\n")
    assert not looks_like(DEMO.read_text("utf-8"))
    assert not looks_like("#标签 不是标题\n2024-2026 | 甲\n")


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "没有文字"), (">" * 10_000 + "甲", "嵌套"), ("一" + "![" * 50_000, "方括号"), ("甲\n" * 300_000, "万行")],
    ids=["empty", "deep", "brackets", "long"],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_a_remedy(text: str, word: str) -> None:
    with pytest.raises(Problems) as caught:
        lines(text)
    (problem,) = caught.value.found
    assert (word in problem.what, bool(problem.remedy)) == (True, True)
