"""A web page as a tree of what is shown: no scripts, no hidden elements, no deeper than a page can mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from huice.problems import Problems

MOST_CHARACTERS = 24 * 1024 * 1024
"""How much markup a page may have, pictures written into it left aside."""
MOST_ELEMENTS = 300_000
"""How many tags it may have: a book of a thousand pages has a tenth of it."""
MOST_DEPTH = 150
"""How deep the tree goes; what lies deeper is put at this depth, in its order."""
MOST_NESTING = 300_000_000
"""How many open elements all tags together may find around them; parsing takes time in proportion."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "iframe", "frame", "noframes", "svg", "math", "head", "title",
    "meta", "link", "base", "button", "select", "datalist", "textarea", "input", "object", "embed", "audio",
    "video", "canvas", "map", "progress", "meter", "rt", "rp", "del", "dialog",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BULLET = re.compile(r"[^\w（(①-⓿㊀-㊉]*[A-Za-zØü]?[\s\xa0]*")
_PICTURE = re.compile(r"""data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+""")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ENDS_ITSELF = frozenset({
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "tbody", "thead", "tfoot", "colgroup", "br",
    "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "param", "source", "track", "wbr",
})  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Element:
    """An element: its tag, its attributes, and the elements and texts in it."""

    tag: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, empty where it is not there."""
        return self.attributes.get(name) or ""

    def elements(self) -> Iterator["Element"]:
        """The elements right in it."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator["Element"]:
        """Itself and all elements in it, in their order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(list(element.elements()))

    def text(self) -> str:
        """All text in it, as it is written."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what is shown of it, its title, and what it states of itself, by name in lower case."""

    body: Element
    title: str
    stated: Mapping[str, str]


def page_of(markup: str, name: str) -> Page:
    """The tree of a page; raises Problems where it is too large or too deep to be one."""
    markup = _PICTURE.sub("", markup)
    if len(markup) > MOST_CHARACTERS:
        raise Problems.one(f"网页超过 {MOST_CHARACTERS // 1024 // 1024} MB", "请只保存正文部分", file=name)
    _check_tags(markup, name)
    parser = LexborHTMLParser(markup)
    stated = {
        (node.attributes.get("name") or "").lower(): (node.attributes.get("content") or "").strip()
        for node in parser.css("meta[name]")
    }
    title = parser.css_first("head title")
    body = parser.body
    tree = Element("body") if body is None else _tree(body)
    return Page(tree, " ".join(title.text().split()) if title is not None else "", stated)


def _check_tags(markup: str, name: str) -> None:
    """Refuse a page with too many elements, or with too many open at their starts, in all; raises Problems."""
    depth = total = count = 0
    for match in _TAG.finditer(markup):
        count += not match[1]
        if match[2].lower() not in _ENDS_ITSELF:
            depth = max(0, depth - 1) if match[1] else depth + 1
            total += 0 if match[1] else depth
        if count > MOST_ELEMENTS:
            raise Problems.one(f"网页超过 {MOST_ELEMENTS} 个元素", "请只保存正文部分", file=name)
        if total > MOST_NESTING:
            raise Problems.one("网页的内容嵌套得太深", "请检查文件是否正常", file=name)


def _tree(top: LexborNode) -> Element:
    """The shown part of the tree below a node, built without recursion."""
    root = Element("body", top.attributes)
    path = [root]
    node = top.child
    deeper = 0
    while node is not None:
        entered = False
        tag = node.tag or ""
        if tag == "-text":
            text = _CONTROL.sub("", node.text_content or "")
            parent = node.parent
            loose = deeper and parent is not None and parent.tag in BLOCKS
            path[-1].children.append(Element("div", {}, [text]) if loose else text)
        elif not tag.startswith(("-", "!")) and _is_shown(node, tag):
            if len(path) < MOST_DEPTH:
                element = Element(tag, node.attributes)
                path[-1].children.append(element)
                if node.child is not None:
                    path.append(element)
                    entered = True
            elif node.child is not None:
                deeper += 1
                entered = True
        if entered:
            node = node.child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == top.mem_id:
                return root
            if deeper:
                deeper -= 1
            else:
                path.pop()
        node = node.next if node is not None else None
    return root


def _is_shown(node: LexborNode, tag: str) -> bool:
    if tag in _UNSEEN:
        return False
    attributes = node.attributes
    if not attributes:
        return True
    style = attributes.get("style") or ""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or (style and _HIDDEN.search(style)):
        return False
    return not ("mso-list:ignore" in style.replace(" ", "").lower() and _BULLET.fullmatch(node.text()))
