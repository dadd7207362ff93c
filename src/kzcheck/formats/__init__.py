"""Report formats: one file each, a function `render` from a report to text. This is their table."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import PurePath

    from kzcheck.finding import Report


class Format(StrEnum):
    """How a report is written."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    QUERIES = "queries"
    MAIL = "mail"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"


SUFFIXES = {
    ".txt": Format.TERMINAL,
    ".json": Format.JSON,
    ".html": Format.HTML,
    ".md": Format.MARKDOWN,
    ".sarif": Format.SARIF,
    ".xml": Format.JUNIT,
}
"""The format that a file's name means by its end."""


LETTERS = {"queries.md": Format.QUERIES, "queries.txt": Format.MAIL}
"""The names of the letter to the author."""


def meant(file: PurePath) -> Format | None:
    """Return the format that a file's name means: by its end, or as the letter to the author is named; None for none.

    >>> from pathlib import PurePath
    >>> str(meant(PurePath("paper/queries.md")))
    'queries'
    """
    return LETTERS.get(file.name.lower()) or SUFFIXES.get(file.suffix.lower())


def render(report: Report, form: Format) -> str:
    """Return a report in a format, for a file."""
    module = import_module(f"kzcheck.formats.{'terminal.report' if form is Format.TERMINAL else form}")
    return cast("str", module.render(report))
