"""The lines and tables in part of a web page, as a browser breaks them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from huice.readers.docx_numerals import chinese, letters, numeral, roman
from huice.readers.docx_text import raised
from huice.readers.html_grid import Grid, grid_of, tidy
from huice.readers.html_tree import BLOCKS, Element
from huice.readers.source import Cell

_BREAK = "\x1f"
"""Stands for white space in which the markup broke its line."""
_WIDE = r"[　-〿一-鿿！-～“”‘’…—]"
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_BROKEN = re.compile(rf"(?<={_WIDE})[ {_BREAK}]*{_BREAK}[ {_BREAK}]*(?={_WIDE})")
_RUN = re.compile(rf"[ {_BREAK}]+")
_MARKED = re.compile(r"(?:第?[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z])[）)、.．条章]|[①-⓿])")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_STYLES: Mapping[str, Callable[[int], str]] = {
    "1": lambda number: f"{number}.",
    "a": lambda number: f"{letters(number)}.",
    "A": lambda number: f"{letters(number).upper()}.",
    "i": lambda number: f"{roman(number)}.",
    "I": lambda number: f"{roman(number).upper()}.",
    "lower-alpha": lambda number: f"{letters(number)}.",
    "upper-alpha": lambda number: f"{letters(number).upper()}.",
    "lower-latin": lambda number: f"{letters(number)}.",
    "upper-latin": lambda number: f"{letters(number).upper()}.",
    "lower-roman": lambda number: f"{roman(number)}.",
    "upper-roman": lambda number: f"{roman(number).upper()}.",
    "decimal-leading-zero": lambda number: f"{number:02d}.",
    "cjk-ideographic": lambda number: f"{chinese(number)}、",
    "simp-chinese-informal": lambda number: f"{chinese(number)}、",
    "cjk-decimal": lambda number: f"{numeral(number, 'ideographDigital')}、",
    **dict.fromkeys(("none", "disc", "circle", "square"), lambda _: ""),
}
_LONG = 200
_ROW_GROUPS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text, how many of its characters are links, and the addresses they lead to."""

    text: str
    linked: int = 0
    links: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Whether nearly all of it is links."""
        return bool(self.text) and self.linked >= 0.8 * sum(not c.isspace() for c in self.text)


@dataclass(slots=True)
class _Writer:
    """Lines being written: those done, and the parts of the one that is not."""

    name: str
    done: list[Line | Grid] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    label: str = ""
    linked: int = 0
    links: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        """End the line that is being written, if it has any text."""
        text = _RUN.sub(" ", _BROKEN.sub("", "".join(self.parts))).strip()
        self.parts.clear()
        if not text:
            return
        if self.label:
            text = self.label + (text if self.label.endswith("、") else f" {text}")
            self.label = ""
        self.done.append(Line(text, self.linked, tuple(self.links)))
        self.linked = 0
        self.links.clear()

    def write(self, text: str, *, is_link: bool, kept: bool) -> None:
        """Add text to the line; white space is one space, or as it stands where it is kept (`pre`)."""
        if kept:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self.parts.append(first)
            for line in more:
                self.end_line()
                self.parts.append(line)
        else:
            self.parts.append(_SPACE.sub(lambda match: _BREAK if "\n" in match[0] else " ", text))
        if is_link:
            self.linked += sum(not c.isspace() for c in text)


def lines_of(element: Element, name: str) -> list[Line | Grid]:
    """The lines and tables in an element, in order; raises Problems for tables beyond bounds."""
    writer = _Writer(name)
    _write(element, writer, is_link=False, kept=False)
    writer.end_line()
    return writer.done


def _write(element: Element, writer: _Writer, *, is_link: bool, kept: bool) -> None:
    for child in element.children:
        if isinstance(child, str):
            writer.write(child, is_link=is_link, kept=kept)
        elif child.tag == "br":
            writer.end_line()
        elif child.tag == "table":
            writer.end_line()
            _write_table(child, writer)
        elif child.tag in {"ol", "ul"}:
            writer.end_line()
            _write_list(child, writer)
            writer.end_line()
        elif child.tag == "sup":
            writer.write(raised(child.text().strip()), is_link=is_link, kept=kept)
        else:
            is_block = child.tag in BLOCKS
            if is_block:
                writer.end_line()
            if child.tag == "a":
                writer.links.append(child.get("href"))
            _write(child, writer, is_link=is_link or child.tag == "a", kept=kept or child.tag == "pre")
            if is_block:
                writer.end_line()


def _write_list(element: Element, writer: _Writer) -> None:
    """A list; its items are numbered as a browser shows it, unless they bring their numbers with them."""
    items = [child for child in element.elements() if child.tag == "li"]
    marker = _marker(element, items)
    step = -1 if "reversed" in element.attributes else 1
    number = _whole(element.get("start"), len(items) if step < 0 else 1)
    for child in element.children:
        if isinstance(child, str):
            writer.write(child, is_link=False, kept=False)
            continue
        writer.end_line()
        if child.tag == "li":
            number = _whole(child.get("value"), number)
            writer.label = marker(number)
            number += step
        _write(Element("div", {}, [child]), writer, is_link=False, kept=False)
        writer.end_line()
        writer.label = ""


def _marker(element: Element, items: list[Element]) -> Callable[[int], str]:
    """What stands before the item of each number."""
    if element.tag == "ul" or not items:
        return _STYLES["none"]
    own = sum(bool(_MARKED.match(item.text().strip())) for item in items)
    if own > len(items) / 2:
        return _STYLES["none"]
    styled = _LIST_STYLE.search(element.get("style"))
    kinds = (styled[1].lower().split() if styled else []) + [element.get("type")]
    return next((_STYLES[kind] for kind in kinds if kind in _STYLES), _STYLES["1"])


def _write_table(table: Element, writer: _Writer) -> None:
    """A table as a grid, or its cells one after the other where it is there for the layout of the page."""
    for caption in table.elements():
        if caption.tag == "caption":
            _write(caption, writer, is_link=False, kept=False)
            writer.end_line()
    rows = list(_rows(table))
    inside = [[lines_of(cell, writer.name) for cell in row] for row in rows]
    if _is_layout(rows, inside):
        writer.done += [line for row in inside for cell in row for line in cell]
        return
    cells = [
        [
            Cell(tidy(" ".join(map(_said, lines))), _rowspan(cell, len(rows)), max(1, _whole(cell.get("colspan"), 1)))
            for cell, lines in zip(row, said, strict=True)
        ]
        for row, said in zip(rows, inside, strict=True)
    ]
    writer.done.append(grid_of(cells, writer.name))


def _is_layout(rows: list[list[Element]], inside: list[list[list[Line | Grid]]]) -> bool:
    """Whether a table only lays out the page: one column, or one cell with most of its text, in several paragraphs."""
    if all(len(row) <= 1 for row in rows):
        return True
    cells = [lines for row in inside for lines in row]
    sizes = [sum(len(_said(line)) for line in lines) for lines in cells]
    largest = max(sizes, default=0)
    paragraphs = cells[sizes.index(largest)]
    if largest <= 0.6 * sum(sizes):
        return False
    return any(isinstance(line, Grid) for line in paragraphs) or (largest > _LONG and len(paragraphs) > 2)


def _rows(table: Element) -> Iterator[list[Element]]:
    """The cells of each row: the head first, the foot last, wherever they are written."""
    groups: dict[str, list[Element]] = {name: [] for name in _ROW_GROUPS}
    for child in table.elements():
        if child.tag == "tr":
            groups["tbody"].append(child)
        elif child.tag in groups:
            groups[child.tag] += [row for row in child.elements() if row.tag == "tr"]
    for name in _ROW_GROUPS:
        for row in groups[name]:
            yield [cell for cell in row.elements() if cell.tag in {"td", "th"}]


def _rowspan(cell: Element, rows: int) -> int:
    said = _whole(cell.get("rowspan"), 1)
    return rows if said == 0 else max(1, said)


def _said(line: Line | Grid) -> str:
    if isinstance(line, Line):
        return line.text
    return " ".join(cell.text for row in line.rows for cell in row if cell.text)


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else otherwise
