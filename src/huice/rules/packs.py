"""Packs: one document's identity, parameters, measures, what is tracked and what is left out."""

from dataclasses import dataclass, field
from datetime import date

from huice.rules.facts import Fact
from huice.rules.measures import Measure, read_measures
from huice.rules.parameters import Parameter, read_parameters
from huice.rules.parsing import Scope
from huice.rules.source import Findings, Node, Place, Scalar, Section
from huice.rules.tables import Table, read_tables
from huice.rules.tracked import Tracked, read_tracked
from huice.rules.values import Type, read_date


@dataclass(frozen=True, slots=True)
class Source:
    """The policy document a pack rests on."""

    number: str
    title: str
    issuers: tuple[str, ...]
    issued: date | None
    region: str
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A provision that is neither modelled nor tracked, and why."""

    provisions: tuple[str, ...]
    clause: str
    title: str
    reason: str
    place: Place = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Pack:
    """All that the library knows of one document. Numbers (`parameters`) and tables by key, measures by id."""

    key: str
    source: Source
    parameters: dict[str, Parameter]
    measures: dict[str, Measure]
    tracked: tuple[Tracked, ...]
    left_out: tuple[LeftOut, ...]
    file: str = ""
    tables: dict[str, Table] = field(default_factory=dict)


def read_pack(root: Section, key: str, facts: dict[str, Fact], shared: dict[str, tuple[str, Type]]) -> Pack:
    """One pack file. `shared` are the parameters that belong to no document, by the name used in expressions."""
    parameters = read_parameters(root, key, facts)
    names = dict(shared) | {name: (item.id, item.type) for name, item in parameters.items()}
    for name, item in parameters.items():
        if name in facts:
            root.found.add(item.place, f"参数“{name}”与要素重名", "换一个名字")
    source = _source(root)
    tables = read_tables(root, key, facts)
    for name, table in tables.items():
        if name in facts or name in names:
            root.found.add(table.place, f"表“{name}”与要素或参数重名", "换一个名字")
    measures = read_measures(root, key, Scope(facts, names, tables=tables))
    tracked = read_tracked(root)
    _referred(tracked, measures, facts, key, root.found)
    left_out = tuple(_left_out(node, root.found) for node in root.nodes("left_out"))
    root.close()
    return Pack(key, source, parameters, measures, tracked, left_out, root.place.file, tables)


def _referred(
    tracked: tuple[Tracked, ...], measures: dict[str, Measure], facts: dict[str, Fact], pack: str, found: Findings
) -> None:
    """What a sanction enforces and what rests on a definition must be there."""
    for item in tracked:
        for name in item.measures:
            if not {name, f"{pack}/{name}"} & measures.keys():
                found.add(item.place, f"“{item.key}”所指的事项“{name}”不在本文件里", "检查 measures")
        for name in item.facts:
            if name not in facts:
                found.add(item.place, f"“{item.key}”所指的要素“{name}”没有", "检查 facts")


def _source(root: Section) -> Source:
    section = root.section("document")
    if section is None:
        root.found.add(root.place, "没有写是哪个文件", "写上 document: number、title、issuers、issued、region")
        return Source("", "", (), None, "")
    dates: dict[str, date | None] = {}
    force = section.section("in_force")
    for name, holder in (("issued", section), ("from", force), ("until", force)):
        text = holder.text(name) if holder else ""
        day = read_date(text) if text else None
        if isinstance(day, str):
            section.found.add(section.place, day)
            day = None
        dates[name] = day
    if force:
        force.close()
    source = Source(
        section.text("number"), section.text("title", required=True), section.texts("issuers"), dates["issued"],
        section.text("region", "全国", required=True), dates["from"], dates["until"],
    )  # fmt: skip
    section.close()
    return source


def _left_out(node: Node, found: Findings) -> LeftOut:
    if isinstance(node, Scalar):
        found.add(node.place, "left_out 的每一项要写成映射", "{provisions: [..], clause: …, title: …, reason: …}")
        return LeftOut((), "", "", "")
    section = Section(node, found, "未建模项")
    item = LeftOut(
        section.texts("provisions"),
        section.text("clause", required=True),
        section.text("title"),
        section.text("reason", required=True),
        section.place,
    )
    section.close()
    return item
