"""A name that nothing lists, by likeness: what the measure asks that is named nearly the same.

Only facts that can take such a value are looked at, and only where one of them is clearly nearer than all others.
A denial on one side only (未, 不, 无 …) or another number makes two names differ however like they look.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from huice.rules.expressions import facts_of, parameters_of
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import Type

_ENOUGH, _CLEARLY = 0.5, 0.1
_DENIALS = frozenset("不未非无没禁拒免超逾")
_EMPTY = re.compile(r"是否|[“”‘’《》\"' 、，/（）()]|的|了|已经?|^(是|属于?|其中|建立|有)|(与否|情况)$")


def nearest(name: str, words: Mapping[str, str]) -> str | None:
    """The word that is nearest to a name, where no word for something else is nearly as near.

    `words` maps each word to what it stands for.
    """
    marks: dict[str, tuple[float, str]] = {}
    for word, thing in words.items():
        marks[thing] = max(marks.get(thing, (0.0, "")), (likeness(name, word), word))
    best, after = [*sorted(marks.values(), reverse=True), (0.0, ""), (0.0, "")][:2]
    return best[1] if best[0] >= _ENOUGH and best[0] - after[0] >= _CLEARLY else None


def likeness(one: str, other: str) -> float:
    """How much two names have in common, 0 to 1: their characters and pairs of characters."""
    a, b = _EMPTY.sub("", one), _EMPTY.sub("", other)
    if min(len(a), len(b)) < 3 or _DENIALS & {*a} != _DENIALS & {*b} or re.findall(r"\d", a) != re.findall(r"\d", b):
        return 0.0
    x, y = _grams(a), _grams(b)
    return 2 * sum((x & y).values()) / sum((x + y).values())


def with_unit(name: str, stem: str) -> tuple[str, ...]:
    """The other ways to write a name with its unit, where it has one behind its stem: 期限（年）, 期限_年, 期限年."""
    measured_in = name[len(stem) :].strip("（）()_")
    return (f"{stem}_{measured_in}", f"{stem}{measured_in}") if measured_in else ()


def _grams(word: str) -> Counter[str]:
    return Counter([*word, *(word[at : at + 2] for at in range(len(word) - 1))])


def labels(asked: Iterable[str], value: Any, library: Library) -> dict[str, str]:
    """The labels and aliases of facts and parameters that can take such a value, each with its key."""
    words: dict[str, str] = {}
    for key in asked:
        item = library.facts.get(key) or library.parameters[key]
        options = [word for names in getattr(item, "options", {}).values() for word in names]
        if takes(item.type, value, options):
            words |= dict.fromkeys((item.label, *item.aliases), key)
    return words


def takes(kind: Type, value: Any, options: Iterable[str]) -> bool:
    """Whether a fact of a type can be meant by a value: an answer not given fits all but a list."""
    if value is None or isinstance(value, bool):
        return kind.kind == "bool" or (value is None and kind.kind in {"number", "date", "choice"})
    if isinstance(value, int | float):
        return kind.kind == "number"
    if kind.kind == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) is not None
    return kind.kind == "choice" and any(word in str(value) for word in options)


def asked_of(measure: Measure, tests: Iterable[Any], library: Library) -> list[str]:
    """The facts and open parameters of conditions and of the amount, and the facts those are worked out from."""
    amount = measure.amount
    nodes = [*tests, *([] if amount is None else [node for node in (amount.value, amount.ceiling) if node is not None])]
    pending = [key for node in nodes for key in facts_of(node)]
    found = {key: None for node in nodes for key in parameters_of(node) if library.parameters[key].is_open}
    while pending:
        fact = library.facts.get(pending.pop())
        if fact is not None and fact.key not in found:
            found[fact.key] = None
            pending += facts_of(fact.derived) if fact.derived is not None else ()
    return list(found)
