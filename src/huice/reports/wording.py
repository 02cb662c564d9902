"""How verdicts, amounts and windows are said, on every surface alike."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from huice.engine.findings import AmountFound, Finding, WindowFound, in_force
from huice.rules.packs import Source
from huice.rules.quantities import plain

KINDS = {
    "benefit": "优惠", "support": "支持", "obligation": "义务", "prohibition": "禁止", "deadline": "期限", "procedure": "办理规则",
}  # fmt: skip
COMPLIES = {"yes": "已做到", "no": "需处理", "open": "待核实"}
FITS = {"yes": "符合", "no": "不符", "open": "待核实"}
STATES = {"upcoming": "未开始", "open": "进行中", "closed": "已截止", "unlimited": "长期"}
GROUPS = (
    ("gains", "能享受的"),
    ("offers", "可对接的支持"),
    ("open", "待核实"),
    ("duties", "须遵守"),
    ("rules", "办理规则"),
    ("closed", "符合条件，但不在期限内"),
    ("unasked", "还没问到的"),
    ("no", "不符合"),
)


_INNER = re.compile("《.+》")


def group(finding: Finding) -> str:
    """Where a finding belongs on a result page; see GROUPS."""
    kind, verdict = finding.measure.kind, finding.verdict
    if verdict == "no":
        return "no"
    if not finding.concerns:
        return "unasked"
    if kind in {"benefit", "support"}:
        if finding.window.state == "closed":
            return "closed"
        if verdict == "open":
            return "open"
        return "gains" if kind == "benefit" else "offers"
    return "rules" if kind == "procedure" else "duties"


def grouped(findings: Iterable[Finding]) -> list[tuple[str, str, list[Finding]]]:
    """The findings under their headings: breaches first, benefits before supports, then those that lack least."""
    members: dict[str, list[Finding]] = {key: [] for key, _ in GROUPS}
    for finding in findings:
        members[group(finding)].append(finding)
    for found in members.values():
        found.sort(key=lambda one: (one.complies != "no", one.measure.kind != "benefit", len(one.missing)))
    return [(key, title, members[key]) for key, title in GROUPS if members[key]]


def by_document(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings by the key of their pack, the pack with most first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.measure.pack, []).append(finding)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def brief(document: str) -> str:
    """A document as a list names it: its number, else its title without the bodies that issue it."""
    inner = _INNER.search(document)
    _, about, rest = document.partition("关于")
    return inner[0] if inner else about + rest or document


def number(value: Decimal, unit: str) -> str:
    """A number with its unit: `¥ 1,234.50`, `12 个月`, `30 人`."""
    if unit == "元":
        return f"¥ {value:,.2f}"
    text = plain(value.normalize()) if value else "0"
    return f"{text} {'个月' if unit == '月' else unit}".strip()


def amount(found: AmountFound | None) -> str:
    """An amount: exact, 最高, a range, or how far it is known."""
    if found is None:
        return "—"
    if found.value is not None:
        prefix = "最高 " if found.bound == "up_to" else ""
        return prefix + number(found.value, found.unit)
    low, high = found.low, found.high
    if high is not None:
        return f"{number(low or Decimal(0), found.unit)} – {number(high, found.unit).removeprefix('¥ ')}"
    return f"不少于 {number(low, found.unit)}" if low else "待定"


def window(found: WindowFound) -> str:
    """A window and its state: `至 2023-12-31`, `2024-01-01 起 · 未开始`."""
    if found.state == "unlimited":
        return "长期"
    if found.since and found.until:
        said = f"{found.since} 至 {found.until}"
    else:
        said = f"至 {found.until}" if found.until else f"{found.since} 起"
    return said if found.state == "open" else f"{said} · {STATES[found.state]}"


def standing(source: Source, day: date) -> str:
    """That a document does not hold on a day; empty where it does, or where it doesn't say."""
    found = in_force(source, day)
    if found.state == "upcoming":
        written = "起施行" if source.in_force_from else "成文"
        return f"所依据的文件 {found.since} {written}，{day} 还没有施行"
    return f"所依据的文件有效期至 {found.until}，{day} 已经过了" if found.state == "closed" else ""


def verdict(finding: Finding) -> str:
    """The verdict in a word; of a duty, whether it is met; of a procedure, whether the case is the one it rules."""
    if finding.verdict == "yes" and finding.complies is not None:
        return (FITS if finding.measure.kind == "procedure" else COMPLIES)[finding.complies]
    if finding.verdict == "yes" and finding.measure.kind == "support":
        return "可对接"
    if finding.verdict == "yes" and finding.measure.kind in {"obligation", "prohibition", "deadline"}:
        return "适用"
    return {"yes": "符合", "open": "待核实", "no": "不符合"}[finding.verdict]
