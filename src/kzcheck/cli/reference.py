"""`kzcheck reference`: everything known about one reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.cli.claim import Form
from kzcheck.locale import ENGLISH

if TYPE_CHECKING:
    from kzcheck.article import Article, Citation, Reference

EPILOG = """Examples:
  kzcheck reference 22
  kzcheck reference "[22]" --path paper.docx
  kzcheck reference nye1990 --path paper/ --format json
  kzcheck reference 10.5555/12345678
  kzcheck reference "Nye J. S. Soft Power // Foreign Policy. 1990. № 80."

An identifier or a pasted reference is looked up by itself: no list is needed. Of a pasted reference, the fields are read and
checked as in a list."""

NOT_ALONE = "is no DOI, ISBN, PMID, arXiv number, URL or whole reference, so it can only be an id in a list"

ISBN_DIGITS = 9
"""Digits from which what nobody knows is taken for an ISBN with a slip in it."""
OF_WORKS = ("KZ", "ID", "WORK", "LINK")
"""The rules for a work that is looked up by its identifier: what an entry of a list should hold besides is not asked of it."""
OF_ENTRIES = (*OF_WORKS, "REF")
"""The rules for a pasted reference."""


def reference(  # noqa: PLR0913
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The reference's id in the list; or a DOI, an ISBN, a URL, a pasted reference.",
            autocompletion=options.references,
        ),
    ],
    *,
    path: Annotated[Path, typer.Option(help="The manuscript, its list, or their folder.", metavar="PATH", readable=False)] = Path(),
    form: Annotated[Form, typer.Option("--format", help="The output format.")] = Form.TERMINAL,
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
    """Show one reference: its entry, where it is cited and its findings."""
    from kzcheck.cli.run import colour, data, nearest, out, run, width
    from kzcheck.errors import UnreadableError, UsageError
    from kzcheck.identifiers import check_isbn
    from kzcheck.pipeline import AuditRequest
    from kzcheck.readers.single import single
    from kzcheck.wording import written

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    article = _article(path)
    known = None if article is None else frozenset(reference.id for reference in article.references)
    if article and known and wanted not in known and wanted[:1] == "[" and wanted[-1:] == "]":
        wanted = _numbered(article, wanted[1:-1].strip())
    alone = None if known and wanted in known else single(wanted)
    if alone is not None:
        selected = OF_ENTRIES if alone.references[0].printed else OF_WORKS
        report = run(AuditRequest(path=path, article=alone, evidence=evidence, selected=selected), asking)
        shown: Reference | None = report.article.references[0]
    else:
        try:
            report = run(AuditRequest(path=path, evidence=evidence, only=lambda _: {wanted}), asking)
        except UnreadableError as error:
            if known is not None:
                raise
            raise UnreadableError(f'"{wanted}" {NOT_ALONE}', *error.problems) from None
        shown = next((reference for reference in report.article.references if reference.id == wanted), None)
    if shown is None:
        if sum(map(str.isdigit, wanted)) >= ISBN_DIGITS and (flaw := next((flaw for _, flaw in check_isbn(wanted)), None)):
            wrong = written(flaw.wrong, {"kind": "ISBN", "identifier": wanted, **flaw.values})
            raise UsageError(f'"{wanted}" is not an id in the list, and {wrong}')
        raise nearest("reference", wanted, [reference.id for reference in report.article.references])
    if form is Form.JSON:
        from kzcheck.formats.json import reference_card

        data(reference_card(report, shown))
    else:
        from kzcheck.formats.terminal.card import reference_card as draw
        from kzcheck.wording import speaking

        with speaking(report.language or ENGLISH):
            out(draw(report, shown, alone=alone is not None, width=width(), colour=colour()))


def _article(path: Path) -> Article | None:
    """Return the article at `path`, None if there is none that can be read."""
    from kzcheck.errors import UnreadableError
    from kzcheck.readers import read

    try:
        return read(path)
    except UnreadableError:
        return None


def _numbered(article: Article, number: str) -> str:
    """Return the id of the entry that has a number in the list, or that the text calls so; the number itself if there is none."""
    if any(reference.id == number for reference in article.references):
        return number
    for citation in (citation for claim in article.claims for citation in claim.citations):
        if citation.reference and number in (citation.written, _printed(article, citation)):
            return citation.reference
    return number


def _printed(article: Article, citation: Citation) -> str:
    """Return how a citation on one line is printed, without brackets."""
    from kzcheck.article import line_starts

    place, text = citation.location, article.sources.get(citation.location.file, "")
    if place.line != place.end_line:
        return ""
    start = line_starts(text)[place.line - 1] - 1
    return text[start + place.column : start + place.end_column].strip("[]() ")
