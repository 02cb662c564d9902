"""Expressions as typed, immutable trees. Parsing is in `parsing`, meaning in `huice.engine`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huice.rules.quantities import PLAIN, Unit
from huice.rules.values import Type, Value

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Node:
    """An expression and its type."""

    type: Type

    def children(self) -> tuple["Node", ...]:
        """The expressions directly below."""
        return ()


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal; `unit` as written."""

    value: Value
    unit: Unit = PLAIN


@dataclass(frozen=True, slots=True)
class FactRef(Node):
    """A fact of the subject."""

    key: str


@dataclass(frozen=True, slots=True)
class ParameterRef(Node):
    """A number of the law, by its full id `<pack>/<key>`."""

    id: str


@dataclass(frozen=True, slots=True)
class FieldRef(Node):
    """A field of the row of `records` that the name `row` stands for."""

    row: str
    key: str
    records: str


@dataclass(frozen=True, slots=True)
class LocalRef(Node):
    """A named intermediate result: a column or a sum of a ledger."""

    name: str


@dataclass(frozen=True, slots=True)
class AsOf(Node):
    """The day of the assessment."""


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Negation."""

    item: Node

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return (self.item,)


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`all` of the items hold, or `any` does."""

    every: bool
    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return self.items


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values of one type compared."""

    operator: Comparison
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Member(Node):
    """Whether a value is one of the listed ones."""

    item: Node
    among: tuple[Node, ...]
    negated: bool

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return (self.item, *self.among)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * /` of two numbers."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`then if condition else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """One of the fixed functions."""

    name: str
    arguments: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """`count sum any all only` over the rows of a records fact, for those where `condition` holds."""

    name: Literal["count", "sum", "any", "all", "only"]
    records: str
    row: str
    element: Node | None
    condition: Node | None

    def children(self) -> tuple[Node, ...]:
        """See Node."""
        return tuple(node for node in (self.element, self.condition) if node is not None)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in node.children():
        yield from walk(child)


def facts_of(node: Node) -> tuple[str, ...]:
    """The facts an expression names itself, each once, in order."""
    keys = (
        part.key if isinstance(part, FactRef) else part.records
        for part in walk(node)
        if isinstance(part, FactRef | Aggregate)
    )
    return tuple(dict.fromkeys(keys))


def parameters_of(node: Node) -> tuple[str, ...]:
    """The parameters an expression names, each once, in order."""
    return tuple(dict.fromkeys(part.id for part in walk(node) if isinstance(part, ParameterRef)))
