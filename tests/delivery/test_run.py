"""Runs: whole or not there, the same bytes again, explained from what was stored."""

import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from huice.delivery import execution
from huice.delivery.comparison import compare_runs
from huice.delivery.execution import Order, run_again, run_batch
from huice.delivery.overrides import read_overrides
from huice.delivery.replay import replay
from huice.delivery.run import FINDINGS, INPUTS, SUMMARY, Run, digests
from huice.problems import Problems
from huice.rules.library import load, shipped
from tests.delivery.runs import REFUND, SUPPOSED, library, registry, run, run_in_small_chunks


def outputs(folder: Path) -> dict[str, str]:
    return digests(folder, (FINDINGS, SUMMARY, INPUTS, "manifest.json"))


def test_every_firm_has_a_finding_and_it_is_the_one_explained(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    found = made.findings(REFUND).collect()
    assert found["subject"].to_list() == [f"F{n:04}" for n in range(300)]
    assert set(found["verdict"]) == {"yes", "no"}
    for row in found.gather_every(23).iter_rows(named=True):
        finding = made.explain(row["subject"], REFUND, library()).findings[0]
        assert finding.verdict == row["verdict"]
        value = finding.amount.value if finding.amount else None
        assert (float(value) if value is not None else None) == row["amount"]
        assert finding.window.state == row["window"]
        assert [gap.fact for gap in finding.missing] == (row["missing"] or "").split()


def test_summary_adds_up(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    summary = pl.read_csv(tmp_path / "run" / SUMMARY)
    assert summary["region"].to_list() == ["南京市", "苏州市"]
    assert summary.select(pl.sum_horizontal("yes", "open", "no")).to_series().sum() == 300
    yes = made.findings(REFUND).filter(pl.col("verdict") == "yes").collect()
    assert summary["amount"].sum() == pytest.approx(yes["amount"].sum(), abs=0.001)


def test_replay_is_the_same_to_the_byte(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    found = replay(made, library())
    assert found.same
    assert found.files == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "登记表.csv"]


def test_chunks_change_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = registry(tmp_path)
    whole = run(path, tmp_path / "whole").findings(REFUND).collect()
    monkeypatch.setattr(execution, "CHUNK", 70)
    assert run(path, tmp_path / "parts").findings(REFUND).collect().equals(whole)


def test_replay_names_what_has_changed(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    stored = tmp_path / "run" / INPUTS / "subjects" / "00000.parquet"
    pl.read_parquet(stored).with_columns(layoffs=0.0).write_parquet(stored)
    with pytest.raises(Problems, match=r"存下的输入 inputs/subjects/00000\.parquet"):
        replay(made, library())
    changed = read_overrides(["guobanfa-2023-11/reserve_floor=3年"], library()).library
    with pytest.raises(Problems, match="规则库"):
        replay(made, changed)


def test_a_finding_that_was_changed_is_seen(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    part = tmp_path / "run" / FINDINGS / "00000-0.parquet"
    pl.read_parquet(part).with_columns(verdict=pl.lit("yes")).write_parquet(part)
    assert replay(made, library()).different == (f"{FINDINGS}/{part.name}",)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = registry(tmp_path)
    run(path, tmp_path / "run")
    with pytest.raises(Problems, match="不覆盖"):
        run(path, tmp_path / "run")


def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    """Killed at any moment there is no run, or the whole one; going on gives the same bytes."""
    path, out = registry(tmp_path, 100), tmp_path / "run"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.delivery.ready"])
    for name in ("warm", "reference"):
        started = time.monotonic()
        first = context.Process(target=run_in_small_chunks, args=(str(path), str(tmp_path / name)))
        first.start()
        first.join()
    took = time.monotonic() - started
    assert first.exitcode == 0
    reference = outputs(tmp_path / "reference")
    dice = random.Random(20)
    killed = 0
    for attempt in range(20):
        if attempt % 4 == 0:
            shutil.rmtree(tmp_path / "run.partial", ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        process = context.Process(target=run_in_small_chunks, args=(str(path), str(out)))
        process.start()
        process.join(dice.uniform(0.02, took * 0.9))
        process.kill()
        process.join()
        killed += process.exitcode != 0
        if out.exists():
            assert outputs(out) == reference
    assert killed >= 5
    shutil.rmtree(out, ignore_errors=True)
    last = context.Process(target=run_in_small_chunks, args=(str(path), str(out)))
    last.start()
    last.join()
    assert last.exitcode == 0
    assert outputs(out) == reference
    assert not (tmp_path / "run.partial").exists()


def test_a_disk_that_is_full_leaves_no_run(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the system refuses in the same place."""
    path = registry(tmp_path)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from huice.cli import main; main()"
    )
    arguments = ["batch", str(path), "--out", str(tmp_path / "run"), "--measure", REFUND]
    environment = {**os.environ, "HUICE_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 2, done.stderr
    assert "写不了文件" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()
    assert not (tmp_path / "run.partial").exists()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_two_runs_compared(tmp_path: Path) -> None:
    made = run(registry(tmp_path), tmp_path / "run")
    less = read_overrides([*SUPPOSED[:3], "refund_rate=50%"], library())
    compared = compare_runs(made, run_again(made, less, tmp_path / "less"))
    (change,) = compared.measures
    before = made.findings(REFUND).filter(pl.col("verdict") == "yes").collect()["amount"].sum()
    assert change.gainers == 0
    assert change.losers == int(compared.totals["losers"]) > 0
    assert change.cost_before == round(before * 100)
    assert change.difference == -sum(-fen for fen in compared.changes["difference"])
    same = compare_runs(made, Run.open(tmp_path / "run"))
    assert same.changes.is_empty()
    assert same.totals["difference"] == "0.00"


def test_a_law_s_number_may_be_supposed_otherwise(tmp_path: Path) -> None:
    """Without the reserve nobody qualifies; the facts stay as they are."""
    made = run(registry(tmp_path), tmp_path / "run")
    higher = read_overrides([*SUPPOSED, "guobanfa-2023-11/reserve_floor=3年"], library())
    after = run_again(made, higher, tmp_path / "higher")
    assert set(after.findings(REFUND).collect()["verdict"]) == {"no"}
    assert (
        compare_runs(made, after).measures[0].no_longer == (made.findings(REFUND).collect()["verdict"] == "yes").sum()
    )
    assert after.explain("F0001", REFUND, library()).findings[0].verdict == "no"


def test_replay_notices_that_a_local_standard_changed(tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    text = "standards:\n  - {source: 甲, issuer: 乙, date: 2023-01-01, region: 江苏, values: {guobanfa-2023-11/hire_standard: 1500 元/人}}\n"
    path.write_text(text, "utf-8")
    local = load(shipped(), path)
    order = Order((registry(tmp_path, 9),), (REFUND,), date(2023, 6, 30), "polars", read_overrides(SUPPOSED, local))
    made = run_batch(order, tmp_path / "run")
    assert replay(made, local).same
    path.write_text(text.replace("1500", "1501"), "utf-8")
    for changed in (load(shipped(), path), library()):
        with pytest.raises(Problems, match="地方标准"):
            replay(made, changed)


def test_a_local_standard_fills_the_amounts_of_a_run_by_region(tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    path.write_text(
        "standards:\n  - {source: 甲, issuer: 乙, date: 2023-01-01, region: 苏州市, values: {guobanfa-2023-11/refund_rate: 50%}}\n",
        "utf-8",
    )
    local = load(shipped(), path)
    supposed = tuple(said for said in SUPPOSED if not said.startswith("refund_rate"))
    order = Order((registry(tmp_path, 40),), (REFUND,), date(2023, 6, 30), "polars", read_overrides(supposed, local))
    made = run_batch(order, tmp_path / "run")
    found = made.findings(REFUND).collect().join(made.people().collect(), on="subject")
    exact = found.filter(pl.col("bound") == "exact")
    assert set(exact["region"]) == {"苏州市"}
    assert "南京市" in set(found.filter(pl.col("verdict") == "yes")["region"])
    one = made.explain(exact["subject"][0], REFUND, local).findings[0]
    assert one.standards[0].standard.issuer == "乙"
