"""The whole library over a registry: measure evaluations a second, memory, growth.

    python benchmarks/batch.py 1000000 10000000 [--records] [--memory] [--columns verdict,amount] [--unknown 0.2]

Random firms with an answer for every fact of the library, 20 % of them unknown, written to Parquet 250,000 at a time
and read back as a stream, so that neither the registry nor its findings are ever in memory at once; `--memory` holds
the registry as a frame instead. `--records` adds child records to one firm in five. Each size runs in a process of its
own; the verdicts are counted, so that nothing is left out.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from huice.engine.batch import compile
from huice.engine.batch.findings import COLUMNS
from huice.rules.facts import Fact
from huice.rules.library import Library, load

DAY = date(2023, 6, 30)
PIECE = 250_000
CHUNK = 100_000
_EPOCH = date(1970, 1, 1).toordinal()


def cells(fact: Fact, count: int, draw: np.random.Generator) -> pl.Series | None:
    """Random answers to a fact; None for child records."""
    match fact.type.kind:
        case "bool":
            return pl.Series(draw.random(count) < 0.6)
        case "number":
            tops = {"元": (5_000_000, 1), "": (10_000, 10_000)}
            top, step = tops.get("".join(base for base, _ in fact.unit.dimension), (200, 1))
            return pl.Series(draw.integers(0, top, count) / step)
        case "date":
            days = draw.integers(date(2022, 1, 1).toordinal(), date(2024, 12, 31).toordinal(), count)
            return pl.Series(days - _EPOCH).cast(pl.Int32).cast(pl.Date)
        case "choice":
            return pl.Series(sorted(fact.options)).gather(draw.integers(0, len(fact.options), count))
        case "text":
            return pl.Series(["江苏省无锡市", "江苏省南京市"]).gather(draw.integers(0, 2, count))
    return None


def answers(
    facts: dict[str, Fact], count: int, unknown: float, draw: np.random.Generator, first: dict[str, pl.Series]
) -> pl.DataFrame:
    """A table with a column a fact, some cells unknown; `first` columns as they are."""
    columns = dict(first)
    for key, fact in facts.items():
        known = cells(fact, count, draw)
        if known is not None and key not in columns:
            columns[key] = pl.select(pl.when(pl.Series(draw.random(count) >= unknown)).then(known)).to_series()
    return pl.DataFrame(columns)


def registry(library: Library, count: int, unknown: float, records: bool, folder: Path) -> dict[str, Path]:
    """Random firms as Parquet files, a folder a table."""
    folders: dict[str, Path] = {}
    for start in range(0, count, PIECE):
        size, draw = min(PIECE, count - start), np.random.default_rng(2023 + start)
        ids = pl.int_range(start, start + size, eager=True).cast(pl.String)
        kinds = pl.Series(["enterprise", "sole_trader"]).gather(draw.integers(0, 2, size))
        tables = {"subjects": answers(library.facts, size, unknown, draw, {"subject": ids, "subject_type": kinds})}
        for key, fact in library.facts.items() if records else ():
            if fact.type.kind == "records":
                owners = ids.gather(np.sort(draw.integers(0, size, size // 5)))
                tables[key] = answers(fact.fields, len(owners), unknown, draw, {"subject": owners})
        for name, table in tables.items():
            folders[name] = folder / name
            folders[name].mkdir(exist_ok=True)
            table.write_parquet(folders[name] / f"{start:09}.parquet", compression="lz4")
    return folders


def measure(options: argparse.Namespace) -> dict[str, float]:
    """One size: seconds from the tables to the findings, and the peak of memory."""
    library, count = load(), options.sizes[0]
    tables: dict[str, pl.LazyFrame | pl.DataFrame]
    tables = {path.name: pl.scan_parquet(path) for path in Path(options.folder).iterdir()}
    if options.memory:
        tables = {name: table.collect() for name, table in tables.items()}  # type: ignore[union-attr]
    before = _peak()
    cpu, start = time.process_time(), time.perf_counter()
    plan = compile(library)
    compiled = time.perf_counter() - start
    explained = rows = settled = 0
    for part in plan.findings(tables, DAY, chunk=CHUNK, columns=options.columns):
        explained += part.explained
        rows += part.wide.height
        verdicts = [measured.code("verdict").is_not_null().sum() for measured in part.measures.values()]
        settled += sum(part.wide.select(cell.alias(f"{n}") for n, cell in enumerate(verdicts)).row(0))
    took = time.perf_counter() - start
    assert rows == count
    evaluations = count * len(plan.measures)
    return {
        "firms": count,
        "measures": len(plan.measures),
        "million_evaluations_a_second": round(evaluations / took / 1e6, 1),
        "million_a_cpu_second": round(evaluations / (time.process_time() - cpu) / 1e6, 1),
        "seconds": round(took, 2),
        "compile_s": round(compiled, 2),
        "peak_mib": round(_peak()),
        "before_mib": round(before),
        "settled_percent": round(100 * settled / evaluations, 1),
        "explained": explained,
        "load": round(os.getloadavg()[0], 1),
    }


def _peak() -> float:
    """The most memory this process has held, in MiB; `ru_maxrss` would count what its parent held before it began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--records", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--unknown", type=float, default=0.2)
    parser.add_argument("--columns", type=lambda text: tuple(text.split(",")), default=COLUMNS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        print(json.dumps(measure(options)), flush=True)
        return
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            registry(load(), size, options.unknown, options.records, Path(folder))
            asked = ["--columns", ",".join(options.columns), *(["--memory"] if options.memory else [])]
            subprocess.run([sys.executable, __file__, f"{size}", "--folder", folder, *asked], check=True)


if __name__ == "__main__":
    main()
