"""Reads page ranges and page counts as lists write them: `153–171`, `1021-9`, `S1–S8`, `xii, 240 p.`.

The forms are those of CSL's `page`, `number-of-pages` and locators in many languages; shortened last pages follow the convention
of Vancouver and Chicago lists (`1021-9` is 1021 to 1029).
"""

from __future__ import annotations

import re

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.scripts import main_script

_SPACED = ("Latin", "Cyrillic", "Greek")
DASHES = "‐‑‒–—―−~〜～-"

_DASH = rf"\s?(?:[{DASHES}]{{1,3}}|to|bis|по|до)\s?"
_PREFIX = r"(?:\d{1,6}[.:])?(?:[A-Z]{1,3}-|[^\W\d_]{0,5})"
_NUMBER = r"\d{1,9}"
_FOLLOWING = r"(?:\s{0,2}(?:f{1,2}|sqq?|et\s+seq{1,2}|и\s+сл(?:ед)?)\b)?"
_PAGES = re.compile(
    rf"(?<!\w)(?<!\d[.:])(?:"
    rf"(?P<thousand>\d{{1,2}},\d{{3}}){_DASH}(?P<thousand_end>\d{{1,2}},\d{{3}})(?![\d,])|"
    rf"(?P<prefix>{_PREFIX})(?P<first>{_NUMBER})(?P<following>{_FOLLOWING})[^\W\d_]{{0,3}}(?!\w)"
    rf"(?P<range>{_DASH}(?:(?P<prefix_end>{_PREFIX})(?P<last>{_NUMBER})(?P<following_end>{_FOLLOWING})[^\W\d_]{{0,3}}(?!\w))?)?|"
    rf"(?P<roman>[ivxIVX]|(?=[ivxlcdmIVXLCDM]{{2,9}}(?!\w))[mM]{{0,3}}(?:[cC][mMdD]|[dD]?[cC]{{0,3}})"
    rf"(?:[xX][cClL]|[lL]?[xX]{{0,3}})(?:[iI][xXvV]|[vV]?[iI]{{0,3}}))(?!\w)(?:{_DASH}[ivxlcdmIVXLCDM]{{1,9}}(?!\w))?)"
)
_PAGE_LABELS = data.words("page_labels") - {"s", "ss"}
"""Labels that may be joined to a number; `s12` is a page of a supplement."""

PAGE_LABEL = any_of(data.words("page_labels") | {"c"})
"""Labels before page numbers, in lower case; a Latin c may stand for the Russian с."""

_UNITS = any_of(word for word in data.words("page_labels") if len(word) > 1 and main_script(word) in _SPACED)
# A single letter without a space or a full stop is a suffix, not a unit: 215c, 90S.
_PAGE_WORD = rf"(?:\s?(?:p|pp|(?i:{_UNITS}))(?:\.|(?!\w))|\s[sSсcбσлl](?:\.|(?!\w))|[sSсбσл]\.|\s?(?:页|頁|ページ|面|쪽|ص))"
_COUNT_PART = r"[\[(]?(?:\d{1,3}(?:[,.\u00a0\u202f ]\d{3})(?!\d)|\d{1,6}|[ivxlcdmIVXLCDM]{1,9})[\])]?"
_COUNT = re.compile(rf"(?<![\w.:{DASHES}])(?P<parts>{_COUNT_PART}(?:\s?[,;+]\s?{_COUNT_PART}){{0,5}}){_PAGE_WORD}")
_BARE_COUNT = re.compile(rf"\s*(?P<parts>{_COUNT_PART}(?:\s?[,;+]\s?{_COUNT_PART}){{0,5}})\s*")
_VOLUMES = re.compile(
    r"(?<!\w)(?:[2-9]|[1-9]\d)\s?(?:v|vols?|volumes|т|тт|тома|томов|Bde?|Bände|cilt|tomes?|t|册|冊|卷)(?!\w)", re.IGNORECASE
)


