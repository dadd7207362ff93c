"""Converts an identifier, a web address, a file or a pasted reference to an article with a single reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.csl import Item
from kzcheck.identifiers import doi_in_url, normal_arxiv, normal_doi, normal_isbn, normal_pmcid, normal_pmid
from kzcheck.language.damage import without_cuts

if TYPE_CHECKING:
    from pathlib import Path

FILE = "the command line"
CLAIM = "--text"
"""The id and the place of a claim on the command line."""
PASTED = "pasted"
"""The id of a pasted reference."""
SHORTEST = 3
"""Fewest words of a text that can be a reference."""
LONGEST = 4000
"""Most characters read of a pasted reference."""


def single(text: str) -> Article | None:
    """Return an article with one reference, given as a DOI, an ISBN, a URL, a PMID, an arXiv id or a whole reference.

    Return None for any other text, such as the id of an entry in a list.
    """
    # a command line may contain bytes that are not text
    text = text[:LONGEST].encode("utf-8", "replace").decode()
    text = " ".join(without_cuts(text).split())
    location = Location(FILE, 1, 1, 1, len(text) + 1)
    if len(text.split()) >= SHORTEST:
        # imported here, since identifiers do without the model
        from kzcheck.language.entry_heads import entry_head  # noqa: PLC0415
        from kzcheck.readers.parsed import parsed  # noqa: PLC0415

        reading = parsed(text, PASTED, entry_head(text))
        reference = Reference(reading.item, location, printed=text, doubtful=reading.doubtful, guess=reading.guess)
    elif identified := _identified(text):
        reference = Reference(identified, location)
    else:
        return None
    return Article(references=(reference,), sources={FILE: text})


def file_alone(path: Path) -> Article:
    """Return an article whose only reference is the work in a file, of which nothing else is known."""
    place = Location(FILE, 1, 1, 1, 1)
    return Article(references=(Reference(Item(id=path.name), place, file=path.name),), sources={FILE: ""})


def with_claim(article: Article, text: str) -> Article:
    """Return an article with a claim that cites its only reference; the claim's text is its source."""
    text = text.encode("utf-8", "replace").decode()
    place = Location(CLAIM, 1, 1, 1, len(text) + 1)
    reference = article.references[0]
    claim = Claim(CLAIM, " ".join(text.split()), place, (Citation(reference.id, place),))
    return replace(article, claims=(claim,), has_claims=True, sources={**article.sources, CLAIM: text})


def _identified(text: str) -> Item | None:
    """Return an item with only an identifier if the text is one, else None."""
    if doi := normal_doi(text) or doi_in_url(text):
        return Item(id=text, doi=doi)
    if isbn := normal_isbn(text):
        return Item(id=text, isbn=isbn)
    if arxiv := normal_arxiv(text):
        return Item(id=text, doi=f"10.48550/arxiv.{arxiv}")
    if text.casefold().startswith("pmc") and (pmcid := normal_pmcid(text)):
        return Item(id=text, other={"pmcid": pmcid})
    if text.casefold().startswith("pmid") and (pmid := normal_pmid(text)):
        return Item(id=text, pmid=pmid)
    if " " not in text and "://" in text:
        return Item(id=text, type="webpage", url=text)
    return None
