"""The characters of a web page: by its mark, its bytes and what it declares, in that order of trust."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "gb18030"}
"""What pages that declare an encoding are really written in: its superset, or what it is mistaken for in China."""
_HEAD = 4096


def decoded(data: bytes) -> str:
    """The text of a page; bytes that no candidate explains become U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    candidates = list(dict.fromkeys(_candidates(data)))
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return min((data.decode(encoding, "replace") for encoding in candidates if _is_known(encoding)), key=_lost)


def _candidates(data: bytes) -> list[str]:
    """The encodings to try. Chinese text in another encoding is hardly ever valid UTF-8, so this one comes first."""
    if b"\x00" in data[:_HEAD]:
        even, odd = data[:_HEAD:2].count(0), data[1:_HEAD:2].count(0)
        if max(even, odd) > 4 * min(even, odd) + 8:
            return ["utf-16-be" if even > odd else "utf-16-le"]
    found = _DECLARED.search(data[:_HEAD])
    declared = found[1].decode("ascii").lower() if found else "gb18030"
    return ["utf-8", _WIDER.get(declared, declared), "gb18030"]


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding)._is_text_encoding)
    except LookupError:
        return False


def _lost(text: str) -> int:
    return text.count("\ufffd")
