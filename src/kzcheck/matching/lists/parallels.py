"""Compares an entry with the same entry in a second list, transliterated or translated: its DOI, year and pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck.identifiers import find_dois
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = Literal["doi", "year", "pages"]

_URL = re.compile(r"https?://\S+|www\.\S+|\b10\.\d{4,}/\S+")
_PAGES = re.compile(r"(?:\b(?:pp?|[PSсСCcBбБs]{1,2}|стр|бет)\.?|[:;,])\s?(\d{1,5})\s?[-–—]\s?(\d{1,5})(?!\d|[./]\d)")
_NUMBER = re.compile(r"\d+")


class PartDiffers(NamedTuple):
    """A part of an entry that differs in the second list: what the first has, and what the second has."""

    part: Part
    own: str
    other: str


def differing(printed: str, parallel: str) -> Iterator[PartDiffers]:
    """Yield the parts in which an entry and its parallel differ; what is anywhere in the other one is not different."""
    from kzcheck.language.entry_heads import entry_head  # noqa: PLC0415 - few articles have two lists, all starts would pay

    dois, other_dois = _dois(printed), _dois(parallel)
    if dois and other_dois and not dois & other_dois:
        yield PartDiffers("doi", min(dois), min(other_dois))
    own, other = _URL.sub(" ", printed), _URL.sub(" ", parallel)
    numbers, other_numbers = {*_NUMBER.findall(own)}, {*_NUMBER.findall(other)}
    year, other_year = (str(entry_head(text).year or "") for text in (printed, parallel))
    if year and other_year and year not in other_numbers and other_year not in numbers:
        yield PartDiffers("year", year, other_year)
    pages, other_pages = _pages(own), _pages(other)
    if len(pages) == len(other_pages) == 1 and not (pages[0] <= other_numbers or other_pages[0] <= numbers):
        yield PartDiffers("pages", _shown(own), _shown(other))


def _dois(text: str) -> set[str]:
    return {lower(doi.value) for doi in find_dois(text)}


def _pages(text: str) -> list[frozenset[str]]:
    """Return the numbers of each page range; a shortened end is completed."""
    ranges = []
    for first, last in _PAGES.findall(text):
        ranges.append(frozenset((first, first[: len(first) - len(last)] + last if len(last) < len(first) else last)))
    return ranges


def _shown(text: str) -> str:
    match = _PAGES.search(text)
    return f"{match[1]}–{match[2]}" if match else ""
