"""Chinese prose in a terminal: lines break between characters, never before a closing mark or inside a number."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod

_PIECE = re.compile(r"[“‘（《〈「『〔【(\[]*(?:[!-~]+|\s+|[^\s!-~])[，。；：、！？”’）》〉」』〕】)\]%…]*")
"""What stays on one line: a word or number in ASCII, or one character, with the marks that lean on it."""
_NARROWEST = 12


class Prose(Text):
    """A text that wraps as Chinese is set; white space is a place to break like any other, not the only one."""

    def wrap(
        self,
        console: "Console",
        width: int,
        *,
        justify: "JustifyMethod | None" = None,
        overflow: "OverflowMethod | None" = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines, none wider than `width` cells."""
        lines = Lines()
        for paragraph in self.split(allow_blank=True):
            for line in paragraph.divide(_breaks(paragraph.plain, width)):
                line.rstrip()
                lines.append(line)
        return lines

    def __rich_measure__(self, console: "Console", options: "ConsoleOptions") -> Measurement:
        widest = max((cell_len(line) for line in self.plain.splitlines()), default=0)
        longest = max((cell_len(piece[0].rstrip()) for piece in _PIECE.finditer(self.plain)), default=0)
        return Measurement(max(min(_NARROWEST, widest), longest), widest)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where lines begin, but for the first."""
    used = 0
    for piece in _PIECE.finditer(text):
        need = cell_len(piece[0].rstrip())
        if used and used + need > width:
            yield piece.start()
            used = 0
        for at, character in enumerate(piece[0], piece.start()):
            if used and used + cell_len(character) > width and character != " ":
                yield at
                used = 0
            used += cell_len(character)
