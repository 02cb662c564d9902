"""Arrays in: a column of NumPy a fact, what it shows, and how it is read block by block.

Unknown is NaN in numbers, NaT in days and whatever is masked; a choice is the place of its option or its key. A plain
value is the same for all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from huice.engine.batch.blocks import Array, Column, Number, Truth, at_once
from huice.engine.batch.explained import value
from huice.engine.batch.numbers import Seen, grid_of
from huice.engine.batch.seen import reach
from huice.engine.batch.tables import types_of
from huice.engine.batch.values import Schema
from huice.engine.subject import Subject
from huice.problems import Problem, Problems
from huice.rules.library import Library
from huice.rules.values import ABSENT, BOOL, MAX_NUMBER, UNKNOWN, Type, Value

_STRETCH = 131_072
"""How many cells are looked at in one go."""

_KINDS = {"bool": "b", "number": "iuf", "date": "M", "choice": "iuUTO", "text": "UTO"}
_SAID = {
    "bool": "是否", "number": "数", "date": "datetime64", "choice": "选项的序号或代码", "text": "文字", "records": "明细表",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A column as it was handed in; `words`: what the places of a column of words stand for."""

    cells: Array
    known: Array | None
    type: Type
    words: tuple[str, ...] = ()

    def reader(self, state: str, words: dict[str, int]) -> Callable[[slice], Column]:
        """How blocks of it are read, `state` as in `terms.column`; `words` are numbered for all columns together.

        What is the same for all is read as one cell.
        """
        cells, known = self.cells, self.known
        places = np.array([words.setdefault(word, len(words)) for word in self.words], np.int32)
        moved = not np.array_equal(places, np.arange(len(places)))

        def read(block: slice) -> Column:
            where = 0 if cells.strides == (0,) else block
            here, there = cells[where], None if known is None else known[block]
            match self.type.kind:
                case "bool":
                    return Truth(here) if there is None else Truth(here & there, there > here)
                case "number":
                    return _number(here, there, state)
                case "date":
                    return _day(here, there)
            return Number(places[here] if moved else here, there)

        return read

    def cell(self, row: int) -> Value:
        """One cell as `explain` takes it."""
        if self.known is not None and not self.known[row]:
            return UNKNOWN
        cell = self.cells[row].item()
        return self.words[cell] if self.type.kind in {"choice", "text"} else value(cell, self.type)

    def shows(self) -> Seen | None:
        """What all its cells have in common; None where some are no numbers of a firm."""
        full = self.known is None
        if self.type.kind == "date":
            return Seen(full and not np.isnat(self.cells).any())
        if self.type.kind != "number":
            return Seen(full)
        cells = self.cells[:1] if self.cells.strides == (0,) else self.cells
        whole = cells.dtype.kind != "f"
        if whole:
            low, high, odd, fits = int(cells.min()), int(cells.max()), False, True
        else:
            power, room = 10.0 ** grid_of(self.type.dimension)[0], np.empty(min(len(cells), _STRETCH))
            stretches = (cells[start : start + _STRETCH] for start in range(0, len(cells), _STRETCH))
            with np.errstate(all="ignore"):
                lows, highs, odds, fit = zip(*(_shown(part, power, room) for part in stretches), strict=True)
            low, high, odd, fits = min(lows), max(highs), any(odds), all(fit)
        if not max(-low, high) <= float(MAX_NUMBER):
            return None
        return Seen(full and not odd, -reach(-low), reach(high), whole, fits)


def _shown(cells: Array, power: float, room: Array) -> tuple[float, float, bool, bool]:
    """The least and the most, whether some are NaN, and whether the others lie on a grid; `room` to work in."""
    low, high = cells.min(), cells.max()
    if not np.isnan(low):
        steps = np.multiply(cells, power, out=room[: len(cells)])
        np.rint(steps, out=steps)
        steps /= power
        return float(low), float(high), False, bool((steps == cells).all())
    cells = cells[~np.isnan(cells)]
    if not len(cells):
        return np.inf, -np.inf, True, True
    low, high, _, fits = _shown(cells, power, room)
    return low, high, True, fits


