"""The heaviest choice without a conflict, to a proven optimum (HiGHS, by mixed-integer programming)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import gcd

import highspy

Pair = tuple[int, int]
_EXACT = 2**50
"""Weights beyond this are no longer told apart by a solver that reckons in doubles."""
_ORDERED = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """The indexes chosen, and whether the solver proved that nothing is heavier."""

    chosen: tuple[int, ...]
    proven: bool


def best_choice(weights: Sequence[Sequence[int]], conflicts: Collection[Pair], forced: Collection[int] = ()) -> Choice:
    """The choice that is heaviest by the first weights, among those by the second, and so on, `forced` included.

    Ties go to more items, then to those that come first, so that the same input always gives the same choice.
    """
    size = len(weights[0]) if weights else 0
    if not size:
        return Choice((), True)
    order = [2**size + (2 ** (size - 1 - index)) for index in range(size)] if size <= _ORDERED else [1] * size
    floors: list[tuple[Sequence[int], int]] = []
    chosen, proven = tuple(forced), True
    for stage in (*weights, order):
        common = gcd(*stage)
        if not common:
            continue
        scaled = [weight // common for weight in stage]
        chosen, sure = _solve(scaled, conflicts, forced, floors)
        proven = proven and sure and max(scaled) < _EXACT
        floors.append((scaled, sum(scaled[index] for index in chosen)))
    return Choice(chosen, proven)


def _solve(
    weights: Sequence[int],
    conflicts: Collection[Pair],
    forced: Collection[int],
    floors: Sequence[tuple[Sequence[int], int]],
) -> tuple[tuple[int, ...], bool]:
    """One stage; what the stages before it reached is kept."""
    solver = _solver()
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for index, weight in enumerate(weights):
        solver.addCol(float(weight), 1.0 if index in forced else 0.0, 1.0, 0, [], [])
        solver.changeColIntegrality(index, highspy.HighsVarType.kInteger)
    for one, other in sorted(conflicts):
        solver.addRow(0.0, 1.0, 2, [one, other], [1.0, 1.0])
    for earlier, reached in floors:
        used = [index for index, weight in enumerate(earlier) if weight]
        solver.addRow(reached - 0.5, highspy.kHighsInf, len(used), used, [float(earlier[index]) for index in used])
    solver.run()
    values = solver.getSolution().col_value
    chosen = tuple(index for index, value in enumerate(values) if value > 0.5)
    reached = sum(weights[index] for index in chosen)
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    kept = all(sum(earlier[index] for index in chosen) >= least for earlier, least in floors)
    allowed = not any(one in chosen and other in chosen for one, other in conflicts)
    return chosen, is_optimal and kept and allowed and solver.getInfo().mip_dual_bound < reached + 0.5


class _Silent(highspy.Highs):
    """Says nothing on standard output: making the callbacks would already print a banner."""

    def enableCallbacks(self) -> None:
        """See Highs."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _solver() -> highspy.Highs:
    """A silent solver on one thread that stops at nothing short of the optimum."""
    solver = _Silent()  # type: ignore[no-untyped-call]
    options: dict[str, int | float] = {
        "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9,
    }  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver
