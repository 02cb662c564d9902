"""The history below a statute's title: when it was issued is not when it was last amended."""

from datetime import date

import pytest

from huice.corpus import read_documents
from huice.corpus.history import amended, history, issued

PASSED = "2011年1月5日示例市第十三届人民代表大会常务委员会第二十次会议通过"
APPROVED = "2011年3月24日示例省人民代表大会常务委员会批准"
AMENDED = "根据2018年6月1日示例市人民代表大会常务委员会《关于修改〈示例市标准化条例〉等五件法规的决定》第一次修正"
REVISED = "2023年9月27日示例市第十六届人民代表大会常务委员会第八次会议修订通过"
PUBLISHED = "2011年4月2日示例市人民政府令第8号公布"


@pytest.mark.parametrize(
    ("told", "day", "changes"),
    [
        ((PASSED,), date(2011, 1, 5), ()),
        ((PASSED, APPROVED), date(2011, 3, 24), ()),
        ((PUBLISHED, "自2011年6月1日起施行"), date(2011, 4, 2), ()),
        ((PASSED, PUBLISHED, AMENDED, REVISED, "2023年9月28日公布"), date(2011, 4, 2), ((2018, 6, 1), (2023, 9, 27))),
        ((PASSED, AMENDED, REVISED), date(2011, 1, 5), ((2018, 6, 1), (2023, 9, 27))),
        ((REVISED,), date(2023, 9, 27), ((2023, 9, 27),)),
    ],
)
def test_the_day_of_issue_is_no_amendment(
    told: tuple[str, ...], day: date, changes: tuple[tuple[int, int, int], ...]
) -> None:
    events = history(f"（{'　'.join(told)}）")
    assert issued(events) == day
    assert amended(events) == tuple(date(*one) for one in changes)


@pytest.mark.parametrize("text", [PASSED, "（试行）", "（2023年第5号）", "（会议于2023年5月4日召开。会议通过）"])
def test_what_is_no_history(text: str) -> None:
    assert history(text) == ()


@pytest.mark.parametrize("between", ["　", "\n"])
def test_a_statute_with_its_history_on_one_line_or_several(between: str) -> None:
    said = [
        "示例市标准化条例",
        f"（{between.join((PASSED, AMENDED, REVISED))}）",
        "第一章　总则",
        "第一条　为了加强标准化工作，制定本条例。",
        "第二条　本条例自2024年1月1日起施行。",
    ]
    (document,) = read_documents("\n".join(said).encode(), "a.txt")
    assert document.issued == date(2011, 1, 5)
    assert document.in_force_from == date(2024, 1, 1)
    assert [clause.path for clause in document.clauses] == ["题注", "第一章"]
    assert amended(history(document.clauses[0].said)) == (date(2018, 6, 1), date(2023, 9, 27))
