"""The remarks of an analysis in a terminal: by file, each with its line, what it is, and the key to acknowledge it by."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.padding import Padding

from huice.reports.prose import Prose
from huice.rules.analysis import Remark


def print_remarks(found: Sequence[Remark]) -> None:
    """Print remarks that come in the order of their places."""
    console = Console(highlight=False)
    for file, remarks in groupby(found, lambda remark: remark.place.file):
        console.print(Prose(_short(file), "bold"))
        for remark in remarks:
            problem = remark.problem
            told = Prose(f"{remark.place.line}：{problem.what}。{problem.remedy}")
            told.append(f"\n{remark.kind}  {remark.key}", "dim")
            console.print(Padding(told, (0, 0, 0, 2)))


def _short(file: str) -> str:
    """A path below the working directory from there."""
    here = Path.cwd()
    path = Path(file)
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file
