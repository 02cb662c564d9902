"""One engine, one size, one fresh process: `one.py ENGINE COUNT [--unknown]` prints a JSON line.

The engine is timed first and the memory read; the same rules by NumPy are timed right after on the same columns, so
that a ratio is of the same seconds of the same machine. Beside huice the same rules by Polars are timed as well.
"""

import time

STARTED = time.perf_counter()

import importlib  # noqa: E402
import json  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402


def timed(run: Callable[[], Any], times: int) -> tuple[Any, float]:
    """What it gives the first time, and the median seconds."""
    found, spent = None, []
    for turn in range(times):
        begun = time.perf_counter()
        got = run()
        spent.append(time.perf_counter() - begun)
        found = got if turn == 0 else found
    return found, statistics.median(spent)


def one_firm(engine: Any, loaded: Any) -> dict[str, float]:
    """Warm latency of one firm given as a dict, in microseconds."""
    from rules import by_numpy, firms, peak_mib, rows  # noqa: PLC0415 - after the start-up is timed

    columns = firms(1)
    row = rows(columns)[0]
    engine.single(loaded, row)
    _, seconds = timed(lambda: engine.single(loaded, row), 300)
    found = {"seconds": seconds, "peak_mib": peak_mib()}
    return found | {"over_numpy": seconds / timed(lambda: by_numpy(columns), 300)[1]}


def many(name: str, engine: Any, loaded: Any, count: int, with_unknown: bool) -> dict[str, Any]:
    """Columns in, columns out. Small batches repeat; a large one runs once, cold, as a nightly run does."""
    from rules import RULES, by_numpy, firms, judge, judge_unknown, peak_mib, unknowns  # noqa: PLC0415

    columns, hidden = firms(count), unknowns(count) if with_unknown else {}

    def run(which: Any, made: Any) -> Any:
        return which.batch_unknown(made, columns, hidden) if with_unknown else which.batch(made, columns)

    got, seconds = timed(partial(run, engine, loaded), 5 if count <= 10_000 else 1)
    found: dict[str, Any] = {"seconds": seconds, "peak_mib": peak_mib(), "rate": count * RULES / seconds}
    found["over_numpy"] = seconds / timed(partial(by_numpy, columns), 5)[1]
    for other in ("polars", "careful") if name == "huice" else ():
        by_hand = importlib.import_module(f"on_{other}")
        found[f"over_{other}"] = paired(partial(run, engine, loaded), partial(run, by_hand, by_hand.load()))
    exact = name in {"huice", "careful"}
    if not with_unknown:
        return found | judge(got, columns, exact)
    verdicts = got.pop("r1_eligible")
    return found | judge_unknown(verdicts, got, columns, hidden, exact)


def paired(ours: Callable[[], Any], theirs: Callable[[], Any], times: int = 5) -> float:
    """The ratio of two medians, each taken in turn with the other after a first time."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(times + 1):
        for run, seconds in zip((ours, theirs), spent, strict=True):
            seconds.append(timed(run, 1)[1])
    return statistics.median(spent[0][1:]) / statistics.median(spent[1][1:])


def main(name: str, count: int, with_unknown: bool) -> dict[str, Any]:
    engine = importlib.import_module(f"on_{name}")
    loaded = engine.load()
    startup = time.perf_counter() - STARTED
    found = {"engine": name, "count": count, "unknown": with_unknown, "startup_s": startup}
    if count == 1:
        return found | one_firm(engine, loaded)
    return found | many(name, engine, loaded, count, with_unknown)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), "--unknown" in sys.argv)))