_THICKEST = 5000
"""Pages: a larger number before a count, or one with a leading zero, is an article number, not front matter: `104021, 12 pages`."""

_LONGEST = 300
"""Characters: no page count is longer, even with all its plates and maps."""


class PageRange(Struct, frozen=True, gc=False):
    """Pages from `first` to `last`, inclusive, with the prefix that they all have: "S" in `S1–S8`, "" in plain pages.

    `raw` is the text, `start` and `end` its position. Roman numerals have neither number; an open range (`12 ff.`,
    `153-`) has no `last`. Shortened ends are completed: `1021-9` ends at 1029. An end before the beginning is kept as written.
    """

    first: int | None
    last: int | None
    prefix: str
    raw: str
    start: int
    end: int

    @property
    def reversed(self) -> bool:
        """Whether the range ends before it starts."""
        return self.first is not None and self.last is not None and self.last < self.first


def page_ranges(text: str) -> tuple[PageRange, ...]:
    """Return the pages and page ranges of a text in order: `page` of an entry, or a locator.

    Labels (`pp.`, `С.`, `第…页`) and anything else that is not a page are skipped.
    """
    return tuple(_range(match) for match in _PAGES.finditer(text))


def extent(text: str) -> int | None:
    """Return the number of pages that a text gives: `240`, `240 p.`, `xii, 240 с.` (the longest run of numbered pages, here 240).

    None if it does not give a count: a range, a set of several volumes, something else.
    """
    text = text[:_LONGEST]
    if _VOLUMES.search(text):
        return None
    match = _COUNT.search(text) or _BARE_COUNT.fullmatch(text)
    return _largest(match["parts"]) if match else None


def is_count(text: str) -> bool:
    """Return whether a text is only a page count with its unit: `240 p.`, `P. 2631 p.`; not `240`, `12–15`, `025006, 29 p.`."""
    match = _COUNT.search(text) if len(text) <= _LONGEST else None
    if not match or _largest(match["parts"]) is None or len(_runs(match["parts"])) < len(_numbers(match["parts"])):
        return False
    return not re.search(r"\d", text[: match.start()] + text[match.end() :])


def _range(match: re.Match[str]) -> PageRange:
    place = match.group().rstrip(), match.start(), match.start() + len(match.group().rstrip())
    if match["thousand"]:
        first, last = (int(match[end].replace(",", "")) for end in ("thousand", "thousand_end"))
        return PageRange(first, last, "", *place)
    if match["roman"] is not None:
        return PageRange(None, None, "", *place)
    prefix = _bare(match["prefix"])
    first = int(match["first"])
    if match["following"] or match["following_end"]:
        return PageRange(first, None, prefix, *place)
    if not match["range"]:
        return PageRange(first, first, prefix, *place)
    same = match["last"] and (not match["prefix_end"] or _bare(match["prefix_end"]) == prefix)
    return PageRange(first, _written_out(match["first"], match["last"]) if same else None, prefix, *place)


def _bare(prefix: str) -> str:
    return "" if prefix in _PAGE_LABELS else prefix


def _written_out(first: str, last: str) -> int:
    if len(last) < len(first) and int(last) < int(first):
        completed = int(first[: -len(last)] + last)
        if completed > int(first):
            return completed
    return int(last)


def _largest(parts: str) -> int | None:
    return max((int(re.sub(r"\D", "", number)) for number in _runs(parts)), default=None)


def _runs(parts: str) -> list[str]:
    """Return the numbers that count pages, without a leading article number."""
    first, *others = _numbers(parts) or [""]
    numbered = bool(others) and (first.startswith("0") or int(re.sub(r"\D", "", first)) > _THICKEST)
    return others if numbered else [first, *others] if first else []


def _numbers(parts: str) -> list[str]:
    return re.findall(r"\d{1,3}[,.\u00a0\u202f ]\d{3}(?!\d)|\d+", parts)
