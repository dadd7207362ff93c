"""Reads the fields of a printed entry: those of the parsing model, what its beginning surely says, and the identifiers in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kzcheck.csl import Date
from kzcheck.identifiers import find_dois, find_isbns, find_urls, normal_doi
from kzcheck.language.folding import fold_name
from kzcheck.language.parsing import read

if TYPE_CHECKING:
    from kzcheck.csl import Name
    from kzcheck.language.entry_heads import EntryHead
    from kzcheck.language.parsing import Reading

_ISBN = re.compile(r"(?i)(?:\bISBN(?:-1[03])?:?\s?|(?<![/\w.-])(?=97[89]))(\d[\d\s–—‐-]{8,18}[\dXХ])")
"""An ISBN within a text: labelled as one, or with the prefix of one. Years, volumes and pages in a row are not."""
_CUT_DOI = re.compile(r"(\b10\.\d{4,9}/\S{1,60}\(\d{4}\)) (?=\d{1,4}[\[<]\d)")
"""A DOI with a SICI in it that a line break parts after its year: `10.5555/0002-7685(2007) 69[71:csm]2.0.co;2`."""
_PMID = re.compile(r"(?i)\bPMID:?\s?(\d{1,8})\b")


def parsed(text: str, key: str, head: EntryHead) -> Reading:
    """Read a printed entry without its number.

    The people and the year of its `head` take the place of doubtful ones, and of people of whom the first is another: the two
    readings know nothing of each other.
    """
    reading = read(text, key)
    item = reading.item
    known: dict[str, Any] = {field: value for field, (value, _) in identifiers_in(text).items()}
    if head.surely:
        if not item.author or _first(item.author) != _first(head.people):
            known["author"] = head.people
        if head.year and not item.year:
            known["issued"] = Date((head.year,))
    return replace(
        reading,
        item=replace(item, **known),
        guess=replace(reading.guess, **known),
        doubtful=tuple(field for field in reading.doubtful if field not in known),
    )


def _first(people: tuple[Name, ...]) -> str:
    return fold_name(people[0].family or people[0].literal)


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
