"""The history printed below a statute's title: when it was passed, approved, made public, amended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from huice.corpus.lines import Line, squeeze

Kind = Literal["passed", "approved", "published", "amended", "in force"]

_HISTORY = re.compile(
    r"[（(](?=[^。]*\d{4}年\d{1,2}月\d{1,2}日)[^。]*(?:通过|修订|修正|修改|公布|发布|印发|批准|施行)[^。]{0,12}[）)]"
)
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBER = re.compile(r"[（(]([一-鿿]{2,14}[〔\[（(]\d{4}[〕\]）)](?:第)?\d+号)(?=[，,；;、\s]|\d{4}年)")
_BY = re.compile(r"日([一-鿿]{2,24}?(?:政府|政府办公室|政府办公厅|[局委厅部会]))(?:公布|发布|印发)")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("amended", re.compile("修订|修正|修改")),
    ("published", re.compile("公布|发布|印发")),
    ("passed", re.compile("通过")),
    ("approved", re.compile("批准")),
    ("in force", re.compile("施行")),
)
"""What a date is the date of, by the words up to the next one; the first that fits: an amendment is passed too."""
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a statute on a day."""

    kind: Kind
    day: date


def history_lines(lines: Sequence[Line]) -> int:
    """How many lines from the first one on print a history, in brackets: 0 where there is none."""
    if not lines or not lines[0].text.startswith(("（", "(")):
        return 0
    texts = accumulate(squeeze(line.text) for line in lines[:_MOST_LINES])
    return next((size for size, text in enumerate(texts, 1) if _HISTORY.fullmatch(text)), 0)


def history(text: str) -> tuple[Event, ...]:
    """The events that a history tells, in its order; none of a text that is no history."""
    bare = _QUOTED.sub("", squeeze(text))
    if not _HISTORY.fullmatch(bare):
        return ()
    days = list(_DAY.finditer(bare))
    found: list[Event] = []
    for at, day in enumerate(days):
        said = bare[day.end() : days[at + 1].start() if at + 1 < len(days) else None]
        kind = next((kind for kind, words in _KINDS if words.search(said)), None)
        when = _date(day)
        if kind and when:
            found.append(Event(kind, when))
    return tuple(found)


def issued(events: Sequence[Event]) -> date | None:
    """The day a statute was first made public, else passed or approved at last; what amended it later is no issue.

    Where only amendments are told, the first of them is the oldest that is known.
    """
    first = [event for event in events if event.kind != "in force"]
    amended = next((at for at, event in enumerate(first) if event.kind == "amended"), len(first))
    original = first[:amended]
    published = next((event.day for event in original if event.kind == "published"), None)
    return published or next((event.day for event in [*original[::-1], *first[amended:]]), None)


def number_of_history(text: str) -> str:
    """The document's own number, where a history opens with it: （示政发〔2024〕1号，2024年1月5日…印发）."""
    found = _NUMBER.match(squeeze(text))
    return found.group(1) if found else ""


def issuer_of_history(text: str) -> str:
    """Who made it public, where a history names the organ between the day and the word."""
    found = _BY.search(squeeze(text))
    return found.group(1) if found else ""


def amended(events: Sequence[Event]) -> tuple[date, ...]:
    """The days a statute was amended on."""
    return tuple(event.day for event in events if event.kind == "amended")


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
