"""Documents as Akoma Ntoso 3.0 (OASIS LegalDocML), valid by its schema.

Clauses become the hierarchy of `mainBody` in the order of the page, each with its path in `title`; what has no number
(前言, 落款, 附件, 专栏, 表, 末段) a `hcontainer` with a name.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree import ElementTree as ET

from huice.corpus.history import amended, history
from huice.corpus.model import Clause, Document, Table
from huice.corpus.numbering import (
    ARTICLE,
    CHAPTER,
    FIFTH,
    FIRST,
    FOURTH,
    PART,
    POINT,
    SECOND,
    SECTION,
    SIXTH,
    THIRD,
    marker_of,
)  # fmt: skip
from huice.corpus.structure import DATED

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SOURCE = "#huice"
UNDATED = date(1, 1, 1)
"""What stands where the schema wants a date and the document has none; named `undated`."""

_ELEMENTS = {
    PART: ("part", "part"), CHAPTER: ("chapter", "chp"), SECTION: ("section", "sec"), ARTICLE: ("article", "art"),
    FIRST: ("paragraph", "para"), SECOND: ("subparagraph", "subpara"), THIRD: ("clause", "cl"),
    FOURTH: ("subclause", "subcl"), FIFTH: ("point", "point"), SIXTH: ("point", "point"), POINT: ("indent", "indent"),
}  # fmt: skip
_NAMES = {
    "题注": "dated", "前言": "preamble", "引言": "introduction", "正文": "text", "落款": "signature", "附件": "annex",
    "专栏": "box", "表": "table", "末段": "closing", "说明": "remark", "备注": "remark", "注": "remark",
}  # fmt: skip
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_bytes(documents: Sequence[Document]) -> bytes:
    """A document as an XML file; `documents` is that one."""
    (document,) = documents
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE})
    root.append(_doc(document))
    ET.indent(root, " ")
    written: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _doc(document: Document) -> ET.Element:
    doc = ET.Element("doc", {"name": "policy"})
    doc.append(_meta(document))
    preface = ET.SubElement(doc, "preface")
    ET.SubElement(ET.SubElement(preface, "p"), "docTitle").text = _fit(document.title)
    if document.number:
        ET.SubElement(ET.SubElement(preface, "p"), "docNumber").text = _fit(document.number)
    if document.addressees:
        ET.SubElement(preface, "p", {"class": "addressees"}).text = _fit(document.addressees)
    body = ET.SubElement(doc, "mainBody")
    tables = {table.path: table for table in document.tables}
    for child in _hierarchy(document.clauses, "", tables):
        body.append(child)
    if not document.clauses:
        ET.SubElement(body, "p")
    return doc


def _meta(document: Document) -> ET.Element:
    meta = ET.Element("meta")
    identification = ET.SubElement(meta, "identification", {"source": SOURCE})
    day = (document.issued or UNDATED).isoformat()
    name = re.sub(r"[^0-9A-Za-z一-鿿-]+", "-", document.number or document.title).strip("-")
    work = f"/akn/cn/doc/{day if document.issued else 'undated'}/{name}"
    expression = f"{work}/zho@{day}"
    for level, uri in (
        ("FRBRWork", work), ("FRBRExpression", expression), ("FRBRManifestation", f"{expression}.akn"),
    ):  # fmt: skip
        part = ET.SubElement(identification, level)
        ET.SubElement(part, "FRBRthis", {"value": f"{uri}/!main" if level != "FRBRManifestation" else uri})
        ET.SubElement(part, "FRBRuri", {"value": uri})
        if level == "FRBRWork":
            ET.SubElement(part, "FRBRalias", {"name": "title", "value": _fit(document.title)})
        ET.SubElement(part, "FRBRdate", {"date": day, "name": "issued" if document.issued else "undated"})
        for author in _authors(document) if level == "FRBRWork" else (SOURCE,):
            ET.SubElement(part, "FRBRauthor", {"href": author})
        if level == "FRBRWork":
            ET.SubElement(part, "FRBRcountry", {"value": "cn"})
            if document.number:
                ET.SubElement(part, "FRBRnumber", {"value": _fit(document.number)})
        if level == "FRBRExpression":
            ET.SubElement(part, "FRBRlanguage", {"language": "zho"})
    _lifecycle(meta, document)
    references = ET.SubElement(meta, "references", {"source": SOURCE})
    organs = [("huice", "huice"), *((f"issuer{at}", issuer) for at, issuer in enumerate(document.issuers, 1))]
    for own, organ in organs:
        ET.SubElement(
            references, "TLCOrganization", {"eId": own, "href": f"/ontology/{_fit(organ)}", "showAs": _fit(organ)}
        )
    return meta


def _authors(document: Document) -> list[str]:
    return [f"#issuer{at}" for at in range(1, len(document.issuers) + 1)] or [SOURCE]


def _lifecycle(meta: ET.Element, document: Document) -> None:
    """When the document was made and amended, came and ceases to be in force."""
    printed = next((clause.text for clause in document.clauses if clause.path == DATED), "")
    changes = [day for day in amended(history(printed)) if day != document.issued]
    events = [
        (document.issued, "generation", "issued"),
        *((day, "amendment", f"amended{at}") for at, day in enumerate(changes, 1)),
        (document.in_force_from, "amendment", "in_force_from"),
        (document.in_force_until, "repeal", "in_force_until"),
    ]
    known = [(day, kind, name) for day, kind, name in events if day]
    if known:
        lifecycle = ET.SubElement(meta, "lifecycle", {"source": SOURCE})
        for day, kind, name in known:
            ET.SubElement(lifecycle, "eventRef", {"eId": name, "date": day.isoformat(), "source": SOURCE, "type": kind})


def _hierarchy(clauses: Sequence[Clause], above: str, tables: dict[str, Table]) -> Iterator[ET.Element]:
    seen: dict[str, int] = {}
    for clause in clauses:
        tag, short, name = _kind(clause)
        seen[short] = seen.get(short, 0) + 1
        own = f"{above}__{short}_{seen[short]}" if above else f"{short}_{seen[short]}"
        element = ET.Element(tag, {"eId": own, "title": clause.path} | ({"name": name} if name else {}))
        marker = marker_of(clause.heading)
        heading = clause.heading[marker.width :].strip() if marker else clause.heading
        if marker:
            ET.SubElement(element, "num").text = _fit(clause.heading[: marker.width].strip())
        if heading:
            ET.SubElement(element, "heading").text = _fit(heading)
        below = list(_hierarchy(clause.clauses, own, tables)) if clause.path not in tables else []
        table = tables.get(clause.path)
        holder = ET.SubElement(element, "intro" if below else "content") if table or clause.text or not below else None
        if holder is not None:
            holder.extend([_table(table)] if table else _paragraphs(clause.text))
        element.extend(below)
        yield element


def _kind(clause: Clause) -> tuple[str, str, str]:
    """Element, the short name of its eId, and the name of a container."""
    marker = marker_of(clause.heading or clause.said)
    if marker and clause.path.rsplit("/", 1)[-1].startswith(marker.label):
        return (*_ELEMENTS[marker.kind], "")
    label = re.sub(r"[\d·]+$", "", clause.path.rsplit("/", 1)[-1])
    name = _NAMES.get(label, "container")
    return "hcontainer", name, name


def _paragraphs(text: str) -> list[ET.Element]:
    made = []
    for line in text.split("\n"):
        made.append(ET.Element("p"))
        made[-1].text = _fit(line)
    return made


def _table(table: Table) -> ET.Element:
    made = ET.Element("table")
    if table.columns:
        row = ET.SubElement(made, "tr")
        for name in table.columns:
            ET.SubElement(ET.SubElement(row, "th"), "p").text = _fit(name)
    covered = 0
    for line in table.rows:
        row = ET.SubElement(made, "tr", {"title": line.path})
        for at, cell in enumerate(line.cells):
            if at == 0 and covered:
                covered -= 1
                continue
            if at == 0:
                covered = cell.rows - 1
            size = {"rowspan": str(cell.rows)} if cell.rows > 1 and at == 0 else {}
            ET.SubElement(ET.SubElement(row, "td", size), "p").text = _fit(cell.text)
    return made


def _fit(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNFIT.sub("", text)
