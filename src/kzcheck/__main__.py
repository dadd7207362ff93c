"""`python -m kzcheck`."""

from kzcheck.cli import main

main()
