"""How often a search finds what people ask for: recall at 1, 5 and 10, and the mean reciprocal rank
in the first ten; how long it takes.

    python benchmarks/search.py [COMPENDIUM] [QUESTIONS.json|.yaml] [--misses] [--without synonyms|library|ranking]
    python benchmarks/search.py --scale 900000

A hit counts where its source lines overlap those that answer the question. `--part held` asks every second question
of a YAML file from the second on, `--part shown` the others. `--scale` builds an index of so many clauses, made of
sentences of the real ones with other figures, and prints how long that takes, how large it is and how fast it answers;
times are also given as a ratio to an empty loop of the same run, which a busy machine slows as much.
"""

import argparse
import json
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy
import yaml

from huice.corpus import read_documents
from huice.search import find, hits, ranking
from huice.search.index import Index, filled, schema
from huice.search.librarian import Words, shipped_words
from huice.search.questions import terms
from huice.search.statements import asked
from huice.search.synonyms import table
from huice.store import Store
from huice.store.matching import Passage

DEEPEST = 10
SHARED = Path(__file__).parent.parent.parent / "shared"


def read_questions(path: Path, part: str) -> list[dict[str, Any]]:
    """Questions with the lines that answer them."""
    if path.suffix == ".json":
        return json.loads(path.read_text("utf-8"))
    rows = yaml.safe_load(path.read_text("utf-8"))
    if part:
        rows = rows[part == "held" :: 2]
    return [{"doc": doc, "line": line, "type": kind, "q": text} for doc, line, kind, text in rows]


def rank(store: Store, question: dict[str, Any], words: Words, synonyms: bool) -> tuple[int, float]:
    """The place of the first hit that answers (0: none), and the milliseconds it took."""
    lines = {int(line) for line in [question["line"], *question.get("accept_lines", [])]}
    began = time.perf_counter()
    found = find(store, str(question["q"]), DEEPEST, synonyms=synonyms, words=words)
    took = (time.perf_counter() - began) * 1000
    places = (at for at, hit in enumerate(found, 1) if any(hit.lines[0] <= line <= hit.lines[1] for line in lines))
    return next(places, 0), took


def summary(ranks: list[int]) -> str:
    at = {k: sum(0 < r <= k for r in ranks) / len(ranks) for k in (1, 5, 10)}
    mrr = sum(1 / r for r in ranks if r) / len(ranks)
    return f"R@1 {at[1]:.3f}  R@5 {at[5]:.3f}  R@10 {at[10]:.3f}  MRR {mrr:.3f}  n {len(ranks)}"


def speed(times: list[float]) -> str:
    """Median and 95th percentile."""
    times = sorted(times)
    return f"p50 {statistics.median(times):.1f} ms, p95 {times[int(0.95 * len(times))]:.1f} ms"


def quality(given: argparse.Namespace, store: Store) -> None:
    """Recall by kind of question."""
    questions = read_questions(given.questions, given.part)
    words = Words("none") if given.without == "library" else shipped_words()
    if given.without == "ranking":
        ranking.COVERED = ranking.SENTENCE = ranking.TITLE = ranking.STATED = ranking.TAIL = 0.0
    began = time.perf_counter()
    find(store, "补贴", words=words)
    print(f"index made in {time.perf_counter() - began:.2f} s")
    measured = [rank(store, question, words, given.without != "synonyms") for question in questions]
    ranks = [r for r, _ in measured]
    print(f"all          {summary(ranks)}")
    kinds: dict[str, list[int]] = defaultdict(list)
    for question, found in zip(questions, ranks, strict=True):
        kinds[question["type"]].append(found)
    for kind, own in sorted(kinds.items()):
        print(f"{kind:12} {summary(own)}")
    print(speed([took for _, took in measured]))
    if given.misses:
        for question, found in zip(questions, ranks, strict=True):
            if not 0 < found <= 10:
                print(found, question["doc"], question["line"], question["q"])


def perturbed(real: list[Passage], count: int) -> Iterator[Passage]:
    """Clauses made of sentences of several real ones, with other figures; twenty a document."""
    chance = random.Random(1)
    sentences = [one for each in real for one in re.split(r"(?<=[。；])", each.text.replace("\n", "")) if len(one) > 5]
    for at in range(count):
        like = chance.choice(real)
        text = "".join(chance.choices(sentences, k=chance.randint(1, 4)))
        text = re.sub(r"\d", lambda _: str(chance.randint(0, 9)), text)
        key = (at // 20, at % 20)
        yield Passage(key, f"测〔2023〕{key[0]}号", like.title, str(key[1]), like.above, like.heading, text, (at, at))


def scale(given: argparse.Namespace, store: Store) -> None:
    """An index of many clauses: seconds to build, megabytes, milliseconds a question."""
    real = list(store.passages())
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        index = Index(filled(tantivy.Index(schema(), path=place), perturbed(real, given.scale), Words()))
        took = time.perf_counter() - began
        size = sum(each.stat().st_size for each in Path(place).iterdir()) / 1e6
        print(f"{index.size} clauses: built in {took:.0f} s (with making them up), {size:.0f} MB", flush=True)
        for turn in ("cold", "warm"):
            times, worked = [], []
            for question in read_questions(given.questions, given.part):
                began, busy = time.perf_counter(), time.process_time()
                weighted = terms(question["q"], table().expansions(question["q"]))
                found = index.search(weighted, ranking.CANDIDATES)
                hits.ranked(found, weighted, asked(question["q"]), index.holding, index.size)
                times.append((time.perf_counter() - began) * 1000)
                worked.append((time.process_time() - busy) * 1000)
            began = time.perf_counter()
            sum(at * at for at in range(100_000))
            idle = (time.perf_counter() - began) * 1000
            p95 = sorted(times)[int(0.95 * len(times))]
            print(
                f"{turn}: {speed(times)}; processor {speed(worked)}; 100,000 steps of a loop {idle:.1f} ms, p95 is {p95 / idle:.1f} of that"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("compendium", type=Path, nargs="?", default=SHARED / "corpus" / "compendium-2023q2.txt")
    parser.add_argument("questions", type=Path, nargs="?", default=SHARED / "dev-questions" / "questions.json")
    parser.add_argument("--misses", action="store_true", help="print the questions not answered in the first ten")
    parser.add_argument("--part", choices=["held", "shown"], default="", help="which half of a YAML file")
    parser.add_argument("--without", choices=["synonyms", "library", "ranking"], help="leave a part of the search out")
    parser.add_argument("--scale", type=int, metavar="N", help="build an index of N clauses instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        store = Store(Path(home))
        read = read_documents(given.compendium.read_bytes(), given.compendium.name)
        store.ingest(read, given.compendium.name, "0" * 64)
        (scale if given.scale else quality)(given, store)


if __name__ == "__main__":
    main()
