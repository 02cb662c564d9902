"""Strong Kleene logic and the treatment of absent and unknown, through the expressions a pack may write."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from huice.engine.evaluation import Program
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.library import Library
from huice.rules.parsing import Scope, parse
from huice.rules.source import Findings, Place, Scalar
from huice.rules.values import ABSENT, UNKNOWN, Value

DAY = date(2024, 6, 30)
TRUTHS: tuple[Value, ...] = (True, False, UNKNOWN)


def value(text: str, library: Library, **known: Value) -> Value:
    """What an expression is worth for a subject."""
    found = Findings()
    node = parse(Scalar(text, Place("expression", 1, 1)), Scope(library.facts), found)
    assert node is not None, [str(problem) for problem in found]
    program = Program()
    return program.value(node, World(library, program, Subject("甲", known), DAY))


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_de_morgan_and_commutation_hold_for_every_pair(a: Value, b: Value, demo_library: Library) -> None:
    def said(text: str) -> Value:
        return value(text, demo_library, insured=a, approved=b)

    assert said("not (insured and approved)") == said("not insured or not approved")
    assert said("not (insured or approved)") == said("not insured and not approved")
    assert said("insured and approved") == said("approved and insured")
    assert said("insured or approved") == said("approved or insured")
    assert said("not not insured") == said("insured")


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (False, UNKNOWN, False, UNKNOWN),
        (True, UNKNOWN, UNKNOWN, True),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (True, False, False, True),
    ],
)
def test_the_unknown_matters_only_where_it_can(
    a: Value, b: Value, both: Value, either: Value, demo_library: Library
) -> None:
    assert value("insured and approved", demo_library, insured=a, approved=b) is both
    assert value("insured or approved", demo_library, insured=a, approved=b) is either


def test_absent_is_a_value_that_compares_with_nothing(demo_library: Library) -> None:
    assert value("staff <= 30 人", demo_library, staff=ABSENT) is False
    assert value("staff > 30 人", demo_library, staff=ABSENT) is False
    assert value("staff != 30 人", demo_library, staff=ABSENT) is True
    assert value("absent(staff)", demo_library, staff=ABSENT) is True
    assert value("absent(staff)", demo_library, staff=Decimal(1)) is False
    assert value("absent(staff)", demo_library) is UNKNOWN
    assert value("insured", demo_library, insured=ABSENT) is ABSENT
    assert value("not insured", demo_library, insured=ABSENT) is True


def test_a_choice_between_equal_branches_needs_no_condition(demo_library: Library) -> None:
    assert value("30 人 if insured else 30 人", demo_library) == 30
    assert value("30 人 if insured else 31 人", demo_library) is UNKNOWN


def test_units_are_one_scale(demo_library: Library) -> None:
    assert value("3 万元 == 30000 元", demo_library) is True
    assert value("1 年 == 12 个月", demo_library) is True
    assert value("1 季度 == 3 个月", demo_library) is True
    assert value("staff * 1 元/人 == 30 元", demo_library, staff=Decimal(30)) is True


def test_ordered_options_compare_by_their_order(demo_library: Library) -> None:
    assert value("grade >= b", demo_library, grade="a") is True
    assert value("grade < b", demo_library, grade="c") is True
    assert value("grade in [a, b]", demo_library, grade="c") is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("months_between(bought_on, as_of) == 12 个月", True),
        ("years_between(bought_on, as_of) >= 1 年", True),
        ("days_between(bought_on, as_of) == 366 日", True),
        ("add_months(bought_on, 1 季度) > as_of", False),
        ("same_month(bought_on, as_of)", False),
        ("quarter(bought_on) == quarter(as_of)", True),
    ],
)
def test_dates_count_completed_months(text: str, expected: bool, demo_library: Library) -> None:
    assert value(text, demo_library, bought_on=date(2023, 6, 30)) is expected


def test_the_end_of_a_short_month_completes_it(demo_library: Library) -> None:
    assert (
        value("months_between(bought_on, add_months(bought_on, 1 个月))", demo_library, bought_on=date(2024, 1, 31))
        == 1
    )
    assert value("add_months(bought_on, 1 个月)", demo_library, bought_on=date(2024, 1, 31)) == date(2024, 2, 29)


def test_what_cannot_be_computed_is_open(demo_library: Library) -> None:
    assert value("leaving_rate <= 5.5%", demo_library, leavers=Decimal(0), staff=Decimal(0)) is UNKNOWN
    assert value("add_months(bought_on, 999999 个月) > as_of", demo_library, bought_on=DAY) is UNKNOWN


def test_rows_count_only_where_it_is_known(demo_library: Library) -> None:
    rows = ({"months": Decimal(12)}, {"months": Decimal(6)}, {"hired_on": DAY})
    known = rows[:2]
    assert value("count(h for h in hires if h.months >= 1 年)", demo_library, hires=known) == 1
    assert value("count(h for h in hires if h.months >= 1 年)", demo_library, hires=rows) is UNKNOWN
    assert value("any(h.months >= 1 年 for h in hires)", demo_library, hires=rows) is True
    assert value("all(h.months >= 1 年 for h in hires)", demo_library, hires=rows) is False
    assert value("sum(h.months for h in hires)", demo_library, hires=known) == 18
    assert value("count(hires)", demo_library, hires=ABSENT) == 0
    assert value("count(hires)", demo_library) is UNKNOWN


def test_a_fen_is_rounded_half_up(demo_library: Library) -> None:
    assert value("round_fen(fees * 50%)", demo_library, fees=Decimal("0.01")) == Decimal("0.01")
    assert value("round_fen(fees / 3 倍)", demo_library, fees=Decimal(100)) == Decimal("33.33")
