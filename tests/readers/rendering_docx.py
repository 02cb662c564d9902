"""Word files made of lines, laid out in the ways Word files are."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from xml.sax.saxutils import escape

LAYOUTS = ("plain", "auto-numbered", "styled", "tables and boxes")
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DIGITS = "零一二三四五六七八九"
_MARKERS = (
    re.compile(r"^([一二三四五六七八九十]{1,3})、"),
    re.compile(r"^（([一二三四五六七八九十]{1,3})）"),
    re.compile(r"^(\d{1,2})[.]"),
)
_ABSTRACT = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


_STYLES = """<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr><w:outlineLvl w:val="2"/></w:pPr></w:style>"""


def docx_of(lines: Sequence[str], layout: str) -> bytes:
    """A Word file of some lines; the cells of a row are apart by tabs."""
    if layout in {"auto-numbered", "styled"}:
        body, numbers = _auto_numbered(lines, styled=layout == "styled")
        return package(body, {"numbering": _ABSTRACT + numbers, "styles": _STYLES})
    return package("".join(_laid_out(lines, boxed=layout == "tables and boxes")))


def package(body: str, parts: Mapping[str, str] | None = None, extra: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file with this XML as its body, and as the inside of its other parts."""
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for at, kind in enumerate(parts)
    )
    files = {
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>" for kind, inside in parts.items()},
    }
    return zipped({**{name: text.encode() for name, text in files.items()}, **(extra or {})})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of some files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph, broken into runs in the middle of words as Word does."""
    cut = len(text) // 2
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text[:cut])}{run(text[cut:])}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run; its tabs as Word's."""
    parts = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{parts}</w:r>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    """A cell; text becomes its paragraph."""
    inside = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are text, or XML made by `cell`."""
    said = ("".join(part if part.startswith("<w:tc>") else cell(part) for part in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in said)}</w:tbl>"


def box(content: str) -> str:
    """A paragraph with a text box, in both forms that Word writes."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _laid_out(lines: Sequence[str], *, boxed: bool) -> Iterator[str]:
    for cells, group in groupby(lines, lambda line: line.count("\t") + 1):
        if cells > 1:
            yield table([line.split("\t") for line in group])
        else:
            yield from (
                box(paragraph(line)) if boxed and line.startswith("专栏") else paragraph(line) for line in group
            )


def _auto_numbered(lines: Sequence[str], *, styled: bool) -> tuple[str, str]:
    """The body, and the lists it names: a number that goes on from the one before, or is the first, is not written.

    Where `styled` the style of a heading names the level, and the list as long as it is the first.
    """
    body: list[str] = []
    counts = [0, 0, 0]
    lists = 1
    rows: list[list[str]] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if "\t" in line:
            rows.append(line.split("\t"))
            if following.count("\t") + 1 != len(rows[0]):
                body.append(table(rows))
                rows = []
            continue
        found = next(((at, match) for at, mark in enumerate(_MARKERS) if (match := mark.match(line))), None)
        value = _value(found[1][1]) if found else 0
        if found is None or value not in {1, counts[found[0]] + 1}:
            body.append(paragraph(line))
            continue
        level, text = found[0], line[found[1].end() :]
        if value == 1 and counts[level]:
            lists += 1
        counts = [*(count or 1 for count in counts[:level]), value, *[0] * (2 - level)]
        own = "" if lists == 1 else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{lists}"/></w:numPr>'
        body.append(
            paragraph(text, f'<w:pStyle w:val="{level + 1}"/>{own}') if styled else numbered(text, lists, level)
        )
    return "".join(body), "".join(map(_list, range(1, lists + 1)))


def _list(number: int) -> str:
    anew = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>' for at in range(3))
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{anew if number > 1 else ""}</w:num>'


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _DIGITS.index(numeral) if len(numeral) == 1 else 0
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)
