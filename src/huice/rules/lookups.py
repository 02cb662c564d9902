"""Looking things up in a table of the document: the rows are written out, so the engines need no tables."""

from decimal import Decimal
from functools import reduce

from huice.rules.expressions import Arithmetic, Choose, Constant, Logic, Node, walk
from huice.rules.quantities import quantity
from huice.rules.values import ABSENT, BOOL, UNKNOWN, Type

Pair = tuple[Node | None, Node | None]
"""A row's element and its condition, with the row's cells already in them."""

LOOKUPS = ("any", "all", "count", "sum", "lookup")
"""What can be asked of a table; `lookup` is the element of the first row whose condition holds."""

_PIECES = Type("number", quantity("1 个").unit.dimension)  # type: ignore[union-attr]


def written_out(name: str, pairs: list[Pair]) -> Node:
    """The expression over all rows: `any` a chain of or, `sum` a sum, `lookup` a chain of choices.

    An unknown condition leaves a lookup unknown, unless all rows that may be meant agree.
    """
    match name:
        case "any":
            return Logic(BOOL, False, tuple(_both(condition, element) for element, condition in pairs))
        case "all":
            return Logic(BOOL, True, tuple(_implied(condition, element) for element, condition in pairs))
        case "lookup":
            return _first(pairs)
    one = Constant(_PIECES, Decimal(1))
    terms = [_counted(element or one, condition) for element, condition in pairs if not _empty(element)]
    if not terms:
        return Constant(next((element.type for element, _ in pairs if element), _PIECES), Decimal(0))
    return reduce(lambda left, right: Arithmetic(left.type, "+", left, right), terms)


def _empty(element: Node | None) -> bool:
    """Whether an element rests on an empty cell: sums skip such rows."""
    return element is not None and any(isinstance(part, Constant) and part.value is ABSENT for part in walk(element))


def _both(condition: Node | None, element: Node | None) -> Node:
    items = tuple(item for item in (condition, element) if item is not None)
    return items[0] if len(items) == 1 else Logic(BOOL, True, items)


def _implied(condition: Node | None, element: Node | None) -> Node:
    """The element where the condition holds, else true."""
    true = Constant(BOOL, True)
    return true if element is None else element if condition is None else Choose(BOOL, condition, element, true)


def _counted(element: Node, condition: Node | None) -> Node:
    return (
        element if condition is None else Choose(element.type, condition, element, Constant(element.type, Decimal(0)))
    )


def _first(pairs: list[Pair]) -> Node:
    type_ = next(element.type for element, _ in pairs if element is not None)
    node: Node = Constant(type_, UNKNOWN)
    for element, condition in reversed(pairs):
        if element is not None:
            node = element if condition is None else Choose(type_, condition, element, node)
    return node
