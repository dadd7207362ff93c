"""Pasted references: whether a printed text that nobody has parsed names a record's work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.folding import fold, fold_name
from kzcheck.matching.works.identity import Likeness

if TYPE_CHECKING:
    from kzcheck.evidence import Record

_LONGEST, _LONGEST_TITLE, _PEOPLE = 2000, 500, 60
_TELLING = 3
"""Letters of the words of a title that must stand in the text: small words are left out and written in many ways."""

_SPREAD = 2
"""Words of the text, in titles, within which a whole title must stand: a label or a mark of volumes may come in between."""

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")


def pasted(text: str, record: Record, *, identified: bool = False) -> Likeness:
    """Return whether a printed text names a record's work: its title's words in their order, one of its people, one of its years.

    Letters are folded, so that scripts meet. What an identifier led to is the work unless nothing of it stands in the text.
    """
    text = text[:_LONGEST]
    words = fold(text).split()
    places = [place for title in (record.item.title, *record.titles) if (place := _place(title, words)) is not None]
    people = _is_named(record, words)
    year = bool({int(year) for year in _YEAR.findall(text)} & {*record.years, record.item.year})
    agreeing = frozenset(name for name, here in (("title", bool(places)), ("author", people), ("year", year)) if here)
    # A chapter's title stands before its book's.
    title = 0.5 - 0.2 * min(places) / len(words) if places else 0.0
    score = title + 0.2 * people + 0.1 * year + 0.2 * identified
    if len(agreeing) == len(("title", "author", "year")):
        return Likeness("same", score, agreeing)
    if identified:
        return Likeness("same" if agreeing or len(words) < _TELLING else "other", score, agreeing)
    return Likeness("unsure" if "title" in agreeing and len(agreeing) > 1 else "other", score, agreeing)


def _place(title: str, words: list[str]) -> int | None:
    """Return where in a text all telling words of a title stand in order and near each other, None where they do not."""
    folded = fold(title[:_LONGEST_TITLE]).split()
    sought = [word for word in folded if len(word) >= _TELLING] or folded
    if not sought:
        return None
    longest = _SPREAD * len(folded)
    for start in (place for place, word in enumerate(words) if word == sought[0]):
        rest = iter(words[start : start + longest])
        if all(word in rest for word in sought):
            return start
    return None


def _is_named(record: Record, words: list[str]) -> bool:
    named = {fold_name(word) for word in words}
    people = (*record.item.author[:_PEOPLE], *record.item.editor[:_PEOPLE])
    return any(
        parts and all(part in named for part in parts)
        for parts in (fold_name(person.family or person.literal).split() for person in people)
    )
