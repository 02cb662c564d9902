"""Web pages: the document on a page of a government's site, or any page as a whole, in lines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from huice.problems import Problems
from huice.readers.html_article import article_of, names_of
from huice.readers.html_chrome import trimmed
from huice.readers.html_encoding import decoded
from huice.readers.html_grid import Block, Grid, source_of
from huice.readers.html_lines import Line, lines_of
from huice.readers.html_tree import Element, Page, page_of
from huice.readers.source import Source

_HEAD = 15
"""Among how many lines at its beginning a document's own title and number are looked for."""
_STATED = ("articletitle", "og:title")
_TITLE_NAME = re.compile(r"(?:.*[-_])?(?:title|tit|bt|biaoti|headline|arti_title|articletitle|xl-tit)\d*")
_SITE = re.compile(r"\s*[-_|｜]+\s*[^-_|｜]*$")
_NUMBER_LABEL = re.compile(r"[\[【]?(?:发文字号|发文文号|文件编号|文\s*号)[\]】]?\s*[:：]?\s*")
_NUMBER = re.compile(r"[^\s〔\[（(【]{1,24}[〔\[（(【﹝]?\s*\d{4}\s*[〕\]）)】﹞年]?\s*第?\s*\d{1,5}\s*号")
_BRACKETS = str.maketrans("〔〕【】﹝﹞（）()", "[][][][][]")
_LEAST_TITLE = 6


def read(data: bytes, name: str) -> Source:
    """A web page: the text of its document, with its title, and its number where the page states it only beside.

    Raises Problems where characters are damaged, the page is beyond bounds or holds no text.
    """
    markup = decoded(data)
    page = page_of(markup, name)
    article = article_of(page.body)
    lines: list[Line | Grid] = trimmed(lines_of(article, name))
    title = _title(page, article)
    lines = _titled(title, lines)
    number = _number(page, lines, name) if _NUMBER_LABEL.search(markup) else ""
    if number:
        at = _after_title(title, lines)
        lines = [*lines[:at], Line(number), *lines[at:]]
    source = source_of("html", _blocks(lines), name)
    if "\ufffd" in source.text:
        at = source.text.count("\n", 0, source.text.index("\ufffd")) + 1
        raise Problems.one("网页里有认不出的字节", "请用浏览器打开，重新保存再导入", file=name, line=at)
    return source


def _blocks(lines: Sequence[Line | Grid]) -> Iterator[Block]:
    for line in lines:
        yield line.text if isinstance(line, Line) else line


def _title(page: Page, article: Element) -> list[str]:
    """The title of the document in its lines: what the page states, else its largest heading; empty where it has none."""
    elements = list(page.body.walk())
    headings = [_lines(element) for element in elements if element.tag == "h1"][:_HEAD]
    named = [_lines(element) for element in elements if any(map(_TITLE_NAME.fullmatch, names_of(element)))][:_HEAD]
    stated = next((page.stated[name] for name in _STATED if page.stated.get(name)), "")
    if stated:
        same = (lines for lines in [*headings, *named] if _squeezed(lines) == _squeezed([stated]))
        return next(same, [stated])
    whole = _squeezed([page.title])
    fitting = [
        lines
        for lines in [*headings, *named]
        if len(_squeezed(lines)) >= _LEAST_TITLE and (not whole or whole.startswith(_squeezed(lines)))
    ]
    if fitting:
        return max(fitting, key=lambda lines: len(_squeezed(lines)))
    bare = page.title
    while (shorter := _SITE.sub("", bare)) != bare and len(shorter) >= _LEAST_TITLE:
        bare = shorter
    is_page = article.tag != "body" and bare != page.title
    return [bare] if is_page and len(bare) >= _LEAST_TITLE else []


def _lines(element: Element) -> list[str]:
    return [line.text for line in lines_of(element, "") if isinstance(line, Line)]


def _squeezed(lines: Sequence[str]) -> str:
    """Some lines for comparison: without white space and without the widths of signs."""
    return unicodedata.normalize("NFKC", "".join("".join(lines).split()))


def _titled(title: Sequence[str], lines: list[Line | Grid]) -> list[Line | Grid]:
    """The lines with the title before them, once: where page and document both print it, as the document does."""
    wanted = _squeezed(title)
    if not wanted:
        return lines
    head = [_squeezed([line.text]) if isinstance(line, Line) else "" for line in lines[:_HEAD]]
    if wanted not in "".join(head):
        return [*map(Line, title), *lines]
    if wanted in head and wanted in "".join(head[head.index(wanted) + 1 :]):
        del lines[head.index(wanted)]
    return lines


def _after_title(title: Sequence[str], lines: Sequence[Line | Grid]) -> int:
    """How many lines there are up to the end of the title; none where it is not among the first."""
    wanted = _squeezed(title)
    said = ""
    for at, line in enumerate(lines[:_HEAD], 1):
        said += _squeezed([line.text]) if isinstance(line, Line) else ""
        if wanted and wanted in said:
            return at
    return 0


def _number(page: Page, lines: Sequence[Line | Grid], name: str) -> str:
    """The document's number as the page states it beside the document, if the document does not print one itself."""
    head = [line.text for line in lines[:_HEAD] if isinstance(line, Line)]
    if any(_NUMBER.fullmatch(line.strip("（）() ")) for line in head):
        return ""
    for found in _stated_numbers(lines_of(page.body, name)):
        if _NUMBER.fullmatch(found):
            printed = _squeezed(head).translate(_BRACKETS)
            return "" if _squeezed([found]).translate(_BRACKETS) in printed else found
    return ""


def _stated_numbers(lines: Sequence[Line | Grid]) -> Iterator[str]:
    """What follows a label for a document's number: in its line, in the next, or in the next cell."""
    for at, line in enumerate(lines):
        if isinstance(line, Grid):
            cells = [cell.text for row in line.rows for cell in row]
        else:
            cells = [line.text, *(other.text for other in lines[at + 1 : at + 2] if isinstance(other, Line))]
        for place, cell in enumerate(cells):
            if label := _NUMBER_LABEL.match(cell):
                rest = cell[label.end() :]
                yield rest.strip() if rest.strip() else next(filter(None, cells[place + 1 :]), "").strip()
