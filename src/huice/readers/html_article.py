"""Which part of a web page is the document: told by where its sentences are, and by what such parts are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from huice.readers.html_tree import BLOCKS, Element

_OWN = re.compile(
    r"trs_?u?editor|ucap-?content|custom_?unionstyle|zoom|zhengwen|"
    r"(?:article|artical|news|detail|info|text|pages?|view|main|post|entry|xxgk|zw|gov|vsb|file|txt|con)"
    r"[-_]?(?:content|contents|con|cont|body|text|txt|detail|box|main|article|info)\d*|"
    r"(?:content|contents|con|body)[-_]?(?:article|news|detail|info|text|txt|main|box)?\d*|article|artical|detail|editor"
)
"""Names, as classes or ids, of what holds the document's text on the sites of governments."""
_ANYWHERE = (
    r"nav|navbar|navigation|breadcrumbs?|crumbs?|mbx|weizhi|menu|sidebar|copyright|friendlink|share|bdshare\w*|"
    r"jiathis\w*|social|qrcode|ewm|erweima|print|toolbar|fontsize|font-size|zihao|related|relate|xgwj|xgjd|xglj|"
    r"recommend|prevnext|pager|pagination|comment|search|login|sr-only|visually-hidden"
)
_AROUND = r"header|head|top|footer|foot|bottom|location|position|links|tools?|aside|hot|prev|next|paging|skip|banner|logo|popup"
_ENDING = (
    r"(?:[-_](?:box|bar|wrap|wrapper|con|content|list|area|div|inner|main|left|right|line|nav|text|btn|block))?\d*"
)
_CHROME = re.compile(rf"(?:.*[-_])?(?:{_ANYWHERE}|{_AROUND}){_ENDING}")
_CHROME_INSIDE = re.compile(rf"(?:.*[-_])?(?:{_ANYWHERE}){_ENDING}")
"""Names of what stands around a document, and of what may even stand in the element that holds it."""
_TEXTUAL = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "li"})
"""Elements that are pieces of text or of tables: by themselves never chrome, though they may stand in it."""
_LARGEST_CHROME = 2000
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "header"})
_IMPRINT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|网站地图|Copyright|All Rights Reserved", re.IGNORECASE)
_LABELS = (
    "索引号", "发文机关", "发布机构", "发文字号", "成文日期", "发布日期", "主题分类", "公开方式", "组配分类", "公文种类",
    "信息分类", "生成日期", "有效性", "体裁分类", "公开日期", "主题词", "文号",
)  # fmt: skip
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|jpe?g|png)(?:[?#]|$)", re.IGNORECASE)
_CONTAINERS = frozenset({"div", "article", "main", "section", "form", "center", "ul", "li", "dd", "blockquote"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_MOST_CHROME = 0.25
"""No part with more of a page's own sentences than this is taken for chrome, whatever it is called."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What an element holds: characters outside links, characters in links, links, and sentences outside links."""

    own: int = 0
    linked: int = 0
    links: int = 0
    stops: int = 0

    @property
    def weight(self) -> int:
        """How much document it is: sentences tell more than characters."""
        return self.own + 20 * self.stops


Measures = dict[int, Measure]
"""Measures by the identity of the element."""


def article_of(body: Element) -> Element:
    """The element of a page that holds its document, without the page's chrome.

    The page is not changed; where nothing tells a document from its page, it is the whole page.
    """
    measures: Measures = {}
    total = _measure(body, measures, is_link=False)
    pruned = _pruned(body, measures, total, is_own=False)
    measures.clear()
    _measure(pruned, measures, is_link=False)
    return _narrowed(pruned, measures)


def is_file(address: str) -> bool:
    """Whether a link leads to a file, as those to attachments do."""
    return bool(_FILE.search(address))


def names_of(element: Element) -> list[str]:
    """The classes and the id of an element, in lower case."""
    if not element.attributes:
        return []
    return f"{element.get('class')} {element.get('id')}".lower().split()


def _measure(element: Element, measures: Measures, *, is_link: bool) -> Measure:
    inside = is_link or (element.tag == "a" and bool(element.get("href")))
    own = linked = stops = 0
    links = 1 if inside and not is_link else 0
    for child in element.children:
        if isinstance(child, str):
            size = len(child) - sum(map(child.count, " \n\t\r\xa0\u3000"))
            if inside:
                linked += size
            else:
                own += size
                stops += child.count("。") + child.count("；")
        else:
            part = _measure(child, measures, is_link=inside)
            own, linked, links, stops = own + part.own, linked + part.linked, links + part.links, stops + part.stops
    measures[id(element)] = total = Measure(own, linked, links, stops)
    return total


def _pruned(element: Element, measures: Mapping[int, Measure], total: Measure, *, is_own: bool) -> Element:
    """A copy of an element without the chrome in it."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
        elif not _is_chrome(child, measures[id(child)], total, is_own=is_own):
            kept.append(_pruned(child, measures, total, is_own=is_own or _is_own(child)))
    return Element(element.tag, element.attributes, kept)


def _is_chrome(element: Element, found: Measure, total: Measure, *, is_own: bool) -> bool:
    """Whether an element belongs to the page and not to its document."""
    if element.tag in _TEXTUAL or not found.own + found.linked or found.weight > _MOST_CHROME * total.weight:
        return False
    named = any(map((_CHROME_INSIDE if is_own else _CHROME).fullmatch, names_of(element)))
    if named or element.tag in _CHROME_TAGS:
        return not _has_files(element, found)
    if element.tag not in BLOCKS or found.own + found.linked > _LARGEST_CHROME or found.stops:
        return False
    text = "".join(element.text().split())
    if _IMPRINT.search(text) or sum(label in text for label in _LABELS) >= 3:
        return True
    share = 4.0 if is_own else 1.5
    dense = found.links >= 3 and found.linked > share * found.own and not (is_own and element.tag == "table")
    return dense and "附件" not in text and not _has_files(element, found)


def _has_files(element: Element, found: Measure) -> bool:
    return bool(found.links) and any(part.tag == "a" and is_file(part.get("href")) for part in element.walk())


def _is_own(element: Element) -> bool:
    return element.tag == "article" or any(map(_OWN.fullmatch, names_of(element)))


def _narrowed(element: Element, measures: Mapping[int, Measure]) -> Element:
    """The innermost element that leaves no sentence of the document outside.

    A step that leaves other text outside is taken only to an element that is called as documents are.
    """
    while True:
        inside = _steps(element)
        if not inside:
            return element
        best = max(inside, key=lambda child: measures[id(child)].weight)
        whole, part = measures[id(element)], measures[id(best)]
        if part.stops < whole.stops or not part.own:
            return element
        is_most = part.stops and part.own >= (0.8 if best.tag == "td" else 0.5) * whole.own
        if part.own < whole.own and not (is_most and _is_named_below(best, measures, part)):
            return element
        element = best


def _steps(element: Element) -> list[Element]:
    """The containers right in an element; a table's are its cells, for it may lay out the page."""
    found: list[Element] = []
    for child in element.elements():
        if child.tag in _TABLE_PARTS:
            found += _steps(child)
        elif child.tag in _CONTAINERS or child.tag == "td":
            found.append(child)
    return found


def _is_named_below(element: Element, measures: Mapping[int, Measure], whole: Measure) -> bool:
    """Whether the element, or one in it that holds all its sentences, is called as documents are."""
    waiting: Element | None = element
    while waiting is not None:
        if _is_own(waiting):
            return True
        waiting = next((child for child in _steps(waiting) if measures[id(child)].stops == whole.stops), None)
    return False
