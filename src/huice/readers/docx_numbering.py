"""The numbers of a Word file that exist only as list formatting, counted as Word counts them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from huice.readers.docx_numerals import numeral
from huice.readers.docx_package import W, is_on, value, whole

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST_CHAIN = 50
"""How far styles are followed that are based on styles; a circle among them ends there."""
_CLOSED = tuple("、．：，。；）〕】》」』")
"""After these no space is seen, though there is a tab."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it is counted and written, and the paragraph style that is tied to it."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: the abstract list whose count it shares, its levels, and where it starts anew."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of numbering, and the style it is based on."""

    based_on: str = ""
    number: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a file, by the number paragraphs name them by, and its paragraph styles."""

    lists: Mapping[str, List]
    styles: Mapping[str, Style]
    default: str = ""

    def place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list and level (from 0) of a paragraph with these properties; None where it has no number."""
        stated = None if properties is None else properties.find(W + "numPr")
        number, level = value(stated, "numId"), value(stated, "ilvl")
        style = value(properties, "pStyle") or self.default
        if number is None:
            inherited = self._inherited(style)
            number = inherited[0] if inherited else None
            level = level or (str(inherited[1]) if inherited else None)
        if number is None or number == "0" or number not in self.lists:
            return None
        return number, min(max(whole(level), 0), _LEVELS - 1)

    def _inherited(self, style: str) -> tuple[str, int] | None:
        """The list and level a style gives, its own or that of a style it is based on."""
        level: int | None = None
        at = style
        for _ in range(_LONGEST_CHAIN):
            found = self.styles.get(at)
            if found is None:
                return None
            level = found.level if level is None else level
            if found.number is not None:
                return found.number, self._tied(found.number, (style, at), level)
            at = found.based_on
        return None

    def _tied(self, number: str, styles: tuple[str, ...], level: int | None) -> int:
        """The level that is tied to one of some styles, the first that is; else the level they state."""
        levels = self.lists[number].levels if number in self.lists else {}
        for style in styles:
            for at, found in levels.items():
                if style and found.style == style:
                    return at
        return level or 0


class Counter:
    """Counts the paragraphs of a file through, and says each one's number. One for each text that counts by itself."""

    def __init__(self, lists: Lists) -> None:
        """A count that has not begun."""
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph, which has these properties, with the space after it; empty for none."""
        place = self._lists.place(properties)
        if place is None:
            return ""
        number, at = place
        listed = self._lists.lists[number]
        counts = self._counts.setdefault(listed.abstract, {})
        self._count(number, at, listed, counts)
        level = listed.levels.get(at, Level())
        if level.form == "bullet":
            return ""
        written = _PLACE.sub(lambda match: self._said(int(match[1]) - 1, level, listed, counts), level.text).strip()
        if not written or level.suffix == "nothing" or written.endswith(_CLOSED):
            return written
        return f"{written} "

    def _count(self, number: str, at: int, listed: List, counts: dict[int, int]) -> None:
        start = listed.levels.get(at, Level()).start
        if at in listed.starts and (number, at) not in self._started:
            self._started.add((number, at))
            counts[at] = listed.starts[at]
        elif at in counts:
            counts[at] += 1
        else:
            counts[at] = listed.starts.get(at, start)
        for deeper in [level for level in counts if level > at]:
            restart = listed.levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                del counts[deeper]
        for higher in range(at):
            counts.setdefault(higher, listed.starts.get(higher, listed.levels.get(higher, Level()).start))

    @staticmethod
    def _said(at: int, level: Level, listed: List, counts: Mapping[int, int]) -> str:
        """The count of a level, written in its own form, or in digits where this level is a legal one."""
        other = listed.levels.get(at, Level())
        form = "decimal" if level.is_legal and other.form != "none" else other.form
        return "" if form == "bullet" else numeral(counts.get(at, other.start), form)


def lists_of(numbering: etree._Element | None, styles: etree._Element | None) -> Lists:
    """The lists and styles in the parts of a file that define them."""
    known = dict(_styles(styles)) if styles is not None else {}
    default = next(
        (
            style.get(W + "styleId", "")
            for style in (() if styles is None else styles.iterfind(W + "style"))
            if style.get(W + "type", "paragraph") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}
        ),
        "",
    )
    return Lists(dict(_lists(numbering, known)) if numbering is not None else {}, known, default)


def _styles(root: etree._Element) -> Iterator[tuple[str, Style]]:
    for style in root.iterfind(W + "style"):
        properties = style.find(W + "pPr")
        numbered = None if properties is None else properties.find(W + "numPr")
        level = value(numbered, "ilvl")
        yield (
            style.get(W + "styleId", ""),
            Style(value(style, "basedOn") or "", value(numbered, "numId"), None if level is None else whole(level)),
        )


def _lists(root: etree._Element, styles: Mapping[str, Style]) -> Iterator[tuple[str, List]]:
    abstracts = {element.get(W + "abstractNumId", ""): element for element in root.iterfind(W + "abstractNum")}
    targets = {element.get(W + "numId", ""): value(element, "abstractNumId") for element in root.iterfind(W + "num")}
    defined = {abstract: dict(_levels(element)) for abstract, element in abstracts.items()}
    for element in root.iterfind(W + "num"):
        abstract = value(element, "abstractNumId") or ""
        style = value(abstracts.get(abstract), "numStyleLink")
        if style:
            linked = styles.get(style, Style()).number
            abstract = targets.get(linked or "") or abstract
        levels = dict(defined.get(abstract, {}))
        starts: dict[int, int] = {}
        for override in element.iterfind(W + "lvlOverride"):
            at = whole(override.get(W + "ilvl"))
            levels.update(_levels(override))
            if (start := value(override, "startOverride")) is not None:
                starts[at] = whole(start, 1)
        yield element.get(W + "numId", ""), List(abstract, levels, starts)


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterfind(W + "lvl"):
        restart = value(element, "lvlRestart")
        yield (
            whole(element.get(W + "ilvl")),
            Level(
                form=_form(element),
                text=value(element, "lvlText") or "",
                start=whole(value(element, "start"), 0),
                restart=None if restart is None else whole(restart),
                is_legal=is_on(element, "isLgl"),
                suffix=value(element, "suff") or "tab",
                style=value(element, "pStyle") or "",
            ),
        )


def _form(level: etree._Element) -> str:
    """The number format of a level; one of Word's custom formats counts in digits, with leading zeros if it shows some."""
    found = next(iter(level.iter(W + "numFmt")), None)
    form = "decimal" if found is None else found.get(W + "val", "decimal")
    if form == "custom" and found is not None:
        return "decimalZero" if found.get(W + "format", "").startswith("0") else "decimal"
    return form
