"""Citations by author and year: "Nye (1990)", "(see Nye, 2004, p. 5; Koç & Kaya, 2011a, b)", "[Иванов, 2010, с. 5]"."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.citations.fitting import chosen, fitting
from kzcheck.language.citations.names import authors_before, before_given_initials
from kzcheck.language.citations.nouns import Mention, Target
from kzcheck.language.citations.numbers import after, before
from kzcheck.language.citations.plain import plain_start
from kzcheck.language.citations.tokens import CLOSING, OPENING, cut
from kzcheck.language.citations.years import years_at
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.language.citations.catalogue import Catalogue, Work
    from kzcheck.language.citations.names import Authors
    from kzcheck.language.citations.tokens import Tokens
    from kzcheck.language.citations.years import Dated

_SEPARATORS = re.compile(r"[\s;,.]*")
_CLOSE = re.compile(r"\s?[)\]]")
_LONGEST_TITLE = 200
_MOST_WORDS = 40
_FEWEST_WORDS = 2


class Found(Struct, frozen=True):
    """A citation by author and year, before those in one pair of brackets are put together.

    `bracket` is the index of the token that opens the bracket around names and year, or -1. `sure` are the ids of the entries that
    have just these authors and this year; `missing` says that the list lacks a work.
    """

    start: int
    end: int
    targets: tuple[Target, ...]
    bracket: int
    sure: frozenset[str]
    missing: bool


def author_date(text: str, works: Catalogue) -> list[tuple[Mention, list[Found]]]:
    """Return the mentions by author and year in a text, in order, with the citations that each consists of.

    Those that fit no work are among them if they are plainly citations.
    """
    tokens = cut(text)
    found: list[Found] = []
    done = 0
    for index, start in enumerate(tokens.starts):
        if start >= done and (dated := years_at(tokens, index)) and (citation := _read(tokens, index, dated, works)):
            found.append(citation)
            done = citation.end
    return list(_together(tokens, found))


def _read(tokens: Tokens, index: int, dated: Sequence[Dated], works: Catalogue) -> Found | None:
    """Return the citation whose years begin at a token."""
    authors = authors_before(tokens, index)
    by_name = _by_name(tokens, authors, dated, works) if authors else None
    if tokens.inside[index] >= 0 and (not by_name or not any(target.id for target in by_name.targets)):
        return _by_title(tokens, index, dated[0], works) or by_name
    return by_name


def _by_name(tokens: Tokens, authors: Authors, dated: Sequence[Dated], works: Catalogue) -> Found | None:
    first, sure = len(tokens.words), set[str]()
    targets: list[Target] = []
    for date in dated:
        fits = fitting(tokens, authors, date, works)
        begins = fits.first if fits.first is not None else plain_start(tokens, authors)
        if begins is None:
            break
        first = min(first, begins)
        if fits.sure:
            sure.update(work.id for work in fits.works)
        targets.append(_target(tokens, first, authors.end, date, fits.works))
    if not targets:
        return None
    start, end = tokens.starts[before_given_initials(tokens, first)], dated[len(targets) - 1].end
    if authors.narrative and (close := _CLOSE.match(tokens.text, end)):
        end = close.end()
    return Found(start, end, tuple(targets), authors.bracket, frozenset(sure), any(not target.id for target in targets))


def _target(tokens: Tokens, first: int, last: int, date: Dated, works: Sequence[Work]) -> Target:
    names = tokens.text[tokens.starts[first] : tokens.ends[last]]
    among = tuple(work.id for work in works) if len(works) > 1 else ()
    written = " ".join(f"{names} {date.written}".split())
    return Target(works[0].id if works else "", written, date.start, date.end, date.locator, date.label, among)


def _by_title(tokens: Tokens, index: int, date: Dated, works: Catalogue) -> Found | None:
    """Return the citation of a work by the words with which its entry begins: "(“Soft power”, 2004)"."""
    bracket = tokens.inside[index]
    opened = max((at for at in range(max(bracket, index - _MOST_WORDS), index) if tokens.words[at] == ";"), default=bracket)
    start, end = tokens.ends[opened], tokens.starts[index]
    if end - start > _LONGEST_TITLE:
        return None
    start = match.end() if (match := before().match(tokens.text, start, end)) else start
    words = tuple(fold(tokens.text[start:end]).split())
    alike = (*works.beginning(words), *works.of(date.years))
    titled = list({work.place: work for work in alike if _begins(work, words) and _may_be_of(work, date)}.values())
    if not titled:
        return None
    found = chosen(titled, date.suffix)
    first = bisect_left(tokens.starts, start)
    target = _target(tokens, first, index - 1, date, found)
    return Found(tokens.starts[first], date.end, (target,), bracket, frozenset(work.id for work in found), missing=not found)


def _may_be_of(work: Work, date: Dated) -> bool:
    """Return whether an entry has a year; one without a year in the text may have any."""
    return date.years == (None,) or not work.years.isdisjoint(date.years) or any(str(year) in work.dated for year in date.years)


def _begins(work: Work, words: tuple[str, ...]) -> bool:
    """Return whether an entry begins with words, or the words with the entry; a single word must be all of a title."""
    both = min(len(words), len(work.head))
    return words[:both] == work.head[:both] and (both >= _FEWEST_WORDS or (words == work.title and both == 1))


def _together(tokens: Tokens, found: Sequence[Found]) -> Iterator[tuple[Mention, list[Found]]]:
    """Yield the mentions: citations in one pair of brackets are one, with the brackets, if nothing else is in them."""
    for bracket, group in groupby(found, key=lambda citation: citation.bracket):
        those = list(group)
        close = _closing(tokens, bracket, those[-1].end) if bracket >= 0 else None
        if close is not None and _are_all(tokens, bracket, close, those):
            targets = tuple(target for citation in those for target in citation.targets)
            yield Mention("author-date", tokens.starts[bracket], tokens.ends[close], targets), those
            continue
        for citation in those:
            yield Mention("author-date", citation.start, citation.end, citation.targets), [citation]


def _closing(tokens: Tokens, bracket: int, end: int) -> int | None:
    """Return the index of the token that closes a bracket, if no other bracket begins after a place."""
    for at in range(bisect_left(tokens.starts, end), len(tokens.words)):
        if tokens.words[at] in OPENING | CLOSING:
            return at if tokens.words[at] in CLOSING and tokens.inside[at - 1] == bracket else None
    return None


def _are_all(tokens: Tokens, bracket: int, close: int, those: Sequence[Found]) -> bool:
    """Return whether a bracket has nothing but these citations, and words such as "see" and "emphasis added"."""
    starts = [*(citation.start for citation in those), tokens.starts[close]]
    ends = [tokens.ends[bracket], *(citation.end for citation in those)]
    for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
        stripped = _SEPARATORS.match(tokens.text, end, start)
        at = stripped.end() if stripped else end
        if not (after() if number == len(those) else before()).fullmatch(tokens.text, at, start):
            return False
    return True
