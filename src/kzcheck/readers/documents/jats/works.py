"""The works that a list of references in JATS describes in tagged parts, as CSL mappings with the places of the parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.readers.nodes import Mapping, Scalar, Series, composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.documents.elements import Element, Words
    from kzcheck.readers.nodes import Node

TAGGED, PRINTED = ("element-citation", "nlm-citation", "citation"), ("mixed-citation",)
CITATIONS = (*TAGGED, *PRINTED)
"""The elements of citations: those whose parts are tagged, and those printed as they are, whose parts may be tagged, too."""
NAMES = ("name", "string-name", "collab", "institution", "on-behalf-of")

TYPES = {
    "journal": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "confproc": "paper-conference",
    "conference": "paper-conference",
    "conf-proc": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "gov": "report",
    "patent": "patent",
    "preprint": "article",
    "data": "dataset",
    "dataset": "dataset",
    "software": "software",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "legal-doc": "legislation",
    "standard": "standard",
}
"""CSL's type for each kind of publication; for others, the parts decide."""
WITHIN = ("chapter", "paper-conference")
"""Types whose source is what they are part of."""
FIELDS = {
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "publisher-name": "publisher",
    "publisher-loc": "publisher-place",
    "series": "collection-title",
    "conf-name": "event-title",
    "conf-loc": "event-place",
    "elocation-id": "number",
    "isbn": "ISBN",
    "issn": "ISSN",
}
"""CSL's keys of parts that are taken as they are."""
IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID", "isbn": "ISBN"}
PEOPLE = {"author": "author", "editor": "editor", "translator": "translator"}
"""CSL's keys of groups of people."""

_PAGE = re.compile(r"[\w.:/-]{1,15}")
_YEAR = re.compile(r"-?\d{4}[a-z]?")
_EDITION = re.compile(r"(?i)\W*(\d+)(?:st|nd|rd|th)?\b.*")


def work(ref: Element, key: str, start: int, end: int) -> Mapping | None:
    """Return the work that an element `ref` describes, with a key and a place; None if its parts do not describe one."""
    citation = next((element for names in (TAGGED, PRINTED) for element in ref.within(*names) if element.first(*PARTED)), None)
    if citation is None:
        return None
    values: dict[str, Node] = {"id": Scalar(key, start, end)}
    values |= _titles(citation)
    for name, field in FIELDS.items():
        if (part := citation.first(name)) and (value := _value(part)):
            values[field] = value
    if "edition" in values and (match := _EDITION.fullmatch(str(getattr(values["edition"], "text", "")))):
        values["edition"] = Scalar(match[1], values["edition"].start, values["edition"].end)
    values |= _pages(citation)
    values |= _people(citation)
    values |= _identifiers(citation)
    values |= _dates(citation)
    if "title" not in values or not values.keys() & {"author", "editor", "issued"}:
        return None
    return Mapping(values, [Scalar(field, value.start, value.end) for field, value in values.items()], [], start, end)


PARTED = ("article-title", "chapter-title", "source", "data-title", "part-title", "trans-title")


def _value(element: Element, text: str = "") -> Scalar | None:
    """Return the text of an element, or one made of it, with its place."""
    words = [words for words in element.words() if words.text.strip()]
    if not words:
        return None
    start = words[0].start + (len(words[0].text) - len(words[0].text.lstrip()) if _exact(words[0]) else 0)
    end = words[-1].end - (len(words[-1].text) - len(words[-1].text.rstrip()) if _exact(words[-1]) else 0)
    return Scalar(composed(text or element.text()), start, end)


def _exact(words: Words) -> bool:
    return words.end - words.start == len(words.text)


