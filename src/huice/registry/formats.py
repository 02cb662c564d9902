"""What the values of an Excel sheet do not say: which cells are shown as percent, which hold an error.

A cell shown as 60% holds 0.6. Read as a number of percent it would be a hundredth of what its author meant.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import unescape
from pathlib import Path

import polars as pl

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(/?)>(?:(.*?)</(?:\w+:)?c>)?", re.S)
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_XF = re.compile(rb'<(?:\w+:)?xf\s[^>]*?numFmtId="(\d+)"')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_STEP = 1 << 22

Places = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Marks:
    """By sheet, the text to put in place of a cell, by row and column from 0."""

    cells: Mapping[str, Places] = field(default_factory=dict)

    def apply(self, sheet: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The sheet with percent cells written as percent and error cells as their error."""
        by_column: dict[int, dict[int, str]] = {}
        for (row, column), text in self.cells.get(sheet, {}).items():
            by_column.setdefault(column, {})[row] = text
        for column, texts in by_column.items():
            name = str(column)
            if name in frame.columns:
                kept = {row: text for row, text in texts.items() if row < frame.height}
                cells = frame[name].cast(pl.String).clone()
                frame = frame.with_columns(cells.scatter(list(kept), list(kept.values())).alias(name))
        return frame


def marks(path: Path) -> Marks:
    """The marks of a workbook; none where the file is of another make."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = set(book.namelist())
            percent = _percent_styles(book.read("xl/styles.xml")) if "xl/styles.xml" in parts else frozenset()
            return Marks({name: dict(_marked(book, part, percent)) for name, part in _sheets(book, parts)})
    except (zipfile.BadZipFile, KeyError):
        return Marks()


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text.replace(b":id=", b"id=")))


def _sheets(book: zipfile.ZipFile, parts: set[str]) -> Iterator[tuple[str, str]]:
    targets = {}
    for match in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels")):
        said = _attributes(match)
        targets[said[b"Id"]] = said[b"Target"].decode().lstrip("/").removeprefix("xl/")
    for match in _SHEET.findall(book.read("xl/workbook.xml")):
        said = _attributes(match)
        part = f"xl/{targets.get(said.get(b'rid', b''), '')}"
        if part in parts:
            yield unescape(said[b"name"].decode()), part


def _percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles that show a percentage."""
    formats = {b"9", b"10"}
    for match in _FORMAT.findall(styles):
        said = _attributes(match)
        if b"%" in said.get(b"formatCode", b""):
            formats.add(said[b"numFmtId"])
    start = styles.find(b"cellXfs")
    cells = styles[start : styles.find(b"cellXfs>", start + 8)] if start >= 0 else b""
    return frozenset(str(place).encode() for place, number in enumerate(_XF.findall(cells)) if number in formats)


def _marked(book: zipfile.ZipFile, part: str, percent: frozenset[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    held = b""
    with book.open(part) as stream:
        while piece := stream.read(_STEP):
            held += piece
            end = held.rfind(b"</row>") + 1 or held.rfind(b":row>") + 1
            if end:
                yield from _cells(held[:end], percent)
                held = held[end:]
    yield from _cells(held, percent)


def _cells(xml: bytes, percent: frozenset[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in xml and not any(b's="' + style + b'"' in xml for style in percent):
        return
    for attributes, empty, inside in _CELL.findall(xml):
        said = _attributes(attributes)
        value = _VALUE.search(inside)
        if empty or value is None or b"r" not in said:
            continue
        text = value[1].decode()
        if said.get(b"t") == b"e":
            yield _place(said[b"r"].decode()), text
        elif said.get(b"s") in percent and said.get(b"t", b"n") == b"n":
            try:
                yield _place(said[b"r"].decode()), f"{Decimal(repr(float(text))) * 100:f}%"
            except (InvalidOperation, ValueError):
                continue


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1
