"""Facts, fields of records and parameters that no measure comes to."""

from collections.abc import Iterable, Iterator

from huice.rules.analysis.remarks import Remark
from huice.rules.expressions import FieldRef, Node, facts_of, parameters_of, walk
from huice.rules.library import Library
from huice.rules.measures import Measure, expressions

BUILT_IN = frozenset({"subject_type", "region"})
"""Facts that every assessment reads: whom a measure addresses, and where the law's numbers differ by place."""
_DROP = "删去，或写进用它的事项；留着备用的，在 accepted 里写明理由"


def unreachable(library: Library) -> Iterator[Remark]:
    """What is defined and used by no measure, derivation or tracked provision."""
    facts, fields, parameters = _used(library)
    for fact in library.facts.values():
        if fact.key not in facts:
            yield Remark("unreachable", fact.key, fact.place, f"要素“{fact.label}”（{fact.key}）", _DROP)
            continue
        for name, field in fact.fields.items():
            if (fact.key, name) not in fields:
                what = f"明细“{fact.label}”的栏目“{field.label}”"
                yield Remark("unreachable", f"{fact.key}.{name}", field.place, what, _DROP)
    for item in library.parameters.values():
        if item.id not in parameters:
            yield Remark("unreachable", item.id, item.place, f"参数“{item.label}”（{item.id}）", _DROP)


def _used(library: Library) -> tuple[set[str], set[tuple[str, str]], set[str]]:
    """The facts, the fields of records and the parameters that are used, through all derivations."""
    facts, fields, parameters = set(BUILT_IN), set[tuple[str, str]](), set[str]()
    waiting: list[Node] = []
    for measure in library.measures.values():
        waiting += expressions(measure)
        facts.update(_named(measure))
        if measure.ledger is not None:
            fields.add((measure.ledger.over, measure.ledger.period))
    facts.update(key for pack in library.packs.values() for item in pack.tracked for key in item.facts)
    reached = set[str]()
    while waiting or facts - reached:
        waiting += _derivations(facts - reached, library)
        reached |= facts
        while waiting:
            node = waiting.pop()
            facts.update(facts_of(node))
            fields.update((part.records, part.key) for part in walk(node) if isinstance(part, FieldRef))
            for id_ in parameters_of(node):
                parameters.add(id_)
                facts.update({library.parameters[id_].by} - {""})
    return facts, fields, parameters


def _named(measure: Measure) -> Iterator[str]:
    """The facts that a measure names outside of its expressions."""
    if measure.window.on:
        yield measure.window.on
    if measure.ledger is not None:
        yield measure.ledger.over
    yield from (item.per for item in measure.excludes if item.per)


def _derivations(keys: Iterable[str], library: Library) -> list[Node]:
    derived = (library.facts[key].derived for key in keys if key in library.facts)
    return [node for node in derived if node is not None]
