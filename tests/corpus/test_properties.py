"""Whatever stands in a file: no crash, nothing lost, nothing said twice, every quote exact."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huice.corpus import read_edition
from huice.problems import Problems
from tests.exactness import check_exact
from tests.shared_material import compendium_path

LINES = (Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt").read_text("utf-8").split("\n")
HEADS = "\u202e|\u200b|\ufeff|\r|\x0b|\u2028|<https://示例.cn/a>|。|《|一、|二、|（一）|(二)|1.|2、|（1）|①|一是|第一条 |第二章 |附件1|附件：|附件|专栏2 |说明：|\t|- |**|目录|示例市关于试点的通知"
PIECES = st.sampled_from(
    [*HEADS.split("|"), *[line for line in LINES if line], "", "2024年1月2日", "示例市财政局", "甲\t乙\t丙"]
)


def check(data: bytes) -> None:
    refused: Problems | None = None
    try:
        edition = read_edition(data, "a.txt")
    except Problems as problems:
        refused = problems
    if refused is None:
        check_exact(edition)
        assert edition.source.data() == data
    else:
        assert refused.found
        assert all(problem.what and problem.file == "a.txt" for problem in refused.found)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_lines_in_any_order(pieces: list[str]) -> None:
    check("\n".join(pieces).encode())


@pytest.mark.parametrize("batch", range(10))
def test_five_thousand_texts_with_lines_lost_doubled_cut_joined_and_swapped(batch: int) -> None:
    for seed in range(batch * 500, batch * 500 + 500):
        check(mutated(seed).encode())


@pytest.mark.parametrize("batch", range(2))
def test_parts_of_the_real_compendium_spoilt_the_same_ways(batch: int) -> None:
    lines = compendium_path().read_text("utf-8").split("\n")
    for seed in range(batch * 150, batch * 150 + 150):
        check(mutated(seed, lines).encode())


def mutated(seed: int, source: list[str] = LINES) -> str:
    """A small compendium, whole or a part of it, spoilt in up to 25 places."""
    chance = random.Random(seed)
    start = chance.choice([0, chance.randrange(len(source))])
    most = len(source) if source is LINES else 200
    lines = source[start : start + chance.choice([most, chance.randrange(5, 120)])]
    for _ in range(chance.randrange(25)):
        if not lines:
            break
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        cut = chance.randrange(len(lines[at]) + 1)
        match chance.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at] = lines[at][:cut]
            case 3:
                lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
            case 4:
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
            case 5:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at][:cut] + chance.choice(HEADS.split("|")) + lines[at][cut:]
    return "\n".join(lines)


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_characters(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check(data)
