"""Parameters: the numbers of the law, dated and regional, each with its clause."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huice.rules.quantities import PLAIN, RATIO, Unit, quantity, unit
from huice.rules.regions import NATION
from huice.rules.source import Findings, Mapping, Place, Scalar, Section
from huice.rules.values import ABSENT, DATE, TEXT, UNKNOWN, Missing, Type, read_date

if TYPE_CHECKING:
    from huice.rules.facts import Fact
    from huice.rules.standards import Standard

Number = Decimal | date | str | Missing
"""A value of the law: a quantity in base units, a day, a word, ABSENT where an entry has none."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from a day on; None is from the beginning."""

    since: date | None
    value: Number


@dataclass(frozen=True, slots=True)
class Parameter:
    """参数. `id` is `<pack>/<key>`. `keyed` holds values by option of the fact `by`; `regions` by region.

    `written` are the figures as they stand in the pack, for verification. Without any value the text leaves
    the number open and `set_by` says who sets it; `standards` are what was set, as far as somebody added it.
    """

    id: str
    label: str
    type: Type
    unit: Unit
    clause: str = ""
    source: str = ""
    set_by: str = ""
    aliases: tuple[str, ...] = ()
    by: str = ""
    values: tuple[Dated, ...] = ()
    keyed: dict[str, Number] = field(default_factory=dict)
    regions: dict[str, Number] = field(default_factory=dict)
    standards: "tuple[Standard, ...]" = ()
    written: tuple[Scalar, ...] = ()
    place: Place = Place("", 0, 0)

    @property
    def key(self) -> str:
        """The name inside its pack."""
        return self.id.rpartition("/")[2]

    @property
    def is_open(self) -> bool:
        """Whether the text leaves the value to somebody else."""
        return not (self.values or self.keyed or self.regions)

    @property
    def is_dated(self) -> bool:
        """Whether the value may differ from day to day."""
        return bool(self.standards) or any(one.since is not None for one in self.values)

    def standard(self, day: date, regions: tuple[str, ...] | None) -> "Standard | None":
        """What was set for the most specific of `regions` (widest first) on a day.

        Without regions (nobody said where) only what is the same everywhere is known.
        """
        current = {one.region: one for one in self.standards if one.holds(day)}
        if regions is None:
            return current.get(NATION) if not self.is_local else None
        return next((current[region] for region in reversed(regions) if region in current), None)

    @property
    def is_local(self) -> bool:
        """Whether what was set differs by region."""
        return any(one.region != NATION for one in self.standards)

    def at(self, day: date, regions: tuple[str, ...] = (), option: str | None = None) -> Number:
        """The value on a day, in the most specific of `regions` (widest first), for an option of `by`."""
        if self.keyed:
            return self.keyed.get(option or "", UNKNOWN)
        for region in reversed(regions):
            if region in self.regions:
                return self.regions[region]
        current = [dated.value for dated in self.values if dated.since is None or dated.since <= day]
        return current[-1] if current else UNKNOWN


def read_parameters(root: Section, pack: str, facts: "dict[str, Fact]") -> dict[str, Parameter]:
    """The parameters of one file, by key."""
    return {key: _parameter(key, item, pack, facts) for key, item in root.sections("parameters", "参数")}


def _parameter(key: str, section: Section, pack: str, facts: "dict[str, Fact]") -> Parameter:
    found = section.found
    numbers = _Numbers(found)
    values, keyed, regions = (), {}, {}  # type: tuple[Dated, ...], dict[str, Number], dict[str, Number]
    by = section.text("by")
    if by:
        keyed = _keyed(section, by, numbers, facts)
    elif section.has("values"):
        values = tuple(_dated(node, numbers) for node in section.nodes("values"))
    elif (scalar := section.scalar("value")) is not None:
        values = (Dated(None, numbers.read(scalar)),)
    if (places := section.section("regions")) is not None:
        regions = {name: numbers.read(node) for name, node in places.node.items.items() if isinstance(node, Scalar)}
    unit_text = section.text("unit")
    declared = unit(unit_text)
    if declared is None:
        found.add(section.place_of("unit"), f"没有“{unit_text}”这个单位", "见 docs/rule-language.md 的单位表")
    has_value = bool(values or keyed or regions)
    type_ = (
        numbers.type if has_value else DATE if unit_text == "日期" else Type("number", (declared or PLAIN).dimension)
    )
    clause, source, set_by = section.text("clause"), section.text("source"), section.text("set_by")
    if not clause and not source:
        found.add(section.place, f"参数“{key}”没有依据", "写上 clause（条款）或 source（来源）")
    if not has_value and not set_by:
        found.add(section.place, f"参数“{key}”没有值", "写上 value；文中留给别人定的，写上 set_by 和 unit")
    parameter = Parameter(
        id=f"{pack}/{key}",
        label=section.text("label", key, required=True),
        type=type_,
        unit=numbers.unit if has_value else declared or PLAIN,
        clause=clause,
        source=source,
        set_by=set_by,
        aliases=section.texts("aliases"),
        by=by,
        values=values,
        keyed=keyed,
        regions=regions,
        written=tuple(numbers.written),
        place=section.place,
    )
    section.close()
    return parameter


def _keyed(section: Section, by: str, numbers: "_Numbers", facts: "dict[str, Fact]") -> dict[str, Number]:
    table = section.section("value")
    fact = facts.get(by)
    if fact is None or fact.type.kind != "choice" or table is None:
        section.found.add(section.place, f"by: {by} 要是一个选项要素，value 要按选项写", "见 docs/rule-language.md")
        return {}
    for name, place in table.node.keys.items():
        if name not in fact.options:
            section.found.add(place, f"“{by}”没有选项“{name}”", f"有：{'、'.join(fact.options)}")
    return {name: numbers.read(node) for name, node in table.node.items.items() if isinstance(node, Scalar)}


def _dated(node: object, numbers: "_Numbers") -> Dated:
    section = Section(node if isinstance(node, Mapping) else None, numbers.found, "分期的值")
    since = section.text("from")
    day = read_date(since) if since else None
    if isinstance(day, str):
        section.found.add(section.place_of("from"), day)
        day = None
    scalar = section.scalar("value", required=True)
    section.close()
    return Dated(day, numbers.read(scalar) if scalar else UNKNOWN)


class _Numbers:
    """Reads the values of one parameter, which must all be of one kind and unit."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.type = Type("number", RATIO)
        self.unit = PLAIN
        self.written: list[Scalar] = []

    def read(self, scalar: Scalar) -> Number:
        text = scalar.text.strip()
        if text == "absent":
            return ABSENT
        first = not self.written
        self.written.append(scalar)
        value: Number
        day = read_date(text)
        measured = quantity(text)
        if isinstance(day, date):
            type_, value, measure = DATE, day, PLAIN
        elif measured is not None:
            type_, value, measure = Type("number", measured.unit.dimension), measured.value, measured.unit
        else:
            type_, value, measure = TEXT, text, PLAIN
            if text[:1].isdigit():
                self.found.add(scalar.place, f"“{text}”的单位不认识", "见 docs/rule-language.md 的单位表")
        if first:
            self.type, self.unit = type_, measure
        elif type_ != self.type:
            self.found.add(scalar.place, f"“{text}”与前面的值不是同一种单位", "同一参数的值单位要一致")
        return value
