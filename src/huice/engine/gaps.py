"""What is not known and could still matter: the missing facts of an open expression."""

from collections.abc import Iterator

from huice.engine.world import World
from huice.rules.expressions import Aggregate, Choose, FactRef, FieldRef, Node, ParameterRef
from huice.rules.values import UNKNOWN


def gaps(node: Node, world: World) -> tuple[str, ...]:
    """Keys of facts, ids of open parameters, `records.field` of rows; empty where the value is known.

    What cannot change the value any more is not among them: the settled parts of a conjunction, the branch not taken.
    """
    return tuple(dict.fromkeys(_gaps(node, world)))


def _gaps(node: Node, world: World) -> Iterator[str]:
    if world.program.value(node, world) is not UNKNOWN:
        return
    match node:
        case FactRef(key=key):
            yield from fact_gaps(key, world)
        case ParameterRef(id=id_):
            yield from _parameter_gaps(id_, world)
        case FieldRef(records=records, key=key):
            yield f"{records}.{key}"
        case Aggregate():
            yield from _aggregate_gaps(node, world)
        case Choose(condition=condition, then=then, otherwise=otherwise):
            holds = world.program.truth(condition, world)
            if holds is None:
                yield from _gaps(condition, world)
            if holds is not False:
                yield from _gaps(then, world)
            if holds is not True:
                yield from _gaps(otherwise, world)
        case _:
            for child in node.children():
                yield from _gaps(child, world)


def fact_gaps(key: str, world: World) -> Iterator[str]:
    """What to ask for an unknown fact: itself, or, once part of its derivation is known, the rest of that."""
    fact = world.library.facts[key]
    if fact.derived is None:
        yield key
        return
    roots = world.library.roots.get(key, frozenset())
    if any(world.known.get(root, UNKNOWN) is not UNKNOWN for root in roots):
        below = tuple(_gaps(fact.derived, world))
        yield from below or (() if world.faults else (key,))
    else:
        yield key


def _parameter_gaps(id_: str, world: World) -> Iterator[str]:
    parameter = world.library.parameters[id_]
    if parameter.by and world.fact(parameter.by) is UNKNOWN:
        yield from fact_gaps(parameter.by, world)
    elif parameter.is_open:
        yield id_


def _aggregate_gaps(node: Aggregate, world: World) -> Iterator[str]:
    rows = world.fact(node.records)
    if not isinstance(rows, tuple):
        yield from fact_gaps(node.records, world)
        return
    outer = world.rows
    for row in rows:
        world.rows = {**outer, node.row: row}
        holds = world.program.truth(node.condition, world) if node.condition is not None else True
        if holds is None and node.condition is not None:
            yield from tuple(_gaps(node.condition, world))
        if holds is not False and node.element is not None:
            yield from tuple(_gaps(node.element, world))
    world.rows = outer
