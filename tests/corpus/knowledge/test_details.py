"""Where a document says what it is."""

from datetime import date

from huice.corpus import read_documents
from huice.corpus.knowledge import knowledge

TEXT = """示例市财政局等2部门关于促进甲业发展的通知

示财〔2024〕7号

各区财政局：

为促进甲业发展，现通知如下：

一、加大支持。对符合条件的企业给予支持。

二、强化服务。做好宣传解读。

本通知自2024年3月1日起施行，有效期至2026年2月28日。

示例市财政局 示例市商务局

2024年1月10日
"""


def test_each_particular_with_its_clause() -> None:
    (document,) = read_documents(TEXT.encode(), "一.txt")
    told = {(one.what, one.value, one.clause) for one in knowledge(document).details}
    assert told >= {
        ("发文字号", "示财〔2024〕7号", "文号"),
        ("发文机关", "示例市财政局", "落款"),
        ("发文机关", "示例市商务局", "落款"),
        ("成文日期", "2024-01-10", "落款"),
        ("主送", "各区财政局", "主送"),
    }
    days = {one.what: (one.value, one.confidence) for one in knowledge(document).details if one.what.endswith("日期")}
    assert days["施行日期"] == ("2024-03-01", 0.95)
    assert days["失效日期"] == ("2026-02-28", 0.95)
    assert document.issued == date(2024, 1, 10)


def test_a_count_that_the_signatures_do_not_reach_is_doubted() -> None:
    (document,) = read_documents(TEXT.replace("等2部门", "等3部门").encode(), "一.txt")
    assert {one.confidence for one in knowledge(document).details if one.what == "发文机关"} == {0.6}


def test_what_is_not_said_is_left_out() -> None:
    (document,) = read_documents(TEXT.replace("，有效期至2026年2月28日", "").encode(), "一.txt")
    assert "失效日期" not in {one.what for one in knowledge(document).details}


def test_every_record_tells_a_clause_that_is_there_and_a_confidence() -> None:
    (document,) = read_documents(TEXT.encode(), "一.txt")
    stated = knowledge(document).as_json()
    paths = {"一", "二", "末段", "前言", "引言", "落款", "标题", "文号", "主送", "版头"}
    for kind, records in stated.items():
        for record in records:
            assert record["clause"] in paths or record["clause"].split("/")[0] in paths, (kind, record)
            assert 0 < record["confidence"] <= 1
