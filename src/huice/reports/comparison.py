"""A comparison of two editions in a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from huice.corpus.comparison import ClauseChange, Comparison, DocumentChange, Ended
from huice.registry.impact import Touched

KINDS = {
    "added": "新增", "removed": "删去", "changed": "修改", "renumbered": "改号", "repealed": "已废止", "expired": "已到期",
}  # fmt: skip
FIELDS = {
    "number": "发文字号", "title": "标题", "issuers": "发文机关", "issued": "成文日期", "in_force_from": "施行日期",
    "in_force_until": "有效期至", "region": "地区", "addressees": "主送机关",
}  # fmt: skip
_STYLES = {"added": "green", "removed": "red", "changed": "yellow", "renumbered": "cyan"}
_CONTEXT = 24


def print_comparison(comparison: Comparison, touched: Sequence[Touched], console: Console) -> None:
    """Documents with their changed clauses, what ended, and the rules that rest on it."""
    if not comparison:
        console.print(f"没有不同：{comparison.same} 个文件逐字相同。")
        return
    console.print(summary(comparison), style="bold")
    for document in comparison.documents:
        _document(document, console)
    for word, every in (("被废止", comparison.repealed), ("到期", comparison.expired)):
        if every:
            console.print(Text(f"\n{word}（{len(every)}）", "bold"))
            for ended in every:
                console.print(Padding(Text(ended_in_words(ended)), (0, 0, 0, 2)))
    if touched:
        console.print(Text(f"\n规则库受影响（{len(touched)}）", "bold"))
        for one in touched:
            clauses = "、".join(f"{path} {KINDS[change]}" for path, change in one.clauses)
            kind = "事项" if one.kind == "measure" else "参数"
            line = Text.assemble(f"{kind} {one.title}", (f"  {one.document} {clauses}", "dim"))
            console.print(Padding(line, (0, 0, 0, 2)))


def summary(comparison: Comparison) -> str:
    """How many documents differ, in a sentence."""
    kinds = [document.kind for document in comparison.documents]
    counts = [f"{KINDS[kind]} {kinds.count(kind)}" for kind in ("added", "removed", "changed") if kind in kinds]
    counts += [f"废止 {len(comparison.repealed)}"] if comparison.repealed else []
    counts += [f"到期 {len(comparison.expired)}"] if comparison.expired else []
    return "，".join([*counts, f"相同 {comparison.same}"])


def ended_in_words(ended: Ended) -> str:
    """A document that ended: which, when, by what."""
    name = f"{ended.number} {ended.title}".strip()
    if not ended.by:
        return f"{name}：有效期至 {ended.day}"
    return f"{name}：由 {ended.by} 废止" + (f"，自 {ended.day} 起" if ended.day else "")


def _document(document: DocumentChange, console: Console) -> None:
    name = f"{document.number} {document.title}".strip()
    console.print(Text.assemble("\n", (KINDS[document.kind], f"bold {_STYLES[document.kind]}"), " ", (name, "bold")))
    for field, before, after in document.fields:
        console.print(Padding(Text(f"{FIELDS[field]}：{before or '—'} → {after or '—'}"), (0, 0, 0, 2)))
    for change in document.clauses:
        head = Text.assemble((KINDS[change.kind], _STYLES[change.kind]), f" {place_of(change)}")
        console.print(Padding(head, (0, 0, 0, 2)))
        if change.kind != "renumbered":
            console.print(Padding(_words(change), (0, 0, 0, 4)))


def place_of(change: ClauseChange) -> str:
    """Where a change is: its path, or its paths before and after."""
    if change.before and change.after and change.before != change.after:
        return f"{change.before} → {change.after}"
    return change.after or change.before or ""


def _words(change: ClauseChange) -> Text:
    """The words that changed, with a little of what stands around them."""
    text = Text()
    for at, piece in enumerate(change.pieces):
        if piece.kind == "same":
            text.append(_shortened(piece.text, first=at == 0, last=at == len(change.pieces) - 1), "dim")
        else:
            style = "red strike" if piece.kind == "removed" else "green underline"
            mark = "[-{}-]" if piece.kind == "removed" else "[+{}+]"
            text.append(mark.format(piece.text) if change.kind == "changed" else piece.text, style)
    return text


def _shortened(text: str, *, first: bool, last: bool) -> str:
    if first and len(text) > _CONTEXT:
        return "…" + text[-_CONTEXT:]
    if last and len(text) > _CONTEXT:
        return text[:_CONTEXT] + "…"
    return text if len(text) <= 2 * _CONTEXT else f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}"
