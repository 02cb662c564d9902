"""Whether a document holds on a day: its first and last day, and what repeals it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huice.corpus.knowledge.status import State, statuses
from huice.corpus.model import Clause, Document

EMPTY = Document("", "", (), None, None, None, "全国", (), (), "", (1, 1))
OLD = replace(EMPTY, number="示政发〔2019〕7号", title="示例市关于扶持甲业的意见", issued=date(2019, 3, 1))


def repealing(text: str, **values: object) -> Document:
    base = replace(EMPTY, number="示政规〔2024〕1号", title="示例市关于扶持甲业的意见", issued=date(2024, 1, 10))
    return replace(base, repeals=("…",), clauses=(Clause("末段", "", text, (1, 1), ""),), **values)  # type: ignore[arg-type]


def state(corpus: list[Document], day: date) -> State:
    return statuses(corpus, day)[0].state


def test_the_last_day_is_one_in_force() -> None:
    one = replace(OLD, in_force_from=date(2023, 7, 1), in_force_until=date(2028, 6, 30))
    states = [state([one], day) for day in (date(2023, 6, 30), date(2023, 7, 1), date(2028, 6, 30), date(2028, 7, 1))]
    assert states == ["未施行", "施行中", "施行中", "已失效"]
    assert statuses([one], date(2028, 7, 1))[0].since == date(2028, 7, 1)


def test_without_a_first_day_the_day_of_issue_counts() -> None:
    assert [state([OLD], day) for day in (date(2019, 2, 28), date(2019, 3, 1))] == ["未施行", "施行中"]
    assert state([replace(OLD, issued=None)], date(2020, 1, 1)) == "不详"


@pytest.mark.parametrize(
    ("values", "first"),
    [({}, date(2024, 1, 10)), ({"in_force_from": date(2024, 2, 1)}, date(2024, 2, 1))],
)
def test_repealed_from_the_day_the_other_holds(values: dict[str, object], first: date) -> None:
    new = repealing("《示例市关于扶持甲业的意见》（示政发〔2019〕7号）同时废止。", **values)
    before, after = (statuses([OLD, new], day)[0] for day in (first - timedelta(days=1), first))
    assert (before.state, after.state) == ("施行中", "已废止")
    assert (after.since, after.by, after.clause) == (first, "示政规〔2024〕1号", "末段")
    assert statuses([OLD, new], first)[1].state == "施行中"


@pytest.mark.parametrize(
    "text",
    [
        "《示例市关于扶持甲业的意见》（示政发〔2016〕122号）同时废止。",
        "《扶持甲业的意见》同时废止。",
        "《示例市关于扶持甲业的意见》第三条同时废止。",
        "（2019）7号文件同时废止。",
        "《示例市关于扶持甲业的意见》（2019年第7号）同时废止。",
    ],
)
def test_another_number_a_part_or_a_short_name_repeals_nothing(text: str) -> None:
    assert state([OLD, repealing(text)], date(2030, 1, 1)) == "施行中"


def test_a_whole_title_without_a_number_is_enough_but_never_for_itself() -> None:
    new = repealing("原《示例市关于扶持甲业的意见》同时废止。")
    assert [one.state for one in statuses([OLD, new], date(2030, 1, 1))] == ["已废止", "施行中"]


def test_a_repeal_without_a_day_leaves_it_open() -> None:
    new = repealing("《示例市关于扶持甲业的意见》（示政发〔2019〕7号）同时废止。", issued=None)
    found = statuses([OLD, new], date(2030, 1, 1))[0]
    assert (found.state, found.since, found.by) == ("不详", None, "示政规〔2024〕1号")


def test_an_announcement_is_named_by_title_and_the_end_of_its_number() -> None:
    old = replace(OLD, number="示例市税务局公告2022年第1号")
    new = repealing("《示例市关于扶持甲业的意见》（2022年第1号）同时废止。")
    assert state([old, new], date(2030, 1, 1)) == "已废止"
