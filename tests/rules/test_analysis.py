"""The analysis of a library finds each kind of thing that cannot be meant, and nothing one step beside it.

Each row changes the library of the fictional city in one or two passages; what the analysis then says is compared with
what it says of the library as it is.
"""

import json
import shutil
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huice.engine.explain import program_of
from huice.engine.subject import Subject
from huice.engine.world import World
from huice.rules.analysis import Remark, remarks, weigh
from huice.rules.analysis.domains import ABSENT as NONE
from huice.rules.analysis.domains import Domain, Span, word
from huice.rules.analysis.reasoning import Reasoner
from huice.rules.expressions import AsOf, FactRef, Node
from huice.rules.library import Library, load
from huice.rules.parsing import Scope, parse
from huice.rules.source import Findings, Place, Scalar
from huice.rules.values import ABSENT, BOOL, DATE, UNKNOWN, Value
from tests.conftest import DATA
from tests.subjects import DAYS, facts
from tests.test_cli import huice


@cache
def demo() -> Library:
    """The library of the fictional city."""
    return load(DATA / "library")


ATOMS = [
    "insured", "approved", "staff > small_staff", "staff <= small_staff", "staff == 30 人", "leavers < staff", "leavers >= staff",
    "leaving_rate <= small_cap", "leaving_rate > general_cap", "fees / staff >= 1000 元/人", "fees * refund_rate < fees",
    "grade >= b", "grade < b", "grade == c", "grade in [a, c]", "grade not in [a, b]", "absent(fees)", "absent(grade)",
    "meets(staff, small_staff)", "bought_on >= as_of", "bought_on < as_of", "year(bought_on) == year(as_of)", "same_year(bought_on, as_of)",
    "days_between(bought_on, as_of) > 30 日", "add_months(bought_on, 6 月) <= as_of", "max(staff, leavers) > 10 人",
    "min(staff, leavers) == abs(leavers - staff)", "any(h.months >= contract_min for h in hires)",
    "all(h.months > contract_min for h in hires if h.hired_on < as_of)", "count(h for h in hires if h.months < contract_min) >= 1 人",
    "only(h.months for h in hires) >= contract_min", "stepped > 3%", "grade_rate > 5%", "fees * grade_rate > 1 元", "staff != small_staff",
    "(staff if insured else leavers) > 10 人", "(insured if grade == a else approved)", "region == '示例市'", "region in ['甲', '乙']",
]  # fmt: skip
JOINTS = ["({0}) and ({1})", "({0}) or ({1})", "not ({0}) and ({1})", "({0} if {1} else not ({0}))"]
KEYS = ["insured", "approved", "staff", "leavers", "fees", "bought_on", "grade", "hires", "region", "leaving_rate"]
NAMES = {item.key: (item.id, item.type) for item in demo().parameters.values()}


def _exceeds(value: Value, high: Decimal | None) -> bool:
    """Whether an answer would be refused."""
    return high is not None and isinstance(value, Decimal) and value > high


PACK = "documents/demo/shili-2024-1.yaml"
FACTS = "facts/demo.yaml"
Passages = tuple[tuple[str, str], ...]


def changed(tmp_path: Path, *passages: tuple[str, str], more: str = "") -> Path:
    """The demo library with passages of its pack or facts replaced; `more` is a second pack."""
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    for old, new in passages:
        path = next(path for path in (folder / PACK, folder / FACTS) if old in path.read_text("utf-8"))
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    if more:
        (folder / "documents/demo/shili-2025-1.yaml").write_text(more, "utf-8")
    return folder


def found(folder: Path) -> list[Remark]:
    """The remarks on a library, but for the two that the demo library has as it is."""
    known = {"hires.hired_on", "shili-2024-1/grade_floor"}
    return [remark for remark in remarks(load(folder)) if remark.key not in known]


def keys(folder: Path) -> list[str]:
    """Kind and key of each remark."""
    return [f"{remark.kind} {remark.key.removeprefix('shili-2024-1/')}" for remark in found(folder)]


INSURED = "- insured\n"
GRADED = "requires: [grade >= b, approved]"
STEPPED = "window: {from: 2024-01-01, until: 2024-12-31, on: bought_on}"
CAP = "small_cap: {label: 小规模离职率上限, value: 20%, clause: 一/（一）}"

