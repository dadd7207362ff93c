"""`kzcheck texts`: the texts of cited works that are at hand, and those to get."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.cli.claim import Form
from kzcheck.locale import ENGLISH

if TYPE_CHECKING:
    from kzcheck.article import Article

EPILOG = """Examples:
  kzcheck texts
  kzcheck texts paper.docx --offline
  kzcheck texts paper/ --write texts.md
  kzcheck texts paper/ --write texts.csv

Save a text as texts/ID.pdf (or .txt, .html, .docx, .epub) beside the list: kzcheck reads it from there and compares with it the
claims that cite the work. With --offline, only these files are read."""

ENDINGS = {".md": "markdown", ".csv": "table", ".json": "data"}
"""The endings of files to write, and the functions of `formats.texts` for them."""


def texts(  # noqa: PLR0913
    paths: options.Article = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="The output format.")] = Form.TERMINAL,
    written: Annotated[
        list[Path] | None,
        typer.Option("--write", help=f"Also write the list to a file: {', '.join(ENDINGS)}.", metavar="FILE", readable=False),
    ] = None,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    timeout: options.Timeout = None,
    mailto: options.Mailto = None,
    no_cache: options.NoCache = False,
    allow_private: options.AllowPrivate = None,
    config: options.Config = None,
    trust_settings: options.TrustSettings = False,
    language: options.Language = None,
) -> None:
    """List the texts of cited works: what is at hand, from where, and what to get."""
    from msgspec.structs import replace

    from kzcheck.cli import reports
    from kzcheck.cli.run import colour, data, out, requested, run, width, write
    from kzcheck.errors import UsageError
    from kzcheck.formats import texts as listing
    from kzcheck.pipeline import needs
    from kzcheck.settings import Settings
    from kzcheck.wording import speaking

    if wrong := next((file for file in written or () if file.suffix.lower() not in ENDINGS), None):
        raise UsageError(f"--write {wrong}: there is no such format; end it in {', '.join(ENDINGS)}")
    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    request = replace(
        requested(paths or ()), evidence=evidence, selected=needs(Settings())["texts"], only=_cited, trusted=trust_settings
    )
    reports.check([("--write", file) for file in written or ()], request, evidence)
    report = run(request, asking)
    if form is Form.JSON:
        data(listing.data(report))
    else:
        from kzcheck.formats.terminal.texts import render

        with speaking(report.language or ENGLISH):
            out(render(report, width=width(), colour=colour()))
    for file in written or ():
        ending = file.suffix.lower()
        with speaking(report.language or ENGLISH if ending == ".md" else ENGLISH):
            write(file, getattr(listing, ENDINGS[ending])(report).encode("utf-8", "backslashreplace"))
    raise typer.Exit(3 if report.partial else 0)


def _cited(article: Article) -> set[str]:
    """Return the ids of the references that claims cite."""
    return {citation.reference for claim in article.claims for citation in claim.citations}
