"""Worked cases put to the engine: what it finds, and how that differs from what the cases expect."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from huice.engine import Finding, Subject, assess
from huice.registry.profile import read_facts_of
from huice.rules.expressions import facts_of, parameters_of
from huice.rules.library import Library
from huice.rules.source import Findings, Mapping, Place, Scalar, Sequence
from huice.rules.source import Node as Source
from tests.dev_case_answers import resolved
from tests.dev_case_mapping import Mapped, entry, keys_of
from tests.dev_case_values import written

_WORDS = {True: "yes", False: "no", "unknown": "open"}
_NOWHERE = Place("dev-case", 0, 0)


def node(value: Any) -> Source:
    """Plain data as a source node."""
    if isinstance(value, dict):
        return Mapping(_NOWHERE, {key: node(item) for key, item in value.items()}, dict.fromkeys(value, _NOWHERE))
    if isinstance(value, list):
        return Sequence(_NOWHERE, [node(item) for item in value])
    return Scalar(str(written("", value)), _NOWHERE)


def run(mapped: Mapped, case: dict[str, Any], library: Library) -> Finding:
    """The finding for a mapped case. Raises AssertionError where the facts cannot be read."""
    found = Findings()
    measure = library.measures[mapped.measure]
    facts = read_facts_of(node(mapped.facts), library, found, measure.pack)
    assert not found, "；".join(str(problem) for problem in found)
    facts.setdefault("subject_type", measure.subjects[0])
    subject, day = Subject(mapped.id, facts), date.fromisoformat(case["as_of"])
    findings = {
        finding.measure.id: finding
        for finding in assess(library, subject, day, [mapped.measure, *mapped.beside]).findings
    }
    return jointly(findings.pop(mapped.measure), list(findings.values()), case)


def jointly(finding: Finding, others: list[Finding], case: dict[str, Any]) -> Finding:
    """A finding for all the requirements of a provision: broken where one is; open where what is missing is of another."""
    binding = [other for other in others if other.verdict == "yes"]
    if any(other.complies == "no" for other in binding):
        return finding._replace(complies="no")
    if case["expect"]["missing"]:
        more = [gap for other in binding if other.complies == "open" for gap in other.missing]
        complies = "open" if more and finding.complies == "yes" else finding.complies
        return finding._replace(missing=(*finding.missing, *more), complies=complies)
    return finding


def eligible(finding: Finding, rule: dict[str, Any]) -> str:
    """What the cases call `eligible`, as yes, no or open."""
    kind, wanted = finding.measure.kind, rule.get("eligible", "")
    closed = finding.window.state in {"upcoming", "closed"}
    if wanted == "verdict" and finding.measure.complies is not None:
        return finding.verdict
    if kind in {"benefit", "support"} or finding.measure.complies is None or wanted == "verdict":
        return "no" if closed else finding.verdict
    if finding.verdict == "no" or closed:
        return rule.get("unbound", "no")
    if finding.verdict == "open" and (finding.complies != "yes" or rule.get("unbound", "no") == "no"):
        return "open"
    return finding.complies or "open"


def differences(finding: Finding, case: dict[str, Any], rule: dict[str, Any]) -> Iterator[str]:
    """How a finding differs from what a case expects: verdict, amount, and the named results that are mapped."""
    expect = case["expect"]
    if "compliant" in expect["other"]:  # then `eligible` says whether it binds
        rule = {**rule, "eligible": "verdict", "other": {**rule.get("other", {}), "compliant": "complies"}}
    want, have = _WORDS[expect["eligible"]], eligible(finding, rule)
    if finding.verdict == "no" and False in (expect["other"].get("适用"), expect["other"].get("义务触发")):
        have = want  # the case says itself that the rule does not bind here
    told = {expect["other"].get(name) for name in rule.get("other", {})}
    if want == "open" and finding.complies == "open" and told <= {None, False, "unknown"}:
        have = "open"
    if have != want:
        yield f"eligible {want}, got {have}"
    amount = finding.amount.value if finding.amount is not None else None
    if "result" in rule.get("amount", {}):
        shown = finding.results.get(rule["amount"]["result"])
        amount = shown.value if shown is not None and isinstance(shown.value, Decimal) else None
    wanted = None if expect["amount"] is None else Decimal(str(expect["amount"]))
    # a ceiling is no amount yet, and a right (缓缴, 优先) is no money: a case may leave such a figure unsaid
    unsaid = finding.amount is not None and (finding.amount.bound == "up_to" or finding.measure.category == "权益")
    if (want == "yes" or wanted) and amount != wanted and not (wanted is None and unsaid):
        yield f"amount {wanted}, got {amount}"
    for name, place in rule.get("other", {}).items():
        if name in expect["other"]:
            yield from _other(name, expect["other"][name], place, finding)


def unnamed(
    finding: Finding, case: dict[str, Any], mapped: Mapped, table: dict[str, Any], library: Library
) -> list[str]:
    """What a case expects to be missing and the finding does not ask for.

    An open finding asks for a fact itself or for the parts it is worked out from; either names what is missing.
    """
    asked = {gap.fact.split(".")[0] for gap in finding.missing}
    asked |= {part for key in asked for part in _parts(key, library)}
    lost = []
    for name in case["expect"]["missing"]:
        found = entry(name, mapped.rule, table, library, finding.measure.pack)
        keys = {resolved(key, library, finding.measure.pack) for key in keys_of(found)}
        if keys and not keys & asked:
            lost.append(name)
    return lost


def _parts(key: str, library: Library) -> set[str]:
    """The facts that a derived fact is worked out from, at whatever depth."""
    derived = library.facts[key].derived if key in library.facts else None
    below = (*facts_of(derived), *parameters_of(derived)) if derived is not None else ()
    return {*below, *(part for fact in below for part in _parts(fact, library))}


def _short(word: str) -> str:
    """A state without the words for when: 已废止 is 废止, 仍有效 is 有效."""
    return word.removeprefix("已").removeprefix("仍")


def _other(name: str, wanted: Any, place: Any, finding: Finding) -> Iterator[str]:
    if place == "complies":
        if finding.complies != _WORDS[wanted]:
            yield f"{name} {wanted}, got {finding.complies}"
        return
    if wanted is None and finding.verdict == "no":
        return
    found = finding.results.get(place["result"])
    value = found.value if found is not None else None
    if isinstance(wanted, bool) or wanted is None:
        same = value is wanted or (wanted is None and not isinstance(value, Decimal | date | str | bool))
    elif isinstance(wanted, int | float):
        scale = 100 if place.get("as") == "percent" else 1
        same = isinstance(value, Decimal) and abs(value * scale - Decimal(str(wanted))) < Decimal("0.01")
    else:
        same = str(value) == str(wanted) or (found is not None and _short(found.shown) == _short(str(wanted)))
    if not same:
        yield f"{name} {wanted}, got {found.shown if found else None}"