CONDITIONS = [
    # one fact against two numbers of the law
    ((INSURED, "- staff <= small_staff and staff > small_staff\n"), (INSURED, "- staff <= small_staff and staff >= small_staff\n"),
     "never refund: staff <= small_staff and staff > small_staff"),
    # two conditions
    ((GRADED, "requires: [staff < small_staff, staff >= 30 人]"), (GRADED, "requires: [staff <= small_staff, staff >= 30 人]"),
     "never graded: staff >= 30 人"),
    # a share that is worked out
    ((GRADED, "requires: [fees / staff > 2 元/人, fees / staff < 1 元/人]"), (GRADED, "requires: [fees / staff > 1 元/人, fees / staff < 2 元/人]"),
     "never graded: fees / staff < 1 元/人"),
    # two facts against each other
    ((GRADED, "requires: [leavers > staff, leavers <= staff]"), (GRADED, "requires: [leavers >= staff, leavers <= staff]"),
     "never graded: leavers <= staff"),
    # the bounds of a fact
    ((GRADED, "requires: [staff > 100000 人]"), (GRADED, "requires: [staff >= 100000 人]"), "never graded: staff > 100000 人"),
    # a derived fact may be less than what can be answered
    ((GRADED, "requires: [leaving_rate < 0%]"), ("derived: leavers / staff", "derived: (leavers - staff) / staff"), "never graded: leaving_rate < 0%"),
    # options, in their order and one by one
    ((GRADED, "requires: [grade > b, 'grade != a']"), (GRADED, "requires: [grade >= b, 'grade != a']"), "never graded: grade != a"),
    ((GRADED, "requires: ['grade in [a, b]', 'grade not in [b, a]']"), (GRADED, "requires: ['grade in [a, b]', 'grade not in [a, c]']"),
     "never graded: grade not in [b, a]"),
    # whom the measure addresses
    ((INSURED, "- subject_type == person\n"), (INSURED, "- subject_type == enterprise\n"), "never refund: subject_type == person"),
    # yes and no
    ((GRADED, "requires: [approved, not approved]"), (GRADED, "requires: [approved, not insured]"), "never graded: not approved"),
    # absence
    ((GRADED, "requires: [absent(fees), fees >= 0 元]"), (GRADED, "requires: [not absent(fees), fees >= 1 元]"), "never graded: fees >= 0 元"),
    # rows of which none can count
    (("any(h.months >= contract_min for h in hires)", "any(h.months >= contract_min for h in hires if h.months < contract_min)"),
     ("any(h.months >= contract_min for h in hires)", "any(h.months >= contract_min for h in hires if h.months <= contract_min)"),
     "never hiring: any(h.months >= contract_min for h in hires if h.months < contract_min)"),
    # a branch beside the other conditions
    ((INSURED, "- staff > small_staff\n"), (INSURED, "- staff >= small_staff\n"), "never refund: staff <= small_staff and leaving_rate <= small_cap"),
    ((GRADED, "requires: ['not insured', 'insured or approved']"), (GRADED, "requires: ['not insured or approved', 'insured or approved']"),
     "never graded: insured or approved #1"),
    # a branch of an amount that nobody comes to
    (("amount: {value: fees * grade_rate}", "amount: {value: fees * (grade_rate if grade > c else refund_rate)}"),
     ("amount: {value: fees * grade_rate}", "amount: {value: fees * (grade_rate if grade > b else refund_rate)}"), "never graded: value #1"),
    # the window: of a day that is asked, and of the assessment
    ((STEPPED, f"{STEPPED}\n    requires: [bought_on > day]"), (STEPPED, f"{STEPPED}\n    requires: [bought_on >= day]"), "never stepped: window"),
    (("window: {from: 2024-01-01, until: 2024-12-31}\n    requires:\n      - insured", "window: {from: 2024-01-01, until: 2024-12-31}\n    requires:\n      - as_of > day"),
     ("window: {from: 2024-01-01, until: 2024-12-31}\n    requires:\n      - insured", "window: {from: 2024-01-01, until: 2024-12-31}\n    requires:\n      - as_of >= day"),
     "never refund: window"),
    # what nobody can do
    (("complies: [leaving_rate <= small_cap]", "complies: [staff <= small_staff]"), ("complies: [leaving_rate <= small_cap]", "complies: [staff >= small_staff]"),
     "never keep_rate: staff <= small_staff"),
    # always
    ((GRADED, "requires: [staff >= 0 人]"), (GRADED, "requires: [staff > 0 人]"), "always graded: staff >= 0 人"),
    ((GRADED, "requires: ['grade in [a, b, c]']"), (GRADED, "requires: ['grade in [a, b]']"), "always graded: grade in [a, b, c]"),
    ((GRADED, "requires: [insured or not insured]"), (GRADED, "requires: [absent(insured) or insured]"), "always graded: insured or not insured"),
    ((GRADED, "requires: [approved and small_cap < refund_rate]"), (GRADED, "requires: [approved and leaving_rate < refund_rate]"),
     "always graded: approved and small_cap < refund_rate"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "beside", "key"), CONDITIONS, ids=[row[2] for row in CONDITIONS])
