"""From a file to documents and their clause trees. Pure functions; nothing here touches a disk."""

from huice.corpus.compendium import read_documents, walk
from huice.corpus.model import Clause, Document
from huice.corpus.paths import find_clause

__all__ = ["Clause", "Document", "find_clause", "read_documents", "walk"]
