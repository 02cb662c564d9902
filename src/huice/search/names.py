"""Documents named in a question: by number in any form, or by the sound of their titles."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from huice.corpus.titles import plain
from huice.store.matching import Entry

_NUMBER = re.compile(
    r"(?P<office>[一-鿿]*?)(?:第)?[〔［\[(]?(?P<year>(?:19|20)\d\d)?[〕］\])]?年?(?:第)?(?P<serial>\d{1,5})号?$"
)
_ASKED = re.compile(
    r"(?P<office>[一-鿿]{0,16})[\s〔\[(]*(?P<year>(?:19|20)\d\d)?[\s〕\])]*年?\s*第?\s*(?P<serial>\d{1,5})(?P<sign>\s*号)?"
    r"(?!\s*[\d月日年%％元万亿人个家条项])"
)
_LATIN = re.compile(r"[a-z]+(?:['\s]+[a-z]+)*", re.I)
_MOST_NAMED = 8
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The documents whose numbers stand in a question, and what else it says."""

    entries: tuple[Entry, ...]
    rest: str


class Names:
    """The names of documents, ready to be looked up."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._by_serial: dict[int, list[tuple[Entry, str, str]]] = {}
        for entry in entries:
            if parts := _parts(entry.number):
                office, year, serial = parts
                self._by_serial.setdefault(int(serial), []).append((entry, office, year))

    def numbered(self, question: str) -> Named:
        """The documents whose number stands in a question: 财税〔2023〕17号, 财税2023 17号, 公告2023年第10号, 国办发11号.

        Office and serial must agree, and the year where it is said. Without a year the sign 号 must stand there.
        """
        found: dict[int, Entry] = {}
        rest = asked = unicodedata.normalize("NFKC", question)
        for match in _ASKED.finditer(asked):
            said, year = match["office"], match["year"]
            if not said or not (year or match["sign"]):
                continue
            for entry, office, own_year in self._by_serial.get(int(match["serial"]), ()):
                if (year is None or year == own_year) and _same_office(said, office):
                    found[entry.id] = entry
                    number = match.group().removeprefix(said.removesuffix(office) if said.endswith(office) else "")
                    rest = rest.replace(number, " ")
        return Named(tuple(found.values()), rest)

    def sounding(self, question: str) -> tuple[Entry, ...]:
        """The documents a question in Latin letters may mean: their titles hold these syllables, or these initials."""
        asked = question.strip().lower()
        letters = re.sub(r"[^a-z]", "", asked)
        if not _LATIN.fullmatch(asked) or len(letters) < _FEWEST_LETTERS:
            return ()
        found = [(at, entry) for entry in self.entries if (at := _sounds_at(_syllables(entry.title), letters)) >= 0]
        return tuple(entry for _, entry in sorted(found, key=lambda one: (one[0], one[1].id)))[:_MOST_NAMED]


def _same_office(asked: str, own: str) -> bool:
    """Whether words before a figure end in the office of a number (…看财税), or the office ends in them (公告)."""
    return len(asked) >= 2 and (asked.endswith(own) or own.endswith(asked))


def _parts(number: str) -> tuple[str, str, str] | None:
    """Office, year (empty where none is printed) and serial of a number."""
    match = _NUMBER.search(unicodedata.normalize("NFKC", number).replace(" ", ""))
    return (match["office"], match["year"] or "", match["serial"]) if match and match["office"] else None


@lru_cache(maxsize=65_536)
def _syllables(title: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(plain(title), style=Style.NORMAL))


def _sounds_at(syllables: tuple[str, ...], letters: str) -> int:
    """The syllable where the letters begin, whole syllables (the last may be begun) or initials; -1 for nowhere."""
    initials = "".join(syllable[:1] for syllable in syllables)
    at = initials.find(letters)
    for start in range(len(syllables)):
        spelled = "".join(syllables[start : start + len(letters)])
        if spelled.startswith(letters):
            return start if at < 0 else min(at, start)
    return at
