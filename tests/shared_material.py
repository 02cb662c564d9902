"""The material that lies beside the repository and is not part of it: texts, catalogue, cases, questions.

`$HUICE_SHARED` says where it is, else `../shared` beside the repository. Tests that need it skip with a word
where it is absent, and fail instead where `HUICE_REQUIRE_ALL=1`.
"""

import os
from pathlib import Path

import pytest

COMPENDIUM = "corpus/compendium-2023q2.txt"


def shared_path(name: str = "") -> Path:
    """The path of a shared file or folder; skips the test where it is absent."""
    root = Path(os.environ.get("HUICE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    path = root / name
    if not path.exists():
        said = f"{name or 'shared'} is not at {root}: set HUICE_SHARED to run this test"
        if os.environ.get("HUICE_REQUIRE_ALL") == "1":
            pytest.fail(said)
        pytest.skip(said)
    return path


@pytest.fixture(scope="session")
def compendium() -> bytes:
    """The bytes of the first compendium."""
    return shared_path(COMPENDIUM).read_bytes()
