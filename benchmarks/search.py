"""How often a search finds what people ask for: recall at 1, 5 and 10, and the mean reciprocal rank
in the first ten.

    python benchmarks/search.py COMPENDIUM QUESTIONS.json [--misses]

A hit counts where its source lines overlap those that answer the question.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from huice.corpus import read_documents
from huice.search import find
from huice.store import Store

DEEPEST = 10


def rank(store: Store, question: dict[str, object]) -> tuple[int, float]:
    lines = {int(line) for line in [question["line"], *question.get("accept_lines", [])]}  # type: ignore[call-overload, misc]
    began = time.perf_counter()
    hits = find(store, str(question["q"]), DEEPEST)
    took = (time.perf_counter() - began) * 1000
    places = (at for at, hit in enumerate(hits, 1) if any(hit.lines[0] <= line <= hit.lines[1] for line in lines))
    return next(places, 0), took


def summary(ranks: list[int]) -> str:
    at = {k: sum(0 < r <= k for r in ranks) / len(ranks) for k in (1, 5, 10)}
    mrr = sum(1 / r for r in ranks if r) / len(ranks)
    return f"R@1 {at[1]:.3f}  R@5 {at[5]:.3f}  R@10 {at[10]:.3f}  MRR {mrr:.3f}  n {len(ranks)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("compendium", type=Path, nargs="?", default=Path("../shared/corpus/compendium-2023q2.txt"))
    parser.add_argument("questions", type=Path, nargs="?", default=Path("../shared/dev-questions/questions.json"))
    parser.add_argument("--misses", action="store_true", help="print the questions not answered in the first ten")
    given = parser.parse_args()
    questions = json.loads(given.questions.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as home:
        store = Store(Path(home))
        store.ingest(
            read_documents(given.compendium.read_bytes(), given.compendium.name), given.compendium.name, "0" * 64
        )
        began = time.perf_counter()
        find(store, "补贴")
        print(f"index made in {time.perf_counter() - began:.2f} s")
        measured = [rank(store, question) for question in questions]
    ranks, times = [r for r, _ in measured], sorted(t for _, t in measured)
    print(f"all          {summary(ranks)}")
    kinds: dict[str, list[int]] = defaultdict(list)
    for question, found in zip(questions, ranks, strict=True):
        kinds[question["type"]].append(found)
    for kind, own in sorted(kinds.items()):
        print(f"{kind:12} {summary(own)}")
    print(f"p50 {statistics.median(times):.1f} ms, p95 {times[int(0.95 * len(times))]:.1f} ms")
    if given.misses:
        for question, found in zip(questions, ranks, strict=True):
            if not 0 < found <= 10:
                print(found, question["doc"], question["path"], question["line"], question["q"])


if __name__ == "__main__":
    main()