def test_a_condition_that_never_or_always_holds(
    tmp_path: Path, wrong: tuple[str, str], beside: tuple[str, str], key: str
) -> None:
    day = ("measures:", "  day: {label: 最后一天, value: 2024-12-31, clause: 二}\nmeasures:")
    assert key in keys(changed(tmp_path / "wrong", wrong, day))
    rest = keys(changed(tmp_path / "beside", *((wrong,) if beside[0].startswith("derived") else ()), beside, day))
    assert not [said for said in rest if said.startswith(("never", "always"))]


LATER = """document: {number: 示例发〔2025〕1号, title: 示例市支持办法（新）, region: 示例市, replaces: [示例发〔2024〕1号]}
measures:
  refund:
    {title: 返还, promise: 新的返还, kind: benefit, class: 减免, delivery: 免申即享, subject: [enterprise], clauses: [一],
     window: {from: 2025-01-01}, requires: [insured], amount: {value: fees}}
"""
AND = "shili-2025-1/refund"


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("2025-01-01", []),
        ("2025-01-02", [f"gap refund → {AND}"]),
        ("2024-12-31", [f"overlap refund → {AND}", f"double-count refund + {AND}"]),
    ],
)
def test_successive_documents_meet_without_gap_or_overlap(tmp_path: Path, first: str, said: list[str]) -> None:
    folder = changed(tmp_path, more=LATER.replace("2025-01-01", first))
    assert sorted(keys(folder)) == sorted(said)


def test_documents_that_do_not_replace_each_other_are_not_compared(tmp_path: Path) -> None:
    assert keys(changed(tmp_path, more=LATER.replace(", replaces: [示例发〔2024〕1号]", ""))) == []


def test_a_measure_continues_another_of_its_document(tmp_path: Path) -> None:
    taken_over = (f"{STEPPED}\n", f"{STEPPED}\n    continues: shili-2024-1/refund\n")
    assert keys(changed(tmp_path / "overlap", taken_over)) == ["overlap refund → shili-2024-1/stepped"]
    later = ("2024-01-01, until: 2024-12-31, on: bought_on", "2025-01-01, until: 2025-12-31, on: bought_on")
    assert keys(changed(tmp_path / "met", taken_over, later)) == []


def test_a_number_that_begins_after_the_window_leaves_a_gap(tmp_path: Path) -> None:
    old = "values: [{value: 1%}, {from: 2024-07-01, value: 3%}], regions: {示例市: 5%}"
    late = (old, "values: [{from: 2024-01-02, value: 1%}, {from: 2024-07-01, value: 3%}]")
    assert keys(changed(tmp_path / "late", late)) == ["gap stepped: shili-2024-1/stepped"]
    assert keys(changed(tmp_path / "met", (old, late[1].replace("01-02", "01-01")))) == []


@pytest.mark.parametrize(
    ("second", "is_twice"),
    [
        ("{label: 小规模离职率上限, value: 30%, clause: 二}", True),
        ("{label: 小规模的离职率上限, value: 20%, clause: 一/（一）}", True),
        ("{label: 小规模的离职率上限, value: 20%, clause: 二}", False),
        ("{label: 小规模的离职率上限, value: 21%, clause: 一/（一）}", False),
    ],
)
def test_a_parameter_defined_twice(tmp_path: Path, second: str, is_twice: bool) -> None:
    folder = changed(
        tmp_path,
        ("measures:", f"  second: {second}\nmeasures:"),
        (GRADED, "requires: [leaving_rate <= second, approved]"),
    )
    assert keys(folder) == (["twice small_cap = shili-2024-1/second"] if is_twice else [])


