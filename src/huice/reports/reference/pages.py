"""What the pages of the reference share: the page itself, and compact tables in Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MADE = "由 `huice reference --write docs/reference` 生成。"
"""The line by which a page is known to be made, not written."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path below the folder of the reference, its title, its Markdown, and how many things it describes."""

    path: str
    title: str
    text: str
    items: int


def heading(title: str) -> list[str]:
    """The first lines of a page."""
    return [f"# {title}", "", MADE, ""]


def table(names: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """The lines of a table; `right` are the columns of numbers."""
    rules = "|".join("--:" if index in right else "---" for index in range(len(names)))
    return [
        f"| {' | '.join(names)} |",
        f"|{rules}|",
        *(f"| {' | '.join(cell(item) for item in row)} |" for row in rows),
    ]


def cell(text: str) -> str:
    """A text that stands in one cell."""
    return " ".join(text.split()).replace("|", "\\|")
