"""引用: the other documents that a document names, where, and in what part."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from huice.corpus.knowledge.directory import Directory, Named
from huice.corpus.knowledge.passages import Passage
from huice.corpus.knowledge.repeals import NAMED, named, repeals
from huice.corpus.model import Document
from huice.corpus.titles import plain

Relation = Literal["依据", "废止", "引用"]

_BASIS = re.compile(
    r"(?:根据|依据|依照|按照|按|遵照|为(?:深入|全面|认真)?(?:贯彻|落实)|贯彻落实|贯彻|落实)[^，。；：《》]{0,30}$"
)
_ZEROS = str.maketrans("〇○Ｏ", "零零零")
_JOINED = re.compile(r"》(?:（[^（）]*）)?(?:、|和|及|以及|与|等)+$")


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named in a clause: its title or number as named there (one of them may be empty).

    `relation`: 依据 behind 根据, 按照, 贯彻 and the like, 废止 where it is repealed, else 引用. `span` is the name.
    `confidence`: 0.95 with a number, 0.85 by title alone.
    """

    clause: str
    span: tuple[int, int]
    title: str
    number: str
    relation: Relation
    confidence: float

    @property
    def name(self) -> str:
        """As texts name it: `《…》（示政发〔2016〕122号）`."""
        return named(self.title, self.number)

    def as_json(self, corpus: "Directory[Any] | None" = None) -> dict[str, Any]:
        """As a JSON object; `to` is the number or title of the document of the corpus it means, null where it holds none."""
        to = linked(self, corpus) if corpus else None
        return {
            "clause": self.clause, "span": list(self.span), "title": self.title, "number": self.number,
            "relation": self.relation, "to": (to.number or to.title) if to else None, "confidence": self.confidence,
        }  # fmt: skip


def linked(citation: Citation, corpus: "Directory[Any]") -> Named | None:
    """The one document of a corpus that is cited; None where it holds none, or several of that title."""
    found: tuple[Named, ...] = corpus.find(citation.title, citation.number)
    return found[0] if len(found) == 1 else None


def citations(document: Document, passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """The documents named in the clauses of a document, each once a clause: those that `Document.cites` and `repeals` hold."""
    known = _known([*document.cites, *document.repeals])
    repealed = {(one.clause, plain(one.name)) for one in repeals(document.clauses)} if document.repeals else set()
    return tuple(one for passage in passages for one in _in(passage, known, repealed))


def _known(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and number of each name, by either of them."""
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        parts = NAMED.fullmatch(name.translate(str.maketrans("()", "（）")))
        if parts:
            title, number = parts["title"] or "", parts["number"] or parts["bare"] or ""
            found[_key(title or number)] = (title, number)
    return found


def _in(passage: Passage, known: dict[str, tuple[str, str]], repealed: set[tuple[str, str]]) -> Iterator[Citation]:
    seen: set[tuple[str, str]] = set()
    text = passage.plain
    for found in NAMED.finditer(text) if known and ("《" in text or "号" in text) else ():
        about = _about(found, known)
        if about is None or about in seen:
            continue
        seen.add(about)
        own = named(found["title"] or "", found["number"] or found["bare"] or "")
        ended = (passage.clause, plain(own)) in repealed
        relation: Relation = "废止" if ended else "依据" if _is_basis(text, found.start()) else "引用"
        start = found.start() if found["title"] else found.end() - len(about[1])
        span = passage.span(start, found.end())
        yield Citation(passage.clause, span, *about, relation, 0.95 if about[1] else 0.85)


def _about(found: re.Match[str], known: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Which of the known names a match is; words before a bare number are no part of it."""
    key = _key(found["title"] or found["bare"])
    if key in known or found["title"]:
        return known.get(key)
    return next((about for other, about in known.items() if not about[0] and key.endswith(other)), None)


def _key(name: str) -> str:
    return plain(name.translate(_ZEROS))


def _is_basis(text: str, at: int) -> bool:
    """Whether a word of reliance leads to a name, over the names listed before it."""
    before = text[max(0, text.rfind("。", 0, at)) : at]
    while listed := _JOINED.search(before):
        before = before[: before.rfind("《", 0, listed.start() + 1)]
    return _BASIS.search(before) is not None
