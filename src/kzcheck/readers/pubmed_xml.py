"""Converts PubMed's XML to the nodes of a CSL list; its values are those of MEDLINE's tagged format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers import medline, tagged, xml_nodes
from kzcheck.readers.nodes import ENTRIES, too_long
from kzcheck.readers.tagged import TaggedEntry

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Parsed, Scalar, Source
    from kzcheck.readers.xml_nodes import Element

TAGS = {
    "PMID": ("PMID",),
    "TI": ("Article/ArticleTitle", "ArticleTitle"),
    "TT": ("Article/VernacularTitle", "VernacularTitle"),
    "BTI": ("Book/BookTitle",),
    "JT": ("Article/Journal/Title",),
    "TA": ("MedlineJournalInfo/MedlineTA", "Article/Journal/ISOAbbreviation"),
    "VI": ("Article/Journal/JournalIssue/Volume", "Book/Volume"),
    "IP": ("Article/Journal/JournalIssue/Issue",),
    "PG": ("Article/Pagination/MedlinePgn", "Pagination/MedlinePgn"),
    "IS": ("Article/Journal/ISSN",),
    "ISBN": ("Book/Isbn",),
    "LA": ("Article/Language", "Language"),
    "PT": ("Article/PublicationTypeList/PublicationType", "PublicationType"),
    "PB": ("Book/Publisher/PublisherName",),
    "PL": ("Book/Publisher/PublisherLocation",),
    "EN": ("Book/Edition",),
    "AB": ("Article/Abstract/AbstractText", "Abstract/AbstractText"),
    "OT": ("KeywordList/Keyword",),
}
"""Tags of MEDLINE, and where PubMed's XML has their values."""

DATES = "Article/Journal/JournalIssue/PubDate", "Book/PubDate"


def read(source: Source) -> Parsed:
    """Convert a file of PubMed's XML to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not XML, or has too many entries.
    """
    root = xml_nodes.parse(source)
    works = [root] if root.name in ("PubmedArticle", "PubmedBookArticle") else list(root)
    if len(works) > ENTRIES:
        raise too_long(source)
    records = [(work, record) for work in works for record in work if record.name in ("MedlineCitation", "BookDocument")]
    entries = [TaggedEntry(_tags(work, record), work.start, work.end) for work, record in records]
    return tagged.listed(source, entries, ("PMID",), medline.fields)


def _tags(work: Element, record: Element) -> dict[str, list[Scalar]]:
    tags = {tag: values for tag, paths in TAGS.items() if (values := [e.value() for path in paths for e in record.all(path)])}
    editors = [people for people in record.all("Book/AuthorList") if people.attributes.get("Type") == "editors"]
    authors = (*record.all("Article/AuthorList"), *record.all("AuthorList"), *record.all("Book/AuthorList"))
    for people in authors:
        for person in people:
            tag, name = _name(person)
            tags.setdefault("FED" if people in editors else tag, []).append(person.value(name))
    for path in DATES:
        for date in record.all(path):
            tags.setdefault("DP", []).append(date.value(" ".join(part.text() for part in date)))
    for number in record.all("Article/ELocationID"):
        if number.attributes.get("EIdType") == "doi":
            tags.setdefault("LID", []).append(number.value())
    numbers = (*work.all("PubmedData/ArticleIdList/ArticleId"), *record.all("ArticleIdList/ArticleId"))
    for kind, tag in (("doi", "AID"), ("pmc", "PMC")):
        if values := [number.value() for number in numbers if number.attributes.get("IdType") == kind]:
            tags[tag] = values
    return tags


def _name(person: Element) -> tuple[str, str]:
    """Return the tag and the text of a name in MEDLINE."""
    parts = {part.name: part.text() for part in person}
    if family := parts.get("LastName"):
        given = " ".join(filter(None, (parts.get("ForeName") or parts.get("Initials"), parts.get("Suffix"))))
        return "FAU", f"{family}, {given}" if given else family
    return "CN", parts.get("CollectiveName", "")
