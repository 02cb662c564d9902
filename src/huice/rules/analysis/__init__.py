"""The library looked at as a whole: what is valid and yet cannot be meant. Pure functions; nothing is evaluated.

Each module finds one kind of thing. What a file of the library acknowledges in its `accepted` list is left out, and an
acknowledgement that meets nothing is a remark itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from huice.rules.analysis.amounts import double_counts
from huice.rules.analysis.conditions import contradictions, tautologies
from huice.rules.analysis.exclusions import one_sided
from huice.rules.analysis.parameters import duplicates
from huice.rules.analysis.remarks import KINDS, Remark
from huice.rules.analysis.uses import unreachable
from huice.rules.analysis.windows import seams, unset_numbers
from huice.rules.library import Library

__all__ = ["KINDS", "Analysis", "Remark", "remarks", "weigh"]

LOOKS: tuple[Callable[[Library], Iterator[Remark]], ...] = (
    contradictions,
    tautologies,
    seams,
    unset_numbers,
    duplicates,
    double_counts,
    one_sided,
    unreachable,
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The remarks that stand, in the order of their places, and how many were acknowledged."""

    remarks: tuple[Remark, ...]
    accepted: int


def remarks(library: Library) -> Iterator[Remark]:
    """Every remark on the library itself; those on its cases come from `huice.registry.reach`."""
    for look in LOOKS:
        yield from look(library)


def weigh(found: Iterable[Remark], library: Library) -> Analysis:
    """All remarks against what the library acknowledges."""
    waived = {(item.kind, item.key): item for item in library.accepted}
    every = list(found)
    used = {(remark.kind, remark.key) for remark in every} & waived.keys()
    standing = [remark for remark in every if (remark.kind, remark.key) not in used]
    for name, item in waived.items():
        if item.kind not in KINDS or item.kind == "unused":
            what = f"没有“{item.kind}”这一种"
            standing.append(Remark("unused", item.key, item.place, what, f"可用：{'、'.join(list(KINDS)[:-1])}"))
        elif name not in used:
            what = f"没有 {item.kind}“{item.key}”这一条"
            standing.append(Remark("unused", item.key, item.place, what, "删去，或照 huice lint 打印的改正 key"))
    return Analysis(tuple(sorted(standing, key=lambda remark: (remark.place, remark.kind, remark.key))), len(used))
