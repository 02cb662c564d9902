"""From the bytes of a file, a compendium or a single document, to documents."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from huice.corpus import metadata
from huice.corpus.history import history, issuer_of_history, number_of_history
from huice.corpus.history import issued as first_issued
from huice.corpus.knowledge.repeals import repeals
from huice.corpus.letterhead import number_in
from huice.corpus.lines import Line, lines_of, marks, squeeze
from huice.corpus.model import Clause, Document, Edition, walk
from huice.corpus.pagedata import labelled_day, labelled_organs
from huice.corpus.parts import Parts, date_of, parts, signers, unbracketed
from huice.corpus.split import Section, sections
from huice.corpus.structure import ANNEX, DATED, PREAMBLE, PREFACE, SIGNATURE, clauses, node
from huice.corpus.tables import tables_of
from huice.corpus.titles import is_order, tidy, without_number
from huice.readers import Source, read

COVER, CONTENTS, LOOSE = "封面", "目录", "卷首"
ABOVE, TITLE, NUMBER, ADDRESSEES = "版头", "标题", "文号", "主送"

_YEAR = re.compile(r"[（(](\d{4})[）)](?=第?\d+号$)")


def read_edition(data: bytes, name: str) -> Edition:
    """A file in any format, with its documents in its order; `name` is the file's name, for problems.

    Lines count from 1. Raises Problems where the file can't be read, is damaged or incomplete, or holds no document.
    """
    source = read(data, name)
    lines = lines_of(source.text)
    found = sections(lines, name)
    front = [
        node(label, part)
        for label, part in ((COVER, found.cover), (CONTENTS, found.contents), (LOOSE, found.loose))
        if part
    ]
    return Edition(
        name,
        source,
        tuple(front),
        tuple(_document(section, source) for section in found.sections),
        tuple(marks(source.text)),
    )


def read_documents(data: bytes, name: str) -> tuple[Document, ...]:
    """The documents of a file; see `read_edition`."""
    return read_edition(data, name).documents


def _document(section: Section, source: Source) -> Document:
    found = parts(section.rest)
    tree = tuple(_paged(clause, source) for clause in clauses(found))
    title, behind = without_number(tidy([line.text for line in section.title]))
    around = (*section.above, *found.data)
    told = "".join(line.text for line in found.dated)
    organs = metadata.issuers(title, signers(found.signature)) or _labelled_issuers(around, told)
    ordered = is_order(title)
    number = _number(found, around, told, behind)
    if ordered and number.startswith(("第", "1", "2")):
        number = squeeze(title) + number
    said = [
        text for clause in walk(tree) if clause.path != SIGNATURE for text in (clause.heading + clause.text).split("\n")
    ]
    issued = next((day for line in (*found.signature, *found.dated) if (day := date_of(line.text))), None)
    issued = issued or first_issued(history(told))
    issued = issued or next((day for line in around if (day := labelled_day(line.text))), None)
    force = metadata.in_force(said, _opening(tree), issued)
    return Document(
        number=number,
        title=(metadata.promulgated(said) if ordered else "") or title,
        issuers=organs,
        issued=issued,
        in_force_from=force.start,
        in_force_until=force.end,
        region=metadata.region(organs, number, title),
        repeals=tuple(one.name for one in repeals(tree)),
        cites=metadata.cites(said, [title, *_attached(found)]),
        addressees="".join(line.text for line in found.addressees),
        lines=(
            (*section.above, *section.title)[0].number,
            section.rest[-1].number if section.rest else section.title[-1].number,
        ),
        clauses=tree,
        head=tuple(
            node(label, part)
            for label, part in (
                (ABOVE, section.above),
                (TITLE, section.title),
                (NUMBER, found.number),
                (ADDRESSEES, found.addressees),
            )
            if part
        ),
        tables=tables_of(tree, source.cells),
    )


def _number(found: Parts, around: Sequence[Line], told: str, behind: str) -> str:
    """The document's number: on its own line, behind the title, in the letterhead or the data of a page, in the history below the title."""
    printed = (
        "".join(line.text for line in found.number)
        or behind
        or (number_in(around) or ("", ""))[1]
        or number_of_history(told)
    )
    plain = unicodedata.normalize("NFKC", unbracketed(squeeze(printed))).translate(str.maketrans("[]【】", "〔〕〔〕"))
    return _YEAR.sub(r"〔\1〕", plain)


def _labelled_issuers(around: Sequence[Line], told: str) -> tuple[str, ...]:
    """Who issued a document that neither its title nor a signature tells: by the data of its page, else its history."""
    organs = next((organs for line in around if (organs := labelled_organs(line.text))), ())
    by = issuer_of_history(told)
    return organs or ((by,) if by else ())


def _paged(clause: Clause, source: Source) -> Clause:
    """The clause and those below it with the pages they stand on, where the source has pages."""
    first, last = (source.page(line) for line in clause.lines)
    if first is None or last is None:
        return clause
    return replace(clause, pages=(first, last), clauses=tuple(_paged(child, source) for child in clause.clauses))


def _opening(tree: tuple[Clause, ...]) -> str:
    """The first sentence of the first clause, or of the whole where there is none."""
    unnumbered = (DATED, PREFACE, PREAMBLE, SIGNATURE)
    first = next(
        (clause for clause in tree if clause.path not in unnumbered and not clause.path.startswith(ANNEX)), None
    )
    return (first.heading + first.text).split("。")[0] if first else ""


def _attached(found: Parts) -> list[str]:
    """Titles of the annexes, attached or listed, as quoted in the text: their own names are no citations."""
    heads = [annex.head for annex in found.annexes]
    return [squeeze("".join(line.text for line in lines)) for lines in [*heads, found.listed]]
