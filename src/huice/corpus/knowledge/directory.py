"""Which documents of a corpus a name means: by number, else by the whole title, never by a part of one."""

import re
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from huice.corpus.titles import plain

_NUMBERED = re.compile(r"第(?=\d+号?$)")


class Named(Protocol):
    """What has a number (empty where none is printed) and a title."""

    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102


D = TypeVar("D", bound=Named)


class Directory(Generic[D]):
    """The numbers and titles of a corpus."""

    def __init__(self, corpus: Sequence[D]) -> None:
        self.corpus = tuple(corpus)
        self._numbers: dict[str, list[int]] = {}
        self._titles: dict[str, list[int]] = {}
        for at, document in enumerate(self.corpus):
            number = _number(document.number)
            if number:
                self._numbers.setdefault(number, []).append(at)
            for title in _titles(document):
                self._titles.setdefault(title, []).append(at)

    def find(self, title: str, number: str) -> tuple[D, ...]:
        """The documents of this number, or of this title where no number is named; one of the two may be empty.

        A number without its organ (2022年第1号) counts together with the title only. Titles are whole, with or
        without the organs they begin with, and with their brackets forgiven; a short name finds nothing.
        """
        titled = self._titles.get(plain(title), []) if title else []
        wanted = _number(number)
        if not wanted:
            return tuple(self.corpus[at] for at in titled)
        numbered = self._numbers.get(wanted, [])
        partly = [at for at in titled if wanted[0].isdigit() and _number(self.corpus[at].number).endswith(wanted)]
        return tuple(self.corpus[at] for at in dict.fromkeys([*numbered, *partly]))


def _number(number: str) -> str:
    bare = plain(number)
    return _NUMBERED.sub("", bare).removesuffix("号")


def _titles(document: Named) -> set[str]:
    """A title as it may be quoted: whole, without the organs it begins with, and what it hands on (印发《…》)."""
    whole = plain(document.title)
    found = {whole}
    about = whole.find("关于")
    if about > 0 and len(whole) - about >= 10:
        found.add(whole[about:])
    attached = re.search(r"(?:印发|发布|公布)《(.+)》", document.title)
    if attached and len(attached[1]) >= 8:
        found.add(plain(attached[1]))
    return found
