"""The index over a store: made when the store changed, made again when it is damaged.

It holds tokens and the keys of clauses, no text: that stays in the store.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from huice.search.tokens import tokens
from huice.store.database import Store
from huice.store.matching import Passage

Found = tuple[tuple[int, int], float]
"""The key of a clause and its score."""

_FORMAT = "1"
_ANALYZER = "tokens"
_HEAP_BYTES = 64_000_000
_open: dict[Path, Any] = {}


def search(store: Store, terms: Sequence[tuple[str, float]], limit: int, document: int | None = None) -> list[Found]:
    """The keys of the clauses that hold most of the weighted terms, best first; of one document where it is given."""

    def ask(index: Any) -> list[Found]:
        schema = index.schema
        parts = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, "body", term), weight))
            for term, weight in terms
        ]
        if document is not None:
            parts = [
                (tantivy.Occur.Must, tantivy.Query.term_query(schema, "document", document)),
                (tantivy.Occur.Should, tantivy.Query.boolean_query(parts)),
            ]
        searcher = index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(parts), limit).hits
        answers = [(searcher.doc(address), float(score)) for score, address in found]
        return [((doc["document"][0], doc["position"][0]), score) for doc, score in answers]

    return _with_index(store, ask)


def _with_index(store: Store, ask: Callable[[Any], list[Found]]) -> list[Found]:
    place = store.index / f"{_FORMAT}-{store.digest()[:24]}"
    try:
        return ask(_opened(place, store))
    except (ValueError, OSError, KeyError, IndexError):
        _open.pop(place, None)
        shutil.rmtree(place, ignore_errors=True)
        return ask(_opened(place, store))


def _opened(place: Path, store: Store) -> Any:
    """The index at a place, made first where there is none; in memory where nothing can be written."""
    if place in _open and place.exists():
        return _open[place]
    if not place.exists():
        try:
            _make(place, store)
        except OSError:
            return _filled(tantivy.Index(_schema()), store.passages())
    index = tantivy.Index.open(str(place))
    index.register_tokenizer(_ANALYZER, _analyzer())
    _open.clear()
    _open[place] = index
    return index


def _make(place: Path, store: Store) -> None:
    """Make the index beside its place, then move it there, so that no half-made one is ever read; drop older ones."""
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=place.parent))
    try:
        _filled(tantivy.Index(_schema(), path=str(making)), store.passages())
        os.rename(making, place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not place.exists():
            raise
    for other in place.parent.iterdir():
        if other != place and not other.name.startswith("making-"):
            shutil.rmtree(other, ignore_errors=True)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_unsigned_field("document", stored=True, indexed=True)
    builder.add_unsigned_field("position", stored=True)
    return builder.build()


def _analyzer() -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _filled(index: Any, passages: Iterable[Passage]) -> Any:
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(_HEAP_BYTES, 1)
    for passage in passages:
        body = " ".join(
            tokens(" ".join((passage.title, passage.number, *passage.above, passage.heading, passage.text)))
        )
        entry = tantivy.Document()
        entry.add_text("body", body)
        entry.add_unsigned("document", passage.key[0])
        entry.add_unsigned("position", passage.key[1])
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
