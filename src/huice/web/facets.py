"""Filters that stand in the address: each choice with how many it leaves, and the address that picks or drops it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many things it leaves, and the address that picks or drops it."""

    label: str
    count: int
    url: str
    picked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter(Generic[Item]):
    """What to filter by: the values of a thing, and what they are called; at most `most` are shown, the commonest."""

    title: str
    values: Callable[[Item], tuple[str, ...]]
    labels: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None


def left(
    items: Iterable[Item], filters: Mapping[str, Filter[Item]], picked: Mapping[str, str], but: str = ""
) -> list[Item]:
    """The things that every picked value leaves, whatever is picked for the filter `but`."""
    wanted = [(filters[name], value) for name, value in picked.items() if name != but]
    return [item for item in items if all(value in of.values(item) for of, value in wanted)]


def facets(
    page: str, items: list[Item], filters: Mapping[str, Filter[Item]], picked: Mapping[str, str], words: str
) -> list[Facet]:
    """Every filter of a page with its choices, counted over what the other filters leave."""
    shown: list[Facet] = []
    for name, of in filters.items():
        counts = Counter(value for item in left(items, filters, picked, name) for value in of.values(item))
        common = counts.most_common(of.most)
        chosen = picked.get(name)
        if chosen is not None and chosen in counts and all(value != chosen for value, _ in common):
            common.append((chosen, counts[chosen]))
        choices = (
            Choice(of.labels.get(value, value), count, _address(page, name, value, picked, words), chosen == value)
            for value, count in common
        )
        shown.append(Facet(of.title, tuple(choices)))
    return shown


def _address(page: str, name: str, value: str, picked: Mapping[str, str], words: str) -> str:
    others = {key: kept for key, kept in picked.items() if key != name}
    if picked.get(name) != value:
        others[name] = value
    query = urlencode(others | ({"q": words} if words else {}))
    return f"{page}?{query}" if query else page
