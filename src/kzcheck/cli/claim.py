"""`kzcheck claim`: everything known about one claim."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.locale import ENGLISH

if TYPE_CHECKING:
    from kzcheck.article import Article, Claim

EPILOG = """Examples:
  kzcheck claim c01
  kzcheck claim "politics cannot engender culture"
  kzcheck claim c01 --path paper/ --format json"""


NAMED = 5
"""Claims with the same words that an error names."""


class Form(StrEnum):
    """How a card is written."""

    TERMINAL = "terminal"
    JSON = "json"


def claim(  # noqa: PLR0913
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The claim's id, as in claims.yaml, or some of its words.", autocompletion=options.claims
        ),
    ],
    *,
    path: Annotated[Path, typer.Option(help="The manuscript, or the article's folder.", metavar="PATH", readable=False)] = Path(),
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
    """Show one claim: its text, its citations and its findings."""
    from kzcheck.cli.run import colour, data, nearest, out, run, width
    from kzcheck.errors import UsageError
    from kzcheck.pipeline import AuditRequest

    def cited(article: Article) -> list[str]:
        return [citation.reference for claim in _meant(article, wanted)[:1] for citation in claim.citations]

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    report = run(AuditRequest(path=path, evidence=evidence, only=cited), asking)
    meant = _meant(report.article, wanted)
    if not meant:
        raise nearest("claim", wanted, [claim.id for claim in report.article.claims])
    ids = list(dict.fromkeys(claim.id for claim in meant))
    if len(ids) > 1:
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        raise UsageError(f'"{wanted}" is in several claims: {", ".join(ids[:NAMED])}{more}; give an id or more words')
    if form is Form.JSON:
        from kzcheck.formats.json import claim_card

        data(claim_card(report, meant[0]))
    else:
        from kzcheck.formats.terminal.card import claim_card as draw
        from kzcheck.wording import speaking

        with speaking(report.language or ENGLISH):
            out(draw(report, meant[0], width=width(), colour=colour()))


def _meant(article: Article, wanted: str) -> list[Claim]:
    """Return the claims that have an id or, where none has it, these words."""
    if by_id := [claim for claim in article.claims if claim.id == wanted]:
        return by_id
    words = _words(wanted)
    return [claim for claim in article.claims if words.strip() and words in _words(f"{claim.text} {claim.printed}")]


def _words(text: str) -> str:
    """Return the words of a text in lower case, with a blank before and after each."""
    import re

    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {words} "
