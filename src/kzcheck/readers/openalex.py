"""Converts works of OpenAlex, saved as JSON, to the nodes of a CSL list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers import json_nodes
from kzcheck.readers.json_nodes import Fields, each, scalar
from kzcheck.readers.nodes import Mapping, Parsed, Scalar
from kzcheck.readers.tagged import pages

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Node, Source

TYPES = {
    "article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "letter": "article-journal",
    "preprint": "article",
    "report": "report",
    "review": "article-journal",
    "software": "software",
    "standard": "standard",
}
TEXTS = {"volume": "biblio.volume", "issue": "biblio.issue", "language": "language"}
ALONE = frozenset(("book", "thesis", "report", "standard", "software", "dataset"))


def read(source: Source) -> Parsed:
    """Convert saved works of OpenAlex to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not JSON, or has no list of works.
    """
    return json_nodes.works(source, ("results",), _fields)


def _fields(work: Mapping) -> Fields:
    put: Fields = {field: value for field, path in TEXTS.items() if (value := scalar(work, path))}
    if number := scalar(work, "id"):
        put["id"] = Scalar(number.text.rpartition("/")[2], number.start, number.end)
    if title := scalar(work, "display_name") or scalar(work, "title"):
        put["title"] = title
    _put_container(put, work)
    authors = [name for authorship in each(work, "authorships") if (name := _author(authorship))]
    if authors:
        put["author"] = json_nodes.series(authors)
    if issued := scalar(work, "publication_date") or scalar(work, "publication_year"):
        put["issued"] = issued
    if page := pages(scalar(work, "biblio.first_page"), scalar(work, "biblio.last_page")):
        put["page"] = page
    for field, path in (("doi", "doi"), ("pmid", "ids.pmid"), ("pmcid", "ids.pmcid")):
        if value := scalar(work, path):
            text = value.text.partition("doi.org/")[2] if field == "doi" else value.text.rpartition("/")[2]
            put[field] = Scalar(text or value.text, value.start, value.end)
    return put


def _put_container(put: Fields, work: Mapping) -> None:
    kind, place = scalar(work, "type"), scalar(work, "primary_location.source.type")
    csl = TYPES.get(kind.text if kind else "", "document")
    if csl == "article-journal" and place and place.text == "conference":
        csl = "paper-conference"
    put["type"] = Scalar(csl, kind.start if kind else work.start, kind.end if kind else work.start)
    container = scalar(work, "primary_location.source.display_name") or scalar(work, "primary_location.raw_source_name")
    if container and csl not in ALONE and not (place and place.text == "repository" and csl != "article"):
        put["container_title"] = container
    if issn := scalar(work, "primary_location.source.issn_l"):
        put["issn"] = issn


def _author(authorship: Node) -> Node | None:
    """Return an author as named in the work: the name of the index's author profile may be somebody else's."""
    if type(authorship) is not Mapping:
        return None
    name = scalar(authorship, "raw_author_name") or scalar(authorship, "author.display_name")
    if name is None:
        return None
    family, comma, given = (part.strip() for part in name.text.partition(","))
    if not comma:
        given, _, family = name.text.rpartition(" ")
    if not (family and given):
        return Mapping({"literal": name}, [], [], name.start, name.end)
    parts: dict[str, Node] = {"family": Scalar(family, name.start, name.end), "given": Scalar(given, name.start, name.end)}
    return Mapping(parts, [], [], name.start, name.end)
