"""From the bytes of a file, a compendium or a single document, to documents."""

from collections.abc import Iterator

from huice.corpus import metadata
from huice.corpus.lines import lines_of, squeeze
from huice.corpus.model import Clause, Document
from huice.corpus.parts import Parts, date_of, parts, signers
from huice.corpus.split import Section, sections
from huice.corpus.structure import ANNEX, DATED, PREAMBLE, PREFACE, SIGNATURE, clauses
from huice.corpus.titles import tidy
from huice.readers import read


def read_documents(data: bytes, name: str) -> tuple[Document, ...]:
    """The documents of a text file, in its order; `name` is the file's name, for problems.

    Lines count from 1. Raises Problems where the file is no text, is damaged or incomplete, or holds no document.
    """
    return tuple(_document(section) for section in sections(lines_of(read(data, name).text), name))


def _document(section: Section) -> Document:
    found = parts(section.rest)
    tree = clauses(found)
    title = tidy([line.text for line in section.title])
    organs = metadata.issuers(title, signers(found.signature))
    number = squeeze("".join(line.text for line in found.number)).translate(str.maketrans("[]【】", "〔〕〔〕"))
    said = [
        text for clause in walk(tree) if clause.path != SIGNATURE for text in (clause.heading + clause.text).split("\n")
    ]
    issued = next((day for line in (*found.signature, *found.dated) if (day := date_of(line.text))), None)
    force = metadata.in_force(said, _opening(tree), issued)
    return Document(
        number=number,
        title=title,
        issuers=organs,
        issued=issued,
        in_force_from=force.start,
        in_force_until=force.end,
        region=metadata.region(organs, number),
        repeals=metadata.repeals(said),
        cites=metadata.cites(said, [title, *_attached(found)]),
        addressees="".join(line.text for line in found.addressees),
        lines=(section.title[0].number, section.rest[-1].number if section.rest else section.title[-1].number),
        clauses=tree,
    )


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """All clauses of a tree, each before those below it."""
    for clause in clauses:
        yield clause
        yield from walk(clause.clauses)


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
