"""The outline of a text: which lines open a clause, and which clause each line belongs to.

Numbering outranks looks: a line opens a clause because its number goes on where the last one stopped, or starts
a list; a line that merely begins like a heading, because a page break cut the sentence there, does not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from huice.corpus.decimals import headings
from huice.corpus.lines import Line, Paragraph, is_cut, measure, squeeze
from huice.corpus.numbering import LISTS, Marker, counts, marker_of, nesting, number_of, runs_on
from huice.corpus.questions import questions

_BOX = re.compile(r"专\s*栏\s*([0-9０-９]{0,2}|[一二三四五六七八九十]{0,3})(?:\s|[:：]|$|(?=\S{2,30}$))")
CLOSING, CONTENTS = "末段", "目录"
"""The labels of paragraphs that close a clause after those below it, and of a table of contents inside a document."""

_EARLY, _LONGEST_ENTRY = 12, 40

_REMARK = re.compile(r"(说明|备注|注|填表说明)\s*[:：]")
_FIELD = re.compile(r"[一-鿿]{2,8}[：:]")


@dataclass(slots=True, eq=False)
class Node:
    """A clause in the making. `marker` is its number; boxes, tables and remarks have none."""

    label: str
    marker: Marker | None = None
    headed: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(lines: Sequence[Line], label: str = "") -> Node:
    """The tree of a text; paragraphs before its first clause are the root's own."""
    begin, end = _contents(lines)
    if begin < end:
        root = outline([*lines[:begin], *lines[end:]], label)
        root.children.insert(0, Node(CONTENTS, paragraphs=[Paragraph.of(line) for line in lines[begin:end]]))
        return root
    bare = headings(lines) or questions(lines)
    full = measure(lines)
    tree = _Outline(label, tuple(_evident(lines, bare, full)), bare, full)
    for at, line in enumerate(lines):
        tree.add(line, (lines[after] for after in range(at + 1, len(lines))))
    return tree.root


def _evident(lines: Iterable[Line], bare: Mapping[int, Marker], full: float) -> Iterator[Marker]:
    """The numbers that tell how kinds nest: none of a line that may go on with a sentence cut above it."""
    cut, before = False, ""
    for line in lines:
        marker = None if line.is_row or counts(line.text, before) else bare.get(line.number) or marker_of(line.text)
        if marker and not (cut and marker.number == 1):
            yield marker
        cut = not line.is_row and is_cut(line.text, numbered=bool(marker), full=full)
        before = "" if line.is_row else line.text


def _contents(lines: Sequence[Line]) -> tuple[int, int]:
    """Where a table of contents stands in a text: from the word to where its first entry comes again; (0, 0) if nowhere."""
    begin = next((at for at, line in enumerate(lines[:_EARLY]) if squeeze(line.text) == CONTENTS), len(lines))
    if begin + 2 >= len(lines):
        return 0, 0
    first = squeeze(lines[begin + 1].text)
    for end in range(begin + 2, len(lines)):
        text = squeeze(lines[end].text)
        if text == first:
            return begin, end
        if "。" in text or len(text) > _LONGEST_ENTRY:
            break
    return 0, 0


