"""Numbers at the head of a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huice.corpus.numbering import marker_of, nesting, number_of, numeral


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十六", 36), ("一百零二", 102), ("７", 7), ("⑫", 12)],
)
def test_numerals(numeral: str, value: int) -> None:
    assert number_of(numeral) == value


@pytest.mark.parametrize("numeral", ["", "十十", "百", "一二", "零"])
def test_what_is_no_number(numeral: str) -> None:
    assert not number_of(numeral)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("一、总体要求", "一"),
        ("（五）加强领导。", "（五）"),
        ("(十二) 加强领导。", "（十二）"),
        ("（三)混用括号", "（三）"),
        ("7. 加大支持", "7"),
        ("7.加大支持", "7"),
        ("７．加大支持", "7"),
        ("3、加大支持", "3"),
        ("（1）统筹", "（1）"),
        ("(2) 统筹", "（2）"),
        ("2）统筹", "2）"),
        ("③统筹", "③"),
        ("第三条 本办法", "第三条"),
        ("第十一章 附则", "第十一章"),
        ("第一条：优先支持", "第一条"),
        ("一是扩大险种。", "一是"),
    ],
)
def test_markers(line: str, label: str) -> None:
    found = marker_of(line)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "line",
    [
        "1.5 万元以下的",
        "2023年底前",
        "第三条规定的条件",
        "第二章的有关内容",
        "一年来，工作",
        "一是否符合",
        "十分重要",
        "一定比例",
    ],
)
def test_what_only_looks_like_a_marker(line: str) -> None:
    assert marker_of(line) is None


def test_a_document_may_nest_its_numbers_the_other_way_round() -> None:
    lines = ["1.甲", "（一）子", "（二）丑", "2.乙", "（一）寅", "（二）卯", "3.丙"]
    order = nesting([found for line in lines if (found := marker_of(line))])
    third, second = (found.kind for line in lines[:2] if (found := marker_of(line)))
    assert order.index(third) < order.index(second)


def test_numbers_that_run_on_across_parents_stay_inside_them() -> None:
    lines = ["一、甲", "（一）子", "1.寅", "2.卯", "（二）丑", "3.辰", "二、乙", "（一）巳", "4.午"]
    order = nesting([found for line in lines if (found := marker_of(line))])
    assert list(order) == sorted(order)


@pytest.mark.parametrize(
    ("line", "label", "number"),
    [
        ("1.2 申报条件", "1.2", 2),
        ("3．1、申报材料", "3.1", 1),
        ("2.1.3 时间安排", "2.1.3", 3),
        ("㈢加强领导", "（三）", 3),
        ("⑵享受补贴", "（2）", 2),
        ("⒋其他", "4", 4),
    ],
)
def test_other_forms_of_numbers(line: str, label: str, number: int) -> None:
    found = marker_of(line)
    assert found is not None
    assert (found.label, found.number) == (label, number)


@given(st.integers(1, 999))
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    assert number_of(numeral(number)) == number
