"""Extents: determines the pages of a work, and those that a locator names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.locators import PAGE_LABEL, extent, page_ranges

if TYPE_CHECKING:
    from kzcheck.article import Citation
    from kzcheck.csl import Item
    from kzcheck.language.locators import PageRange
    from kzcheck.texts import TextAtHand

# Types whose page count may be that of the article alone, and whose volume is one of a periodical, not of a set of books.
_PERIODICAL = frozenset(
    "article article-journal article-magazine article-newspaper paper-conference periodical review review-book".split()
)
# A locator with any word other than these labels (vol., fig., note) is not compared.
_LABELS = re.compile(rf"\b(?:{PAGE_LABEL}|f{{1,2}}|sqq?)\b\.?", re.IGNORECASE)
_UNNUMBERED, _FRONT_MATTER = 1.25, 20
"""Pages to one printed number at most, and pages before the first one: with more, the numbers are not those of its pages."""
_OTHER_WORDS = re.compile(r"[^\W\d_]{2,}|§")


def bounds(item: Item) -> tuple[int | None, int | None, str]:
    """Return the first and last page of a work and the prefix of its pages; None for an unknown end."""
    stands_alone = item.type not in _PERIODICAL and not item.container_title
    if stands_alone and (item.volume or item.number_of_volumes):
        return None, None, ""
    ranges = page_ranges(item.page)
    if not ranges:
        return None, extent(item.number_of_pages) if item.type not in _PERIODICAL else None, ""
    if any(pages.first is None or pages.reversed or pages.prefix != ranges[0].prefix for pages in ranges):
        return None, None, ""
    if all(pages.first == pages.last for pages in ranges):
        return None, None, ""
    firsts = [pages.first for pages in ranges if pages.first is not None]
    lasts = [pages.last for pages in ranges]
    last = None if None in lasts else max(page for page in lasts if page is not None)
    return min(firsts), last, ranges[0].prefix


def located_pages(locator: str, prefix: str) -> list[PageRange]:
    """Return the pages that a locator names by numbers with a prefix; none if it names anything else."""
    if _OTHER_WORDS.search(_LABELS.sub("", locator)):
        return []
    return [pages for pages in page_ranges(locator) if pages.first is not None and not pages.reversed and pages.prefix == prefix]


def printed_pages(item: Item, text: TextAtHand | None) -> tuple[int, int] | None:
    """Return the first and last page of a work by the numbers printed in its text; None if they do not fit its number of pages.

    The first one counts only in a text that begins on a high page, as an article does: front matter may have other numbers. One
    volume of a set has not the pages of the others.
    """
    if text is None or not text.whole or not text.printed or item.volume or item.number_of_volumes:
        return None
    if not all(number.isdecimal() for number in text.printed):
        return None
    first, last = int(text.printed[0]), int(text.printed[-1])
    count = last - first + 1
    if not 1 < count <= text.pages * _UNNUMBERED or text.pages > count * _UNNUMBERED + _FRONT_MATTER:
        return None
    return first if first > _FRONT_MATTER else 0, last


def names_pages(citation: Citation) -> bool:
    """Return whether a locator names only pages, by numbers."""
    return citation.label == "page" and any(
        located_pages(citation.locator, pages.prefix) for pages in page_ranges(citation.locator)
    )


def can_be_compared(citation: Citation, item: Item) -> bool:
    """Return whether a locator names pages, and the entry says which pages the work has."""
    first, last, prefix = bounds(item)
    known = first is not None or last is not None
    return known and citation.label == "page" and bool(located_pages(citation.locator, prefix))
