"""Finds the works whose authors a text names right before a year: "Nye", "Smith et al.", "Koç & Kaya", "Council of Europe"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.citations.tokens import CLOSING, OPENING, folded, forms, year_of
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.language.citations.catalogue import Catalogue, Named, Work
    from kzcheck.language.citations.tokens import Tokens

Fit = Literal["exact", "loose", "later-author"]
"""How well the names fit: these authors; the first and others of them, without "et al."; an author who is not the first."""

_WINDOW = 40
_LONGEST_ACRONYM = 8
AND = data.words("and_words") | data.words("credits.joining") | {"&", "/"}
PARTICLES = data.words("credits.particles") - AND - {"i"}


class Authors(Struct, frozen=True):
    """Where authors are named: the last name ends at token `last`, and `others` says that "et al." follows, to token `end`.

    `narrative` says that the brackets begin after them, `bracket` is the index of the token that opens those around them, or -1.
    """

    last: int
    end: int
    others: bool
    narrative: bool
    bracket: int

    @property
    def bracketed(self) -> bool:
        """Whether at least the year is in brackets."""
        return self.narrative or self.bracket >= 0


class Match(Struct, frozen=True):
    """A work whose authors are named: from token `first` on, `count` of them."""

    work: Work
    first: int
    count: int
    fit: Fit


@cache
def _others() -> re.Pattern[str]:
    words = any_of(data.words("credits.colleagues") | data.words("and_others") | {"& others", "& co-workers"})
    return re.compile(rf"(?:^|[\s,\u00a0])({words}\.?(?:[’']s)?)$", re.IGNORECASE)


def authors_before(tokens: Tokens, index: int) -> Authors | None:
    """Return where authors are named before the year at an index, or None if nothing that may be a name is there."""
    at = index - 1
    reprint = tokens.at(at) in OPENING and tokens.at(index + 1) in CLOSING and year_of(tokens.at(index + 2)) is not None
    at -= reprint  # Freud [1912] 1985
    narrative = tokens.at(at) in OPENING
    bracket = -1 if narrative else tokens.inside[index - reprint]
    at -= narrative or tokens.at(at) == ","
    if tokens.at(at) in CLOSING and tokens.at(at - 2) in OPENING and tokens.at(at - 1).isupper():  # World Bank (WB), 2010
        at -= 3
    if at < 0:
        return None
    end, last = tokens.ends[at], at
    window = tokens.text[max(0, end - _WINDOW) : end]
    others = _others().search(window)
    if others:
        start = end - len(window) + others.start(1)
        while last >= 0 and tokens.starts[last] >= start:
            last -= 1
        last -= tokens.at(last) == ","
    last = tokens.before_initials(tokens.before_legal_form(last))
    return Authors(last, at, others is not None, narrative, bracket) if last >= 0 else None


def matches(tokens: Tokens, authors: Authors, years: Sequence[int | None], catalogue: Catalogue) -> Iterator[Match]:
    """Yield the works of some years whose authors are named there."""
    seen: set[tuple[int, int]] = set()
    for words in forms(tokens.at(authors.last)):
        for named in catalogue.named(words[-1], years):
            if (named.work.place, named.author) not in seen and (match := _match(tokens, authors, words, named)):
                seen.add((named.work.place, named.author))
                yield match
    yield from _by_acronym(tokens, authors, years, catalogue)


def in_other_years(tokens: Tokens, authors: Authors, catalogue: Catalogue) -> Iterator[Match]:
    """Yield the works of any year whose authors are named there."""
    for words in forms(tokens.at(authors.last)):
        for named in catalogue.also_named(words[-1]):
            if match := _match(tokens, authors, words, named):
                yield match


def _match(tokens: Tokens, authors: Authors, words: tuple[str, ...], named: Named) -> Match | None:
    work, author = named.work, named.author
    first = _name_ends(tokens, authors.last, words, work.names[author])
    if first is None:
        return None
    begins, named_count, first_author = first, 1, author == 0
    for before in range(author - 1, -1, -1):
        last = joined(tokens, begins)
        if last is None:
            break
        name = work.names[before]
        earlier = next(
            (start for form in forms(tokens.at(last)) if (start := _name_ends(tokens, last, form, name)) is not None), None
        )
        if earlier is not None:  # else the text may leave this author out
            begins, named_count, first_author = earlier, named_count + 1, before == 0
    if not first_author:
        return Match(work, first, 1, "later-author")
    exact = named_count == author + 1 and (named_count < len(work.names) if authors.others else named_count == len(work.names))
    return Match(work, begins, named_count, "exact" if exact else "loose")


def _name_ends(tokens: Tokens, last: int, words: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    """Return the index of the first token of a name that ends at `last`, where the last token folds to `words`; None if not."""
    at, found = last, words
    while len(found) < len(name):
        at -= 1 + (tokens.at(at - 1) == "." and len(tokens.at(at - 2)) == 1)
        if at < 0 or not (earlier := folded(tokens.words[at])):
            return None
        found = (*earlier, *found)
    if found[-len(name) :] != name or (len(name) == 1 and tokens.at(last).islower()):
        return None
    return before_particles(tokens, at)


def before_particles(tokens: Tokens, first: int) -> int:
    """Return the index of the first of the particles before a name: "van der", at the beginning of a sentence "Van der"."""
    at = first
    while tokens.at(at - 1) in PARTICLES or (at < first and lower(tokens.at(at - 1)) in PARTICLES):
        at -= 1
    return at


def before_given_initials(tokens: Tokens, first: int) -> int:
    """Return the index of the first of the initials before a name: "J. S. Nye"."""
    at = first
    while tokens.at(at - 1) == "." and len(tokens.at(at - 2)) <= 2 and tokens.at(at - 2)[:1].isupper():  # noqa: PLR2004
        at -= 2
        if tokens.at(at - 1) in {"-", "‐", "‑"} and tokens.at(at - 2) == ".":
            at -= 1
    return at


def joined(tokens: Tokens, first: int) -> int | None:
    """Return the index of the last token of the name before a name, if "and" or a comma joins the two."""
    at = before_given_initials(tokens, first) - 1
    joined = False
    if lower(tokens.at(at)) in AND:
        at, joined = at - 1, True
    if tokens.at(at) in {",", ";"}:
        at, joined = at - 1, True
    return tokens.before_initials(at) if joined and at >= 0 else None


def _by_acronym(tokens: Tokens, authors: Authors, years: Sequence[int | None], catalogue: Catalogue) -> Iterator[Match]:
    """Yield works of organisations: "WHO" for the World Health Organization, or the other way round."""
    word = tokens.at(authors.last)
    spelt, first = "", authors.last
    candidates = [(word, authors.last)] if word.isupper() and len(word) > 1 else []
    for at in range(authors.last, max(-1, authors.last - 2 * _LONGEST_ACRONYM), -1):
        token = tokens.words[at]
        if token[0].isupper():
            spelt, first = token[0] + spelt, at
            if len(spelt) > 1:
                candidates.append((spelt, first))
        elif lower(token) not in data.words("small_words"):
            break
    for acronym, start in candidates:
        for named in catalogue.abbreviated(acronym, years):
            if (named.work.spelt[0] == acronym) != (word == acronym):
                yield Match(named.work, start, 1, "exact" if (len(named.work.names) > 1) == authors.others else "loose")
