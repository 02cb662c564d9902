"""A run in its folder: the manifest, the inputs as they were assessed, the findings."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from huice.delivery.overrides import Overrides, read_overrides
from huice.engine.explain import assess
from huice.engine.findings import Assessment
from huice.engine.subject import Subject
from huice.problems import Problems, refusal
from huice.registry.tables import ABSENT
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.values import ABSENT as NOTHING
from huice.rules.values import Value

MANIFEST = "manifest.json"
INPUTS = "inputs"
FINDINGS = "findings"
SUMMARY = "summary.csv"
RETURNED = "errors"
"""The sheets handed back with a column of errors."""


@dataclass(frozen=True, slots=True)
class Run:
    """批量测算: a finished run. What it was made of is in `manifest`."""

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """Open a run. Raises Problems where the folder holds none."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError) as error:
            why = refusal(error) if isinstance(error, OSError) else "不是 JSON"
            raise Problems.one(
                f"这里没有一次完整的批量：{why}", "先运行 huice batch", file=str(folder / MANIFEST)
            ) from None
        return cls(folder, manifest)

    @property
    def as_of(self) -> date:
        """The day the run was made for."""
        return date.fromisoformat(self.manifest["as_of"])

    def overrides(self, library: Library) -> Overrides:
        """What was set for the run, on a library."""
        return read_overrides((f"{key}={text}" for key, text in self.manifest["set"].items()), library)

    def changed(self, library: Library) -> list[str]:
        """Which of what the run was made of is not the same any more: the library, stored inputs. Empty: nothing."""
        wanted = self.manifest["library"]["digest"]
        found = self.overrides(library).library.digest
        changed = [] if wanted == found else [f"规则库（当时 {wanted[:12]}，现在 {found[:12]}）"]
        if changed and self.manifest["library"].get("standards", "") != library.standards:
            changed.append("地方标准")
        stored = digests(self.folder, (INPUTS,))
        kept: dict[str, str] = self.manifest["stored"]
        names = sorted(stored.keys() | kept.keys())
        return changed + [f"存下的输入 {name}" for name in names if stored.get(name) != kept.get(name)]

    def findings(self, measure: str) -> pl.LazyFrame:
        """The findings of one measure, in the order of the registry. Raises Problems for one that was not run."""
        if measure not in self.manifest["measures"]:
            raise Problems.one(f"这次批量没有算事项“{measure}”", "见 manifest.json 的 measures", file=str(self.folder))
        return self._findings(measure)

    def all_findings(self) -> pl.LazyFrame:
        """All findings."""
        return self._findings(None)

    def _findings(self, measure: str | None) -> pl.LazyFrame:
        """The files keep words as dictionaries, each its own; here they are words."""
        parts = [pl.scan_parquet(path) for path in sorted((self.folder / FINDINGS).glob("*.parquet"))]
        if measure is not None:
            parts = [part.filter(pl.col("measure") == measure) for part in parts]
        return pl.concat(part.with_columns((~cs.numeric()).cast(pl.String)) for part in parts)

    def people(self) -> pl.LazyFrame:
        """The subjects that were assessed: `row`, `subject`, `name`, and `region` where it was given."""
        frame = scan(self.folder / INPUTS / "subjects")
        region = [] if "region" in frame.collect_schema().names() else [pl.lit(None, dtype=pl.String).alias("region")]
        return frame.with_columns(region).select("row", "subject", "name", "region")

    def subject(self, named: str, library: Library) -> Subject:
        """One subject with its facts and records, as stored. Raises Problems where there is none."""
        rows = scan(self.folder / INPUTS / "subjects").filter((pl.col("subject") == named) | (pl.col("name") == named))
        found = rows.collect().to_dicts()
        if len(found) != 1:
            what = f"有 {len(found)} 家叫“{named}”" if found else f"没有主体“{named}”"
            raise Problems.one(f"登记表里{what}", "写主体编号或统一社会信用代码", file=str(self.folder))
        row = found[0]
        facts = dict(cells(row, library.facts, library))
        for key in self.manifest["tables"]:
            if key != "subjects":
                mine = scan(self.folder / INPUTS / key).filter(pl.col("subject") == row["subject"]).collect()
                fields = library.facts[key].fields
                facts[key] = tuple(dict(cells(one, fields, None)) for one in mine.sort("row").to_dicts())
        return Subject(row["name"] or row["subject"], facts)

    def explain(self, named: str, measure: str, library: Library) -> Assessment:
        """One finding with its reasons, worked out again. Raises Problems where what it rests on has changed."""
        if changed := self.changed(library):
            raise Problems.one(
                f"和批量时不一样了：{'、'.join(changed)}", "用当时的规则库，或重新批量", file=str(self.folder)
            )
        overrides = self.overrides(library)
        subject = self.subject(named, library)
        subject = Subject(subject.name, {**subject.facts, **overrides.facts})
        return assess(overrides.library, subject, self.as_of, [measure])


def scan(folder: Path) -> pl.LazyFrame:
    """The rows of a table that lies in chunks, in their order; a column that a chunk lacks is null there."""
    parts = sorted(path for path in folder.glob("[0-9]*.parquet"))
    schema: dict[str, pl.DataType] = {}
    for path in parts:
        schema |= pl.read_parquet_schema(path)
    frame = pl.scan_parquet(parts, schema=schema, missing_columns="insert", extra_columns="ignore")
    return frame.with_columns(pl.col(name).fill_null(value=False) for name in schema if name.endswith(ABSENT))


def cells(row: Mapping[str, Any], facts: Mapping[str, Fact], library: Library | None) -> Iterable[tuple[str, Value]]:
    """The known and absent values of a stored row."""
    open_ones = {item.id for item in library.parameters.values() if item.is_open} if library else set()
    for key, cell in row.items():
        if key.endswith(ABSENT):
            if cell:
                yield key.removesuffix(ABSENT), NOTHING
        elif cell is not None and (key in facts or key in open_ones) and not row.get(key + ABSENT):
            yield key, Decimal(repr(cell)) if isinstance(cell, float) else cell


def digests(folder: Path, parts: Iterable[str]) -> dict[str, str]:
    """The digest of every file below some parts of a folder, by its path in the folder."""
    every = (path for part in parts for path in _files(folder / part))
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(every)}


def _files(place: Path) -> Iterable[Path]:
    return [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


Json = dict[str, Any]


def write_manifest(folder: Path, manifest: Json) -> None:
    """Write the manifest: sorted keys, no time, so that the same run has the same bytes."""
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
