"""The packs, a page each: the document's parameters, measures, tables and what is tracked."""

from collections.abc import Iterator

from huice.reports import wording
from huice.reports.records import KINDS, goal
from huice.reports.reference.pages import Page, heading, table
from huice.rules.facts import Fact
from huice.rules.library import SHARED, Library
from huice.rules.measures import Measure, Window
from huice.rules.packs import Pack
from huice.rules.parameters import Parameter
from huice.rules.values import show

_PARAMETERS = ("参数", "键", "值", "依据")


def pack_pages(library: Library) -> tuple[Page, ...]:
    """One page for each pack, and one for the parameters that belong to no document."""
    shared = [item for item in library.parameters.values() if item.id.startswith(f"{SHARED}/")]
    return (*(_page(pack, library) for pack in library.packs.values()), *_shared(shared, library))


def _shared(items: list[Parameter], library: Library) -> Iterator[Page]:
    if items:
        lines = heading("不属于任何文件的参数")
        lines += table(_PARAMETERS, [_parameter(item, library) for item in items])
        yield Page(f"packs/{SHARED}.md", "不属于任何文件的参数", "\n".join(lines) + "\n", 0)


def _page(pack: Pack, library: Library) -> Page:
    source = pack.source
    title = f"{source.number} {source.title}".strip()
    issued = f"{source.issued.isoformat()} 成文" if source.issued else ""
    lines = [*heading(title), "；".join(part for part in ("、".join(source.issuers), issued, source.region) if part)]
    sections = (
        ("参数", _PARAMETERS, [_parameter(item, library) for item in pack.parameters.values()]),
        ("事项", ("事项", "键", "种类", "面向", "期限", "依据"), [_measure(item, library) for item in pack.measures.values()]),
        ("表", ("表", "键", "栏目", "行数", "依据"), [
            (item.label, f"`{item.key}`", "、".join(column.label for column in item.columns.values()), str(len(item.rows)), item.clause)
            for item in pack.tables.values()
        ]),
        ("跟踪", ("类别", "内容", "键", "截止", "责任单位", "依据"), [
            (KINDS[item.kind], "：".join(part for part in (item.title, goal(item)) if part), f"`{item.key}`",
             item.until.isoformat() if item.until else "", "；".join(item.responsible), item.clause)
            for item in pack.tracked
        ]),
    )  # fmt: skip
    for name, columns, rows in sections:
        lines += ["", f"## {name}", "", *table(columns, rows)] if rows else []
    return Page(f"packs/{pack.key}.md", title, "\n".join(lines) + "\n", len(pack.measures))


def _parameter(item: Parameter, library: Library) -> tuple[str, ...]:
    names = item.label + (f"（{'、'.join(item.aliases)}）" if item.aliases else "")
    return names, f"`{item.key}`", _worth(item, library), item.clause or item.source


def _worth(item: Parameter, library: Library) -> str:
    """The value of a parameter by date, region or option, or who sets it."""
    if item.is_open:
        return f"由{item.set_by}定" + (f"（{item.unit.text}）" if item.unit.text else "")
    by = library.facts.get(item.by)
    said = [f"{by.options[key][0] if by else key} {show(value, item.unit)}" for key, value in item.keyed.items()]
    said += [
        (f"{dated.since.isoformat()} 起 " if dated.since else "") + show(dated.value, item.unit)
        for dated in item.values
    ]
    said += [f"{region} {show(value, item.unit)}" for region, value in item.regions.items()]
    return "；".join(said)


def _measure(item: Measure, library: Library) -> tuple[str, ...]:
    kinds: Fact = library.facts["subject_type"]
    subjects = "、".join(kinds.options[key][0] for key in item.subjects)
    kind = wording.KINDS[item.kind] + (f"·{item.category}" if item.category else "")
    return f"{item.title}：{item.promise}", f"`{item.key}`", kind, subjects, _days(item.window), "、".join(item.clauses)


def _days(window: Window) -> str:
    since, until = (day.isoformat() if day else "" for day in (window.since, window.until))
    return f"{since} 至 {until}".strip() if until else f"{since} 起" if since else ""
