"""What every edition must hold: no character lost, none said twice, every quote where it says it stands."""

from huice.corpus import Edition, walk
from huice.corpus.lines import split_lines


def check_exact(edition: Edition) -> None:
    """Every non-blank character of the source lies in exactly one node or is stray markup; spans quote to the letter."""
    source = split_lines(edition.source.text)
    owners: dict[tuple[int, int], str] = {
        (line, at): "标记" for line, first, to in edition.marks for at in range(first, to)
    }
    for node in edition.walk():
        told = 0
        for span in node.spans:
            quote = source[span.line - 1][span.start : span.end]
            assert node.said[span.at : span.at + len(quote)] == quote, (node.path, span)
            for at, character in enumerate(quote, span.start):
                if not character.isspace():
                    assert (span.line, at) not in owners, (node.path, owners[span.line, at], span)
                    owners[span.line, at] = node.path
                    told += 1
        assert told == sum(not character.isspace() for character in node.said), node.path
    lost = [
        (number, at, character)
        for number, line in enumerate(source, 1)
        for at, character in enumerate(line)
        if not character.isspace() and (number, at) not in owners
    ]
    assert not lost, lost[:5]
    for document in edition.documents:
        paths = [clause.path for clause in walk(document.clauses)]
        assert len(paths) == len(set(paths))
