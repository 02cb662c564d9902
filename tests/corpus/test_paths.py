"""Clauses found by paths as people write them."""

import pytest

from huice.corpus import Document, find_clause, read_documents

TEXT = """示例市财政局关于试点工作的通知
示财〔2024〕1号
各区财政局：
为做好试点，通知如下。
一、任务
（一）建设。建设食堂。
专栏1 建设工程
选址：闲置公房。
（五）培训。
1.培训护理员。
2.培训厨师。
二、要求
（一）检查。按季检查。
（二）公布。按年公布。
特此通知。
示例市财政局
2024年1月2日
附件
收费清单
项目\t金额
伙食\t10
"""


@pytest.fixture(scope="module")
def document() -> Document:
    (read,) = read_documents(TEXT.encode(), "a.txt")
    return read


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("一/（五）", "一/（五）"),
        ("一/(五)", "一/（五）"),
        ("一(五)", "一/（五）"),
        ("一（五）", "一/（五）"),
        ("一 / （五） / 1", "一/（五）/1"),
        ("一（五）2", "一/（五）/2"),
        ("专栏1", "一/专栏1"),
        ("末段", "末段"),
        ("尾段", "末段"),
        ("正文", "前言"),
        ("附件", "附件"),
        ("附件1", "附件"),
        ("附件1/表1", "附件/表1"),
        ("（五）", "一/（五）"),
    ],
)
def test_forms(document: Document, written: str, path: str) -> None:
    found = find_clause(document, written)
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize("written", ["三", "一/（九）", "二/（五）", "（一）", "专栏2", "/", "附件2", "x"])
def test_what_is_not_there_or_not_one_is_none(document: Document, written: str) -> None:
    assert find_clause(document, written) is None
