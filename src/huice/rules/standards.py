"""Local standards: the numbers a text leaves open, as somebody has set them, each with its source and date."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from huice.rules.parameters import Parameter
from huice.rules.quantities import RATIO, Unit, quantity
from huice.rules.regions import NATION, Regions
from huice.rules.source import Findings, Node, Place, Scalar, Section, Sequence
from huice.rules.values import read_date

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standard:
    """地方标准: the value of an open parameter in a region, from `since` to `until` (inclusive; None: without end).

    `value` is in base units. `source` is a document number or title, `issued` its day.
    """

    parameter: str
    region: str
    value: Decimal | date
    source: str
    title: str
    issuer: str
    issued: date
    since: date | None = None
    until: date | None = None
    clause: str = ""
    link: str = ""
    unit: Unit | None = None
    place: Place = Place("", 0, 0)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def whose(self) -> str:
        """Whose number it is: issuer, source, day, region."""
        return f"{self.issuer} {self.source}（{self.issued}，{self.region}）"


@dataclass(frozen=True, slots=True)
class _Head:
    """What an entry says for all its values."""

    region: str
    source: str
    title: str
    issuer: str
    issued: date
    since: date | None
    until: date | None
    link: str


class _Reader:
    """Reads standards against the parameters they fill."""

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        names: Mapping[str, str],
        ambiguous: Mapping[str, tuple[str, ...]],
        regions: Regions,
    ) -> None:
        self.parameters, self.names, self.ambiguous, self.regions = parameters, names, ambiguous, regions

    def read(self, root: Section) -> Iterator[Standard]:
        nodes = root.nodes("standards")
        if not nodes:
            root.found.add(root.place, "文件里没有标准", "写上 standards:，样子见 docs/rule-language.md")
        for node in nodes:
            section = Section(node, root.found, "一份标准")
            head = self._head(section)
            values = section.section("values")
            if values is None:
                section.found.add(section.place, "没有写各项的数", "写上 values: {事项包/参数: 带单位的数}")
            elif head is not None:
                for name in values.node.items:
                    yield from self._named(name, values, head)
            section.close()
        root.close()

    def _head(self, section: Section) -> _Head | None:
        source, issuer = section.text("source", required=True), section.text("issuer", required=True)
        issued = _day(section, "date")
        if not section.has("date"):
            section.found.add(section.place, "没有写成文日期", "写上 date: 2023-05-01")
        region = self._region(section)
        since, until = _span(section)
        head = (region, source, section.text("title"), issuer)
        link = section.text("link")
        return _Head(*head, issued, since, until, link) if source and issuer and issued else None

    def _region(self, section: Section, default: str = "") -> str:
        said = section.text("region")
        if not said:
            return default
        region, wrong = self.regions.read(said)
        if said == NATION or (region and not wrong):
            return region or NATION
        what = wrong or f"没有“{said}”这个地区"
        section.found.add(section.place_of("region"), what, "写行政区划的名称或代码，如 昆山市、320583")
        return default

    def _named(self, name: str, values: Section, head: _Head) -> Iterator[Standard]:
        node = values.get(name)
        parameter = self._parameter(name, values.node.keys[name], values.found)
        if node is None or parameter is None:
            return
        for item in node.items if isinstance(node, Sequence) else [node]:
            standard = self._standard(parameter, item, head, values.found)
            if standard is not None:
                yield standard

    def _standard(self, parameter: Parameter, node: Node, head: _Head, found: Findings) -> Standard | None:
        region, since, until, clause = head.region, head.since, head.until, ""
        scalar: Scalar | None
        if isinstance(node, Scalar):
            scalar = node
        else:
            section = Section(node, found, f"“{parameter.label}”的标准")
            scalar = section.scalar("value", required=True)
            region = self._region(section, region)
            own = _span(section)
            since, until = own[0] or since, own[1] or until
            clause = section.text("clause")
            section.close()
        value, unit = _number(parameter, scalar, found) if scalar is not None else (None, None)
        if not region:
            found.add(node.place, f"“{parameter.label}”没有写适用地区", "写上 region；全国一样的写 region: 全国")
        if value is None or not region:
            return None
        head = replace(head, region=region, since=since, until=until)
        return Standard(
            parameter.id, region, value, head.source, head.title, head.issuer, head.issued, since, until, clause,
            head.link, unit, node.place,
        )  # fmt: skip

    def _parameter(self, name: str, place: Place, found: Findings) -> Parameter | None:
        """The open parameter of an id, a label or an alias."""
        known = self.parameters.get(name) or self.parameters.get(self.names.get(name, ""))
        if known is not None and known.is_open:
            return known
        open_ids = [item.id for item in self.parameters.values() if item.is_open]
        if known is not None:
            found.add(place, f"“{name}”是文件定下的数，不能用标准改", "删去；试算用 --set")
        elif name in self.ambiguous:
            found.add(place, f"“{name}”有几种意思", f"写全：{'、'.join(self.ambiguous[name])}")
        else:
            near = get_close_matches(name[:80], [*open_ids, *(self.parameters[id_].label for id_ in open_ids)], 3, 0.5)
            guess = f"是不是：{'、'.join(near)}" if near else "待定的参数见 huice library open"
            found.add(place, f"没有“{name[:80]}”这个待定的参数", guess)
        return None


def _number(parameter: Parameter, scalar: Scalar, found: Findings) -> tuple[Decimal | date | None, Unit | None]:
    """The value of a standard: a day, or a number with a unit that fits."""
    if parameter.type.kind == "date":
        day = read_date(scalar.text)
        if isinstance(day, date):
            return day, None
        found.add(scalar.place, f"{parameter.label}：{day}")
        return None, None
    measured = quantity(scalar.text)
    if measured is None:
        found.add(
            scalar.place, f"{parameter.label}：“{scalar.text}”不是带单位的数", f"如 100 {parameter.unit.text}".rstrip()
        )
    elif measured.unit.dimension != parameter.unit.dimension or (
        not measured.unit.text and (parameter.unit.text or parameter.unit.dimension != RATIO)
    ):
        said = f"单位“{measured.unit.text}”不对" if measured.unit.text else "没有写单位"
        found.add(scalar.place, f"{parameter.label}：{said}", f"这里要的是“{parameter.unit.text or '比率'}”")
    elif measured.value < 0:
        found.add(scalar.place, f"{parameter.label}：“{scalar.text}”是负数", "检查正负号")
    else:
        return measured.value, measured.unit
    return None, None


def _span(section: Section) -> tuple[date | None, date | None]:
    since, until = _day(section, "from"), _day(section, "until")
    if since and until and since > until:
        section.found.add(section.place_of("from"), f"起始日 {since} 晚于截止日 {until}", "检查 from 和 until")
    return since, until


def _day(section: Section, name: str) -> date | None:
    text = section.text(name)
    day = read_date(text) if text else None
    if isinstance(day, str):
        section.found.add(section.place_of(name), day)
        return None
    return day


def read_standards(
    roots: Iterable[Section],
    parameters: Mapping[str, Parameter],
    names: Mapping[str, str],
    ambiguous: Mapping[str, tuple[str, ...]],
    regions: Regions,
) -> dict[str, tuple[Standard, ...]]:
    """The standards of several files by parameter, in the order of their days; what is wrong is noted in the sections."""
    reader = _Reader(parameters, names, ambiguous, regions)
    found: dict[str, list[Standard]] = {}
    for root in roots:
        for standard in reader.read(root):
            before = found.setdefault(standard.parameter, [])
            clash = next((one for one in before if _overlap(one, standard)), None)
            if clash is not None:
                label = parameters[standard.parameter].label
                what = (
                    f"{label}（{standard.region}）已有标准：{clash.place.file} 第 {clash.place.line} 行，{clash.source}"
                )
                root.found.add(standard.place, what, "同一地区同一天只能有一个；写上 from、until 分开，或删去一个")
            else:
                before.append(standard)
    return {id_: tuple(sorted(those, key=lambda one: one.since or date.min)) for id_, those in found.items()}


def _overlap(one: Standard, other: Standard) -> bool:
    """Whether two standards speak of one region on one day."""
    if one.region != other.region:
        return False
    first = max(one.since or date.min, other.since or date.min)
    return first <= min(one.until or date.max, other.until or date.max)


def filled(parameters: Mapping[str, Parameter], standards: Mapping[str, tuple[Standard, ...]]) -> dict[str, Parameter]:
    """The parameters with what was set for them."""
    return {
        id_: replace(item, standards=standards[id_]) if id_ in standards else item for id_, item in parameters.items()
    }
