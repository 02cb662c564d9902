"""The text inside a paragraph of a Word file, as it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from huice.readers.docx_package import W, children, is_on, value

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RAISED = str.maketrans("0123456789+-－()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_CAN_RISE = frozenset("0123456789+-－()n")
_SHOWN = {
    W + name
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase",
    )
}  # fmt: skip
"""What stands around runs and is itself not seen."""
_DRAWN = {W + "drawing", W + "pict", W + "object"}
_SIGNS = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0xA1: "○", 0xA8: "□", 0xD8: "➢",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□"}
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB0: "°", 0xB7: "•", 0x6D: "μ",
    0xAE: "→", 0xA5: "∞", 0xD6: "√", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x53: "Σ", 0xE5: "∑",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


@dataclass(frozen=True, slots=True)
class Box:
    """A text box anchored in a paragraph: the element that holds its paragraphs."""

    content: etree._Element


@dataclass(frozen=True, slots=True)
class Reference:
    """A footnote or endnote referred to: the kind of part it is in, and its id there."""

    kind: str
    id: str


Piece = str | Box | Reference


def is_shown(element: etree._Element) -> bool:
    """Whether a content control holds more than the prompt to fill it in."""
    return not is_on(element.find(W + "sdtPr"), "showingPlcHdr")


def pieces(element: etree._Element) -> Iterator[Piece]:
    """What is shown of a paragraph, piece by piece: deleted and hidden text and the codes of fields are not."""
    for child in children(element):
        tag = child.tag
        if tag == W + "r":
            yield from _run(child)
        elif tag in _SHOWN:
            if is_shown(child):
                yield from pieces(child)
        elif tag.startswith(_MATH):
            yield _formula(child)


def raised(text: str) -> str:
    """Digits as superscripts, so that a power or a note's number does not run into the figure before it."""
    return text.translate(_RAISED) if text and _CAN_RISE.issuperset(text) else text


def _run(run: etree._Element) -> Iterator[Piece]:
    properties = run.find(W + "rPr")
    if is_on(properties, "vanish"):
        return
    rises = value(properties, "vertAlign") == "superscript"
    for child in children(run):
        tag = child.tag
        if tag == W + "t":
            text = (child.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
            yield raised(text) if rises else text
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == W + "br":
            if child.get(W + "type", "textWrapping") == "textWrapping":
                yield "\n"
        elif tag == W + "sym":
            yield _symbol(child)
        elif tag in {W + "footnoteReference", W + "endnoteReference"}:
            yield Reference("footnotes" if tag.endswith("footnoteReference") else "endnotes", child.get(W + "id", ""))
        elif tag in _DRAWN:
            yield from _boxes(child)
        elif tag == W + "ruby":
            yield from pieces(child)


def _boxes(drawing: etree._Element) -> Iterator[Box]:
    """The text boxes in a drawing, those in its groups too."""
    for child in children(drawing):
        if child.tag == W + "txbxContent":
            yield Box(child)
        else:
            yield from _boxes(child)


def _symbol(symbol: etree._Element) -> str:
    """The character of a symbol font in Unicode; none for one that only decorates."""
    try:
        code = int(symbol.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE else ""
    font = _FONTS.get(symbol.get(W + "font", "").lower())
    code -= 0xF000
    return (chr(code) if 0x20 < code < 0x7F else "") if font is None else font.get(code, "")


def _formula(element: etree._Element) -> str:
    """A formula in a line: fractions with a slash, powers raised, all else as it follows."""
    if element.tag == _MATH + "t":
        return element.text or ""
    if element.tag == _MATH + "f":
        above, below = (_inner(element.find(_MATH + part)) for part in ("num", "den"))
        return f"{_grouped(above)}/{_grouped(below)}"
    if element.tag == _MATH + "sSup":
        power = _inner(element.find(_MATH + "sup"))
        high = raised(power)
        return _inner(element.find(_MATH + "e")) + (high if high != power else f"^{_grouped(power)}")
    return _inner(element)


def _inner(element: etree._Element | None) -> str:
    return "" if element is None else "".join(_formula(child) for child in children(element))


def _grouped(text: str) -> str:
    return f"({text})" if any(sign in text for sign in "+-－×÷*/= ") else text
