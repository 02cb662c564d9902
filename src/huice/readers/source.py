"""What a reader makes of a file: its text in lines, and where each of them stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file, read.

    `text` holds all of its text: a paragraph, a heading or a row of a table a line, in reading order; the cells of a
    row stand apart by tabs, one for every column (those a merged cell covers are empty). Lines end in `\n`, but for a
    text file, which is kept as it is. Lines are counted from 1, blank ones too.
    `pages` gives the page (from 1) each line began on, where the format has pages; `cells` the cells of those lines
    that are rows of a table with merged cells. `furniture` is what belongs to the page and not to the text: running
    headers and footers, page numbers, in their order.
    """

    format: str
    text: str
    encoding: str = "utf-8"
    mark: bytes = b""
    pages: tuple[int, ...] = ()
    cells: Mapping[int, tuple[Cell, ...]] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()

    def data(self) -> bytes:
        """The text as bytes; of a text file, the very bytes it was read from."""
        return self.mark + self.text.encode(self.encoding)

    def page(self, line: int) -> int | None:
        """The page a line began on; None where the format has no pages."""
        return self.pages[line - 1] if line <= len(self.pages) else None
