"""Questions find the clauses that answer them; the index mends itself; odd questions are bounded."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from huice.corpus import Document, read_documents
from huice.problems import Problems
from huice.search import find
from huice.search.snippets import snippet
from huice.search.tokens import spans, tokens
from huice.store import Store

DEMO = Path(__file__).parent.parent / "data" / "demo-city" / "compendium.txt"
DIGEST = "0" * 64


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_documents(DEMO.read_bytes(), DEMO.name)


@pytest.fixture
def store(tmp_path: Path, documents: tuple[Document, ...]) -> Store:
    made = Store(tmp_path)
    made.ingest(documents, DEMO.name, DIGEST)
    return made


@pytest.mark.parametrize(
    ("question", "number", "path"),
    [
        ("裁员率多少可以返还失业保险费", "示政办规〔2024〕3号", "一/（一）"),
        ("创新券一年最多能领多少", "示财规〔2024〕5号", "第二章/第四条"),
        ("二手设备有没有补贴", "示工信〔2024〕12号", "一/（二）/3"),
        ("设备价格 500 万元以上补贴比例", "示工信〔2024〕12号", "二/表1"),
        ("护理员考到高级工证书奖多少钱", "示政发〔2024〕18号", "二/（四）"),
        ("临时占道停车还收费吗", "示例市财政局公告2024年第1号", "正文"),
        ("质量保证金什么时候退", "示建〔2024〕15号", "三"),
        ("示政办规（2024）3号 什么时候施行", "示政办规〔2024〕3号", "末段"),
    ],
)
def test_questions_find_their_clause(store: Store, question: str, number: str, path: str) -> None:
    hits = find(store, question)
    assert (number, path) in [(hit.number, hit.path) for hit in hits[:3]]


def test_a_hit_says_where_it_stands(store: Store, documents: tuple[Document, ...]) -> None:
    hit = find(store, "社区食堂运营补助", 1)[0]
    clause = documents[4].clauses[4].clauses[0]
    assert (hit.title, hit.path, hit.lines) == (documents[4].title, clause.path, clause.lines)
    found = hit.as_json()
    assert set(found) == {"number", "title", "path", "heading", "lines", "snippet", "highlights", "score"}
    assert found["lines"] == list(clause.lines)
    marked = [found["snippet"][start:end] for start, end in found["highlights"]]
    assert marked
    assert set("".join(marked)) <= set("社区食堂运营补助")


def test_hits_come_best_first_and_no_more_than_asked(store: Store) -> None:
    hits = find(store, "补贴标准", 4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(find(store, "补贴标准", 0)) == 1


def test_a_number_in_the_question_keeps_to_its_document(store: Store) -> None:
    assert {hit.number for hit in find(store, "示农〔2024〕7号 补贴")} == {"示农〔2024〕7号"}


@pytest.mark.parametrize("question", ["", "   ", "？！。，", "\n\t", "《》〔〕"])
def test_a_question_without_a_word_says_so(store: Store, question: str) -> None:
    with pytest.raises(Problems, match="没有可以查找的字词"):
        find(store, question)


@pytest.mark.parametrize(
    "question", ["补贴" * 50_000, "".join(chr(0x4E00 + at) for at in range(20_000)), 'a AND (b OR "c") ~^*:']
)
def test_long_and_odd_questions_are_bounded(store: Store, question: str) -> None:
    assert len(find(store, question)) <= 10


def test_words_nobody_wrote_find_nothing(store: Store) -> None:
    assert find(store, "zzzz") == []


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="还没有导入文件"):
        find(Store(tmp_path / "none"), "补贴")


def test_the_index_follows_the_store(store: Store, documents: tuple[Document, ...]) -> None:
    assert find(store, "无人机植保") == [] or all("无人机" not in hit.snippet.text for hit in find(store, "无人机植保"))
    clause = replace(documents[9].clauses[0], text="对无人机植保作业给予补助。")
    store.ingest([replace(documents[9], clauses=(clause, *documents[9].clauses[1:]))], "new.txt", "1" * 64)
    assert "无人机植保" in find(store, "无人机植保")[0].snippet.text
    assert len([each for each in store.index.iterdir() if each.is_dir()]) == 1


ASK = """
import sys
from pathlib import Path
from huice.search import find
from huice.store import Store
print(*(hit.path for hit in find(Store(Path(sys.argv[1])), sys.argv[2])))
"""


def asked_anew(home: Path, question: str) -> list[str]:
    """The paths another process finds: an index that is open is mapped into memory and must not be cut under it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ASK, str(home), question]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()


@pytest.mark.parametrize("damage", ["garbage", "emptied", "lost"])
def test_a_damaged_index_is_made_again(store: Store, tmp_path: Path, damage: str) -> None:
    before = asked_anew(tmp_path, "社区食堂")
    assert before[0] == "二/（三）"
    (place,) = store.index.iterdir()
    for each in place.iterdir():
        if damage == "lost":
            each.unlink()
        else:
            each.write_bytes(b"" if damage == "emptied" else b"broken")
    assert asked_anew(tmp_path, "社区食堂") == before


def test_an_index_that_cannot_be_written_is_kept_in_memory(store: Store) -> None:
    store.index.write_text("a file where the folder should be")
    assert find(store, "社区食堂")


def test_tokens() -> None:
    assert tokens("减半 5.5%，RCEP优惠") == ["减", "半", "减半", "5.5%", "rcep", "优", "惠", "优惠"]
    assert tokens("３％ＡＢ") == ["3%", "ab"]
    assert tokens("，。！") == []


def test_spans_join_and_stay_within_runs() -> None:
    assert spans("给予稳岗返还，返还", frozenset(tokens("稳岗返还"))) == [(2, 6), (7, 9)]


def test_a_snippet_shows_the_stretch_that_answers() -> None:
    text = "甲" * 300 + "稳岗返还" + "乙" * 300
    found = snippet(text, frozenset(tokens("稳岗返还")))
    (span,) = found.highlights
    assert found.text[slice(*span)] == "稳岗返还"
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= 112
