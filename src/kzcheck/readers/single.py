"""One work by itself: an identifier, a web address or a pasted reference becomes an article of one reference."""

from __future__ import annotations

import re

from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Item
from kzcheck.identifiers import (
    doi_in_url,
    find_dois,
    find_isbns,
    find_urls,
    normal_arxiv,
    normal_doi,
    normal_isbn,
    normal_pmid,
)
from kzcheck.language.damage import without_cuts

FILE = "the command line"
SHORTEST = 3
"""Words from which a text can be a reference."""
LONGEST = 4000
"""Characters of a pasted reference that are read."""

_ISBN = re.compile(r"(?i)(?:\bISBN(?:-1[03])?:?\s?|(?<![/\w.-])(?=97[89]))(\d[\d\s–—‐-]{8,18}[\dXХ])")
"""An ISBN within a text: it is called so, or begins as one. Years, volumes and pages in a row are none."""


def single(text: str) -> Article | None:
    """Return an article whose only reference is what `text` names: a DOI, an ISBN, a URL, a PMID or arXiv id, a whole reference.

    None for a text that is nothing of the kind, as an id of a list is not.
    """
    # bytes of a command line that are no text
    text = text[:LONGEST].encode("utf-8", "replace").decode()
    text = " ".join(without_cuts(text).split())
    pasted = len(text.split()) >= SHORTEST
    item = _pasted(text) if pasted else _identified(text)
    if item is None:
        return None
    location = Location(FILE, 1, 1, 1, len(text) + 1)
    return Article(references=(Reference(item, location, printed=text if pasted else ""),), sources={FILE: text})


def _identified(text: str) -> Item | None:
    """Return an item of nothing but an identifier, where the text is one."""
    if doi := normal_doi(text) or doi_in_url(text):
        return Item(id=text, doi=doi)
    if isbn := normal_isbn(text):
        return Item(id=text, isbn=isbn)
    if arxiv := normal_arxiv(text):
        return Item(id=text, doi=f"10.48550/arxiv.{arxiv}")
    if text.casefold().startswith("pmid") and (pmid := normal_pmid(text)):
        return Item(id=text, pmid=pmid)
    if " " not in text and "://" in text:
        return Item(id=text, type="webpage", url=text)
    return None


def _pasted(text: str) -> Item:
    """Return an item of the identifiers that stand in a pasted reference; its words stay as they are printed."""
    doi = next((doi.value for doi in find_dois(text)), "")
    isbn = next((isbn for match in _ISBN.finditer(text) for isbn in find_isbns(match[1])), "")
    url = "" if doi else next((url.value for url in find_urls(text)), "")
    return Item(id="pasted", doi=normal_doi(doi) or doi, isbn=isbn, url=url)
