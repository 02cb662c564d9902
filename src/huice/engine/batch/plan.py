"""A plan: the measures of a library ready to be applied to tables."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

import narwhals as nw
import numpy as np
import polars as pl

from huice.engine.batch.arrays import given, shape, subjects_at
from huice.engine.batch.blocks import none, program
from huice.engine.batch.explained import explain_doubtful, explained
from huice.engine.batch.findings import COLUMNS, Arrays, Findings, Measured
from huice.engine.batch.gaps import Gaps
from huice.engine.batch.measured import Found, find
from huice.engine.batch.pieces import Part, piece_size, pieces
from huice.engine.batch.queries import queries
from huice.engine.batch.tables import ENGINES, schema
from huice.engine.batch.terms import FALSE, TRUE, Term, Unsayable, constant, either
from huice.engine.batch.values import Schema, Values
from huice.problems import Problem, Problems
from huice.rules.foundations import foundations
from huice.rules.library import Library

_DAY = date(2023, 6, 30)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns to work out: how they read by measure, the term of each, where `explain` has to help."""

    measures: Mapping[str, Measured]
    terms: Mapping[str, Term]
    doubts: Mapping[str, str]


_MOST = 4
"""How many kinds of tables a plan remembers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The measures to apply, each known to be expressible."""

    library: Library
    measures: tuple[str, ...]
    made: dict[Any, tuple[Columns, Any]] = field(default_factory=dict, compare=False, repr=False)

    def findings(
        self,
        tables: Mapping[str, Any],
        as_of: date,
        engine: str = "polars",
        chunk: int = 50_000,
        columns: Collection[str] = COLUMNS,
    ) -> Iterator[Findings]:
        """The findings of the subjects in `tables` on a day, `chunk` subjects at a time.

        Only `columns` are worked out; the others read as null and nothing missing. Raises Problems for an engine that
        is not there and for tables that do not fit (see the package), ValueError for columns there are not.
        """
        shape = schema(tables, self.library, engine)
        speech = pl if engine == "polars" else nw
        wanted, asked = self._asked(shape, as_of, columns, engine, lambda terms: queries(terms, shape, speech))
        width = len(wanted.terms) + sum(len(names) for names in shape.columns.values())
        for part in pieces(tables, engine, self._keys(), piece_size(width, chunk)):
            # By an expression, which keeps no hold of a piece while the next one is worked out.
            yield from (self._told(wide, part, wanted, as_of) for wide in part.batches(asked, chunk))

    def arrays(self, subjects: Mapping[str, Any], as_of: date, columns: Collection[str] = COLUMNS) -> Arrays:
        """The findings of subjects in columns of NumPy, all at once: no frame is made and no cell copied.

        `subjects` as in the package; child records are not taken. Raises what `findings` raises.
        """
        said = given(subjects, self.library)
        told, asked = self._asked(shape(said, self.library), as_of, columns, "arrays", program)
        count = len(next(iter(said.values())).cells) if said else 1
        cells = asked.over(said, count)
        due = {id_: np.flatnonzero(cells.pop(name)).tolist() for id_, name in told.doubts.items()}
        rows = partial(subjects_at, said)
        for name, (places, codes) in explained(due, rows, told.measures, self.library, as_of).items():
            cells[name][places] = [none(name) if code is None else code for code in codes]
        return Arrays(count, cells, told.measures, sum(len(places) for places in due.values()))

    def _asked(
        self,
        shape: Schema,
        as_of: date,
        columns: Collection[str],
        engine: str,
        make: Callable[[Mapping[str, Term]], T],
    ) -> tuple[Columns, T]:
        """The columns and what works them out, made once for tables that look alike."""
        if odd := set(columns) - set(COLUMNS):
            raise ValueError(f"no such columns: {', '.join(sorted(odd))}")
        key = (shape.key(), as_of, engine, frozenset(columns))
        if key not in self.made:
            if len(self.made) >= _MOST:
                self.made.pop(next(iter(self.made)))
            wanted = self.columns(shape, as_of, columns)
            self.made[key] = wanted, make(wanted.terms)
        return self.made[key]

    def _keys(self) -> frozenset[str]:
        """The facts and the parameters that the measures rest on."""
        rests = (foundations(self.library.measures[id_], self.library) for id_ in self.measures)
        return frozenset(key for found in rests for keys in found for key in keys)

    def _told(self, wide: pl.DataFrame, part: Part, columns: Columns, as_of: date) -> Findings:
        doubts = {id_: wide[name] for id_, name in columns.doubts.items()}
        wide = wide.drop(*columns.doubts.values())
        measures = columns.measures
        wide, count = explain_doubtful(wide, doubts, measures, part, self.library, as_of)
        return Findings(wide, measures, count)

    def columns(self, shape: Schema, as_of: date, wanted: Collection[str] = COLUMNS) -> Columns:
        """The columns for tables of a shape."""
        values = Values(self.library, as_of, shape)
        gaps = Gaps(values)
        measures: dict[str, Measured] = {}
        terms: dict[str, Term] = {}
        doubts: dict[str, str] = {}
        for number, id_ in enumerate(self.measures):
            found = find(self.library.measures[id_], values, gaps)
            doubt = either(*(term for name, term in found.doubts.items() if name in wanted))
            measures[id_] = _measured(id_, number, found, doubt, wanted, terms)
            if doubt is not FALSE:
                doubts[id_] = f"m{number}_doubt"
                terms[doubts[id_]] = doubt
        return Columns(measures, terms, doubts)


