"""Tables of a document: looked up in expressions as written out by hand would be, wrong ones told with their place."""

from datetime import date
from pathlib import Path

import pytest

from huice.engine import Subject, assess
from huice.problems import Problems
from huice.rules.library import Library, load
from huice.rules.values import UNKNOWN, Value

FACTS = """topic: 试
facts:
  subject_type: {label: 主体类型, ask: 哪一类？, type: choice, options: {enterprise: 企业}}
  kind: {label: 品种, ask: 哪一种？, type: choice, options: {a: 甲, b: 乙, c: 丙}}
  place: {label: 用处, ask: 用在哪？, type: choice, options: {x: 子, y: 丑}}
"""
PACK = """document: {number: 试〔2023〕1号, title: 试, issuers: [试], issued: 2023-01-01, region: 全国}
tables:
  list:
    label: 名录
    clause: 一
    columns:
      kind: {label: 品种, fact: kind}
      places: {label: 用处, fact: place, many: true}
      rate: {label: 标准, type: number, unit: 元}
    rows:
      - {kind: a, places: [x, y], rate: 10 元}
      - {kind: b, places: [y], rate: 30 元}
      - {kind: b, places: [x]}
measures:
  m:
    title: 试
    promise: 试
    kind: procedure
    subject: [enterprise]
    clauses: [一]
    provisions: [99-01]
    requires: ["any(r.kind == kind and place in r.places for r in list)"]
    results:
      rate: {label: 标准, value: lookup(r.rate for r in list if r.kind == kind)}
      total: {label: 合计, value: sum(r.rate for r in list if r.kind == kind)}
      rows: {label: 行数, value: count(r for r in list if r.kind == kind)}
"""


def _library(folder: Path, pack: str = PACK) -> Library:
    (folder / "facts").mkdir(exist_ok=True)
    (folder / "facts" / "t.yaml").write_text(FACTS, "utf-8")
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents" / "t.yaml").write_text(pack, "utf-8")
    (folder / "library.yaml").write_text("version: 1\n", "utf-8")
    return load(folder)


def _found(library: Library, **facts: Value) -> tuple[str, dict[str, Value]]:
    subject = Subject("s", {"subject_type": "enterprise", **facts})
    finding = next(one for one in assess(library, subject, date(2023, 6, 30)).findings if one.measure.key == "m")
    return finding.verdict, {key: result.value for key, result in finding.results.items()}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"kind": "a", "place": "x"}, "yes"),
        ({"kind": "b", "place": "x"}, "yes"),
        ({"kind": "c", "place": "x"}, "no"),
        ({"kind": "c"}, "no"),
        ({"kind": "a"}, "open"),
        ({"place": "y"}, "open"),
    ],
)
def test_a_lookup_is_three_valued(tmp_path: Path, facts: dict[str, Value], verdict: str) -> None:
    assert _found(_library(tmp_path), **facts)[0] == verdict


def test_the_first_row_that_fits_is_looked_up_and_empty_cells_are_absent(tmp_path: Path) -> None:
    results = _found(_library(tmp_path), kind="b", place="x")[1]
    assert results == {"rate": 30, "total": 30, "rows": 2}
    assert _found(_library(tmp_path), kind="c", place="x")[1]["rate"] is UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: a, places", "kind: z, places", "没有选项“z”"),
        ("rate: 10 元}", "rate: 10 人}", "单位“人”不对"),
        ("rate: 10 元}", "rates: 10 元}", "不认识“rates”"),
        ("{kind: b, places: [y]", "{kind: [a, b], places: [y]", "只能有一个值"),
        ("r.kind == kind and", "r.sort == kind and", "没有栏目“sort”"),
        ("lookup(r.rate", "only(r.rate", "表不能用 only"),
        ("place in r.places", "place == r.places", "有几个值"),
        ("fact: place, many", "fact: nowhere, many", "不是选项要素"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Problems) as wrong:
        _library(tmp_path, PACK.replace(old, new, 1))
    assert any(said in str(problem) for problem in wrong.value.found)
    assert all(problem.line for problem in wrong.value.found)
