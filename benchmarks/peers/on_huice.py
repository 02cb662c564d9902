"""huice: the rules as the YAML packs beside this file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from rules import AMOUNTS, AS_OF, Columns

from huice.engine import Subject, assess
from huice.engine.batch import Plan, compile
from huice.engine.batch.findings import Measured
from huice.engine.explain import warm
from huice.rules.library import load as load_library

SIZES = ("micro", "small", "medium", "large")
PACK = "four-rules"
MEASURES = ("stability-refund", "ic-credit", "ic-credit-carried", "small-profit-tax", "hiring-subsidy")
LOCAL = f"{PACK}/local_amount"


def load() -> Plan:
    """The packs read, checked and compiled."""
    plan = compile(load_library(Path(__file__).parent / "library"))
    warm(plan.library)
    return plan


def batch(plan: Plan, c: Columns) -> Columns:
    return _run(plan, _table(c, {}), 0.0)


def batch_unknown(plan: Plan, c: Columns, hidden: Columns) -> Columns:
    """Nulls for what is not known; an amount that is not told is NaN."""
    return _run(plan, _table(c, hidden), np.nan)


def _table(c: Columns, hidden: Columns) -> pl.DataFrame:
    """The firms as a registry has them: options by their keys, nulls for what is not known."""
    columns = {name: pl.Series(cells) for name, cells in c.items()}
    columns["size"] = pl.Series(SIZES).gather(columns["size"])
    if hidden:
        known = {name: pl.Series(~hidden[name]) for name in c}
        columns = {n: pl.select(pl.when(known[n]).then(cells)).to_series() for n, cells in columns.items()}
    columns[LOCAL] = columns.pop("local_amount")
    ids = pl.int_range(len(c["size"]), eager=True)
    return pl.DataFrame({"subject": ids, "subject_type": "enterprise"} | columns)


def _run(plan: Plan, table: pl.DataFrame, untold: float) -> Columns:
    """A firm that does not qualify is told that it gets nothing; one for whom that is open is told no amount."""
    parts = list(plan.findings({"subjects": table}, AS_OF, chunk=table.height, columns=("verdict", "amount")))
    told = {name: parts[0].measures[f"{PACK}/{id_}"] for name, id_ in zip(AMOUNTS, MEASURES, strict=True)}
    cells = [_amount(measured, untold).alias(name) for name, measured in told.items()]
    verdict = told["r1_amount"].code("verdict").cast(pl.Int8).fill_null(-1).alias("r1_eligible")
    found = pl.concat([part.wide.select(verdict, *cells) for part in parts])
    return {name: found[name].to_numpy() for name in found.columns}


def _amount(measured: Measured, untold: float) -> pl.Expr:
    amount = measured.code("amount")
    if untold == 0.0:
        return amount.fill_null(0.0)
    refused = measured.code("verdict").eq_missing(pl.lit(False))
    return pl.when(refused).then(0.0).otherwise(amount).fill_null(untold)


def single(plan: Plan, row: dict) -> dict:
    """One firm as the portal takes it: every number an exact decimal, every finding with its reasons."""
    facts: dict[str, Any] = {
        name: cell if isinstance(cell, bool) else Decimal(str(cell)) for name, cell in row.items() if name != "size"
    }
    facts |= {"size": SIZES[row["size"]], "subject_type": "enterprise", LOCAL: facts.pop("local_amount")}
    told = assess(plan.library, Subject("", facts), AS_OF).findings
    amounts = [
        0.0 if found.amount is None or found.amount.value is None else float(found.amount.value) for found in told
    ]
    return {"r1_eligible": told[0].verdict == "yes", **dict(zip(AMOUNTS, amounts, strict=True))}