def _measured(
    id_: str, number: int, found: Found, doubt: Term, wanted: Collection[str], terms: dict[str, Term]
) -> Measured:
    """How a measure reads; its columns are added to `terms`. Where some rows are explained, nothing is fixed."""
    columns: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    missing: dict[str, str | bool] = {}
    for name, term in found.terms.items():
        if name not in wanted:
            continue
        if constant(term) and doubt is FALSE:
            fixed[name] = term.data
        else:
            columns[name] = f"m{number}_{name}"
            terms[columns[name]] = term
    for place, (key, term) in enumerate(found.missing.items() if "missing" in wanted else ()):
        if term is TRUE and doubt is FALSE:
            missing[key] = True
        else:
            missing[key] = f"m{number}_missing{place}"
            terms[f"m{number}_missing{place}"] = term
    return Measured(id_, found.reasons, columns, fixed, missing, found.unit)


def compile(library: Library, measures: Iterable[str] | None = None) -> Plan:
    """A plan for all measures, or those given by id. Raises KeyError, and Problems for what columns cannot express."""
    wanted = tuple(library.measures) if measures is None else tuple(measures)
    wrong: list[Problem] = []
    values = Values(library, _DAY, everything(library))
    gaps = Gaps(values)
    for id_ in wanted:
        measure = library.measures[id_]
        try:
            find(measure, values, gaps)
        except Unsayable as error:
            values.locals = {}
            place = measure.place
            wrong.append(
                Problem(
                    place.file,
                    place.line,
                    place.column,
                    f"“{measure.title}”（{id_}）用到{error}，批量测算做不了",
                    "用 assess 逐户评估，或改写这条规则",
                )
            )
    if wrong:
        raise Problems(wrong)
    return Plan(library, wanted)


def everything(library: Library) -> Schema:
    """The shape of tables that have every column."""
    columns: dict[str, frozenset[str]] = {"subjects": frozenset()}
    names: list[str] = [item.id for item in library.parameters.values() if item.is_open]
    for fact in library.facts.values():
        if fact.type.kind == "records":
            columns[fact.key] = frozenset([*fact.fields, *(f"{key}!absent" for key in fact.fields)])
        else:
            names.append(fact.key)
    names += [f"{key}!absent" for key in (*names, *library.facts)]
    return Schema({**columns, "subjects": frozenset(names)}, (next(iter(library.regions.within), ""),))


__all__ = ["ENGINES", "Plan", "compile"]
