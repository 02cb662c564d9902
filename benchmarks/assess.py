"""One firm, all measures: in process and as a whole command, against the cost of starting Python itself.

    python benchmarks/assess.py [FIRM.yaml]

Prints medians of 200 assessments and 7 processes, the ratio to `python -c pass`, and the advice for the firm. What a
library says of all who have said nothing to the matter is remembered by day and kind of subject: `again` is the next
firm of a day, a day of its own the first.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from huice import settings
from huice.advice.calendar import calendar
from huice.advice.combination import best_combination
from huice.advice.nearmiss import near_misses
from huice.advice.questions import next_questions
from huice.engine import assess
from huice.engine.explain import warm
from huice.registry.profile import read_profile
from huice.rules.library import load, shipped


def in_process(run: Callable[[], object], times: int = 200) -> tuple[float, float, float]:
    """Median and 95th percentile in milliseconds, after a first time; and the median of processor time."""
    run()
    spent, busy = [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        run()
        spent.append((time.perf_counter() - begun) * 1_000)
        busy.append((time.process_time() - worked) * 1_000)
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95)], statistics.median(busy)


def process(*words: str) -> float:
    """Median seconds of a whole process."""
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    firm = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped() / "firms" / "chip-packaging-wuxi.yaml"
    library = load(cache=settings.cache())
    profile = read_profile(firm, library)
    subject, day = profile.subject, profile.as_of
    assert day is not None
    warm(library)
    days = (day + timedelta(days=number) for number in count())
    runs: dict[str, Callable[[], object]] = {
        "again": lambda: assess(library, subject, day),
        "each on a day of its own": lambda: assess(library, subject, next(days)),
    }
    for name, run in runs.items():
        median, p95, busy = in_process(run)
        print(
            f"{len(library.measures)} measures, {name}: median {median:.2f} ms, p95 {p95:.2f} ms, of the processor {busy:.2f} ms"
        )
    found = assess(library, subject, day)
    for advice in (next_questions, near_misses, best_combination, calendar):
        median, p95, _ = in_process(lambda advice=advice: advice(library, found), 20)  # type: ignore[misc]
        print(f"{advice.__name__}: median {median:.1f} ms, p95 {p95:.1f} ms")
    bare = process("-c", "pass")
    whole = process("-m", "huice.cli", "assess", str(firm))
    print(f"huice assess: {whole:.2f} s, {whole / bare:.0f} times an empty Python process ({bare:.3f} s)")


if __name__ == "__main__":
    main()
