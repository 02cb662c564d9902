"""What is missing, as columns: the compiled counterpart of `huice.engine.gaps`."""

from dataclasses import dataclass, field

from huice.engine.batch.aggregates import members
from huice.engine.batch.terms import FALSE, TRUE, ZERO, Term, any_row, both, compare, either, filled, invert, null
from huice.engine.batch.values import Values
from huice.rules.expressions import (
    Aggregate,
    Arithmetic,
    Choose,
    FactRef,
    FieldRef,
    LocalRef,
    Logic,
    Node,
    ParameterRef,
    facts_of,
)

Keys = dict[str, Term]
"""For each key (fact, open parameter, `records.field`), the cells in which it is missing."""


def gather(into: Keys, more: Keys, context: Term = TRUE) -> None:
    """Add keys that are missing where `context` holds."""
    for key, where in more.items():
        found = either(into.get(key, FALSE), both(context, where))
        if found is not FALSE:
            into[key] = found


@dataclass(slots=True)
class Gaps:
    """The missing facts of expressions, each worked out once."""

    values: Values
    made: dict[int, tuple[Node, Keys]] = field(default_factory=dict)
    facts: dict[str, Keys] = field(default_factory=dict)

    def of(self, node: Node) -> Keys:
        """The keys an expression misses; none where its value is known."""
        entry = self.made.get(id(node))
        if entry is None:
            entry = self.made[id(node)] = (node, self._of(node))
        return entry[1]

    def _of(self, node: Node) -> Keys:
        values, keys = self.values, Keys()
        unknown = values.of(node).unknown
        match node:
            case FactRef(key=key):
                gather(keys, self.fact(key), unknown)
            case ParameterRef(id=id_):
                gather(keys, self._parameter(id_), unknown)
            case FieldRef(records=records, key=key):
                gather(keys, {f"{records}.{key}": TRUE}, unknown)
            case Aggregate():
                gather(keys, self._aggregate(node), unknown)
            case Choose():
                holds = values.of(node.condition).truth
                open_ = null(holds)
                gather(keys, self.of(node.condition), both(unknown, open_))
                gather(keys, self.of(node.then), both(unknown, invert(filled(invert(holds), False))))
                gather(keys, self.of(node.otherwise), both(unknown, invert(filled(holds, False))))
            case _:
                for child in node.children():
                    gather(keys, self.of(child), unknown)
        return keys

    def _parameter(self, id_: str) -> Keys:
        parameter = self.values.library.parameters[id_]
        keys = Keys()
        if parameter.by:
            gather(keys, self.fact(parameter.by), self.values.fact(parameter.by).unknown)
        elif parameter.is_local:
            placeless = self.values.fact("region").unknown
            gather(keys, {"region": TRUE}, placeless)
            gather(keys, {id_: TRUE}, invert(placeless))
        elif parameter.is_open:
            keys[id_] = TRUE
        return keys

    def _aggregate(self, node: Aggregate) -> Keys:
        known, _ = self.values.rows(node.records)
        keys = Keys()
        gather(keys, self.fact(node.records), invert(known))
        if node.records not in self.values.schema.columns:
            return keys
        holds, open_, _, _ = members(self.values, node)
        inside = Keys()
        if node.condition is not None:
            gather(inside, self.of(node.condition), open_)
        if node.element is not None:
            gather(inside, self.of(node.element), either(holds, open_))
        gather(keys, {key: any_row(node.records, where) for key, where in inside.items()})
        return keys

    def fact(self, key: str) -> Keys:
        """What to ask for a fact that is unknown: itself, or the rest of its derivation once that is touched."""
        found = self.facts.get(key)
        if found is None:
            found = self.facts[key] = self._fact(key)
        return found

    def _fact(self, key: str) -> Keys:
        derived = self.values.library.facts[key].derived
        touched = self.touched(key)
        if derived is None or touched is FALSE:
            return {key: TRUE}
        inside = self.of(derived)
        told = either(*inside.values(), self.fault(derived))
        keys: Keys = {}
        gather(keys, {key: either(invert(touched), invert(told))})
        gather(keys, inside, touched)
        return keys

    def touched(self, key: str) -> Term:
        """Whether any part of a fact's derivation was answered, at whatever depth."""
        library = self.values.library
        derived = library.facts[key].derived
        parts = facts_of(derived) if derived is not None else ()
        roots = sorted(library.roots.get(key, ()))
        found = [self.values.known(part) for part in roots]
        for part in parts:
            found += [self.values.known(part), self.touched(part)]
        return either(*found)

    def fault(self, node: Node) -> Term:
        """Whether a calculation on the way could not be made."""
        values = self.values
        match node:
            case FactRef(key=key):
                derived = values.library.facts[key].derived
                return FALSE if derived is None else both(values.fact(key).unknown, self.fault(derived))
            case Choose():
                holds = values.of(node.condition).truth
                return either(
                    self.fault(node.condition),
                    both(invert(filled(invert(holds), False)), self.fault(node.then)),
                    both(invert(filled(holds, False)), self.fault(node.otherwise)),
                )
            case Logic():
                found, going = FALSE, TRUE
                for item in node.items:
                    found = either(found, both(going, self.fault(item)))
                    holds = values.of(item).truth
                    decided = invert(holds) if node.every else holds
                    going = both(going, invert(filled(decided, False)))
                return found
            case Aggregate():
                if node.records not in values.schema.columns:
                    return FALSE
                holds, open_, _, _ = members(values, node)
                parts = [
                    FALSE if node.condition is None else both(values.rows(node.records)[0], self.fault(node.condition))
                ]
                if node.element is not None:
                    parts.append(both(either(holds, open_), self.fault(node.element)))
                return any_row(node.records, either(*parts))
            case LocalRef():
                return FALSE
        found = either(*(self.fault(child) for child in node.children()))
        if isinstance(node, Arithmetic) and node.operator == "/":
            above, below = values.of(node.left), values.of(node.right)
            zero = filled(compare("==", below.value, ZERO), False)
            found = either(found, both(zero, invert(null(above.value))))
        return found
