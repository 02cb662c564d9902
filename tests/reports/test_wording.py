"""How documents are named in lists."""

import pytest

from huice.reports.wording import brief


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("国办发〔2023〕11号", "国办发〔2023〕11号"),
        ("甲部 乙部印发《某某规划》的通知", "《某某规划》"),
        ("甲部 乙部等8部门关于印发《某某（2023—2025年）》的通知", "《某某（2023—2025年）》"),
        ("甲部办公厅 乙部办公厅关于实施某某计划的通知", "关于实施某某计划的通知"),
        ("2022年某某报告", "2022年某某报告"),
    ],
)
def test_a_document_is_named_without_who_issued_it(title: str, short: str) -> None:
    assert brief(title) == short
