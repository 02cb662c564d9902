"""Terms to expressions of frames, and the order in which frames work them out.

Polars is spoken to in its own words and every other engine through narwhals, which has the same ones: `Speech` is
either of the two modules. Building a query of ten thousand columns through narwhals takes longer than working it out.

A term that is used more than once becomes a column of its own, in a stage after those it rests on, so no work is
done twice and no query grows beyond its terms.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import polars as pl

from huice.engine.batch.terms import Term

Speech = Any
"""`polars` or `narwhals`, as a module."""

Expr = Any
Frame = Any
"""An expression and a lazy frame of the speech."""

Step = Callable[[Frame, Mapping[str, Frame]], Frame]
"""What is done to a frame, with the tables of child records at hand."""

_FOLDS: dict[str, Callable[[Expr], Expr]] = {
    "any": lambda cell: cell.any(), "sum": lambda cell: cell.sum(), "max": lambda cell: cell.max(),
}  # fmt: skip


def expression(term: Term, ready: Mapping[Term, str], speech: Speech) -> Expr:
    """A term over columns that are `ready`."""
    if term in ready:
        return speech.col(ready[term])
    if term.op == "lit":
        return _literal(term, speech)
    if term.op == "each":
        return speech.lit(term.args[0].data)
    if term.op == "spread":
        return speech.col("subject").is_null().cast(speech.Float64) * 0.0 + term.args[0].data
    if term.op == "when":
        return _when(term, ready, speech)
    if term.op in {"and", "or"}:
        # A null of no type is none that Polars could negate.
        args = [
            speech.lit(None, speech.Boolean) if _is_null(arg) else expression(arg, ready, speech) for arg in term.args
        ]
        return _joined(term.op, args, speech)
    args = [expression(arg, ready, speech) for arg in term.args]
    return speech.coalesce(*args) if term.op == "first" else _OPERATIONS[term.op](term, *args)


def _literal(term: Term, speech: Speech) -> Expr:
    is_code = isinstance(term.data, int) and not isinstance(term.data, bool)
    return speech.lit(term.data, speech.Int16) if is_code else speech.lit(term.data)


def _when(term: Term, ready: Mapping[Term, str], speech: Speech) -> Expr:
    test, then, otherwise = (expression(arg, ready, speech) for arg in term.args)
    if _is_null(term.args[1]):
        return speech.when(~test.fill_null(False)).then(otherwise)
    chosen = speech.when(test).then(then)
    return chosen if _is_null(term.args[2]) else chosen.otherwise(otherwise)


def _is_null(term: Term) -> bool:
    return term.op == "lit" and term.data is None


def _joined(op: str, args: list[Expr], speech: Speech) -> Expr:
    """Kleene conjunction or disjunction, which is what both do with nulls."""
    across = speech.all_horizontal if op == "and" else speech.any_horizontal
    return across(*args) if speech is pl else across(*args, ignore_nulls=False)


def _floor(cell: Expr) -> Expr:
    """The whole number below, as a double in every engine."""
    return cell.floor() if isinstance(cell, pl.Expr) else cell.floor().cast(nw.Float64)


_OPERATIONS: dict[str, Callable[..., Expr]] = {
    "not": lambda term, a: ~a,
    "null": lambda term, a: a.is_null(),
    "filled": lambda term, a: a.fill_null(term.data),
    "==": lambda term, a, b: a == b,
    "<": lambda term, a, b: a < b,
    "<=": lambda term, a, b: a <= b,
    "+": lambda term, a, b: a + b,
    "-": lambda term, a, b: a - b,
    "*": lambda term, a, b: a * b,
    "/": lambda term, a, b: a / b,
    "floor": lambda term, a: _floor(a),
    "abs": lambda term, a: a.abs(),
}


def below(terms: Iterable[Term], ready: Mapping[Term, str], *, within: str) -> list[Term]:
    """The terms of one table that have to be worked out for `terms`, each after those it rests on."""
    found: dict[Term, None] = {}
    stack = [(term, False) for term in terms]
    while stack:
        term, done = stack.pop()
        if done:
            found.setdefault(term)
        elif term not in found and term not in ready and term.table == within:
            stack.append((term, True))
            if term.op not in {"fold", "bring"}:
                stack += [(arg, False) for arg in term.args]
    return list(found)


@dataclass(slots=True)
class Stages:
    """How a frame gains columns stage by stage; `ready` says which term each column holds."""

    table: str
    speech: Speech
    ready: dict[Term, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def over(self, frame: Frame, tables: Mapping[str, Frame]) -> Frame:
        """The frame with all the columns."""
        for step in self.steps:
            frame = step(frame, tables)
        return frame

    def add(self, wanted: list[Term]) -> None:
        """Work out terms as columns."""
        order = below(wanted, self.ready, within=self.table)
        own = self._shared(order, wanted)
        level: dict[Term, int] = {}
        stages: dict[int, list[Term]] = {}
        for term in order:
            height = max((level.get(arg, 0) for arg in term.args), default=0)
            if term in own:
                stages.setdefault(height, []).append(term)
                height += 1
            level[term] = height
        for height in sorted(stages):
            self._stage(stages[height])

    def _shared(self, order: list[Term], wanted: list[Term]) -> set[Term]:
        """The terms to be columns: those wanted, used twice, or run over in order."""
        uses: dict[Term, int] = {}
        scanned: set[Term] = set()
        own = {term for term in wanted if term not in self.ready}
        for term in order:
            for arg in term.args:
                uses[arg] = uses.get(arg, 0) + 1
            if term.op == "scan":
                scanned |= {term, *term.args}
        own |= {term for term in order if uses.get(term, 0) > 1 and term.op not in {"lit", "each"}}
        return own | {term for term in scanned if term not in self.ready}

    def _stage(self, terms: list[Term]) -> None:
        names = [f"x{self.table and 'r'}{len(self.ready) + number}" for number, _ in enumerate(terms)]
        made = [
            (self._scan(term) if term.op == "scan" else expression(term, self.ready, self.speech)).alias(name)
            for term, name in zip(terms, names, strict=True)
        ]
        self.steps.append(lambda frame, _: frame.with_columns(*made))
        self.ready.update(zip(terms, names, strict=True))

    def _scan(self, term: Term) -> Expr:
        cell = self.speech.col(self.ready[term.args[0]])
        run = {"sum": cell.cum_sum, "min": cell.cum_min, "lag": lambda: cell.shift(1)}[str(term.data)]()
        return run.over("subject", order_by=self.ready[term.args[1]])


def phase_of(term: Term, known: dict[Term, int]) -> int:
    """How many times rows have to be folded before a term can be worked out."""
    stack = [term]
    while stack:
        top = stack[-1]
        waiting = [arg for arg in top.args if arg not in known]
        if waiting and top not in known:
            stack += waiting
            continue
        stack.pop()
        known[top] = max((known[arg] for arg in top.args), default=0) + (top.op == "fold")
    return known[term]


def work_out(wanted: list[Term], columns: Mapping[Term, str], speech: Speech) -> Stages:
    """How the subjects gain a column for each of `wanted`; `columns` names those that hold the given terms, of all tables."""
    phases: dict[Term, int] = {}
    for term in wanted:
        phase_of(term, phases)
    subjects = Stages("", speech, {term: name for term, name in columns.items() if not term.table})
    folds = [term for term in phases if term.op == "fold"]
    for phase in range(1, max((phases[term] for term in folds), default=0) + 1):
        _fold([term for term in folds if phases[term] == phase], subjects, columns)
    subjects.add(wanted)
    return subjects


def _fold(folds: list[Term], subjects: Stages, columns: Mapping[Term, str]) -> None:
    """Fold rows of tables beside the subjects."""
    by_table: dict[str, list[Term]] = {}
    for fold in folds:
        by_table.setdefault(fold.args[0].table, []).append(fold)
    ready = {table: {term: name for term, name in columns.items() if term.table == table} for table in by_table}
    brought: dict[str, list[Term]] = {}
    for table, due in by_table.items():
        order = below([fold.args[0] for fold in due], ready[table], within=table)
        brought[table] = [term for term in order if term.op == "bring"]
    subjects.add([term.args[0] for terms in brought.values() for term in terms])
    names = {fold: f"f{len(subjects.ready) + number}" for number, fold in enumerate(folds)}
    made: list[Fold] = []
    for table, due in sorted(by_table.items()):
        kept = {term: subjects.ready[term.args[0]] for term in brought[table]}
        rows = Stages(table, subjects.speech, ready[table] | kept)
        rows.add([fold.args[0] for fold in due])
        cells = [
            _FOLDS[str(fold.data)](subjects.speech.col(rows.ready[fold.args[0]])).alias(names[fold]) for fold in due
        ]
        made.append(Fold(rows, tuple(dict.fromkeys(kept.values())), cells))
    together = _joined_at_once if subjects.speech is pl else _joined_in_turn
    subjects.steps.append(lambda frame, tables: together(frame, tables, made))
    subjects.ready.update(names)


@dataclass(frozen=True, slots=True)
class Fold:
    """The rows of a table folded: its stages, the columns of the subjects it needs, the cells a subject."""

    rows: Stages
    brought: tuple[str, ...]
    cells: list[Expr]

    def over(self, frame: Frame, tables: Mapping[str, Frame]) -> Frame:
        """One row a subject that has rows."""
        rows = tables[self.rows.table]
        if self.brought:
            rows = rows.join(frame.select("subject", *self.brought), on="subject", how="left")
        return self.rows.over(rows, tables).group_by("subject").agg(*self.cells)


def _joined_in_turn(frame: Frame, tables: Mapping[str, Frame], folds: list[Fold]) -> Frame:
    for folded in [fold.over(frame, tables) for fold in folds]:
        frame = frame.join(folded, on="subject", how="left")
    return frame


def _joined_at_once(frame: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame], folds: list[Fold]) -> pl.LazyFrame:
    """The same in Polars: what the rows need of the subjects is worked out first, and the folds are before they are used."""
    brought = dict.fromkeys(name for fold in folds for name in fold.brought)
    few = frame.select("subject", *brought).collect().lazy()
    ids = few.select("subject")
    joins = [ids.join(fold.over(few, tables), on="subject", how="left", maintain_order="left") for fold in folds]
    beside = pl.collect_all([joined.drop("subject") for joined in joins])
    return pl.concat([frame, *(folded.lazy() for folded in beside)], how="horizontal")
