"""Frames of the engine that a run is worked out with."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from huice.problems import Problems


def native(frames: Mapping[str, pl.DataFrame], engine: str) -> dict[str, Any]:
    """The tables as frames of the engine; one that is not installed is refused by the plan. Raises Problems."""
    try:
        if engine == "duckdb":
            return _duckdb(frames)
        if engine == "spark":
            return _spark(frames)
    except ImportError:
        pass
    return dict(frames)


def _duckdb(frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    import duckdb  # noqa: PLC0415 # an extra, slow to load

    connection = duckdb.connect()
    return {name: connection.from_arrow(frame.to_arrow()) for name, frame in frames.items()}


def _spark(frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """On the cluster that the surroundings name (SPARK_REMOTE, spark-defaults), else on this machine."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 # an extra, slow to load
    from pyspark.sql import SparkSession  # noqa: PLC0415

    quiet = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR",
        # Where each column was made is asked of the JVM several times a column: half of what a wide query takes.
        "spark.python.sql.dataFrameDebugging.enabled": "false",
    }  # fmt: skip
    builder = SparkSession.builder.appName("huice").config("spark.sql.session.timeZone", "UTC")
    for key, value in quiet.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except PySparkException as error:
        what = f"Spark 启动不了：{str(error).splitlines()[0][:120]}"
        raise Problems.one(what, "装好 Java 17 以上并设 JAVA_HOME，或用 --engine polars") from None
    return {name: session.createDataFrame(frame.to_arrow()) for name, frame in frames.items()}
