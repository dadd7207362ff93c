"""kzcheck: the linter for citations."""

__version__ = "0.1.0"
