"""Who is responsible: brackets, labels, defaults stated once, sentences."""

import pytest

from huice.corpus.knowledge.departments import departments, responsible
from huice.corpus.knowledge.passages import passage_of
from tests.corpus.knowledge.reading import clause, passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做好服务。（责任单位：省民政厅、省财政厅）", [("省民政厅", "责任"), ("省财政厅", "责任")]),
        ("做好服务。（省民政厅牵头，省财政厅配合）", [("省民政厅", "牵头"), ("省财政厅", "配合")]),
        ("做好服务。（省民政厅、省财政厅按职责分工负责）", [("省民政厅", "责任"), ("省财政厅", "责任")]),
        ("做好服务。[责任单位：省民政厅]", [("省民政厅", "责任")]),
        ("做好服务。（省工信厅、省科技厅）", [("省工信厅", "责任"), ("省科技厅", "责任")]),
        ("牵头单位：省商务厅；配合单位：南京海关", [("省商务厅", "牵头"), ("南京海关", "配合")]),
        ("清单由省科技厅会同省财政厅制定。", [("省科技厅", "牵头"), ("省财政厅", "配合")]),
        (
            "（责任单位：省民政厅和各市、县（市、区）人民政府）",
            [("省民政厅", "责任"), ("各市、县（市、区）人民政府", "责任")],
        ),
    ],
)
def test_names_and_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role) for one in departments(passage(text))] == expected


@pytest.mark.parametrize("text", ["（以下简称计划）", "支持企业（含个体工商户）发展。", "（见附件）"])
def test_brackets_that_name_nobody(text: str) -> None:
    assert departments(passage(text)) == ()


def test_shared_duties() -> None:
    found = departments(passage("做好服务。（省民政厅、省财政厅按职责分工负责）"))
    assert all(one.shared for one in found)


def test_those_named_once_hold_from_there_on() -> None:
    texts = {
        "一": "做好甲事。（责任单位：省民政厅）",
        "二": "做好乙事。（责任单位：省财政厅。以下均需各市、县（市、区）人民政府负责，不再单独列出）",
        "三": "做好丙事。（责任单位：省商务厅）",
        "三/1": "细化措施。",
    }
    named = [one for path, text in texts.items() for one in departments(passage_of(clause(text, path)))]
    told = {path: [one.name for one in found] for path, found in responsible(named, list(texts)).items()}
    everywhere = "各市、县（市、区）人民政府"
    assert told == {
        "一": ["省民政厅"],
        "二": ["省财政厅", everywhere],
        "三": ["省商务厅", everywhere],
        "三/1": ["省商务厅", everywhere],
    }
