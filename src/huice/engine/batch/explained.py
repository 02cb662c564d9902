"""The rows that columns leave in doubt, worked out one by one."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from huice.engine.batch.findings import BOUNDS, WINDOWS, Measured
from huice.engine.batch.pieces import Part
from huice.engine.explain import assess
from huice.engine.findings import Finding, Reason
from huice.engine.subject import Subject
from huice.rules.foundations import foundations
from huice.rules.library import Library
from huice.rules.values import ABSENT, MAX_NUMBER, UNKNOWN, Row, Type, Value

_TRUTH = {"yes": True, "no": False, "open": None}


def explain_doubtful(
    wide: pl.DataFrame,
    doubts: Mapping[str, pl.Series],
    measures: Mapping[str, Measured],
    part: Part,
    library: Library,
    as_of: date,
) -> tuple[pl.DataFrame, int]:
    """The findings with what is in doubt explained, and how many that were."""
    due = {id_: doubt.arg_true().to_list() for id_, doubt in doubts.items()}

    def rows(places: list[int], keys: frozenset[str]) -> list[Subject]:
        names = wide["subject"].gather(places)
        found = subjects_of(part, names.to_list(), library, keys)
        return [found[name] for name in names.cast(pl.String)]

    mended = [
        wide[column].scatter(places, pl.Series(codes, dtype=wide[column].dtype))
        for column, (places, codes) in explained(due, rows, measures, library, as_of).items()
    ]
    return wide.with_columns(mended), sum(len(places) for places in due.values())


def explained(
    due: Mapping[str, list[int]],
    rows: Callable[[list[int], frozenset[str]], list[Subject]],
    measures: Mapping[str, Measured],
    library: Library,
    as_of: date,
) -> dict[str, tuple[list[int], list[Any]]]:
    """What `explain` says of the rows that are due by measure: by column the places and their codes.

    `rows` gives the subjects at some places, with what they said of some keys.
    """
    by_row: dict[int, list[str]] = {}
    for id_, places in due.items():
        for place in places:
            by_row.setdefault(place, []).append(id_)
    if not by_row:
        return {}
    resting = [foundations(library.measures[id_], library) for id_, places in due.items() if places]
    keys = frozenset(key for found in resting for key in (*found.facts, *found.parameters))
    cells: dict[str, tuple[list[int], list[Any]]] = {}
    for (place, asked), subject in zip(by_row.items(), rows(list(by_row), keys), strict=True):
        for found in assess(library, subject, as_of, asked).findings:
            for column, code in _codes(found, measures[found.measure.id]).items():
                where, codes = cells.setdefault(column, ([], []))
                where.append(place)
                codes.append(code)
    return cells


def _codes(found: Finding, measured: Measured) -> dict[str, Any]:
    """A finding as the codes of its columns."""
    amount = found.amount
    ends = {
        name: None if amount is None or getattr(amount, end) is None else float(getattr(amount, end))
        for name, end in (("amount", "value"), ("low", "low"), ("high", "high"))
    }
    codes: dict[str, Any] = {
        "verdict": _TRUTH[found.verdict],
        "window": WINDOWS.index(found.window.state),
        "complies": None if found.complies is None else _TRUTH[found.complies],
        "bound": None if amount is None else BOUNDS.index(amount.bound),
        "reason": _reason((*found.because, *found.checks)),
        **ends,
    }
    told = {column: codes[name] for name, column in measured.columns.items()}
    missing = {gap.fact for gap in found.missing}
    return told | {column: key in missing for key, column in measured.missing.items() if isinstance(column, str)}


def _reason(reasons: tuple[Reason, ...]) -> int | None:
    return next((place for place, reason in enumerate(reasons) if reason.holds is False), None)


def subjects_of(
    part: Part, names: list[Any], library: Library, keys: Collection[str] | None = None
) -> dict[str, Subject]:
    """Subjects as `explain` takes them, by id; with what they said of `keys`, or of everything."""
    facts = {key: fact for key, fact in library.facts.items() if keys is None or key in keys}
    tables = [key for key, fact in facts.items() if fact.type.kind == "records"]
    records = {table: part.rows(table, names) for table in part.tables if table in tables}
    grouped: dict[str, dict[str, list[Row]]] = {}
    for table, frame in records.items():
        types = {key: item.type for key, item in facts[table].fields.items()}
        for cells in frame.iter_rows(named=True):
            grouped.setdefault(table, {}).setdefault(cells["subject"], []).append(_known(cells, types))
    types = {key: fact.type for key, fact in facts.items() if fact.type.kind != "records"}
    types |= {
        item.id: item.type for item in library.parameters.values() if item.is_open and (keys is None or item.id in keys)
    }
    found: dict[str, Subject] = {}
    said = part.rows("subjects", names, [*types, *tables])
    types = {key: kind for key, kind in types.items() if key in said.columns or f"{key}!absent" in said.columns}
    for cells in said.iter_rows(named=True):
        known = _known(cells, types)
        for table in tables:
            if cells.get(f"{table}!absent"):
                known[table] = ABSENT
            elif table in records and not cells.get(f"{table}!unknown"):
                known[table] = tuple(grouped.get(table, {}).get(cells["subject"], ()))
        found[cells["subject"]] = Subject(cells["subject"], known)
    return found


def _known(cells: Mapping[str, Any], types: Mapping[str, Type]) -> dict[str, Value]:
    known = {key: value(cells[key], kind) for key, kind in types.items() if key in cells}
    known |= {key: ABSENT for key in types if cells.get(f"{key}!absent")}
    return {key: said for key, said in known.items() if said is not UNKNOWN}


def value(cell: Any, kind: Type) -> Value:
    """A cell as a value: a float is the shortest decimal that reads back as it."""
    if cell is None:
        return UNKNOWN
    if kind.kind == "number":
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
        return number if number.is_finite() and abs(number) <= MAX_NUMBER else UNKNOWN
    if isinstance(cell, datetime):
        return cell.date()
    said: Value = cell
    return said
