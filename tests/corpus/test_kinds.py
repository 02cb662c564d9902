"""Documents of every kind, each with its facts and all its paths, in every encoding."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huice.corpus import read_edition, walk
from tests.exactness import check_exact

KINDS = Path(__file__).parent.parent / "data" / "kinds"
EXPECTED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "expected_kinds.yaml").read_text("utf-8"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: f"{each['file']}-{each['at']}")
def test_facts_and_paths(expected: dict[str, Any]) -> None:
    edition = read_edition((KINDS / expected["file"]).read_bytes(), expected["file"])
    check_exact(edition)
    assert len(edition.documents) == sum(each["file"] == expected["file"] for each in EXPECTED)
    document = edition.documents[expected["at"]]
    found = document.as_json()
    for key in ("number", "title", "issuers", "region"):
        assert found[key] == expected[key], key
    assert found["issued"] == (expected["issued"] or None)
    assert list(found["in_force"].values()) == [day or None for day in expected["in_force"]]
    assert found["repeals"] == expected.get("repeals", [])
    assert [clause.path for clause in walk(document.clauses)] == expected["paths"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("file", sorted(path.name for path in KINDS.glob("*.txt")))
def test_the_encoding_does_not_matter(file: str, encoding: str) -> None:
    text = (KINDS / file).read_text("utf-8")
    plain = read_edition(text.encode(), file).documents
    assert [one.title for one in read_edition(text.encode(encoding), file).documents] == [one.title for one in plain]


def test_a_number_in_a_sentence_cut_by_a_page_opens_no_clause() -> None:
    cut = "各单位要按照统一部署加强源头治理和动态管理，健全信息共享机制，定期将上"
    said = [
        "示例市财政局关于名单的通知",
        "各区财政局：",
        "一、优化服务",
        cut,
        "一、年度逾期名单核对清楚，并及时报送。",
        "二、强化监督",
        "按期落实。",
    ]
    (document,) = read_edition("\n".join(said).encode(), "a.txt").documents
    assert [clause.path for clause in walk(document.clauses)] == ["一", "二"]
    assert "定期将上一、年度逾期名单" in document.clauses[0].text
