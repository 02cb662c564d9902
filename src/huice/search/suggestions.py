"""是不是要找: a question with words nobody wrote, put right by their sound or by one slip of the keyboard."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from string import ascii_lowercase

from pypinyin import lazy_pinyin

_RUN = re.compile(r"[一-鿿]{2,}")
_LATIN = re.compile(r"[a-zA-Z]{3,12}")
_LIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_MOST_TRIES = 12
_FEW_WORDS = 8
_ASKING = frozenset("吗呢啊吧啥咋能我你他她它的了么谁哪几")
_COMMON = range(0xB0, 0xD8)
"""The rows of GB 2312 with the 3,755 characters of everyday use."""

_AT_LEAST = 2


def suggestion(question: str, holding: Callable[[str], int]) -> str:
    """The question as it may have been meant; empty where no character of it stands alone.

    A character stands alone where nobody wrote it next to either neighbour; it is put right only by one that is used
    next to both. The first and the last have one neighbour, which tells too little in a whole sentence: they are put
    right in a few words only. `holding` tells how many clauses of the index hold a token. Only the first few are looked at, so that
    long questions stay cheap.
    """
    meant = question
    tries = 0
    for run in _RUN.findall(question):
        for at, character in enumerate(run):
            before, after = run[at - 1 : at] if at else "", run[at + 1 : at + 2]
            used = _used(before, character, after, holding)
            is_edge = len(used) < 2 and not (run == question.strip() and len(run) <= _FEW_WORDS)
            if any(used) or is_edge or character in _ASKING or tries >= _MOST_TRIES:
                continue
            tries += 1
            better = max(_alike(character), key=lambda one: min(_used(before, one, after, holding)), default="")
            if better and min(_used(before, better, after, holding)) >= _AT_LEAST:
                meant = meant.replace(before + character + after, before + better + after, 1)
    for word in _LATIN.findall(question):
        if not holding(word.lower()):
            better = max(_slips(word.lower()), key=holding, default="")
            if better and holding(better) >= _AT_LEAST:
                meant = meant.replace(word, better, 1)
    return meant if meant != question else ""


def _used(before: str, character: str, after: str, holding: Callable[[str], int]) -> list[int]:
    """How many clauses hold a character next to each of its neighbours."""
    pairs = [before + character] * bool(before) + [character + after] * bool(after)
    return [holding(pair) for pair in pairs]


def _alike(character: str) -> list[str]:
    """The characters that sound like one."""
    return [one for one in _sounds().get(_sound(character), ()) if one != character]


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
