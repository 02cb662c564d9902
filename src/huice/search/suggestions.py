"""是不是要找: a question with words nobody wrote, put right by their sound or by one slip of the keyboard."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from string import ascii_lowercase

from pypinyin import lazy_pinyin

_RUN = re.compile(r"[一-鿿]{2,}")
_LATIN = re.compile(r"[a-zA-Z]{3,12}")
_LIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_MOST_PAIRS = 12
_COMMON = range(0xB0, 0xD8)
"""The rows of GB 2312 with the 3,755 characters of everyday use."""

_AT_LEAST = 2


def suggestion(question: str, holding: Callable[[str], int]) -> str:
    """The question as it may have been meant; empty where every pair of characters in it is used somewhere.

    `holding` tells how many clauses of the index hold a token. Looks at the first pairs only, so that long questions
    stay cheap.
    """
    meant = question
    tries = 0
    for said in _RUN.findall(question):
        run = said
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if holding(pair) or tries >= _MOST_PAIRS:
                continue
            tries += 1
            better = _best(_heard(pair), holding, run, at)
            if better:
                meant = meant.replace(pair, better, 1)
                run = run[:at] + better + run[at + 2 :]
    for word in _LATIN.findall(question):
        if not holding(word.lower()):
            better = max(_slips(word.lower()), key=holding, default="")
            if better and holding(better) >= _AT_LEAST:
                meant = meant.replace(word, better, 1)
    return meant if meant != question else ""


def _best(candidates: Iterator[str], holding: Callable[[str], int], run: str, at: int) -> str:
    """The candidate that fits best: its neighbours are used too, and it is used most."""

    def fits(pair: str) -> tuple[int, int, int]:
        before = holding(run[at - 1] + pair[0]) if at else 0
        after = holding(pair[1] + run[at + 2]) if at + 2 < len(run) else 0
        kept = (pair[0] == run[at]) + (pair[1] == run[at + 1])
        return (before > 0) + (after > 0), kept, holding(pair)

    used = [pair for pair in candidates if holding(pair) >= _AT_LEAST]
    return max(used, key=fits, default="")


def _heard(pair: str) -> Iterator[str]:
    """The pairs that sound like one."""
    first, second = (_alike(character) for character in pair)
    return ("".join(both) for both in product(first, second) if "".join(both) != pair)


def _alike(character: str) -> tuple[str, ...]:
    return (character, *(one for one in _sounds().get(_sound(character), ()) if one != character))


def _sound(character: str) -> str:
    """The sound of a character without its tone, and without what many ears do not tell apart."""
    sound: str = lazy_pinyin(character)[0]
    for apart, together in _LIKE:
        sound = sound.replace(apart, together)
    return sound


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _COMMON:
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", "ignore")
            if character:
                found.setdefault(_sound(character), []).append(character)
    return {sound: tuple(characters) for sound, characters in found.items()}


def _slips(word: str) -> Iterator[str]:
    """The words one slip away: two letters swapped, one wrong, one missing, one too many."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in cuts:
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in ascii_lowercase)
        yield from (left + letter + right for letter in ascii_lowercase)
