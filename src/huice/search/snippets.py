"""The piece of a clause a hit shows, and which of its characters answer the question."""

from dataclasses import dataclass

from huice.search.tokens import spans

_LENGTH = 110
_LEAD = 12


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some text and the spans in it to highlight: first character and the one after the last, from 0."""

    text: str
    highlights: tuple[tuple[int, int], ...]


def snippet(text: str, wanted: frozenset[str]) -> Snippet:
    """The stretch of a text that holds most of the wanted tokens; `…` marks where it was cut."""
    text = text.replace("\n", " ").replace("\t", " ")
    marks = spans(text, wanted)
    if len(text) <= _LENGTH:
        return Snippet(text, tuple(marks))
    best, start = -1, 0
    for first, _ in marks or [(0, 0)]:
        begin = min(max(0, first - _LEAD), len(text) - _LENGTH)
        held = sum(to - at for at, to in marks if begin <= at and to <= begin + _LENGTH)
        if held > best:
            best, start = held, begin
    end = start + _LENGTH
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((at + shift, to + shift) for at, to in marks if start <= at and to <= end)
    return Snippet(before + text[start:end] + after, inside)
