"""Subjects as tables, and findings of a batch held against those of explain."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from huice.engine import Finding, Subject, assess
from huice.engine.batch import Findings, Plan, in_words
from huice.rules.library import Library
from huice.rules.values import ABSENT, UNKNOWN, Type, Value

_KINDS = {"bool": pl.Boolean, "number": pl.Float64, "date": pl.Date, "text": pl.String, "choice": pl.String}


def frames(library: Library, subjects: Sequence[Subject]) -> dict[str, pl.DataFrame]:
    """The tables of subjects with unique names: a column for what any of them says."""
    said = {key for subject in subjects for key in subject.facts}
    columns: dict[str, Any] = {"subject": [subject.name for subject in subjects]}
    tables: dict[str, pl.DataFrame] = {}
    for key in sorted(said):
        answers = [subject.facts.get(key, UNKNOWN) for subject in subjects]
        if any(value is ABSENT for value in answers):
            columns[f"{key}!absent"] = pl.Series([value is ABSENT for value in answers], dtype=pl.Boolean)
        fact = library.facts.get(key)
        if fact is not None and fact.type.kind == "records":
            columns[f"{key}!unknown"] = pl.Series([value is UNKNOWN for value in answers], dtype=pl.Boolean)
            types = {name: item.type for name, item in fact.fields.items()}
            tables[key] = _records(types, subjects, answers)
        else:
            type_ = fact.type if fact else library.parameters[key].type
            columns[key] = _series(answers, type_)
    return {"subjects": pl.DataFrame(columns), **tables}


def _series(values: Sequence[Value], type_: Type) -> pl.Series:
    cells = [None if value in {ABSENT, UNKNOWN} else _cell(value) for value in values]
    return pl.Series(cells, dtype=_KINDS[type_.kind])


def _cell(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _records(types: Mapping[str, Type], subjects: Sequence[Subject], answers: Sequence[Value]) -> pl.DataFrame:
    rows = [
        (subject.name, row)
        for subject, value in zip(subjects, answers, strict=True)
        if isinstance(value, tuple)
        for row in value
    ]
    columns: dict[str, Any] = {"subject": pl.Series([name for name, _ in rows], dtype=pl.String)}
    for name, type_ in types.items():
        cells = [row.get(name, UNKNOWN) for _, row in rows]
        columns[name] = _series(cells, type_)
        columns[f"{name}!absent"] = pl.Series([cell is ABSENT for cell in cells], dtype=pl.Boolean)
    return pl.DataFrame(columns)


def told(finding: Finding) -> dict[str, Any]:
    """A finding of explain as a batch tells it."""
    amount = finding.amount
    reasons = [*finding.because, *finding.checks]
    names = ["subject", *(f"requires/{n}" for n in range(len(finding.because) - 1))]
    names += [f"complies/{n}" for n in range(len(finding.checks))]
    return {
        "verdict": finding.verdict,
        "window": finding.window.state,
        "amount": None if amount is None else amount.value,
        "low": None if amount is None else amount.low,
        "high": None if amount is None else amount.high,
        "bound": None if amount is None else amount.bound,
        "complies": finding.complies,
        "reason": next((name for name, reason in zip(names, reasons, strict=True) if reason.holds is False), None),
        "missing": {gap.fact for gap in finding.missing},
    }


def same(column: str, expected: Any, found: Any, unit: str) -> bool:
    """Whether a batch says the same; money to the fen as far as a double has fen, other numbers to twelve digits."""
    if column == "missing":
        return set(found.split()) == expected
    if isinstance(expected, Decimal):
        if found is None:
            return False
        exact = Decimal(repr(found))
        if abs(expected) >= 10**13:
            return found == float(expected)
        return exact == expected if unit == "元" else abs(exact - expected) <= Decimal("1e-12") * max(1, abs(expected))
    return bool(expected == found)


def disagreements(
    plan: Plan,
    tables: Mapping[str, Any],
    subjects: Sequence[Subject],
    day: date,
    engine: str = "polars",
    **options: Any,
) -> tuple[list[str], int]:
    """Where batch and explain differ, and how many findings of the batch were explained."""
    if engine == "arrays":
        subjects = [without_records(subject) for subject in subjects]
    found = ((subject.name, assess(plan.library, subject, day, plan.measures).findings) for subject in subjects)
    expected = {name: {finding.measure.id: told(finding) for finding in findings} for name, findings in found}
    wrong: list[str] = []
    explained = 0
    parts = plan.findings(tables, day, engine, **options) if engine != "arrays" else [from_arrays(plan, tables, day)]
    for part in parts:
        explained += part.explained
        rows = in_words(part)
        assert rows.height == part.wide.height * len(plan.measures)
        for row in rows.iter_rows(named=True):
            id_ = row["measure"]
            for column, value in expected[row["subject"]][id_].items():
                if not same(column, value, row[column], part.measures[id_].unit):
                    wrong.append(f"{id_} {row['subject']} {column}: explain {value!r}, batch {row[column]!r}")
    return wrong, explained


def without_records(subject: Subject) -> Subject:
    """What arrays can say of a subject."""
    return Subject(subject.name, {key: said for key, said in subject.facts.items() if not isinstance(said, tuple)})


def arrays(table: pl.DataFrame, library: Library) -> dict[str, Any]:
    """The columns of subjects as somebody who has NumPy holds them: NaN, NaT, masks, places of options."""
    found: dict[str, Any] = {}
    for number, (name, column) in enumerate((name, table[name]) for name in table.columns if "!unknown" not in name):
        fact = library.facts.get(name)
        options = fact.type.options if fact else ()
        if column.dtype == pl.Boolean:
            found[name] = np.ma.MaskedArray(column.fill_null(True).to_numpy(), column.is_null().to_numpy())
        elif options and number % 2 and column.is_in(options).fill_null(True).all():
            places = [options.index(word) if word else 0 for word in column]
            found[name] = np.ma.MaskedArray(places, column.is_null().to_numpy(), dtype=np.int16)
        elif column.dtype == pl.String:
            found[name] = np.array(column.to_list(), dtype=object)
        elif column.dtype == pl.Date:
            found[name] = np.array(column.to_list(), dtype="M8[ms]" if number % 2 else "M8[D]")
        else:
            found[name] = column.to_numpy()
    return found


def from_arrays(plan: Plan, tables: Mapping[str, Any], day: date) -> Findings:
    """The findings of arrays as those of a table."""
    table = tables["subjects"]
    found = plan.arrays(arrays(table, plan.library), day)
    columns: dict[str, pl.Series] = {"subject": table["subject"], "region": pl.repeat(None, table.height, eager=True)}
    for measured in found.measures.values():
        for column, name in measured.columns.items():
            cells = pl.Series(found.of(measured.id, column))
            columns[name] = cells.fill_nan(None) if cells.dtype == pl.Float64 else cells.set(cells < 0, None)
            columns[name] = columns[name].cast(pl.Boolean) if cells.dtype == pl.Int8 else columns[name]
        missing = found.missing(measured.id)
        columns |= {f"{name}": pl.Series(missing[key]) for key, name in measured.missing.items() if name is not True}
    return Findings(pl.DataFrame(columns), found.measures, found.explained)
