"""The facts, a page a topic: how each is called and asked for, where it is found, and which documents rest on it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from huice.reports.reference.pages import Page, heading, table
from huice.rules.facts import Fact
from huice.rules.foundations import foundations
from huice.rules.library import Library

_KINDS = {"bool": "是否", "number": "数", "date": "日期", "choice": "选项", "text": "文字", "records": "明细"}
_COSTS = {1: "", 2: "（要查）", 3: "（要问别人）"}
_MOST = 3
"""Documents named beside a fact that many rest on."""


def fact_pages(library: Library) -> tuple[Page, ...]:
    """One page for each file of facts."""
    used, topics = users(library), defaultdict[str, list[Fact]](list)
    for fact in library.facts.values():
        topics[Path(fact.place.file).stem].append(fact)
    return tuple(_page(stem, facts, used) for stem, facts in sorted(topics.items()))


def users(library: Library) -> dict[str, list[str]]:
    """The packs whose measures come to each fact, through all derivations."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for measure in library.measures.values():
        for key in foundations(measure, library).facts:
            found[key][measure.pack] = None
    return {key: sorted(packs) for key, packs in found.items()}


def _page(stem: str, facts: list[Fact], used: dict[str, list[str]]) -> Page:
    lines = heading(f"要素：{facts[0].topic}")
    rows = [row for fact in facts for row in _rows(fact, used.get(fact.key, []))]
    lines += table(("要素", "键", "类型", "问题", "何处可查", "用于"), rows)
    linked = sorted({pack for fact in facts for pack in used.get(fact.key, [])[:_MOST]})
    lines += ["", *(f"[{pack}]: ../packs/{pack}.md" for pack in linked)]
    return Page(f"facts/{stem}.md", facts[0].topic, "\n".join(lines) + "\n", len(facts))


def _rows(fact: Fact, packs: list[str]) -> Iterator[tuple[str, ...]]:
    """A row for the fact, and one for each field of its records."""
    names = fact.label + (f"（{'、'.join(fact.aliases)}）" if fact.aliases else "")
    asked = fact.ask + (f" {fact.help}" if fact.help else "")
    yield names, f"`{fact.key}`", kind(fact), asked, _where(fact), _links(packs)
    for name, field in fact.fields.items():
        names = field.label + (f"（{'、'.join(field.aliases)}）" if field.aliases else "")
        yield f"— {names}", f"`{fact.key}.{name}`", kind(field), "", field.where, ""


def kind(fact: Fact) -> str:
    """The type of a fact with its unit or options, and its bounds where they say something."""
    said = _KINDS[fact.type.kind]
    if fact.type.kind == "choice":
        return f"{said}：{'、'.join(f'{key} {names[0]}' for key, names in fact.options.items())}"
    return f"{said}（{fact.unit.text}）" if fact.unit.text else said


def _where(fact: Fact) -> str:
    if fact.judgement:
        return f"由{fact.judgement}认定"
    derived = " ".join(fact.derived_text.text.split()) if fact.derived_text else ""
    parts = (fact.where + _COSTS[fact.cost] if fact.where else "", f"没有填时按 `{derived}` 推算" if derived else "")
    return "；".join(part for part in parts if part)


def _links(packs: list[str]) -> str:
    links = [f"[{key}]" for key in packs[:_MOST]]
    return "、".join(links) + (f" 等 {len(packs)} 个文件" if len(packs) > _MOST else "")
