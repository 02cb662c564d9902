"""Where the data lives."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path


def home(given: Path | None = None) -> Path:
    """The data directory: as given, else HUICE_HOME, else the platform's own place."""
    if given is not None:
        return given
    said = os.environ.get("HUICE_HOME")
    return Path(said) if said else user_data_path("huice", appauthor=False)


def cache() -> Path:
    """Where what can be made anew is kept: HUICE_CACHE, else the platform's own place."""
    said = os.environ.get("HUICE_CACHE")
    return Path(said) if said else user_cache_path("huice", appauthor=False)
