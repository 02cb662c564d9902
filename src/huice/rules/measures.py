"""Measures: what a document gives or asks, as conditions, amounts and windows."""

from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from huice.rules.expressions import Node
from huice.rules.parsing import Scope, parse
from huice.rules.quantities import MONEY
from huice.rules.source import Findings, Mapping, Place, Scalar, Section
from huice.rules.source import Node as Source
from huice.rules.values import BOOL, DATE, Type, read_date

if TYPE_CHECKING:
    from huice.rules.facts import Fact

KINDS = ("benefit", "support", "obligation", "prohibition", "deadline", "procedure")
CLASSES = ("减免", "奖补", "权益", "资质")
DELIVERIES = ("免申即享", "即申即享", "直补快办", "申请办理", "自行申报")
SUBJECTS = ("enterprise", "sole_trader", "person", "project", "bank", "association", "department")
LEDGER_SUMS = (
    "opening",
    "accrued",
    "adjusted",
    "available",
    "used",
    "closing",
    "total_accrued",
    "total_adjusted",
    "total_used",
)

_MONEY = Type("number", MONEY)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: a test, or a group of which all or any must hold. `label` is our words for it."""

    test: Node | None
    parts: tuple["Condition", ...] = ()
    every: bool = True
    label: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """期限: inclusive days; `on` is the fact whose day counts, the as-of day where it is unknown."""

    since: date | None = None
    until: date | None = None
    on: str = ""
    clause: str = ""
    written: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A labelled expression."""

    label: str
    value: Node


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` where it can be computed, capped by `ceiling`; `ceiling` alone is 最高."""

    value: Node | None
    ceiling: Node | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRule:
    """How a balance is carried over dated rows; see docs/rule-language.md."""

    over: str
    row: str
    period: str
    columns: Names[str, Formula]
    accrued: Node
    adjusted: Node | None
    limit: Node | None
    opening: Node | None
    booked_from: Node | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What this cannot be combined with, in what scope, and where that is written.

    `per` names the records whose rows the scope speaks of (a person, a vehicle, a month); empty: the measure as a whole.
    """

    other: str
    scope: str
    clause: str
    per: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """惠企事项. `id` is `<pack>/<key>`; clauses are paths in the pack's document."""

    id: str
    pack: str
    title: str
    promise: str
    kind: str
    category: str
    delivery: str
    subjects: tuple[str, ...]
    clauses: tuple[str, ...]
    provisions: tuple[str, ...]
    window: Window
    requires: tuple[Condition, ...]
    complies: tuple[Condition, ...] | None
    amount: Amount | None
    results: Names[str, Formula]
    ledger: LedgerRule | None
    departments: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    channel: str = ""
    excludes: tuple[Exclusion, ...] = ()
    otherwise: str = ""
    not_modelled: tuple[str, ...] = ()
    place: Place = field(default=Place("", 0, 0))

    @property
    def key(self) -> str:
        """The name inside its pack."""
        return self.id.partition("/")[2]


def expressions(measure: Measure) -> Iterator[Node]:
    """Every expression of a measure."""
    for condition in (*measure.requires, *(measure.complies or ())):
        yield from tests(condition)
    if measure.amount is not None:
        yield from (node for node in (measure.amount.value, measure.amount.ceiling) if node is not None)
    yield from (formula.value for formula in measure.results.values())
    rule = measure.ledger
    if rule is not None:
        yield from (column.value for column in rule.columns.values())
        parts = (rule.accrued, rule.adjusted, rule.limit, rule.opening, rule.booked_from)
        yield from (node for node in parts if node is not None)


def tests(condition: Condition) -> Iterator[Node]:
    """The tests of a condition and its parts."""
    if condition.test is not None:
        yield condition.test
    for part in condition.parts:
        yield from tests(part)


def read_measures(root: Section, pack: str, scope: Scope) -> dict[str, Measure]:
    """The measures of one file, by id."""
    measures = (_measure(key, item, pack, scope) for key, item in root.sections("measures", "事项"))
    return {measure.id: measure for measure in measures}


def _measure(key: str, section: Section, pack: str, scope: Scope) -> Measure:
    found = section.found
    kind = section.text("kind", "benefit", required=True, among=KINDS)
    gives = kind in {"benefit", "support"}
    ledger = _ledger(section, scope) if section.has("ledger") else None
    inner = scope
    if ledger is not None:
        inner = replace(scope, locals={f"ledger.{name}": _MONEY for name in LEDGER_SUMS})
    clauses = section.texts("clauses")
    if not clauses:
        found.add(section.place, f"事项“{key}”没有依据", "写上 clauses")
    subjects = tuple(item.text for item in section.scalars("subject"))
    for item in section.scalars("subject"):
        if item.text not in SUBJECTS:
            found.add(item.place, f"没有“{item.text}”这种主体", f"可用：{'、'.join(SUBJECTS)}")
    if not subjects:
        found.add(section.place, f"事项“{key}”没有写面向谁", "写上 subject")
    complies = _conditions(section, "complies", inner, found) if section.has("complies") else None
    if complies is not None and gives:
        found.add(section.place_of("complies"), "优惠和支持没有“是否遵守”", "只有义务、禁止、期限、办理规则写 complies")
    measure = Measure(
        id=f"{pack}/{key}",
        pack=pack,
        title=section.text("title", key, required=True),
        promise=section.text("promise", required=True),
        kind=kind,
        category=section.text("class", required=gives, among=CLASSES),
        delivery=section.text("delivery", required=gives, among=DELIVERIES),
        subjects=subjects,
        clauses=clauses,
        provisions=section.texts("provisions"),
        window=_window(section, scope),
        requires=_conditions(section, "requires", inner, found),
        complies=complies,
        amount=_amount(section, inner),
        results=_formulas(section, "results", inner),
        ledger=ledger,
        departments=section.texts("departments"),
        materials=section.texts("materials"),
        channel=section.text("channel"),
        excludes=tuple(_exclusion(node, scope, found) for node in section.nodes("excludes")),
        otherwise=section.text("otherwise"),
        not_modelled=section.texts("not_modelled"),
        place=section.place,
    )
    section.close()
    return measure


def _conditions(section: Section, key: str, scope: Scope, found: Findings) -> tuple[Condition, ...]:
    read = (_condition(node, scope, found) for node in section.nodes(key))
    return tuple(condition for condition in read if condition is not None)


def _condition(node: Source, scope: Scope, found: Findings) -> Condition | None:
    if isinstance(node, Scalar):
        test = parse(node, scope, found, BOOL)
        return None if test is None else Condition(test)
    if not isinstance(node, Mapping):
        found.add(node.place, "条件要写成表达式，或 if / any / all")
        return None
    section = Section(node, found, "条件")
    label, clause = section.text("label"), section.text("clause")
    condition: Condition | None = None
    if (scalar := section.scalar("if")) is not None:
        test = parse(scalar, scope, found, BOOL)
        condition = None if test is None else Condition(test, label=label, clause=clause)
    else:
        every = section.has("all")
        if not every and not section.has("any"):
            found.add(section.place, "条件里没有 if、any 或 all", "见 docs/rule-language.md")
        parts = _conditions(section, "all" if every else "any", scope, found)
        condition = Condition(None, parts, every, label, clause) if parts else None
    section.close()
    return condition


def _window(section: Section, scope: Scope) -> Window:
    inner = section.section("window")
    if inner is None:
        return Window()
    days: list[date | None] = []
    written: list[Scalar] = []
    for key in ("from", "until"):
        scalar = inner.scalar(key)
        day = read_date(scalar.text) if scalar else None
        if isinstance(day, str):
            inner.found.add(inner.place_of(key), day)
            day = None
        elif scalar:
            written.append(scalar)
        days.append(day)
    since, until = days
    if since and until and since > until:
        inner.found.add(inner.place, "期限的起始日晚于截止日")
    on = inner.text("on")
    if on and (on not in scope.facts or scope.facts[on].type.kind != "date"):
        inner.found.add(inner.place_of("on"), f"“{on}”不是日期要素", "on 要是一个 type: date 的要素")
        on = ""
    window = Window(since, until, on, inner.text("clause"), tuple(written))
    inner.close()
    return window


def _expression(section: Section, key: str, scope: Scope, wanted: Type | None) -> Node | None:
    scalar = section.scalar(key)
    return None if scalar is None else parse(scalar, scope, section.found, wanted)


def _amount(section: Section, scope: Scope) -> Amount | None:
    inner = section.section("amount")
    if inner is None:
        return None
    number = Type("number", None)
    amount = Amount(
        _expression(inner, "value", scope, number), _expression(inner, "up_to", scope, number), inner.text("label")
    )
    if not inner.has("value") and not inner.has("up_to"):
        inner.found.add(inner.place, "金额里没有 value 或 up_to")
    if amount.value and amount.ceiling and amount.value.type.dimension != amount.ceiling.type.dimension:
        inner.found.add(inner.place, f"value 是{amount.value.type}，up_to 是{amount.ceiling.type}", "单位要相同")
    inner.close()
    return amount


def _formulas(section: Section, key: str, scope: Scope) -> dict[str, Formula]:
    formulas: dict[str, Formula] = {}
    for name, item in section.sections(key, "结果"):
        label = item.text("label", name, required=True)
        value = _expression(item, "value", scope, None)
        if value is not None:
            formulas[name] = Formula(label, value)
        elif not item.has("value"):
            item.found.add(item.place, f"“{name}”没有 value")
        item.close()
    return formulas


def _exclusion(node: Source, scope: Scope, found: Findings) -> Exclusion:
    section = Section(node, found, "不能同享")
    per = section.text("per")
    if per and (per not in scope.facts or scope.facts[per].type.kind != "records"):
        found.add(section.place_of("per"), f"“{per}”不是明细要素", "per 要是一个 type: records 的要素")
        per = ""
    exclusion = Exclusion(
        section.text("measure") or section.text("with"), section.text("scope"), section.text("clause"), per
    )
    section.text("with")
    section.close()
    return exclusion


def _ledger(section: Section, scope: Scope) -> LedgerRule | None:
    inner = section.section("ledger")
    assert inner is not None
    over, row = inner.text("over", required=True), inner.text("as", "row")
    period = inner.text("period", required=True)
    fact: Fact | None = scope.facts.get(over)
    if (
        fact is None
        or fact.type.kind != "records"
        or period not in fact.fields
        or fact.fields[period].type.kind != "date"
    ):
        inner.found.add(inner.place, f"台账的 over 要是明细，period 要是它的日期栏目（{over}.{period}）")
        return None
    rows = replace(scope, rows={row: over})
    columns: dict[str, Formula] = {}
    for name, item in inner.sections("columns", "台账栏目"):
        visible = replace(rows, locals={key: formula.value.type for key, formula in columns.items()})
        label = item.text("label", name, required=True)
        value = _expression(item, "value", visible, None)
        if value is not None:
            columns[name] = Formula(label, value)
        item.close()
    visible = replace(rows, locals={key: formula.value.type for key, formula in columns.items()})
    accrued = _expression(inner, "accrued", visible, _MONEY)
    rule = None if accrued is None else LedgerRule(
        over, row, period, columns, accrued,
        _expression(inner, "adjusted", visible, _MONEY),
        _expression(inner, "limit", visible, _MONEY),
        _expression(inner, "opening", scope, _MONEY),
        _expression(inner, "booked_from", scope, DATE),
    )  # fmt: skip
    inner.close()
    return rule
