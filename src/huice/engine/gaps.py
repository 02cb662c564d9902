"""What is not known and could still matter: the missing facts of an open expression.

Compiled once like the values: each closure adds to an ordered set what its expression misses. What cannot
change the value any more adds nothing: the settled parts of a conjunction, the branch not taken.
"""

from collections.abc import Callable, Iterator

from huice.engine.evaluation import Program
from huice.engine.world import World
from huice.rules.expressions import Aggregate, Choose, FactRef, FieldRef, Node, ParameterRef, facts_of
from huice.rules.values import UNKNOWN

Keys = dict[str, None]
"""An ordered set: keys of facts, ids of open parameters, `records.field` of rows."""

Collector = Callable[[World, Keys], None]


def gaps(node: Node, world: World) -> Iterator[str]:
    """The missing facts of an expression; none where its value is known."""
    keys: Keys = {}
    collector(world.program, node)(world, keys)
    return iter(keys)


def collector(program: Program, node: Node) -> Collector:
    """The compiled form of `gaps`."""
    entry = program.collectors.get(id(node))
    if entry is None:
        entry = (node, _compile(program, node))
        program.collectors[id(node)] = entry
    found: Collector = entry[1]
    return found


def _compile(program: Program, node: Node) -> Collector:
    match node:
        case FactRef(key=key):
            return _fact(key)
        case ParameterRef(id=id_):
            return lambda world, keys: _parameter_gaps(id_, world, keys)
        case FieldRef(row=row, records=records, key=key):
            return lambda world, keys: (
                keys.setdefault(f"{records}.{key}") if world.rows[row].get(key, UNKNOWN) is UNKNOWN else None
            )
        case Aggregate():
            return _aggregate(program, node)
        case Choose():
            return _choose(program, node)
    value = program.closure(node)
    below = [collector(program, child) for child in node.children()]

    def run(world: World, keys: Keys) -> None:
        if value(world) is UNKNOWN:
            for collect in below:
                collect(world, keys)

    return run


def _fact(key: str) -> Collector:
    def run(world: World, keys: Keys) -> None:
        value = world.memo.get(key)
        if value is None or value is UNKNOWN:
            known = world.gaps.get(key)
            if known is not None:
                keys.update(known)
            elif world.fact(key) is UNKNOWN:
                keys.update(fact_gaps(key, world))

    return run


def _choose(program: Program, node: Choose) -> Collector:
    value, condition = program.closure(node), program.closure(node.condition)
    test, then, otherwise = (collector(program, child) for child in node.children())

    def run(world: World, keys: Keys) -> None:
        if value(world) is not UNKNOWN:
            return
        holds = condition(world)
        if holds is UNKNOWN:
            test(world, keys)
        if holds is True or holds is UNKNOWN:
            then(world, keys)
        if holds is not True:
            otherwise(world, keys)

    return run


def _aggregate(program: Program, node: Aggregate) -> Collector:
    value = program.closure(node)
    condition = program.closure(node.condition) if node.condition is not None else None
    test = collector(program, node.condition) if node.condition is not None else None
    element = collector(program, node.element) if node.element is not None else None

    def run(world: World, keys: Keys) -> None:
        if value(world) is not UNKNOWN:
            return
        rows = world.fact(node.records)
        if not isinstance(rows, tuple):
            keys.update(fact_gaps(node.records, world))
            return
        outer = world.rows
        for row in rows:
            world.rows = {**outer, node.row: row}
            holds = condition(world) if condition is not None else True
            if holds is UNKNOWN and test is not None:
                test(world, keys)
            if element is not None and (holds is True or holds is UNKNOWN):
                element(world, keys)
        world.rows = outer

    return run


def _parameter_gaps(id_: str, world: World, keys: Keys) -> None:
    if world.parameter(id_) is not UNKNOWN:
        return
    parameter = world.library.parameters[id_]
    if parameter.by and world.fact(parameter.by) is UNKNOWN:
        keys.update(fact_gaps(parameter.by, world))
    elif parameter.is_local and world.known.get("region", UNKNOWN) is UNKNOWN:
        keys["region"] = None
    elif parameter.is_open:
        keys[id_] = None


def fact_gaps(key: str, world: World) -> Keys:
    """What to ask for an unknown fact: itself, or, once part of its derivation is known, the rest of that."""
    known = world.gaps.get(key)
    if known is None:
        known = world.gaps[key] = _fact_gaps(key, world)
    return known


def _fact_gaps(key: str, world: World) -> Keys:
    derived = world.library.facts[key].derived
    if derived is None or not _touched(key, world):
        return {key: None}
    keys: Keys = {}
    rows, world.rows = world.rows, {}
    collector(world.program, derived)(world, keys)
    world.rows = rows
    return keys or ({} if world.failed(key) else {key: None})


def _touched(key: str, world: World) -> bool:
    """Whether any part of a fact's derivation was answered, at whatever depth."""
    derived = world.library.facts[key].derived
    parts = facts_of(derived) if derived is not None else ()
    roots = world.library.roots.get(key, ())
    return any(world.known.get(part, UNKNOWN) is not UNKNOWN for part in roots) or any(
        world.known.get(part, UNKNOWN) is not UNKNOWN or _touched(part, world) for part in parts
    )
