"""A plan: the measures of a library ready to be applied to tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huice.engine.batch.findings import Findings
from huice.rules.library import Library

ENGINES = ("polars", "duckdb", "spark")


@dataclass(frozen=True, slots=True)
class Plan:
    """The measures to apply, each known to be expressible."""

    library: Library
    measures: tuple[str, ...]

    def findings(
        self, tables: Mapping[str, Any], as_of: date, engine: str = "polars", chunk: int = 250_000
    ) -> Iterator[Findings]:
        """The findings of the subjects in `tables` on a day, `chunk` subjects at a time.

        Raises Problems for an engine that is not there and for tables that do not fit (see the package).
        """
        raise NotImplementedError


def compile(library: Library, measures: Iterable[str] | None = None) -> Plan:
    """A plan for all measures, or those given by id. Raises KeyError, and Problems for what columns cannot express."""
    return Plan(library, tuple(library.measures) if measures is None else tuple(measures))