def test_a_local_standard_left_open_by_two_documents(tmp_path: Path) -> None:
    use = LATER.replace("value: fees}", "value: count(hires) * hire_standard}").replace(
        ", replaces: [示例发〔2024〕1号]", ""
    )
    again = use.replace(
        "measures:",
        "parameters:\n  hire_standard: {label: 招用补贴标准, unit: 元/人, set_by: 区县人社局, clause: 一}\nmeasures:",
    )
    assert keys(changed(tmp_path / "again", more=again)) == ["twice hire_standard = shili-2025-1/hire_standard"]
    assert keys(changed(tmp_path / "other", more=again.replace("区县人社局", "省级人社厅"))) == []


TWO = (("provisions: [90-03]", "provisions: [90-03, 90-04]"),)
EXCLUDES = (
    "amount: {value: fees * grade_rate}",
    "amount: {value: fees * grade_rate}\n    excludes: [{measure: shili-2024-1/stepped, scope: 同一笔}]",
)
BACK = (
    "amount: {value: fees * stepped}",
    "amount: {value: fees * stepped}\n    excludes: [{measure: shili-2024-1/graded, scope: 同一笔}]",
)


@pytest.mark.parametrize(
    ("passages", "said"),
    [
        (TWO, ["double-count graded + shili-2024-1/stepped"]),
        ((), []),
        ((*TWO, EXCLUDES, BACK), []),
        # no subject can meet both
        ((*TWO, (STEPPED, f"{STEPPED}\n    requires: [grade < b]")), []),
        ((*TWO, (STEPPED, f"{STEPPED}\n    requires: [grade <= b]")), ["double-count graded + shili-2024-1/stepped"]),
        # no money
        ((*TWO, ("amount: {value: fees * grade_rate}", "amount: {value: grade_rate}")), []),
    ],
)  # fmt: skip
def test_money_counted_twice(tmp_path: Path, passages: Passages, said: list[str]) -> None:
    assert keys(changed(tmp_path, *passages)) == said


@pytest.mark.parametrize(
    ("passages", "said"),
    [
        ((EXCLUDES,), ["one-sided graded ≠ shili-2024-1/stepped"]),
        ((BACK,), ["one-sided stepped ≠ shili-2024-1/graded"]),
        ((EXCLUDES, BACK), []),
        ((EXCLUDES, (BACK[0], BACK[1].replace("同一笔", "同一年"))), ["one-sided graded ≠ shili-2024-1/stepped"]),
        (((EXCLUDES[0], EXCLUDES[1].replace("stepped", "steped")),), ["one-sided graded ≠ shili-2024-1/steped"]),
        (((EXCLUDES[0], EXCLUDES[1].replace("measure: shili-2024-1/stepped", "with: 分期比例")),), ["one-sided graded ≠ 分期比例"]),
        (((EXCLUDES[0], EXCLUDES[1].replace("measure: shili-2024-1/stepped", "with: 别处的奖励")),), []),
    ],
)  # fmt: skip
def test_an_exclusion_that_one_side_names(tmp_path: Path, passages: Passages, said: list[str]) -> None:
    assert keys(changed(tmp_path, *passages)) == said


def test_what_no_measure_comes_to(tmp_path: Path) -> None:
    unused = ("  insured:", "  spare: {label: 备用, ask: 备用？, type: bool}\n  insured:")
    assert keys(changed(tmp_path / "unused", unused)) == ["unreachable spare"]
    assert keys(changed(tmp_path / "used", unused, (GRADED, "requires: [grade >= b, approved, spare]"))) == []
    # a fact that only a derivation reads is reached, as long as the derivation is
    assert keys(changed(tmp_path / "derived", unused, ("cost: 1, where: 社保回执}", "cost: 1, derived: spare}"))) == []


def test_a_remark_has_its_place_and_remedy(tmp_path: Path) -> None:
    folder = changed(tmp_path, (GRADED, "requires:\n      - approved\n      - staff > 100000 人"))
    (remark,) = found(folder)
    text = (folder / PACK).read_text("utf-8").splitlines()
    assert remark.place.file == str(folder / PACK)
    assert text[remark.place.line - 1].endswith("- staff > 100000 人")
    assert "怎么填都不成立" in remark.problem.what
    assert "accepted" in remark.problem.remedy


