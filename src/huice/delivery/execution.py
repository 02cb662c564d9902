"""Making a run: inputs taken in, findings worked out chunk by chunk, the whole put in place at the end.

Everything is written into RUN.partial, which becomes RUN in one step. What was killed goes on where it was, if the
inputs, the library and the day are the same, and begins anew otherwise.
"""

import fcntl
import json
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from itertools import dropwhile
from pathlib import Path
from typing import Any

import polars as pl

from huice import __version__
from huice.delivery.engines import native
from huice.delivery.overrides import Overrides
from huice.delivery.run import FINDINGS, INPUTS, MANIFEST, RETURNED, SUMMARY, Run, digest, digests, scan, write_manifest
from huice.engine.batch import Findings, compile
from huice.engine.batch.wording import in_words, sums
from huice.problems import Problems, refusal
from huice.registry.intake import ERRORS, take_in
from huice.registry.parts import keep, settle, unwritten
from huice.rules.library import Library
from huice.rules.quantities import MONEY

CHUNK = 100_000
"""How many subjects are worked out at a time."""

SLICE = 25_000
ROWS = 10_000_000
"""A file of findings holds at most so many subjects and rows: the names of its subjects fit one dictionary."""

Progress = Callable[[str, int, int], None]
"""Told the step, how many rows of it are done, and of how many (0 where that is not known yet)."""

_STATE = "state.json"
_SUMS = "sums"


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: the registry's files, the measures, the day, the engine, what is set."""

    paths: tuple[Path, ...]
    measures: tuple[str, ...]
    as_of: date
    engine: str
    overrides: Overrides


def run_batch(order: Order, out: Path, progress: Progress = lambda *_: None) -> Run:
    """Make a run in the folder `out`. Raises Problems; then there is no folder `out`."""
    if out.exists():
        raise Problems.one("这里已有东西，不覆盖", "换一个 --out，或先移走", file=str(out))
    plan = compile(order.overrides.library, order.measures)
    with _partial(out) as partial:
        state = _state(order)
        inputs = _inputs(order, partial, state, progress)
        _work_out(plan.findings, order, inputs, partial, progress)
        _finish(order, inputs, partial)
        partial.replace(out)
        settle(out.parent)
    return Run.open(out)


def run_again(run: Run, overrides: Overrides, out: Path, progress: Progress = lambda *_: None) -> Run:
    """Run over the inputs a run has stored, with other overrides. Raises Problems."""
    manifest = run.manifest
    if out.exists():
        raise Problems.one("这里已有东西，不覆盖", "换一个 --out，或先移走", file=str(out))
    order = Order((), tuple(manifest["measures"]), run.as_of, manifest["engine"], overrides)
    plan = compile(overrides.library, order.measures)
    inputs = {key: manifest[key] for key in ("inputs", "counts", "columns", "notes", "tables")}
    with _partial(out) as partial:
        _fresh(partial)
        shutil.copytree(run.folder / INPUTS, partial / INPUTS)
        _work_out(plan.findings, order, inputs, partial, progress)
        _finish(order, inputs, partial)
        partial.replace(out)
        settle(out.parent)
    return Run.open(out)


@contextmanager
def _partial(out: Path) -> Iterator[Path]:
    """The folder the run grows in, for this process alone. It goes away where something cannot be written."""
    partial = out.with_name(f"{out.name}.partial")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        with out.with_name(f"{out.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Problems.one("另一个进程正在写这次批量", "等它结束，或换一个 --out", file=str(out)) from None
            try:
                yield partial
            except (OSError, Problems):
                shutil.rmtree(partial, ignore_errors=True)
                raise
            finally:
                Path(lock.name).unlink(missing_ok=True)
    except OSError as error:
        raise unwritten(out, refusal(error)) from None


def _fresh(partial: Path) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)


def _state(order: Order) -> dict[str, Any]:
    """What a partial run must agree with to be gone on with."""
    return {
        "inputs": [{"file": path.name, "digest": digest(path)} for path in order.paths if path.is_file()],
        "library": order.overrides.library.digest,
        "as_of": order.as_of.isoformat(),
        "engine": order.engine,
        "measures": list(order.measures),
        "set": dict(order.overrides.said),
        "versions": _versions(order.engine),
    }


def _versions(engine: str) -> dict[str, str]:
    parts = ["polars", "narwhals", *{"duckdb": ["duckdb"], "spark": ["pyspark"]}.get(engine, [])]
    return {"huice": __version__, "python": platform.python_version(), **{name: version(name) for name in parts}}


