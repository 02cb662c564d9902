"""One firm, all measures: in process and as a whole command, against the cost of starting Python itself.

    python benchmarks/assess.py [FIRM.yaml]

Prints medians of 200 assessments and 7 processes, and the ratio to `python -c pass`; the same for a library grown to
1,000 measures and more by its packs under other keys, and the advice for the firm.
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from huice import settings
from huice.advice.calendar import calendar
from huice.advice.combination import best_combination
from huice.advice.nearmiss import near_misses
from huice.advice.questions import next_questions
from huice.engine import assess
from huice.engine.explain import warm
from huice.registry.profile import read_profile
from huice.rules.library import Library, load, shipped

MANY = 1_000


def grown(size: int, folder: Path) -> Library:
    """The shipped library with its packs again under other keys, and at least `size` measures in all."""
    shutil.copytree(shipped(), folder, dirs_exist_ok=True)
    packs = [path for path in (folder / "documents").rglob("*.yaml") if not path.name.endswith(".cases.yaml")]
    have = len(load(shipped(), cache=settings.cache()).measures)
    for turn in range(1, -(-size // have)):
        for path in packs:
            # A measure that excludes another by its id means the one of the pack it was copied with.
            shutil.copy(path, path.with_stem(f"{path.stem}-again{turn}"))
    return load(folder)


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
    with TemporaryDirectory() as folder:
        many = grown(MANY, Path(folder))
    for rules in (library, many):
        warm(rules)
        median, p95, busy = in_process(lambda rules=rules: assess(rules, subject, day))  # type: ignore[misc]
        count = len(rules.measures)
        print(f"{count} measures: median {median:.2f} ms, p95 {p95:.2f} ms, of the processor {busy:.2f} ms")
    found = assess(library, subject, day)
    for advice in (next_questions, near_misses, best_combination, calendar):
        median, p95, _ = in_process(lambda advice=advice: advice(library, found), 20)  # type: ignore[misc]
        print(f"{advice.__name__}: median {median:.1f} ms, p95 {p95:.1f} ms")
    bare = process("-c", "pass")
    whole = process("-m", "huice.cli", "assess", str(firm))
    print(f"huice assess: {whole:.2f} s, {whole / bare:.0f} times an empty Python process ({bare:.3f} s)")


if __name__ == "__main__":
    main()
