"""Which of the measures of a provision a case is about, and what its words mean to that measure."""

from collections.abc import Iterator
from typing import Any

from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Measure
from tests.dev_case_nearness import OTHER, asked


def measures_of(rule: dict[str, Any], provision: str, library: Library, pack: str) -> list[Measure]:
    """The measures that cases of a provision may be about, the usual one first."""
    told = [key for measures in rule.get("when", {}).values() for key in measures.values()]
    named = [f"{pack}/{key}" for key in (rule["measure"], *told)]
    own = [key for key, measure in library.measures.items() if measure.pack == pack and provision in measure.provisions]
    return [library.measures[key] for key in dict.fromkeys((*named, *own))]


def meaning(key: str, value: Any, measure: Measure, library: Library) -> tuple[str, Any]:
    """A fact and its value; for a word that is no option of its choice, the yes-or-no fact of the measure it names."""
    fact = library.facts.get(key)
    if fact is None or fact.type.kind != "choice" or not isinstance(value, str) or not fact.parse(value)[1]:
        return key, value
    named = library.names.get(value, "")
    known = {item.key for item in asked(measure, library) if isinstance(item, Fact) and item.type.kind == "bool"}
    return (named, "是") if named in known else (key, value)


def unlike(said: dict[str, Any], measure: Measure, library: Library) -> Iterator[str]:
    """The questions whether what no option names is of the same kind (等): a case that just names it means that it is not."""
    keys = [item.key for item in asked(measure, library) if isinstance(item, Fact) and item.key.endswith("_alike")]
    for key, value in said.items():
        fact = library.facts.get(key)
        rest = {word for name in OTHER for word in fact.options.get(name, ())} if fact is not None else set()
        if isinstance(value, str) and value in rest:
            yield from (alike for alike in keys if key.startswith(alike.removesuffix("_alike")))


def best(measures: list[Measure], told: Measure, keys: set[str], rule: dict[str, Any], library: Library) -> Measure:
    """The measure that a case tells; where it tells none, the one that asks for most of what it says or misses.

    Only a measure with the results that are compared can take the place of the usual one, and not at a tie.
    """
    if told is not measures[0]:
        return told
    shown = {place["result"] for place in rule.get("other", {}).values() if isinstance(place, dict)}

    def known(measure: Measure) -> int:
        return len(keys & {item.key if isinstance(item, Fact) else item.id for item in asked(measure, library)})

    return max((told, *(measure for measure in measures if shown <= measure.results.keys())), key=known)


def beside(
    measures: list[Measure], measure: Measure, provision: str, keys: set[str], library: Library
) -> Iterator[str]:
    """The other requirements of a provision that a case says something of which this one does not ask for."""
    own = {item.key for item in asked(measure, library) if isinstance(item, Fact)}
    asking = [other for other in measures if other is not measure and provision in other.provisions and other.complies]
    for other in asking if measure.complies else ():
        if (keys - own) & {item.key for item in asked(other, library) if isinstance(item, Fact)}:
            yield other.id
