"""Expressions as columns: the compiled counterpart of `huice.engine.evaluation`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from huice.engine.batch import dates
from huice.engine.batch.numbers import EPSILON, Grid, answer_grid, constant_grid, join, product, quotient, round_fen, slack, snap, within
from huice.engine.batch.numbers import total as total_grid
from huice.engine.batch.numbers import whole_grid
from huice.engine.batch.terms import (
    FALSE, NULL, TRUE, ZERO, Term, Unsayable, add, any_row, both, column, compare, constant, day_code, divide, either,
    filled, first, floor, fold, greater, invert, lesser, lit, magnitude, multiply, null, subtract, when,
)  # fmt: skip
from huice.rules.expressions import (
    Aggregate, Arithmetic, AsOf, Call, Choose, Compare, Constant, FactRef, FieldRef, LocalRef, Logic, Member, Node,
    Not, ParameterRef, walk,
)  # fmt: skip
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.parameters import Parameter
from huice.rules.values import ABSENT, UNKNOWN, Type, Value

MAX_ROWS = 1_000
"""Child records of one subject that a sum is proven for; with more, the subject is explained."""


@dataclass(frozen=True, slots=True)
class Column:
    """A compiled expression: null in `value` where it is unknown or absent, and which of the two.

    `doubt` marks the cells that `explain` has to work out.
    """

    value: Term
    absent: Term = FALSE
    grid: Grid | None = None
    doubt: Term = FALSE

    @property
    def unknown(self) -> Term:
        """Neither known nor absent."""
        return both(null(self.value), invert(self.absent))

    @property
    def truth(self) -> Term:
        """A truth in which absent is false."""
        return when(self.absent, FALSE, self.value)


UNSAID = Column(NULL)


@dataclass(frozen=True, slots=True)
class Schema:
    """What the tables have: columns by table name (`subjects`, records facts), and the regions that occur."""

    columns: Mapping[str, frozenset[str]]
    regions: tuple[str, ...] = ()


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
        found = _COMPILERS[type(node)](self, node)
        if not self.locals:
            self.made[id(node)] = (node, found)
        return found

    def given(self, key: str, type_: Type, table: str = "") -> Column:
        """An answer as it stands in the table."""
        names = self.schema.columns.get(table or "subjects", frozenset())
        kind: Any = {"choice": "text"}.get(type_.kind, type_.kind)
        absent = filled(column(f"{key}!absent", "bool", table), False) if f"{key}!absent" in names else FALSE
        if key not in names:
            return Column(NULL, absent)
        value = column(key, kind, table)
        value = value if absent is FALSE else when(invert(absent), value)
        return Column(value, absent, answer_grid(value, type_.dimension) if kind == "number" else None)

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
        given = self.given(fact.key, fact.type)
        if fact.derived is None:
            return given
        derived = self.of(fact.derived)
        said = either(invert(null(given.value)), given.absent)
        value = when(given.absent, NULL, first(given.value, derived.value))
        absent = when(said, given.absent, derived.absent)
        grid = merge(given, derived)
        return Column(value, absent, grid, both(invert(said), derived.doubt))

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
            return self.given(id_, parameter.type)
        if parameter.by:
            return self._keyed(parameter)
        nation = literal(parameter.at(self.as_of, self.library.regions.chain(None)))
        found = nation
        if parameter.regions and "region" in self.schema.columns.get("subjects", frozenset()):
            region = self.given("region", self.library.facts["region"].type).value
            for text in self.schema.regions:
                chain = self.library.regions.chain(self.library.regions.find(text))
                here = literal(parameter.at(self.as_of, chain))
                found = chosen(compare("==", region, lit(text)), here, found)
        return found

    def _keyed(self, parameter: Parameter) -> Column:
        option = self.fact(parameter.by)
        found = Column(NULL, option.absent, None, option.doubt)
        for name, value in parameter.keyed.items():
            here = literal(value)
            found = chosen(compare("==", option.value, lit(name)), here, found)
        return found


def chosen(test: Term, then: Column, otherwise: Column) -> Column:
    """`then` where the test is true, else `otherwise`."""
    value = when(test, then.value, otherwise.value)
    absent = when(test, then.absent, otherwise.absent)
    return Column(value, absent, merge(then, otherwise), either(then.doubt, otherwise.doubt))


def merge(*parts: Column) -> Grid | None:
    """The grid of a number that is one of several; those without any value say nothing."""
    grids = [part.grid for part in parts if part.grid is not None]
    return join(*grids) if grids else None


def literal(value: Value) -> Column:
    """A constant."""
    if value is ABSENT:
        return Column(NULL, TRUE)
    if value is UNKNOWN:
        return UNSAID
    if isinstance(value, Decimal):
        return Column(lit(float(value)), FALSE, constant_grid(value))
    if isinstance(value, date):
        return Column(lit(day_code(value)), FALSE, whole_grid())
    assert isinstance(value, bool | str)
    return Column(lit(value))


def _grid(part: Column) -> Grid:
    return part.grid if part.grid is not None else whole_grid(0)


def _doubts(*parts: Column) -> Term:
    return either(*(part.doubt for part in parts))


def _logic(values: Values, node: Logic) -> Column:
    items = [values.of(item) for item in node.items]
    return Column((both if node.every else either)(*(item.truth for item in items)), FALSE, None, _doubts(*items))


def _not(values: Values, node: Not) -> Column:
    item = values.of(node.item)
    return Column(invert(item.truth), FALSE, None, item.doubt)


def order(op: str, a: Column, b: Column) -> tuple[Term, Term]:
    """Two known numbers compared, and the doubt about it."""
    x, y = a.value, b.value
    grids = _grid(a), _grid(b)
    table: dict[str, Term] = {
        "<": compare("<", x, y), "<=": compare("<=", x, y), ">": compare("<", y, x), ">=": compare("<=", y, x),
        "==": compare("==", x, y), "!=": invert(compare("==", x, y)),
    }  # fmt: skip
    if all(grid.exact for grid in grids):
        return table[op], FALSE
    reach = add(slack(x, grids[0]), slack(y, grids[1]))
    near = within(magnitude(subtract(x, y)), reach)
    return table[op], either(near, *(grid.off for grid in grids if not grid.exact))


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


def snapped(part: Column) -> Column:
    """On its grid, where that helps."""
    if part.grid is None or part.grid.exact:
        return part
    value, grid = snap(part.value, part.grid)
    return Column(value, part.absent, grid, part.doubt)


def settled(part: Column) -> Column:
    """What lies off its grid is in doubt from here on."""
    if part.grid is None or part.grid.off is FALSE:
        return part
    return Column(part.value, part.absent, replace(part.grid, off=FALSE), either(part.doubt, part.grid.off))


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
        hit, doubt = order("==", item, other) if node.item.type.kind == "number" else (
            compare("==", item.value, other.value), FALSE,
        )  # fmt: skip
        hits.append(when(other.absent, FALSE, hit))
        doubts += [doubt, other.doubt]
    found = either(*hits)
    found = invert(found) if node.negated else found
    return Column(when(item.absent, lit(node.negated), found), FALSE, None, either(*doubts))


def arithmetic(operator: str, a: Column, b: Column) -> Column:
    """`+ - * /` of two numbers: unknown where either is, absent where either is."""
    absent = either(a.absent, b.absent)
    if a.grid is None or b.grid is None:
        return Column(NULL, absent, None, _doubts(a, b))
    a, b = (snapped(part) for part in (a, b)) if operator == "/" else (a, b)
    x, y = a.value, b.value
    assert a.grid is not None
    assert b.grid is not None
    value, grid = {
        "+": lambda: (add(x, y), total_grid(a.grid, b.grid)),
        "-": lambda: (subtract(x, y), total_grid(a.grid, b.grid)),
        "*": lambda: (multiply(x, y), product(a.grid, b.grid)),
        "/": lambda: (divide(x, y), quotient(a.grid, b.grid)),
    }[operator]()
    doubt = either(a.grid.off, b.grid.off, a.doubt, b.doubt)
    if operator == "/" and not b.grid.exact:
        doubt = either(doubt, within(magnitude(y), slack(y, b.grid)))
    return Column(when(absent, NULL, value), absent, grid, doubt)


def _arithmetic(values: Values, node: Arithmetic) -> Column:
    return arithmetic(node.operator, values.of(node.left), values.of(node.right))


def _choose(values: Values, node: Choose) -> Column:
    test, then, otherwise = values.of(node.condition), values.of(node.then), values.of(node.otherwise)
    holds, doubt = test.truth, FALSE
    value = when(holds, then.value, when(invert(holds), otherwise.value))
    absent = when(holds, then.absent, when(invert(holds), otherwise.absent, both(then.absent, otherwise.absent)))
    if null(holds) is not FALSE:
        then_, otherwise_ = snapped(then), snapped(otherwise)
        if node.then.type.kind == "number":
            same, near = order("==", then_, otherwise_)
            doubt = both(null(holds), near)
        else:
            same = compare("==", then.value, otherwise.value) if node.type.kind != "bool" else alike(then, otherwise)
        value = when(both(null(holds), filled(same, False)), then.value, value)
    return Column(value, absent, merge(then, otherwise), either(doubt, _doubts(test, then, otherwise)))


def alike(a: Column, b: Column) -> Term:
    """Whether two truths are known and the same."""
    return either(both(a.value, b.value), both(invert(a.value), invert(b.value)))


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


def extreme(name: str, parts: list[Column]) -> Column:
    """`min` or `max` of several."""
    value, doubt = parts[0].value, FALSE
    for part in parts[1:]:
        value = (lesser if name == "min" else greater)(value, part.value)
    grid = merge(*parts)
    return Column(value, FALSE, grid, doubt)


def _extreme(name: str) -> Any:
    return lambda parts: extreme(name, [snapped(part) for part in parts])


def rounded(part: Column) -> Column:
    """To the fen."""
    if part.grid is None:
        return Column(NULL)
    value, grid, doubt = round_fen(part.value, part.grid)
    return Column(value, part.absent, grid, either(part.doubt, doubt))


def whole(part: Column) -> Column:
    """The whole number at or below."""
    part = snapped(part)
    if part.grid is None:
        return UNSAID
    value, grid = part.value, part.grid
    doubt = grid.off
    if not grid.exact:
        near = magnitude(subtract(value, floor(add(value, lit(0.5)))))
        doubt = either(doubt, within(near, slack(value, grid)))
    return Column(floor(value), FALSE, whole_grid(grid.size + 1), doubt)


def _absolute(parts: list[Column]) -> Column:
    return Column(magnitude(parts[0].value), FALSE, parts[0].grid)


_FUNCTIONS: dict[str, Any] = {
    "min": _extreme("min"),
    "max": _extreme("max"),
    "abs": _absolute,
    "floor": lambda parts: whole(parts[0]),
    "round_fen": lambda parts: rounded(Column(parts[0].value, FALSE, parts[0].grid)),
}


def members(values: Values, node: Aggregate) -> tuple[Term, Term, Column, Term]:
    """For each row of an aggregate: whether it is meant, whether that is open, the element, the doubt."""
    table = node.records
    for part in node.children():
        if any(isinstance(below, FieldRef) and below.row != node.row for below in walk(part)):
            raise Unsayable("两种明细逐行对照")
    known, _ = values.rows(table)
    test = values.of(node.condition) if node.condition is not None else Column(TRUE)
    element = values.of(node.element) if node.element is not None else Column(TRUE)
    holds = both(known, filled(test.truth, False))
    open_ = both(known, null(test.truth))
    return holds, open_, element, both(known, _doubts(test, element))


def _aggregate(values: Values, node: Aggregate) -> Column:
    known, absent = values.rows(node.records)
    if node.records not in values.schema.columns:
        empty = {"count": ZERO, "sum": ZERO, "any": FALSE, "all": TRUE, "only": NULL}[node.name]
        return Column(when(absent, empty), FALSE, whole_grid() if node.name in {"count", "sum"} else None)
    holds, open_, element, doubt = members(values, node)
    found = _FOLDS[node.name](node.records, holds, open_, element)
    rows_known = either(known, absent)
    doubt = either(found.doubt, any_row(node.records, doubt))
    return Column(when(rows_known, found.value), both(known, found.absent), found.grid, doubt)


def _one(records: str, holds: Term) -> Term:
    """How many rows it holds for."""
    return filled(fold("sum", records, when(holds, lit(1), ZERO)), 0.0)


def _count(records: str, holds: Term, open_: Term, element: Column) -> Column:
    return Column(when(any_row(records, open_), NULL, _one(records, holds)), FALSE, whole_grid())


def _sum(records: str, holds: Term, open_: Term, element: Column) -> Column:
    if element.grid is None:
        unknown = any_row(records, both(either(holds, open_), element.unknown))
        return Column(when(unknown, NULL, ZERO), FALSE, whole_grid(0))
    element = snapped(element)
    zero = both(filled(compare("==", element.value, ZERO), False), invert(element.absent))
    counts = both(invert(element.absent), invert(zero))
    unknown = any_row(records, both(counts, either(open_, both(holds, null(element.value)))))
    found = summed(records, Column(when(holds, filled(element.value, 0.0), ZERO), FALSE, element.grid), holds)
    return Column(when(unknown, NULL, found.value), FALSE, found.grid, found.doubt)


def summed(records: str, part: Column, counts: Term) -> Column:
    """The sum of known cells; proven for so many rows and so much in all, with the doubt where there is more."""
    grid = part.grid if part.grid is not None else whole_grid(0)
    size = max(grid.size, 1.0)
    value = filled(fold("sum", records, part.value), 0.0)
    extent = filled(fold("sum", records, magnitude(part.value)), 0.0)
    doubt = either(
        when(compare("<", lit(size), extent), TRUE, FALSE),
        when(compare("<", lit(MAX_ROWS), _one(records, TRUE)), TRUE, FALSE),
        any_row(records, both(counts, grid.off)),
    )
    error = (grid.error if grid.relative is None else size * grid.relative) * MAX_ROWS + size * EPSILON * MAX_ROWS
    return Column(value, FALSE, Grid(grid.scale, size, error, None, False), doubt)


def _any(records: str, holds: Term, open_: Term, element: Column) -> Column:
    true = any_row(records, both(holds, filled(element.truth, False)))
    maybe = any_row(records, both(either(holds, open_), invert(filled(invert(element.truth), False))))
    return Column(when(true, TRUE, when(maybe, NULL, FALSE)))


def _all(records: str, holds: Term, open_: Term, element: Column) -> Column:
    refuted = any_row(records, both(holds, filled(invert(element.truth), False)))
    maybe = any_row(records, both(either(holds, open_), invert(filled(element.truth, False))))
    return Column(when(refuted, FALSE, when(maybe, NULL, TRUE)))


def _only(records: str, holds: Term, open_: Term, element: Column) -> Column:
    one = both(compare("==", _one(records, holds), lit(1)), invert(any_row(records, open_)))
    absent = both(one, any_row(records, both(holds, element.absent)))
    known = both(holds, invert(null(element.value)))
    if element.value is NULL:
        return Column(NULL, absent)
    if element.grid is None and _truth(element.value):
        has = any_row(records, known)
        value = when(has, any_row(records, both(known, filled(element.value, False))))
        return Column(when(one, value), absent)
    value = fold("max", records, when(holds, element.value))
    grid = element.grid
    doubt = FALSE
    if grid is not None:
        doubt = any_row(records, both(holds, grid.off))
        grid = Grid(grid.scale, grid.size, grid.error, grid.relative, grid.exact, doubt)
    return Column(when(one, value), absent, grid, FALSE)


def _truth(term: Term) -> bool:
    """Whether a term is a truth, not a number or a word."""
    if term.op == "lit":
        return isinstance(term.data, bool)
    if term.op in {"when", "first", "filled", "bring", "each"}:
        return any(_truth(arg) for arg in term.args[1 if term.op == "when" else 0 :])
    return term.op in {"and", "or", "not", "==", "<", "<=", "null", "column:bool"}


_FOLDS: dict[str, Any] = {"count": _count, "sum": _sum, "any": _any, "all": _all, "only": _only}

_COMPILERS: dict[type[Node], Any] = {
    Constant: lambda values, node: literal(node.value),
    FactRef: lambda values, node: values.fact(node.key),
    ParameterRef: lambda values, node: values.parameter(node.id),
    FieldRef: lambda values, node: values.given(node.key, node.type, node.records),
    LocalRef: lambda values, node: values.locals.get(node.name, UNSAID),
    AsOf: lambda values, node: literal(values.as_of),
    Not: _not,
    Logic: _logic,
    Compare: _compare,
    Member: _member,
    Arithmetic: _arithmetic,
    Choose: _choose,
    Call: _call,
    Aggregate: _aggregate,
}
