"""Converts MEDLINE's tagged format (`.nbib`), in which PubMed exports, to the nodes of a CSL list.

rispy does not read it: its tags have up to four letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Tags as Table
from kzcheck.readers import tagged
from kzcheck.readers.nodes import Mapping, Scalar
from kzcheck.readers.tagged import first, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Node, Parsed, Source
    from kzcheck.readers.tagged import Line, Tags

MEDLINE = data.read("medline", Table)
TYPES = {word: csl for csl, words in MEDLINE.types.items() for word in words}

LINE = re.compile(r"([A-Z][A-Z0-9]{1,4}) {0,3}-(?: |(?=\d)|$)")
DOI = re.compile(r"(?i)(?:doi:\s*)?(10\.\S+)(?:\s*\[doi\])?")
ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
ISBN = re.compile(r"[\dXx-]{10,17}")
SUFFIX, INITIALS = re.compile(r"Jr|Sr|2nd|3rd|[4-9]th|II|III|IV"), re.compile(r"[^\W\d_a-z]{1,4}")
TRANSLATED = re.compile(r"\[([^\[\]]+)\]\.?")
ADDED = re.compile(r"\s*\([^()]*\)$|\s:\s.*")
"""What NLM adds to names of journals to tell them apart: "Lancet (London, England)", "Circulation : official journal of …"."""


def read(source: Source) -> Parsed:
    """Convert a file in MEDLINE's format to a list of CSL nodes.

    Raises:
        UnreadableError: the file has too many entries.
    """
    return tagged.listed(source, tagged.grouped(source, _lines(source), frozenset(("PMID",)), apart=True), ("PMID",), fields)


def _lines(source: Source) -> Iterator[Line]:
    for start, line in tagged.rows(source):
        match = LINE.match(line)
        tag, value = (match[1], line[match.end() :].strip()) if match else (None, line.strip())
        yield tag, value, start, start + len(line)


def fields(tags: Tags) -> dict[str, Node]:
    """Return the CSL fields of an entry."""
    put = tagged.texts(tags, MEDLINE.texts, MEDLINE.joined)
    roles = dict(MEDLINE.names)
    if "FAU" not in tags:
        roles["AU"] = "author"
    if "FED" not in tags:
        roles["ED"] = "editor"
    put |= tagged.people(tags, roles, _names)
    _put_titles(put, tags)
    kind = next((TYPES[word] for value in tags.get("PT", ()) if (word := value.text.lower()) in TYPES), "")
    if not kind:
        kind = "article-journal" if "JT" in tags or "TA" in tags else "document"
    head = first(tags, ("PT", "PMID")) or next(iter(tags.values()))[0]
    put["type"] = Scalar(kind, head.start, head.end)
    if issued := first(tags, ("DP", "DEP")):
        year, day = part(issued, issued.text[:4]), part(issued, issued.text[4:].strip())
        put["issued"] = Scalar(tagged.dated(year, day).text, issued.start, issued.end)
    if tongue := first(tags, ("LA",)):
        put["language"] = tagged.language(tongue)
    for value in (*tags.get("LID", ()), *tags.get("AID", ()), *tags.get("SO", ())):
        if "doi" not in put and (match := DOI.search(value.text)):
            put["doi"] = part(value, match[1].rstrip(".") if value in tags.get("SO", ()) else match[1])
    for field, tag, number in (("issn", "IS", ISSN), ("isbn", "ISBN", ISBN)):
        values = [value for value in tags.get(tag, ()) if number.search(value.text)]
        numbers = dict.fromkeys(match[0] for value in values if (match := number.search(value.text)))
        if numbers:
            put[field] = part(values[0], *numbers) if len(numbers) == 1 else tagged.together(", ".join(numbers), values)
    return put


def _put_titles(put: dict[str, Node], tags: Tags) -> None:
    title, book, journal = first(tags, ("TI",)), first(tags, ("BTI", "CTI")), first(tags, ("JT", "TA"))
    if title := title or book:
        text = translated[1] if (translated := TRANSLATED.fullmatch(title.text)) else title.text.removesuffix(".")
        put["title"] = part(title, text)
        if translated and (original := first(tags, ("TT",))):
            put["original_title"] = part(original, original.text.removesuffix("."))
    if container := journal or (book if book is not title else None):
        put["container_title"] = part(container, ADDED.sub("", container.text) or container.text)
    if journal and (short := first(tags, ("TA",))) and short is not journal:
        put["container_title_short"] = short


def _names(value: Scalar) -> Iterator[Mapping | Scalar]:
    """Yield the name on a line: "Family, Given Jr", or "Family AB Jr" without comma, or an organisation."""
    family, comma, given = (part.strip() for part in value.text.partition(","))
    words = given.split() if comma else family.split()
    suffix = words.pop() if len(words) > 1 and SUFFIX.fullmatch(words[-1]) else ""
    if not comma and len(words) > 1 and INITIALS.fullmatch(words[-1]):
        family, words = " ".join(words[:-1]), words[-1:]
    elif not comma:
        words = []
    here = (value.start, value.end)
    if words:
        yield tagged.person({"family": family, "given": " ".join(words), "suffix": suffix}, value.text, here)
    elif value.text:
        yield Scalar(value.text, *here)
