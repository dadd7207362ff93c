"""Converts RIS to the nodes of a CSL list, which `references` reads like nodes from YAML.

rispy parses the lines. Its loop over them is not used: it gives no positions, joins two entries if `ER` is missing, and drops
an entry that begins without `TY`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rispy import RisParser

from kzcheck import data
from kzcheck.article import UnknownField, Unreadable
from kzcheck.csl import spelling
from kzcheck.data.subjects import Ris
from kzcheck.errors import UnreadableError
from kzcheck.readers import tagged
from kzcheck.readers.entries import Known
from kzcheck.readers.nodes import Mapping, Parsed, Scalar, Series
from kzcheck.readers.tagged import first
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Node, Source
    from kzcheck.readers.tagged import Line, TaggedEntry, Tags

RIS = data.read("ris", Ris)
TYPES = {kind: csl for csl, kinds in RIS.types.items() for kind in kinds}
KNOWN_TYPES = Known(TYPES)

LOOSE = re.compile(r"\s{0,3}([A-Z][A-Z0-9])[ \t]{0,4}-(?:[ \t]+|$)")
"""A line with a known tag whose exporter does not follow the specification in the number of spaces."""

AFTER_DASH, YEAR = 5, 4

DATE = re.compile(r"\s*(\d{4})(?:[/-](\d{1,2})?(?:[/-](\d{1,2})?)?)?(?:/.*)?\s*", re.DOTALL)
DOI = re.compile(r"10\.\d{4,9}/\S+")

PMCID, PMID = re.compile(r"PMC[1-9]\d{2,8}"), re.compile(r"[1-9]\d{0,7}")
PUBMED = re.compile(r"(?i)\bPUBMED\s+([1-9]\d{0,7})\b")
"""A PubMed number among those of other databases, as the Cochrane Library writes it."""
OF_PUBMED = frozenset(("medline", "nlm", "pubmed"))
"""Databases, in lower case, whose accession numbers are PubMed's."""

SEVERAL_URLS = re.compile(r";\s*(?=https?://)")
SEVERAL_NUMBERS = re.compile(r"[\dXx-]{8,17}(?:\s+[\dXx-]{8,17})+")
"""Several numbers in one tag, written by EndNote one per line."""


def read(source: Source) -> Parsed:
    """Convert a RIS file to a list of CSL nodes.

    Raises:
        UnreadableError: the file has no entries, or too many.
    """
    root = Series([], 0, len(source.text))
    listed = Parsed(root)
    entries = tagged.grouped(source, _lines(source), frozenset(("TY",)), frozenset(("ER",)))
    if not any("TY" in entry.tags for entry in entries):
        raise UnreadableError(f"{source.name}: no entry in this file; an entry begins with `TY  - JOUR` or another type")
    taken = {_id(entry) for entry in entries}
    for number, entry in enumerate(entries, 1):
        kind = next(iter(entry.tags.get("TY", ())), None)
        if kind is None or not kind.text:
            where = kind or next(iter(entry.tags.values()))[0]
            wrong = Wrong("ris-without-type" if kind else "ris-without-ty", {"number": number})
            listed.unreadable.append(Unreadable(source.location(entry.start, where.end), wrong, _id(entry)))
            continue
        name = _id(entry) or tagged.number_of(number, taken)
        if kind.text.upper() not in TYPES:
            listed.unknown.append(UnknownField(source.place(kind), kind.text, KNOWN_TYPES.like(kind.text), name))
        mapping = _mapping(entry, kind, name)
        mapping.wrong += _repeated(source, entry)
        root.items.append(mapping)
    return listed


def _id(entry: TaggedEntry) -> str | None:
    given = first(entry.tags, ("ID",))
    return given.text if given else None


def _lines(source: Source) -> Iterator[Line]:
    """Yield the lines of a file; rispy parses those that follow the specification."""
    strict = RisParser().parse_line
    known = {*RisParser.DEFAULT_MAPPING, *RIS.other_tags}
    for start, line in tagged.rows(source):
        tag, value = strict(line)
        if tag is not None:
            value = line[AFTER_DASH:].strip()  # without a space after the dash, rispy drops the first letter
        elif (loose := LOOSE.match(line)) and loose[1] in known:
            tag, value = loose[1], line[loose.end() :].strip()
        yield tag, value, start, start + len(line)


def _repeated(source: Source, entry: TaggedEntry) -> Iterator[tuple[Node, Wrong]]:
    """Yield the values that contradict an earlier one under a tag that should occur once; the first one counts.

    PubMed Central gives the dates of receipt and acceptance under the tag of the year, so only years are compared there.
    """
    for tag in sorted(RIS.single & entry.tags.keys()):
        values = [value for value in entry.tags[tag] if value.text]
        compared = YEAR if tag in ("PY", "Y1") else None
        for value in values[1:]:
            if value.text[:compared] != values[0].text[:compared]:
                line = source.location(values[0].start, values[0].start).line
                yield value, Wrong("ris-repeated-tag", {"tag": tag, "line": line})


