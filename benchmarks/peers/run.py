"""The four rules on huice and its peers, side by side: several rounds, one process a measurement, ratios first.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/requirements.txt
    python -m venv /tmp/peers-pe && /tmp/peers-pe/bin/pip install -r benchmarks/requirements-policyengine.txt
    python benchmarks/peers/run.py --peers /tmp/peers/bin/python --policyengine /tmp/peers-pe/bin/python [--write]

Run it with the Python that has huice. A round runs every engine once in turn, so that a slow spell falls on all of them.
A time is divided by that of NumPy, taken in the same process on the same columns right after; tables give medians.
`--write` puts the tables into docs/benchmarks.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "benchmarks.md"
ENGINES = ("huice", "numpy", "polars", "careful", "duckdb", "policyengine", "openfisca", "zen")
NAMES = {
    "huice": "**huice**", "numpy": "NumPy by hand", "polars": "Polars by hand", "careful": "Polars by hand, exact",
    "duckdb": "DuckDB SQL", "policyengine": "policyengine-core", "openfisca": "openfisca-core", "zen": "zen-engine",
}  # fmt: skip
HAND = ("polars", "careful")
MOST = {"zen": 100_000}
"""An engine that takes a minute for a million is measured with fewer."""

Run = dict[str, float]


def one(python: str, engine: str, count: int, unknown: bool) -> Run | None:
    """One measurement; None, with a word on why, where the engine is not there."""
    command = [python, "one.py", engine, f"{min(count, MOST.get(engine, count))}", *(["--unknown"] if unknown else [])]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{engine}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}", file=sys.stderr)
        return None
    found: Run = json.loads(done.stdout)
    return found | {"process_s": time.perf_counter() - begun}


def median(runs: list[Run], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def spread(runs: list[Run], key: str) -> str:
    """Median and range of a ratio."""
    cells = [run[key] for run in runs]
    return f"{statistics.median(cells):.3g} ({min(cells):.3g}–{max(cells):.3g})"


def batch_table(found: dict[str, list[Run]]) -> list[str]:
    """All answers known: how fast, how much memory, how right."""
    lines = [
        "|engine|time ÷ NumPy|firms × rules a second|peak MiB|wrong verdicts|firms with a wrong amount|",
        "|-|-|-|-|-|-|",
    ]
    for engine, runs in found.items():
        rate, peak = median(runs, "rate") / 1e6, median(runs, "peak_mib")
        wrong, off = runs[-1]["wrong_verdicts"], runs[-1]["firms_off"] / runs[-1]["count"]
        lines.append(f"|{NAMES[engine]}|{spread(runs, 'over_numpy')}|{rate:.3g} M|{peak:.0f}|{wrong}|{off:.1%}|")
    return lines


def unknown_table(found: dict[str, list[Run]]) -> list[str]:
    """A fifth of all answers unknown: who is told something false, who is left open."""
    lines = [
        "|engine|time ÷ NumPy|firms told something false|wrong verdicts|open|open though settled|",
        "|-|-|-|-|-|-|",
    ]
    for engine, runs in found.items():
        last = runs[-1]
        said = [
            f"{last[key] / last['count']:.1%}" for key in ("wrong_firms", "wrong_verdicts", "open", "needlessly_open")
        ]
        lines.append(f"|{NAMES[engine]}|{spread(runs, 'over_numpy')}|{'|'.join(said)}|")
    return lines


def single_table(found: dict[str, list[Run]]) -> list[str]:
    """One firm, and what it takes to begin."""
    bare = median(found["numpy"], "process_s") if "numpy" in found else 0.0
    lines = ["|engine|one firm, warm|start-up|whole process ÷ NumPy's|", "|-|-|-|-|"]
    for engine, runs in found.items():
        whole = f"{median(runs, 'process_s') / bare:.2g}" if bare else "–"
        lines.append(
            f"|{NAMES[engine]}|{median(runs, 'seconds') * 1e6:,.0f} µs|{median(runs, 'startup_s'):.2f} s|{whole}|"
        )
    return lines


def bars(found: dict[str, list[Run]], label: str) -> list[str]:
    """How huice stands to the others by their ratios to NumPy, and to Polars in turn in one process as well."""
    if "huice" not in found:
        return []
    ours = median(found["huice"], "over_numpy")
    ratios = {other: median(found[other], "over_numpy") / ours for other in ENGINES if other in found}
    said = [
        f"{ratios[other]:.2g} times as fast as {NAMES[other]}"
        for other in ("openfisca", "policyengine", "duckdb", "zen")
        if other in ratios
    ]
    said += [f"{1 / ratios[other]:.2g} times the time of {NAMES[other]}" for other in HAND if other in ratios]
    warm = [f"{spread(found['huice'], f'over_{other}')} times {NAMES[other]}" for other in HAND]
    return ["", f"{label}: huice is {', '.join(said)}. Warm, in turn, in one process: {', '.join(warm)}."]


def write(tables: dict[str, list[str]]) -> None:
    """The tables into the page, each between its marks."""
    text = PAGE.read_text("utf-8")
    for mark, lines in tables.items():
        start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
        before, rest = text.split(start)
        text = f"{before}{start}\n" + "\n".join(lines) + f"\n{end}" + rest.split(end)[1]
    PAGE.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="Python that has openfisca-core, zen-engine and duckdb")
    parser.add_argument("--policyengine", help="Python that has policyengine-core")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--counts", type=int, nargs="*", default=[1, 10_000, 1_000_000])
    parser.add_argument("--engines", nargs="*", default=ENGINES)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    options = parser.parse_args()
    pythons = {"policyengine": options.policyengine} | dict.fromkeys(("openfisca", "zen", "duckdb"), options.peers)
    tables: dict[str, list[str]] = {}
    for count in options.counts:
        for unknown in (False, True) if count > 1 else (False,):
            found: dict[str, list[Run]] = {}
            for _ in range(options.rounds):
                for engine in options.engines:
                    python = pythons.get(engine, sys.executable)
                    run = one(python, engine, count, unknown) if python else None
                    if run:
                        found.setdefault(engine, []).append(run)
            mark = f"peers {count}{' unknown' if unknown else ''}"
            table = single_table if count == 1 else unknown_table if unknown else batch_table
            label = f"{count:,} firms, {'a fifth of the answers unknown' if unknown else 'all answers known'}"
            load = f"{options.rounds} rounds, one-minute load {os.getloadavg()[0]:.1f} at the end."
            tables[mark] = [f"{label}; {load}", "", *table(found), *(bars(found, label) if count > 1 else [])]
            print("\n".join(["", *tables[mark]]), flush=True)
    if options.write:
        write(tables)


if __name__ == "__main__":
    main()
