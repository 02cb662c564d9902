"""The verb that drafts a pack from an imported document."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huice.cli.app import AsJson, app, load_library, open_store, print_json, write_text
from huice.cli.packs import REVIEW
from huice.problems import Problems

if TYPE_CHECKING:
    from huice.drafting import Draft

_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NAMES = {
    "benefit": "优惠", "support": "支持", "obligation": "义务", "prohibition": "禁止", "deadline": "期限",
    "target": "指标", "task": "任务", "definition": "定义", "sanction": "罚则", "left_out": "不做",
}  # fmt: skip


@app.command()
def new(
    document: Annotated[str, typer.Argument(help="已导入文件的发文字号或标题，见 huice docs")],
    out: Annotated[Path | None, typer.Option("--out", help="写到这个文件夹，要还没有；默认以键为名")] = None,
    key: Annotated[str, typer.Option("--key", help="文件包的键，如 xingzhenggui-2024-2；默认由文号拼音来")] = "",
    as_json: AsJson = False,
) -> None:
    """从已导入的文件起草一个文件包：条款、数字、期限、部门都填好，每处猜测都标上“待核”，起草完就通得过检查。"""
    from huice.drafting import draft, files, key_of

    found = open_store().document(document)
    name = key or key_of(found)
    if not _KEY.fullmatch(name):
        raise Problems.one(f"“{name}”不能作键", "用小写字母、数字和连字符，如 --key shili-2024-1")
    library = load_library()
    taken = library.packs.get(name)
    if taken is not None:
        raise Problems.one(f"规则库里已有“{name}”：{taken.source.title}", "要另写一份，用 --key 换一个键")
    folder = out or Path(name)
    if folder.exists():
        raise Problems.one("这里已有东西，不覆盖", "换一个 --out，或先移走", file=str(folder))
    drafted = draft(found, name, library.facts.values())
    if not drafted.provisions:
        raise Problems.one("这份文件里没有读出条款", f"先看 huice show {document}")
    written = files(drafted)
    for path, text in written.items():
        write_text(folder / path, text)
    marks = sum(text.count(REVIEW) for text in written.values())
    if as_json:
        print_json(_data(drafted, folder, list(written), marks))
        return
    for line in _lines(drafted, folder, list(written), marks):
        typer.echo(line)


def _lines(drafted: "Draft", folder: Path, paths: list[str], marks: int) -> list[str]:
    counts = "，".join(f"{label} {drafted.count(kind)}" for kind, label in _NAMES.items() if drafted.count(kind))
    lines = [f"已起草 {folder}：{len(drafted.provisions)} 条条款事项（{counts}），{marks} 处待核。"]
    lines += [f"  {path}" for path in paths]
    if drafted.skipped:
        lines.append(f"没有列入：{'、'.join(drafted.skipped)}")
    return [
        *lines,
        f"接着看：huice lint {folder}，然后逐处对照原文（huice show {drafted.document.number or drafted.document.title}）。",
    ]


def _data(drafted: "Draft", folder: Path, paths: list[str], marks: int) -> dict[str, object]:
    rows = [
        {
            "provision": one.number,
            "clause": one.clause,
            "kind": one.guess.kind,
            "why": one.guess.why,
            "title": one.title,
        }
        for one in drafted.provisions
    ]
    return {
        "key": drafted.key, "folder": str(folder), "files": paths, "unreviewed": marks, "provisions": rows,
        "skipped": list(drafted.skipped),
    }  # fmt: skip
