"""The four rules: firms to try them on, the answers to the fen, and how an engine's answers are judged.

1. 稳岗返还: layoff rate at most 5.5 %, or at most 30 insured and 20 %; 60 % of last year's premiums, large firms 30 %.
2. 加计抵减: on the list, 2023 to 2027: pool = 15 % of input tax + carried; used = min(pool, payable); the rest is carried.
3. 小微所得税: up to 3 million in two bands, each at 25 % × 20 %; otherwise 25 %.
4. 吸纳补贴: hires × the local amount.
"""

import resource
from datetime import date

import numpy as np

AS_OF = date(2025, 6, 1)
WINDOW = (date(2023, 1, 1), date(2027, 12, 31))
LARGE = 3
INPUTS = (
    "layoff_rate",
    "headcount",
    "ui_paid_last_year",
    "size",
    "on_ic_list",
    "creditable_input_vat",
    "ic_carried",
    "vat_payable_before",
    "taxable_income",
    "eligible_hires",
    "local_amount",
)
AMOUNTS = ("r1_amount", "r2_used", "r2_carry", "r3_tax", "r4_amount")
OUTPUTS = ("r1_eligible", *AMOUNTS)
RULES = 4

Columns = dict[str, np.ndarray]


def firms(count: int) -> Columns:
    """Synthetic firms, the same for every engine: shares of four decimals, money in whole fen."""
    draw = np.random.default_rng(20250601)
    headcount = np.minimum(draw.lognormal(2.5, 1.4, count) + 1, 50_000).astype(np.int32)
    return {
        "layoff_rate": np.round(draw.beta(1.0, 14.0, count), 4),
        "headcount": headcount,
        "ui_paid_last_year": np.round(headcount * draw.uniform(300, 2_000, count), 2),
        "size": np.digitize(headcount, [10, 100, 300]).astype(np.int32),
        "on_ic_list": draw.random(count) < 0.05,
        "creditable_input_vat": np.round(draw.lognormal(12.0, 2.0, count), 2),
        "ic_carried": np.round(draw.lognormal(8.0, 2.0, count), 2),
        "vat_payable_before": np.round(draw.lognormal(11.0, 2.0, count), 2),
        "taxable_income": np.round(draw.lognormal(13.0, 1.8, count), 2),
        "eligible_hires": draw.poisson(1.2, count).astype(np.int32),
        "local_amount": draw.choice([1_000.0, 1_500.0, 2_000.0], count),
    }


def unknowns(count: int, share: float = 0.2) -> Columns:
    """For each fact, which firms have not answered it."""
    draw = np.random.default_rng(7)
    return {name: draw.random(count) < share for name in INPUTS}


def by_numpy(c: Columns, as_of: date = AS_OF) -> Columns:
    """The rules on plain arrays: what every time is divided by."""
    rate = c["layoff_rate"]
    eligible = (rate <= 0.055) | ((c["headcount"] <= 30) & (rate <= 0.2))
    refund = c["ui_paid_last_year"] * np.where(c["size"] < LARGE, 0.6, 0.3)
    listed = c["on_ic_list"] & (WINDOW[0] <= as_of <= WINDOW[1])
    pool = np.where(listed, 0.15 * c["creditable_input_vat"] + c["ic_carried"], 0.0)
    used = np.minimum(pool, c["vat_payable_before"])
    income = c["taxable_income"]
    reduced = np.minimum(income, 1e6) * (0.25 * 0.20) + np.maximum(income - 1e6, 0.0) * (0.25 * 0.20)
    return {
        "r1_eligible": eligible,
        "r1_amount": np.where(eligible, refund, 0.0),
        "r2_used": used,
        "r2_carry": pool - used,
        "r3_tax": np.where(income <= 3e6, reduced, income * 0.25),
        "r4_amount": c["eligible_hires"] * c["local_amount"],
    }


