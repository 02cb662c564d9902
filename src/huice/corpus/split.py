"""From the lines of a file to its documents."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from huice.corpus.contents import Contents, contents_of
from huice.corpus.letterhead import above, belongs, is_letterhead, is_signed_number
from huice.corpus.lines import Line, squeeze
from huice.corpus.numbering import marker_of
from huice.corpus.pagedata import is_labelled
from huice.corpus.parts import date_of, is_note, is_number, is_organs
from huice.corpus.questions import questions
from huice.corpus.titles import is_genre, is_order, is_title, signature
from huice.problems import Problem, Problems

_ALIKE = 0.66
_YEARS = re.compile(r"[（(][^（）()]*[）)]$")
_LONGEST_LINE, _LONGEST_BLOCK, _MOST_LINES = 90, 160, 4


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one document: what stands above its title, the title, and all that follows it."""

    above: tuple[Line, ...]
    title: tuple[Line, ...]
    rest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """A file cut into its documents, and what belongs to none: before and in the table of contents, before the first."""

    cover: tuple[Line, ...]
    contents: tuple[Line, ...]
    loose: tuple[Line, ...]
    sections: tuple[Section, ...]


def sections(lines: Sequence[Line], name: str) -> Sections:
    """Cut a file into its documents, by its table of contents where it has one.

    Raises Problems where documents of the table are missing, or where there is no document.
    """
    contents = contents_of(lines)
    body = [line for line in lines if not contents or line.number > contents.last]
    listed = contents is not None and len(contents.entries) > 1
    starts = _by_contents(body, contents, name) if contents and listed else _by_looks(body)
    if not starts:
        what = "没有认出政策文件：找不到标题，也找不到编号的条款"
        raise Problems.one(what, "请导入一份政策文件或汇编的全文", file=name)
    starts = [_with_organs(body, *each) for each in starts]
    tops = _tops(body, starts)
    ends = [*tops[1:], len(body)]
    first = contents.first if contents else 0
    return Sections(
        tuple(line for line in lines if line.number < first),
        tuple(line for line in lines if contents and first <= line.number <= contents.last),
        tuple(body[: tops[0]]),
        tuple(
            Section(tuple(body[top:start]), tuple(body[start : start + size]), tuple(body[start + size : end]))
            for top, (start, size), end in zip(tops, starts, ends, strict=True)
        ),
    )


def _tops(body: Sequence[Line], starts: Sequence[tuple[int, int]]) -> list[int]:
    """Where each document begins, with what stands above its title."""
    tops: list[int] = []
    lowest = 0
    for start, size in starts:
        tops.append(above(body, "".join(line.text for line in body[start : start + size]), start, lowest))
        lowest = start + size
    return tops


def _with_organs(body: Sequence[Line], start: int, size: int) -> tuple[int, int]:
    """A title that opens with its subject, with the lines above it that print nothing but who issued it."""
    top = start
    if body[start].text.startswith("关于"):
        while top > 0 and is_organs(body[top - 1]) and start + size - top < 2 * _MOST_LINES:
            top -= 1
    return top, size + start - top


@dataclass(frozen=True, slots=True)
class _Chain:
    """Titles found so far, in the order of the table of contents: the last of them, and the chain before it."""

    score: float
    end: int
    entry: int
    start: int
    before: "_Chain | None"

    def links(self) -> list[tuple[int, int, int]]:
        """Entry, start and number of lines of each title."""
        found: list[tuple[int, int, int]] = []
        chain: _Chain | None = self
        while chain and chain.before:
            found.append((chain.entry, chain.start, chain.end - chain.start + 1))
            chain = chain.before
        return found[::-1]


def _by_contents(body: Sequence[Line], contents: Contents, name: str) -> list[tuple[int, int]]:
    """Start and number of lines of each title: the best chain of likenesses in the order of the table.

    `front` holds, by where they end, the chains no other beats: one that ends later scores higher.
    """
    blocks = _Blocks(body)
    front = [_Chain(0.0, -1, -1, -1, None)]
    for at, entry in enumerate(contents.entries):
        longer: list[_Chain] = []
        for start, size, alike in blocks.like(entry.title):
            before = front[bisect_left(front, start, key=lambda chain: chain.end) - 1]
            longer.append(_Chain(before.score + alike, start + size - 1, at, start, before))
        every = sorted([*front, *longer], key=lambda chain: (chain.end, -chain.score))
        front = []
        for chain in every:
            if not front or chain.score > front[-1].score:
                front.append(chain)
    links = front[-1].links()
    met = {at for at, _, _ in links}
    missing = [entry for at, entry in enumerate(contents.entries) if at not in met]
    if missing:
        remedy = "请检查文件是否完整；目录有误的，删去目录后再导入"
        raise Problems(
            Problem(name, entry.line, 0, f"目录列有《{squeeze(entry.title)}》，正文里没有找到", remedy)
            for entry in missing
        )
    return [(start, size) for _, start, size in links]


