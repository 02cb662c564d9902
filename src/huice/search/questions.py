"""A question as weighted terms: its own at full weight, those of its expansions below, words of asking left out."""

import unicodedata
from collections.abc import Sequence

from huice.search.synonyms import Expansion
from huice.search.tokens import tokens

MOST_CHARACTERS = 2_000
"""Of a longer question only so many characters are read."""

EXPANDED = 0.4
"""The weight of a word nobody said but documents write; measured in docs/decisions/0011-search.md."""

Term = tuple[str, float]
"""A token and its weight."""

_MOST_TERMS = 256
_ASKING = frozenset(
    tokens(
        "什么 怎么 怎么办 吗 呢 啊 吧 啥 咋 能 能不能 可以 可不可以 是 是不是 有 有没有 要不要 行不行 还是 还 多少 几 谁 "
        "哪个 哪些 这个 那个 我 我们 你们 的 了 请问 如何 以后 需要 一下 想 问"
    )
)


def clean(question: str) -> str:
    """The part of a question that is read, without control and direction marks."""
    asked = question[: 2 * MOST_CHARACTERS]
    return "".join(c for c in asked if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"})[:MOST_CHARACTERS]


def terms(question: str, expansions: Sequence[Expansion] = ()) -> list[Term]:
    """The weighted terms of a question; words of asking only where it has no others.

    A long official word does not outweigh the short one that was said: its tokens share the weight of the latter's.
    """
    own = list(dict.fromkeys(tokens(question)))[:_MOST_TERMS]
    weighted = dict.fromkeys([token for token in own if token not in _ASKING] or own, 1.0)
    said = frozenset(own)
    added: dict[str, float] = {}
    for expansion in expansions:
        size = len(tokens(expansion.said))
        for word in expansion.written:
            made = tokens(word)
            share = EXPANDED * min(1.0, size / max(1, len(made)))
            for token in made:
                if token not in said:
                    added[token] = max(added.get(token, 0.0), share)
    return [*weighted.items(), *added.items()]
