"""What a document is about."""

from dataclasses import replace

import pytest

from huice.corpus.knowledge.themes import Theme, themes
from huice.corpus.model import Clause, Document

EMPTY = Document("", "", (), None, None, None, "全国", (), (), "", (1, 1))


def clause(text: str, path: str) -> Clause:
    return Clause(path, "", text, (1, 1), "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("示例市税务局关于扩大信贷投放的通知", ["金融"]),
        ("示例市关于失业保险稳岗返还的通知", ["就业社保"]),
        ("示例市关于推动高质量发展的意见", []),
        ("示例市关于加强计量和认证工作的意见", ["质量标准"]),
        ("示例市关于支持中小企业开拓外贸市场的措施", ["中小企业", "对外贸易"]),
    ],
)
def test_by_the_subject_of_the_title_not_by_who_issues_it(title: str, expected: list[str]) -> None:
    assert [theme.name for theme in themes(replace(EMPTY, title=title))] == expected


def test_by_what_most_clauses_speak_of_where_the_title_is_silent() -> None:
    clauses = (clause("扩大贷款投放。", "一"), clause("发行债券，增加贷款和担保。", "二"), clause("加强宣传。", "三"))
    assert themes(replace(EMPTY, title="示例市关于甲的意见", clauses=clauses)) == (Theme("金融", "二", 0.6),)
    assert themes(replace(EMPTY, title="示例市关于甲的意见", clauses=clauses[2:])) == ()


def test_a_printed_theme_comes_first() -> None:
    head = (clause("索引号：1 主题分类：农业、林业、水利", "版头"),)
    found = themes(replace(EMPTY, title="示例市关于扩大信贷投放的通知", head=head))
    assert [(theme.name, theme.clause) for theme in found] == [("农业农村", "版头"), ("水利", "版头"), ("金融", "标题")]
