"""Converts MODS, the XML of library catalogues, repositories and Zotero, to the nodes of a CSL list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.csl import spelling
from kzcheck.data.subjects import Mods
from kzcheck.readers import tagged, xml_nodes
from kzcheck.readers.nodes import ENTRIES, Mapping, Parsed, Scalar, Series, too_long

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.readers.nodes import Node, Source
    from kzcheck.readers.xml_nodes import Element

MODS = data.read("mods", Mods)
TYPES = {word: csl for csl, words in MODS.genres.items() for word in words}
ROLES = {word: role for role, words in MODS.roles.items() for word in words}

TEXTS = {
    "publisher": "originInfo/publisher",
    "publisher_place": "originInfo/place/placeTerm",
    "edition": "originInfo/edition",
    "abstract": "abstract",
    "note": "note",
    "url": "location/url",
}
"""Fields of CSL, and where MODS has their values."""
NUMBERS = {"doi": "doi", "isbn": "isbn", "issn": "issn", "pmid": "pmid", "pmc": "pmcid", "uri": "url"}
"""Kinds of identifiers, and their fields."""
DETAILS = {"volume": "volume", "issue": "issue", "number": "issue", "page": "page"}
DATES = ("originInfo/dateIssued", "originInfo/copyrightDate", "originInfo/dateCreated", "part/date")
OWN = frozenset("abstract doi note pmcid pmid url".split())
"""What a work does not share with its host."""
SPACES = re.compile(r"\s+")


def read(source: Source) -> Parsed:
    """Convert a file in MODS to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not XML, or has too many entries.
    """
    root = xml_nodes.parse(source)
    works = [root] if root.name == "mods" else [work for work in root if work.name == "mods"]
    if len(works) > ENTRIES:
        raise too_long(source)
    ids = [work.attributes.get("ID", "") for work in works]
    listed = Series([], 0, len(source.text))
    for number, (work, given) in enumerate(zip(works, ids, strict=True), 1):
        name = work.value(given or tagged.number_of(number, ids))
        name.end = name.start
        fields = {"id": name, **_fields(work)}
        listed.items.append(Mapping({spelling(field): node for field, node in fields.items()}, [], [], work.start, work.end))
    return Parsed(listed)


def _fields(work: Element) -> dict[str, Node]:
    put: dict[str, Node] = {}
    host, series = (_related(work, kind) for kind in ("host", "series"))
    for field, place in (("title", work), ("container_title", host), ("collection_title", series)):
        if place is not None and (title := _title(place)):
            put[field] = title
    put["type"] = _type(work, host)
    put |= _people(work)
    for place in (work, host):
        if place is not None:
            _put_texts(put, place, in_host=place is host)
            _put_part(put, place.all("part"))
    if language := next(iter(work.all("language/languageTerm")), None):
        put["language"] = tagged.language(language.value())
    return put


def _related(work: Element, kind: str) -> Element | None:
    return next((related for related in work.all("relatedItem") if related.attributes.get("type") == kind), None)


def _put_texts(put: dict[str, Node], place: Element, *, in_host: bool) -> None:
    """Put texts, numbers and the date of the work, or those of its host that it lacks; a host's DOI and URL are not the work's."""
    for field, path in TEXTS.items():
        element = next((element for element in place.all(path) if element.text()), None)
        if element and not (in_host and field in OWN):
            put.setdefault(field, element.value())
    for number in place.all("identifier"):
        field = NUMBERS.get(number.attributes.get("type", "").lower(), "")
        if field and not (in_host and field in OWN):
            put.setdefault(field, number.value())
    if issued := next((date for path in DATES for date in place.all(path) if date.text()), None):
        put.setdefault("issued", issued.value())


def _title(work: Element) -> Scalar | None:
    """Return the main title with its article and subtitle; titles with a type are others."""
    info = next((info for info in work.all("titleInfo") if "type" not in info.attributes), None)
    if info is None:
        return None
    parts = {part.name: part.text() for part in info}
    title = " ".join(filter(None, (parts.get("nonSort"), parts.get("title"))))
    if more := parts.get("subTitle"):
        title = f"{title}: {more}"
    return info.value(SPACES.sub(" ", title)) if title else None


def _type(work: Element, host: Element | None) -> Scalar:
    genres = [*work.all("genre"), *(host.all("genre") if host else ())]
    if known := next((genre for genre in genres if genre.text().lower() in TYPES), None):
        value: Scalar = known.value(TYPES[known.text().lower()])
        return value
    in_journal = host is not None and any(number.attributes.get("type") == "issn" for number in host.all("identifier"))
    kind = "article-journal" if in_journal else "chapter" if host else "book" if work.all("originInfo/publisher") else "document"
    start = work.value("").start
    return Scalar(kind, start, start)


def _people(work: Element) -> dict[str, Node]:
    people: dict[str, list[Node]] = {}
    for name in work.all("name"):
        words = [term.text().lower() for term in name.all("role/roleTerm")] or [""]
        role = next((ROLES[word] for word in words if word in ROLES), None)
        if role and (person := _name(name)):
            people.setdefault(role, []).append(person)
    return {role: Series(names, _start(names), _end(names)) for role, names in people.items()}


def _name(name: Element) -> Node | None:
    parts: dict[str, list[Scalar]] = {}
    for part in name.all("namePart"):
        kind = {"family": "family", "given": "given", "termsOfAddress": "suffix", "": "literal"}.get(
            part.attributes.get("type", "")
        )
        if kind and part.text():
            parts.setdefault(kind, []).append(part.value())
    if "family" not in parts:
        whole = next(iter(parts.get("literal", ())), None)
        return next(iter(tagged.names(whole)), None) if whole and name.attributes.get("type") == "personal" else whole
    nodes: dict[str, Node] = {
        kind: tagged.together(" ".join(value.text for value in values), values)
        for kind, values in parts.items()
        if kind != "literal"
    }
    return Mapping(nodes, [], [], name.start, name.end)


def _put_part(put: dict[str, Node], parts: Iterable[Element]) -> None:
    for part in parts:
        for detail in part.all("detail"):
            field = DETAILS.get(detail.attributes.get("type", ""))
            if field and (number := next(iter((*detail.all("number"), *detail.all("caption"))), None)):
                put.setdefault(field, number.value())
        for extent in part.all("extent"):
            begin, end, whole = (next((e.value() for e in extent.all(name)), None) for name in ("start", "end", "list"))
            if extent.attributes.get("unit", "page").startswith("page") and (pages := tagged.pages(begin, end) or whole):
                put.setdefault("page", pages)


def _start(nodes: Iterable[Node]) -> int:
    return min(node.start for node in nodes)


def _end(nodes: Iterable[Node]) -> int:
    return max(node.end for node in nodes)
