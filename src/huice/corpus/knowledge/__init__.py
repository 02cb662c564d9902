"""What a document states, each with its clause, its place in it and a confidence: figures, days, departments and the like.

`knowledge(document)` tells all of it; `themes`, `statuses` and `Directory` are useful by themselves.
"""

from huice.corpus.knowledge.directory import Directory
from huice.corpus.knowledge.statements import Knowledge, described, knowledge
from huice.corpus.knowledge.status import STATES, State, Status, statuses
from huice.corpus.knowledge.themes import THEMES, Theme, themes

__all__ = [
    "STATES",
    "THEMES",
    "Directory",
    "Knowledge",
    "State",
    "Status",
    "Theme",
    "described",
    "knowledge",
    "statuses",
    "themes",
]
