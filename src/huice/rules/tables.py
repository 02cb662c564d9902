"""Tables and lists of a document (名录、清单、附表) as data: rows that expressions look things up in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huice.rules.expressions import Constant
from huice.rules.quantities import PLAIN, Unit, unit
from huice.rules.source import Findings, Node, Place, Scalar, Section, Sequence
from huice.rules.values import ABSENT, UNKNOWN, Type, Value, read_bool, read_date, read_number

if TYPE_CHECKING:
    from huice.rules.facts import Fact

MAX_ROWS = 200
"""More rows than this belong into a registry, not into expressions."""

Cell = Constant | tuple[Constant, ...]
"""A value, or the several values of a column that is `many`. An empty cell is ABSENT."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `options` are the words of the choice fact whose values its cells are."""

    key: str
    label: str
    type: Type
    unit: Unit = PLAIN
    many: bool = False
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, the provision it is where it is one, and what the text should print: a figure, or an option by any name."""

    cells: dict[str, Cell]
    provision: str
    written: tuple[tuple[tuple[str, ...], Place], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one document. `id` is `<pack>/<key>`."""

    id: str
    label: str
    clause: str
    columns: dict[str, Column]
    rows: tuple[TableRow, ...]
    place: Place = Place("", 0, 0)

    @property
    def key(self) -> str:
        """The name inside its pack."""
        return self.id.rpartition("/")[2]


def read_tables(root: Section, pack: str, facts: "Mapping[str, Fact]") -> dict[str, Table]:
    """The tables of one pack, by key."""
    return {key: _table(key, section, pack, facts) for key, section in root.sections("tables", "表")}


def _table(key: str, section: Section, pack: str, facts: "Mapping[str, Fact]") -> Table:
    columns = {name: _column(name, item, facts) for name, item in section.sections("columns", "栏目")}
    nodes = section.nodes("rows")
    if not columns or not nodes:
        section.found.add(section.place, f"表“{key}”没有栏目或没有行", "写上 columns 和 rows")
    if len(nodes) > MAX_ROWS:
        section.found.add(section.place, f"表“{key}”有 {len(nodes)} 行，太长", f"最多 {MAX_ROWS} 行")
    table = Table(
        id=f"{pack}/{key}",
        label=section.text("label", key, required=True),
        clause=section.text("clause", required=True),
        columns=columns,
        rows=tuple(_row(node, columns, section.found) for node in nodes[:MAX_ROWS]),
        place=section.place,
    )
    section.close()
    return table


def _column(key: str, section: Section, facts: "Mapping[str, Fact]") -> Column:
    """A column of a plain type, or `fact: <key>` for cells that are options of a choice."""
    label, many, named = section.text("label", key, required=True), section.flag("many"), section.text("fact")
    if named:
        fact = facts.get(named)
        if fact is None or fact.type.kind != "choice":
            section.found.add(section.place_of("fact"), f"“{named}”不是选项要素", "写一个 type: choice 的要素")
        column = Column(key, label, fact.type if fact else Type("text"), PLAIN, many, fact.options if fact else {})
    else:
        kind = section.text("type", "text", among=("text", "number", "date", "bool"))
        measured = unit(section.text("unit"))
        if measured is None:
            section.found.add(section.place_of("unit"), "没有这个单位", "见 docs/rule-language.md 的单位表")
        measured = measured or PLAIN
        column = Column(key, label, Type(kind, measured.dimension), measured, many)  # type: ignore[arg-type]
    section.close()
    return column


def _row(node: Node, columns: dict[str, Column], found: Findings) -> TableRow:
    section = Section(node, found, "表的一行")
    provision = section.text("provision")
    cells: dict[str, Cell] = {}
    written: list[tuple[tuple[str, ...], Place]] = []
    for column in columns.values():
        scalars = section.scalars(column.key)
        if not column.many and isinstance(section.get(column.key), Sequence):
            found.add(section.place_of(column.key), f"“{column.label}”只能有一个值", "多个值的栏目写 many: true")
        values = tuple(Constant(column.type, _value(item, column, found), column.unit) for item in scalars)
        cells[column.key] = values if column.many else values[0] if values else Constant(column.type, ABSENT)
        if column.type.kind != "bool":
            written += [(column.options.get(item.text, (item.text,)), item.place) for item in scalars]
    section.close()
    return TableRow(cells, provision, tuple(written))


def _value(scalar: Scalar, column: Column, found: Findings) -> Value:
    """The value of a cell in base units; what is wrong with it is noted."""
    text = scalar.text.strip()
    value: Value
    match column.type.kind:
        case "choice":
            value = text if text in column.options else UNKNOWN
            wrong = "" if text in column.options else f"“{column.label}”没有选项“{text}”"
        case "bool":
            said = read_bool(text)
            value, wrong = (UNKNOWN, said) if isinstance(said, str) else (said, "")
        case "date":
            day = read_date(text)
            value, wrong = (UNKNOWN, day) if isinstance(day, str) else (day, "")
        case "number":
            number = read_number(text, column.unit, None, None)
            value, wrong = (UNKNOWN, number) if isinstance(number, str) else (number, "")
        case _:
            value, wrong = text, ""
    if wrong:
        found.add(scalar.place, wrong, "检查这一格")
    return value
