"""The index over a store: made when the store or the library changed, made again when it is damaged.

It holds the tokens of each clause and a record of it, so that a question is answered from the index alone.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import tantivy

from huice.search.librarian import Words
from huice.search.statements import MOST_BITS, stated
from huice.search.tokens import tokens
from huice.store.database import Store
from huice.store.matching import Passage

SAID = 0.2
"""What the library's words about a clause count, beside its own; measured in docs/decisions/0011-search.md."""

MOST_POSTINGS = 1_000_000
"""How many entries of the index a question may read: it bounds the time on a large one."""

FEWEST_TERMS = 8
"""So many terms are looked for whatever they cost."""

_FORMAT = "3"
_ANALYZER = "tokens"
_HEAP_BYTES = 128_000_000
_T = TypeVar("_T")
_open: dict[Path, "Index"] = {}
_digests: dict[Path, tuple[str, str]] = {}


class Found(NamedTuple):
    """A clause of the index, its score, and what it states: the bits of `statements.States`."""

    passage: Passage
    score: float
    states: int


class Index:
    """An index that can be asked."""

    def __init__(self, opened: Any) -> None:
        self._index = opened
        self._schema = opened.schema
        self._searcher = opened.searcher()

    @property
    def size(self) -> int:
        """How many clauses it holds."""
        return int(self._searcher.num_docs)

    def holding(self, token: str) -> int:
        """How many clauses hold a token."""
        return int(self._searcher.doc_freq("body", token))

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        documents: Collection[int] | None = None,
        states: int = 0,
    ) -> list[Found]:
        """The clauses that hold most of the weighted terms, best first.

        Only those of `documents` (rows of the store) where they are given, and only those that state all of `states`.
        """
        query = tantivy.Query
        terms = self._affordable(terms)
        should = [
            (tantivy.Occur.Should, query.boost_query(query.term_query(self._schema, field, term), weight * share))
            for field, share in (("body", 1.0), ("said", SAID))
            for term, weight in terms
        ]
        must = [query.term_query(self._schema, "states", bit) for bit in range(MOST_BITS) if states >> bit & 1]
        if documents is not None:
            must.append(query.term_set_query(self._schema, "document", list(documents)))
        parts = should
        if must:
            parts = [(tantivy.Occur.Must, query.const_score_query(one, 0.0)) for one in must]
            parts.append((tantivy.Occur.Must, query.boolean_query(should)))
        found = self._searcher.search(query.boolean_query(parts), limit, count=False).hits
        return [_recalled(self._searcher.doc(address)["record"][0], float(score)) for score, address in found]

    def _affordable(self, terms: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """The rarest terms, as many as a search can read in time; all of them in an index of less than many clauses."""
        held = sorted((self.holding(term), at) for at, (term, _) in enumerate(terms))
        left = MOST_POSTINGS
        kept: set[int] = set()
        for holding, at in held:
            left -= holding
            if left < 0 and len(kept) >= FEWEST_TERMS:
                break
            kept.add(at)
        return [term for at, term in enumerate(terms) if at in kept]


def asked(store: Store, words: Words, ask: Callable[[Index], _T]) -> _T:
    """What an index answers; where it is damaged, one made again."""
    place = store.index / f"{_FORMAT}-{_digest(store)[:24]}-{words.digest[:12]}"
    try:
        return ask(_opened(place, store, words))
    except (ValueError, OSError, KeyError, IndexError):
        _open.pop(place, None)
        shutil.rmtree(place, ignore_errors=True)
        return ask(_opened(place, store, words))


def _digest(store: Store) -> str:
    """The digest of a store, computed again only when its file was touched."""
    stamp = store.stamp()
    known = _digests.get(store.index)
    if known is None or known[0] != stamp:
        known = _digests[store.index] = stamp, store.digest()
    return known[1]


def _opened(place: Path, store: Store, words: Words) -> Index:
    """The index at a place, made first where there is none; in memory where nothing can be written."""
    if place in _open and place.exists():
        return _open[place]
    if not place.exists():
        try:
            _make(place, store, words)
        except OSError:
            return Index(filled(tantivy.Index(schema()), store.passages(), words))
    index = tantivy.Index.open(str(place))
    index.register_tokenizer(_ANALYZER, _analyzer())
    _open.clear()
    _open[place] = Index(index)
    return _open[place]


def _make(place: Path, store: Store, words: Words) -> None:
    """Make the index beside its place, then move it there, so that no half-made one is ever read; drop older ones."""
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=place.parent))
    try:
        filled(tantivy.Index(schema(), path=str(making)), store.passages(), words)
        os.rename(making, place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not place.exists():
            raise
    for other in place.parent.iterdir():
        if other != place and not other.name.startswith("making-"):
            shutil.rmtree(other, ignore_errors=True)


def schema() -> Any:
    """The fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("said", stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_unsigned_field("document", stored=False, indexed=True)
    builder.add_unsigned_field("states", stored=False, indexed=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _analyzer() -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def filled(index: Any, passages: Iterable[Passage], words: Words) -> Any:
    """The index with these clauses in it, in one segment."""
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(_HEAP_BYTES, 1)
    for passage in passages:
        said = (passage.title, passage.number, *passage.above, passage.heading, passage.text)
        entry = tantivy.Document()
        entry.add_text("body", " ".join(tokens(" ".join(said))))
        entry.add_text("said", " ".join(tokens(words.of(passage))))
        entry.add_unsigned("document", passage.key[0])
        states = int(stated(f"{passage.heading}\n{passage.text}"))
        for bit in range(MOST_BITS):
            if states >> bit & 1:
                entry.add_unsigned("states", bit)
        entry.add_bytes("record", json.dumps([states, *astuple(passage)], ensure_ascii=False).encode())
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _recalled(record: bytes, score: float) -> Found:
    states, key, number, title, path, above, heading, text, lines = json.loads(record)
    passage = Passage((key[0], key[1]), number, title, path, tuple(above), heading, text, (lines[0], lines[1]))
    return Found(passage, score, states)
