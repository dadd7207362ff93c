"""Converts EndNote's XML to the nodes of a CSL list; its fields are those of EndNote's other export, Refer, under longer names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.identifiers import normal_pmcid
from kzcheck.readers import refer, tagged, xml_nodes
from kzcheck.readers.nodes import ENTRIES, too_long
from kzcheck.readers.tagged import TaggedEntry

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Parsed, Scalar, Source
    from kzcheck.readers.xml_nodes import Element

TAGS = {
    "%A": ("contributors/authors/author",),
    "%E": ("contributors/secondary-authors/author",),
    "%Y": ("contributors/tertiary-authors/author",),
    "%?": ("contributors/subsidiary-authors/author", "contributors/translated-authors/author"),
    "%T": ("titles/title",),
    "%!": ("titles/short-title",),
    "%B": ("titles/secondary-title", "periodical/full-title"),
    "%S": ("titles/tertiary-title",),
    "%V": ("volume",),
    "%N": ("number",),
    "%P": ("pages",),
    "%&": ("section",),
    "%6": ("num-vols",),
    "%7": ("edition",),
    "%D": ("dates/year",),
    "%8": ("dates/pub-dates/date",),
    "%I": ("publisher",),
    "%C": ("pub-location",),
    "%L": ("call-num",),
    "%9": ("work-type",),
    "%G": ("language",),
    "%X": ("abstract",),
    "%Z": ("notes",),
    "%K": ("keywords/keyword",),
    "%[": ("access-date",),
    "%U": ("urls/related-urls/url", "urls/web-urls/url"),
}
"""Tags of Refer, and where EndNote's XML has their values."""

NUMBERS = re.compile(r"\d{5,8}")
PUBMED = re.compile(r"(?i)pubmed|medline|ncbi\.nlm\.nih\.gov")


def read(source: Source) -> Parsed:
    """Convert a file of EndNote's XML to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not XML, or has too many entries.
    """
    records = [record for records in xml_nodes.parse(source).all("records") for record in records if record.name == "record"]
    if len(records) > ENTRIES:
        raise too_long(source)
    return tagged.listed(
        source, [TaggedEntry(_tags(record), record.start, record.end) for record in records], ("%F",), refer.fields
    )


def _tags(record: Element) -> dict[str, list[Scalar]]:
    tags = {tag: values for tag, paths in TAGS.items() if (values := [e.value() for path in paths for e in record.all(path)])}
    tags["%F"] = [number.value(f"#{number.text()}") for number in record.all("rec-number") if number.text()]
    tags["%0"] = [kind.value(kind.attributes.get("name", "")) for kind in record.all("ref-type")] or [record.value("")]
    for number in record.all("isbn"):
        tags.setdefault("%@", []).append(number.value(" ".join(number.lines())))
    for number in record.all("electronic-resource-num"):
        if lines := number.lines():  # PubMed's entries have the publisher's number on the next line
            tags.setdefault("%R", []).append(number.value(lines[0]))
    for number in (*record.all("custom2"), *record.all("custom1")):
        if normal_pmcid(number.text()):
            tags.setdefault("PMC", []).append(number.value())
    places = "remote-database-name remote-database-provider urls/related-urls/url".split()
    for number in record.all("accession-num"):
        if NUMBERS.fullmatch(number.text()) and any(PUBMED.search(e.text()) for path in places for e in record.all(path)):
            tags.setdefault("PMID", []).append(number.value())
    return tags
