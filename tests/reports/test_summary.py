"""The head of a result: sums, what needs doing, and that an unknown sum is no zero."""

from datetime import date
from decimal import Decimal

from huice.engine import Subject, assess
from huice.registry.profile import read_profile
from huice.reports.summary import lines, summary, sure
from huice.rules.library import Library, shipped
from huice.rules.values import Value


def test_the_restaurant_sees_what_it_gets_and_by_when(library: Library) -> None:
    profile = read_profile(shipped() / "firms" / "restaurant-28.yaml", library)
    found = summary(library, assess(library, profile.subject, date(2023, 6, 30)))
    assert found.sure == Decimal("16800.00")
    assert (found.sure_count, found.unsettled) == (6, 3)
    assert found.nearest == date(2023, 12, 31)
    said = lines(found)
    assert "¥ 16,800.00" in said[0]
    assert str(found.nearest) in said[1]
    assert "没有要处理的" in said[-1]


def test_what_is_breached_is_named(library: Library) -> None:
    profile = read_profile(shipped() / "firms" / "road-contractor.yaml", library)
    found = summary(library, assess(library, profile.subject, date(2023, 6, 30)))
    assert found.breached
    assert all(title in lines(found)[1] for title in found.breached)


def test_a_sum_that_nothing_is_known_of_is_no_zero(library: Library) -> None:
    nothing = summary(library, assess(library, Subject("甲", {}), date(2023, 6, 30)))
    assert (nothing.sure_count, sure(nothing)) == (0, "暂无")
    profile = read_profile(shipped() / "firms" / "road-contractor.yaml", library)
    assert sure(summary(library, assess(library, profile.subject, date(2023, 6, 30)))) == "金额待定"


def test_of_what_excludes_each_other_only_the_better_counts(library: Library) -> None:
    profile = read_profile(shipped() / "firms" / "sole-trader-graduates.yaml", library)
    assessment = assess(library, profile.subject, date(2023, 6, 30))
    exempt = assessment.finding("fagaiyunxing-2023-645/small-scale-vat-exemption").amount
    reduced = assessment.finding("fagaiyunxing-2023-645/small-scale-levy-cut").amount
    assert exempt is not None
    assert reduced is not None
    assert summary(library, assessment).sure == max(exempt.value or 0, reduced.value or 0) == Decimal(3000)


def test_a_deadline_of_what_is_open_says_so(library: Library) -> None:
    known: dict[str, Value] = {"subject_type": "enterprise", "is_sme": False}
    assessment = assess(library, Subject("甲", known), date(2023, 6, 30))
    found = summary(library, assessment)
    assert found.nearest is not None
    open_ends = {one.measure.title for one in assessment.findings if one.verdict == "open" and one.concerns}
    assert found.nearest_title.removesuffix("（待核实）") in open_ends
    assert found.nearest_title.endswith("（待核实）")
