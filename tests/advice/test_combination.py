"""The best combination: against trying every choice, and on rows, bounds and reasons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random

from huice.advice.claims import Claim, Conflict, claims
from huice.advice.combination import best_combination, combine
from huice.advice.optimum import best_choice
from huice.engine import Subject, assess
from huice.engine.findings import Citation
from huice.registry.profile import parse_profile
from huice.rules.library import Library, load
from tests.advice.small import INSTANCES

CITE = Citation("示例", "一", "shili-2024-1")


def _claims(library: Library, worth: Sequence[tuple[Decimal, Decimal | None]]) -> list[Claim]:
    measure = library.measures["shili-2024-1/hiring"]
    return [Claim(replace(measure, id=f"x/{index:02}"), low, high) for index, (low, high) in enumerate(worth)]


def _choices(made: Sequence[Claim], conflicts: Sequence[Conflict]) -> list[tuple[Claim, ...]]:
    """Every choice without a conflict."""
    pairs = {frozenset((conflict.one, conflict.other)) for conflict in conflicts}
    return [
        chosen
        for size in range(len(made) + 1)
        for chosen in combinations(made, size)
        if not any(frozenset((one.id, other.id)) in pairs for one, other in combinations(chosen, 2))
    ]


def _instance(library: Library, chance: Random) -> tuple[list[Claim], list[Conflict]]:
    worth: list[tuple[Decimal, Decimal | None]] = []
    for _ in range(chance.randint(2, 7)):
        low = Decimal(chance.choice((0, 1, 100, 123_456, 10**9, 10**11))) / 100 * chance.randint(0, 3)
        high = chance.choice((low, low, low, low + chance.randint(0, 500), None))
        worth.append((low, high))
    made = _claims(library, worth)
    pairs = [pair for pair in combinations([claim.id for claim in made], 2) if chance.random() < 0.4]
    return made, [Conflict(one, other, "同一期间", CITE) for one, other in pairs]


def test_the_optimum_is_what_trying_all_finds(demo_library: Library) -> None:
    chance = Random(5)
    for _ in range(INSTANCES):
        made, conflicts = _instance(demo_library, chance)
        best = combine(made, conflicts)
        every = _choices(made, conflicts)
        taken = {claim.id for claim in (*best.free, *(claim for group in best.groups for claim in group.chosen))}
        assert all(group.proven for group in best.groups)
        assert frozenset(taken) in {frozenset(claim.id for claim in chosen) for chosen in every}
        assert best.low == max(sum(claim.low for claim in chosen) for chosen in every)
        for group in best.groups:
            inside = [*group.chosen, *(item.claim for item in group.given_up)]
            within = [item for item in conflicts if item.one in {claim.id for claim in inside}]
            choices = _choices(inside, within)
            assert group.certain == all(_holds(group.chosen, other) for other in choices)
            for item in group.given_up:
                forced = [chosen for chosen in choices if item.claim in chosen]
                sure = sum(claim.low for claim in group.chosen)
                assert item.costs == sure - max(sum(claim.low for claim in chosen) for chosen in forced)
                assert item.because


def _holds(chosen: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Whether a choice is at least as good as another whatever the open amounts turn out to be."""
    mine = sum(claim.low for claim in chosen if claim not in other)
    theirs = [claim.high for claim in other if claim not in chosen]
    return None not in theirs and mine >= sum(top for top in theirs if top is not None)


def test_ties_go_to_more_and_then_to_the_first() -> None:
    assert best_choice(((2, 1, 1),), [(0, 1), (0, 2)]).chosen == (1, 2)
    assert best_choice(((1, 1),), [(0, 1)]).chosen == (0,)
    assert best_choice(((0, 0), (5, 6)), [(0, 1)]).chosen == (1,)


def test_a_weight_no_double_can_hold_is_not_called_proven() -> None:
    assert not best_choice(((2**60 + 1, 2**60),), [(0, 1)]).proven


PACK = """
document: {number: 选〔2024〕1号, title: 选, issuers: [选], issued: 2024-01-01, region: 全国}
measures:
  each:
    {title: 每人甲, promise: 甲, kind: benefit, class: 奖补, delivery: 申请办理, subject: [enterprise], clauses: [一],
     amount: {value: "sum(h.pay for h in staffing)"},
     excludes: [{measure: choice-2024-1/long, scope: 同一人员, per: staffing, clause: 二}]}
  long:
    {title: 每人乙, promise: 乙, kind: benefit, class: 奖补, delivery: 申请办理, subject: [enterprise], clauses: [一],
     amount: {value: "count(h for h in staffing if h.months >= 12 月) * 1000 元/人"}}
  other:
    {title: 丙, promise: 丙, kind: benefit, class: 奖补, delivery: 申请办理, subject: [enterprise], clauses: [一],
     amount: {up_to: 300 元}, excludes: [{with: 别处的补贴, scope: 同一期间, clause: 二}]}
"""
KINDS = "{enterprise: 企业, sole_trader: 个体, person: 个人, project: 项目, bank: 银行, association: 社会组织, department: 部门}"
FACTS = f"""
topic: 选
facts:
  subject_type: {{label: 主体类型, ask: 哪类？, type: choice, options: {KINDS}}}
  staffing: {{label: 人员, ask: 谁？, type: records, unit: 人, fields: {{pay: {{label: 补贴, type: number, unit: 元}}, months: {{label: 月数, type: number, unit: 月}}}}}}
"""


def test_an_exclusion_by_person_is_settled_person_by_person(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "f.yaml").write_text(FACTS, "utf-8")
    (tmp_path / "library.yaml").write_text('version: "1"', "utf-8")
    (tmp_path / "regions.yaml").write_text("regions: {}", "utf-8")
    (tmp_path / "choice-2024-1.yaml").write_text(PACK, "utf-8")
    library = load(tmp_path)
    text = "facts: {主体类型: 企业, 人员: [{补贴: 800, 月数: 12}, {补贴: 1500, 月数: 24}, {补贴: 400, 月数: 3}]}"
    subject = parse_profile(text, "甲.yaml", library).subject
    best = best_combination(library, assess(library, subject, date(2024, 6, 30)))
    assert [[claim.id for claim in group.chosen] for group in best.groups] == [
        ["choice-2024-1/long#1"], ["choice-2024-1/each#2"],
    ]  # fmt: skip
    assert [claim.id for claim in best.free] == ["choice-2024-1/each#3", "choice-2024-1/other"]
    assert (best.low, best.high) == (Decimal(2900), Decimal(3200))
    assert best.groups[0].given_up[0].costs == Decimal(200)
    assert best.groups[0].given_up[0].because[0].cite.clause == "二"
    assert best.outside == (("丙", "别处的补贴", "同一期间"),)


def test_a_measure_of_the_library_that_excludes_another_is_in_one_group(library: Library) -> None:
    known = {"subject_type": "enterprise"}
    made, conflicts = claims(library, assess(library, Subject("甲", known), date(2023, 6, 30)))
    pairs = {frozenset((conflict.one, conflict.other)) for conflict in conflicts}
    assert frozenset(("gonggao-2023-10/exemption", "gonggao-2023-10/halving")) in pairs
    assert {one for pair in pairs for one in pair} <= {claim.id for claim in made}