def _inputs(order: Order, partial: Path, state: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take the registry in, unless a partial run has already."""
    kept = partial / _STATE
    try:
        known = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    if known.get("state") == state:
        inputs: dict[str, Any] = known["inputs"]
        return inputs
    _fresh(partial)
    seen = _seen(progress)
    taken = take_in(order.paths, order.overrides.library, partial / INPUTS, partial / RETURNED, seen)
    inputs = {
        "inputs": state["inputs"],
        "counts": {key: counts.as_json() for key, counts in taken.counts.items()},
        "columns": taken.columns,
        "notes": taken.notes,
        "tables": sorted(taken.counts),
    }
    beside = kept.with_suffix(".part")
    beside.write_text(json.dumps({"state": state, "inputs": inputs}, ensure_ascii=False), "utf-8")
    settle(beside)
    beside.replace(kept)
    return inputs


def _seen(progress: Progress) -> Callable[[str, int], None]:
    return lambda sheet, rows: progress(f"读取 {sheet}", rows, 0)


def _work_out(
    findings: Callable[..., Iterator[Findings]],
    order: Order,
    inputs: Mapping[str, Any],
    partial: Path,
    progress: Progress,
) -> None:
    """The findings of every chunk that is not there yet."""
    for name in (FINDINGS, _SUMS):
        (partial / name).mkdir(exist_ok=True)
    total = inputs["counts"]["subjects"]["kept"]
    tables = _tables(partial / INPUTS, inputs["tables"], order.overrides)
    starts = list(range(0, max(total, 1), CHUNK))
    # All from the first that is missing: whoever was killed while tidying up may have left any of them.
    left = list(dropwhile(lambda start: (partial / _SUMS / f"{start // CHUNK:05}.parquet").exists(), starts))
    done = left[0] if left else total
    progress("测算", done, total)
    if not left or not total:
        _nothing(order, partial) if not total else None
        return
    for start, found in zip(left, _chunks(findings, order, tables, left), strict=True):
        people = tables["subjects"].slice(start, CHUNK).select("subject").collect()
        wide = people.join(found.wide, on="subject", how="left", maintain_order="left")
        _write_chunk(replace(found, wide=wide), partial, start // CHUNK)
        done += wide.height
        progress("测算", done, total)


def _chunks(
    findings: Callable[..., Iterator[Findings]], order: Order, tables: Mapping[str, pl.LazyFrame], left: list[int]
) -> Iterator[Findings]:
    """The findings of the chunks that are left, which are the last ones."""
    if order.engine == "polars":
        here = {**tables, "subjects": tables["subjects"].slice(left[0])}
        yield from findings(here, order.as_of, "polars", CHUNK)
        return
    for start in left:
        subjects = tables["subjects"].slice(start, CHUNK).collect()
        here = {
            name: table.join(subjects.lazy().select("subject"), on="subject", how="semi")
            for name, table in tables.items()
        }
        frames = {name: table.collect() for name, table in here.items()} | {"subjects": subjects}
        yield from findings(native(frames, order.engine), order.as_of, order.engine, CHUNK)


def _tables(folder: Path, names: Sequence[str], overrides: Overrides) -> dict[str, pl.LazyFrame]:
    tables = {name: scan(folder / name).drop("row", "name") for name in names}
    return tables | {"subjects": overrides.on_subjects(tables["subjects"])}


def _nothing(order: Order, partial: Path) -> None:
    """The findings of nobody."""
    texts = ("subject", "measure", "verdict", "window", "bound", "complies", "reason", "missing")
    schema = {name: pl.String() for name in texts} | {name: pl.Float64() for name in ("amount", "low", "high")}
    keep(pl.DataFrame(schema=schema), partial / FINDINGS / "00000-0.parquet")
    empty = {"measure": pl.String(), "region": pl.String(), **dict.fromkeys(("yes", "open", "no", "fen"), pl.Int64())}
    keep(pl.DataFrame(schema=empty), partial / _SUMS / "00000.parquet")


def _write_chunk(found: Findings, partial: Path, number: int) -> None:
    """The findings in words, a file a slice sorted by measure; the sums last, which marks the chunk as done."""
    size = max(1, min(SLICE, ROWS // max(1, len(found.measures))))
    for place, start in enumerate(range(0, found.wide.height, size)):
        part = replace(found, wide=found.wide.slice(start, size))
        keep(in_words(part), partial / FINDINGS / f"{number:05}-{place}.parquet")
    keep(sums(found), partial / _SUMS / f"{number:05}.parquet")


def _finish(order: Order, inputs: Mapping[str, Any], partial: Path) -> None:
    """The summary and the manifest; whatever only the making needed goes away."""
    counted = pl.read_parquet(partial / _SUMS / "*.parquet")
    place = pl.DataFrame({"measure": list(order.measures)}).with_row_index("place")
    money = [id_ for id_ in order.measures if _in_yuan(order.overrides.library, id_)]
    total = counted.group_by("measure", "region").agg(pl.col("yes", "open", "no", "fen").sum())
    total = total.join(place, on="measure").sort("place", "region", nulls_last=True)
    # by a column: Polars multiplies by the reciprocal of a constant, which is not the nearest double
    amount = pl.when(pl.col("measure").is_in(money)).then(pl.col("fen") / (pl.col("fen") * 0 + 100))
    total = total.select("measure", pl.col("region").fill_null("（未填）"), "yes", "open", "no", amount.alias("amount"))
    total.write_csv(partial / SUMMARY, include_bom=True, float_precision=2)
    shutil.rmtree(partial / _SUMS)
    (partial / _STATE).unlink(missing_ok=True)
    library = order.overrides.library
    manifest = {
        "format": 1, "as_of": order.as_of.isoformat(), "engine": order.engine, "measures": list(order.measures),
        "set": dict(order.overrides.said), "library": {"version": library.version, "digest": library.digest, "standards": library.standards},
        "versions": _versions(order.engine), **inputs,
        "stored": digests(partial, (INPUTS,)), "outputs": digests(partial, (FINDINGS, SUMMARY)),
    }  # fmt: skip
    write_manifest(partial, manifest)
    for path in (partial / MANIFEST, partial / SUMMARY, partial):
        settle(path)


def _in_yuan(library: Library, measure: str) -> bool:
    """Whether the amount of a measure is money."""
    amount = library.measures[measure].amount
    node = None if amount is None else amount.value if amount.value is not None else amount.ceiling
    return node is not None and node.type.dimension == MONEY


__all__ = ["CHUNK", "ERRORS", "Order", "Progress", "run_again", "run_batch"]
