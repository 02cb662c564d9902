"""Terms worked out on NumPy arrays, a block of rows at a time: what lies between in and out never leaves the cache.

A truth is where it is so and where it is not so; neither is unknown. A number is its cells and where they are known.
Words are numbers too, by their place in one list of words.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from huice.engine.batch.emission import below
from huice.engine.batch.findings import NUMBERS, PLACES
from huice.engine.batch.terms import Cell, Term, given

Array = npt.NDArray[Any]

ROWS = 131_072
"""Rows of a block: enough for threads to be worth their while, few enough for what lies between to stay in the cache."""

WORKERS = os.cpu_count() or 1

S = TypeVar("S")
T = TypeVar("T")


class Truth:
    """Where it is so and where it is not; `no` may be left to be the rest."""

    __slots__ = ("_no", "yes")

    def __init__(self, yes: Any, no: Any = None) -> None:
        self.yes = yes
        self._no = no

    @property
    def no(self) -> Any:
        """Where it is not."""
        if self._no is None:
            self._no = np.logical_not(self.yes)
        return self._no


class Number:
    """Cells, and where they are known; None: everywhere."""

    __slots__ = ("cells", "known")

    def __init__(self, cells: Any, known: Any = None) -> None:
        self.cells = cells
        self.known = known


Column = Truth | Number
"""A block of a term; or one cell where it is the same for all."""

_ALL, _NONE = np.True_, np.False_
_UNSAID = Truth(_NONE, _NONE)


class Readable(Protocol):
    """A column as it was given."""

    def reader(self, state: str, words: dict[str, int]) -> Callable[[slice], Column]:
        """How blocks of it are read; `words` are numbered for all columns together."""


class Step(NamedTuple):
    """A term to work out, the columns that tell it, what can be forgotten after it, and whose room it may take."""

    term: Term
    told: tuple[str, ...]
    spent: tuple[Term, ...]
    room: Term | None


@dataclass(frozen=True, slots=True)
class Program:
    """Steps, each after those it rests on."""

    steps: tuple[Step, ...]

    def over(self, columns: Mapping[str, Readable], count: int) -> dict[str, Array]:
        """An array for each wanted name: truths as 1, 0 and -1 for unknown, places of words with -1, numbers with NaN."""
        words: dict[str, int] = {}
        terms = [step.term for step in self.steps]
        readers = {
            term: columns[f"{term.data}"].reader(term.op.partition(":")[0], words) for term in terms if given(term)
        }
        for term in terms:
            if term.op in {"lit", "filled"} and isinstance(term.data, str):
                words.setdefault(term.data, len(words))
        fixed = {term: _constant(term, words) for term in terms if term.op in _FIXED}
        told = {name: np.empty(count, kind(name)) for step in self.steps for name in step.told}

        def work(starts: range) -> None:
            with np.errstate(all="ignore"):
                for start in starts:
                    block = slice(start, start + ROWS)
                    made = fixed.copy()
                    for term, names, spent, room in self.steps:
                        args = [made[arg] for arg in term.args]
                        if term in readers:
                            made[term] = readers[term](block)
                        elif term.op in _FUNCTIONS:
                            made[term] = _computed(_FUNCTIONS[term.op], args, room and made[room])
                        elif term.op not in _FIXED:
                            made[term] = _OPERATIONS[term.op](term, words, *args)
                        for name in names:
                            _tell(told[name][block], term, made[term])
                        for other in spent:
                            del made[other]

        share = -(-count // (ROWS * WORKERS)) * ROWS
        at_once(work, [range(start, min(start + share, count), ROWS) for start in range(0, count, max(share, 1))])
        return told


def at_once(work: Callable[[S], T], items: Sequence[S]) -> list[T]:
    """What work gives of each item, by as many threads as there are processors: NumPy lets them run side by side."""
    if len(items) < 2:
        return [work(item) for item in items]
    places = iter(_processors())
    with ThreadPoolExecutor(WORKERS, initializer=lambda: _stay(next(places, None))) as workers:
        return list(workers.map(work, items))


def _processors() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _stay(processor: int | None) -> None:
    """Keep this thread on a processor of its own: threads that hand Python's lock to each other are woken on one."""
    if processor is not None:
        with suppress(OSError):
            os.sched_setaffinity(0, {processor})


