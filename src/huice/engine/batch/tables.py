"""Tables in: what columns they have, chunk by chunk, as the compiler wants them; and findings out of the engine."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import narwhals as nw
import polars as pl

from huice.engine.batch.emission import Expr, Frame, Speech, work_out
from huice.engine.batch.seen import seen
from huice.engine.batch.terms import Term, constant, given
from huice.engine.batch.values import Schema
from huice.problems import Problem, Problems
from huice.rules.library import Library
from huice.rules.values import MAX_NUMBER, Type

MOST_TERMS = 1_000
"""How many terms a query of DuckDB or Spark is made of, about."""

ENGINES = ("polars", "duckdb", "spark")
_MODULES = {"polars": "polars", "duckdb": "duckdb", "spark": "pyspark"}
_FITS: dict[str, tuple[str, ...]] = {
    "bool": ("Boolean",), "date": ("Date", "Datetime"), "text": ("String", "Enum", "Categorical"),
    "choice": ("String", "Enum", "Categorical"),
    "number": ("Float64", "Float32", "Decimal", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"),
}  # fmt: skip
_INTEGERS = ("window", "bound", "reason")
_NUMBERS = ("amount", "low", "high")


@dataclass(frozen=True, slots=True)
class Part:
    """Subjects with their rows, by table name (`subjects`, records facts), as lazy frames of the speech."""

    tables: Mapping[str, Frame]
    speech: Speech

    def batches(self, wanted: Mapping[str, Term], size: int) -> Iterator[pl.DataFrame]:
        """`subject`, `region` and a column for each term that is wanted; `size` subjects at a time where it is Polars."""
        if self.speech is pl:
            wide: pl.DataFrame = self._query(wanted).collect()
            yield from (wide.slice(start, size) for start in range(0, wide.height, size))
            return
        first, *others = [self._query(few).collect(backend="polars").to_native() for few in _groups(wanted)]
        for other in others:
            first = first.join(other.drop("region"), on="subject", how="left", maintain_order="left")
        yield first

    def _query(self, wanted: Mapping[str, Term]) -> Frame:
        speech = self.speech
        terms = list(dict.fromkeys(term for term in wanted.values() if not constant(term)))
        frames: dict[str, Frame] = {}
        columns: dict[Term, str] = {}
        for table, needed in _given(terms).items():
            frame, ids = self.tables[table or "subjects"], self._ids()
            frames[table], names = _prepared(frame, needed, table, ids, speech)
            columns |= names
        for table, frame in self.tables.items():
            if table != "subjects":
                frames.setdefault(table, frame.select(self._ids()))
        frame, ready = work_out(terms, frames, columns, speech)
        out = [_told(name, term, ready, speech) for name, term in wanted.items()]
        return frame.select("subject", speech.col("region_told").alias("region"), *out)

    def _ids(self) -> Expr:
        """The subjects, as text where tables have to be joined; else as they are given."""
        ids = self.speech.col("subject")
        return ids if len(self.tables) == 1 and self.speech is pl else ids.cast(self.speech.String)

    def rows(self, table: str, subjects: list[Any], keys: Collection[str] | None = None) -> pl.DataFrame:
        """The rows of a table for some subjects, named as in the findings; as they were given, but the ids as text.

        Only the columns on `keys`, where these are said.
        """
        speech = self.speech
        frame = self.tables[table].filter(self._ids().is_in(subjects))
        if keys is not None:
            marks = {f"{key}{mark}" for key in keys for mark in ("", "!absent", "!unknown")}
            frame = frame.select("subject", *(name for name in frame.collect_schema() if name in marks))
        frame = frame.with_columns(speech.col("subject").cast(speech.String))
        found: pl.DataFrame = frame.collect() if speech is pl else frame.collect(backend="polars").to_native()
        return found


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
    return "Int16" if said in _INTEGERS else "Float64" if said in _NUMBERS else "Boolean"


def _given(terms: list[Term]) -> dict[str, list[Term]]:
    """The columns that terms rest on, by table."""
    seen: set[Term] = set()
    found: dict[str, list[Term]] = {"": []}
    stack = list(terms)
    while stack:
        term = stack.pop()
        if term not in seen:
            seen.add(term)
            stack += term.args
            if given(term):
                found.setdefault(term.table, []).append(term)
    return found


def _prepared(frame: Frame, needed: list[Term], table: str, ids: Expr, speech: Speech) -> tuple[Frame, dict[Term, str]]:
    """The columns needed, each in the type the terms expect, under names no engine folds."""
    prefix = "r" if table else "c"
    names = {term: f"{prefix}{number}" for number, term in enumerate(sorted(needed, key=lambda term: str(term.data)))}
    cells = [_cell(term, speech).alias(name) for term, name in names.items()]
    if not table:
        there = "region" in frame.collect_schema()
        told = speech.col("region") if there else speech.lit(None)
        cells.append(told.cast(speech.String).alias("region_told"))
    return frame.select(ids, *cells), names


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


def schema(tables: Mapping[str, Any], library: Library, engine: str) -> Schema:
    """What the tables have. Raises Problems for what does not fit."""
    if engine not in ENGINES or find_spec(_MODULES[engine]) is None:
        what = f"没有计算引擎“{engine}”" if engine not in ENGINES else f"没有安装 {_MODULES[engine]}"
        raise Problems.one(what, f"可用：{'、'.join(ENGINES)}；duckdb 与 spark 用 pip install 'huice[{engine}]' 安装")
    wrong: list[Problem] = []
    columns: dict[str, frozenset[str]] = {}
    for table, native in {"subjects": None, **tables}.items():
        fact = library.facts.get(table)
        if native is None or (table != "subjects" and (fact is None or fact.type.kind != "records")):
            wrong.append(
                Problem(
                    "",
                    0,
                    0,
                    f"没有表“{table}”" if native is None else f"“{table}”不是明细要素",
                    "见 huice.engine.batch",
                )
            )
            continue
        have = nw.from_native(native).lazy().collect_schema()
        if "subject" not in have:
            wrong.append(Problem("", 0, 0, f"表“{table}”没有 subject 一列", "每行写明是哪个主体"))
        columns[table] = frozenset(have)
        wrong += [problem for name, kind in have.items() for problem in _misfits(table, name, str(kind), library)]
    if wrong:
        raise Problems(wrong)
    shown = {
        (table, name): found
        for table, native in tables.items()
        if isinstance(native, pl.DataFrame)
        for name, found in seen(native, _types(table, library)).items()
    }
    return Schema(columns, _regions(tables["subjects"], columns["subjects"], library), shown)


def _types(table: str, library: Library) -> dict[str, Type]:
    """The types of the columns of a table, by name."""
    if table != "subjects":
        return {key: item.type for key, item in library.facts[table].fields.items()}
    open_ = {item.id: item.type for item in library.parameters.values() if item.is_open}
    return {key: fact.type for key, fact in library.facts.items()} | open_


def _misfits(table: str, name: str, kind: str, library: Library) -> Iterator[Problem]:
    """What is wrong with the type of a column."""
    key, _, mark = name.partition("!")
    if table == "subjects":
        known = library.facts.get(key) or library.parameters.get(key)
    else:
        known = library.facts[table].fields.get(key)
    if known is None:
        return
    fits = ("Boolean",) if mark else _FITS.get(known.type.kind, ())
    if kind.partition("(")[0] not in fits:
        yield Problem("", 0, 0, f"表“{table}”的“{name}”是 {kind}，要是 {'、'.join(fits)}", "转换类型后再算")


def _regions(native: Any, names: frozenset[str], library: Library) -> tuple[str, ...]:
    """The regions that occur, where any number of the law differs by region."""
    if "region" not in names or not any(item.regions or item.is_local for item in library.parameters.values()):
        return ()
    frame = nw.from_native(native).lazy().select(nw.col("region").cast(nw.String)).unique(("region",))
    said = frame.collect(backend="polars").to_native()["region"].drop_nulls().to_list()
    return tuple(sorted(said))
