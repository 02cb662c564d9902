"""Packs of one's own, checked by themselves: the folders among the words of a command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huice import settings
from huice.cli.app import load_library
from huice.problems import Problems, refusal

if TYPE_CHECKING:
    from huice.rules.library import Library

REVIEW = "# 待核"
"""What marks a guess that somebody has to look at."""

PackFolders = Annotated[list[Path] | None, typer.Argument(help="文件包的文件夹，只查它自己；不写就是整个规则库")]


def is_pack(path: Path) -> bool:
    """Whether a folder holds packs."""
    return path.is_dir() and any(path.glob("documents/**/*.yaml"))


def checked(folders: Iterable[Path]) -> list[Path]:
    """Folders that hold packs. Raises Problems for others."""
    found = list(folders)
    for path in found:
        if not path.exists():
            raise Problems.one("没有这个文件夹", "检查路径", file=str(path))
        if not path.is_dir():
            raise Problems.one("要给文件包的整个文件夹", f"写成 {path.parent}", file=str(path))
        if not is_pack(path):
            raise Problems.one("这个文件夹里没有文件包", "文件包在 documents/<地区>/<键>.yaml", file=str(path))
    return found


def load_alone(packs: Sequence[Path], further: Iterable[Path]) -> tuple["Library", "Library"]:
    """The library to work with, and the part of it to be checked.

    A folder builds on what is shipped and on what `--library` names, not on what was added: it may be among that.
    """
    from huice.rules.library import load, shipped
    from huice.rules.selection import from_folders

    if not packs:
        whole = load_library(list(further))
        return whole, whole
    whole = load(shipped(), *packs, *further, cache=settings.cache())
    return whole, from_folders(whole, packs)


def unreviewed(packs: Iterable[Path]) -> list[tuple[Path, list[int]]]:
    """The lines of each file that carry the mark of a guess."""
    found: list[tuple[Path, list[int]]] = []
    for path in sorted(file for folder in packs for file in folder.rglob("*.yaml")):
        try:
            lines = path.read_text("utf-8").splitlines()
        except OSError as error:
            raise Problems.one(f"读不了：{refusal(error)}", "检查权限", file=str(path)) from None
        marked = [number for number, line in enumerate(lines, 1) if REVIEW in line]
        if marked:
            found.append((path, marked))
    return found
