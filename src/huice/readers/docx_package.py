"""The parts of an Office Open XML file: found by their relations, unpacked and parsed within bounds."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from huice.problems import Problems
from huice.readers.archive import opened, unpacked

MOST_XML = 48 * 1024 * 1024
"""How many bytes of XML a part may have: Word writes some fifty for each of a text, so this is a book of a thousand pages."""
MOST_TAGS = 2_000_000
"""How many tags a part may have; a book of a thousand pages has a quarter of it."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "officeDocument"
_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 再导入"
_OTHERS = (("xl/", "Excel 表格"), ("ppt/", "PowerPoint 演示文稿"), ("content.xml", "OpenDocument 文件"))


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: what kind of part it leads to (the last word of its type), and that part's name."""

    kind: str
    part: str


class Package:
    """A Word file: its parts by name. The names of parts have no slash in front."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a file; raises Problems where it is encrypted, damaged or not of Word."""
        self.name = name
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise Problems.one("文件加密了，要密码才能打开", "请解除密码后再导入", file=name)
            raise Problems.one("这是旧版 Word 文件（.doc）", _SAVE, file=name)
        self._archive = opened(data, name, "Word 文件")
        self._infos = {info.filename.lstrip("/").lower(): info for info in self._archive.infolist()}
        self._left = 2 * MOST_XML
        self.main = self._main()

    def _main(self) -> str:
        kinds = [relation.part for relation in self.relations("").values() if relation.kind == _MAIN]
        part = kinds[0] if kinds else "word/document.xml"
        other = next((what for start, what in _OTHERS if part.startswith(start) or start in self._infos), "")
        if other:
            raise Problems.one(f"这是{other}，不是 Word 文件", _SAVE, file=self.name)
        if part.lower() not in self._infos:
            raise Problems.one("这不是 Word 文件，或文件不完整（没有正文）", _SAVE, file=self.name)
        return part

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their id; of the package for the empty name."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        for element in () if root is None else root.iter("{*}Relationship"):
            if element.get("TargetMode") != "External":
                target = unquote(element.get("Target", ""))
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[element.get("Id", "")] = Relation(element.get("Type", "").rsplit("/", 1)[-1], path)
        return found

    def related(self, part: str, kind: str) -> etree._Element | None:
        """The first part of a kind that a part is related to, parsed."""
        names = (relation.part for relation in self.relations(part).values() if relation.kind == kind)
        return next((root for root in map(self.xml, names) if root is not None), None)

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part; None where there is no such part. Raises Problems where it cannot be read."""
        info = self._infos.get(part.lower())
        return None if info is None else self._parsed(self._bytes(info), part)

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        data = unpacked(self._archive, info, self.name, min(MOST_XML, self._left))
        self._left -= len(data)
        if data.count(b"<") > MOST_TAGS:
            raise self._too_large()
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def _parsed(self, data: bytes, part: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            said = str(error)
            if "entity" in said.lower():
                raise self._entities(part) from None
            if "depth" in said.lower():
                what = f"文件的内容嵌套得太深（{part}）"
                raise Problems.one(what, "请检查文件是否正常", file=self.name) from None
            if "huge" in said.lower():
                raise self._too_large() from None
            raise Problems.one(f"文件已损坏（{part} 不是完整的 XML）", "请重新取得这个文件", file=self.name) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._entities(part)
        return root

    def _too_large(self) -> Problems:
        return Problems.one("文件的内容太多", "请拆成几个文件分别导入", file=self.name)

    def _entities(self, part: str) -> Problems:
        what = f"文件里有 Word 不会写出的 XML 实体声明（{part}），可能是恶意文件"
        return Problems.one(what, "请检查文件的来源", file=self.name)


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The elements right below one, for both forms of compatible content the one that is shown."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag.endswith("}AlternateContent"):
            choices = [part for part in child if isinstance(part.tag, str)]
            chosen = next((part for part in choices if part.tag.endswith("}Choice")), None)
            part = chosen if chosen is not None else next(iter(choices), None)
            if part is not None:
                yield from children(part)
        else:
            yield child


def value(element: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of a child that is a property; None where it or its parent is not there."""
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(W + attribute, "")


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number written in an attribute."""
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise


def is_on(element: etree._Element | None, name: str) -> bool:
    """Whether a property that is on or off is stated and on."""
    said = value(element, name)
    return said is not None and said not in {"0", "false", "off", "none"}
