"""The order of candidates: the index's score, and what only a closer look at the text can tell.

The weights are round numbers near those a listwise regression finds, cross-validated over questions
(docs/decisions/0011-search.md); none was set for a question.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huice.search.index import Found
from huice.search.questions import Term
from huice.search.statements import States
from huice.store.matching import Passage

CANDIDATES = 40
"""How many clauses of the index are looked at closely."""

COVERED = 0.2
SENTENCE = 0.2
TITLE = 0.15
STATED = 0.2
TAIL = -0.1
_USUAL_SENTENCE = 45
_SENTENCES = re.compile(r"[。；\n\t]+")
_TAILS = frozenset({"落款", "附件目录"})


@dataclass(frozen=True, slots=True)
class Ranked:
    """A clause, its score (higher is better, about 0 to 2) and what it states."""

    passage: Passage
    score: float
    states: int = 0


def ranked(
    candidates: Sequence[Found],
    terms: Sequence[Term],
    asked: States,
    holding: Callable[[str], int],
    size: int,
) -> list[Ranked]:
    """Candidates of the index in their order, best first.

    `holding` tells how many of the `size` clauses of the index hold a token.
    """
    if not candidates:
        return []
    worth = [(term, weight * _rarity(holding(term), size)) for term, weight in terms]
    own = [term for term, weight in terms if weight == 1.0]
    pairs = frozenset(term for term in own if len(term) > 1) or frozenset(own)
    whole = sum(value for term, value in worth if term in pairs) or 1.0
    total = sum(value for _, value in worth) or 1.0
    best = candidates[0].score or 1.0
    wanted = int(asked)
    titles: dict[str, float] = {}
    looks: list[tuple[float, float]] = []
    for passage, score, states in candidates:
        text = f"{passage.heading}\n{passage.text}".lower()
        held = [(term, value) for term, value in worth if term in text]
        if passage.title not in titles:
            title = passage.title.lower()
            titles[passage.title] = sum(value for term, value in worth if term in title) / total
        made = score / best + TITLE * titles[passage.title]
        made += COVERED * sum(value for term, value in held if term in pairs) / whole
        made += STATED * (wanted & states).bit_count() + (TAIL if passage.path in _TAILS else 0.0)
        looks.append((made, max(_sentence(one, held) for one in _SENTENCES.split(text))))
    top = max(sentence for _, sentence in looks) or 1.0
    found = [
        Ranked(one.passage, made + SENTENCE * sentence / top, one.states)
        for one, (made, sentence) in zip(candidates, looks, strict=True)
    ]
    return sorted(found, key=lambda one: -one.score)


def _rarity(holding: int, size: int) -> float:
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5)) if holding else 0.0


def _sentence(text: str, held: Sequence[Term]) -> float:
    """How much of what a clause holds of a question stands together in one sentence; a long one counts a little less."""
    return sum([value for term, value in held if term in text]) / (0.8 + 0.2 * len(text) / _USUAL_SENTENCE)
