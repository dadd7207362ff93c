"""Converts metadata of DataCite, saved as JSON, to the nodes of a CSL list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers import json_nodes, tagged
from kzcheck.readers.json_nodes import Fields, each, scalar
from kzcheck.readers.nodes import Mapping, Parsed, Scalar

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Node, Source

TYPES = {
    "audiovisual": "motion_picture",
    "book": "book",
    "bookchapter": "chapter",
    "collection": "collection",
    "computationalnotebook": "software",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "datapaper": "article-journal",
    "dataset": "dataset",
    "dissertation": "thesis",
    "event": "event",
    "image": "graphic",
    "journal": "periodical",
    "journalarticle": "article-journal",
    "peerreview": "review",
    "preprint": "article",
    "report": "report",
    "software": "software",
    "sound": "song",
    "standard": "standard",
}
"""DataCite's general types (schema 4.6, appendix 1), in lower case, and CSL's."""
TEXTS = {
    "doi": "doi",
    "language": "language",
    "version": "version",
    "container_title": "container.title",
    "volume": "container.volume",
    "issue": "container.issue",
}
UNKNOWN = frozenset("(:unac) (:unal) (:unap) (:unas) (:unav) (:unkn) (:none) (:null) (:tba) (:etal) (:at)".split())
"""DataCite's values for missing information (schema 4.6, appendix 3)."""


def read(source: Source) -> Parsed:
    """Convert saved metadata of DataCite to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not JSON, or has no list of works.
    """
    return json_nodes.works(source, ("data",), _fields)


def _fields(work: Mapping) -> Fields:
    attributes = work.values.get("attributes")
    if type(attributes) is Mapping:
        work = attributes
    put: Fields = {field: value for field, path in TEXTS.items() if (value := _known(scalar(work, path)))}
    if doi := put.get("doi") or _known(scalar(work, "id")):
        put["id"] = doi
    titles = [title for title in each(work, "titles") if type(title) is Mapping]
    main = next((title for title in titles if not scalar(title, "titleType")), None)
    if main and (title := _known(scalar(main, "title"))):
        more = next((t for t in titles if (kind := scalar(t, "titleType")) and kind.text == "Subtitle"), None)
        subtitle = scalar(more, "title") if more else None
        put["title"] = tagged.together(f"{title.text}: {subtitle.text}", (title, subtitle)) if subtitle else title
    if publisher := _known(scalar(work, "publisher.name") or scalar(work, "publisher")):
        put["publisher"] = publisher
    general, own = scalar(work, "types.resourceTypeGeneral"), scalar(work, "types.citeproc")
    csl = TYPES.get(general.text.lower() if general else "") or (own.text if own else "document")
    head = general or own
    put["type"] = Scalar(csl, head.start if head else work.start, head.end if head else work.start)
    for field, names in (("author", _people(work, "creators")), ("editor", _people(work, "contributors", "Editor"))):
        if names:
            put[field] = json_nodes.series(names)
    dates = [date for date in each(work, "dates") if type(date) is Mapping]
    issued = next((scalar(date, "date") for date in dates if (kind := scalar(date, "dateType")) and kind.text == "Issued"), None)
    year = scalar(work, "publicationYear")
    if issued := issued if issued and (not year or issued.text.startswith(year.text)) else year:
        put["issued"] = issued
    if pages := tagged.pages(scalar(work, "container.firstPage"), scalar(work, "container.lastPage")):
        put["page"] = pages
    kind_of_number = scalar(work, "container.identifierType")
    if kind_of_number and kind_of_number.text in ("ISSN", "ISBN") and (number := scalar(work, "container.identifier")):
        put[kind_of_number.text.lower()] = number
    return put


def _people(work: Mapping, key: str, role: str = "") -> list[Node]:
    people = [person for person in each(work, key) if type(person) is Mapping]
    if role:
        people = [person for person in people if (kind := scalar(person, "contributorType")) and kind.text == role]
    return [name for person in people if (name := _name(person))]


def _name(person: Mapping) -> Node | None:
    family, given, whole = (_known(scalar(person, key)) for key in ("familyName", "givenName", "name"))
    if family and given:
        return Mapping({"family": family, "given": given}, [], [], person.start, person.end)
    kind = scalar(person, "nameType")
    if whole and not (kind and kind.text == "Organizational"):
        return next(iter(tagged.names(whole)), None)
    return whole


def _known(value: Scalar | None) -> Scalar | None:
    return None if value is None or value.text.lower() in UNKNOWN else value
