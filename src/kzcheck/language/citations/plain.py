"""Tells what is plainly a citation by author and year although the list lacks the work: "(Smith, 2014)", "Smith et al. (2014)"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.alternatives import stems
from kzcheck.language.attribution.words import bare, has_shape
from kzcheck.language.citations.names import AND, before_given_initials, before_particles
from kzcheck.language.citations.numbers import before
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from kzcheck.language.citations.names import Authors
    from kzcheck.language.citations.tokens import Tokens

_MOST_NAMES = 8
_SHORTEST = 3
_FIELDS = "credits.places credits.peoples credits.bodies credits.openers weekdays part_labels numbered_nouns page_labels".split()


@cache
def _others() -> frozenset[str]:
    languages = data.languages().values()
    months = {word for language in languages for words in (*language.months, *language.seasons) for word in words}
    labels = {word.rstrip(".") for language in languages for words in language.citing.labels.values() for word in words}
    return frozenset().union(months, labels, *(data.words(field) for field in _FIELDS))


@cache
def _stems() -> tuple[str, ...]:
    return stems(data.words("credits.bodies"))


def plain_start(tokens: Tokens, authors: Authors) -> int | None:
    """Return the first token of names that surely are those of authors, or None.

    In brackets, nothing but the names and words such as "see" may be before the year. Outside, the names need "et al.".
    """
    if not authors.bracketed or (authors.narrative and not authors.others):
        return None
    first = _name(tokens, authors.last, alone=not authors.others)
    names = 1
    while first is not None and names < _MOST_NAMES:
        at = before_given_initials(tokens, first) - 1
        joined = lower(tokens.at(at)) in AND
        at -= joined
        comma = tokens.at(at) == ","
        at -= comma
        earlier = _name(tokens, tokens.before_initials(at), alone=False) if joined or (comma and not authors.narrative) else None
        if earlier is None:
            break
        first, names = earlier, names + 1
    if first is None:
        return None
    first = before_given_initials(tokens, first)
    if authors.narrative:
        return first
    opened = max(
        (at for at in range(max(authors.bracket, first - 2 * _MOST_NAMES), first) if tokens.words[at] == ";"),
        default=authors.bracket,
    )
    begins = before().fullmatch(tokens.text, tokens.ends[opened], tokens.starts[first])
    sure = names > 1 or authors.others or _name(tokens, authors.last, alone=True) is not None
    return first if opened >= 0 and begins and sure else None


def _name(tokens: Tokens, last: int, *, alone: bool) -> int | None:
    """Return the first token of a surname that ends at `last`; one that is `alone` must not be a place, a month or an acronym."""
    word = tokens.at(last)
    if not has_shape(word):
        return None
    lowered = lower(bare(word))
    if alone and (len(lowered) < _SHORTEST or lowered in _others() or lowered.startswith(_stems())):
        return None
    return before_particles(tokens, last)
