"""What a document repeals: by its own operative sentences only, and only whole documents that it names."""

from datetime import date

import pytest

from huice.corpus.knowledge.repeals import Repeal, repeals
from huice.corpus.model import Clause


def clause(text: str, path: str = "一", below: tuple[Clause, ...] = ()) -> Clause:
    return Clause(path, "", text, (1, 1), "", below)


def names(*texts: str) -> list[str]:
    return [one.name for one in repeals(clause(text, str(at)) for at, text in enumerate(texts))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("《甲办法》（示政〔2019〕7号）同时废止。", ["《甲办法》（示政〔2019〕7号）"]),
        ("《甲办法》(示政〔2019〕 7 号)同时废止。", ["《甲办法》（示政〔2019〕7号）"]),
        (
            "《甲公告》（2020年第6号）、《乙公告》（2021年第3号）同时废止。",
            ["《甲公告》（2020年第6号）", "《乙公告》（2021年第3号）"],
        ),
        ("原《甲〈乙〉办法》自本意见施行之日起同时废止。", ["《甲〈乙〉办法》"]),
        ("经清理，决定废止《甲细则》（示环〔2003〕11号）。", ["《甲细则》（示环〔2003〕11号）"]),
        ("《甲办法》和《乙办法》等两个文件即行废止。", ["《甲办法》", "《乙办法》"]),
        ("本办法自印发之日起施行，示财规〔2018〕3号同时废止。", ["示财规〔2018〕3号"]),
        ("《甲办法》（示政(2019)7号）同时废止。", ["《甲办法》（示政（2019）7号）"]),
        ("《甲办法》《乙细则》自2024年5月1日起停止执行。", ["《甲办法》", "《乙细则》"]),
        ("原示财规〔2018〕3号同时废止。", ["示财规〔2018〕3号"]),
        ("《甲办法》的通知（示政规〔2018〕4号）同时废止。", ["《甲办法》（示政规〔2018〕4号）"]),
        ("《甲办法》自《乙办法》施行之日起停止执行。", ["《甲办法》"]),
    ],
)
def test_operative_sentences(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "按照《甲办法》执行，标准已废止的除外。",
        "参照《甲办法》办理。",
        "《甲办法》第三条同时废止。",
        "《甲办法》（示政〔2019〕7号）附件2同时废止。",
        "《甲办法》中关于补助标准的规定停止执行。",
        "《甲办法》已被《乙办法》废止。",
        "按照《国务院关于废止〈甲办法〉的决定》执行。",
        "研究废止《甲办法》等不合时宜的文件。",
        "推动《甲办法》废止。",
        "将第九条改为：“《甲办法》（示政〔2019〕7号）同时废止。”",
        "如《甲办法》废止，本意见随之调整。",
        "许可证失效的，按照《甲办法》重新申请。",
    ],
)
def test_no_repeal(sentence: str) -> None:
    assert names(sentence) == []


def test_a_quotation_over_several_clauses_repeals_nothing() -> None:
    amended = ("将第九条改为：“第九条 本办法自发布之日起施行。", "《甲办法》同时废止。”", "《乙办法》同时废止。")
    assert names(*amended) == ["《乙办法》"]


def test_a_list_below_the_sentence() -> None:
    below = (clause("1.《甲办法》（示政〔2019〕7号）；", "三/1"), clause("2.《乙办法》第二条。", "三/2"))
    found = repeals([clause("以下文件同时废止：", "三", below)])
    assert [(one.clause, one.name) for one in found] == [("三/1", "《甲办法》（示政〔2019〕7号）")]


def test_the_day_and_the_place() -> None:
    text = "《甲办法》（示政〔2019〕7号）自2024年3月1日起废止。"
    assert repeals([clause(text)]) == (
        Repeal("一", (0, len("《甲办法》（示政〔2019〕7号）")), "甲办法", "示政〔2019〕7号", date(2024, 3, 1)),
    )
