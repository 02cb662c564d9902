"""Questions and answers: a text without other numbers whose parts open with 问：."""

import re
from collections.abc import Mapping, Sequence

from huice.corpus.lines import Line
from huice.corpus.numbering import BARE, Marker, marker_of

_ASKS = re.compile(r"(?:问|Q|提问)\s*(?:\d{1,2})?\s*[：:.．、]\s*")
_ANSWERS = re.compile(r"(?:答|A|答复)\s*(?:\d{1,2})?\s*[：:.．、]")


def questions(lines: Sequence[Line]) -> Mapping[int, Marker]:
    """The questions of such a text as clauses 问1, 问2, …, by the numbers of their lines; none of any other text."""
    asked = [line for line in lines if _ASKS.match(line.text)]
    answered = any(_ANSWERS.match(line.text) for line in lines)
    if len(asked) < 2 or not answered or any(marker_of(line.text) for line in asked):
        return {}
    found = ((line.number, at, _ASKS.match(line.text)) for at, line in enumerate(asked, 1))
    return {number: Marker(BARE, at, f"问{at}", match.end()) for number, at, match in found if match}
