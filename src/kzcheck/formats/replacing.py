"""Edits as changes to the text of a file, where it is sure that nothing else changes: what SARIF's readers apply by themselves."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import Location, line_starts, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.finding import Edit, Fix
    from kzcheck.formats.view import View

BIBTEX = frozenset('{}\\"%#&$_~^')
"""What means something to BibTeX or LaTeX wherever it stands in a value."""
MARKS = frozenset('{"')
"""What BibTeX's values begin after, unless they are numbers or names of other values."""
YAML = frozenset(",[]{}\"'`#&*!|>%@\\")
"""What means something to YAML in a value without quotes, in one place or another."""

PLAIN = frozenset(("ris", "medline", "web-of-science", "refer", "printed"))
"""Formats in which a value goes to the end of its line, and no sign means anything."""
JSON = frozenset(("csl-json", "openalex", "datacite"))
XML = frozenset(("endnote-xml", "pubmed-xml", "mods"))


class Replacement(Struct, frozen=True):
    """New text for a stretch of a file."""

    location: Location
    text: str


def replacements(fix: Fix, view: View) -> tuple[Replacement, ...]:
    """Return what a fix changes in the files, or () unless all of its edits can be made by writing other words in place.

    An edit can if the words that it changes stand exactly once at the place of its field, not as a part of longer words, and the
    new ones mean nothing else there.
    """
    sure = [change for edit in fix.edits if (change := _replacement(edit, view))]
    return tuple(sure) if len(sure) == len(fix.edits) and not _overlap(change.location for change in sure) else ()


def _replacement(edit: Edit, view: View) -> Replacement | None:
    entry = view.claims.get(edit.claim or "") if edit.reference is None else view.references.get(edit.reference)
    place = entry.places.get(edit.field) if entry else None
    if place is None or not edit.old or not edit.new:
        return None
    text = view.article.sources.get(place.file, "")
    starts = line_starts(text)
    if place.end_line > len(starts):
        return None
    begin = starts[place.line - 1] + place.column - 1
    stretch = text[begin : starts[place.end_line - 1] + place.end_column - 1]
    words = re.search(rf"(?<!\w){re.escape(edit.old)}(?!\w)", stretch)
    form, before = view.article.formats.get(place.file, "csl-yaml"), text[max(0, begin - 1) : begin]
    if not words or stretch.count(edit.old) != 1 or not _fits(edit, edit.new, stretch, before, form):
        return None
    return Replacement(span(place.file, starts, begin + words.start(), begin + words.end()), edit.new)


def _fits(edit: Edit, new: str, stretch: str, before: str, form: str) -> bool:
    """Whether words can stand in a stretch of a file as they are: a doubt is a no, for then a person makes the change.

    `before` is the character before the stretch, which in BibTeX tells whether the value stands between marks or is a name of one.
    """
    number = new.isascii() and new.isdecimal()
    if not new.isprintable() or new != new.strip() or (stretch.isdecimal() and not number):
        return False
    if form in PLAIN | {"bibtex"} and "." in edit.field and not new.isalnum():
        return False  # a part of a name: commas and blanks part it from the rest
    if form in PLAIN:
        return True
    if form in XML:
        return "<" not in new and "&" not in new
    if form == "bibtex":
        return BIBTEX.isdisjoint(new) and (number or before in MARKS)
    if stretch[0] in "\"'":
        return stretch[0] not in new and "\\" not in new
    if form in JSON:
        return number and not new.startswith("0")
    return new[0].isalnum() and YAML.isdisjoint(new) and ": " not in new and not new.endswith(":")


def _overlap(locations: Iterable[Location]) -> bool:
    ordered = sorted(
        (location.file, location.line, location.column, location.end_line, location.end_column) for location in locations
    )
    return any(a[0] == b[0] and (a[3], a[4]) > (b[1], b[2]) for a, b in pairwise(ordered))
