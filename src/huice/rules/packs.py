"""Packs: one document's identity, parameters, measures, what is tracked and what is left out."""

from dataclasses import dataclass, field
from datetime import date

from huice.rules.facts import Fact
from huice.rules.measures import Measure, read_measures
from huice.rules.parameters import Parameter, read_parameters
from huice.rules.parsing import Scope
from huice.rules.source import Findings, Node, Place, Scalar, Section
from huice.rules.tables import Table, read_tables
from huice.rules.values import Type, read_date

TRACKED_KINDS = ("target", "task", "requirement", "definition", "sanction", "table")


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
class Tracked:
    """A provision that is followed, not decided: 指标, 任务, 系统要求, 定义, 罚则, 表."""

    key: str
    kind: str
    title: str
    clause: str
    provisions: tuple[str, ...]
    details: dict[str, tuple[str, ...]] = field(default_factory=dict)
    place: Place = Place("", 0, 0)


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


_DETAILS = (
    "indicator",
    "op",
    "value",
    "until",
    "from",
    "responsible",
    "system",
    "functions",
    "measures",
    "facts",
    "note",
    "audience",
)


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
    tracked = tuple(_tracked(name, item) for name, item in root.sections("tracked", "跟踪项"))
    left_out = tuple(_left_out(node, root.found) for node in root.nodes("left_out"))
    root.close()
    return Pack(key, source, parameters, measures, tracked, left_out, root.place.file, tables)


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


def _tracked(key: str, section: Section) -> Tracked:
    details = {name: section.texts(name) for name in _DETAILS if section.has(name)}
    item = Tracked(
        key,
        section.text("kind", required=True, among=TRACKED_KINDS),
        section.text("title", key, required=True),
        section.text("clause", required=True),
        section.texts("provisions"),
        details,
        section.place,
    )
    section.close()
    return item


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
