"""How large a file may be."""

from huice.problems import Problems

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read; callers check the size of a file against it before reading."""


def check_size(size: int, name: str) -> None:
    """Refuse a file of more than `MOST_BYTES` bytes; raises Problems."""
    if size > MOST_BYTES:
        limit = MOST_BYTES // (1024 * 1024)
        raise Problems.one(f"文件有 {size / 1024 / 1024:.0f} MB，超过 {limit} MB", "请拆成几个文件分别导入", file=name)
