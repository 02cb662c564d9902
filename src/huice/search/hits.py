"""Questions in, hits out: each a clause with its place, its lines and the piece that answers."""

from dataclasses import dataclass
from typing import Any

from huice.corpus.titles import plain
from huice.problems import Problems
from huice.search.index import search
from huice.search.snippets import Snippet, snippet
from huice.search.tokens import tokens
from huice.store.database import Store
from huice.store.matching import Entry

MOST_CHARACTERS = 2_000
"""Of a longer question only so many characters are read."""

MOST_HITS = 200
_MOST_TERMS = 256
_SHORTEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that answers: document, path, its own source lines (first, last), a piece of it, a score (higher is better)."""

    number: str
    title: str
    path: str
    heading: str
    lines: tuple[int, int]
    snippet: Snippet
    score: float

    def as_json(self) -> dict[str, Any]:
        """As a JSON object; `highlights` are spans of the snippet's characters."""
        return {
            "number": self.number,
            "title": self.title,
            "path": self.path,
            "heading": self.heading,
            "lines": list(self.lines),
            "snippet": self.snippet.text,
            "highlights": [list(span) for span in self.snippet.highlights],
            "score": round(self.score, 4),
        }


def find(store: Store, query: str, limit: int = 10) -> list[Hit]:
    """The clauses that answer a question best, best first, at most `limit` (and `MOST_HITS`).

    A document number in the question keeps the search to that document. Raises Problems for a question without a
    word in it, and where nothing has been imported.
    """
    asked = query[:MOST_CHARACTERS]
    terms = list(dict.fromkeys(tokens(asked)))[:_MOST_TERMS]
    if not terms:
        raise Problems.one("没有可以查找的字词", "请写一个问题或几个词，如：招应届毕业生有什么补贴")
    named = _named(store.entries(), asked)
    count = max(1, min(limit, MOST_HITS))
    found = search(store, [(term, 1.0) for term in terms], count, named.id if named else None)
    wanted = frozenset(terms)
    passages = store.picked([key for key, _ in found])
    return [
        Hit(
            passage.number,
            passage.title,
            passage.path,
            passage.heading,
            passage.lines,
            snippet(passage.text or passage.heading, wanted),
            score,
        )
        for key, score in found
        if (passage := passages.get(key))
    ]


def _named(entries: tuple[Entry, ...], query: str) -> Entry | None:
    """The one document whose number stands in the question."""
    asked = plain(query)
    numbers = ((plain(entry.number).removesuffix("号"), entry) for entry in entries)
    named = [entry for number, entry in numbers if len(number) >= _SHORTEST_NUMBER and number in asked]
    return named[0] if len(named) == 1 else None
