"""The clause tree of a document, from its parts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from huice.corpus.digest import digest
from huice.corpus.lines import SHORT, Line, Paragraph, squeeze
from huice.corpus.model import Clause
from huice.corpus.numbering import ARTICLE, numeral
from huice.corpus.outline import CLOSING, Node, outline
from huice.corpus.parts import Annex, Parts, is_label
from huice.corpus.spans import placed

DATED, PREFACE, PREAMBLE, WHOLE, SIGNATURE, ANNEX = "题注", "前言", "引言", "正文", "落款", "附件"
IMPRINT = "版记"
"""Paths of what has no number: a date below the title, before the first clause, before the first clause of an attached plan,
a document without clauses, signatures, annexes; to whom copies go, at the very end."""

_ENDS = re.compile(
    r"本[一-鿿]{1,8}(?:自|由|从|有效期|未尽)|特此|请各|感谢|专此|此复|此前|"
    r"《[^。]*》[^。《》]*(?:废止|停止执行)|"
    r"各[^。，；：]{1,24}?(?:要|应|须|每月|每年|每季)|[各省市县][^。，；：]{0,24}(?:和|与|、)[^。，；：]{0,16}(?:要|应)"
)
_TITLE = re.compile(r".{1,36}?[。：:]")
_RULES = re.compile(r"应当|不得|可以|允许|\d{4}年\d{1,2}月|^本[一-鿿]{2,6}自|《[^》]*$")
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
_LONGEST_TITLE = 34
_MOSTLY = 0.6


def clauses(document: Parts) -> tuple[Clause, ...]:
    """The clauses of a document in the order of the page, each character after the head in exactly one."""
    body = outline(document.body)
    plan = (
        None if _numbered(body) else next((annex for annex in document.annexes if _numbered(outline(annex.body))), None)
    )
    top: list[Node] = []
    if plan:
        top += _preface(body, PREFACE)
        attached = outline(plan.body)
        opening = [*_joined(plan.head), *attached.paragraphs]
        attached.paragraphs = []
        top += [Node(PREAMBLE, headed=bool(plan.head), paragraphs=opening)] if opening else []
        top += _closed(attached).children
    elif _numbered(body):
        top += _preface(body, PREFACE)
        top += _closed(body).children
    else:
        top += _preface(body, PREFACE if document.annexes or document.listed else WHOLE, split=True)
    dated = _plain(sorted((*document.dated, *document.data), key=lambda line: line.number))
    top += [Node(DATED, paragraphs=dated)] if dated else []
    top += _listed(document.listed)
    signature = _plain((*document.signature, *document.notes))
    top += [Node(SIGNATURE, paragraphs=signature)] if signature else []
    top += [Node(IMPRINT, paragraphs=_plain(document.imprint))] if document.imprint else []
    others = [annex for annex in document.annexes if annex is not plan]
    numbered = len(others) > 1 or bool(document.listed)
    if document.listed:  # the list of annexes is 附件
        others = [replace(annex, label=annex.label.removesuffix(ANNEX)) for annex in others]
    top += [_annexed(annex, f"{ANNEX}{at}" if numbered else ANNEX) for at, annex in enumerate(others, 1)]
    root = Node("", children=sorted(top, key=_first))
    return tuple(_frozen(child, "", titled) for child, titled in _labelled(root))


def _numbered(tree: Node) -> bool:
    return any(child.marker for child in tree.children)


def _plain(lines: Sequence[Line]) -> list[Paragraph]:
    return [Paragraph.of(line) for line in lines]


def _joined(head: Sequence[Line]) -> list[Paragraph]:
    """The label and title of an annex as one paragraph; a title on several lines is one."""
    if not head:
        return []
    title = Paragraph.of(head[0])
    for line in head[1:]:
        title = title.joined(Paragraph.of(line), " " if is_label(line) or is_label(title.lines[-1]) else "")
    return [title]


def _preface(body: Node, label: str, *, split: bool = False) -> list[Node]:
    own = [Node(label, paragraphs=body.paragraphs)] if body.paragraphs else []
    if not _numbered(body) and len(body.paragraphs) > 1 and split:
        parts = [Node(f"第{numeral(at)}段", paragraphs=[one]) for at, one in enumerate(body.paragraphs, 1)]
        own = [Node(label, children=parts)]
    return own if _numbered(body) else own + body.children


def _listed(lines: Sequence[Line]) -> list[Node]:
    return [Node(ANNEX, paragraphs=_plain(lines))] if lines else []


def _annexed(annex: Annex, label: str) -> Node:
    tree = _closed(outline(annex.body))
    node = Node(annex.label or label, headed=bool(annex.head), children=tree.children)
    node.paragraphs = [*_joined(annex.head), *tree.paragraphs]
    return node


def _closed(tree: Node) -> Node:
    """Take the closing paragraphs from the last clause and set them after it as 末段."""
    family = [node for node in tree.children if node.marker]
    if not family:
        return tree
    parent = tree
    while family and family[-1] is parent.children[-1]:
        parent, siblings = family[-1], family
        family = [node for node in parent.children if node.marker]
    leaf = parent
    if leaf.children or leaf is tree:
        return tree
    own = 1 if _is_title(leaf) else 0
    rest = leaf.paragraphs[1 + own :]
    single = (
        not own and len(siblings) > 2 and all(len(node.paragraphs) == 1 and not node.children for node in siblings[:-1])
    )
    at = 0 if single else next((i for i, paragraph in enumerate(rest) if _ENDS.match(paragraph.text)), len(rest))
    if at < len(rest):
        leaf.paragraphs = leaf.paragraphs[: 1 + own + at]
        tree.children.append(Node(CLOSING, paragraphs=rest[at:]))
    return tree


def _is_title(node: Node) -> bool:
    """Whether the clause's first paragraph is nothing but a title."""
    text = squeeze(node.paragraphs[0].text)
    short = len(text) <= _LONGEST_TITLE and not text.endswith(("：", "；", ":", ";"))
    return (
        short
        and not (text.endswith("。") and _RULES.search(text))
        and ("。" not in text[:-1])
        and (not text.endswith("。") or ((len(node.paragraphs) > 1 or bool(node.children)) and not _is_article(node)))
    )


