"""`kzcheck claim`: everything known about one claim."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.errors import UsageError
from kzcheck.locale import ENGLISH

if TYPE_CHECKING:
    from kzcheck.article import Article, Claim
    from kzcheck.finding import Report
    from kzcheck.pipeline import AuditRequest

EPILOG = """Examples:
  kzcheck claim c01
  kzcheck claim "politics cannot engender culture"
  kzcheck claim "rivers rise in spring" --path paper.docx
  kzcheck claim c01 --path paper/ --format json
  kzcheck claim --text "Soft power is the power to attract." --source nye.txt

With --text and --source, one statement is compared with one text, without an article. A file may be anywhere; for a DOI or an
address, the text is read from the page or an open copy."""


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
        str | None,
        typer.Argument(metavar="ID", help="The claim's id, or some words of the sentence.", autocompletion=options.claims),
    ] = None,
    *,
    text: Annotated[str | None, typer.Option(help="A statement of no article; needs --source.", metavar="TEXT")] = None,
    source: Annotated[
        str | None, typer.Option(help="The work to compare --text with: a file, a DOI or a URL.", metavar="FILE|DOI|URL")
    ] = None,
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
    """Show one claim: its text, its citations, what is in the works that it cites, and its findings."""
    from kzcheck.cli.run import colour, data, out, run, width
    from kzcheck.pipeline import AuditRequest

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    if wrong := _wrong(wanted, text, source):
        raise UsageError(wrong)
    if text is not None and source is not None:
        report = run(_alone(AuditRequest(path=path, evidence=evidence), text, source), asking)
        shown = report.article.claims[0]
        _check_source(report, source)
    else:
        words = wanted or ""

        def cited(article: Article) -> list[str]:
            return [citation.reference for claim in _meant(article, words)[:1] for citation in claim.citations]

        report = run(AuditRequest(path=path, evidence=evidence, only=cited), asking)
        shown = _only(report, words)
    if form is Form.JSON:
        from kzcheck.formats.json import claim_card

        data(claim_card(report, shown))
    else:
        from kzcheck.formats.terminal.card import claim_card as draw
        from kzcheck.wording import speaking

        with speaking(report.language or ENGLISH):
            out(draw(report, shown, alone=text is not None, width=width(), colour=colour()))


def _wrong(wanted: str | None, text: str | None, source: str | None) -> str:
    """Return what is wrong with the choice between a claim of an article and a statement by itself; "" if nothing is."""
    if wanted is not None and (text is not None or source is not None):
        return "give either the id of a claim, or --text and --source"
    if wanted is None and text is None and source is None:
        return "give the id of a claim or some words of it, or else --text and --source"
    if wanted is None and text is None:
        return "--source needs --text: the statement to compare with it"
    if wanted is None and source is None:
        return "--text needs --source: the file, DOI or URL of the work to compare it with"
    return "--text: is empty" if text is not None and not text.strip() else ""


def _alone(request: AuditRequest, text: str, source: str) -> AuditRequest:
    """Return the request to compare a statement with one work.

    Raises:
        UnreadableError: the source is none of the kinds that are read.
    """
    from msgspec.structs import replace

    from kzcheck.errors import UnreadableError
    from kzcheck.pipeline import needs
    from kzcheck.readers import files, single
    from kzcheck.settings import Settings

    path = Path(source)
    request = replace(request, selected=needs(Settings())["texts"])
    if files.is_there(path):
        file = path.resolve()
        if not file.is_file():
            raise UnreadableError(f"--source {source}: is not a file")
        return replace(request, article=single.with_claim(single.file_alone(file), text), texts=file.parent, offline=True)
    article = single.single(source)
    if article is None or (not article.references[0].urls and not article.references[0].item.doi):
        raise UnreadableError(f"--source {source}: there is no such file, and it is not a DOI or a web address")
    return replace(request, article=single.with_claim(article, text))


def _check_source(report: Report, source: str) -> None:
    """Make sure that there is a text.

    Raises:
        UnreadableError: there is none.
    """
    from kzcheck.errors import UnreadableError
    from kzcheck.evidence import worded
    from kzcheck.texts import NoText, TextAtHand

    state = report.evidence.texts.get(report.article.references[0].id)
    if isinstance(state, TextAtHand):
        return
    reasons = [*state.reasons] if isinstance(state, NoText) else [reason for item in report.unchecked for reason in item.reasons]
    inner = [reason.root if reason.values.get("place") == Path(source).name else reason for reason in reasons]
    why = "; ".join(dict.fromkeys(map(worded, inner)))
    raise UnreadableError(f"--source {source}: {why or 'no text of it could be had'}")


def _only(report: Report, wanted: str) -> Claim:
    """Return the one claim that is meant.

    Raises:
        UsageError: there is none, or there are several.
    """
    from kzcheck.cli.run import nearest
    from kzcheck.formats.text import clean

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
    return meant[0]


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
