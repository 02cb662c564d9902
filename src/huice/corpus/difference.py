"""The difference of two texts, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
_ISLAND = 2
"""Fewer characters than this that stay the same between two changes are read as changed with them."""


class Piece(NamedTuple):
    """A piece of a difference: words both texts have (`same`), only the first (`removed`) or only the second (`added`)."""

    kind: Literal["same", "removed", "added"]
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """What was removed from and added to a text; the pieces but the added ones are `before`, but the removed `after`.

    Figures and Latin words count as one word, Chinese characters as one each.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks: list[list[list[str]]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = tag == "equal"
        island = same and blocks and j < len(old) and len("".join(old[i:j])) < _ISLAND
        if same and not island:
            blocks.append([old[i:j]])
        elif blocks and len(blocks[-1]) == 2:
            blocks[-1][0] += old[i:j]
            blocks[-1][1] += new[k:m]
        else:
            blocks.append([old[i:j], new[k:m]])
    return tuple(piece for block in blocks for piece in _pieces(block))


def _pieces(block: Sequence[list[str]]) -> list[Piece]:
    if len(block) == 1:
        return [Piece("same", "".join(block[0]))]
    removed, added = ("".join(words) for words in block)
    return [piece for piece in (Piece("removed", removed), Piece("added", added)) if piece.text]
