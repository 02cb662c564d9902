"""Running the cases of a pack: what was expected against what the engine finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from huice.engine.explain import assess
from huice.engine.findings import Finding
from huice.engine.subject import Subject
from huice.problems import Problem
from huice.registry.profile import read_facts_of
from huice.rules.cases import Case
from huice.rules.library import Library
from huice.rules.quantities import PLAIN, quantity
from huice.rules.source import Findings, Mapping, Node, Scalar, Sequence
from huice.rules.values import Value, export, show


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was run; `wrong` is empty where it came out as expected."""

    case: Case
    finding: Finding | None
    wrong: tuple[Problem, ...]


def run_case(case: Case, library: Library) -> Outcome:
    """Apply the measure of a case to its facts and compare."""
    found = Findings()
    subject = subject_of(case, library, found)
    if subject is None:
        return Outcome(case, None, tuple(found))
    finding = assess(library, subject, case.as_of, [case.measure]).findings[0]
    for node, said in differences(case, finding):
        found.add(node.place, f"{case.name}（{finding.measure.title}）：{said}", case.why)
    return Outcome(case, finding, tuple(found))


def subject_of(case: Case, library: Library, found: Findings) -> Subject | None:
    """Whom a case is about; None with what is wrong added to `found`."""
    if case.measure not in library.measures:
        found.add(case.place, f"没有事项“{case.measure}”", "检查 measure")
        return None
    measure, before = library.measures[case.measure], len(found)
    facts = read_facts_of(case.facts, library, found, measure.pack)
    facts.setdefault("subject_type", measure.subjects[0])
    return None if len(found) > before else Subject(case.name, facts)


def differences(case: Case, finding: Finding) -> Iterator[tuple[Node, str]]:
    """What was expected and did not come out, each with where it is written."""
    for key, node in case.expect.items():
        for said in _differences(key, node, finding):
            yield node, said


def _differences(key: str, node: Node, finding: Finding) -> Iterator[str]:
    if key == "results":
        for name, wanted in (node.items if isinstance(node, Mapping) else {}).items():
            result = finding.results.get(name)
            if result is None:
                yield f"没有结果“{name}”"
            elif isinstance(wanted, Scalar) and not _same(result.value, wanted.text):
                yield f"{result.label}应为 {wanted.text}，算得 {result.shown}"
        return
    if key == "missing":
        wanted_keys = (
            {item.text for item in node.items if isinstance(item, Scalar)} if isinstance(node, Sequence) else set()
        )
        have = {gap.fact.rpartition("/")[2] for gap in finding.missing}
        if {name.rpartition("/")[2] for name in wanted_keys} != have:
            yield f"缺的应是 {sorted(wanted_keys)}，实为 {sorted(have)}"
        return
    text = node.text if isinstance(node, Scalar) else ""
    if key == "because":
        if not any(text in reason.label for reason in (*finding.because, *finding.checks)):
            yield f"理由里没有“{text}”"
        return
    value = _READ[key](finding)
    if not _same(value, text):
        yield f"{_NAMES[key]}应为 {text}，得到 {export(value) if value is not None else '无'}"


def _same(value: Value | None, text: str) -> bool:
    """Whether a value is the one written: numbers by worth and unit, the rest by spelling."""
    if value is None or text in {"", "null", "~"}:
        return value is None and text in {"", "null", "~"}
    if isinstance(value, Decimal):
        number = quantity(text)
        return number is not None and number.value == value
    if isinstance(value, bool):
        return text in ({"true", "是"} if value else {"false", "否"})
    return text == str(export(value)) or text == show(value, PLAIN)


def _amount(part: str) -> Callable[[Finding], Value | None]:
    def read(finding: Finding) -> Value | None:
        return getattr(finding.amount, part) if finding.amount is not None else None

    return read


_READ: dict[str, Callable[[Finding], Value | None]] = {
    "verdict": lambda finding: finding.verdict,
    "window": lambda finding: finding.window.state,
    "complies": lambda finding: finding.complies,
    "amount": _amount("value"),
    "bound": _amount("bound"),
    "low": _amount("low"),
    "high": _amount("high"),
}
_NAMES = {
    "verdict": "结论", "window": "期限", "complies": "合规", "amount": "金额", "bound": "金额性质", "low": "下限", "high": "上限",
}  # fmt: skip
