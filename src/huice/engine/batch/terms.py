"""Column terms: what a cell of a column is worth, as a small tree that back ends can all express.

Equal terms are one object, so shared work is found by identity; constants fold as terms are made. A term is a
truth (null is unknown), a number or a word. Days are numbers too: `year * 512 + month * 32 + day`, which orders
them and serves every back end. `table` is "" for a cell a subject, or the records fact of a cell a row.
"""

from dataclasses import dataclass
from datetime import date
from math import frexp
from typing import Literal
from weakref import WeakValueDictionary

Cell = bool | int | float | str | None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True, repr=False)
class Term:
    """An operation on terms; `data` is the constant, or the name of the column; `sure`: it is never null."""

    op: str
    args: tuple["Term", ...] = ()
    data: Cell = None
    table: str = ""
    sure: bool = False

    def __repr__(self) -> str:
        return f"<{self.op} {self.data!r} {self.table}>"


_STRICT = frozenset({"and", "or", "not", "bring", "+", "-", "*", "floor", "abs", "<", "<=", "=="})
"""Operations that are null only where one of their arguments is."""

_MADE: "WeakValueDictionary[tuple[object, ...], Term]" = WeakValueDictionary()


def _scales(op: str, args: tuple["Term", ...]) -> bool:
    """Whether it is a quotient by a constant, which is not zero."""
    return op == "/" and args[1].op == "spread"


def _sure(op: str, args: tuple[Term, ...], data: Cell) -> bool:
    if op == "lit":
        return data is not None
    if op in {"null", "filled", "spread"} or op.startswith("full:"):
        return True
    if op in _STRICT or _scales(op, args):
        return all(arg.sure for arg in args)
    if op == "first":
        return any(arg.sure for arg in args)
    return op == "when" and args[1].sure and args[2].sure


def make(op: str, *args: Term, data: Cell = None, table: str | None = None) -> Term:
    """The one term of its kind. Cells of subjects are brought to the rows they are used with."""
    if table is None:
        table = ""
        for arg in args:
            if arg.table and table and arg.table != table:
                raise Unsayable("两种明细逐行对照")
            table = arg.table or table
        if table:
            args = tuple(bring(arg, table) for arg in args)
    key = (op, frozenset(args) if op in {"and", "or"} else args, type(data), data, table)
    found = _MADE.get(key)
    if found is None:
        found = Term(op, args, data, table, _sure(op, args, data))
        _MADE[key] = found
    return found


class Unsayable(Exception):
    """A construct that columns cannot express."""


def bring(term: Term, table: str) -> Term:
    """A cell of a subject, to be used with its rows."""
    if not table or term.table == table or term.op == "lit":
        return term
    return make("bring", term, table=table)


def lit(value: Cell) -> Term:
    """A constant."""
    return make("lit", data=float(value) if isinstance(value, int) and not isinstance(value, bool) else value, table="")


def code(place: int) -> Term:
    """A place in a list of words: a small integer, which columns hold in a quarter of the room of a number."""
    return make("lit", data=place, table="")


TRUE, FALSE, NULL = lit(True), lit(False), lit(None)
ZERO = lit(0.0)


def column(
    name: str,
    kind: Literal["bool", "number", "date", "text"],
    table: str = "",
    state: Literal["column", "sound", "full"] = "column",
) -> Term:
    """A column as it was given; `sound` where no number in it is odd, `full` where every cell of it is known besides."""
    return make(f"{state}:{kind}", data=name, table=table)


def given(term: Term) -> bool:
    """Whether a term is a column as it was given."""
    return term.op.startswith(("column:", "sound:", "full:"))


def day_code(day: date) -> float:
    """A day as a number that orders as days do."""
    return float(day.year * 512 + day.month * 32 + day.day)


def constant(term: Term) -> bool:
    """Whether a term is the same for all."""
    return term.op == "lit"


def both(*terms: Term) -> Term:
    """Kleene conjunction."""
    return _logic("and", FALSE, TRUE, terms)


def either(*terms: Term) -> Term:
    """Kleene disjunction."""
    return _logic("or", TRUE, FALSE, terms)


def _logic(op: str, decisive: Term, neutral: Term, terms: tuple[Term, ...]) -> Term:
    flat: dict[Term, None] = {}
    for term in terms:
        flat.update(dict.fromkeys(term.args if term.op == op else (term,)))
    if decisive in flat or any(term.op == "not" and term.sure and term.args[0] in flat for term in flat):
        return decisive
    kept = [term for term in flat if term is not neutral]
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else make(op, *kept)


def invert(term: Term) -> Term:
    """Negation."""
    if constant(term):
        return NULL if term.data is None else lit(not term.data)
    return term.args[0] if term.op == "not" else make("not", term)


def certain(term: Term) -> bool:
    """Whether a term is never null, as far as can be seen."""
    return term.sure


def null(term: Term) -> Term:
    """Whether a cell is null."""
    if certain(term):
        return FALSE
    if constant(term):
        return TRUE
    if term.op in {"+", "-", "*", "floor", "abs", "<", "<=", "==", "not"} or _scales(term.op, term.args):
        return either(*(null(arg) for arg in term.args))
    return both(*(null(arg) for arg in term.args)) if term.op == "first" else make("null", term)


