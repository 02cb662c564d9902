"""Two runs side by side: who gains, who loses, what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from huice.delivery.run import Run
from huice.problems import Problems

GAIN, LOSS = "gain", "loss"


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure in two runs. Costs in fen: the sum of what those who qualify get."""

    measure: str
    gainers: int
    losers: int
    newly: int
    no_longer: int
    cost_before: int
    cost_after: int

    @property
    def difference(self) -> int:
        """What the second run costs more, in fen."""
        return self.cost_after - self.cost_before

    def as_json(self) -> dict[str, Any]:
        """As a JSON object; money in 元 as text."""
        counts = {name: getattr(self, name) for name in ("measure", "gainers", "losers", "newly", "no_longer")}
        money = {name: f"{getattr(self, name) / 100:.2f}" for name in ("cost_before", "cost_after", "difference")}
        return counts | money


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What differs: by measure, and each subject whose verdict or amount changed (`changes`)."""

    measures: tuple[MeasureChange, ...]
    changes: pl.DataFrame

    @property
    def totals(self) -> dict[str, Any]:
        """Subjects who gain or lose over all measures, and the total cost in 元 as text."""
        by = self.changes.group_by("subject").agg(pl.col("difference").sum())["difference"]
        costs = [sum(one.cost_before for one in self.measures), sum(one.cost_after for one in self.measures)]
        return {
            "winners": int((by > 0).sum()),
            "losers": int((by < 0).sum()),
            "cost_before": f"{costs[0] / 100:.2f}",
            "cost_after": f"{costs[1] / 100:.2f}",
            "difference": f"{(costs[1] - costs[0]) / 100:.2f}",
        }

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"totals": self.totals, "measures": [one.as_json() for one in self.measures]}


def compare_runs(before: Run, after: Run) -> RunComparison:
    """Compare two runs over the measures and subjects both have. Raises Problems where they have none in common."""
    shared = [id_ for id_ in before.manifest["measures"] if id_ in set(after.manifest["measures"])]
    if not shared:
        raise Problems.one("两次批量没有共同的事项", "用同样的 --measure 再算一次", file=str(after.folder))
    found = list(_measures(before, after, shared))
    changes = pl.concat([frame for _, frame in found])
    return RunComparison(tuple(change for change, _ in found), changes)


def _measures(before: Run, after: Run, shared: list[str]) -> Iterator[tuple[MeasureChange, pl.DataFrame]]:
    for id_ in shared:
        both = _due(before, id_).join(
            _due(after, id_), on="subject", how="inner", suffix="_after", maintain_order="left"
        )
        yes, yes_after = pl.col("verdict") == "yes", pl.col("verdict_after") == "yes"
        changed = (
            both.with_columns(difference=pl.col("fen_after") - pl.col("fen"))
            .filter((pl.col("verdict") != pl.col("verdict_after")) | (pl.col("difference") != 0))
            .with_columns(
                measure=pl.lit(id_),
                turn=pl.when((pl.col("difference") > 0) | (~yes & yes_after)).then(pl.lit(GAIN))
                .when((pl.col("difference") < 0) | (yes & ~yes_after)).then(pl.lit(LOSS)),
            )
        )  # fmt: skip
        counts = changed.select(
            gainers=(pl.col("turn") == GAIN).sum(), losers=(pl.col("turn") == LOSS).sum(),
            newly=(~yes & yes_after).sum(), no_longer=(yes & ~yes_after).sum(),
        ).row(0, named=True)  # fmt: skip
        change = MeasureChange(
            id_, **counts, cost_before=int(both["fen"].sum()), cost_after=int(both["fen_after"].sum())
        )
        columns = ["measure", "subject", "verdict", "verdict_after", "fen", "fen_after", "difference", "turn"]
        yield change, changed.select(columns)


def _due(run: Run, measure: str) -> pl.DataFrame:
    """Verdict of each subject, and in fen what they get: nothing where they do not qualify or the amount is open."""
    fen = pl.when(pl.col("verdict") == "yes").then((pl.col("amount") * 100).round().cast(pl.Int64)).fill_null(0)
    return run.findings(measure).select("subject", "verdict", fen=fen).collect()
