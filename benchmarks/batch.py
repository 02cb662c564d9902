"""The whole library over a registry: measure evaluations a second, memory, growth. `python benchmarks/batch.py 100000 1000000`.

Each size runs in a process of its own. Random firms, every fact of the library, 20 % unknown, no child records.
"""

import json
import resource
import subprocess
import sys
import time
from datetime import date

import numpy as np
import polars as pl

from huice.engine.batch import compile
from huice.rules.library import Library, load


def registry(library: Library, count: int, unknown: float = 0.2) -> pl.DataFrame:
    """Random firms."""
    draw = np.random.default_rng(2023)
    columns: dict[str, pl.Series] = {"subject": pl.int_range(count, eager=True).cast(pl.String)}
    for key, fact in library.facts.items():
        match fact.type.kind:
            case "bool":
                cells = pl.Series(draw.random(count) < 0.6)
            case "number":
                top, step = {"元": (5_000_000, 1), "": (10_000, 10_000)}.get(
                    "".join(base for base, _ in fact.unit.dimension), (200, 1)
                )
                cells = pl.Series(draw.integers(0, top, count) / step)
            case "date":
                days = draw.integers(date(2022, 1, 1).toordinal(), date(2024, 12, 31).toordinal(), count)
                cells = pl.Series(days - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date)
            case "choice":
                options = pl.Series(sorted(fact.options))
                cells = options.gather(draw.integers(0, len(options), count))
            case "text":
                cells = pl.Series(["江苏省无锡市", "江苏省南京市"]).gather(draw.integers(0, 2, count))
            case _:
                continue
        columns[key] = pl.select(pl.when(pl.Series(draw.random(count) >= unknown)).then(cells)).to_series()
    columns["subject_type"] = pl.Series(["enterprise", "sole_trader"]).gather(draw.integers(0, 2, count))
    return pl.DataFrame(columns)


def measure(count: int, chunk: int) -> dict[str, float]:
    """One size: seconds from the tables to the findings, and the peak of memory."""
    library = load()
    table = registry(library, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time()
    start = time.perf_counter()
    plan = compile(library)
    compiled = time.perf_counter() - start
    explained = rows = 0
    for part in plan.findings({"subjects": table}, date(2023, 6, 30), chunk=chunk):
        explained += part.explained
        rows += part.wide.height
    took = time.perf_counter() - start
    assert rows == count
    evaluations = count * len(plan.measures)
    return {
        "firms": count,
        "measures": len(plan.measures),
        "compile_s": round(compiled, 3),
        "seconds": round(took, 3),
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "million_evaluations_a_second": round(evaluations / took / 1e6, 1),
        "explained": explained,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "registry_mib": round(before),
    }


def main() -> None:
    if sys.argv[1] == "one":
        print(json.dumps(measure(int(sys.argv[2]), int(sys.argv[3]))))
        return
    for size in sys.argv[1:]:
        subprocess.run([sys.executable, __file__, "one", size, "100000"], check=True)


if __name__ == "__main__":
    main()
