"""Converts the tagged format of the Web of Science (`savedrecs.txt`, `.ciw`) to the nodes of a CSL list.

`rispy.WokParser` is not used: it gives no positions, joins the editors of a book to one text, and loses an entry without `ER`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Tags as Table
from kzcheck.readers import tagged
from kzcheck.readers.nodes import Scalar
from kzcheck.readers.tagged import first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Node, Parsed, Source
    from kzcheck.readers.tagged import Line, Tags

WEB_OF_SCIENCE = data.read("web_of_science", Table)
TYPES = {word: csl for csl, words in WEB_OF_SCIENCE.types.items() for word in words}

LINE = re.compile(r"([A-Z][A-Z0-9])(?: |$)")
LISTS = frozenset("AU AF BA BF BE CA GP".split())
"""Tags whose values are one to a line."""
FULL_NAMES = {"AF": "AU", "BF": "BA"}
"""Tags of full names, and those of the same names with initials."""
KINDS = {"J": "article-journal", "B": "book", "S": "book", "C": "paper-conference", "P": "patent", "D": "dataset"}
"""What a record is part of, in the tag PT; books and series (B, S) hold chapters and papers."""


def read(source: Source) -> Parsed:
    """Convert a file from the Web of Science to a list of CSL nodes.

    Raises:
        UnreadableError: the file has too many entries.
    """
    entries = tagged.grouped(source, _lines(source), frozenset(("PT",)), frozenset("ER FN VR EF".split()))
    return tagged.listed(source, entries, ("UT",), _fields)


def _lines(source: Source) -> Iterator[Line]:
    above = ""
    for start, line in tagged.rows(source):
        match = LINE.match(line)
        if match:
            above = match[1]
        value = line[match.end() :].strip() if match else line.strip()
        continued = not match and above not in LISTS
        yield None if continued or not line else above, value, start, start + len(line)


def _fields(tags: Tags) -> dict[str, Node]:
    put = tagged.texts(tags, WEB_OF_SCIENCE.texts, WEB_OF_SCIENCE.joined)
    roles = {FULL_NAMES.get(tag, tag) if tag not in tags else tag: role for tag, role in WEB_OF_SCIENCE.names.items()}
    put |= tagged.people(tags, roles)
    kind, own = first(tags, ("PT",)), first(tags, ("DT",))
    head = own or kind or next(iter(tags.values()))[0]
    words = [word.strip().lower() for word in own.text.split(";")] if own else []
    csl = KINDS.get(kind.text if kind else "", "document")
    said = next((TYPES[word] for word in words if word in TYPES), csl)
    if csl != "article-journal" or said == "review-book":  # of a talk in a journal, the journal is what readers look for
        csl = said
    put["type"] = Scalar(csl, head.start, head.end)
    if (container := first(tags, ("SO",))) and container.text.lower() != getattr(put.get("title"), "text", "").lower():
        put["container_title"] = container
    if pages := tagged.pages(first(tags, ("BP",)), first(tags, ("EP",))):
        put["page"] = pages
    if number := first(tags, ("AR",)):
        put.setdefault("page", number)
    if doi := first(tags, ("DI",) if "DI" in tags or csl != "book" else ("D2",)):
        put["doi"] = doi
    for field, names in (("issn", ("SN", "EI")), ("isbn", ("BN",))):
        if numbers := [value for tag in names for value in tags.get(tag, ()) if value.text]:
            joined = ", ".join(", ".join(value.text.split()) for value in numbers)
            put[field] = tagged.together(joined, numbers)
    if tongue := first(tags, ("LA",)):
        put["language"] = tagged.language(tongue)
    _put_date(put, tags)
    return put


def _put_date(put: dict[str, Node], tags: Tags) -> None:
    """Put the date: day and month, and year, have tags of their own; of an article without an issue, the early access counts."""
    year, day, early = first(tags, ("PY",)), first(tags, ("PD",)), first(tags, ("EA",))
    if year:
        put["issued"] = tagged.dated(year, day)
    elif early:
        put["issued"] = Scalar(tagged.date(early.text), early.start, early.end)