def given(subjects: Mapping[str, Any], library: Library) -> dict[str, Given]:
    """The columns by key: arrays of one length, masked or not, or a plain value that is the same for all.

    A key is that of a fact or of a parameter the texts leave open; `<key>!absent` is a column of truths. Other columns
    are left out. Raises Problems for what does not fit.
    """
    types = types_of("subjects", library)
    said = {name: _array(cells) for name, cells in subjects.items() if name.partition("!")[0] in types}
    shapes = {cells.shape for cells in said.values() if cells.ndim}
    if len(shapes) > 1 or any(len(shape) > 1 for shape in shapes):
        found = "、".join("×".join(map(str, shape)) for shape in sorted(shapes))
        raise Problems.one(f"各列长短不一：{found}", "每列是一维数组，每户一格")
    shape = next(iter(shapes), (1,))
    wrong: list[Problem] = []
    columns: dict[str, Given] = {}
    for name, cells in said.items():
        key, _, mark = name.partition("!")
        try:
            columns[name] = _given(np.broadcast_to(cells, shape, subok=True), BOOL if mark else types[key])
        except ValueError as error:
            wrong.append(Problem("", 0, 0, f"“{name}”{error}", "见 huice.engine.batch"))
    if wrong:
        raise Problems(wrong)
    return columns


def _array(cells: Any) -> Any:
    """Any array; a plain day or decimal as NumPy has it."""
    if isinstance(cells, date):
        return np.asarray(np.datetime64(cells, "D"))
    return np.asanyarray(float(cells) if isinstance(cells, Decimal) else cells)


def _given(cells: Any, type_: Type) -> Given:
    """Raises ValueError, in Chinese, for cells of another type."""
    if cells.dtype.kind not in _KINDS.get(type_.kind, ""):
        raise ValueError(f"是 {cells.dtype}，要是{_SAID[type_.kind]}")
    known = None
    if hasattr(cells, "mask"):  # a masked array; numpy.ma itself is imported late
        known = ~np.broadcast_to(cells.mask, cells.shape) if cells.mask.any() else None
        cells = cells.data
    if type_.kind not in {"choice", "text"}:
        told = {"date": "M8[D]", "number": np.float64 if cells.dtype.itemsize > 8 else cells.dtype}
        return Given(cells.astype(told.get(type_.kind, bool), copy=False), known, type_)
    if cells.dtype.kind not in "iu":
        return _words(cells, known, type_)
    if known is not None:
        cells = np.where(known, cells, 0)
    if cells.view(f"u{cells.itemsize}").max(initial=0) >= len(type_.options):
        raise ValueError(f"里选项的序号要在 0 到 {len(type_.options) - 1} 之间，不清楚的用掩码数组")
    return Given(cells, known, type_, type_.options)


def _words(cells: Array, known: Array | None, type_: Type) -> Given:
    if known is None and cells.strides == (0,) and len(cells) and isinstance(cells[0], str):
        return Given(np.broadcast_to(np.uint8(0), cells.shape), None, type_, (f"{cells[0]}",))
    try:
        words = pl.Series(cells.tolist(), dtype=pl.String)
    except TypeError as error:
        raise ValueError(f"里有的不是{_SAID[type_.kind]}") from error
    options = words.unique(maintain_order=True).drop_nulls()
    places = words.cast(pl.Enum(options)).to_physical().fill_null(0).to_numpy()
    if words.null_count():
        there = words.is_not_null().to_numpy()
        known = there if known is None else known & there
    return Given(places, known, type_, tuple(options))


def shape(columns: Mapping[str, Given], library: Library) -> Schema:
    """What the columns have and show."""
    full = {name: column for name, column in columns.items() if len(column.cells)}
    told = zip(full, at_once(Given.shows, list(full.values())), strict=True)
    seen = {("subjects", name): shown for name, shown in told if shown is not None}
    local = any(item.regions or item.is_local for item in library.parameters.values())
    regions = columns["region"].words if local and "region" in columns else ()
    return Schema({"subjects": frozenset(columns)}, tuple(sorted(regions)), seen)


def subjects_at(columns: Mapping[str, Given], rows: list[int], keys: Collection[str]) -> list[Subject]:
    """The subjects in some rows as `explain` takes them, with what they said of some keys."""
    marked = {key: f"{key}!absent" for key in keys}
    return [
        Subject(
            f"{row}",
            {key: said for key in keys if key in columns and (said := columns[key].cell(row)) is not UNKNOWN}
            | {key: ABSENT for key, mark in marked.items() if mark in columns and columns[mark].cell(row) is True},
        )
        for row in rows
    ]


def _number(cells: Any, known: Any, state: str) -> Column:
    cells = cells.astype(np.float64, copy=False)
    if state == "full":
        return Number(cells, known)
    sound = np.abs(cells) <= float(MAX_NUMBER)
    return Number(cells, sound if known is None else sound & known)


def _day(cells: Any, known: Any) -> Column:
    month = cells.astype("M8[M]")
    months = month.astype(np.int64)
    day = (cells - month).astype(np.int64)
    sound = ~np.isnat(cells)
    code = (months // 12 + 1970) * 512.0 + (months % 12 + 1) * 32 + day + 1
    return Number(code, sound if known is None else sound & known)
