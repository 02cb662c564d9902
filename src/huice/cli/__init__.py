"""The command line: one verb a job. Imports are made where they are needed, so that each verb starts fast."""

import sys

from huice.cli import documents, firms, library, runs
from huice.cli.app import app, print_problems
from huice.problems import Problems

__all__ = ["app", "documents", "firms", "library", "main", "runs"]


def main() -> None:
    """Run the command line; what is wrong with an input is told in a line each, exit code 2."""
    try:
        app(standalone_mode=True)
    except Problems as wrong:
        print_problems(wrong.found)
        sys.exit(2)
