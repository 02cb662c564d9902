"""From the bytes of a file, whatever its format, to its text in lines. Pure functions; nothing here touches a disk."""

import re
from importlib import import_module
from pathlib import PurePath

from huice.problems import Problems
from huice.readers.limits import MOST_BYTES, check_size
from huice.readers.source import Cell, Source

__all__ = ["MOST_BYTES", "Cell", "Source", "check_size", "format_of", "read"]

_BY_SUFFIX = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)[\s>]", re.I | re.S
)
_OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 4_096


def read(data: bytes, name: str) -> Source:
    """Read a file by what its bytes are; `name` is the file's name, for problems and where the bytes do not tell.

    Raises Problems where the file is empty, too large, damaged, encrypted or of no known format.
    """
    check_size(len(data), name)
    if not data.strip():
        raise Problems.one("文件是空的", "请检查是否选错了文件", file=name)
    source: Source = import_module(f"huice.readers.{format_of(data, name)}").read(data, name)
    return source


def format_of(data: bytes, name: str) -> str:
    """The format of a file, which is the name of its reader: by its first bytes, else by its suffix, else text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return "docx"
    if _MARKUP.match(data[:_HEAD]):
        return "html"
    return _BY_SUFFIX.get(PurePath(name).suffix.lower(), "text")
