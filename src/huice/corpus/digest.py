"""Digests that survive a new line break."""

import hashlib

from huice.corpus.lines import squeeze


def digest(text: str) -> str:
    """The SHA-256 of a text with all white space removed, in hexadecimal."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()
