"""Converts an identifier, a web address or a pasted reference to an article with a single reference."""

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
    normal_pmcid,
    normal_pmid,
)
from kzcheck.language.damage import without_cuts

FILE = "the command line"
SHORTEST = 3
"""Fewest words of a text that can be a reference."""
LONGEST = 4000
"""Most characters read of a pasted reference."""

_ISBN = re.compile(r"(?i)(?:\bISBN(?:-1[03])?:?\s?|(?<![/\w.-])(?=97[89]))(\d[\d\s–—‐-]{8,18}[\dXХ])")
"""An ISBN within a text: labelled as one, or with the prefix of one. Years, volumes and pages in a row are not."""
_CUT_DOI = re.compile(r"(\b10\.\d{4,9}/\S{1,60}\(\d{4}\)) (?=\d{1,4}[\[<]\d)")
"""A DOI with a SICI in it that a line break parts after its year: `10.5555/0002-7685(2007) 69[71:csm]2.0.co;2`."""
_PMID = re.compile(r"(?i)\bPMID:?\s?(\d{1,8})\b")


def single(text: str) -> Article | None:
    """Return an article with one reference, given as a DOI, an ISBN, a URL, a PMID, an arXiv id or a whole reference.

    Return None for any other text, such as the id of an entry in a list.
    """
    # a command line may contain bytes that are not text
    text = text[:LONGEST].encode("utf-8", "replace").decode()
    text = " ".join(without_cuts(text).split())
    pasted = len(text.split()) >= SHORTEST
    item = _pasted(text) if pasted else _identified(text)
    if item is None:
        return None
    location = Location(FILE, 1, 1, 1, len(text) + 1)
    return Article(references=(Reference(item, location, printed=text if pasted else ""),), sources={FILE: text})


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


def _pasted(text: str) -> Item:
    """Return an item with the identifiers in a pasted reference; its words are not parsed."""
    found = {field: value for field, (value, _) in identifiers_in(text).items()}
    return Item(
        id="pasted", doi=found.get("doi", ""), isbn=found.get("isbn", ""), pmid=found.get("pmid", ""), url=found.get("url", "")
    )


def identifiers_in(text: str) -> dict[str, tuple[str, str]]:
    """Return the identifiers in a printed reference by their fields, each with the form in which the text has it.

    A URL counts only if there is no DOI.
    """
    identifiers: dict[str, tuple[str, str]] = {}
    text = _CUT_DOI.sub(r"\1", text)
    if doi := next((doi.value for doi in find_dois(text)), ""):
        identifiers["doi"] = (normal_doi(doi) or doi, doi)
    elif url := next((url.value for url in find_urls(text)), ""):
        identifiers["url"] = (url, url)
    if isbn := next(((isbn, match[1]) for match in _ISBN.finditer(text) for isbn in find_isbns(match[1])), None):
        identifiers["isbn"] = isbn
    if pmid := _PMID.search(text):
        identifiers["pmid"] = (pmid[1], pmid[1])
    return identifiers