class _Blocks:
    """Every run of lines that may be a title, found by the pairs of characters it holds."""

    def __init__(self, body: Sequence[Line]) -> None:
        self._places: list[tuple[int, int, int]] = []
        self._holding: dict[str, list[int]] = {}
        for start in range(len(body)):
            for size in range(1, _MOST_LINES + 1):
                block = body[start : start + size]
                text = "".join(line.text for line in block)
                if len(block) < size or len(text) > _LONGEST_BLOCK or not _may_title(block[-1]):
                    break
                pairs = signature(text)
                for pair in pairs:
                    self._holding.setdefault(pair, []).append(len(self._places))
                self._places.append((start, size, len(pairs)))

    def like(self, title: str) -> list[tuple[int, int, float]]:
        """Where a title may stand: start, number of lines, likeness (Dice); the best size for each start."""
        wanted = signature(title)
        shared = Counter(block for pair in wanted for block in self._holding.get(pair, ()))
        best: dict[int, tuple[float, int]] = {}
        for block, count in shared.items():
            start, size, pairs = self._places[block]
            best[start] = max(best.get(start, (0.0, 0)), (2 * count / (pairs + len(wanted)), -size))
        return [(start, -size, alike) for start, (alike, size) in sorted(best.items()) if alike >= _ALIKE]


def _may_title(line: Line) -> bool:
    text = line.text
    if len(text) > _LONGEST_LINE or "。" in text or line.is_row or text.endswith(("：", ":")):
        return False
    if marker_of(text) or date_of(text) or is_labelled(text):
        return False
    return not (is_number(text) or is_signed_number(text) or is_note(text))


def _by_looks(body: Sequence[Line]) -> list[tuple[int, int]]:
    """Titles where no table of contents tells: at the top, and wherever a title is followed by a number or addressees."""
    starts: list[tuple[int, int]] = []
    quoted = ""
    at = 0
    while at < len(body):
        size = _title_size(body, at, quoted)
        if size and starts and _is_twice(body, starts[-1], (at, size)):
            starts.pop()
        if size:
            starts.append((at, size))
            quoted = ""
        quoted += "".join(squeeze(line.text) for line in body[at : at + max(size, 1)])
        at += max(size, 1)
    first = _tops(body, starts[:1])[0] if starts else len(body)
    top = next((at for at, line in enumerate(body[:first]) if not belongs(line.text, "")), first)
    size = _heading_size(body[top:first])
    return [(top, size), *starts] if size else starts


def _is_twice(body: Sequence[Line], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a title is the one before it printed again below the data of a web page."""
    title, again = (squeeze("".join(line.text for line in body[at : at + size])) for at, size in (one, other))
    return again in title and above(body, again, other[0], one[0]) == one[0]


def _title_size(body: Sequence[Line], at: int, before: str) -> int:
    """The number of lines of a title that stands here; 0 where none does, nor where a letterhead comes first."""
    for size in range(1, _MOST_LINES + 1):
        block = body[at : at + size]
        if len(block) < size or not _may_title(block[-1]) or is_letterhead(block[-1].text):
            return 0
        text = "".join(line.text for line in block)
        if is_order(text) and at + size < len(body) and is_number(body[at + size].text):
            return size
        if is_title(text):
            longer = _longer(body, at, size)
            if longer:
                return longer
            following = body[at + size : at + size + 2]
            return size if at == 0 or _heads(following) or _stands_alone(body, at, text, before) else 0
        numbered = at + size < len(body) and is_number(body[at + size].text)
        if is_genre(text) and (numbered or (_signed_before(body, at) and not _encloses(before, text))):
            return size
    return 0


def _longer(body: Sequence[Line], at: int, size: int) -> int:
    """The lines of a title that only seems to end before its last line, right above the number; 0 where it does not."""
    if _heads(body[at + size : at + size + 1]):
        return 0
    for more in range(size + 1, _MOST_LINES + 1):
        block = body[at : at + more]
        if len(block) < more or not _may_title(block[-1]) or is_title(block[-1].text):
            return 0
        if is_title("".join(line.text for line in block)) and _heads(body[at + more : at + more + 1]):
            return more
    return 0


def _heads(following: Sequence[Line]) -> bool:
    """Whether what follows a title is a number or addressees."""
    return any(is_number(line.text) for line in following) or bool(
        following and following[0].text.endswith(("：", ":"))
    )


def _signed_before(body: Sequence[Line], at: int) -> bool:
    return at > 0 and date_of(body[at - 1].text) is not None


def _stands_alone(body: Sequence[Line], at: int, text: str, before: str) -> bool:
    """A title without number or addressees: after a finished paragraph, and not quoted in the document before it."""
    finished = at == 0 or body[at - 1].text.endswith(("。", "）", "：")) or _signed_before(body, at)
    return finished and _bare(text) not in before and "印发《" in squeeze(text)


def _encloses(before: str, title: str) -> bool:
    """Whether a document brings what follows its signatures along."""
    return _bare(title) in before or "印发" in before or "附件" in before


def _bare(title: str) -> str:
    """A title as the notice that encloses it may quote it: without the years in brackets behind it."""
    return _YEARS.sub("", squeeze(title))


def _heading_size(body: Sequence[Line]) -> int:
    """The lines of a heading at the very top of a document without a title of the usual form."""
    numbered = any(marker_of(line.text) for line in body) or bool(questions(body))
    return 1 if numbered and len(body) > 1 and _may_title(body[0]) else 0
