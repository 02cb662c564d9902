"""Findings on the demo library: verdicts, windows, amounts, reasons, what is missing, ledgers."""

from datetime import date
from decimal import Decimal

import pytest

from huice.engine import Finding, Subject, assess
from huice.registry.profile import parse_profile
from huice.rules.library import Library
from huice.rules.values import Value

DAY = date(2024, 6, 30)


def finding(library: Library, measure: str, text: str, day: date = DAY) -> Finding:
    """The finding of one measure for facts written as a profile."""
    profile = parse_profile(f"facts: {{{text}}}", "case.yaml", library)
    known: dict[str, Value] = {"subject_type": "enterprise", **profile.subject.facts}
    return assess(library, Subject("甲", known), day, [f"shili-2024-1/{measure}"]).findings[0]


@pytest.mark.parametrize(
    ("staff", "leavers", "verdict"),
    [
        (30, 6, "yes"),
        (30, 7, "no"),
        (31, 6, "no"),
        (200, 11, "yes"),
        (200, 12, "no"),
        (1000, 55, "yes"),
        (1000, 56, "no"),
    ],
)
def test_thresholds_include_their_number(staff: int, leavers: int, verdict: str, demo_library: Library) -> None:
    assert finding(demo_library, "refund", f"已参保: 是, 员工人数: {staff}, 离职人数: {leavers}").verdict == verdict


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2023, 12, 31), "upcoming"),
        (date(2024, 1, 1), "open"),
        (date(2024, 12, 31), "open"),
        (date(2025, 1, 1), "closed"),
    ],
)
def test_the_window_includes_its_days_and_leaves_the_verdict_alone(
    day: date, state: str, demo_library: Library
) -> None:
    found = finding(demo_library, "refund", "已参保: 是, 员工人数: 30, 离职人数: 0", day)
    assert (found.window.state, found.verdict) == (state, "yes")


def test_a_window_may_count_from_a_fact(demo_library: Library) -> None:
    assert finding(demo_library, "stepped", "购买日期: 2025-01-01").window.state == "closed"
    assert finding(demo_library, "stepped", "").window.state == "open"


def test_a_reason_has_both_numbers_and_its_clause(demo_library: Library) -> None:
    found = finding(demo_library, "refund", "已参保: 是, 员工人数: 1000, 离职人数: 61")
    group = found.because[-1]
    assert group.holds is False
    assert group.parts[0].label == "离职率 6.1%，高于一般离职率上限 5.5%"
    assert group.parts[0].cite.clause == "一/（一）"


def test_missing_are_the_facts_that_still_matter(demo_library: Library) -> None:
    def missing(text: str) -> set[str]:
        return {gap.fact for gap in finding(demo_library, "refund", text).missing}

    assert missing("") == {"insured", "leaving_rate", "staff", "fees"}
    assert missing("已参保: 否") == set()
    assert missing("已参保: 是, 离职率: 3%, 已缴费用: 5") == set()
    assert missing("已参保: 是, 离职率: 10%, 已缴费用: 5") == {"staff"}
    assert missing("已参保: 是, 员工人数: 40, 已缴费用: 5") == {"leavers"}


def test_a_met_condition_without_its_rate_is_yes_with_an_open_amount(demo_library: Library) -> None:
    found = finding(demo_library, "hiring", "新员工: [{合同期: 12}]")
    assert found.verdict == "yes"
    assert found.amount is not None
    assert (found.amount.value, found.amount.bound) == (None, "range")
    assert [(gap.fact, gap.set_by) for gap in found.missing] == [("shili-2024-1/hire_standard", "区县人社局")]
    assert finding(demo_library, "hiring", "新员工: [{合同期: 12}], 招用补贴标准: 1500").amount.value == Decimal(1500)  # type: ignore[union-attr]