def _mapping(entry: TaggedEntry, kind: Scalar, name: str) -> Mapping:
    """Convert an entry to a CSL mapping; `name` is its id, or its number if it has none."""
    tags = entry.tags
    csl = TYPES.get(kind.text.upper(), "document")
    given = first(tags, ("ID",))
    put: dict[str, Node] = {
        "id": given or Scalar(name, kind.start, kind.end),
        "type": Scalar(csl, kind.start, kind.end),
    }
    put |= tagged.texts(tags, RIS.texts, RIS.joined)
    put |= tagged.people(tags, {tag: role for tag, role in RIS.names.items() if tag != "A3" or csl in RIS.in_series})
    if (url := first(tags, ("UR",))) and not url.text.startswith(tagged.TO_WEB_OF_SCIENCE):
        put["url"] = Scalar(SEVERAL_URLS.split(url.text, 1)[0], url.start, url.end)
    _put_titles(put, csl, tags)
    _put_dates(put, tags)
    _put_pages(put, csl, tags)
    _put_numbers(put, csl, tags)
    _put_pubmed(put, tags)
    return Mapping({spelling(field): value for field, value in put.items()}, [], [], entry.start, entry.end)


def _put_titles(put: dict[str, Node], kind: str, tags: Tags) -> None:
    container = first(tags, RIS.containers)
    short = first(tags, RIS.short_containers)
    if kind not in RIS.hosted:
        if "title" not in put and "BT" in tags and kind == "book":
            put["title"] = tags["BT"][0]
        elif container and kind != "thesis":
            put.setdefault("collection_title", container)
        return
    if title := container or short:
        put["container_title"] = title
    if container and short and short is not container and short.text != container.text:
        put["container_title_short"] = short


def _put_dates(put: dict[str, Node], tags: Tags) -> None:
    dates_given = [
        date for date in (_date(value) for name in ("PY", "Y1", "DA") for value in tags.get(name, ())[:1]) if date and date.text
    ]
    if dates_given:
        year = dates_given[0].text[:4]
        put["issued"] = max((date for date in dates_given if date.text.startswith(year)), key=_known)
    if (accessed := first(tags, ("Y2",))) and (date := _date(accessed)):
        put["accessed"] = date


def _known(date: Scalar) -> int:
    """Return the number of known parts of a numeric date, or 0 for words."""
    return date.text.count("-") + 1 if re.fullmatch(r"[\d-]+", date.text) else 0


def _date(value: Scalar) -> Scalar:
    """Return a date (`2004/05/31/`, `2004//`, `2004-05-31`, `May 31, 2004`) as EDTF; other words are kept."""
    match = DATE.fullmatch(value.text) if len(value.text) <= tagged.LONGEST_DATE else None
    if match:
        year, month, day = match.groups()
        # a month or day of zero is unknown
        known = (year, *(f"{int(part):02d}" for part in (month, day) if part and int(part)))
        return Scalar("-".join(known if month and int(month) else known[:1]), value.start, value.end)
    return Scalar(tagged.date(value.text), value.start, value.end)


def _put_pages(put: dict[str, Node], kind: str, tags: Tags) -> None:
    begin, end = first(tags, ("SP",)), first(tags, ("EP",))
    if begin and not end and kind in RIS.counted and begin.text.isdecimal():
        put["number_of_pages"] = begin
    elif pages := tagged.pages(begin, end) or first(tags, ("C7",)):
        put["page"] = pages


def _put_numbers(put: dict[str, Node], kind: str, tags: Tags) -> None:
    """Distinguish ISBNs, ISSNs and report numbers, which share a tag, and DOIs and genres, which share another."""
    for value in tags.get("SN", ()):
        if value.text:
            separated = ", ".join(value.text.split()) if SEVERAL_NUMBERS.fullmatch(value.text) else value.text
            put.setdefault(_standard_number(separated, kind), Scalar(separated, value.start, value.end))
    if kind in RIS.numbered and (number := put.pop("issue", None) or first(tags, ("M1",))):
        put.setdefault("number", number)
    genre = first(tags, ("M3",))
    if genre and (doi := DOI.search(genre.text)):
        put.setdefault("doi", Scalar(doi[0], genre.start, genre.end))
    elif genre and genre.text.lower() not in RIS.unsaid:
        put["genre"] = genre


def _put_pubmed(put: dict[str, Node], tags: Tags) -> None:
    """Put the numbers of PubMed and PubMed Central, which have no tags of their own."""
    of_pubmed = any(value.text.lower() in OF_PUBMED for tag in ("DB", "DP") for value in tags.get(tag, ()))
    for tag in ("AN", "C2"):
        for value in tags.get(tag, ()):
            if PMCID.fullmatch(value.text):
                put.setdefault("pmcid", value)
            elif tag == "AN" and of_pubmed and PMID.fullmatch(value.text):
                put.setdefault("pmid", value)
    for value in tags.get("C3", ()):
        if match := PUBMED.search(value.text):
            put.setdefault("pmid", tagged.part(value, match[1]))


def _standard_number(text: str, kind: str) -> str:
    signs = len(re.findall(r"[0-9Xx]", text.partition("(")[0].partition(";")[0].partition(",")[0]))
    if signs in (10, 13):
        return "isbn"
    if signs == 8:  # noqa: PLR2004
        return "issn"
    if kind in RIS.numbered:
        return "number"
    return "issn" if kind in ("article-journal", "article-magazine", "article-newspaper", "periodical") else "isbn"
