"""The smallest changes, no smaller and none left out: against trying every change."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huice.advice.domain import figures
from huice.advice.levers import effort
from huice.advice.nearmiss import near_misses, near_misses_of
from huice.engine import Subject, assess
from huice.rules.library import Library
from huice.rules.values import ABSENT, Row, Value
from tests.advice.small import DAY, INSTANCES, VALUES, assignments, small_library
from tests.subjects import DAYS, facts

MONEY = ("0", "0.99", "1", "1.01", "3.33", "3.34", "49.99", "50", "50.01", "99.99", "100", "149.99", "150", "99999998.99", "99999999",
    "99999999.01", "100000000")  # fmt: skip
STEEP: dict[str, tuple[Value, ...]] = {
    "big": tuple(Decimal(text) for text in MONEY),
    "day": tuple(DAY + timedelta(days=step) for step in (-1, 0, 1, 29, 30, 31)),
}
ROWS: tuple[Row, ...] = tuple(
    {"months": Decimal(months), "young": young} for months in (6, 13) for young in (True, False)
)


def _directions(library: Library, key: str, now: Value) -> Sequence[Value]:
    """Every value a fact may be changed to, by its own rules."""
    way = library.facts[key].changeable
    if not way:
        return ()
    if key == "hires":
        assert isinstance(now, tuple)
        return [now + added for count in (1, 2, 3) for added in combinations_with_replacement(ROWS, count)]
    every = [value for value in (*VALUES.get(key, ()), *STEEP.get(key, ())) if value != now]
    if now is ABSENT:
        return (
            every
            if (library.facts[key].type.kind in {"bool", "choice"} and way == "either") or key == "rank"
            else ([True] if key == "b1" else [])
        )
    if key == "b1":
        return [value for value in every if value is True]
    if way == "up":
        return [value for value in every if value > now]  # type: ignore[operator]
    return [value for value in every if value < now] if way == "down" else every  # type: ignore[operator]


def _smallest(library: Library, known: dict[str, Value], measure: str) -> dict[frozenset[str], Fraction]:
    """The least effort of every smallest sufficient set of at most three facts, by trying all changes."""
    rests = figures(library, library.measures[measure]).facts & known.keys()
    options = {key: ways for key in sorted(rests) if (ways := _directions(library, key, known[key]))}
    enough: dict[frozenset[str], Fraction] = {}
    for size in (1, 2, 3):
        for keys in combinations(options, size):
            if any(smaller <= set(keys) for smaller in enough):
                continue
            spent = [
                sum(effort(library.facts[key], known[key], value) for key, value in changes.items())
                for changes in assignments(keys, options)
                if _verdict(library, {**known, **changes}, measure) == "yes"
            ]
            if spent:
                enough[frozenset(keys)] = Fraction(min(spent))
    return enough


def _verdict(library: Library, known: dict[str, Value], measure: str) -> str:
    return assess(library, Subject("甲", known), DAY, [measure]).findings[0].verdict


def _instances(library: Library, chance: Random) -> Iterator[tuple[str, dict[str, Value]]]:
    """Firms that a measure refuses, every fact known or absent."""
    for id_ in library.measures:
        for _ in range(20):
            known: dict[str, Value] = {key: chance.choice((*of, ABSENT)) for key, of in (VALUES | STEEP).items()}
            known |= {"hires": tuple(chance.choices(ROWS, k=chance.randint(0, 1))), "subject_type": "enterprise"}
            if _verdict(library, known, id_) == "no":
                yield id_, known
                break


def _agree(library: Library, seed: int) -> tuple[int, int]:
    """How many instances agreed, and how many of them had a way."""
    tried = ways = 0
    for id_, known in _instances(library, Random(seed)):
        found = assess(library, Subject("甲", known), DAY, [id_])
        misses = near_misses_of(library, found, found.findings[0])
        assert {frozenset(change.fact for change in miss.changes): miss.effort for miss in misses} == _smallest(
            library, known, id_
        ), (id_, known)
        for miss in misses:
            after = {**known, **{change.fact: change.after for change in miss.changes}}
            assert _verdict(library, after, id_) == "yes"
            assert miss.proven
        tried, ways = tried + 1, ways + bool(misses)
    return tried, ways


def test_the_smallest_changes_are_those_that_trying_all_finds(tmp_path: Path) -> None:
    tried, ways = _agree(small_library(tmp_path / "small", INSTANCES * 6 // 5, 11), 12)
    assert tried >= INSTANCES
    assert ways > INSTANCES / 4


def test_so_they_are_for_money_days_and_records(tmp_path: Path) -> None:
    tried, ways = _agree(small_library(tmp_path / "steep", INSTANCES // 5, 13, steep=True), 14)
    assert tried > INSTANCES / 8
    assert ways > INSTANCES / 20


@given(data=st.data(), day=DAYS)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_advised_for_any_firm_is_true(data: st.DataObject, day: date, library: Library) -> None:
    known = {**data.draw(facts(library)), "subject_type": "enterprise"}
    found = assess(library, Subject("甲", known), day)
    for miss in near_misses(library, found):
        changed = {change.fact: change.after for change in miss.changes}
        after = assess(library, Subject("甲", {**known, **changed}), day, [miss.measure.id]).findings[0]
        assert (found.finding(miss.measure.id).verdict, after.verdict) == ("no", miss.verdict)
        assert all(library.facts[key].changeable for key in changed)
        assert miss.meets
