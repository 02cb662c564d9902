"""What the analysis of a library remarks on: one thing in one place, of a kind, with a key to acknowledge it by."""

from dataclasses import dataclass

from huice.problems import Problem
from huice.rules.source import Place

KINDS = {
    "never": "条件不可能成立",
    "always": "条件必然成立",
    "gap": "期限有空档",
    "overlap": "期限重叠",
    "twice": "参数写了两次",
    "double-count": "可能重复计算",
    "one-sided": "不能同享只写了一边",
    "unreachable": "没有事项用到",
    "untested": "案例没有够到",
    "unused": "确认没有用上",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark. `key` is the same while the thing remarked on is: `accepted` lists in a pack name it."""

    kind: str
    key: str
    place: Place
    what: str
    remedy: str = ""

    @property
    def problem(self) -> Problem:
        """As a problem, which has a file, a line and a column."""
        return Problem(*self.place, f"{KINDS[self.kind]}：{self.what}", self.remedy)

    def as_json(self) -> dict[str, str | int]:
        """As a JSON object."""
        return {"kind": self.kind, "key": self.key} | self.problem.as_json()
