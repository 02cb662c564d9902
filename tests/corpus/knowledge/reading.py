"""A text as the clause of a document."""

from huice.corpus.knowledge.passages import Passage, passage_of
from huice.corpus.model import Clause


def clause(text: str, path: str = "一", heading: str = "", below: tuple[Clause, ...] = ()) -> Clause:
    return Clause(path, heading, text, (1, 1), "", below)


def passage(text: str) -> Passage:
    return passage_of(clause(text))
