"""Compendiums and single documents cut at the right lines, and what cannot be cut."""

import pytest

from huice.corpus import read_documents
from huice.problems import Problems

ONE = "示例市财政局关于甲事项的通知\n\n示财〔2024〕1号\n\n各区财政局：\n\n一、做好甲事项。\n\n示例市财政局\n\n2024年1月2日\n\n"
TWO = "示例市商务局 示例市财政局\n\n关于乙事项\n有关安排的意见\n\n示商〔2024〕2号\n\n各区商务局：\n\n一、做好乙事项。\n\n示例市商务局\n示例市财政局\n\n2024年1月3日\n"
TITLES = ["示例市财政局关于甲事项的通知", "示例市商务局 示例市财政局关于乙事项有关安排的意见"]


def titles(text: str) -> list[str]:
    return [document.title for document in read_documents(text.encode(), "a.txt")]


@pytest.mark.parametrize(
    "contents",
    [
        "",
        "目录\n1.示例市财政局关于甲事项的通知……1\n2.示例市商务局 示例市财政局关于乙事项有关安\n排的意见……2\n\n",
        "目  录\n示例市财政局关于甲事项的通知.......1\n示例市商务局 示例市财政局关于乙事项有关安排的意见\t2\n\n",
        "目录\n市级政策\n1. 示例市财政局关于甲事项的通知\n",
        "目录\n1. 示例市财政局关于甲事项的通知\n2. 示例市商务局、财政局关于乙事项有关安排的意见\n\n",
    ],
    ids=["none", "numbered with pages", "unnumbered", "one entry", "no pages, another wording"],
)
def test_with_or_without_a_table_of_contents(contents: str) -> None:
    assert titles(contents + ONE + TWO)[-2:] == TITLES


def test_a_single_document() -> None:
    assert titles(TWO) == TITLES[1:]


def test_an_entry_without_its_document_is_named_with_its_line() -> None:
    contents = "目录\n1. 示例市财政局关于甲事项的通知……1\n2. 示例市统计局关于丙调查的公告……2\n3. 示例市商务局 示例市财政局关于乙事项有关安排的意见……3\n"
    with pytest.raises(Problems) as caught:
        titles(contents + ONE + TWO)
    (problem,) = caught.value.found
    assert problem.line == 3
    assert "丙调查" in problem.what


@pytest.mark.parametrize("text", ["hello, world\n", "今天天气很好。\n我们去公园。\n", "目录\n1. 甲……1\n2. 乙……2\n"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(Problems) as caught:
        titles(text)
    assert all(problem.file == "a.txt" and problem.remedy for problem in caught.value.found)
