"""Two editions: exactly the edits that were made, no more."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.corpus import compare, read_documents
from huice.corpus.comparison import ClauseChange, Comparison
from huice.corpus.difference import difference

COMPENDIUM = (Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt").read_text("utf-8")
NOTICE = """示例市商务局关于支持首店经济的通知
示商发〔2024〕8号
各县区商务局：
现将有关事项通知如下。
一、支持对象
在本市新开设的品牌首店。
二、支持标准
（一）全国首店一次性补助30万元。
（二）全省首店一次性补助10万元。
三、申报时间
每年6月30日前向所在地商务部门申报。
本通知自2024年5月1日起施行，有效期至2025年12月31日。
示例市商务局
2024年4月20日
"""


def edits(before: str, after: str, day: date | None = None) -> Comparison:
    return compare(read_documents(before.encode(), "a.txt"), read_documents(after.encode(), "b.txt"), day)


def changes(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    found = edits(before, after)
    return [(one.kind, one.before, one.after) for document in found.documents for one in document.clauses]


def words(change: ClauseChange, kind: str) -> list[str]:
    return [piece.text for piece in change.pieces if piece.kind == kind]


def test_an_edition_does_not_differ_from_itself() -> None:
    found = edits(COMPENDIUM, COMPENDIUM)
    assert not found
    assert found.same == len(read_documents(COMPENDIUM.encode(), "a.txt"))


def test_line_breaks_and_widths_of_the_page_are_no_change() -> None:
    assert not edits(NOTICE, NOTICE.replace("\n", "\n\n").replace("二、", "  二、"))


def test_changed_words_are_shown_word_by_word() -> None:
    (document,) = edits(NOTICE, NOTICE.replace("30万元", "50万元")).documents
    (change,) = document.clauses
    assert (change.kind, change.after) == ("changed", "二/（一）")
    assert words(change, "removed") == ["30"]
    assert words(change, "added") == ["50"]


def test_a_clause_put_in_renumbers_those_behind_it() -> None:
    after = NOTICE.replace("（二）全省首店", "（二）区域旗舰店一次性补助20万元。\n（三）全省首店")
    assert changes(NOTICE, after) == [("added", None, "二/（二）"), ("renumbered", "二/（二）", "二/（三）")]


def test_a_clause_taken_out() -> None:
    after = NOTICE.replace("（一）全国首店一次性补助30万元。\n（二）", "（一）")
    assert changes(NOTICE, after) == [("removed", "二/（一）", None), ("renumbered", "二/（二）", "二/（一）")]


def test_a_chapter_put_in_front_moves_all_below_the_others() -> None:
    after = NOTICE.replace("二、支持标准", "二、支持方式\n通过以奖代补支持。\n三、支持标准").replace(
        "三、申报时间", "四、申报时间"
    )
    assert changes(NOTICE, after) == [
        ("added", None, "二"),
        ("renumbered", "二", "三"),
        ("renumbered", "二/（一）", "三/（一）"),
        ("renumbered", "二/（二）", "三/（二）"),
        ("renumbered", "三", "四"),
    ]


def test_a_clause_that_moved_and_changed_is_one_change() -> None:
    after = NOTICE.replace(
        "（二）全省首店一次性补助10万元", "（二）区域旗舰店一次性给予房租减免。\n（三）全省首店一次性补助15万元"
    )
    assert changes(NOTICE, after) == [("added", None, "二/（二）"), ("changed", "二/（二）", "二/（三）")]


def test_what_is_known_of_a_document_is_compared() -> None:
    (document,) = edits(NOTICE, NOTICE.replace("2025年12月31日", "2026年12月31日")).documents
    assert document.fields == (("in_force_until", "2025-12-31", "2026-12-31"),)
    assert [change.kind for change in document.clauses] == ["changed"]


def test_documents_added_removed_repealed_expired() -> None:
    new = """示例市商务局关于支持夜间经济的通知
示商发〔2026〕2号
各县区商务局：
一、支持对象
在本市经营的夜间商户。
二、其他
本通知自2026年3月1日起施行。《示例市商务局关于支持首店经济的通知》（示商发〔2024〕8号）同时废止。
示例市商务局
2026年2月20日
"""
    both = edits(NOTICE, NOTICE + new)
    assert [(one.kind, one.number) for one in both.documents] == [("added", "示商发〔2026〕2号")]
    assert [(one.number, one.by, one.day) for one in both.repealed] == [
        ("示商发〔2024〕8号", "示商发〔2026〕2号", date(2026, 3, 1))
    ]
    assert [(one.number, one.day) for one in both.expired] == [("示商发〔2024〕8号", date(2025, 12, 31))]
    only = edits(NOTICE, new)
    assert [(one.kind, one.number) for one in only.documents] == [
        ("added", "示商发〔2026〕2号"),
        ("removed", "示商发〔2024〕8号"),
    ]


@pytest.mark.parametrize(("day", "gone"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1)])
def test_a_document_has_expired_the_day_after_its_last(day: date, gone: int) -> None:
    assert len(edits(NOTICE, NOTICE, day).expired) == gone


@given(st.text("补助3050万元。，（一） \n", max_size=40), st.text("补助3050万元。，（一） \n", max_size=40))
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
