"""Exceptions for errors that a person can cause, each with one clear line."""

from __future__ import annotations

from pathlib import PurePath

LISTED = 20
"""Problems of one error that are printed: more would bury what is above them."""


class KzcheckError(Exception):
    """The base of all errors that kzcheck raises on purpose; its text can be printed."""


class UsageError(KzcheckError):
    """Wrong use: an option, an unknown id or code, or `kzcheck.toml` (exit code 2)."""


class UnreadableError(KzcheckError):
    """The article could not be read at all (exit code 3).

    `problems` holds one line for each, so that all of a file's problems are listed at once. `code` is that of the reason why the
    text of a cited work is not read, if this file is one: see `reasons`.
    """

    def __init__(self, *problems: str, code: str = "damaged-file") -> None:
        """Take one line for each problem: `file:line:column: what is wrong; what to do`."""
        remainder = (f"and {len(problems) - LISTED:,} more",) if len(problems) > LISTED else ()
        super().__init__("\n".join((*problems[:LISTED], *remainder)))
        self.problems = problems
        self.code = code


def place_of(error: Exception) -> str:
    """Return the file and line of our code that raised an error, for a bug report."""
    import traceback  # noqa: PLC0415 - few runs need it

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{PurePath(last.filename).name}, line {last.lineno}"
