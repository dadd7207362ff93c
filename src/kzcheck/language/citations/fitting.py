"""Chooses the works that names and a year in a text fit best, and those that they nearly fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rapidfuzz.distance import OSA

from kzcheck.language.citations.names import Match, in_other_years, joined, matches
from kzcheck.language.citations.tokens import forms
from kzcheck.language.folding import fold
from kzcheck.language.transcription import sounds_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.citations.catalogue import Catalogue, Work
    from kzcheck.language.citations.names import Authors
    from kzcheck.language.citations.tokens import Tokens
    from kzcheck.language.citations.years import Dated

SLIP = 10
"""Years by which the year in the text may differ from that of the only work by these authors, to be a slip for it."""
LONG_NAME = 6
"""Letters from which a surname may have a typing error."""


class Fitting(Struct, frozen=True):
    """The works that fit equally, and the first token of the names; `sure` if these are just the authors and the year.

    There may be a first token without works: the list has the authors and the year, but not the letter after it.
    """

    works: tuple[Work, ...] = ()
    first: int | None = None
    sure: bool = False


def fitting(tokens: Tokens, authors: Authors, date: Dated, works: Catalogue) -> Fitting:
    """Return the works that fit the names and the year best.

    Works that only nearly fit count if the year is in brackets. If the names are, too, no other name may be joined to them.
    """
    found = list(matches(tokens, authors, date.years, works))
    if date.years == (None,) and not found:
        found = _only(list(in_other_years(tokens, authors, works)))
    for fit in ("exact", "loose"):
        best = [match for match in found if match.fit == fit]
        if authors.others:  # "et al." is for two or more, if there is the choice
            best = [match for match in best if len(match.work.names) > match.count + 1] or best
        most = max((match.count for match in best), default=0)
        best = [match for match in best if match.count == most]
        if best and not (authors.bracket >= 0 and any(_is_joined(tokens, match.first) for match in best)):
            return _made(best, date, sure=fit == "exact" and date.years != (None,))
    if printed := _printed(tokens, authors, date, works):
        return _made(printed, date, sure=True)
    if not authors.bracketed:
        return Fitting()
    later = [match for match in found if match.fit == "later-author" and not _is_joined(tokens, match.first)]
    near = (_only(later) if authors.others else []) or _only(_alike(tokens, authors, date, works))
    return _made(near or _slips(list(in_other_years(tokens, authors, works)), date), date, sure=False)


def _printed(tokens: Tokens, authors: Authors, date: Dated, works: Catalogue) -> list[Match]:
    """Return the only work by just these authors, whose printed entry has the year somewhere."""
    years = {f"{year}{letter}" for year in date.years for letter in ("", date.suffix)}
    found = [match for match in in_other_years(tokens, authors, works) if match.fit != "later-author" and years & match.work.dated]
    return _only([match for match in found if match.fit == "exact"] or found)


def _made(found: Sequence[Match], date: Dated, *, sure: bool) -> Fitting:
    if not found:
        return Fitting()
    works = list({match.work.place: match.work for match in found}.values())
    return Fitting(tuple(chosen(works, date.suffix)), min(match.first for match in found), sure)


def chosen(works: Sequence[Work], suffix: str) -> Sequence[Work]:
    """Return the works that the letter after the year chooses: all without one, those in order if the list has no letters."""
    if not suffix or (len(works) == 1 and not works[0].suffix):
        return works
    if not any(work.suffix for work in works):
        place = ord(suffix) - ord("a")
        return works[place : place + 1] if suffix.isascii() and place < len(works) else works
    lettered = [work for work in works if fold(work.suffix) == fold(suffix)]
    return lettered or [work for work in works if any(f"{year}{suffix}" in work.dated for year in work.years)]


def _is_joined(tokens: Tokens, first: int) -> bool:
    """Return whether another name is joined to the names from `first` on by "and" or "&"."""
    last = joined(tokens, first)
    return last is not None and tokens.at(last + 1) != "," and tokens.at(last)[:1].isupper()


def _only(found: list[Match]) -> list[Match]:
    """Return the works if there is only one."""
    return found[:1] if len({match.work.place for match in found}) == 1 else []


def _slips(found: Sequence[Match], date: Dated) -> list[Match]:
    """Return the only work by just these authors, if the year in the text may be a slip for its year."""
    return [
        match
        for match in _only([match for match in found if match.fit == "exact"])
        for year in match.work.years
        for written in date.years
        if written and (abs(written - year) <= SLIP or OSA.distance(str(written), str(year)) == 1)
    ][:1]


def _alike(tokens: Tokens, authors: Authors, date: Dated, works: Catalogue) -> list[Match]:
    """Return the works of the year whose first author is spelt nearly so, or sounds so in the other alphabet."""
    word = tokens.words[authors.last]
    key = next((form[-1] for form in forms(word)), "")
    return [
        Match(work, authors.last, 1, "loose")
        for work in works.of(date.years)
        if work.names and (len(work.names) > 1) == authors.others and (_is_misspelt(key, work) or _sounds(word, work))
    ]


def _is_misspelt(key: str, work: Work) -> bool:
    name = work.names[0][-1]
    return min(len(key), len(name)) >= LONG_NAME and OSA.distance(key, name, score_cutoff=1) <= 1


def _sounds(word: str, work: Work) -> bool:
    name = work.spelt[0].split()[-1]
    if word[0].isascii() == name[0].isascii() or not (word.isalpha() and name.isalpha()):
        return False
    return sounds_like(*((name, word) if word[0].isascii() else (word, name)))
