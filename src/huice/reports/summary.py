"""The head of a result: what is sure, what is open, what must be done, what ends first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huice.engine.findings import Assessment, Finding
from huice.reports import wording
from huice.rules.library import Library

_MONEY = {"减免", "奖补"}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts and sums, money in 元. `unsettled` of the benefits that are sure (`sure_count`) have no exact amount.

    `high` is None where something that is open has no bound. `nearest` is the first end of a window of what one has or
    may have. `breached` are the duties that are not met, by title.
    """

    sure: Decimal
    sure_count: int
    unsettled: int
    offers: int
    low: Decimal
    high: Decimal | None
    open_count: int
    asked: int
    duties: int
    breached: tuple[str, ...]
    nearest: date | None
    nearest_title: str


def summary(library: Library, assessment: Assessment) -> Summary:
    """Sums over benefits that bring money (减免, 奖补); an open end stays open, and of what excludes each other only the
    best choice counts.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        groups.setdefault(wording.group(finding), []).append(finding)
    gains, offers, waiting, duties = (groups.get(name, []) for name in ("gains", "offers", "open", "duties"))
    counted = [finding for finding in (*gains, *waiting) if _is_money(finding)]
    exact = [finding for finding in counted if finding.verdict == "yes" and _is_exact(finding)]
    low, high = _bounds([finding for finding in counted if finding not in exact])
    ends = [
        (one.window.until, one.verdict == "open", one.measure.title)
        for one in (*gains, *offers, *waiting)
        if one.window.until and one.window.until >= assessment.as_of
    ]
    nearest, unsure, title = min(ends) if ends else (None, False, "")
    return Summary(
        sure=sum((one.amount.value for one in exact if one.amount and one.amount.value), Decimal(0))
        - _given_up(library, assessment, {one.measure.id for one in exact}),
        sure_count=len(gains),
        unsettled=sum(one.amount is not None and not _is_exact(one) for one in gains),
        offers=len(offers),
        low=low,
        high=high,
        open_count=len(waiting),
        asked=len({gap.fact for one in waiting for gap in one.missing}),
        duties=len(duties),
        breached=tuple(one.measure.title for one in duties if one.complies == "no"),
        nearest=nearest,
        nearest_title=f"{title}（待核实）" if unsure else title,
    )


def _given_up(library: Library, assessment: Assessment, sure: set[str]) -> Decimal:
    """What the best choice leaves of the sure amounts, because they exclude each other."""
    if not any(item.other in sure for id_ in sure for item in library.measures[id_].excludes):
        return Decimal(0)
    from huice.advice.combination import best_combination  # noqa: PLC0415 # its solver is slow to load, and rarely needed

    best = best_combination(library, assessment)
    lost = (item.claim for group in best.groups for item in group.given_up)
    return sum((claim.low for claim in lost if claim.measure.id in sure), Decimal(0))


def _bounds(findings: list[Finding]) -> tuple[Decimal, Decimal | None]:
    amounts = [one.amount for one in findings if one.amount is not None]
    low = sum((one.low for one in amounts if one.low is not None and one.low > 0), Decimal(0))
    highs = [one.value if one.high is None else one.high for one in amounts]
    known = [top for top in highs if top is not None]
    return low, sum(known, Decimal(0)) if known and len(known) == len(highs) else None


def _is_exact(finding: Finding) -> bool:
    return finding.amount is not None and finding.amount.bound == "exact"


def _is_money(finding: Finding) -> bool:
    amount, measure = finding.amount, finding.measure
    return amount is not None and amount.unit == "元" and measure.kind == "benefit" and measure.category in _MONEY


def sure(found: Summary) -> str:
    """What is sure; a sum that nothing is known of is no zero."""
    if not found.sure and (found.unsettled or not found.sure_count):
        return "金额待定" if found.sure_count else "暂无"
    return wording.number(found.sure, "元")


def money(found: Summary) -> str:
    """What the open findings, and those whose amount is open, may bring: bounds, or how far they are known."""
    if not found.open_count and not found.unsettled:
        return "没有"
    if found.high is not None:
        return f"¥ {found.low:,.0f} – {found.high:,.0f}"
    return f"{wording.number(found.low, '元')} 起" if found.low else "金额待定"


def lines(found: Summary) -> list[str]:
    """The summary as a person reads it in a terminal, what matters most first."""
    unsettled = f"，其中 {found.unsettled} 项金额未定" if found.unsettled else ""
    said = [f"确定可享 {sure(found)}（{found.sure_count} 项优惠{unsettled}）"]
    if found.offers:
        said[0] += f"；可对接的支持 {found.offers} 项"
    if found.breached:
        said.append(f"需处理 {len(found.breached)} 项：{'；'.join(found.breached)}")
    if found.nearest:
        said.append(f"最近期限 {found.nearest} {found.nearest_title}")
    waiting = f"待核实 {found.open_count} 项"
    told = [f"差 {found.asked} 个信息"] if found.asked else []
    if found.low or found.high is not None:
        told.insert(0, f"{'连同金额未定的，' if found.unsettled else ''}{money(found)}")
    waiting += f"（{'，'.join(told)}）" if told else ""
    said.append(f"{waiting}；须遵守 {found.duties} 项{'' if found.breached else '，没有要处理的'}")
    return said