def truth(c: Columns) -> Columns:
    """The right answers in whole numbers: verdicts, and amounts in ten-thousandths of a yuan, before any rounding."""
    fen = {name: np.rint(c[name] * 100).astype(np.int64) for name in INPUTS if c[name].dtype == np.float64}
    rate = np.rint(c["layoff_rate"] * 10_000).astype(np.int64)
    eligible = (rate <= 550) | ((c["headcount"] <= 30) & (rate <= 2_000))
    pool = np.where(c["on_ic_list"], 15 * fen["creditable_input_vat"] + 100 * fen["ic_carried"], 0)
    used = np.minimum(pool, 100 * fen["vat_payable_before"])
    income = fen["taxable_income"]
    return {
        "r1_eligible": eligible,
        "r1_amount": np.where(eligible, fen["ui_paid_last_year"] * np.where(c["size"] < LARGE, 60, 30), 0),
        "r2_used": used,
        "r2_carry": pool - used,
        "r3_tax": np.where(income <= 300_000_000, income * 5, income * 25),
        "r4_amount": 100 * c["eligible_hires"] * fen["local_amount"],
    }


def off(amount: np.ndarray, right: np.ndarray, to_the_fen: bool) -> np.ndarray:
    """Where an amount is wrong: not the fen it must be for an engine that rounds, half a fen or more away for others."""
    if to_the_fen:
        return amount != ((right + 50) // 100) / np.float64(100)
    return np.abs(amount - right / 10_000) >= 0.005


def judge(got: Columns, c: Columns, to_the_fen: bool) -> dict[str, float]:
    """Wrong verdicts, firms with an amount that is off, the worst error in yuan; no amount is nothing."""
    right = truth(c)
    wrong = int(np.count_nonzero(np.asarray(got["r1_eligible"]).astype(bool) != right["r1_eligible"]))
    amiss, worst = np.zeros(len(right["r1_eligible"]), dtype=bool), 0.0
    for name in AMOUNTS:
        amount = np.nan_to_num(np.asarray(got[name], dtype=np.float64))
        amiss |= off(amount, right[name], to_the_fen)
        worst = max(worst, float(np.abs(amount - right[name] / 10_000).max(initial=0.0)))
    return {"wrong_verdicts": wrong, "firms_off": int(amiss.sum()), "worst_yuan": round(worst, 4)}


def judge_unknown(verdicts: np.ndarray, amounts: Columns, c: Columns, hidden: Columns, exact: bool) -> dict[str, int]:
    """Who is told something false, and who is told nothing though the answers given settle it.

    `verdicts` are 1, 0 or -1 for none; an amount that is NaN was not told. The truth is that of all answers.
    """
    right, settled = truth(c), _settled(c, hidden)
    false = (verdicts >= 0) & (verdicts != right["r1_eligible"])
    amiss = np.zeros(len(verdicts), dtype=bool)
    for name, amount in amounts.items():
        told = ~np.isnan(amount)
        amiss |= told & off(np.where(told, amount, 0.0), right[name], exact)
    return {
        "wrong_verdicts": int(false.sum()),
        "wrong_amounts": int(amiss.sum()),
        "wrong_firms": int((false | amiss).sum()),
        "open": int((verdicts < 0).sum()),
        "needlessly_open": int(((verdicts < 0) & settled).sum()),
    }


def _settled(c: Columns, hidden: Columns) -> np.ndarray:
    """Where rule 1 follows from the answers that are there, whatever the others are."""
    rate, known = c["layoff_rate"], ~hidden["layoff_rate"]
    counted = ~hidden["headcount"]
    return known & ((rate <= 0.055) | (rate > 0.2) | counted)


def rows(c: Columns) -> list[dict]:
    """Firms one by one, for engines that take them so."""
    return [dict(zip(c, cells, strict=True)) for cells in zip(*(c[name].tolist() for name in c), strict=True)]


def peak_mib() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
