"""DataCite's creators and contributors as names.

`name` is "Family, Given" for people and whatever there is for groups; `nameType` is missing or wrong for many of both. Some
depositors write a whole list of people into one name, parted by semicolons.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kzcheck.csl import Name
from kzcheck.services.plain import listed, text
from kzcheck.services.works import MOST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal|at)\)?", re.IGNORECASE)
"""DataCite's standard values for what is not known (schema 4.6, appendix 3)."""

_GIVEN = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_ASIDE = re.compile(r"\s?\([^()]*\)")


def words(value: object) -> str:
    """Return a text, "" for a placeholder such as `(:unkn)`."""
    found = text(value)
    return "" if _PLACEHOLDER.fullmatch(found) else found


def people(value: object) -> tuple[tuple[Name, ...], bool]:
    """Return the names of creators, and whether there are more of them than have a name here."""
    entries = listed(value)
    found = [tuple(_names(entry)) for entry in entries[:MOST_NAMES]]
    return tuple(name for names in found for name in names)[:MOST_NAMES], not all(found) or len(entries) > MOST_NAMES


def _names(one: object) -> Iterator[Name]:
    if not isinstance(one, dict):
        return
    family, given, whole = (words(one.get(key)) for key in ("familyName", "givenName", "name"))
    if family and given:
        yield Name(family=family, given=given)
    elif not family and ";" in whole:
        yield from (_name(part, {}) for part in (_ASIDE.sub("", part).strip() for part in whole.split(";")) if part)
    elif family or whole:
        yield _name(whole or family, one)


def _name(whole: str, one: dict[str, Any]) -> Name:
    """Return a name that is not in parts: a person's if it is as people's names are written in catalogues."""
    family, comma, given = (part.strip() for part in whole.partition(","))
    if comma and family and one.get("nameType") != "Organizational" and _GIVEN.fullmatch(given):
        return Name(family=family, given=given)
    return Name(literal=whole)
