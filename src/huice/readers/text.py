"""From bytes to characters: which encoding, and what is no text at all."""

import codecs
import re

from huice.problems import Problems
from huice.readers.source import Source

_CONVERT = "请另存为纯文本（.txt，UTF-8 编码）再导入"
_FORMATS = (
    (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "Word、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"\x1f\x8b", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"),
    (b"Rar!", "压缩文件"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_ORDINARY = re.compile(r"[\s -~·—‘’“”…、。〇《》「」【】〔〕一-鿿！（），．：；？％０-９Ａ-Ｚａ-ｚ]")
_SAMPLE = 20_000


def read(data: bytes, name: str) -> Source:
    """A text file: UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises Problems for an empty, binary or damaged file.
    """
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise Problems.one(f"这是{what}，不是纯文本", _CONVERT, file=name)
    text, encoding, mark = _decoded(data, name)
    if _CONTROL.search(text):
        raise Problems.one("这不是文本文件（含有控制字符）", _CONVERT, file=name)
    if not text.strip():
        raise Problems.one("文件里没有文字", "请检查是否选错了文件", file=name)
    return Source("text", text, encoding, mark)


def _decoded(data: bytes, name: str) -> tuple[str, str, bytes]:
    """The characters, the encoding they were read in, and the byte order mark before them."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _utf8(data[len(mark) :], name) if encoding == "utf-8" else _strict(data[2:], encoding, name)
            return text, encoding, mark
    try:
        return data.decode("utf-8"), "utf-8", b""
    except UnicodeDecodeError:
        pass
    candidates = ("utf-16-le", "utf-16-be", "gb18030") if b"\x00" in data else ("gb18030", "utf-16-le", "utf-16-be")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_well(text):
            return text, encoding, b""
    return _utf8(data, name), "utf-8", b""


def _reads_well(text: str) -> bool:
    """Whether what was decoded looks like Chinese prose, and not like bytes taken for another encoding."""
    sample = text[:_SAMPLE]
    return not _CONTROL.search(sample) and len(_ORDINARY.findall(sample)) >= 0.95 * len(sample)


def _utf8(data: bytes, name: str) -> str:
    """UTF-8 that may be damaged: says where."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") > 0.01 * len(text):
            raise Problems.one("认不出文件的编码", _CONVERT, file=name) from None
        cut = error.start >= len(data) - 4
        what = "文件在一个字的中间断了，没有下载或复制完整" if cut else "这里有认不出的字节"
        remedy = "请重新取得这个文件" if cut else _CONVERT
        raise Problems.one(what, remedy, file=name, line=line) from None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Problems.one("文件的 UTF-16 编码不完整", "请重新取得这个文件", file=name) from None
