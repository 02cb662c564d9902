"""A first pack of a document, drafted from what its clauses state: nothing is invented, every guess is marked.

`draft(document, key)` says what would be written, `files(draft)` writes it as text.
"""

from huice.drafting.files import files
from huice.drafting.keys import key_of
from huice.drafting.provisions import Draft, draft

__all__ = ["Draft", "draft", "files", "key_of"]
