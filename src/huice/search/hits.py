"""Questions in, answers out: hits (each a clause with its place, its lines and the piece that answers) and what goes with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from huice.problems import Problems
from huice.rules.measures import Measure
from huice.search.catalogue import TITLES, Card, Filters, catalogue, checked
from huice.search.index import Index, asked
from huice.search.librarian import Words, shipped_words
from huice.search.names import Named, Names
from huice.search.questions import clean, terms
from huice.search.ranking import CANDIDATES, Ranked, ranked
from huice.search.snippets import Snippet, snippet
from huice.search.statements import AUDIENCES, KINDS, States, names
from huice.search.statements import asked as asked_for
from huice.search.suggestions import suggestion
from huice.search.synonyms import Expansion, table
from huice.search.tokens import tokens
from huice.store.database import Store
from huice.store.matching import Entry

MOST_HITS = 200
_COUNTED = 200
MOST_MEASURES = 6
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
    store: Store,
    query: str,
    limit: int = 10,
    filters: Filters = _NONE,
    *,
    synonyms: bool = True,
    words: Words | None = None,
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
    names_known = _names(store, store.stamp())
    named = names_known.numbered(question)
    sounding = () if named.entries else names_known.sounding(question)
    cards = catalogue(store, filters.as_of or date.today()) if counted or filters.of_documents else {}
    expansions = table().expansions(question) if synonyms else ()
    allowed = _allowed(filters, cards, named.entries)
    asking = _Asking(question, named, sounding, expansions, allowed, filters.states, limit, counted)
    found, meant = asked(store, said, asking.of)
    shown = found[: max(1, min(limit, MOST_HITS))]
    wanted = frozenset(tokens(question)).union(*(tokens(word) for one in expansions for word in one.written))
    return Answer(
        question,
        tuple(_hit(one, wanted) for one in shown),
        expansions,
        named.entries or sounding,
        bool(named.entries),
        _measures(question, shown, said) if counted else (),
        _facets(found, cards) if counted else None,
        meant,
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question, understood, ready to be put to an index."""

    question: str
    named: Named
    sounding: tuple[Entry, ...]
    expansions: tuple[Expansion, ...]
    allowed: set[int] | None
    states: States
    limit: int
    counted: bool

    def of(self, index: Index) -> tuple[list[Ranked], str]:
        """What is found, best first, and the question as it may have been meant.

        A question that is nothing but numbers of documents finds their clauses in their order.
        """
        weighted = terms(self.question, self.expansions)
        count = max(CANDIDATES, min(self.limit, MOST_HITS), _COUNTED if self.counted else 0)
        found = index.search(weighted, count, self.allowed, self.states)
        if not found and self.sounding:
            weighted = terms(self.sounding[0].title)
            found = index.search(weighted, count, [entry.id for entry in self.sounding], self.states)
        if self.named.entries and not tokens(self.named.rest):
            found.sort(key=lambda one: one.passage.key)
            return [Ranked(one.passage, 0.0, one.states) for one in found], ""
        first = ranked(found[:CANDIDATES], weighted, asked_for(self.question), index.holding, index.size)
        rest = [Ranked(one.passage, 0.0, one.states) for one in found[CANDIDATES:]]
        meant = suggestion(self.question, index.holding) if self.counted and not self.sounding else ""
        return first + rest, meant


@lru_cache(maxsize=4)
def _names(store: Store, _: str) -> Names:
    """The names of all documents, read again when the store was touched."""
    return Names(store.entries())


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


def _measures(question: str, shown: Sequence[Ranked], words: Words) -> tuple[Measure, ...]:
    """The measures that speak of a question, then those that rest on the hits, in their order."""
    resting = (measure for one in shown for measure in words.resting(one.passage))
    found = {measure.id: measure for measure in (*words.speaking(question), *resting)}
    return tuple(found.values())[:MOST_MEASURES]


def _facets(found: Sequence[Ranked], cards: Mapping[int, Card]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in TITLES}
    for one in found:
        card = cards[one.passage.key[0]]
        counts["region"][card.region] += 1
        counts["issuer"].update(card.issuers)
        counts["status"][card.state] += 1
        counts["theme"].update(card.themes)
        counts["kind"].update(names(one.states, KINDS))
        counts["audience"].update(names(one.states, AUDIENCES))
    return {name: {value: n for value, n in count.most_common() if value} for name, count in counts.items()}
