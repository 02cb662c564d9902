"""Which document is meant: names forgiven their brackets, widths and spaces."""

from collections.abc import Sequence
from dataclasses import dataclass

from huice.corpus.titles import plain, signature
from huice.problems import Problems

_MOST_CANDIDATES = 5
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did: documents added, replaced, and found as they were; `keys` are those of all of them."""

    added: int
    changed: int
    unchanged: int
    keys: tuple[str, ...] = ()

    def as_json(self) -> dict[str, int]:
        """As a JSON object."""
        return {"added": self.added, "changed": self.changed, "unchanged": self.unchanged}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list of a store: its row, number and title."""

    id: int
    number: str
    title: str

    def __str__(self) -> str:
        return f"{self.number}《{self.title}》" if self.number else f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause by itself, without those below it, with what stands above it: the unit of a search.

    `key` is its document's row and its place in it; `lines` are those of its own text.
    """

    key: tuple[int, int]
    number: str
    title: str
    path: str
    above: tuple[str, ...]
    heading: str
    text: str
    lines: tuple[int, int]


def meant(entries: Sequence[Entry], name: str) -> Entry:
    """The document a number, a title or a part of one means; Problems with candidates where that is not one."""
    wanted = plain(name)
    if not wanted:
        raise Problems.one("没有说是哪份文件", "请给出发文字号或标题，如 huice show 财税〔2023〕17号")
    numbers = [(plain(entry.number).removesuffix("号"), entry) for entry in entries]
    same = [entry for number, entry in numbers if number == wanted.removesuffix("号") and number]
    same = same or [entry for entry in entries if plain(entry.title) == wanted]
    same = same or [entry for entry in entries if wanted in plain(entry.number) or wanted in plain(entry.title)]
    if len(same) == 1:
        return same[0]
    if same:
        raise Problems.one(f"“{name}”可以指 {len(same)} 份文件", f"请说得更全些，如：{_listed(same)}")
    near = sorted(entries, key=lambda entry: -_likeness(wanted, entry))
    near = [entry for entry in near[:3] if _likeness(wanted, entry) >= _ALIKE]
    remedy = f"是不是：{_listed(near)}" if near else "用 huice docs 查看已导入的文件"
    raise Problems.one(f"没有文件“{name}”", remedy)


def _listed(entries: Sequence[Entry]) -> str:
    rest = f" 等 {len(entries)} 份" if len(entries) > _MOST_CANDIDATES else ""
    return "、".join(str(entry) for entry in entries[:_MOST_CANDIDATES]) + rest


def _likeness(wanted: str, entry: Entry) -> float:
    """The share of the name's pairs of characters that stand in a document's number or title, 0 to 1."""
    pairs = signature(wanted)
    return len(pairs & signature(f"{entry.number} {entry.title}")) / len(pairs) if pairs else 0.0
