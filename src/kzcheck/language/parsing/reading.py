"""Reads a printed entry as an item of the fields that are sure, and says which were read with doubt.

A field that is in doubt is unknown to all rules: nothing is built on a guess.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.csl import Item, without
from kzcheck.language.folding import lower
from kzcheck.language.parsing.items import item_of
from kzcheck.language.parsing.nouns import IDENTIFIERS, LABELS, Field
from kzcheck.language.parsing.tagging import fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.parsing.nouns import Label

SURE = 0.95
"""Confidence from which a field counts as read."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NEVER_DATES: frozenset[Label] = frozenset((*IDENTIFIERS, "page"))
_SAYING = re.compile(r"\d|[^\W\d_]{4,}")
"""A number or a word that says something, if it is no marker; shorter words are abbreviations: «ред.», "vol.", "In"."""
_MARKERS = ("accessed", "address_labels", "and_others", "and_words", "edition_words", "page_labels", "part_labels")
_ROLES: frozenset[Label] = frozenset(("editor", "translator"))


class Reading(Struct, frozen=True):
    """A printed entry as it was read.

    `item` has the fields that are sure, `guess` all of them. `doubtful` names those that only the guess has, as `Item` calls them,
    with `note` for words that are in no field. `fields` are all of them as printed.
    """

    item: Item
    guess: Item
    doubtful: tuple[str, ...]
    fields: tuple[Field, ...]


def read(text: str, key: str) -> Reading:
    """Read a printed entry as an item with this id. The kind of work is left open if the doubtful fields would change it."""
    parts = fields(text)
    doubted = {field.label for field in parts if field.confidence < SURE}
    item = guess = item_of(parts, key)
    if doubted:
        item = item_of((field for field in parts if field.label not in doubted), key)
    doubtful = dict.fromkeys(
        field.variables[0]
        for field in parts
        if field.label != "citation_number" and (field.label in doubted or not any(map(item.has, field.variables)))
    )
    if not item.title and ("author" in doubted or (item.author and not item.container_title)):
        doubtful["title"] = None  # it is among the words that were read as people
    if not item.issued and any(_YEAR.search(field.text) for field in parts if field.label not in _NEVER_DATES):
        doubtful["issued"] = None
    if item.type != guess.type:
        doubtful["type"] = None
    item = without(item, doubtful)
    if _leaves_words(text, parts):
        doubtful["note"] = None
    return Reading(item, guess, tuple(doubtful), tuple(parts))


def _leaves_words(text: str, parts: Sequence[Field]) -> bool:
    """Return whether words of the entry are in no field and mark none: beside an editor, any words say who that is."""
    at, before = 0, ""
    for start, end, label in (*((field.start, field.end, field.label) for field in parts), (len(text), len(text), "")):
        words = {lower(word) for word in _SAYING.findall(text, at, start)} if _ROLES.isdisjoint((before, label)) else set()
        if not words <= _markers():
            return True
        at, before = max(at, end), label
    return False


@cache
def _markers() -> frozenset[str]:
    return frozenset(word for field in _MARKERS for words in data.words(field) for word in words.split()) | {*LABELS}
