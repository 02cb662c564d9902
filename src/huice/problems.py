"""What is wrong with an input, where, and how to mend it: errors as data."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass

_SAID = {
    errno.ENOENT: "没有这个文件", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径不对", errno.EEXIST: "同名的文件已经在那里", errno.ENOSPC: "磁盘满了", errno.EROFS: "磁盘只读", errno.ENAMETOOLONG: "文件名太长",
}  # fmt: skip


def refusal(error: OSError) -> str:
    """What the system refused, in Chinese."""
    return _SAID.get(error.errno or 0, error.strerror or "系统出错")


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing wrong in one place. `line` and `column` count from 1; 0 where there is no such place."""

    file: str
    line: int
    column: int
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        said = f"{self.what}。{self.remedy}" if self.remedy else self.what
        return f"{place}：{said}" if place else said

    def as_json(self) -> dict[str, str | int]:
        """The problem as a JSON object."""
        return {"file": self.file, "line": self.line, "column": self.column, "what": self.what, "remedy": self.remedy}


class Problems(Exception):
    """All that is wrong with one input; raised once, with everything that was found."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = sorted(set(found))
        super().__init__("\n".join(str(problem) for problem in self.found))

    @classmethod
    def one(cls, what: str, remedy: str = "", *, file: str = "", line: int = 0, column: int = 0) -> "Problems":
        """A single problem as an exception."""
        return cls([Problem(file, line, column, what, remedy)])