def program(wanted: Mapping[str, Term]) -> Program:
    """How to work out a column a term, of subjects alone."""
    order = below(wanted.values(), {}, within="")
    names: dict[Term, list[str]] = {}
    for name, term in wanted.items():
        names.setdefault(term, []).append(name)
    last = {part: term for term in order for part in (term, *term.args)}
    spent: dict[Term, list[Term]] = {}
    for part, term in last.items():
        if part.op not in _FIXED:
            spent.setdefault(term, []).append(part)
    uses = Counter(arg for term in order for arg in term.args)

    def step(term: Term) -> Step:
        over = tuple(spent.get(term, ()))
        # Only what a function has made is nobody else's: a choice may hand on what it was given.
        room = next((arg for arg in over if arg is not term and arg.op in _FUNCTIONS and uses[arg] == 1), None)
        return Step(term, tuple(names.get(term, ())), over, room)

    return Program(tuple(step(term) for term in order))


def kind(name: str) -> type[np.generic]:
    """The type of a column of findings: `m3_verdict`, `m3_amount`, `m3_missing0`, `m3_doubt` …"""
    said = name.partition("_")[2]
    if said in NUMBERS:
        return np.float64
    return np.int16 if said in PLACES else np.int8 if said in {"verdict", "complies"} else np.bool_


def none(name: str) -> float:
    """What stands for no cell in a column of findings."""
    return np.nan if kind(name) is np.float64 else -1


def _tell(place: Array, term: Term, column: Column) -> None:
    """A block of findings. What is not known becomes NaN by its bits, all of which are set."""
    if isinstance(column, Truth):
        place[...] = column.yes
        if place.dtype == np.int8 and not term.sure:
            place += column.yes | column.no
            place -= 1
    elif column.known is None or column.known is _ALL:
        place[...] = column.cells
    elif place.dtype == np.float64:
        unknown = column.known.astype(np.int64)
        unknown -= 1
        np.bitwise_or(_bits(column.cells), unknown, out=place.view(np.int64))
    else:
        place[...] = np.where(column.known, column.cells, -1)


def _bits(cells: Any) -> Any:
    return np.asarray(cells, np.float64).view(np.int64)


def _constant(term: Term, words: Mapping[str, int]) -> Column:
    return _cell(term.args[0].data if term.op == "spread" else term.data, words)


def _cell(cell: Cell, words: Mapping[str, int]) -> Column:
    if cell is None:
        return Number(0.0, _NONE)
    if isinstance(cell, bool):
        return Truth(_ALL, _NONE) if cell else Truth(_NONE, _ALL)
    return Number(words[cell] if isinstance(cell, str) else cell)


def _truth(column: Column) -> Truth:
    """A null of no type is an unknown truth where one is asked for."""
    return column if isinstance(column, Truth) else _UNSAID


def _joined(a: Any, b: Any) -> Any:
    """Where both are known; None: everywhere."""
    return b if a is None or a is _ALL else a if b is None or b is _ALL else a & b


def _and(term: Term, _: object, *args: Column) -> Column:
    truths = [_truth(arg) for arg in args]
    yes = _all([arg.yes for arg in truths])
    return Truth(yes, None if term.sure else _any([arg.no for arg in truths]))


def _or(term: Term, _: object, *args: Column) -> Column:
    truths = [_truth(arg) for arg in args]
    yes = _any([arg.yes for arg in truths])
    return Truth(yes, None if term.sure else _all([arg.no for arg in truths]))


def _all(parts: list[Any]) -> Any:
    """Of what is the same for all nothing is left, or nothing else: NumPy is slow where the one meets the other."""
    kept = [part for part in parts if part is not _ALL]
    return _NONE if any(part is _NONE for part in kept) else reduce(np.bitwise_and, kept) if kept else _ALL


def _any(parts: list[Any]) -> Any:
    kept = [part for part in parts if part is not _NONE]
    return _ALL if any(part is _ALL for part in kept) else reduce(np.bitwise_or, kept) if kept else _NONE


def _compared(test: Any, term: Term, _: object, a: Column, b: Column) -> Column:
    if isinstance(a, Truth) or isinstance(b, Truth):
        a, b = _truth(a), _truth(b)
        return Truth((a.yes & b.yes) | (a.no & b.no), (a.yes & b.no) | (a.no & b.yes))
    holds, known = test(a.cells, b.cells), _joined(a.known, b.known)
    return Truth(holds) if known is None else Truth(holds & known, known > holds)


