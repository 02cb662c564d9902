"""Questions in, answers out: hits (each a clause with its place, its lines and the piece that answers) and what goes with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from huice.problems import Problems
from huice.rules.measures import Measure
from huice.search.catalogue import Card, Filters, catalogue, checked
from huice.search.index import Index, asked
from huice.search.librarian import Words, shipped_words
from huice.search.names import numbered, sounding
from huice.search.questions import clean, terms
from huice.search.ranking import CANDIDATES, Ranked, ranked
from huice.search.snippets import Snippet, snippet
from huice.search.statements import AUDIENCES, KINDS, names, stated
from huice.search.statements import asked as asked_for
from huice.search.suggestions import suggestion
from huice.search.synonyms import Expansion, table
from huice.search.tokens import tokens
from huice.store.database import Store
from huice.store.matching import Entry

MOST_HITS = 200
_COUNTED = 200
_MOST_MEASURES = 6
_NONE = Filters()


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


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, and what goes with them.

    `expansions` are what was looked for besides the question's words. `documents` are those it names by number or by
    the sound of a title; `kept` tells whether the search was kept to them. `measures` of the library rest on the best hits.
    `facets` count the first 200 clauses: facet -> value -> how many. `meant` is the question as it may have been meant.
    """

    query: str
    hits: tuple[Hit, ...]
    expansions: tuple[Expansion, ...] = ()
    documents: tuple[Entry, ...] = ()
    kept: bool = False
    measures: tuple[Measure, ...] = ()
    facets: Mapping[str, Mapping[str, int]] | None = None
    meant: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "query": self.query,
            "hits": [hit.as_json() for hit in self.hits],
            "also_searched": [one.as_json() for one in self.expansions if one.shown],
            "documents": [{"number": entry.number, "title": entry.title} for entry in self.documents],
            "measures": [{"id": one.id, "title": one.title, "promise": one.promise} for one in self.measures],
            "facets": {name: dict(counts) for name, counts in (self.facets or {}).items()},
            "did_you_mean": self.meant or None,
        }


def find(
    store: Store, query: str, limit: int = 10, filters: Filters = _NONE, *, synonyms: bool = True, words: Words | None = None
) -> list[Hit]:
    """The clauses that answer a question best, best first, at most `limit` (and `MOST_HITS`).

    Document numbers in the question keep the search to those documents. Raises Problems for a question without a word
    in it, for a filter with a word that is none, and where nothing has been imported.
    """
    return list(answer(store, query, limit, filters, synonyms=synonyms, words=words, counted=False).hits)


def answer(
    store: Store,
    query: str,
    limit: int = 10,
    filters: Filters = _NONE,
    *,
    synonyms: bool = True,
    words: Words | None = None,
    counted: bool = True,
) -> Answer:
    """As `find`, with what goes with the hits; facets are counted only where `counted`."""
    question = clean(query)
    if not tokens(question):
        raise Problems.one("没有可以查找的字词", "请写一个问题或几个词，如：招应届毕业生有什么补贴")
    checked(filters)
    said = words or shipped_words()
    entries = _entries(store, store.stamp())
    by_number = numbered(entries, question)
    by_sound = () if by_number else sounding(entries, question)
    cards = catalogue(store, filters.as_of or date.today()) if counted or filters.of_documents else {}
    allowed = _allowed(filters, cards, by_number)
    expansions = table().expansions(question) if synonyms else ()

    def ask(index: Index) -> tuple[list[Ranked], list[Ranked], str]:
        weighted = terms(question, expansions)
        count = max(CANDIDATES, min(limit, MOST_HITS), _COUNTED if counted else 0)
        found = index.search(weighted, count, allowed, filters.states)
        if not found and by_sound:
            weighted = terms(by_sound[0].title)
            found = index.search(weighted, count, [entry.id for entry in by_sound], filters.states)
        first = ranked(found[:CANDIDATES], weighted, asked_for(question), index.holding, index.size)
        rest = [Ranked(passage, 0.0) for passage, _ in found[CANDIDATES:]]
        meant = suggestion(question, index.holding) if counted and not by_sound else ""
        return first, rest, meant

    first, rest, meant = asked(store, said, ask)
    wanted = frozenset(tokens(question)).union(*(tokens(word) for one in expansions for word in one.written))
    shown = (first + rest)[: max(1, min(limit, MOST_HITS))]
    return Answer(
        question,
        tuple(_hit(one, wanted) for one in shown),
        expansions,
        by_number or by_sound,
        bool(by_number),
        _measures(shown, said),
        _facets(first + rest, cards) if counted else None,
        meant,
    )


@lru_cache(maxsize=4)
def _entries(store: Store, _: str) -> tuple[Entry, ...]:
    """Number and title of all documents, read again when the store was touched."""
    return store.entries()


def _allowed(filters: Filters, cards: Mapping[int, Card], named: Sequence[Entry]) -> set[int] | None:
    """The documents a search is kept to; None for all."""
    kept = {row for row, card in cards.items() if filters.keeps(card)} if filters.of_documents else None
    if not named:
        return kept
    rows = {entry.id for entry in named}
    return rows if kept is None else rows & kept


def _hit(one: Ranked, wanted: frozenset[str]) -> Hit:
    passage = one.passage
    piece = snippet(passage.text or passage.heading, wanted)
    return Hit(passage.number, passage.title, passage.path, passage.heading, passage.lines, piece, one.score)


def _measures(shown: Sequence[Ranked], words: Words) -> tuple[Measure, ...]:
    """The measures that rest on the best hits, in their order."""
    found = {measure.id: measure for one in shown for measure in words.resting(one.passage)}
    return tuple(found.values())[:_MOST_MEASURES]


def _facets(found: Sequence[Ranked], cards: Mapping[int, Card]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("region", "issuer", "status", "theme", "kind", "audience")
    }
    for one in found:
        card = cards[one.passage.key[0]]
        states = int(stated(f"{one.passage.heading}\n{one.passage.text}"))
        counts["region"][card.region] += 1
        counts["issuer"].update(card.issuers)
        counts["status"][card.state] += 1
        counts["theme"].update(card.themes)
        counts["kind"].update(names(states, KINDS))
        counts["audience"].update(names(states, AUDIENCES))
    return {name: {value: n for value, n in count.most_common() if value} for name, count in counts.items()}
