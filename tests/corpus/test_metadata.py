"""Issuers, regions, dates in force, repeals and citations from the words that state them."""

from datetime import date

import pytest

from huice.corpus.metadata import cites, in_force, issuers, region

ISSUED = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("title", "signed", "expected"),
    [
        ("示例市财政局 示例市商务局关于甲的通知", ("示例市财政局", "示例市商务局"), ("示例市财政局", "示例市商务局")),
        (
            "示例市财政局等3部门关于甲的通知",
            ("示例市财政局", "示例市商务局", "示例市统计局"),
            ("示例市财政局", "示例市商务局", "示例市统计局"),
        ),
        ("省政府关于甲的意见", ("江苏省人民政府",), ("江苏省人民政府",)),
        ("国家发展和改革委员会关于甲的通知", ("国家发展改革委",), ("国家发展和改革委员会",)),
        ("示例市财政局示例市商务局关于甲的通知", ("示例市财政局", "示例市商务局"), ("示例市财政局", "示例市商务局")),
        ("示例市财政局等3部门关于甲的通知", (), ("示例市财政局",)),
        ("示例市文化和旅游局2023年工作报告", (), ("示例市文化和旅游局",)),
    ],
)
def test_issuers(title: str, signed: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert issuers(title, signed) == expected


@pytest.mark.parametrize(
    ("organ", "number", "expected"),
    [
        ("财政部", "财税〔2024〕1号", "全国"),
        ("国家市场监督管理总局", "", "全国"),
        ("国务院国有资产监督管理委员会", "", "全国"),
        ("江苏省市场监督管理局", "", "江苏"),
        ("国家税务总局江苏省税务局", "", "江苏"),
        ("中国银保监会江苏监管局", "", "江苏"),
        ("江苏省苏州市人民政府", "", "苏州市"),
        ("广西壮族自治区财政厅", "", "广西"),
        ("国家税务总局示例市税务局", "", "示例市"),
        ("示例市地方金融管理局", "", "示例市"),
        ("省政府办公厅", "苏政办发〔2024〕1号", "江苏"),
    ],
)
def test_region(organ: str, number: str, expected: str) -> None:
    assert region([organ], number) == expected


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本意见自 2024 年 3 月 1 日起施行，有效期至 2026 年 12 月 31 日。", date(2024, 3, 1), date(2026, 12, 31)),
        ("本通知自2024年3月1日起执行。", date(2024, 3, 1), None),
        ("本办法自2024年3月1日起施行，有效期3年。", date(2024, 3, 1), date(2027, 2, 28)),
        ("本办法自2024年2月29日起施行，有效期一年。", date(2024, 2, 29), date(2025, 2, 28)),
        ("本意见自印发之日起实施。", ISSUED, None),
        ("本办法自2024年13月1日起施行。", None, None),
        ("《示例办法》自2020年1月1日起施行。", None, None),
    ],
)
def test_in_force(sentence: str, start: date | None, end: date | None) -> None:
    found = in_force([sentence], "", ISSUED)
    assert (found.start, found.end) == (start, end)


def test_in_force_by_the_opening_where_no_sentence_says_so() -> None:
    found = in_force([], "一、自2024年1月1日至2027年12月31日，允许企业", ISSUED)
    assert (found.start, found.end) == (date(2024, 1, 1), date(2027, 12, 31))


def test_the_sentence_outweighs_the_opening() -> None:
    found = in_force(["本公告自2024年5月1日起施行。"], "自2024年1月1日起，", ISSUED)
    assert found.start == date(2024, 5, 1)


def test_citations_leave_out_own_titles_and_short_names() -> None:
    text = [
        "根据《甲条例》和《乙办法》（示政〔2019〕7号，以下简称《办法》）制定《丙方案》。",
        "依照《办法》第三条，按照示财〔2020〕5号执行。",
    ]
    assert cites(text, ["关于印发《丙方案》的通知"]) == (
        "《甲条例》",
        "《乙办法》（示政〔2019〕7号）",
        "示财〔2020〕5号",
    )


def test_an_earlier_document_of_the_same_title_is_cited_by_its_number() -> None:
    assert cites(["《丙意见》（示政〔2016〕1号）废止。"], ["示例市关于丙意见的《丙意见》"]) == (
        "《丙意见》（示政〔2016〕1号）",
    )
