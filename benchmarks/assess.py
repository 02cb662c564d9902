"""One firm, all measures: in process and as a whole command, against the cost of starting Python itself.

    python benchmarks/assess.py [FIRM.yaml]

Prints medians of 200 assessments and 7 processes, and the ratio to `python -c pass`.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from huice import settings
from huice.engine import assess
from huice.registry.profile import read_profile
from huice.reports.data import as_data
from huice.rules.library import load, shipped


def in_process(firm: Path) -> tuple[float, float, int]:
    """Median and 95th percentile of one assessment in milliseconds, and the number of measures."""
    library = load(cache=settings.cache())
    profile = read_profile(firm, library)
    assert profile.as_of is not None
    assess(library, profile.subject, profile.as_of)
    times = []
    for _ in range(200):
        begun = time.perf_counter()
        found = assess(library, profile.subject, profile.as_of)
        times.append((time.perf_counter() - begun) * 1_000)
    as_data(found, library)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)], len(library.measures)


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
    median, p95, count = in_process(firm)
    bare = process("-c", "pass")
    whole = process("-m", "huice.cli", "assess", str(firm))
    print(
        f"{count} measures in process: median {median:.2f} ms, p95 {p95:.2f} ms, {median / count * 1_000:.0f} µs a measure"
    )
    print(f"huice assess: {whole:.2f} s, {whole / bare:.0f} times an empty Python process ({bare:.3f} s)")


if __name__ == "__main__":
    main()
