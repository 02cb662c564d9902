"""What the library does with each provision of a document: modelled, tracked, or left out with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from huice.problems import Problem
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure
from huice.rules.packs import Pack

TRACKED = {
    "target": "指标", "task": "任务", "requirement": "系统要求", "definition": "定义", "sanction": "罚则", "table": "表",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One provision: how it is dealt with (`modelled`, `tracked`, `left_out`), by what, and why where it is left out."""

    provision: str
    state: str
    by: str
    title: str
    clause: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PackCoverage:
    """One document: its provisions, and of the conditions its measures state, how many are checked."""

    pack: Pack
    entries: tuple[Entry, ...]
    checked: int
    unchecked: int

    def count(self, state: str) -> int:
        """How many provisions are in a state."""
        best = _best(self.entries)
        return sum(entry.state == state for entry in best.values())

    def as_json(self) -> dict[str, object]:
        """As a JSON object."""
        return {
            "pack": self.pack.key,
            "number": self.pack.source.number,
            "title": self.pack.source.title,
            "provisions": len(_best(self.entries)),
            "modelled": self.count("modelled"),
            "tracked": self.count("tracked"),
            "left_out": self.count("left_out"),
            "measures": len(self.pack.measures),
            "conditions": {"checked": self.checked, "not_modelled": self.unchecked},
        }


_RANK = {"modelled": 0, "tracked": 1, "left_out": 2}


def _best(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    """For each provision its best entry: a provision may be modelled in part and left out in part."""
    best: dict[str, Entry] = {}
    for entry in entries:
        if entry.provision not in best or _RANK[entry.state] < _RANK[best[entry.provision].state]:
            best[entry.provision] = entry
    return best


def coverage(library: Library) -> tuple[PackCoverage, ...]:
    """The coverage of every pack, in the order of the library."""
    return tuple(_pack(pack) for pack in library.packs.values())


def _pack(pack: Pack) -> PackCoverage:
    entries = sorted(_entries(pack), key=lambda entry: (entry.provision, _RANK[entry.state]))
    checked = sum(_conditions(measure) for measure in pack.measures.values())
    unchecked = sum(len(measure.not_modelled) for measure in pack.measures.values())
    return PackCoverage(pack, tuple(entries), checked, unchecked)


def _entries(pack: Pack) -> Iterator[Entry]:
    for measure in pack.measures.values():
        for provision in measure.provisions:
            yield Entry(provision, "modelled", measure.key, measure.title, "、".join(measure.clauses))
    for item in pack.tracked:
        for provision in item.provisions:
            yield Entry(provision, "tracked", TRACKED[item.kind], item.title, item.clause)
    for table in pack.tables.values():
        for row in table.rows:
            if row.provision:
                yield Entry(row.provision, "tracked", TRACKED["table"], table.label, table.clause)
    for left in pack.left_out:
        for provision in left.provisions:
            yield Entry(provision, "left_out", "", left.title, left.clause, left.reason)


def _conditions(measure: Measure) -> int:
    """Conditions that are checked, the window and the kind of subject among them."""
    window = measure.window.since is not None or measure.window.until is not None
    return 1 + window + sum(_leaves(item) for item in (*measure.requires, *(measure.complies or ())))


def _leaves(condition: Condition) -> int:
    return sum(_leaves(part) for part in condition.parts) if condition.parts else 1


def gaps_in(packs: tuple[PackCoverage, ...]) -> tuple[Problem, ...]:
    """Numbers left out of a document's own sequence (04-01 … 04-32), and things that account for no provision."""
    return tuple(gap for pack in packs for gap in _gaps(pack))


def _gaps(pack: PackCoverage) -> Iterator[Problem]:
    by_document: dict[str, set[int]] = {}
    for entry in pack.entries:
        document, _, index = entry.provision.rpartition("-")
        if index.isdigit():
            by_document.setdefault(document, set()).add(int(index))
    for document, known in by_document.items():
        for number in sorted(set(range(1, max(known) + 1)) - known):
            what = f"条款事项 {document}-{number:02d} 没有交代"
            yield Problem(pack.pack.file, 0, 0, what, "写成事项、跟踪，或在 left_out 说明原因")
    for measure in pack.pack.measures.values():
        if not measure.provisions:
            yield Problem(*measure.place, f"事项“{measure.key}”没有写对应的条款事项", "写上 provisions")


def as_markdown(library: Library) -> str:
    """docs/coverage.md."""
    packs = coverage(library)
    lines = [
        "# 覆盖情况",
        "",
        "由 `huice coverage --write docs/coverage.md` 生成。每条条款事项或写成规则，或列为跟踪，或说明为何不做。",
        "",
        "| 文件 | 条款事项 | 写成规则 | 跟踪 | 不做 | 惠企事项 | 已核对条件 | 未核对条件 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for pack in packs:
        source = pack.pack.source
        counts = " | ".join(str(pack.count(state)) for state in ("modelled", "tracked", "left_out"))
        total = len(_best(pack.entries))
        lines.append(
            f"| {source.number or source.title} | {total} | {counts} | {len(pack.pack.measures)} | {pack.checked} | {pack.unchecked} |"
        )
    for pack in packs:
        lines += ["", f"## {pack.pack.source.number} {pack.pack.source.title}".rstrip(), ""]
        lines += ["| 编号 | 条款 | 处理 | 内容 | 说明 |", "|---|---|---|---|---|"]
        for entry in pack.entries:
            state = {"modelled": "规则", "tracked": entry.by, "left_out": "不做"}[entry.state]
            note = f"`{entry.by}`" if entry.state == "modelled" else entry.reason
            lines.append(f"| {entry.provision} | {entry.clause} | {state} | {entry.title} | {note} |")
        missing = [
            f"- {measure.title}：{said}" for measure in pack.pack.measures.values() for said in measure.not_modelled
        ]
        if missing:
            lines += ["", "未核对的条件：", "", *missing]
    return "\n".join(lines) + "\n"
