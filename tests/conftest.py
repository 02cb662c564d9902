"""What every test may use: the shipped library, a small one of a fictional city, and homes of their own."""

from pathlib import Path

import pytest

from huice.rules.library import Library, load

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that comes with the package."""
    return load()


@pytest.fixture(scope="session")
def demo_library() -> Library:
    """A small library of the fictional 示例市."""
    return load(DATA / "library")


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the data or cache of the person who runs it."""
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("HUICE_HOME", str(base / "home"))
    monkeypatch.setenv("HUICE_CACHE", str(base / "cache"))
