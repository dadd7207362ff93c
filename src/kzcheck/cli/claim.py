"""`kzcheck claim`: everything known about one claim."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
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
  kzcheck claim "rivers rise in spring" --path paper.docx
  kzcheck claim c01 --path paper/ --format json"""


NAMED = 5
"""Claims with the same words that an error names."""
LONGEST = 100
"""Characters of such a claim that are shown."""
ALIKE = 85
"""Per cent of likeness from which words that no claim has are taken for a claim's: somebody typed them from memory."""
FEWEST = 3
"""Words from which that is tried."""


class Form(StrEnum):
    """How a card is written."""

    TERMINAL = "terminal"
    JSON = "json"


def claim(  # noqa: PLR0913
    wanted: Annotated[
        str,
        typer.Argument(metavar="ID", help="The claim's id, or some words of the sentence.", autocompletion=options.claims),
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
    from kzcheck.formats.text import clean
    from kzcheck.pipeline import AuditRequest

    def cited(article: Article) -> list[str]:
        return [citation.reference for claim in _meant(article, wanted)[:1] for citation in claim.citations]

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    report = run(AuditRequest(path=path, evidence=evidence, only=cited), asking)
    meant = _meant(report.article, wanted)
    if not meant and any(claim.numbered for claim in report.article.claims):
        raise UsageError(f'there is no claim with the words "{wanted}"; give some words of a sentence as the text has them')
    if not meant:
        raise nearest("claim", wanted, [claim.id for claim in report.article.claims])
    texts = {claim.id: clean(claim.printed or claim.text, LONGEST) for claim in meant}
    if len(texts) > 1:
        more = [f"and {len(texts) - NAMED:,} more"] if len(texts) > NAMED else []
        lines = [f"{name}: {text}" for name, text in islice(texts.items(), NAMED)]
        raise UsageError("\n".join((f'"{wanted}" is in several claims; give an id or more words', *lines, *more)))
    if form is Form.JSON:
        from kzcheck.formats.json import claim_card

        data(claim_card(report, meant[0]))
    else:
        from kzcheck.formats.terminal.card import claim_card as draw
        from kzcheck.wording import speaking

        with speaking(report.language or ENGLISH):
            out(draw(report, meant[0], width=width(), colour=colour()))


def _meant(article: Article, wanted: str) -> list[Claim]:
    """Return the claims that have an id or, where none has it, these words, or else words that are much like them."""
    if by_id := [claim for claim in article.claims if claim.id == wanted]:
        return by_id
    words = _words(wanted)
    texts = [_words(f"{claim.text} {claim.printed}") for claim in article.claims]
    if exact := [claim for claim, text in zip(article.claims, texts, strict=True) if words.strip() and words in text]:
        return exact
    if len(words.split()) < FEWEST:
        return []
    from rapidfuzz import fuzz

    likeness = [fuzz.partial_ratio(words, text, score_cutoff=ALIKE) if len(text) >= len(words) else 0 for text in texts]
    best = max(likeness, default=0)
    return [claim for claim, score in zip(article.claims, likeness, strict=True) if score and score == best]


def _words(text: str) -> str:
    """Return the words of a text in lower case, with a blank before and after each, without accents."""
    import re
    from unicodedata import combining, normalize

    plain = "".join(char for char in normalize("NFKD", text) if not combining(char))
    words = " ".join(re.findall(r"\w+", plain.casefold()))
    return f" {words} "
