"""huice: the rules as the YAML packs beside this file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from rules import AMOUNTS, AS_OF, Columns

from huice.engine import Subject, assess
from huice.engine.batch import Arrays, Plan, compile
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
    """A firm that does not qualify has no amount: NaN."""
    return _told(plan.arrays(_named(c), AS_OF, ("verdict", "amount")))


def batch_unknown(plan: Plan, c: Columns, hidden: Columns) -> Columns:
    """What is not known is masked. A firm that is refused gets 0; an amount that is not told is NaN."""
    masked = {name: np.ma.MaskedArray(cells, hidden[name]) for name, cells in c.items()}
    found = plan.arrays(_named(masked), AS_OF, ("verdict", "amount"))
    told = _told(found)
    for name, id_ in zip(AMOUNTS, MEASURES, strict=True):
        told[name][found.of(f"{PACK}/{id_}", "verdict") == 0] = 0.0
    return told


def _named(c: Columns) -> dict[str, Any]:
    """The columns by the keys of the packs; sizes are places of the options already."""
    columns: dict[str, Any] = {**c, "subject_type": "enterprise"}
    columns[LOCAL] = columns.pop("local_amount")
    return columns


def _told(found: Arrays) -> Columns:
    amounts = {name: found.of(f"{PACK}/{id_}", "amount") for name, id_ in zip(AMOUNTS, MEASURES, strict=True)}
    return {"r1_eligible": found.of(f"{PACK}/{MEASURES[0]}", "verdict"), **amounts}


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