def test_an_open_finding_has_bounds(demo_library: Library) -> None:
    found = finding(demo_library, "refund", "员工人数: 30, 离职人数: 0, 已缴费用: 100")
    assert found.verdict == "open"
    assert found.amount is not None
    assert (found.amount.low, found.amount.high) == (Decimal(0), Decimal("60.00"))
    graded = finding(demo_library, "graded", "已缴费用: 100, 获得认可: 是")
    assert graded.amount is not None
    assert (graded.amount.low, graded.amount.high) == (Decimal(0), Decimal("20.00"))


def test_a_number_of_the_law_varies_by_date_and_place(demo_library: Library) -> None:
    def amount(text: str, day: date) -> Decimal | None:
        found = finding(demo_library, "stepped", f"已缴费用: 100, {text}", day).amount
        return found.value if found else None

    assert amount("所在地区: 别处", date(2024, 6, 30)) == 1
    assert amount("所在地区: 别处", date(2024, 7, 1)) == 3
    assert amount("所在地区: 示例省示例市东区", date(2024, 7, 1)) == 5


def test_another_kind_of_subject_is_a_no(demo_library: Library) -> None:
    found = finding(demo_library, "refund", "主体类型: 个人")
    assert found.verdict == "no"
    assert found.because[0].holds is False


def test_a_judgement_waits_for_its_decider(demo_library: Library) -> None:
    found = finding(demo_library, "graded", "信用等级: 甲级")
    assert found.verdict == "open"
    assert "示例市评审组" in found.because[-1].label


@pytest.mark.parametrize(
    ("text", "verdict", "complies"),
    [
        ("员工人数: 30", "no", None),
        ("员工人数: 31, 离职率: 20%", "yes", "yes"),
        ("员工人数: 31, 离职率: 20.01%", "yes", "no"),
        ("员工人数: 31", "yes", "open"),
        ("离职率: 3%", "open", "yes"),
    ],
)
def test_a_duty_binds_and_is_met_apart(text: str, verdict: str, complies: str | None, demo_library: Library) -> None:
    found = finding(demo_library, "keep_rate", text)
    assert (found.verdict, found.complies) == (verdict, complies)


def test_division_by_zero_is_open_with_the_reason(demo_library: Library) -> None:
    found = finding(demo_library, "refund", "已参保: 是, 员工人数: 0, 离职人数: 0")
    assert found.verdict == "open"
    assert any("除数为零" in fault for fault in found.faults)


ROWS = "每月抵扣: [{月份: 2024-01, 计提基数: 1000, 转出: 0, 应纳: 10}, {月份: 2024-02, 计提基数: 0, 转出: 2000, 应纳: 10}, {月份: 2024-03, 计提基数: 3000, 转出: 0, 应纳: 500}]"


def test_a_ledger_carries_forward_and_a_deficit_too(demo_library: Library) -> None:
    found = finding(demo_library, "credit", f"{ROWS}, 确认月份: 无此项", date(2024, 3, 31))
    assert found.ledger is not None
    rows = [(entry.opening, entry.accrued, entry.adjusted, entry.used, entry.closing) for entry in found.ledger]
    assert rows == [(0, 150, 0, 10, 140), (140, 0, 300, 0, -160), (-160, 450, 0, 290, 0)]
    assert found.results["total"].value == 300


def test_what_was_accrued_before_the_booking_is_booked_then(demo_library: Library) -> None:
    found = finding(demo_library, "credit", f"{ROWS}, 确认月份: 2024-03", date(2024, 3, 31))
    assert found.ledger is not None
    assert [entry.accrued for entry in found.ledger] == [0, 0, 600]


def test_an_unknown_cell_leaves_its_month_and_all_after_open(demo_library: Library) -> None:
    rows = ROWS.replace("计提基数: 0, ", "")
    found = finding(demo_library, "credit", f"{rows}, 确认月份: 无此项", date(2024, 3, 31))
    assert found.ledger is not None
    assert [isinstance(entry.closing, Decimal) for entry in found.ledger] == [True, False, False]
    assert {gap.fact for gap in found.missing} == {"credit_months.base"}
