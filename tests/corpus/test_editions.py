"""Two editions of a whole compendium: random edits come out, those and no others."""

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

import pytest

from huice.corpus import Clause, Document, compare, read_documents, walk
from tests.shared_material import compendium_path

NUMERALS = "一二三四五六七八九十"
PUT_IN = "支持示例企业开展新业务，按规定给予补助。"
Edits = dict[tuple[str, str], str]


@cache
def edition() -> tuple[tuple[Document, ...], tuple[str, ...]]:
    data = compendium_path().read_bytes()
    return read_documents(data, "a.txt"), tuple(data.decode().split("\n"))


def found(lines: list[str]) -> Edits:
    comparison = compare(edition()[0], read_documents("\n".join(lines).encode(), "b.txt"))
    assert not any(document.fields for document in comparison.documents)
    return {
        (document.title, change.after or change.before or ""): change.kind
        for document in comparison.documents
        for change in document.clauses
    }


def families(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Clauses with several below them, the last of which is a leaf and has no closing paragraph after it."""
    for clause, after in zip_longest(clauses, clauses[1:]):
        if after is not None and after.path.endswith("末段"):
            continue
        if len(clause.clauses) > 1 and not clause.clauses[-1].clauses:
            yield clause
        yield from families(clause.clauses)


@pytest.mark.parametrize("seed", range(8))
def test_words_put_into_clauses(seed: int) -> None:
    documents, source = edition()
    lines, made = list(source), Edits()
    leaves = [
        (document, clause)
        for document in documents
        for clause in walk(document.clauses)
        if not clause.clauses and clause.lines[0] == clause.lines[1] and len(clause.text) > 30 and clause.spans
    ]
    for document, clause in random.Random(seed).sample(leaves, 8):
        at = clause.lines[0] - 1
        place = lines[at].find(clause.text[10:20])
        if place > 0 and lines[at] == source[at]:
            lines[at] = f"{lines[at][: place + 3]}另有说明{lines[at][place + 3 :]}"
            made[document.title, clause.path] = "changed"
    assert made
    assert found(lines) == made


@pytest.mark.parametrize("seed", range(24))
def test_clauses_taken_out_and_put_in(seed: int) -> None:
    documents, source = edition()
    chance = random.Random(seed)
    lines, made = list(source), Edits()
    homes = [(document, parent) for document in documents for parent in families(document.clauses)]
    for document, parent in chance.sample(homes, 6):
        last = parent.clauses[-1]
        marker = re.search(r"（([一二三四五六七八九])）$|(?<=/)(\d+)$", last.path)
        if marker is None or any(document.title == title for title, _ in made):
            continue
        if chance.random() < 0.5:
            lines[last.lines[0] - 1 : last.lines[1]] = [""] * (last.lines[1] - last.lines[0] + 1)
            made[document.title, last.path] = "removed"
            continue
        number = NUMERALS.index(marker[1]) + 1 if marker[1] else int(marker[2])
        label, printed = (f"（{NUMERALS[number]}）",) * 2 if marker[1] else (str(number + 1), f"{number + 1}.")
        lines[last.lines[1] - 1] += f"\n{printed}{PUT_IN}"
        made[document.title, last.path[: marker.start()] + label] = "added"
    assert made
    assert found(lines) == made
