"""`python -m huice.cli`."""

from huice.cli import main

main()
