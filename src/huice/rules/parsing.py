"""From the text of an expression to its typed tree; everything that is wrong gets its place."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, cast

from huice.rules.expressions import (
    Aggregate,
    Arithmetic,
    AsOf,
    Call,
    Choose,
    Compare,
    Comparison,
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
from huice.rules.functions import AGGREGATES, FUNCTIONS
from huice.rules.lifting import Lifted, Wrong
from huice.rules.lookups import LOOKUPS, Pair, written_out
from huice.rules.quantities import RATIO, combine, quantity
from huice.rules.source import Findings, Scalar
from huice.rules.values import BOOL, DATE, TEXT, Type

if TYPE_CHECKING:
    from huice.rules.facts import Fact
    from huice.rules.tables import Cell, Table, TableRow

MAX_LENGTH = 2_000
MAX_DEPTH = 40

_COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
_ANY_NUMBER = Type("number", None)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression may use.

    `parameters` maps the name used in the pack to id and type; `rows` the name of a row to its records fact;
    `locals` the columns and sums of a ledger; `tables` the tables of the document.
    """

    facts: Mapping[str, "Fact"]
    parameters: Mapping[str, tuple[str, Type]] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    locals: Mapping[str, Type] = field(default_factory=dict)
    tables: Mapping[str, "Table"] = field(default_factory=dict)


def parse(source: Scalar, scope: Scope, found: Findings, wanted: Type | None = None) -> Node | None:
    """The typed tree of an expression, or None with what is wrong added to `found`."""
    text = source.text.strip()
    try:
        if len(text) > MAX_LENGTH:
            raise Wrong(0, f"表达式太长（{len(text)} 字）", f"最多 {MAX_LENGTH} 字，拆成几个条件或派生要素")
        node = _Parser(text, scope).read()
        if wanted is not None and not _fits(node.type, wanted):
            raise Wrong(0, f"这里要{wanted}，表达式的结果是{node.type}", "检查条件和单位")
    except Wrong as wrong:
        place = source.place
        lines = text[: wrong.at].splitlines() or [""]
        column = place.column + wrong.at if len(lines) == 1 else len(lines[-1]) + 1
        found.add(place._replace(line=place.line + len(lines) - 1, column=column), wrong.what, wrong.remedy)
        return None
    return node


def _fits(have: Type, want: Type) -> bool:
    if have.kind != want.kind:
        return False
    return have.kind != "number" or want.dimension is None or have.dimension in {None, want.dimension}