def _titles(citation: Element) -> dict[str, Node]:
    """Return the type, the title, and what it is in."""
    kind = citation.attributes.get("publication-type", citation.attributes.get("citation-type", "")).lower()
    own = citation.first("article-title", "data-title", "chapter-title", "part-title")
    source = citation.first("source")
    form = TYPES.get(kind, "")
    if own and source and (form == "book" or own.name == "chapter-title"):
        form = "chapter"
    elif not form:
        form = "article-journal" if own and source and citation.first("volume", "issue") else "document"
    title = own or source
    values: dict[str, Node | None] = {
        "type": Scalar(form, citation.start, citation.start),
        "title": _value(title) if title else None,
        "container-title": _value(source) if source and own else None,
    }
    return {field: value for field, value in values.items() if value}


def _pages(citation: Element) -> dict[str, Node]:
    whole, first, last = citation.first("page-range"), citation.first("fpage"), citation.first("lpage")
    if whole and (value := _value(whole)):
        return {"page": value}
    opening = _value(first) if first else None
    if not opening or not _PAGE.fullmatch(opening.text):
        return {}
    closing = _value(last) if last else None
    if closing and _PAGE.fullmatch(closing.text) and closing.text != opening.text:
        return {"page": Scalar(f"{opening.text}–{closing.text}", opening.start, closing.end)}
    return {"page": opening}


def _people(citation: Element) -> dict[str, Node]:
    """Return the people by their part in the work; those outside groups are authors."""
    people: dict[str, list[Node]] = {}
    for element in citation:
        if element.name == "person-group":
            role = PEOPLE.get(element.attributes.get("person-group-type", "author").rstrip("s"), "")
            names = [*element.within(*NAMES)]
        elif element.name in NAMES and element.name != "institution":
            role, names = "author", [element]
        else:
            continue
        if role:
            people.setdefault(role, []).extend(name for element in names if (name := _name(element)))
    return {role: Series(names, names[0].start, names[-1].end) for role, names in people.items() if names}


def _name(element: Element) -> Mapping | None:
    parts = {
        "family": element.first("surname"),
        "given": element.first("given-names"),
        "suffix": element.first("suffix"),
    }
    values: dict[str, Node] = {key: value for key, part in parts.items() if part and (value := _value(part))}
    if "family" not in values:
        literal = _value(element)
        values = {"literal": literal} if literal else {}
    if not values:
        return None
    return Mapping(values, [Scalar(key, value.start, value.end) for key, value in values.items()], [], element.start, element.end)


def _identifiers(citation: Element) -> dict[str, Node]:
    values: dict[str, Node] = {}
    for element in citation.within("pub-id", "object-id"):
        field = IDENTIFIERS.get(element.attributes.get("pub-id-type", "").lower())
        if field and field not in values and (value := _value(element)):
            values[field] = value
    for element in citation.within("ext-link", "uri"):
        address = element.attributes.get("href", "") or element.text()
        if "DOI" not in values and element.attributes.get("ext-link-type") == "doi" and (value := _value(element, address)):
            values["DOI"] = value
        elif "URL" not in values and address.startswith(("http://", "https://")) and (value := _value(element, address)):
            values["URL"] = value
    return values


def _dates(citation: Element) -> dict[str, Node]:
    values: dict[str, Node] = {}
    for element in _dated(citation):
        field = "accessed" if element.name == "date-in-citation" else "issued"
        if field in values:
            continue
        if element.name == "year":
            if (value := _value(element)) and _YEAR.fullmatch(value.text):
                values[field] = value
        elif element.first("year"):
            parts = [value for name in ("year", "month", "day") if (part := element.first(name)) and (value := _value(part))]
            if all(part.text.isdecimal() for part in parts):
                start, end = parts[0].start, parts[-1].end
                inner = Series([Series([*parts], start, end)], start, end)
                values[field] = Mapping({"date-parts": inner}, [Scalar("date-parts", start, end)], [], start, end)
            else:
                values[field] = parts[0]
        elif (value := _value(element)) and field == "accessed":
            values[field] = value
    return values


def _dated(citation: Element) -> Iterator[Element]:
    return (element for element in citation if element.name in ("year", "date", "date-in-citation"))
