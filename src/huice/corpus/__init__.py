"""From a file to documents and their clause trees. Pure functions; nothing here touches a disk."""

from huice.corpus.compendium import read_documents, walk
from huice.corpus.model import Clause, Document
from huice.corpus.paths import find_clause
from huice.corpus.text import MOST_BYTES, check_size

__all__ = ["MOST_BYTES", "Clause", "Document", "check_size", "find_clause", "read_documents", "walk"]
