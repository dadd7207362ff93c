"""Converts Refer (`.enw`), in which EndNote and Google Scholar export, to the nodes of a CSL list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Tags as Table
from kzcheck.identifiers import find_isbns
from kzcheck.readers import tagged
from kzcheck.readers.nodes import Scalar
from kzcheck.readers.tagged import first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Node, Parsed, Source
    from kzcheck.readers.tagged import Line, Tags

REFER = data.read("refer", Table)
TYPES = {word: csl for csl, words in REFER.types.items() for word in words}

LINE = re.compile(r"(%[0-9A-Za-z@?!&\[\](){}*+>~#$^<:=-])(?:[ \t]+|$)")
SINGLE = {"doi": "%R", "url": "%U", "pmid": "PMID", "pmcid": "PMC"}
REMARK = re.compile(r"\s*\([^()]*\)")
"""What stands after a number: "0000-0019 (Print)"."""
COUNTED = frozenset("book manuscript pamphlet report thesis".split())
"""Types for which a single page number is the count of pages."""
IN_JOURNALS = frozenset("article-journal article-magazine article-newspaper periodical".split())
IN_BOOKS = frozenset("chapter paper-conference entry-dictionary entry-encyclopedia webpage legal_case legislation".split())


def read(source: Source) -> Parsed:
    """Convert a file in Refer's format to a list of CSL nodes.

    Raises:
        UnreadableError: the file has too many entries.
    """
    lines = list(_lines(source))
    typed = any(tag == "%0" for tag, *_ in lines)
    entries = tagged.grouped(source, lines, frozenset(("%0",)), apart=not typed)
    return tagged.listed(source, entries, ("%F",), fields)


def _lines(source: Source) -> Iterator[Line]:
    for start, line in tagged.rows(source):
        match = LINE.match(line)
        yield match[1] if match else None, line[match.end() :].strip() if match else line.strip(), start, start + len(line)


def fields(tags: Tags) -> dict[str, Node]:
    """Return the CSL fields of an entry; EndNote's XML has PubMed's two numbers under `PMID` and `PMC`."""
    put = tagged.texts(tags, REFER.texts, REFER.joined)
    put |= tagged.people(tags, REFER.names)
    given = first(tags, ("%0",))
    kind = TYPES.get(given.text.lower(), "document") if given else _guessed(tags)
    head = given or next(iter(tags.values()))[0]
    put["type"] = Scalar(kind, head.start, head.end)
    _put_containers(put, kind, tags)
    _put_numbers(put, kind, tags)
    for field, tag in SINGLE.items():
        if (value := first(tags, (tag,))) and not value.text.startswith(tagged.TO_WEB_OF_SCIENCE):
            put[field] = value
    if (own := first(tags, ("%9",))) and own.text.lower() not in TYPES:
        put["genre"] = own
    if year := first(tags, ("%D",)):
        put["issued"] = tagged.dated(year, first(tags, ("%8",)))
    if accessed := first(tags, ("%[",)):
        put["accessed"] = Scalar(tagged.date(accessed.text), accessed.start, accessed.end)
    return put


def _put_containers(put: dict[str, Node], kind: str, tags: Tags) -> None:
    journal, book, series = (first(tags, names) for names in (("%J", "%B"), ("%B", "%J"), ("%S",)))
    container = journal if kind in IN_JOURNALS else book if kind in IN_BOOKS else None
    if container := container or (series if kind == "paper-conference" else None):
        put["container_title"] = container
    if (series := series or (book if kind == "book" else None)) and series is not container:
        put["collection_title"] = series


def _put_numbers(put: dict[str, Node], kind: str, tags: Tags) -> None:
    if number := first(tags, ("%N",)):
        put["issue" if kind in IN_JOURNALS else "collection_number" if kind in ("book", "chapter") else "number"] = number
    if number := first(tags, ("%@",)):
        joined = ", ".join(dict.fromkeys(REMARK.sub(" ", number.text).split()))
        is_isbn = kind in ("book", "chapter") or any(find_isbns(joined))
        put["isbn" if is_isbn else "issn"] = Scalar(joined, number.start, number.end)
    if kind in COUNTED and (pages := put.get("page")) and isinstance(pages, Scalar) and pages.text.isdecimal():
        put["number_of_pages"] = put.pop("page")


def _guessed(tags: Tags) -> str:
    """Return the type of an entry that gives none, as Refer's own formatter judges it by the tags present."""
    return "article-journal" if "%J" in tags else "chapter" if "%B" in tags else "book" if "%I" in tags else "document"