class _Outline:
    """The tree as it grows.

    `markers` are the numbers that tell how kinds nest, `bare` headings by their lines, `full` the width of a full line.
    """

    def __init__(self, label: str, markers: Sequence[Marker], bare: Mapping[int, Marker], full: float) -> None:
        self._full = full
        self.bare = bare
        self.root = Node(label)
        self.cut = False
        self._before = ""
        self._open = [self.root]
        self._last: dict[int, int] = {}
        self._order = nesting(markers)
        self._within: _Outline | None = None
        self._tables = 0
        self._boxes = 0

    def add(self, line: Line, following: Iterable[Line]) -> None:
        """Put a line where it belongs; `following` yields those after it."""
        before, self._before = self._before, "" if line.is_row else line.text
        if line.is_row:
            self._row(line)
            return
        counted = counts(line.text, before)
        self.cut = self.cut or counted
        marker = None if counted else self.bare.get(line.number) or marker_of(line.text)
        marker = None if marker and runs_on(line.text, marker) else marker
        if self._within and (not marker or self._within.takes(marker, self.cut, following)):
            inside = self._within
            if marker or inside.cut or not _opens_enclosure(line.text):
                inside.add(line, following)
                self.cut = inside.cut
                return
        if marker and self.takes(marker, self.cut, following):
            self._within = None
            self._clause(marker, line)
        elif _opens_enclosure(line.text) and not self.cut:
            self._enclosure(line)
        else:
            self._text(line)
            return
        self.cut = is_cut(line.text, numbered=True, full=self._full)

    def takes(self, marker: Marker, cut: bool, following: Iterable[Line]) -> bool:
        """Whether a number opens a clause here."""
        sibling = next(
            (node.marker for node in reversed(self._open) if node.marker and node.marker.kind == marker.kind), None
        )
        goes_on = marker.number == (sibling.number if sibling else self._last.get(marker.kind, 0)) + 1
        if cut:
            starts = marker.number == 1 and sibling is None
            return (goes_on or starts) and not _comes_again(marker, following)
        return goes_on or marker.number == 1 or (marker.kind not in LISTS and not self._strict)

    def _ends_list(self, node: Node) -> bool:
        """Whether a clause is the last of a list: those before it stop at a semicolon, it stops at a full stop."""
        family = self._open[-2].children if len(self._open) > 1 else []
        if not family or family[-1] is not node or node.children or not node.paragraphs[-1].text.endswith("。"):
            return False
        return any(
            one.marker and one.paragraphs and one.paragraphs[-1].text.endswith(("；", ";")) for one in family[:-1]
        )

    @property
    def _strict(self) -> bool:
        """Inside a box or a remark only numbers that start or go on count: the others go on outside."""
        return self.root.headed

    def _clause(self, marker: Marker, line: Line) -> None:
        """Open a clause; boxes that stand beside one that goes on below them come to lie inside it."""
        depth = self._order.index(marker.kind)
        while len(self._open) > 1:
            there = self._open[-1].marker
            if there is not None and self._order.index(there.kind) < depth:
                break
            self._open.pop()
        for above, below in pairwise(self._open):
            if above.children[-1] is not below:
                at = above.children.index(below) + 1
                below.children += above.children[at:]
                del above.children[at:]
        node = Node(marker.label, marker, paragraphs=[Paragraph.of(line)])
        self._open[-1].children.append(node)
        self._open.append(node)
        self._last[marker.kind] = marker.number

    def _enclosure(self, line: Line) -> None:
        """A box stands beside the clause it interrupts, remarks below what they explain."""
        box = _BOX.match(line.text)
        if self._within:
            self._within = None
        elif len(self._open) > 1 and self._open[-1].marker is None:
            self._open.pop()
        found = None if box else _REMARK.match(line.text)
        if box:
            self._boxes += 1
            label = f"专栏{_plain(box.group(1)) or self._boxes}"
            home = self._open[-2] if len(self._open) > 1 else self._open[-1]
        else:
            label, home = (found.group(1) if found else "说明"), self._open[-1]
        inner = _Outline(label, (), self.bare, self._full)
        inner.root.headed = True
        inner._before = line.text
        inner.root.paragraphs.append(Paragraph.of(line))
        opens = marker_of(line.text[found.end() :].lstrip()) if found else None
        if opens and opens.number == 1:
            inner._last[opens.kind] = 1
        home.children.append(inner.root)
        self._within = inner

    def _row(self, line: Line) -> None:
        """Rows go to a table of their own; a row that is only a number and a title opens a part of it."""
        if self._within:
            self._within.add(line, ())
            self.cut = False
            return
        if self._open[-1].label[:1] != "表" or self._open[-1].marker:
            self._tables += 1
            table = Node(f"表{self._tables}")
            self._open[-1].children.append(table)
            self._open.append(table)
        table = self._open[-1]
        first, *others = line.text.split("\t")
        marker = marker_of(first)
        if marker and not any(cell.strip() for cell in others):
            table.children.append(Node(marker.label, marker, paragraphs=[Paragraph.of(line)]))
        else:
            home = table.children[-1] if table.children else table
            home.paragraphs.append(Paragraph.of(line))
        self.cut = False

    def _text(self, line: Line) -> None:
        node = self._open[-1]
        if (node.marker is None and node is not self.root and node.label != CLOSING) or (
            not self.cut and self._ends_list(node)
        ):
            self._open.pop()
            node = Node(CLOSING)
            self._open[-1].children.append(node)
            self._open.append(node)
        fields = bool(node.paragraphs) and all(_FIELD.match(one) for one in (node.paragraphs[-1].text, line.text))
        if self.cut and node.paragraphs and not fields:
            node.paragraphs[-1] = node.paragraphs[-1].joined(Paragraph.of(line))
        else:
            node.paragraphs.append(Paragraph.of(line))
        self.cut = is_cut(line.text, numbered=False, full=self._full)


def _opens_enclosure(text: str) -> bool:
    return bool(_BOX.match(text) and len(text) <= 50 and not text.endswith("。")) or bool(_REMARK.match(text))


def _comes_again(marker: Marker, following: Iterable[Line]) -> bool:
    """Whether the next number of this kind is the same again: then the one inside a sentence is no heading."""
    for line in following:
        later = None if line.is_row else marker_of(line.text)
        if later and later.kind == marker.kind:
            return later.number == marker.number
    return False


def _plain(numeral: str) -> str:
    return str(number_of(numeral) or "")
