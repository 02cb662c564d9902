"""From the bytes of a file, whatever its format, to its text in lines. Pure functions; nothing here touches a disk."""

from huice.problems import Problems
from huice.readers import text
from huice.readers.limits import MOST_BYTES, check_size
from huice.readers.source import Cell, Source

__all__ = ["MOST_BYTES", "Cell", "Source", "check_size", "read"]


def read(data: bytes, name: str) -> Source:
    """Read a file by what its bytes are; `name` is the file's name, for problems and where the bytes do not tell.

    Raises Problems where the file is empty, too large, damaged, encrypted or of no known format.
    """
    check_size(len(data), name)
    if not data.strip():
        raise Problems.one("文件是空的", "请检查是否选错了文件", file=name)
    return text.read(data, name)
