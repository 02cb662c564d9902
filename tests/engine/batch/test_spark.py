"""Every case of the library on a real Spark, in CI and with HUICE_ENGINES=all."""

from typing import Any

import polars as pl
from pyspark.sql import SparkSession

from huice.rules.library import Library
from tests.engine.batch.test_conformance import Days, differences, few, library, subjects

__all__ = ["library", "subjects"]


def test_every_case_on_spark(
    library: Library,
    subjects: Days,
    spark: SparkSession,
) -> None:
    def convert(table: pl.DataFrame) -> Any:
        return spark.createDataFrame(table.to_arrow())

    wrong = differences(library, few(subjects), convert, "spark")
    assert not wrong, "\n".join(wrong[:20])
