"""Documents: the list, and the reader with its clauses and the rules that rest on them."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from huice.corpus.knowledge import Directory, Knowledge, knowledge, statuses, themes
from huice.corpus.knowledge.citations import Citation, linked
from huice.corpus.model import Clause, Document
from huice.problems import Problems
from huice.reports.statements import rows
from huice.rules.figures import squeeze
from huice.rules.library import Library
from huice.rules.packs import Pack
from huice.web.site import Site, rules_by_clause, site

router = APIRouter()
_NOTHING = Knowledge()


@router.get("/documents")
def documents(request: Request) -> HTMLResponse:
    """What was imported, and what the library has rules for."""
    found = site(request)
    imported = found.documents()
    known = {squeeze(name) for document in imported for name in (document.number, document.title) if name}
    rest = [
        pack
        for pack in found.library.packs.values()
        if not {squeeze(pack.source.number), squeeze(pack.source.title)} & known
    ]
    listed = [
        (document, pack_of(document, found.library), status, themes(document))
        for document, status in zip(imported, statuses(imported, date.today()), strict=True)
    ]
    return found.render("documents.html", rows=listed, today=date.today(), rest=rest)


@router.get("/documents/{name}")
def document(request: Request, name: str) -> HTMLResponse:
    """One document, by pack, number or title."""
    found = site(request)
    pack = found.library.packs.get(name)
    text: Document | None = None
    for spelled in [pack.source.number, pack.source.title] if pack else [name]:
        if spelled and text is None:
            try:
                text = found.store().document(spelled)
            except Problems:
                continue
    if text is None and pack is None:
        raise HTTPException(404)
    if pack is None and text is not None:
        pack = pack_of(text, found.library)
    rules = rules_by_clause(pack.measures) if pack else {}
    return found.render(
        "reader.html",
        document=text,
        pack=pack,
        rules=rules,
        figures=figures_by_clause(pack),
        read=Reading(text, found) if text else None,
    )


class Reading:
    """What a document states, as its page shows it: by clause, and with the documents that can be opened."""

    def __init__(self, document: Document, found: Site) -> None:
        store = found.store()
        corpus = Directory(store.entries())
        self.all = knowledge(document)
        self.today = date.today()
        self.status = statuses((document, *store.repealing()), self.today)[0]
        self.targets = [one for one in self.all.aims if one.kind == "指标"]
        self.tasks = [one for one in self.all.aims if one.kind == "任务"]
        self._links = {
            one.name: f"/documents/{quote(to.number or to.title, '')}"
            for one in self.all.citations
            if (to := linked(one, corpus))
        }
        self._by_clause = self.all.by_clause()

    def at(self, path: str) -> Knowledge:
        """What a clause states itself."""
        return self._by_clause.get(path, _NOTHING)

    def rows(self, path: str) -> list[tuple[str, list[str]]]:
        """The same in words, one kind a row."""
        return list(rows(self.at(path)))

    def link(self, citation: Citation) -> str:
        """The page of a cited document; empty where it was not imported."""
        return self._links.get(citation.name, "")

    def cited(self) -> list[Citation]:
        """The documents cited, each once."""
        return list({one.name: one for one in self.all.citations}.values())

    def paragraphs(self, clause: Clause) -> Iterator[Markup]:
        """The paragraphs of a clause's text, the names of documents that can be opened as links."""
        at = len(clause.said) - len(clause.text)
        links = [(*one.span, self.link(one)) for one in self.at(clause.path).citations if self.link(one)]
        for paragraph in clause.text.split("\n"):
            within = [link for link in links if at <= link[0] and link[1] <= at + len(paragraph)]
            yield _linked(paragraph, [(first - at, last - at, url) for first, last, url in within])
            at += len(paragraph) + 1


def _linked(text: str, links: list[tuple[int, int, str]]) -> Markup:
    parts: list[Markup] = []
    at = 0
    for first, last, url in links:
        parts += [escape(text[at:first]), Markup('<a href="{}">{}</a>').format(url, text[first:last])]
        at = last
    return Markup("").join([*parts, escape(text[at:])])


def pack_of(document: Document, library: Library) -> Pack | None:
    """The pack of a document, by number, else by title."""
    names = {squeeze(document.number), squeeze(document.title)} - {""}
    for pack in library.packs.values():
        if names & {squeeze(pack.source.number), squeeze(pack.source.title)}:
            return pack
    return None


def figures_by_clause(pack: Pack | None) -> dict[str, list[str]]:
    """The figures the rules take from each clause, as they are written in the pack."""
    by_clause: dict[str, list[str]] = {}
    for parameter in pack.parameters.values() if pack else ():
        for scalar in parameter.written:
            if parameter.clause:
                by_clause.setdefault(parameter.clause, []).append(scalar.text)
    return {clause: list(dict.fromkeys(texts)) for clause, texts in by_clause.items()}
