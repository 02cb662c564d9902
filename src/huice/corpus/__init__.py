"""From a file to documents and their clause trees. Pure functions; nothing here touches a disk."""

from huice.corpus.comparison import Comparison, compare
from huice.corpus.compendium import read_documents, read_edition
from huice.corpus.model import Clause, Document, Edition, walk
from huice.corpus.paths import find_clause

__all__ = [
    "Clause",
    "Comparison",
    "Document",
    "Edition",
    "compare",
    "find_clause",
    "read_documents",
    "read_edition",
    "walk",
]
