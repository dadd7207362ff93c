"""Makes a CSL item of the fields of a printed entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.csl import Item
from kzcheck.identifiers import doi_in_url, normal_doi
from kzcheck.language import dates
from kzcheck.language.parsing.kinds import kind_of
from kzcheck.language.parsing.people import people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.csl import Date, Name
    from kzcheck.language.parsing.nouns import Field, Label

_LETTER = re.compile(r"(?<=\d{4})\s?[a-hа-д]\b")
_BLANKS = re.compile(r"\s+")
_BETWEEN: dict[Label, str] = {"title": ": ", "publisher": ", ", "publisher_place": "; ", "note": ". ", "genre": ", "}
"""What joins the parts of a field that an entry prints in several places; of other fields the first counts."""


def item_of(fields: Iterable[Field], key: str) -> Item:
    """Return the item with this id that these fields of an entry make; words stay as printed, dates and names are parted."""
    parts: dict[Label, list[str]] = {}
    for field in fields:
        words = _BLANKS.sub(" ", field.text)
        if words not in parts.setdefault(field.label, []):
            parts[field.label].append(words)
    texts = {label: _BETWEEN[label].join(words) if label in _BETWEEN else words[0] for label, words in parts.items()}
    doi = texts.get("doi", "")
    return Item(
        id=key,
        type=kind_of(texts),
        title=texts.get("title", ""),
        author=_people(parts.get("author", [])),
        editor=_people(parts.get("editor", [])),
        translator=_people(parts.get("translator", [])),
        issued=_date(texts.get("issued", "")),
        accessed=_date(texts.get("accessed", "")),
        container_title=texts.get("container_title", ""),
        collection_title=texts.get("collection_title", ""),
        original_title=texts.get("parallel_title", ""),
        publisher=texts.get("publisher", ""),
        publisher_place=texts.get("publisher_place", ""),
        volume=texts.get("volume", ""),
        issue=texts.get("issue", ""),
        page=texts.get("page", ""),
        number_of_pages=texts.get("number_of_pages", ""),
        edition=texts.get("edition", ""),
        genre=texts.get("genre", ""),
        medium=texts.get("medium", ""),
        note=texts.get("note", ""),
        doi=doi_in_url(doi) or normal_doi(doi) or doi,
        isbn=texts.get("isbn", ""),
        issn=texts.get("issn", ""),
        pmid=texts.get("pmid", ""),
        url=texts.get("url", ""),
        other={"archive_id": arxiv} if (arxiv := texts.get("arxiv", "")) else {},
    )


def _people(stretches: list[str]) -> tuple[Name, ...]:
    """Return the people of the fullest of the stretches that name them: GOST names them before the title and after a slash."""
    return max((people(stretch) for stretch in stretches), key=len, default=())


def _date(words: str) -> Date | None:
    return dates.read(_LETTER.sub("", words)) if words else None