def _when(term: Term, _: object, test: Column, then: Column, otherwise: Column) -> Column:
    holds = _truth(test).yes
    if isinstance(then, Truth) or isinstance(otherwise, Truth):
        a, b = _truth(then), _truth(otherwise)
        return Truth((holds & a.yes) | (b.yes > holds), None if term.sure else (holds & a.no) | (b.no > holds))
    if then.known is _NONE:
        return Number(otherwise.cells, _joined(~holds, otherwise.known))
    if otherwise.known is _NONE:
        return Number(then.cells, _joined(holds, then.known))
    least = _extreme(term)
    if least is not None:
        return Number(least(then.cells, otherwise.cells))
    cells = _chosen(holds, then.cells, otherwise.cells)
    if then.known is None and otherwise.known is None:
        return Number(cells)
    one, other = (_ALL if part.known is None else part.known for part in (then, otherwise))
    return Number(cells, _any([_all([holds, one]), _all([~holds, other])]))


def _extreme(term: Term) -> Any:
    """The function of numbers that a choice between them is, where it is the smaller or the larger."""
    test, then, otherwise = term.args
    if test.op in {"<", "<="} and test.sure and set(test.args) == {then, otherwise}:
        return np.minimum if test.args[0] is then else np.maximum
    return None


def _chosen(holds: Any, then: Any, otherwise: Any) -> Any:
    """One number or the other, by their bits: a branch on chance takes several times as long."""
    if isinstance(holds, np.bool_):
        return then if holds else otherwise
    if not (_double(then) and _double(otherwise)):
        return np.where(holds, then, otherwise)
    one, other = _bits(then), _bits(otherwise)
    mask = holds.astype(np.int64)
    np.negative(mask, out=mask)
    mask &= one ^ other
    mask ^= other
    return mask.view(np.float64)


def _double(cells: Any) -> bool:
    return isinstance(cells, float) or (isinstance(cells, np.ndarray) and cells.dtype == np.float64)


def _first(term: Term, words: object, *args: Column) -> Column:
    found = args[-1]
    for arg in reversed(args[:-1]):
        if isinstance(arg, Truth):
            found = _truth(found)
            left = ~(arg.yes | arg.no)
            found = Truth(arg.yes | (left & found.yes), arg.no | (left & found.no))
        else:
            assert isinstance(found, Number)
            known = _ALL if arg.known is None else arg.known
            rest = _ALL if found.known is None else found.known
            found = Number(_chosen(known, arg.cells, found.cells), _any([known, rest]))
    return found


def _null(term: Term, _: object, a: Column) -> Column:
    if isinstance(a, Truth):
        return Truth(~(a.yes | a.no))
    return Truth(_NONE, _ALL) if a.known is None else Truth(~a.known, a.known)


def _filled(term: Term, words: Mapping[str, int], a: Column) -> Column:
    if isinstance(term.data, bool):
        truth = _truth(a)
        return Truth(~truth.no) if term.data else Truth(truth.yes)
    default = _cell(term.data, words)
    assert isinstance(a, Number)
    assert isinstance(default, Number)
    return a if a.known is None else Number(_chosen(a.known, a.cells, default.cells))


def _computed(function: Any, args: list[Any], room: Any) -> Column:
    """A function of numbers, in the room of one of them where that is as large."""
    cells = [arg.cells for arg in args]
    known = args[0].known if len(args) == 1 else _joined(args[0].known, args[1].known)
    fits = room is not None and isinstance(room.cells, np.ndarray) and room.cells.shape == np.broadcast(*cells).shape
    return Number(function(*cells, out=room.cells) if fits else function(*cells), known)


_FUNCTIONS: dict[str, Any] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "floor": np.floor, "abs": np.abs,
}  # fmt: skip

_FIXED = frozenset({"lit", "spread"})

_OPERATIONS: dict[str, Callable[..., Column]] = {
    "and": _and, "or": _or,
    "not": lambda term, _, a: Truth(_truth(a).no, _truth(a).yes),
    "==": partial(_compared, np.equal), "<": partial(_compared, np.less), "<=": partial(_compared, np.less_equal),
    "when": _when, "first": _first, "null": _null, "filled": _filled,
}  # fmt: skip
