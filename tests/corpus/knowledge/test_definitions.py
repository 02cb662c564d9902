"""Terms: what 是指 says they mean, and what 以下简称 shortens."""

import pytest

from huice.corpus.knowledge.definitions import definitions
from tests.corpus.knowledge.reading import passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法所称小微企业，是指职工不满30人的企业。", ("定义", "小微企业", "职工不满30人的企业")),
        ("“数字券”是指由平台发放的电子凭证。", ("定义", "数字券", "由平台发放的电子凭证")),
        ("按照《促进甲业发展办法》（以下简称《办法》）执行。", ("简称", "办法", "《促进甲业发展办法》")),
        ("新能源汽车生产企业（以下简称车企）应当申报。", ("简称", "车企", "新能源汽车生产企业")),
        ("按《甲办法》（示政〔2019〕7号，以下简称“甲办法”）办理。", ("简称", "甲办法", "《甲办法》")),
    ],
)
def test_terms(text: str, expected: tuple[str, str, str]) -> None:
    (one,) = definitions(passage(text))
    assert (one.kind, one.term, one.means) == expected


@pytest.mark.parametrize(
    "text", ["指标完成情况良好。", "获得荣誉称号的企业。", "这是指导性意见。", "职称评审按规定办理。"]
)
def test_no_term(text: str) -> None:
    assert definitions(passage(text)) == ()
