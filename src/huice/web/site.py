"""What every page needs: the library, the store, the templates."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from huice.corpus.model import Document
from huice.engine.findings import Citation
from huice.problems import Problems
from huice.reports import wording
from huice.reports.statements import figure
from huice.rules.coverage import PackCoverage
from huice.rules.library import Library
from huice.rules.measures import Measure
from huice.rules.values import Value
from huice.search.librarian import Words, words_of
from huice.search.snippets import Snippet
from huice.store import Store

SUBJECTS = {
    "enterprise": "企业", "sole_trader": "个体工商户", "person": "个人", "project": "项目", "bank": "银行",
    "association": "社会组织", "department": "主管部门",
}  # fmt: skip


def cell(value: Value) -> str:
    """A cell of a ledger."""
    return f"{value:,.2f}" if isinstance(value, Decimal) else "待填"


def clip(heading: str) -> str:
    """A heading short enough for a table of contents."""
    first = heading.split("。", maxsplit=1)[0].strip()
    return first if len(first) <= 22 else f"{first[:21]}…"


def highlighted(snippet: Snippet) -> Markup:
    """A passage with its answering words marked; everything else stays text."""
    parts: list[Markup] = []
    at = 0
    for first, last in snippet.highlights:
        parts += [escape(snippet.text[at:first]), Markup("<mark>{}</mark>").format(snippet.text[first:last])]
        at = last
    return Markup("").join([*parts, escape(snippet.text[at:])])


def total(pack: PackCoverage) -> int:
    """How many provisions a document has."""
    return sum(pack.count(state) for state in ("modelled", "tracked", "left_out"))


def anchor(path: str) -> str:
    """The id of a clause on its page: `c-一.（五）`."""
    return "c-" + path.replace("/", ".").replace(" ", "")


def clause_url(cite: Citation) -> str:
    """Where a citation opens."""
    return f"/documents/{quote(cite.pack)}#{quote(anchor(cite.clause))}"


@dataclass
class Site:
    """One portal over one library and one data directory."""

    library: Library
    home: Path

    @cached_property
    def templates(self) -> Environment:
        """The templates, with what they may call. Everything is escaped; an undefined name is an error."""
        environment = Environment(
            loader=PackageLoader("huice.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(cell=cell, clip=clip, highlighted=highlighted, total=total, figure=figure)
        environment.globals.update(
            wording=wording, anchor=anchor, clause_url=clause_url, subjects=SUBJECTS, library=self.library, quote=quote
        )
        return environment

    def store(self) -> Store:
        """The store of imported documents, one for all requests."""
        return self._store

    @cached_property
    def words(self) -> Words:
        """What the library says about clauses."""
        return words_of(self.library)

    @cached_property
    def _store(self) -> Store:
        return Store(self.home)

    def documents(self) -> tuple[Document, ...]:
        """The imported documents; none where nothing was imported."""
        try:
            return self.store().documents()
        except Problems:
            return ()

    def render(self, name: str, code: int = 200, /, **values: Any) -> HTMLResponse:
        """A page."""
        return HTMLResponse(self.templates.get_template(name).render(**values), code)


def site(request: Request) -> Site:
    """The portal a request is for."""
    found = request.app.state.site
    assert isinstance(found, Site)
    return found


def rules_by_clause(measures: dict[str, Measure]) -> dict[str, list[Measure]]:
    """The measures that rest on each clause of a pack's document."""
    by_clause: dict[str, list[Measure]] = {}
    for measure in measures.values():
        for path in measure.clauses:
            by_clause.setdefault(path, []).append(measure)
    return by_clause
