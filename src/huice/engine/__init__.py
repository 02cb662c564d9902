"""Decides: measures applied to a subject on a day, with reasons. No input or output happens here."""

from huice.engine.explain import assess
from huice.engine.findings import Assessment, Finding
from huice.engine.subject import Subject

__all__ = ["Assessment", "Finding", "Subject", "assess"]
