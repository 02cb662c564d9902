"""Whatever stands in a file: no crash, nothing lost, paths unique, lines in order."""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from huice import readers
from huice.corpus import Document, read_documents, walk
from huice.corpus.lines import lines_of, squeeze
from huice.problems import Problems

LINES = (Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt").read_text("utf-8").split("\n")
HEADS = "一、|二、|（一）|(二)|1.|2、|（1）|①|一是|第一条 |第二章 |附件1|附件：|附件|专栏2 |说明：|\t|- |**|目录|示例市关于试点的通知"
PIECES = st.sampled_from(
    [*HEADS.split("|"), *[line for line in LINES if line], "", "2024年1月2日", "示例市财政局", "甲\t乙\t丙"]
)


def read(text: str) -> tuple[Document, ...]:
    refused: Problems | None = None
    try:
        return read_documents(text.encode("utf-8", "surrogatepass"), "a.txt")
    except Problems as problems:
        refused = problems
    assert refused.found
    assert all(problem.what and problem.file == "a.txt" for problem in refused.found)
    return ()


def check(text: str) -> None:
    """Every character of a document's lines is in its title, number, addressees or one clause; paths are unique."""
    for document in read(text):
        first, last = document.lines
        clauses = list(walk(document.clauses))
        paths = [clause.path for clause in clauses]
        assert len(paths) == len(set(paths))
        assert all(first <= clause.lines[0] <= clause.lines[1] <= last for clause in clauses)
        source = "".join(line.text for line in lines_of(text) if first <= line.number <= last)
        said = document.title + document.number + document.addressees
        read_back = said + "".join(clause.heading + clause.text for clause in clauses)
        wide = str.maketrans("()[]:,【】", "（）〔〕：，〔〕")
        assert sorted(squeeze(read_back).translate(wide)) == sorted(squeeze(source).translate(wide))


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_lines_in_any_order(pieces: list[str]) -> None:
    check("\n".join(pieces))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_a_compendium_with_lines_lost_doubled_cut_and_swapped(seed: int) -> None:
    chance = random.Random(seed)
    lines = list(LINES)
    for _ in range(chance.randrange(25)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = chance.choice(HEADS.split("|")) + lines[at]
    check("\n".join(lines))


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_characters(text: str) -> None:
    read(text)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    found = None
    try:
        text = readers.read(data, "a.txt").text
    except Problems as problems:
        text, found = "", problems.found
    assert text.strip() or (found and found[0].file == "a.txt")
