"""名词: the terms that a document defines, and the short names it introduces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huice.corpus.knowledge.passages import Passage, sentence_around

Kind = Literal["定义", "简称"]

_SHORT = re.compile(
    r"[（，](?:以下|下)[简统]?称(?:为|：)?(?P<term>“[^”\n]{1,24}”[^（），。；\n]{0,6}|《[^《》\n]{1,24}》|[^（），。；、\n“”《》]{1,16})"
)
_MEANT = re.compile(
    r"(?P<lead>本[一-鿿]{1,8}?(?:所称|中的?)(?:的)?)?(?P<term>“[^”\n]{1,24}”|[^，。；：、“”（）\n\t]{2,24}?)(?:，)?(?:是指|系指|指的是)(?P<means>[^。\n\t]{4,})"
)
_NO_TERM = re.compile(r"^(?:这里|其中|具体|主要|它|这|其|一般|以上|上述|该|也|就)$")
_BEGINS = re.compile(
    r"^(?:[一二三四五六七八九十\d]+(?:是|[、.．])|（[^（）]{1,4}）|所称的?|其中|此处的?|对于?|同意|允许|利用|通过|发布|使用|和|及|以及|与|或|的)+"
)
_STOPS = "。；，：\n\t"
_LONG, _LONGEST = 20, 80


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of a document: `定义` (what 是指 says it means) or `简称` (what 以下简称 stands for).

    `means` is the text's own words: the rest of the sentence, or the phrase that is shortened. `span` reaches from the
    term to the end of what it means, or over the bracket with what stands before it.
    `confidence`: 0.95 for short names of titles and for 本…所称, else 0.85.
    """

    clause: str
    span: tuple[int, int]
    kind: Kind
    term: str
    means: str
    confidence: float


def definitions(passage: Passage) -> tuple[Definition, ...]:
    """The terms defined in a clause, in its order."""
    if "称" not in passage.plain and "指" not in passage.plain:
        return ()
    return tuple(sorted([*_short(passage), *_meant(passage)], key=lambda one: one.span))


def _short(passage: Passage) -> Iterator[Definition]:
    text = passage.plain
    for found in _SHORT.finditer(text):
        term = _bare(found["term"])
        first, _ = sentence_around(passage.masked, found.start(), found.start() + 1, _STOPS)
        titled = text[first : found.start()].rfind("《")
        is_title = text[: found.start()].endswith("》") or (titled >= 0 and passage.masked[found.start() - 1] in "※）")
        start = first + titled if is_title and titled >= 0 else _begin(text, first, found.start(), term)
        means = text[start : found.start()]
        if term and 0 < len(means) <= _LONGEST:
            sure = 0.95 if is_title else 0.85
            yield Definition(passage.clause, passage.span(start, found.end()), "简称", term, means, sure)


def _begin(text: str, first: int, end: int, term: str) -> int:
    """Where the phrase begins that is shortened: behind a phrase shortened before it, and words that only connect.

    In a long phrase it begins where the last characters begin that the short name is made of.
    """
    first = max([first, *(found.end() for found in re.finditer(r"）(?:和|及|以及|与|、)", text[:end]))])
    led = _BEGINS.match(text[first:end])
    first += led.end() if led and led.end() < end - first else 0
    at = end
    for character in reversed(term if end - first > _LONG else ""):
        at = text.rfind(character, first, at)
        if at < 0:
            return first
    return at if at < end else first


def _bare(term: str) -> str:
    """A term without the marks that enclose all of it."""
    return term[1:-1] if term[0] + term[-1] in {"“”", "《》"} else term.lstrip("：")


def _meant(passage: Passage) -> Iterator[Definition]:
    text = passage.plain
    for found in _MEANT.finditer(text):
        start = found.start("term")
        led = _BEGINS.match(found["term"])
        start += led.end() if led else 0
        term = text[start : found.end("term")].strip("“”")
        if len(term) < 2 or _NO_TERM.match(term):
            continue
        span = passage.span(start, found.end())
        yield Definition(passage.clause, span, "定义", term, found["means"], 0.95 if found["lead"] else 0.85)
