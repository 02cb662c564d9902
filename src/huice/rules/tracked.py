"""What a document sets out to do and is followed, not decided: targets, tasks, systems to build, definitions, sanctions."""

from dataclasses import dataclass
from datetime import date

from huice.rules.quantities import Quantity, quantity
from huice.rules.source import Place, Scalar, Section
from huice.rules.values import read_date

KINDS = ("target", "task", "requirement", "definition", "sanction", "table")
OPERATORS = (">=", "<=", ">", "<", "=", "about")


@dataclass(frozen=True, slots=True)
class Tracked:
    """A provision that is followed: 指标, 任务, 系统要求, 定义, 罚则, 表.

    A target has its indicator, `op` (`about` for 左右) and value, and the days it runs from and until. A requirement
    names the system and its functions; a sanction the measures it enforces; a definition the facts and measures that
    rest on it. `written` are the figures as they stand in the pack, for verification.
    """

    key: str
    kind: str
    title: str
    clause: str
    provisions: tuple[str, ...]
    indicator: str = ""
    op: str = ""
    value: Quantity | None = None
    since: date | None = None
    until: date | None = None
    responsible: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    system: str = ""
    functions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    written: tuple[Scalar, ...] = ()
    place: Place = Place("", 0, 0)


def read_tracked(root: Section) -> tuple[Tracked, ...]:
    """The tracked provisions of one pack."""
    return tuple(_tracked(name, item) for name, item in root.sections("tracked", "跟踪项"))


def _tracked(key: str, section: Section) -> Tracked:
    value = section.scalar("value")
    measured = quantity(value.text) if value else None
    if value and measured is None:
        section.found.add(value.place, f"“{value.text}”不是带单位的数", "见 docs/rule-language.md 的单位表")
    days = {name: _day(section, name) for name in ("from", "until")}
    item = Tracked(
        key=key,
        kind=section.text("kind", required=True, among=KINDS),
        title=section.text("title", key, required=True),
        clause=section.text("clause", required=True),
        provisions=section.texts("provisions"),
        indicator=section.text("indicator"),
        op=section.text("op", among=("", *OPERATORS)),
        value=measured,
        since=days["from"],
        until=days["until"],
        responsible=section.texts("responsible"),
        audience=section.texts("audience"),
        system=section.text("system"),
        functions=section.texts("functions"),
        measures=section.texts("measures"),
        facts=section.texts("facts"),
        note=section.texts("note"),
        written=(value,) if value else (),
        place=section.place,
    )
    if item.value and not (item.indicator and (item.op or item.kind != "target")):
        section.found.add(section.place, f"指标“{key}”没有写明是什么、怎样比", "写上 indicator 和 op")
    section.close()
    return item


def _day(section: Section, name: str) -> date | None:
    text = section.text(name)
    day = read_date(text) if text else None
    if isinstance(day, str):
        section.found.add(section.place_of(name), day)
        return None
    return day
