"""A name that nothing lists, by likeness: the yes-or-no question the measure asks that says nearly the same.

Only questions answered with yes or no are looked at, and only where one of them is clearly nearer than all others.
A denial on one side only (未, 不, 无 …) or another number makes two names differ however like they look.
"""

import re
from collections import Counter
from collections.abc import Iterable

from huice.rules.expressions import facts_of
from huice.rules.library import Library

_ENOUGH, _CLEARLY = 0.5, 0.1
_DENIALS = frozenset("不未非无没禁拒免")
_EMPTY = re.compile(r"是否|[“”‘’《》\"' 、，/（）()]|的|了|已经?|^(是|属于?|其中|建立|有)|(与否|情况)$")


def nearest(name: str, asked: Iterable[str], library: Library) -> str | None:
    """The yes-or-no fact, among those asked for, whose label or alias is clearly the nearest to the name."""
    keys = {key for key in with_parts(asked, library) if library.facts[key].type.kind == "bool"}
    marks: dict[str, float] = {}
    for key in keys:
        fact = library.facts[key]
        marks[key] = max(likeness(name, word) for word in (fact.label, *fact.aliases))
    best, *others = [*sorted(marks, key=lambda key: -marks[key]), "", ""][:2]
    if best and marks[best] >= _ENOUGH and marks[best] - marks.get(others[0], 0) >= _CLEARLY:
        return best
    return None


def likeness(one: str, other: str) -> float:
    """How much two names have in common, 0 to 1: their characters and pairs of characters."""
    a, b = _EMPTY.sub("", one), _EMPTY.sub("", other)
    if min(len(a), len(b)) < 3 or _DENIALS & {*a} != _DENIALS & {*b} or re.findall(r"\d", a) != re.findall(r"\d", b):
        return 0.0
    x, y = _grams(a), _grams(b)
    return 2 * sum((x & y).values()) / sum((x + y).values())


def _grams(word: str) -> Counter[str]:
    return Counter([*word, *(word[at : at + 2] for at in range(len(word) - 1))])


def with_parts(asked: Iterable[str], library: Library) -> list[str]:
    """Facts, and those they are worked out from."""
    pending = list(asked)
    found: dict[str, None] = {}
    while pending:
        fact = library.facts.get(pending.pop())
        if fact is not None and fact.key not in found:
            found[fact.key] = None
            pending += facts_of(fact.derived) if fact.derived is not None else ()
    return list(found)
