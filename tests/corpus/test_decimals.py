"""Texts numbered as standards are: bare numbers are headings only where the whole text shows it."""

import pytest

from huice.corpus import read_documents, read_edition, walk
from huice.corpus.lines import squeeze
from tests.exactness import check_exact
from tests.readers import rendering_docx, rendering_html, rendering_pdf

STANDARD = """示例市惠企服务规范
1 总则
1.1 为规范惠企服务，制定本规范。
1.2 本规范适用于示例市各级经办机构。
2 引用文件
下列文件适用于本规范。
3 服务要求
3.1 一般要求
3.1.1 应当主动比对数据，做到：
（1）及时；
（2）准确。
3.1.2应当公布结果，每年不少于
2 次，并接受监督。
3.2 时限
15 个工作日内办结。
1. 普通事项另有规定的除外；
2. 特殊事项可以延长。
3.3 费用
1.5 万元以下的不收费。
4 评价
每年评价一次。"""
PATHS = [
    "1", "1/1.1", "1/1.2", "2", "3", "3/3.1", "3/3.1/3.1.1", "3/3.1/3.1.1/（1）", "3/3.1/3.1.1/（2）", "3/3.1/3.1.2",
    "3/3.2", "3/3.2/1", "3/3.2/2", "3/3.3", "4",
]  # fmt: skip


def paths(data: bytes, name: str = "a.txt") -> list[str]:
    (document,) = read_documents(data, name)
    return [clause.path for clause in walk(document.clauses)]


def test_a_standard_has_its_headings_and_their_decimals() -> None:
    edition = read_edition(STANDARD.encode(), "a.txt")
    check_exact(edition)
    (document,) = edition.documents
    clauses = {clause.path: clause for clause in walk(document.clauses)}
    assert list(clauses) == PATHS
    assert document.title == "示例市惠企服务规范"
    assert clauses["3"].heading == "3 服务要求"
    assert clauses["3/3.1/3.1.2"].said.endswith("每年不少于\n2 次，并接受监督。")
    assert clauses["3/3.2"].text == "15 个工作日内办结。"
    assert clauses["3/3.3"].text == "1.5 万元以下的不收费。"


@pytest.mark.parametrize("layout", ["typeset", "narrow"])
def test_it_is_the_same_as_a_pdf(layout: str) -> None:
    assert paths(rendering_pdf.pdf_of(STANDARD.splitlines(), layout), "a.pdf") == PATHS


def test_it_is_the_same_as_a_word_file_and_a_web_page() -> None:
    lines = STANDARD.splitlines()
    assert paths(rendering_docx.docx_of(lines, rendering_docx.LAYOUTS[0]), "a.docx") == PATHS
    assert paths(rendering_html.html_of(lines, rendering_html.LAYOUTS[0], lines[0]), "a.html") == PATHS


HEAD = "示例市财政局关于试点工作的通知\n示财〔2024〕1号\n各区财政局：\n"
TAIL = "\n示例市财政局\n2024年1月2日\n"


@pytest.mark.parametrize(
    "body",
    [
        "名单如下：\n1 示例机械厂\n2 示例食品厂\n3 示例服装厂",
        "名单如下：\n1 示例机械厂\n2 示例食品厂\n4.1 万元以下的不补。",
        "一、任务\n1 目标\n1.1 增长\n2 要求\n2.1 落实",
        "1 目标\n3.1 增长\n2 要求\n2.1 落实",
        "1 目标\n1.1 增长",
    ],
    ids=["a list", "figures", "inside other numbers", "decimals of others", "only one"],
)
def test_bare_numbers_that_only_count_are_no_headings(body: str) -> None:
    (document,) = read_documents((HEAD + body + TAIL).encode(), "a.txt")
    headings = [squeeze(clause.heading) for clause in walk(document.clauses)]
    assert not any(heading in {"1目标", "2要求", "1示例机械厂", "2示例食品厂"} for heading in headings)


def test_an_annex_may_be_numbered_as_a_standard_is() -> None:
    annex = "\n附件\n示例市惠企服务规范\n1 总则\n1.1 目的\n便于办理。\n2 要求\n2.1 时限\n当日办结。"
    assert paths((HEAD + "现将规范印发给你们，请遵照执行。" + TAIL + annex).encode())[2:] == [
        "引言", "1", "1/1.1", "2", "2/2.1",
    ]  # fmt: skip
