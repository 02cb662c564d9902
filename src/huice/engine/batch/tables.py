"""Tables in: what columns they have, and whether these fit."""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import narwhals as nw
import polars as pl

from huice.engine.batch.seen import seen
from huice.engine.batch.values import Schema
from huice.problems import Problem, Problems
from huice.rules.library import Library
from huice.rules.values import Type

ENGINES = ("polars", "duckdb", "spark")
_MODULES = {"polars": "polars", "duckdb": "duckdb", "spark": "pyspark"}
_FITS: dict[str, tuple[str, ...]] = {
    "bool": ("Boolean",), "date": ("Date", "Datetime"), "text": ("String", "Enum", "Categorical"),
    "choice": ("String", "Enum", "Categorical"),
    "number": ("Float64", "Float32", "Decimal", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"),
}  # fmt: skip


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
        for name, found in seen(native, types_of(table, library)).items()
    }
    return Schema(columns, _regions(tables["subjects"], columns["subjects"], library), shown)


def types_of(table: str, library: Library) -> dict[str, Type]:
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
    frame = nw.from_native(native).lazy().select(nw.col("region").cast(nw.String)).unique(["region"])
    said = frame.collect(backend="polars").to_native()["region"].drop_nulls().to_list()
    return tuple(sorted(said))
