"""What the index knows of a text: each Chinese character, each pair of neighbours, each word and figure.

Single characters and pairs beat every word segmentation on these texts (docs/decisions/0003-search-baseline.md).
"""

import re
from itertools import pairwise
from string import ascii_uppercase

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+(?:[.\-][a-z0-9]+)*%?")

_FOLD = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}
_FOLD |= {wide: ord(chr(narrow).lower()) for wide, narrow in _FOLD.items()} | {
    ord(c): ord(c.lower()) for c in ascii_uppercase
}


def tokens(text: str) -> list[str]:
    """The tokens of a text in their order; punctuation and white space part runs."""
    made: list[str] = []
    for run in _RUN.findall(folded(text)):
        if run[0] < "㐀":
            made.append(run)
        else:
            made.extend(run)
            made.extend(first + second for first, second in pairwise(run))
    return made


def spans(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where a text has pairs or words out of `wanted`: first character and the one after the last, runs joined."""
    found: list[tuple[int, int]] = []
    for run in _RUN.finditer(folded(text)):
        whole = run.group()
        if whole[0] < "㐀":
            pieces = [(run.start(), run.end())] if whole in wanted else []
        else:
            first = run.start()
            pieces = [(first + at, first + at + 2) for at in range(len(whole) - 1) if whole[at : at + 2] in wanted]
        for start, end in pieces:
            if found and found[-1][1] >= start:
                found[-1] = found[-1][0], end
            else:
                found.append((start, end))
    return found


def folded(text: str) -> str:
    """The text in half width and small letters, character for character."""
    return text.translate(_FOLD)