def _is_article(node: Node) -> bool:
    """Whether it is an article of a statute: its paragraphs are 款, the first of them too."""
    return node.marker is not None and node.marker.kind == ARTICLE


def _lead(node: Node) -> tuple[str, str] | None:
    """A first paragraph cut into title and text: `（五）继续实施……。` and the rest; None where it opens with no title."""
    text = node.paragraphs[0].text
    width = node.marker.width if node.marker else 0
    found = _TITLE.match(text, width + (text[width : width + 1] == " "))
    if (
        not found
        or _ASIDE.fullmatch(text[found.end() :].strip())
        or found.end() >= len(text)
        or _is_article(node)
        or _RULES.search(squeeze(found.group()))
    ):
        return None
    return text[: found.end()], text[found.end() :].strip()


def _first(node: Node) -> int:
    return min(paragraph.first for one in node.walk() for paragraph in one.paragraphs)


def _labelled(parent: Node) -> list[tuple[Node, bool]]:
    """The children, each with a label of its own, and whether its family opens with titles."""
    seen: dict[str, int] = {}
    for child in parent.children:
        count = seen[child.label] = seen.get(child.label, 0) + 1
        if count > 1:
            child.label = f"{child.label}·{count}"
    numbered = [node for node in parent.children if node.marker]
    titles = [node for node in numbered if _is_title(node)]
    if len(titles) == 1 and len(numbered) > 1:
        _mend(titles[0])
    glued = [node for node in numbered if not _is_title(node)]
    titled = sum(_lead(node) is not None for node in glued) >= _MOSTLY * len(glued)
    return [(child, titled) for child in parent.children]


def _mend(node: Node) -> None:
    """Join a number's line to its text where it only looks like a title: long, while all its siblings carry their text."""
    if len(node.paragraphs) > 1 and len(squeeze(node.paragraphs[0].text)) > SHORT:
        line, after, *rest = node.paragraphs
        node.paragraphs = [line.joined(after), *rest]


def node(label: str, lines: Sequence[Line]) -> Clause:
    """A node that is no clause: what stands above the clauses of a document, or belongs to none."""
    return _frozen(Node(label, paragraphs=_plain(lines)), "", False)


def _frozen(node: Node, above: str, titled: bool) -> Clause:
    path = f"{above}/{node.label}" if above else node.label
    heading, text = _said(node, titled)
    below = tuple(_frozen(child, path, family) for child, family in _labelled(node))
    spans = [(paragraph.first, paragraph.last) for paragraph in node.paragraphs] + [child.lines for child in below]
    lines = min(first for first, _ in spans), max(last for _, last in spans)
    clause = Clause(path, heading, text, lines, digest(heading + text), below)
    return replace(clause, spans=placed(clause.said, node.paragraphs))


def _said(node: Node, titled: bool) -> tuple[str, str]:
    """Heading and text of a node."""
    texts = [paragraph.text for paragraph in node.paragraphs]
    if not texts:
        return "", ""
    if node.headed or (node.marker and _is_title(node)):
        return texts[0].strip(), "\n".join(texts[1:])
    if not node.marker:
        return "", "\n".join(texts)
    lead = _lead(node) if titled else None
    if lead:
        heading, rest = lead
    else:
        width = node.marker.width
        heading, rest = texts[0][:width], texts[0][width:].strip()
    return heading, "\n".join([rest, *texts[1:]] if rest else texts[1:])
