"""`kzcheck claim`: everything known about one claim."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options

if TYPE_CHECKING:
    from kzcheck.article import Article

EPILOG = """Examples:
  kzcheck claim c01
  kzcheck claim c01 --path paper/ --format json"""


class Form(StrEnum):
    """How a card is written."""

    TERMINAL = "terminal"
    JSON = "json"


def claim(  # noqa: PLR0913
    wanted: Annotated[str, typer.Argument(metavar="ID", help="The claim's id, as in claims.yaml.")],
    *,
    path: Annotated[Path, typer.Option(help="The folder of the article.", metavar="DIR", readable=False)] = Path(),
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TERMINAL,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    timeout: options.Timeout = None,
    mailto: options.Mailto = None,
    no_cache: options.NoCache = False,
    allow_private: options.AllowPrivate = None,
    trust_settings: options.TrustSettings = False,
) -> None:
    """Show one claim: its words, what it cites, and what was found."""
    from kzcheck.cli.run import colour, data, nearest, out, run, width
    from kzcheck.pipeline import AuditRequest

    def cited(article: Article) -> list[str]:
        return [citation.reference for claim in article.claims if claim.id == wanted for citation in claim.citations]

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings)
    report = run(AuditRequest(path=path, evidence=evidence, only=cited), asking)
    known = {claim.id: claim for claim in reversed(report.article.claims)}
    if wanted not in known:
        raise nearest("claim", wanted, [claim.id for claim in report.article.claims])
    if form is Form.JSON:
        from kzcheck.formats.json import claim_card

        data(claim_card(report, known[wanted]))
    else:
        from kzcheck.formats.terminal.card import claim_card as draw

        out(draw(report, known[wanted], width=width(), colour=colour()))