class _Parser:
    """Reads one expression: its syntax is Python's, names, types and units are those of the library."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.lifted, self.scope = Lifted(text), scope
        self.rows = dict(scope.rows)
        self.entries: dict[str, TableRow] = {}

    def read(self) -> Node:
        return self._node(self.lifted.tree(), 0)

    def _at(self, tree: ast.AST) -> int:
        return self.lifted.at(tree)

    def _node(self, tree: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Wrong(self._at(tree), "表达式嵌套过深", f"最多 {MAX_DEPTH} 层")
        match tree:
            case ast.Name():
                return self._name(tree)
            case ast.Constant(value=str() as value):
                return Constant(TEXT, value)
            case ast.Constant(value=bool() as value):
                return Constant(BOOL, value)
            case ast.Attribute():
                return self._field(tree)
            case ast.UnaryOp(op=ast.Not()):
                return Not(BOOL, self._truth(tree.operand, depth))
            case ast.UnaryOp(op=ast.USub()):
                item = self._number(tree.operand, depth)
                return Arithmetic(item.type, "-", Constant(_ANY_NUMBER, quantity("0").value), item)  # type: ignore[union-attr]
            case ast.BoolOp():
                items = tuple(self._truth(value, depth) for value in tree.values)
                return Logic(BOOL, isinstance(tree.op, ast.And), items)
            case ast.Compare():
                return self._compare(tree, depth)
            case ast.BinOp():
                return self._arithmetic(tree, depth)
            case ast.IfExp():
                return self._choose(tree, depth)
            case ast.Call():
                return self._call(tree, depth)
        raise Wrong(self._at(tree), "规则语言里没有这种写法", "见 docs/rule-language.md")

    def _name(self, tree: ast.Name) -> Node:
        name, scope = tree.id, self.scope
        if name in self.lifted.quantities:
            constant, at = self.lifted.quantities[name]
            if not constant.unit.text and constant.value not in {0, 1}:
                raise Wrong(at, "数字没有单位", "写明单位，如 30 人；法定数字写进 parameters")
            return constant
        if name in {"true", "false"}:
            return Constant(BOOL, name == "true")
        if name == "as_of":
            return AsOf(DATE)
        if name in scope.locals:
            return LocalRef(scope.locals[name], name)
        if name in scope.parameters:
            id_, type_ = scope.parameters[name]
            return ParameterRef(type_, id_)
        if name in scope.facts:
            return FactRef(scope.facts[name].type, name)
        known = [*scope.facts, *scope.parameters, *scope.locals, *self.rows, "as_of"]
        near = get_close_matches(name, known, 1, 0.6)
        raise Wrong(
            self._at(tree),
            f"没有“{name}”这个要素或参数",
            f"是不是“{near[0]}”？" if near else "先在 facts/ 或 parameters 里写明",
        )

    def _field(self, tree: ast.Attribute) -> Node:
        if not isinstance(tree.value, ast.Name):
            raise Wrong(self._at(tree), "只能取明细一行的栏目", "写成 行名.栏目")
        row, key = tree.value.id, tree.attr
        dotted = f"{row}.{key}"
        if dotted in self.scope.locals:
            return LocalRef(self.scope.locals[dotted], dotted)
        if row in self.entries:
            cell = self._cell(tree, row, key)
            if isinstance(cell, tuple):
                raise Wrong(self._at(tree), f"“{dotted}”有几个值", "写成 x in 行名.栏目")
            return cell
        records = self.rows.get(row)
        if records is None:
            raise Wrong(self._at(tree), f"“{row}”不是明细的行名", "只有 for 后面的名字可以带点")
        fields = self.scope.facts[records].fields
        if key not in fields:
            near = get_close_matches(key, fields, 1, 0.5)
            remedy = f"是不是“{near[0]}”？" if near else f"有：{'、'.join(fields)}"
            raise Wrong(self._at(tree), f"“{records}”没有栏目“{key}”", remedy)
        return FieldRef(fields[key].type, row, key, records)

    def _cell(self, tree: ast.expr, row: str, key: str) -> "Cell":
        cells = self.entries[row].cells
        if key not in cells:
            raise Wrong(self._at(tree), f"表里没有栏目“{key}”", f"有：{'、'.join(cells)}")
        return cells[key]

    def _truth(self, tree: ast.expr, depth: int) -> Node:
        node = self._node(tree, depth + 1)
        if node.type.kind != "bool":
            raise Wrong(self._at(tree), f"这里要是否，不是{node.type}", "写成比较，如 … >= …")
        return node

    def _number(self, tree: ast.expr, depth: int) -> Node:
        node = self._node(tree, depth + 1)
        if node.type.kind != "number":
            raise Wrong(self._at(tree), f"这里要数，不是{node.type}")
        return node

    def _side(self, tree: ast.expr, other: Type | None, depth: int) -> Node:
        """One side of a comparison; a bare name may be an option of the other side's choice."""
        if other is not None and other.kind == "choice" and isinstance(tree, ast.Name) and tree.id in other.options:
            return Constant(other, tree.id)
        return self._node(tree, depth + 1)

    def _option_type(self, *trees: ast.expr) -> Type | None:
        """The choice among the sides of a comparison, to read bare options by."""
        for tree in trees:
            if isinstance(tree, ast.Name | ast.Attribute):
                try:
                    node = self._node(tree, 0)
                except Wrong:
                    continue
                if node.type.kind == "choice":
                    return node.type
        return None

    def _compare(self, tree: ast.Compare, depth: int) -> Node:
        sides = [tree.left, *tree.comparators]
        parts: list[Node] = []
        for index, operator in enumerate(tree.ops):
            left, right = sides[index], sides[index + 1]
            if isinstance(operator, ast.In | ast.NotIn):
                parts.append(self._member(left, right, isinstance(operator, ast.NotIn), depth))
                continue
            symbol = _COMPARISONS.get(type(operator))
            if symbol is None:
                raise Wrong(self._at(right), "没有这种比较", "用 == != < <= > >= in")
            option = self._option_type(left, right)
            a, b = self._side(left, option, depth), self._side(right, option, depth)
            self._comparable(a.type, b.type, symbol, right)
            parts.append(Compare(BOOL, symbol, a, b))
        return parts[0] if len(parts) == 1 else Logic(BOOL, True, tuple(parts))

    def _comparable(self, a: Type, b: Type, symbol: str, tree: ast.expr) -> None:
        if a.kind != b.kind or a.kind in {"records", "bool"}:
            raise Wrong(self._at(tree), f"不能拿{a}和{b}比较", "两边要是同一种值")
        if a.kind == "number" and None not in {a.dimension, b.dimension} and a.dimension != b.dimension:
            raise Wrong(self._at(tree), f"单位不同：{a} 与 {b}", "补上或改正单位")
        if a.kind == "choice" and a.options != b.options:
            raise Wrong(self._at(tree), "两边不是同一组选项")
        if symbol not in {"==", "!="} and (a.kind == "text" or (a.kind == "choice" and not a.ordered)):
            raise Wrong(self._at(tree), f"{a}没有大小之分", "用 == 或 in；有高低的选项写 ordered: true")

    def _member(self, left: ast.expr, right: ast.expr, negated: bool, depth: int) -> Node:
        if isinstance(right, ast.Attribute) and isinstance(right.value, ast.Name) and right.value.id in self.entries:
            cell = self._cell(right, right.value.id, right.attr)
            return self._listed(left, cell if isinstance(cell, tuple) else (cell,), negated, right, depth)
        if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
            raise Wrong(self._at(right), "in 后面要是列表", "写成 in [a, b]")
        item = self._node(left, depth + 1)
        among = tuple(self._side(element, item.type, depth) for element in right.elts)
        for node, element in zip(among, right.elts, strict=True):
            self._comparable(item.type, node.type, "==", element)
        return Member(BOOL, item, among, negated)

    def _listed(self, left: ast.expr, among: tuple[Constant, ...], negated: bool, right: ast.expr, depth: int) -> Node:
        """Membership in the values of a cell; nothing is in an empty one."""
        item = self._node(left, depth + 1)
        for constant in among:
            self._comparable(item.type, constant.type, "==", right)
        return Member(BOOL, item, among, negated) if among else Constant(BOOL, negated)

    def _arithmetic(self, tree: ast.BinOp, depth: int) -> Node:
        operator = _OPERATORS.get(type(tree.op))
        if operator is None:
            raise Wrong(self._at(tree), "只有 + - * / 四种运算")
        left, right = self._number(tree.left, depth), self._number(tree.right, depth)
        a, b = left.type.dimension, right.type.dimension
        if operator in "+-":
            if None not in {a, b} and a != b:
                raise Wrong(self._at(tree.right), f"单位不同：{left.type} {operator} {right.type}", "单位相同才能加减")
            return Arithmetic(left.type if a is not None else right.type, operator, left, right)
        if a is None or (b is None and operator == "*"):
            return Arithmetic(_ANY_NUMBER, operator, left, right)
        dimension = combine(a, b or RATIO, 1 if operator == "*" else -1)
        return Arithmetic(Type("number", dimension), operator, left, right)

    def _choose(self, tree: ast.IfExp, depth: int) -> Node:
        condition = self._truth(tree.test, depth)
        option = self._option_type(tree.body, tree.orelse) or self._wanted_option(tree)
        then, otherwise = self._side(tree.body, option, depth), self._side(tree.orelse, option, depth)
        if not (_fits(then.type, otherwise.type) or _fits(otherwise.type, then.type)):
            raise Wrong(
                self._at(tree.orelse), f"两个分支不同：{then.type} 与 {otherwise.type}", "两边要是同一种值、同一单位"
            )
        result = then.type if then.type.dimension is not None else otherwise.type
        return Choose(result, condition, then, otherwise)

    def _wanted_option(self, tree: ast.IfExp) -> Type | None:
        """Branches that are all bare options: the one choice of the library that has them all."""
        names = {branch.id for branch in _branches(tree)}
        for fact in self.scope.facts.values():
            if names and fact.type.kind == "choice" and names <= set(fact.type.options):
                return fact.type
        return None

    def _call(self, tree: ast.Call, depth: int) -> Node:
        if not isinstance(tree.func, ast.Name) or tree.keywords:
            raise Wrong(self._at(tree), "只能调用规定的函数", "见 docs/rule-language.md")
        name = tree.func.id
        if name in AGGREGATES or name in LOOKUPS:
            return self._aggregate(name, tree, depth)
        check = FUNCTIONS.get(name)
        if check is None:
            near = get_close_matches(name, [*FUNCTIONS, *AGGREGATES, "lookup"], 1, 0.5)
            raise Wrong(self._at(tree), f"没有函数“{name}”", f"是不是“{near[0]}”？" if near else "")
        arguments = tuple(self._node(argument, depth + 1) for argument in tree.args)
        result = check([argument.type for argument in arguments])
        if isinstance(result, str):
            raise Wrong(self._at(tree), f"{name}：{result}", "见 docs/rule-language.md")
        return Call(result, name, arguments)

    def _aggregate(self, name: str, tree: ast.Call, depth: int) -> Node:
        kind = cast(Literal["count", "sum", "any", "all", "only"], name)
        if len(tree.args) != 1:
            raise Wrong(self._at(tree), f"{name} 要一个参数")
        argument = tree.args[0]
        if name == "count" and isinstance(argument, ast.Name):
            return Aggregate(self._counted(argument), kind, argument.id, "", None, None)
        if not isinstance(argument, ast.GeneratorExp) or len(argument.generators) != 1:
            raise Wrong(self._at(tree), f"{name} 要写成 {name}(… for 行 in 明细 if 条件)")
        loop = argument.generators[0]
        if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Name) or loop.is_async:
            raise Wrong(self._at(argument), "for 后面要是一个名字，in 后面要是一个明细或者表")
        if (table := self.scope.tables.get(loop.iter.id)) is not None:
            return self._over_table(name, tree, argument.elt, loop, loop.target.id, table, depth)
        if name == "lookup":
            raise Wrong(self._at(loop.iter), f"“{loop.iter.id}”不是表", "明细用 only")
        counted = self._counted(loop.iter)
        row = loop.target.id
        outer = self.rows.get(row)
        self.rows[row] = loop.iter.id
        conditions = tuple(self._truth(condition, depth) for condition in loop.ifs)
        element = self._element(name, argument.elt, row, depth)
        if outer is None:
            del self.rows[row]
        else:
            self.rows[row] = outer
        condition = conditions[0] if len(conditions) == 1 else Logic(BOOL, True, conditions) if conditions else None
        result = counted if name == "count" else element.type if element and name in {"sum", "only"} else BOOL
        return Aggregate(result, kind, loop.iter.id, row, element, condition)

    def _over_table(
        self, name: str, tree: ast.Call, elt: ast.expr, loop: ast.comprehension, row: str, table: "Table", depth: int
    ) -> Node:
        if name not in LOOKUPS:
            raise Wrong(self._at(tree), f"表不能用 {name}", f"可用：{'、'.join(LOOKUPS)}")
        pairs: list[Pair] = []
        for entry in table.rows:
            self.entries[row] = entry
            conditions = tuple(self._truth(condition, depth) for condition in loop.ifs)
            condition = conditions[0] if len(conditions) == 1 else Logic(BOOL, True, conditions) if conditions else None
            pairs.append((self._element("only" if name == "lookup" else name, elt, row, depth), condition))
        self.entries.pop(row, None)
        return written_out(name, pairs)

    def _element(self, name: str, tree: ast.expr, row: str, depth: int) -> Node | None:
        if name == "count":
            if not (isinstance(tree, ast.Name) and tree.id == row):
                raise Wrong(self._at(tree), f"count 要写成 count({row} for {row} in …)")
            return None
        if name == "only":
            return self._node(tree, depth + 1)
        return self._number(tree, depth) if name == "sum" else self._truth(tree, depth)

    def _counted(self, tree: ast.Name) -> Type:
        fact = self.scope.facts.get(tree.id)
        if fact is None or fact.type.kind != "records":
            raise Wrong(self._at(tree), f"“{tree.id}”不是明细", "for … in 后面要是 type: records 的要素")
        return Type("number", fact.unit.dimension)


def _branches(tree: ast.IfExp) -> list[ast.Name]:
    """The bare names that stand as branches of nested conditionals."""
    names: list[ast.Name] = []
    for branch in (tree.body, tree.orelse):
        if isinstance(branch, ast.IfExp):
            names += _branches(branch)
        elif isinstance(branch, ast.Name):
            names.append(branch)
    return names
