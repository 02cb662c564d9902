"""Where imported documents are kept: SQLite under a data directory, or any database by URL.

Importing this package costs nothing; the database library is loaded with `Store`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huice.store.database import Store
    from huice.store.matching import Counts, Entry, Passage

__all__ = ["Counts", "Entry", "Passage", "Store"]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from huice.store.database import Store  # noqa: PLC0415

        return Store
    if name in __all__:
        from huice.store import matching  # noqa: PLC0415

        return getattr(matching, name)
    raise AttributeError(name)
