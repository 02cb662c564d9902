"""Columns of NumPy: what they may be, what comes out, what is refused."""

from datetime import date
from decimal import Decimal
from math import isnan
from random import Random
from typing import Any

import numpy as np
import pytest

from huice.engine.batch import Plan, blocks, compile
from huice.problems import Problems
from huice.rules.library import Library, load
from tests.engine.batch.frames import disagreements, frames
from tests.engine.batch.packs import random_library
from tests.engine.batch.test_agreement import subjects

DAY = date(2023, 6, 30)
PACK = """
document: {number: 号, title: 题, issuers: [局], issued: 2023-01-01, region: 全国}
measures:
  m:
    title: 事项
    promise: 好处
    clauses: [一]
    subject: [enterprise]
    kind: benefit
    class: 奖补
    delivery: 申请办理
    requires: ["staff >= 30 人", "size >= small", "founded <= filed"]
    amount: {value: "paid * 12.5%"}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """One measure over the facts that random packs have."""
    folder = tmp_path_factory.mktemp("pack")
    random_library(folder, Random(0))
    for path in (folder / "standards").iterdir():
        path.unlink()
    (folder / "documents" / "pack.yaml").write_text(PACK, "utf-8")
    return compile(load(folder))


def firms() -> dict[str, Any]:
    return {
        "subject_type": "enterprise",
        "staff": np.array([30, 29, 30, 31]),
        "size": np.array([1, 2, 0, 2], np.uint8),
        "founded": np.array(["2020-01-01"] * 4, "M8[D]"),
        "filed": date(2023, 1, 1),
        "paid": np.array([0.2, 100.04, 100.0, np.nan]),
    }


def found(plan: Plan, columns: dict[str, Any], column: str) -> list[Any]:
    (measure,) = plan.measures
    return [
        None if isinstance(cell, float) and isnan(cell) else cell
        for cell in plan.arrays(columns, DAY).of(measure, column).tolist()
    ]


def test_truths_are_1_0_and_minus_1_and_amounts_nan_where_there_is_none(plan: Plan) -> None:
    said = firms() | {"staff": np.ma.MaskedArray([30, 29, 30, 31], [False, False, False, True])}
    assert found(plan, said, "verdict") == [1, 0, 0, -1]
    assert found(plan, said, "amount") == [0.03, None, None, None]
    assert found(plan, said, "reason") == [-1, 1, 2, -1]
    (measure,) = plan.measures
    missing = plan.arrays(said, DAY).missing(measure)
    assert {key for key, where in missing.items() if where[3]} == {"staff", "paid"}
    assert not any(where[:3].any() for where in missing.values())


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        ("size", np.array(["small", "large", "micro", "large"])),
        ("size", np.array(["small", "large", "micro", "large"], dtype=object)),
        ("size", np.ma.MaskedArray([1, 2, 0, 2], False)),
        ("staff", np.array([30.0, 29.0, 30.0, 31.0], np.float32)),
        ("staff", np.array([30, 29, 30, 31], np.longdouble)),
        ("founded", np.array(["2020-01-01T08"] * 4, "M8[ns]")),
        ("founded", date(2020, 1, 1)),
        ("founded", np.array(["2020-01-01"] * 4, "M8[D]")[::-1]),
        ("filed", np.datetime64("2023-01-01")),
        ("subject_type", np.array(["enterprise"] * 4)),
    ],
)
def test_the_same_in_another_form_is_the_same(plan: Plan, key: str, cells: Any) -> None:
    said = firms() | {key: cells}
    for column in ("verdict", "amount", "low", "high", "bound", "reason", "window"):
        assert found(plan, said, column) == found(plan, firms(), column), column


def test_what_is_the_same_for_all_makes_one_answer(plan: Plan) -> None:
    said = {"subject_type": "enterprise", "staff": 30, "size": "small", "paid": Decimal("0.2"), "filed": DAY}
    assert found(plan, said, "verdict") == [-1]
    assert found(plan, said | {"founded": DAY}, "amount") == [0.03]
    assert found(plan, {}, "verdict") == [-1]
    hidden = said | {"founded": DAY, "size": np.ma.MaskedArray(["small"], [True])}
    assert found(plan, hidden, "verdict") == [-1]
    nobody = firms() | {key: np.array([]) for key in ("staff", "paid")} | {"size": "small", "founded": DAY}
    assert found(plan, nobody, "verdict") == []


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e308, 1e17])
def test_what_is_no_number_of_a_firm_is_unknown(plan: Plan, odd: float) -> None:
    assert found(plan, firms() | {"staff": np.array([30, 29, 30, odd])}, "verdict") == [1, 0, 0, -1]
    assert found(plan, firms() | {"staff": np.array([odd] * 4)}, "verdict") == [-1, -1, 0, -1]
    assert found(plan, firms() | {"staff": np.array([30, 29, 30, 2**64 - 1], np.uint64)}, "verdict") == [1, 0, 0, -1]


@pytest.mark.parametrize(
    ("key", "cells", "what"),
    [
        ("staff", np.array([1, 2]), "各列长短不一：2、4"),
        ("staff", np.ones((4, 2)), "各列长短不一：4、4×2"),
        ("staff", np.array(["三十"] * 4), "“staff”是 <U2，要是数"),
        ("staff", True, "“staff”是 bool，要是数"),
        ("size", np.array([0, 1, 2, 3]), "“size”里选项的序号要在 0 到 2 之间"),
        ("size", np.array([0, 1, 2, -1]), "“size”里选项的序号要在 0 到 2 之间"),
        ("size", np.array(["small", 3, None, "micro"], dtype=object), "“size”里有的不是选项的序号或代码"),
        ("filed", "2023-01-01", "“filed”是 <U10，要是datetime64"),
        ("hires", np.ones(4), "“hires”是 float64，要是明细表"),
        ("listed", np.ones(4), "“listed”是 float64，要是是否"),
        ("staff!absent", np.ones(4), "“staff!absent”是 float64，要是是否"),
    ],
)
def test_what_does_not_fit_is_said(plan: Plan, key: str, cells: Any, what: str) -> None:
    with pytest.raises(Problems) as refused:
        plan.arrays(firms() | {key: cells}, DAY)
    assert what in str(refused.value)


def test_columns_there_are_not_are_refused_and_others_left_out(plan: Plan) -> None:
    with pytest.raises(ValueError, match="colour"):
        plan.arrays(firms(), DAY, columns=("colour",))
    assert found(plan, firms() | {"remark": np.array(list("abcd"))}, "verdict") == [1, 0, 0, 1]


def test_many_blocks_by_many_threads_say_what_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    library: Library = load()
    measures = list(library.measures)[::25]
    drawn = subjects(library, 70, Random(3), measures)
    monkeypatch.setattr(blocks, "ROWS", 9)
    monkeypatch.setattr(blocks, "WORKERS", 3)
    wrong, _ = disagreements(compile(library, measures), frames(library, drawn), drawn, DAY, "arrays")
    assert not wrong, "\n".join(wrong[:10])
