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


STATUTE = """示例市科技创新促进条例
第一章 总则
第一条 为了促进科技创新，制定本条例。
第二条 本市的科技创新活动，适用本条例。
本条例所称科技创新，是指新技术的研究、开发和应用。
第二章 支持措施
第三条 专项资金用于下列事项：
（一）基础研究；
（二）成果转化。
符合前款规定的企业，可以申请补助。
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("第二条", "本市的科技创新活动，适用本条例。\n本条例所称科技创新，是指新技术的研究、开发和应用。"),
        ("第二条第二款", "本条例所称科技创新，是指新技术的研究、开发和应用。"),
        ("第三条第一款第（二）项", "成果转化。"),
        ("第三条第一款第二项", "成果转化。"),
        ("第二章/第三条/第二款", "符合前款规定的企业，可以申请补助。"),
        ("第二条第三款", None),
        ("第四条第一款", None),
    ],
)
def test_paragraphs_and_items_of_articles(path: str, text: str | None) -> None:
    (document,) = read_documents(STATUTE.encode(), "a.txt")
    found = find_clause(document, path)
    assert (found.text if found else None) == text


def test_a_row_of_a_table_is_a_clause() -> None:
    source = "示例市关于补助的通知\n一、标准\n类别\t金额\n甲类\t3万元\n乙类\t2万元\n"
    (document,) = read_documents(source.encode(), "a.txt")
    found = find_clause(document, "表1/行2")
    assert found is not None
    assert (found.path, found.text, found.lines) == ("一/表1/行2", "乙类\t2万元", (5, 5))
