"""Other documents named in a text, and which of a corpus they are."""

from dataclasses import replace

import pytest

from huice.corpus.knowledge import Directory, knowledge
from huice.corpus.knowledge.citations import citations, linked
from huice.corpus.knowledge.passages import passage_of
from huice.corpus.model import Document
from tests.corpus.knowledge.reading import clause

EMPTY = Document("", "", (), None, None, None, "全国", (), (), "", (1, 1))
OTHER = replace(EMPTY, number="示政〔2019〕7号", title="示例市人民政府关于促进甲业发展的意见")
ANNOUNCED = replace(EMPTY, number="示例市税务局公告2022年第1号", title="示例市税务局关于试行乙事的公告")


def document(text: str, *cites: str) -> Document:
    return replace(
        EMPTY, number="示政〔2024〕1号", title="示例市人民政府关于丙的通知", cites=cites, clauses=(clause(text),)
    )


def test_each_with_its_place_and_part() -> None:
    text = "根据《甲条例》和《乙办法》（示政〔2019〕7号）制定。参见示财〔2020〕5号，《甲条例》另有规定的除外。"
    one = document(text, "《甲条例》", "《乙办法》（示政〔2019〕7号）", "示财〔2020〕5号")
    found = citations(one, [passage_of(one.clauses[0])])
    assert [(each.name, each.relation, text[slice(*each.span)]) for each in found] == [
        ("《甲条例》", "依据", "《甲条例》"),
        ("《乙办法》（示政〔2019〕7号）", "依据", "《乙办法》（示政〔2019〕7号）"),
        ("示财〔2020〕5号", "引用", "示财〔2020〕5号"),
    ]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("《示例市人民政府关于促进甲业发展的意见》", "示政〔2019〕7号"),
        ("《关于促进甲业发展的意见》（示政〔2019〕7号）", "示政〔2019〕7号"),
        ("《关于促进甲业发展的意见》", "示政〔2019〕7号"),
        ("示政〔2019〕7号", "示政〔2019〕7号"),
        ("《示例市税务局关于试行乙事的公告》（2022年第1号）", "示例市税务局公告2022年第1号"),
        ("《示例市税务局关于试行乙事的公告》（2022年第4号）", None),
        ("《示例市人民政府关于促进甲业发展的意见》（示政〔2016〕7号）", None),
        ("《促进甲业》", None),
    ],
)
def test_links_by_number_or_whole_title_only(name: str, number: str | None) -> None:
    (one,) = knowledge(document(f"按照{name}执行。", name)).citations
    found = linked(one, Directory([OTHER, ANNOUNCED]))
    assert (found.number if found else None) == number


def test_two_of_the_same_title_are_not_guessed_between() -> None:
    (one,) = knowledge(document(f"按照《{OTHER.title}》执行。", f"《{OTHER.title}》")).citations
    assert linked(one, Directory([OTHER, replace(OTHER, number="示政〔2021〕3号")])) is None


def test_own_titles_and_short_names_are_none() -> None:
    one = document("《办法》第三条按《甲条例》执行。", "《甲条例》")
    assert [each.title for each in knowledge(one).citations] == ["甲条例"]
