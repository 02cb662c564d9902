"""Targets and tasks: what is to be reached, what is to be done; not what was, what is, or what one may get."""

from datetime import date

import pytest

from huice.corpus.knowledge.aims import Aim, aims
from huice.corpus.knowledge.deadlines import deadlines
from huice.corpus.knowledge.quantities import quantities
from tests.corpus.knowledge.reading import passage


def read(text: str, *headings: str) -> tuple[Aim, ...]:
    one = passage(text)
    return aims(one, quantities(one), deadlines(one, date(2023, 5, 6)), ("省民政厅",), headings)


@pytest.mark.parametrize(
    ("text", "value", "until"),
    [
        ("到2025年，建成养老机构65家以上。", 65, date(2025, 12, 31)),
        ("力争全年新增贷款300亿元以上。", 30_000_000_000, date(2023, 12, 31)),
        ("“十四五”期间培育示范企业100家左右。", 100, date(2025, 12, 31)),
    ],
)
def test_targets(text: str, value: int, until: date) -> None:
    (one,) = read(text)
    assert (one.kind, one.until, [each.value for each in one.quantities]) == ("指标", until, [value])
    assert one.departments == ("省民政厅",)


def test_what_stands_below_aims_is_a_target() -> None:
    (one,) = read("服务体系更加健全，群众满意度显著提高。", "（三）主要目标。")
    assert (one.kind, one.until) == ("指标", None)
    assert read("服务体系更加健全，群众满意度显著提高。") == ()


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("推动建立省级人才库，引进专业人才。", "推动"),
        ("各地要完善办理指南，压缩办理环节。", "完善"),
        ("围绕重点产业，支持企业开展技术改造。", "围绕"),
    ],
)
def test_tasks(text: str, verb: str) -> None:
    (one,) = read(text)
    assert (one.kind, one.verb) == ("任务", verb)


@pytest.mark.parametrize(
    "text",
    [
        "为贯彻落实党中央决策部署，现就有关事项通知如下。",
        "加强标准化建设是推进统一大市场建设的重要任务。",
        "全省已建成养老机构2000家以上。",
        "对招用人员的企业，按每人1000元给予补贴，不得重复享受。",
        "试点纳税人可以通过平台开具发票。",
    ],
)
def test_neither(text: str) -> None:
    assert read(text) == ()
