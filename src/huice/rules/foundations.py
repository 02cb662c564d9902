"""What a measure or a fact rests on, through all derivations."""

from collections.abc import Iterable
from typing import NamedTuple

from huice.rules.expressions import AsOf, Node, facts_of, parameters_of, walk
from huice.rules.library import Library
from huice.rules.measures import Measure, expressions


class Foundations(NamedTuple):
    """The keys of facts and the ids of parameters, each in the order it is come to."""

    facts: tuple[str, ...]
    parameters: tuple[str, ...]


def foundations(measure: Measure, library: Library) -> Foundations:
    """Every fact and parameter that a finding on a measure can come to, the derived ones and what they follow from."""
    named = ("subject_type", measure.window.on, measure.ledger.over if measure.ledger is not None else "")
    return _below((key for key in named if key), expressions(measure), library)


def reads_day(measure: Measure, library: Library) -> bool:
    """Whether what is found on a measure may differ from day to day otherwise than by its window."""
    facts, parameters = foundations(measure, library)
    derived = [library.facts[key].derived for key in facts]
    nodes = [*expressions(measure), *(node for node in derived if node is not None)]
    return (
        measure.ledger is not None
        or any(isinstance(part, AsOf) for node in nodes for part in walk(node))
        or any(library.parameters[id_].is_dated for id_ in parameters)
    )


def rests_on(key: str, library: Library) -> frozenset[str]:
    """A fact and every fact its derivation reads, at whatever depth."""
    return frozenset(_below([key], (), library).facts)


def _below(keys: Iterable[str], nodes: Iterable[Node], library: Library) -> Foundations:
    facts: dict[str, None] = {}
    parameters: dict[str, None] = {}
    due, waiting = list(keys), list(nodes)
    while waiting or due:
        while due:
            key = due.pop()
            derived = library.facts[key].derived
            if key not in facts and derived is not None:
                waiting.append(derived)
            facts.setdefault(key)
        if waiting:
            node = waiting.pop()
            due += facts_of(node)
            for id_ in parameters_of(node):
                item = library.parameters[id_]
                parameters.setdefault(id_)
                due += [item.by] if item.by else ["region"] if item.is_local or item.regions else []
    return Foundations(tuple(facts), tuple(parameters))
