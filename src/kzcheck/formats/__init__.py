"""Report formats: one file each, a function `render` from a report to text. This is their table."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, cast

from kzcheck.locale import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from pathlib import PurePath

    from kzcheck.finding import Report


class Format(StrEnum):
    """How a report is written."""

    TERMINAL = "terminal"
    CONCISE = "concise"
    JSON = "json"
    HTML = "html"
    ANNOTATED = "annotated"
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


LETTERS = {"queries.md": Format.QUERIES, "queries.docx": Format.QUERIES, "queries.txt": Format.MAIL}
"""The names of the letter to the author; in a file that ends in .docx, it is a Word document."""
PAGES = {"annotated.html": Format.ANNOTATED}
"""The name of the manuscript as a page with the findings in its margin."""
FOR_PEOPLE = frozenset((Format.TERMINAL, Format.HTML, Format.ANNOTATED, Format.MARKDOWN, *LETTERS.values()))
"""The formats that can be in another language; programs compare, search and count what is in the others."""


def meant(file: PurePath) -> Format | None:
    """Return the format that a file's name means: by its end, or as the letter to the author is named; None for none.

    >>> from pathlib import PurePath
    >>> str(meant(PurePath("paper/queries.md")))
    'queries'
    """
    name = file.name.lower()
    return LETTERS.get(name) or PAGES.get(name) or SUFFIXES.get(file.suffix.lower())


def language(report: Report, form: Format) -> str:
    """Return the language of a report in a format: the one that is set or, for a letter, the article's; else English."""
    if form not in FOR_PEOPLE:
        return ENGLISH
    own = report.article.language.lower().partition("-")[0] if form in LETTERS.values() else ""
    return report.language or (own if own in LANGUAGES else ENGLISH)


def render(report: Report, form: Format) -> str:
    """Return a report in a format, for a file."""
    from kzcheck.wording import speaking  # noqa: PLC0415 - help and completion need no words

    module = import_module(f"kzcheck.formats.{'terminal.report' if form is Format.TERMINAL else form}")
    with speaking(language(report, form)):
        return cast("str", module.render(report))


def letter_document(report: Report) -> bytes:
    """Return the letter to the author as a Word document."""
    from kzcheck.formats.letter_in_word import document  # noqa: PLC0415 - few audits write one, and all would load its library
    from kzcheck.wording import speaking  # noqa: PLC0415

    spoken = language(report, Format.QUERIES)
    with speaking(spoken):
        return document(report, spoken)
