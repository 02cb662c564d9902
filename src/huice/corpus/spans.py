"""Where the words of a clause stand in the source, character for character."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huice.corpus.lines import Line, Paragraph


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of a source line that a clause says as they are.

    `at` is where they begin in what the clause says (see `Clause.said`); `line` counts from 1; `start` is the first
    column, from 0, and `end` the one after the last.
    """

    at: int
    line: int
    start: int
    end: int

    def as_json(self) -> list[int]:
        """As a JSON array: at, line, start, end."""
        return [self.at, self.line, self.start, self.end]


def placed(said: str, paragraphs: Iterable[Paragraph]) -> tuple[Span, ...]:
    """The spans of what a clause says: every character of it that is not white space lies in exactly one."""
    found: list[Span] = []
    at = 0
    for paragraph in paragraphs:
        for line in paragraph.lines:
            for start, _, text in line.spans():
                at = _place(said, at, line, start, text, found)
    return tuple(found)


def _place(said: str, at: int, line: Line, column: int, text: str, found: list[Span]) -> int:
    """Lay a piece of a line along what is said, past the white space that one of them has more; where the next goes on."""
    begin = 0
    while begin < len(text):
        at = _past_blank(said, at, text, begin)
        length = _same(said, at, text, begin)
        if length:
            found.append(Span(at, line.number, column + begin, column + begin + length))
            at += length
            begin += length
        elif text[begin].isspace():
            begin += 1
        else:
            raise ValueError(f"line {line.number} does not say what its clause says")
    return at


def _past_blank(said: str, at: int, text: str, begin: int) -> int:
    while at < len(said) and said[at].isspace() and said[at] != text[begin]:
        at += 1
    return at


def _same(said: str, at: int, text: str, begin: int) -> int:
    """How many characters are the same from here on."""
    length = len(text) - begin
    if said.startswith(text[begin:] if begin else text, at):
        return length
    return next((n for n in range(length) if said[at + n : at + n + 1] != text[begin + n]), length)


def quoted(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans of a part of what is said, from character `start` to before `end`."""
    return tuple(
        Span(
            max(span.at, start),
            span.line,
            span.start + max(0, start - span.at),
            span.end - max(0, span.at + span.end - span.start - end),
        )
        for span in spans
        if span.at < end and span.at + span.end - span.start > start
    )
