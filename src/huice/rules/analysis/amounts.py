"""Amounts that would be counted twice: two benefits of one provision, or of a document and the one that replaces it."""

from collections.abc import Iterator
from itertools import combinations

from huice.rules.analysis.conditions import audience, windows
from huice.rules.analysis.domains import meet
from huice.rules.analysis.reasoning import Reasoner, State
from huice.rules.analysis.remarks import Remark
from huice.rules.analysis.succession import days, successions
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.quantities import MONEY

_MEND = "写上 excludes；确可同时享受的，在 accepted 里写明理由"


def double_counts(library: Library) -> Iterator[Remark]:
    """Pairs that give money for the same thing, that one subject can have together, and that do not exclude each other."""
    reasoner = Reasoner(library)
    for one, other, why in _pairs(library):
        if not (gives_money(one) and gives_money(other)) or _excluded(one, other):
            continue
        if _together(one, other, library, reasoner):
            what = f"“{one.title}”和“{other.title}”{why}，都算金额，又没有写不能同享"
            yield Remark("double-count", f"{one.id} + {other.id}", other.place, what, _MEND)


def gives_money(measure: Measure) -> bool:
    """Whether a measure is a benefit or a support that pays or saves an amount of money."""
    if measure.kind not in {"benefit", "support"} or measure.amount is None:
        return False
    nodes = (measure.amount.value, measure.amount.ceiling)
    return any(node is not None and node.type.dimension == MONEY for node in nodes)


def _pairs(library: Library) -> Iterator[tuple[Measure, Measure, str]]:
    for pack in library.packs.values():
        for one, other in combinations(pack.measures.values(), 2):
            shared = sorted(set(one.provisions) & set(other.provisions))
            if shared:
                yield one, other, f"同出于条款事项 {'、'.join(shared)}"
    for earlier, later in successions(library):
        last, first = days(earlier, library)[1], days(later, library)[0]
        if earlier.pack != later.pack and (last is None or first is None or first <= last):
            yield earlier, later, "前后接续而期限重叠"


def _excluded(one: Measure, other: Measure) -> bool:
    return any(item.other == b.id for a, b in ((one, other), (other, one)) for item in a.excludes)


def _together(one: Measure, other: Measure, library: Library, reasoner: Reasoner) -> bool:
    """Whether one subject could meet the conditions of both within both windows."""
    kinds = _joined(audience(one, library), audience(other, library))
    for first in windows(one, library):
        for second in windows(other, library):
            start = None if kinds is None else _joined(kinds, first)
            start = None if start is None else _joined(start, second)
            if start is not None and reasoner.all_hold((*one.requires, *other.requires), start) is not None:
                return True
    return False


def _joined(a: State, b: State) -> State | None:
    """Both states at once; None where they contradict each other."""
    joined = dict(a)
    for key, found in b.items():
        joined[key] = meet(joined[key], found) if key in joined else found
        if joined[key].empty:
            return None
    return joined
