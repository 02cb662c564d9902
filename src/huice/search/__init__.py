"""From a question to the clauses that answer it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huice.search.catalogue import Filters
    from huice.search.hits import Answer, Hit, answer, find

__all__ = ["Answer", "Filters", "Hit", "answer", "find"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from huice.search import catalogue, hits  # noqa: PLC0415

        return getattr(catalogue if name == "Filters" else hits, name)
    raise AttributeError(name)
