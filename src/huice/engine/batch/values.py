"""Expressions as columns: the compiled counterpart of `huice.engine.evaluation`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from huice.engine.batch import dates
from huice.engine.batch.aggregates import aggregate
from huice.engine.batch.columns import (
    UNSAID,
    Column,
    alike,
    arithmetic,
    chosen,
    extreme,
    literal,
    merge,
    order,
    rounded,
    settled,
    snapped,
    whole,
)
from huice.engine.batch.local import by_region, standard
from huice.engine.batch.numbers import (
    Seen,
    answer_grid,
)
from huice.engine.batch.terms import (
    FALSE,
    NULL,
    TRUE,
    Term,
    both,
    column,
    compare,
    constant,
    either,
    filled,
    first,
    invert,
    lit,
    magnitude,
    null,
    when,
)
from huice.rules.expressions import (
    Aggregate,
    Arithmetic,
    AsOf,
    Call,
    Choose,
    Compare,
    Constant,
    FactRef,
    FieldRef,
    LocalRef,
    Logic,
    Member,
    Node,
    Not,
    ParameterRef,
)
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.parameters import Parameter
from huice.rules.values import Type


@dataclass(frozen=True, slots=True)
class Schema:
    """What the tables have: columns by table name (`subjects`, records facts), and the regions that occur.

    `seen` is what the columns show, by table and name.
    """

    columns: Mapping[str, frozenset[str]]
    regions: tuple[str, ...] = ()
    seen: Mapping[tuple[str, str], Seen] = field(default_factory=dict)

    def key(self) -> tuple[object, ...]:
        """The same for tables of the same shape."""
        return frozenset(self.columns.items()), self.regions, frozenset(self.seen.items())


@dataclass(slots=True)
class Values:
    """The compiled expressions of one library for one day and one schema."""

    library: Library
    as_of: date
    schema: Schema
    locals: dict[str, Column] = field(default_factory=dict)
    facts: dict[str, Column] = field(default_factory=dict)
    made: dict[int, tuple[Node, Column]] = field(default_factory=dict)
    same: dict[Node, Column] = field(default_factory=dict)

    def of(self, node: Node) -> Column:
        """An expression as a column. Raises Unsayable."""
        entry = self.made.get(id(node))
        if entry is not None and not self.locals:
            return entry[1]
        found: Column = _COMPILERS[type(node)](self, node)
        if not self.locals:
            self.made[id(node)] = (node, found)
        return found

    def given(self, key: str, type_: Type, table: str = "", low: Decimal | None = None) -> Column:
        """An answer as it stands in the table, to be at least `low`."""
        names = self.schema.columns.get(table or "subjects", frozenset())
        kind: Any = {"choice": "text"}.get(type_.kind, type_.kind)
        absent = filled(column(f"{key}!absent", "bool", table), False) if f"{key}!absent" in names else FALSE
        if key not in names:
            return Column(NULL, absent)
        seen = self.schema.seen.get((table or "subjects", key))
        value = column(key, kind, table, "column" if seen is None else "full" if seen.full else "sound")
        value = value if absent is FALSE else when(invert(absent), value)
        return Column(value, absent, answer_grid(value, type_.dimension, low, seen) if kind == "number" else None)

    def fact(self, key: str) -> Column:
        """A fact: what was answered, else what follows."""
        found = self.facts.get(key)
        if found is None:
            outer, self.locals = self.locals, {}
            found = self.facts[key] = self._fact(self.library.facts[key])
            self.locals = outer
        return found

    def _fact(self, fact: Fact) -> Column:
        if fact.type.kind == "records":
            known, absent = self.rows(fact.key)
            return Column(when(known, TRUE), absent)
        given = self.given(fact.key, fact.type, low=fact.low)
        if fact.derived is None:
            return given
        return self._answered(given, self.of(fact.derived))

    def _answered(self, given: Column, derived: Column) -> Column:
        """An answer, else what takes its place."""
        said = either(invert(null(given.value)), given.absent)
        value = when(given.absent, NULL, first(given.value, derived.value))
        absent = when(said, given.absent, derived.absent)
        return Column(value, absent, merge(given, derived), both(invert(said), derived.doubt))

    def known(self, key: str) -> Term:
        """Whether a fact was answered, if only by absent."""
        fact = self.library.facts.get(key)
        if fact is not None and fact.type.kind == "records":
            known, absent = self.rows(key)
            return either(known, absent)
        given = self.given(key, fact.type if fact else self.library.parameters[key].type)
        return either(invert(null(given.value)), given.absent)

    def rows(self, key: str) -> tuple[Term, Term]:
        """Whether the rows of a records fact are known, and whether it is absent."""
        names = self.schema.columns.get("subjects", frozenset())
        absent = filled(column(f"{key}!absent", "bool"), False) if f"{key}!absent" in names else FALSE
        if key not in self.schema.columns:
            return FALSE, absent
        unknown = filled(column(f"{key}!unknown", "bool"), False) if f"{key}!unknown" in names else FALSE
        return both(invert(absent), invert(unknown)), absent

    def parameter(self, id_: str) -> Column:
        """A number of the law on this day and in this place."""
        parameter = self.library.parameters[id_]
        if parameter.is_open:
            given = self.given(id_, parameter.type, low=Decimal(0))
            return self._answered(given, standard(parameter, self)) if parameter.standards else given
        if parameter.by:
            return self._keyed(parameter)
        nation = parameter.at(self.as_of, self.library.regions.chain(None))
        if not parameter.regions:
            return literal(nation)
        return by_region(nation, lambda regions: parameter.at(self.as_of, regions), self)

    def _keyed(self, parameter: Parameter) -> Column:
        option = self.fact(parameter.by)
        found = Column(NULL, option.absent, None, option.doubt)
        for name, value in parameter.keyed.items():
            here = literal(value)
            found = chosen(compare("==", option.value, lit(name)), here, found)
        return found


def _doubts(*parts: Column) -> Term:
    return either(*(part.doubt for part in parts))


def _logic(values: Values, node: Logic) -> Column:
    items = [values.of(item) for item in node.items]
    return Column((both if node.every else either)(*(item.truth for item in items)), FALSE, None, _doubts(*items))


def _not(values: Values, node: Not) -> Column:
    item = values.of(node.item)
    return Column(invert(item.truth), FALSE, None, item.doubt)


def _compare(values: Values, node: Compare) -> Column:
    a, b = values.of(node.left), values.of(node.right)
    kind = node.left.type.kind
    if node.left.type.ordered and node.operator not in {"==", "!="}:
        a, b = (_ranked(side, node.left.type.options) for side in (a, b))
    if kind == "number":
        a, b = snapped(a), snapped(b)
        holds, doubt = order(node.operator, a, b)
    else:
        holds, doubt = order(node.operator, Column(a.value), Column(b.value))
    absent = either(a.absent, b.absent)
    return Column(when(absent, lit(node.operator == "!="), holds), FALSE, None, either(doubt, _doubts(a, b)))


def _ranked(part: Column, options: tuple[str, ...]) -> Column:
    if constant(part.value):
        rank = NULL if part.value is NULL else lit(options.index(str(part.value.data)))
        return Column(rank, part.absent, None, part.doubt)
    rank = NULL
    for place, option in enumerate(options):
        rank = when(compare("==", part.value, lit(option)), lit(place), rank)
    return Column(rank, part.absent, None, part.doubt)


def _member(values: Values, node: Member) -> Column:
    item = snapped(values.of(node.item))
    among = [snapped(values.of(other)) for other in node.among]
    hits, doubts = [], [item.doubt]
    for other in among:
        hit, doubt = (
            order("==", item, other)
            if node.item.type.kind == "number"
            else (
                compare("==", item.value, other.value),
                FALSE,
            )
        )
        hits.append(when(other.absent, FALSE, hit))
        doubts += [doubt, other.doubt]
    found = invert(either(*hits)) if node.negated else either(*hits)
    return Column(when(item.absent, lit(node.negated), found), FALSE, None, either(*doubts))


def _arithmetic(values: Values, node: Arithmetic) -> Column:
    return arithmetic(node.operator, values.of(node.left), values.of(node.right))


def _choose(values: Values, node: Choose) -> Column:
    test, then, otherwise = values.of(node.condition), values.of(node.then), values.of(node.otherwise)
    holds, doubt = test.truth, FALSE
    if null(holds) is FALSE:
        found = chosen(holds, then, otherwise)
        return replace(found, doubt=either(found.doubt, test.doubt))
    value = when(holds, then.value, when(invert(holds), otherwise.value))
    absent = when(holds, then.absent, when(invert(holds), otherwise.absent, both(then.absent, otherwise.absent)))
    if node.then.type.kind == "number":
        ends = snapped(then), snapped(otherwise)
        same, near = order("==", *ends)
        doubt = both(null(holds), either(near, _doubts(*ends)))
    else:
        same = compare("==", then.value, otherwise.value) if node.type.kind != "bool" else alike(then, otherwise)
    value = when(both(null(holds), filled(same, False)), then.value, value)
    return Column(value, absent, merge(then, otherwise), either(doubt, _doubts(test, then, otherwise)))


def _call(values: Values, node: Call) -> Column:
    arguments = [values.of(argument) for argument in node.arguments]
    if node.name == "absent":
        item = arguments[0]
        return Column(when(item.absent, TRUE, when(null(item.value), NULL, FALSE)), FALSE, None, item.doubt)
    if node.name == "meets":
        have, least = snapped(arguments[0]), snapped(arguments[1])
        holds, doubt = order(">=", have, least)
        return Column(
            when(least.absent, TRUE, when(have.absent, FALSE, holds)), FALSE, None, either(doubt, _doubts(have, least))
        )
    absent = either(*(argument.absent for argument in arguments))
    found = _FUNCTIONS[node.name](arguments) if node.name in _FUNCTIONS else dates.call(node.name, arguments)
    return Column(when(absent, NULL, found.value), absent, found.grid, either(found.doubt, _doubts(*arguments)))


def _absolute(parts: list[Column]) -> Column:
    part, grid = parts[0], parts[0].grid
    if grid is None or grid.positive:
        return settled(part)
    return Column(magnitude(part.value), FALSE, replace(grid, positive=True))


_FUNCTIONS: dict[str, Any] = {
    "min": lambda parts: extreme("min", parts),
    "max": lambda parts: extreme("max", parts),
    "abs": _absolute,
    "floor": lambda parts: whole(parts[0]),
    "round_fen": lambda parts: rounded(Column(parts[0].value, FALSE, parts[0].grid)),
}


_COMPILERS: dict[type[Node], Any] = {
    Constant: lambda values, node: literal(node.value),
    FactRef: lambda values, node: values.fact(node.key),
    ParameterRef: lambda values, node: values.parameter(node.id),
    FieldRef: lambda values, node: values.given(
        node.key, node.type, node.records, values.library.facts[node.records].fields[node.key].low
    ),
    LocalRef: lambda values, node: values.locals.get(node.name, UNSAID),
    AsOf: lambda values, node: literal(values.as_of),
    Not: _not,
    Logic: _logic,
    Compare: _compare,
    Member: _member,
    Arithmetic: _arithmetic,
    Choose: _choose,
    Call: _call,
    Aggregate: aggregate,
}