ACCEPTED = """
accepted:
  - {kind: one-sided, key: shili-2024-1/graded ≠ shili-2024-1/stepped, reason: 只有一边的文件这样写}
  - {kind: unreachable, key: hires.hired_on, reason: 花名册里有}
"""


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("", ["unreachable shili-2024-1/grade_floor"]),
        ("  - {kind: unreachable, key: shili-2024-1/grade_floor, reason: 文中有}\n", []),
        ("  - {kind: twice, key: shili-2024-1/grade_floor, reason: 文中有}\n",
         ["unreachable shili-2024-1/grade_floor", "unused shili-2024-1/grade_floor"]),
        ("  - {kind: twise, key: shili-2024-1/grade_floor, reason: 文中有}\n",
         ["unreachable shili-2024-1/grade_floor", "unused shili-2024-1/grade_floor"]),
    ],
)  # fmt: skip
def test_what_is_intended_is_acknowledged_with_a_reason(tmp_path: Path, more: str, left: list[str]) -> None:
    folder = changed(tmp_path, EXCLUDES)
    path = folder / PACK
    path.write_text(path.read_text("utf-8") + ACCEPTED + more, "utf-8")
    loaded = load(folder)
    analysis = weigh(remarks(loaded), loaded)
    assert sorted(f"{remark.kind} {remark.key}" for remark in analysis.remarks) == left
    assert analysis.accepted == (2 if left else 3)


def test_lint_tells_and_strict_lint_refuses(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "documents").mkdir(parents=True)
    (mine / "documents" / "mine.yaml").write_text(
        "document: {number: 甲, title: 乙, region: 江苏}\nparameters:\n  idle: {label: 无人用, value: 3 人, clause: 一}\n",
        "utf-8",
    )
    done = huice("lint", "--library", str(mine), home=tmp_path)
    assert done.returncode == 0
    assert "没有事项用到" in done.stdout
    assert "unreachable  mine/idle" in done.stdout
    assert huice("lint", "--strict", "--library", str(mine), home=tmp_path).returncode == 1
    (remark,) = json.loads(huice("lint", "--json", "--library", str(mine), home=tmp_path).stdout)["remarks"]
    assert (remark["kind"], remark["line"]) == ("unreachable", 3)
    assert huice("lint", "--strict", home=tmp_path).returncode == 0


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_the_engine_finds_is_never_called_impossible(data: st.DataObject) -> None:
    """Soundness: whatever a condition comes out as for some subject, the reasoner holds to be possible."""
    library = demo()
    conditions = st.recursive(
        st.sampled_from(ATOMS),
        lambda inner: st.tuples(inner, inner, st.sampled_from(JOINTS)).map(lambda t: t[2].format(*t[:2])),
        max_leaves=4,
    )
    text = data.draw(conditions)
    problems = Findings()
    node = parse(Scalar(text, Place("", 1, 1)), Scope(library.facts, NAMES), problems, BOOL)
    assert node is not None, [text, *problems]
    drawn = data.draw(facts(library, KEYS))
    limits = {key: library.facts[key].high for key in drawn}
    kept = {key: value for key, value in drawn.items() if not _exceeds(value, limits[key])}
    subject, day = Subject("随机", {"region": "示例市", **kept}), data.draw(DAYS)
    truth = program_of(library).truth(node, World(library, program_of(library), subject, day))
    if truth is not None:
        reasoner = Reasoner(library)
        narrowed = reasoner.hold(node, {}, truth)
        assert narrowed is not None
        assert reasoner.hold(node, narrowed, truth) is not None
        assert reasoner.hold(node, answered(library, subject, day), truth) is not None


def answered(library: Library, subject: Subject, day: date) -> dict[Node | tuple[Node, Node], Domain]:
    """What is possible for somebody who gave these answers."""
    state: dict[Node | tuple[Node, Node], Domain] = {AsOf(DATE): Domain(Span(day, day))}
    for key, value in subject.facts.items():
        if isinstance(value, tuple) or value is UNKNOWN:
            continue
        known = Span(value, value) if isinstance(value, Decimal | date) else word(value)
        state[FactRef(library.facts[key].type, key)] = NONE if value is ABSENT else Domain(known)
    return state