def filled(term: Term, default: Cell) -> Term:
    """The cell, or a constant where it is null."""
    if certain(term):
        return term
    if constant(term):
        return lit(default)
    if term.op == "not":
        return invert(filled(term.args[0], not default))
    return make("filled", term, data=default)


def when(test: Term, then: Term, otherwise: Term = NULL) -> Term:
    """`then` where the test is true; `otherwise` where it is false or null."""
    if constant(test):
        return then if test.data is True else otherwise
    if then is otherwise:
        return then
    if then is TRUE and otherwise is FALSE:
        return filled(test, False)
    if then is TRUE and certain(test):
        return either(test, otherwise)
    if otherwise is FALSE and certain(test):
        return both(test, then)
    return make("when", test, then, otherwise)


def first(*terms: Term) -> Term:
    """The first that is not null."""
    kept: list[Term] = []
    for term in terms:
        if term is NULL:
            continue
        kept.append(term)
        if certain(term):
            break
    if not kept:
        return NULL
    if len(kept) == 2 and constant(kept[1]):
        return filled(kept[0], kept[1].data)
    return kept[0] if len(kept) == 1 else make("first", *kept)


def compare(op: Literal["==", "<", "<="], a: Term, b: Term) -> Term:
    """Two cells compared; null where either is."""
    if NULL in {a, b}:
        return NULL
    if constant(a) and constant(b):
        x, y = a.data, b.data
        return lit(x == y if op == "==" else x < y if op == "<" else x <= y)  # type: ignore[operator]
    if a is b and op != "<" and certain(a):
        return TRUE
    return make(op, a, b)


def add(a: Term, b: Term) -> Term:
    """The sum."""
    if NULL in {a, b}:
        return NULL
    if ZERO in {a, b}:
        return b if a is ZERO else a
    return lit(_number(a) + _number(b)) if constant(a) and constant(b) else make("+", a, b)


def subtract(a: Term, b: Term) -> Term:
    """The difference."""
    if NULL in {a, b}:
        return NULL
    if b is ZERO:
        return a
    return lit(_number(a) - _number(b)) if constant(a) and constant(b) else make("-", a, b)


def multiply(a: Term, b: Term) -> Term:
    """The product."""
    if NULL in {a, b}:
        return NULL
    if a.data == 1.0 and constant(a):
        return b
    if b.data == 1.0 and constant(b):
        return a
    return lit(_number(a) * _number(b)) if constant(a) and constant(b) else make("*", a, b)


def divide(a: Term, b: Term) -> Term:
    """The quotient; null where the divisor is zero."""
    if NULL in {a, b} or b is ZERO:
        return NULL
    if constant(b):
        if constant(a):
            return lit(_number(a) / _number(b))
        power_of_two = frexp(_number(b))[0] == 0.5
        return multiply(a, lit(1 / _number(b))) if power_of_two else make("/", a, spread(b, a.table))
    return make("/", a, when(compare("==", b, ZERO), NULL, b))


def spread(term: Term, table: str) -> Term:
    """A constant in a column of its own: engines multiply by the reciprocal where a divisor is the same for all."""
    return make("spread", term, table=table)


def _number(term: Term) -> float:
    assert isinstance(term.data, float)
    return term.data


def floor(a: Term) -> Term:
    """The whole number at or below."""
    return lit(float(_number(a) // 1)) if constant(a) and a is not NULL else a if a is NULL else make("floor", a)


def magnitude(a: Term) -> Term:
    """Without its sign."""
    return lit(abs(_number(a))) if constant(a) and a is not NULL else a if a is NULL else make("abs", a)


def lesser(a: Term, b: Term) -> Term:
    """The smaller; null where either is null."""
    return _extreme(compare("<=", a, b), compare("<", b, a), a, b)


def greater(a: Term, b: Term) -> Term:
    """The larger; null where either is null."""
    return _extreme(compare("<=", b, a), compare("<", a, b), a, b)


def _extreme(one: Term, other: Term, a: Term, b: Term) -> Term:
    """`a` where the one test holds, `b` where the other does; either does unless a cell is null."""
    if a is b:
        return a
    if certain(a):
        return when(one, a, b)
    return when(other, b, a) if certain(b) else when(one, a, when(other, b))


def at_most(term: Term, other: Term) -> bool:
    """Whether it is the smaller of two numbers of which `other` is one."""
    if term.op != "when" or other not in term.args[1:]:
        return False
    test, then, otherwise = term.args
    return test.op in {"<", "<="} and test.sure and test.args == (then, otherwise)


def fold(kind: Literal["any", "sum", "max"], records: str, row: Term) -> Term:
    """Over the rows of each subject: whether any is true, the sum, the largest; null where there are no rows."""
    if row is FALSE and kind == "any":
        return FALSE
    row = row if row.table else bring(row, records) if not constant(row) else make("each", row, table=records)
    return make("fold", row, data=f"{kind}", table="")


def any_row(records: str, row: Term) -> Term:
    """Whether it holds for any row; false where there are none."""
    return FALSE if row is FALSE else filled(fold("any", records, filled(row, False)), False)


def scan(kind: Literal["sum", "min", "lag"], row: Term, order: Term) -> Term:
    """Over the rows of each subject in order: the running sum, the running minimum, the row before."""
    row = row if row.table else make("each", row, table=order.table)
    return make("scan", row, order, data=kind)
