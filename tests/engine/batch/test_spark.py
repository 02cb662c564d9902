"""Every case of the library on a real Spark, in CI and with HUICE_ENGINES=all."""

from typing import Any

import polars as pl
import pytest
from pyspark.sql import SparkSession

from huice.rules.library import Library
from tests.engine.batch.test_conformance import Days, differences, few, library, subjects

__all__ = ["library", "subjects"]


PARTS = 8
"""Spark plans for minutes: in parts, the workers share it."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_case_on_spark(part: int, library: Library, subjects: Days, spark: SparkSession) -> None:
    meant = few(subjects)

    def convert(table: pl.DataFrame) -> Any:
        return spark.createDataFrame(table.to_arrow())

    wrong = differences(library, {key: meant[key] for key in sorted(meant)[part::PARTS]}, convert, "spark")
    assert not wrong, "\n".join(wrong[:20])
