"""The command line: one verb a job. Imports are made where they are needed, so that each verb starts fast."""

import sys
from io import TextIOWrapper

from huice.cli import additions, documents, drafting, firms, library, records, runs, search
from huice.cli.app import app, print_problems
from huice.cli.usage import UsageError, told
from huice.problems import Problems

__all__ = ["additions", "app", "documents", "drafting", "firms", "library", "main", "records", "runs", "search"]


def main() -> None:
    """Run the command line; what is wrong with an input is told in a line each, exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a character shows another; it is no error
            stream.reconfigure(errors="replace")
    try:
        sys.exit(app(standalone_mode=False, prog_name="huice"))
    except Problems as wrong:
        print_problems(wrong.found)
    except UsageError as error:
        if not sys.argv[1:]:
            error.show()  # type: ignore[attr-defined] # the help, as asked by giving nothing
        else:
            print_problems([told(error)])
    sys.exit(2)
