"""Finds what is known by its form in a printed entry: addresses, identifiers and dates of access."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.identifiers import doi_in_url, find_dois, find_urls
from kzcheck.language.alternatives import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.language.parsing.nouns import Label

Mask = tuple[int, int, "Label"]

_ADDRESS = re.compile(r"(?i)https?:|www\.|ftp:")
_DOI = re.compile(r"\b10\.\d{4}")
_NAMED = re.compile(
    r"(?i)\b(?:(?:e-?)?ISBN(?:-1[03])?:?\s?(?P<isbn>\d[\d\s–—‐-]{8,16}[\dXХ])(?!\d)"
    r"|[ep]?-?ISSN:?\s?(?P<issn>\d{4}[-–—‐]\d{3}[\dXХ])(?!\d)"
    r"|arXiv:?\s?(?P<arxiv>(?:[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d{1,2})?)(?!\d)"
    r"|PMID:?\s?(?P<pmid>\d{4,8})\b)"
)
"""Numbers after their names."""
_NUMERIC_DATE = r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
_WORD = r"[^\W\d_]{2,12}\.?"
_YEAR_LAST = rf"(?:\d{{1,2}}\.?(?:st|nd|rd|th)?\s(?:de\s)?)?{_WORD},?\s(?:de\s)?\d{{4}}"
_DAY_LAST = rf"{_WORD}\s\d{{1,2}},?\s\d{{4}}|\d{{4}}\s?,?\s{_WORD}\s\d{{1,2}}"
_DATE = rf"(?:{_NUMERIC_DATE}|{_DAY_LAST}|{_YEAR_LAST})"


@cache
def _accessed() -> re.Pattern[str]:
    words = any_of(data.words("accessed"))
    return re.compile(
        rf"(?i)\b{words}(?:\s?[:–—-]|\s(?:on|am|le|el|em|il|by|at))?[\s:,]{{0,3}}({_DATE})(?:\s?(?:г\.?|ж\.?|y\.))?(?!\d)"
    )


def masks(text: str) -> list[Mask]:
    """Return the stretches of identifiers and dates of access in order, none overlapping another, without the words before them."""
    stretches = sorted(_candidates(text), key=lambda mask: (mask[0], -mask[1]))
    kept: list[Mask] = []
    for mask in stretches:
        if not kept or mask[0] >= kept[-1][1]:
            kept.append(mask)
    return kept


def _candidates(text: str) -> Iterator[Mask]:
    if _DOI.search(text):
        yield from ((found.start, found.end, "doi") for found in find_dois(text))
    if _ADDRESS.search(text):
        yield from ((url.start, url.end, "doi" if doi_in_url(url.value) else "url") for url in find_urls(text))
    for match in _NAMED.finditer(text):
        label: Label = match.lastgroup  # type: ignore[assignment]  # the groups are named as the labels
        yield (*match.span(label), label)
    yield from ((match.start(1), match.end(1), "accessed") for match in _accessed().finditer(text))
