"""Markdown: what its marks mean, in lines, without the marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from huice.problems import Problems
from huice.readers import text as plain
from huice.readers.docx_text import raised
from huice.readers.html_grid import Block, grid_of, source_of, tidy
from huice.readers.html_lines import Line, lines_of
from huice.readers.html_tree import page_of
from huice.readers.source import Cell, Source

MOST_CHARACTERS = 4 * 1024 * 1024
MOST_LINES = 200_000
"""How long a Markdown text may be."""

_MOST_BRACKETS = 200_000_000
"""The square of the brackets in a paragraph, for all of them: looking for links takes time in proportion."""
_MOST_NESTING = 60
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKER = re.compile(r"(?:第?[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．条章])(?!\d)")
_WIDE = re.compile(r"[　-〿一-鿿！-～“”‘’…—]")
_FRONT = re.compile(
    r"\A---[ \t]*\n((?:[\w-]+[ \t]*:[^\n]*\n|[ \t]+[^\n]*\n|-[ \t][^\n]*\n|#[^\n]*\n)+)---[ \t]*(?:\n|\Z)"
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>([^<]*)</sup>", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether a text is Markdown by its form: it has headings behind `#`, or the rule under a table's head."""
    return bool(_HEADING.search(text) or _RULE.search(text))


def read(data: bytes, name: str) -> Source:
    """A Markdown file: headings, paragraphs, items of lists with their numbers, and rows of tables.

    Data about the file in front of it (YAML) is furniture. Raises Problems for what is no text, or beyond bounds.
    """
    text = re.sub(r"\r\n?", "\n", plain.read(data, name).text)
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        what = f"文件超过 {MOST_CHARACTERS // 10_000} 万字或 {MOST_LINES // 10_000} 万行"
        raise Problems.one(what, "请拆成几个文件分别导入", file=name)
    if sum(part.count("[") ** 2 for part in _BLANK.split(text)) > _MOST_BRACKETS:
        raise Problems.one("一段里的方括号太多", "请检查文件是否正常", file=name)
    front = _FRONT.match(text)
    furniture = front[1].splitlines() if front else []
    blocks = list(_Reading(name).blocks(_tokens(text[front.end() :] if front else text, name)))
    return source_of("markdown", blocks, name, furniture)


def _tokens(text: str, name: str) -> list[Token]:
    """The tokens of a text; raises Problems where it is nested deeper than is read."""
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTING}).enable(["table", "strikethrough"])
    tokens = parser.parse(_RAISED.sub(lambda match: raised(match[1]), text))
    if any(token.level >= _MOST_NESTING - 1 for token in tokens):
        raise Problems.one("列表或引用嵌套得太深", "请检查文件是否正常", file=name)
    return tokens


@dataclass(slots=True)
class _Reading:
    """Tokens being read: the numbers of the lists that are open, and the number of the item not yet written."""

    name: str
    lists: list[int | None] = field(default_factory=list)
    label: str = ""
    rows: list[list[Cell]] = field(default_factory=list)

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The lines and tables of some tokens."""
        in_table = False
        for token in tokens:
            kind = token.type
            if kind == "inline" and in_table:
                self.rows[-1].append(Cell(tidy(_said(token.children or ()))))
            elif kind == "inline":
                yield self._labelled(_said(token.children or ()))
            elif kind in {"fence", "code_block"}:
                yield self._labelled(token.content)
            elif kind == "html_block":
                lines = lines_of(page_of(token.content, self.name).body, self.name)
                yield from (self._labelled(line.text) if isinstance(line, Line) else line for line in lines)
            elif kind in {"ordered_list_open", "bullet_list_open"}:
                self.lists.append(int(token.attrs.get("start", 1)) if kind.startswith("ordered") else None)
            elif kind in {"ordered_list_close", "bullet_list_close"}:
                self.lists.pop()
            elif kind == "list_item_open":
                self._begin_item(token)
            elif kind == "list_item_close":
                self.label = ""
            elif kind == "table_open":
                in_table = True
                self.rows = []
            elif kind == "tr_open":
                self.rows.append([])
            elif kind == "table_close":
                in_table = False
                yield grid_of(self.rows, self.name)

    def _begin_item(self, token: Token) -> None:
        number = self.lists[-1]
        self.label = "" if number is None else f"{number}{token.markup} "
        self.lists[-1] = None if number is None else number + 1

    def _labelled(self, text: str) -> str:
        label, self.label = self.label, ""
        return label + text.strip()


def _said(tokens: Sequence[Token]) -> str:
    """The text of a paragraph: what is emphasised or linked is text, a picture is not."""
    said = ""
    is_broken = False
    for token in tokens:
        if token.type == "softbreak":
            is_broken = True
            continue
        part = "\n" if token.type == "hardbreak" or _LINE_BREAK.fullmatch(token.content) else ""
        if token.type in {"text", "code_inline", "text_special"}:
            part = token.content
        if is_broken and part:
            part = part.lstrip(" \t　")
            said = said.rstrip(" \t　")
            said += _between(said, part)
            is_broken = False
        said += part
    return said


def _between(before: str, after: str) -> str:
    """What stands for a line's end in a paragraph: nothing between Chinese, and a line's end before a numbered part."""
    if _MARKER.match(after):
        return "\n"
    joins = not before or not after or after == "\n" or (_WIDE.match(before[-1]) and _WIDE.match(after))
    return "" if joins else " "
