"""最优组合: what to claim where measures exclude each other, proven, with what is given up and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huice.advice.claims import Claim, Conflict, claims, groups
from huice.advice.optimum import Pair, best_choice
from huice.engine.findings import Assessment
from huice.rules.library import Library

_FEN = Decimal(100)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A claim not made, the chosen claims that exclude it, and what choosing it would cost in 元 for sure."""

    claim: Claim
    because: tuple[Conflict, ...]
    chosen: tuple[Claim, ...]
    costs: Decimal

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        reasons = [
            {"with": claim.id, "title": claim.said, "scope": conflict.scope, "cite": conflict.cite.as_json()}
            for claim, conflict in zip(self.chosen, self.because, strict=True)
        ]
        return self.claim.as_json() | {"because": reasons, "costs": f"{self.costs:.2f}"}


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that hang together through conflicts: what to choose, what is given up, and whether that is sure.

    `certain`: no answer that is still open could make another choice better. `open_claims` are those that could.
    """

    chosen: tuple[Claim, ...]
    given_up: tuple[GivenUp, ...]
    certain: bool
    open_claims: tuple[Claim, ...]
    proven: bool

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "chosen": [claim.as_json() for claim in self.chosen],
            "given_up": [item.as_json() for item in self.given_up],
            "certain": self.certain,
            "uncertain_because": [claim.as_json() for claim in self.open_claims],
            "proven": self.proven,
        }


@dataclass(frozen=True, slots=True)
class Combination:
    """The best choice of all claims: the groups with a choice to make, and those that stand free.

    `low` and `high` are the bounds of the whole in 元; `high` is None where something has no bound. `outside` names
    what the texts exclude that is no measure of the library: measure title, the other, scope.
    """

    groups: tuple[Group, ...]
    free: tuple[Claim, ...]
    low: Decimal
    high: Decimal | None
    outside: tuple[tuple[str, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "groups": [group.as_json() for group in self.groups],
            "free": [claim.as_json() for claim in self.free],
            "low": f"{self.low:.2f}",
            "high": None if self.high is None else f"{self.high:.2f}",
            "proven": all(group.proven for group in self.groups),
            "outside": [{"title": title, "with": other, "scope": scope} for title, other, scope in self.outside],
        }


def best_combination(library: Library, assessment: Assessment) -> Combination:
    """The best combination of what a subject has or may have on this day."""
    made, conflicts = claims(library, assessment)
    held = {claim.measure.id for claim in made}
    outside = tuple(
        (finding.measure.title, item.other, item.scope)
        for finding in assessment.findings
        if finding.measure.id in held and finding.concerns
        for item in finding.measure.excludes
        if item.other not in library.measures
    )
    return combine(made, conflicts, outside)


def combine(
    made: Sequence[Claim], conflicts: Sequence[Conflict], outside: tuple[tuple[str, str, str], ...] = ()
) -> Combination:
    """The heaviest choice by what is sure, then by what may come, then the most claims."""
    tied = groups(conflicts)
    solved = sorted((_group([claim for claim in made if claim.id in ids], conflicts) for ids in tied), key=_first)
    bound = set().union(*tied)
    free = tuple(claim for claim in made if claim.id not in bound)
    taken = [*free, *(claim for group in solved for claim in group.chosen)]
    highs = [claim.high for claim in taken if claim.measure.amount is not None]
    high = None if None in highs else sum((top for top in highs if top is not None), _ZERO)
    return Combination(tuple(solved), free, sum((claim.low for claim in taken), _ZERO), high, outside)


def _first(group: Group) -> str:
    return min(claim.id for claim in (*group.chosen, *(item.claim for item in group.given_up)))


def _group(made: list[Claim], conflicts: Sequence[Conflict]) -> Group:
    places = {claim.id: index for index, claim in enumerate(made)}
    inside = {
        (min(pair), max(pair)): conflict
        for conflict in conflicts
        if conflict.one in places and (pair := (places[conflict.one], places[conflict.other]))
    }
    low, high = [_fen(claim.low) for claim in made], [_fen(claim.high or _ZERO) for claim in made]
    best = best_choice((low, high), inside)
    sure = sum(low[index] for index in best.chosen)
    given_up = tuple(
        _given_up(index, made, inside, best.chosen, low, high, sure)
        for index in range(len(made))
        if index not in best.chosen
    )
    rivals = _rivals(made, best.chosen, inside, low)
    return Group(
        tuple(made[index] for index in best.chosen),
        given_up,
        not rivals,
        tuple(made[index] for index in rivals),
        best.proven,
    )


def _given_up(
    index: int,
    made: list[Claim],
    inside: dict[Pair, Conflict],
    chosen: tuple[int, ...],
    low: list[int],
    high: list[int],
    sure: int,
) -> GivenUp:
    against = [(pair, conflict) for pair, conflict in sorted(inside.items()) if index in pair]
    mine = [(other, conflict) for pair, conflict in against if (other := sum(pair) - index) in chosen]
    instead = best_choice((low, high), inside, (index,)).chosen
    costs = Decimal(sure - sum(low[other] for other in instead)) / _FEN
    return GivenUp(made[index], tuple(conflict for _, conflict in mine), tuple(made[other] for other, _ in mine), costs)


def _rivals(
    made: list[Claim], chosen: tuple[int, ...], inside: dict[Pair, Conflict], low: list[int]
) -> tuple[int, ...]:
    """The claims whose open worth could make another choice better; none where the choice is best whatever comes.

    Tried at the worst: the chosen bring what is sure, all others as much as they may.
    """
    unbounded = sum(low) + sum(_fen(claim.high) for claim in made if claim.high is not None) + 1
    worst = [
        low[index] if index in chosen else unbounded if claim.high is None else _fen(claim.high)
        for index, claim in enumerate(made)
    ]
    better = best_choice((worst,), inside).chosen
    if sum(worst[index] for index in better) <= sum(worst[index] for index in chosen):
        return ()
    differing = set(better) ^ set(chosen)
    return tuple(
        index for index in sorted(differing) if made[index].high is None or made[index].high != made[index].low
    )


def _fen(amount: Decimal | None) -> int:
    return int((amount or _ZERO) * _FEN)
