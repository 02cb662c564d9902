"""Documents: the list, and the reader with its clauses and the rules that rest on them."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from huice.corpus.model import Document
from huice.problems import Problems
from huice.rules.figures import squeeze
from huice.rules.library import Library
from huice.rules.packs import Pack
from huice.web.site import rules_by_clause, site

router = APIRouter()


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
    return found.render(
        "documents.html", documents=imported, packs={d: pack_of(d, found.library) for d in imported}, rest=rest
    )


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
    return found.render("reader.html", document=text, pack=pack, rules=rules, figures=figures_by_clause(pack))


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
