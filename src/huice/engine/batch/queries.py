"""Queries: columns of findings over the tables, planned once and asked of every piece."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from huice.engine.batch.emission import Expr, Frame, Speech, Stages, work_out
from huice.engine.batch.findings import NUMBERS, PLACES
from huice.engine.batch.terms import Term, constant, given
from huice.engine.batch.values import Schema
from huice.rules.values import MAX_NUMBER

MOST_TERMS = 1_000
"""How many terms a query of DuckDB or Spark is made of, about."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is taken of each table, how the subjects gain columns, what is told of them."""

    taken: Mapping[str, list[Expr]]
    stages: Stages
    told: list[Expr]

    def over(self, tables: Mapping[str, Frame]) -> pl.DataFrame:
        """`subject`, `region` and the columns that were wanted."""
        frames = {table: tables[table].select(cells) for table, cells in self.taken.items()}
        told = self.stages.over(frames.pop("subjects"), frames).select(self.told)
        found: pl.DataFrame
        if self.stages.speech is pl:
            # The terms share their work already: looking for more takes as long as a hundred thousand rows do.
            found = told.collect(optimizations=pl.QueryOptFlags.none().update(projection_pushdown=True))
        else:
            found = told.collect(backend="polars").to_native()
        return found


def queries(wanted: Mapping[str, Term], shape: Schema, speech: Speech) -> list[Query]:
    """The queries for a column a term: one in Polars; several elsewhere, since a planner's time grows faster than a query."""
    groups = [dict(wanted)] if speech is pl else list(_groups(wanted))
    return [_query(group, shape, speech) for group in groups]


def ids(tables: Mapping[str, object], speech: Speech) -> Expr:
    """The subjects, as text where tables have to be joined; else as they are given."""
    cell = speech.col("subject")
    return cell if len(tables) == 1 and speech is pl else cell.cast(speech.String)


def _query(wanted: Mapping[str, Term], shape: Schema, speech: Speech) -> Query:
    terms = list(dict.fromkeys(term for term in wanted.values() if not constant(term)))
    subject = ids(shape.columns, speech)
    taken: dict[str, list[Expr]] = {}
    columns: dict[Term, str] = {}
    for table, needed in _given(terms).items():
        names = _names(needed, "r" if table else "c")
        taken[table or "subjects"] = [subject, *(_cell(term, speech).alias(name) for term, name in names.items())]
        columns |= names
    region = speech.col("region") if "region" in shape.columns["subjects"] else speech.lit(None)
    taken["subjects"].append(region.cast(speech.String).alias("region_told"))
    stages = work_out(terms, columns, speech)
    told = [_told(name, term, stages.ready, speech) for name, term in wanted.items()]
    return Query(taken, stages, [speech.col("subject"), speech.col("region_told").alias("region"), *told])


def _groups(wanted: Mapping[str, Term]) -> Iterator[dict[str, Term]]:
    """The columns in groups that a planner takes in its stride: what it takes grows faster than the query does."""
    group: dict[str, Term] = {}
    known: set[Term] = set()
    for name, term in wanted.items():
        stack = [term]
        while stack:
            part = stack.pop()
            if part not in known:
                known.add(part)
                stack += part.args
        group[name] = term
        if len(known) > MOST_TERMS:
            yield group
            group, known = {}, set()
    if group or not wanted:
        yield group


def _told(name: str, term: Term, ready: Mapping[Term, str], speech: Speech) -> Expr:
    """A column of findings. Truths are truths already, unless they are the same for all."""
    kind = getattr(speech, _kind(name))
    if constant(term):
        return speech.lit(term.data).cast(kind).alias(name)
    cell = speech.col(ready[term])
    return (cell if kind is speech.Boolean else cell.cast(kind)).alias(name)


def _kind(name: str) -> str:
    """The type of a column of findings."""
    said = name.partition("_")[2]
    return "Int16" if said in PLACES else "Float64" if said in NUMBERS else "Boolean"


def _given(terms: list[Term]) -> dict[str, list[Term]]:
    """The tables that terms rest on, and the columns of each."""
    seen: set[Term] = set()
    found: dict[str, list[Term]] = {"": []}
    stack = list(terms)
    while stack:
        term = stack.pop()
        if term not in seen:
            seen.add(term)
            stack += term.args
            columns = found.setdefault(term.table, [])
            columns += [term] if given(term) else []
    return found


def _names(needed: list[Term], prefix: str) -> dict[Term, str]:
    """Names for columns that no engine folds."""
    return {term: f"{prefix}{number}" for number, term in enumerate(sorted(needed, key=lambda term: str(term.data)))}


def _cell(term: Term, speech: Speech) -> Expr:
    cell = speech.col(str(term.data))
    kept, _, kind = term.op.partition(":")
    match kind:
        case "number" if kept != "column":
            return cell.cast(speech.Float64)
        case "number":
            number = cell.cast(speech.Float64)
            return speech.when(number.abs() <= float(MAX_NUMBER)).then(number)
        case "date":
            day = cell.cast(speech.Date)
            year, month, of_month = (
                part.cast(speech.Float64) for part in (day.dt.year(), day.dt.month(), day.dt.day())
            )
            return year * 512.0 + month * 32.0 + of_month
        case "text":
            return cell.cast(speech.String)
    return cell
