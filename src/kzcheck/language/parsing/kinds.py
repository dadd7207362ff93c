"""Says of what kind a cited work is, from the fields of its printed entry, as far as they tell."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from kzcheck import data
from kzcheck.data.subjects import KindsOfWorks
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.language.parsing.nouns import Label

Told = Literal["thesis", "legislation", "standard", "conference", "newspaper", "report"]

_TOLD_BY: tuple[tuple[Told, str, tuple[Label, ...]], ...] = (
    ("thesis", "thesis", ("genre",)),
    ("legislation", "legislation", ("title", "genre")),
    ("standard", "standard", ("title", "genre")),
    ("conference", "paper-conference", ("container_title",)),
    ("newspaper", "article-newspaper", ("container_title",)),
    ("report", "report", ("genre",)),
)
"""Kinds, their types in CSL, and the fields in which their words stand, in the order in which they are tried."""
_AT_THE_BEGINNING = ("legislation", "standard")
"""Kinds whose word begins the field: a title that only names a law is about it."""


def kind_of(texts: Mapping[Label, str]) -> str:
    """Return CSL's type of a work whose entry has these fields; "" if they tell nothing."""
    for kind, csl, labels in _TOLD_BY:
        pattern = _words(kind)
        for label in labels:
            words = fold(texts.get(label, ""))
            if pattern.match(words) if kind in _AT_THE_BEGINNING else pattern.search(words):
                return csl
    if texts.get("container_title"):
        if any(label in texts for label in ("publisher", "editor", "isbn")):
            return "chapter"
        if any(label in texts for label in ("volume", "issue", "issn", "page", "doi")):
            return "article-journal"
        return "webpage" if "url" in texts else ""
    if any(label in texts for label in ("publisher", "number_of_pages", "isbn", "edition", "publisher_place")):
        return "book"
    return "webpage" if "url" in texts else ""


@cache
def _words(kind: Told) -> re.Pattern[str]:
    words = getattr(data.read("kinds_of_works", KindsOfWorks), kind)
    return re.compile(rf"\b{any_of(words)}(?!\w)")
