"""废止: what a document repeals, by its own operative sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from huice.corpus.knowledge.passages import Passage, passage_of
from huice.corpus.model import Clause, walk

TITLE = r"《(?:[^《》]|《[^《》]*》)+》"
"""A title in 《》, which may quote another."""

NUMBER = r"[一-鿿]{2,14}(?:〔\d{4}〕|\[\d{4}\]|【\d{4}】)(?:第)?\d+号"
"""A number that stands alone, in its usual form."""

_INSIDE = r"(?:[^（）]|（\d{4}）)"
NAME = (
    rf"(?:{TITLE}(?:的通知)?(?:（{_INSIDE}{{0,40}}?号[^（）]{{0,30}}）)?|(?:(?<=[《》、，。；：（\n和及])|^){NUMBER})"
)
"""A document named by title, title and number, or number."""

NAMED = re.compile(
    rf"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:的通知)?(?:（(?P<number>{_INSIDE}{{0,40}}?号)(?P<note>[^（）]{{0,30}})）)?|(?P<bare>(?!原){NUMBER})"
)
"""The parts of a name."""

_LIST = rf"{NAME}(?:(?:、|和|及|以及|与|；)*{NAME})*"
_DAY = r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_FROM = (
    rf"(?:，?(?:自|从|于)(?:{_DAY}|本[一-鿿]{{1,6}}|{TITLE})?(?:印发|发布|公布|施行|实施|生效|执行)?(?:之日)?起?，?)?"
)
_COUNTED = (
    r"(?:，|等)?(?:以上|上述)?(?:[\d一二两三四五六七八九十]+(?:个|件|份|项|部))?(?:规范性|税收)?(?:文件|通知|公告)?"
)
_ADVERB = r"(?:同时|同步|即行|予以|一并|相应|均|自行|现予|即|也|全文)*"
_TRAILED = re.compile(
    rf"(?P<list>{_LIST}){_COUNTED}{_FROM}{_ADVERB}(?:废止|停止执行|不再执行|失效)(?=[。；，、）\n\t]|$)"
)
_LED = re.compile(
    rf"(?:^|(?<=[。；，：\n]))(?:[^。；，：\n《]{{0,24}}?(?:决定|起))?{_ADVERB}废止(?:以下|下列)?(?:文件)?：?(?P<list>{_LIST})(?=[。；，\n\t]|等|$)"
)
_BELOW = re.compile(
    r"(?:以下|下列)(?:[^。；，：\n]{0,12}文件)?(?:同时|予以|一并|均|即行)*废止：$|废止(?:以下|下列)[^。；，：\n]{0,12}：$"
)
_NOT_OURS = re.compile(
    r"(?:被|由|经|自|从|按照?|根据|依据|依照|依|除|已|将要|拟|建议|研究|推动|如|若|对|在|与|同|待|凡)(?:原)?$"
)
_SPOKEN = re.compile(rf"{TITLE}|“[^”]*(?:”|$)")
_MARK = "※"


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that another repeals: its title or number as named there (one of them may be empty).

    `day` is the first day without it where the sentence prints one, else None: then it is the day on which the repealing
    document comes into force. `span` is the name in the clause's `said`. Parts of documents (第三条废止) are none, nor is
    what stands in quotation marks.
    """

    clause: str
    span: tuple[int, int]
    title: str
    number: str
    day: date | None
    confidence: float = 0.95

    @property
    def name(self) -> str:
        """As texts name it: `《…》（示政发〔2016〕122号）`."""
        return named(self.title, self.number)


def named(title: str, number: str) -> str:
    """A document as texts name it, by its title, its number, or both."""
    return f"《{title}》（{number}）" if title and number else f"《{title}》" if title else number


def repeals(clauses: Iterable[Clause]) -> tuple[Repeal, ...]:
    """What the clauses of a document repeal, in their order, each document once."""
    found: dict[str, Repeal] = {}
    quoted = listing = False
    for clause in walk(tuple(clauses)):
        passage = passage_of(clause)
        text, quoted = _own_words(passage.plain, quoted)
        own = list(_repeals(passage, text)) if "废" in text or "执行" in text or "失效" in text else []
        listed = list(_listed(passage)) if listing else []
        for one in (*own, *listed):
            found.setdefault(one.name, one)
        listing = bool(listed) or _BELOW.search(text) is not None
    return tuple(found.values())


def _own_words(text: str, quoted: bool) -> tuple[str, bool]:
    """The text with what stands in quotation marks blotted out, and whether a quotation is still open at its end."""
    if quoted:
        end = text.find("”") + 1
        if not end:
            return _MARK * len(text), True
        rest, still = _own_words(text[end:], False)
        return _MARK * end + rest, still
    if "“" not in text:
        return text, False
    own = _SPOKEN.sub(lambda found: found[0] if found[0][0] == "《" else _MARK * len(found[0]), text)
    return own, own.endswith(_MARK) and not text.endswith("”")


def _repeals(passage: Passage, text: str) -> Iterator[Repeal]:
    for pattern in (_TRAILED, _LED):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 4) : found.start()]
            if pattern is _TRAILED and _NOT_OURS.search(before):
                continue
            yield from _names(passage, text, found)


def _names(passage: Passage, text: str, found: re.Match[str]) -> Iterator[Repeal]:
    first, last = found.span("list")
    day = _day(found) if "year" in found.re.groupindex else None
    for name in NAMED.finditer(text, first, last):
        number = name["number"] or name["bare"] or ""
        yield Repeal(passage.clause, passage.span(*name.span()), name["title"] or "", number, day)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found["year"] else None
    except ValueError:
        return None


def _listed(passage: Passage) -> Iterator[Repeal]:
    """The one document that an item of a list of repealed ones begins with."""
    name = re.match(
        rf"(?:[（(]?[\d一二三四五六七八九十]+[）)]?[、.．]?)?(?P<list>{NAME})(?=[。；，\n]|$)", passage.plain
    )
    if name:
        yield from _names(passage, passage.plain, name)
