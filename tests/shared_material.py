"""The shared material that some tests need: beside the repository, or where HUICE_SHARED says.

Where it is absent such a test skips and says so; with HUICE_REQUIRE_ALL=1 it fails instead.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("HUICE_SHARED") or Path(__file__).parent.parent.parent / "shared")
REQUIRED = os.environ.get("HUICE_REQUIRE_ALL") == "1"


def shared_path(name: str) -> Path:
    """A file or folder of the shared material (`corpus`, `catalogue`, `dev-cases` …)."""
    path = ROOT / name
    if not path.exists():
        missing(f"没有 {path}：把共享资料放在仓库旁边的 shared/，或用 HUICE_SHARED 指明")
    return path


def compendium_path() -> Path:
    """The text of the 2023 Q2 compendium."""
    return shared_path("corpus/compendium-2023q2.txt")


def missing(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)
