"""Converts RIS to the nodes of a CSL list, which `references` reads like nodes from YAML.

rispy parses the lines. Its loop over them is not used: it gives no positions, joins two entries if `ER` is missing, and drops
an entry that begins without `TY`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from rispy import RisParser

from kzcheck import data
from kzcheck.article import UnknownField, Unreadable
from kzcheck.csl import spelling
from kzcheck.data.subjects import Ris
from kzcheck.errors import UnreadableError
from kzcheck.language import dates
from kzcheck.readers.entries import Known
from kzcheck.readers.nodes import ENTRIES, LONGEST_LIST, Mapping, Parsed, Scalar, Series, composed, too_long
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Node, Source

RIS = data.read("ris", Ris)
TYPES = {kind: csl for csl, kinds in RIS.types.items() for kind in kinds}
KNOWN_TYPES = Known(TYPES)

LINE = re.compile(r"[^\r\n]+")
LOOSE = re.compile(r"\s{0,3}([A-Z][A-Z0-9])[ \t]{0,4}-(?:[ \t]+|$)")
"""A line with a known tag whose exporter does not follow the specification in the number of spaces."""

AFTER_DASH, YEAR = 5, 4

DATE = re.compile(r"\s*(\d{4})(?:[/-](\d{1,2})?(?:[/-](\d{1,2})?)?)?(?:/.*)?\s*", re.DOTALL)
DOI = re.compile(r"10\.\d{4,9}/\S+")
LONGEST_DATE = 100

SEVERAL_URLS = re.compile(r";\s*(?=https?://)")
SEVERAL_NUMBERS = re.compile(r"[\dXx-]{8,17}(?:\s+[\dXx-]{8,17})+")
"""Several numbers in one tag, written by EndNote one per line."""


class RisEntry(Struct, gc=False):
    """One entry: the values of each tag in their order, and the entry's span."""

    tags: dict[str, list[Scalar]]
    start: int
    end: int


def read(source: Source) -> Parsed:
    """Convert a RIS file to a list of CSL nodes.

    Raises:
        UnreadableError: the file has no entries, or too many.
    """
    root = Series([], 0, len(source.text))
    listed = Parsed(root)
    records = list(islice(_records(source.text), ENTRIES + 1))
    if len(records) > ENTRIES:
        raise too_long(source)
    if not any("TY" in record.tags for record in records):
        raise UnreadableError(f"{source.name}: no entry in this file; an entry begins with `TY  - JOUR` or another type")
    taken = {_id(record) for record in records}
    for number, record in enumerate(records, 1):
        kind = next(iter(record.tags.get("TY", ())), None)
        if kind is None or not kind.text:
            where = kind or next(iter(record.tags.values()))[0]
            wrong = Wrong("ris-without-type" if kind else "ris-without-ty", {"number": number})
            listed.unreadable.append(Unreadable(source.location(record.start, where.end), wrong, _id(record)))
            continue
        name = _id(record) or (str(number) if str(number) not in taken else f"#{number}")
        if kind.text.upper() not in TYPES:
            listed.unknown.append(UnknownField(source.place(kind), kind.text, KNOWN_TYPES.like(kind.text), name))
        mapping = _mapping(record, kind, name)
        mapping.wrong += _repeated(source, record)
        root.items.append(mapping)
    return listed


def _id(record: RisEntry) -> str | None:
    return next((tag.text for tag in record.tags.get("ID", ()) if tag.text), None)


def _records(text: str) -> Iterator[RisEntry]:
    """Yield the entries of a file: each from its TY, or the first tag after an ER, to its ER or the next TY."""
    record: RisEntry | None = None
    more: list[str] = []
    last = Scalar("", 0, 0)

    def close() -> None:
        if more:
            last.text = " ".join((last.text, *more)).strip()
            more.clear()

    for tag, value, start, end in _lines(text):
        if tag is None:
            if record is not None and value:
                more.append(value)
                last.end = record.end = end
            continue
        close()
        if record is not None and tag in ("TY", "ER"):
            yield record
            record = None
        if tag == "ER":
            continue
        if record is None:
            record = RisEntry({}, start, end)
        last = Scalar(composed(value), end - len(value), end)
        record.tags.setdefault(tag, []).append(last)
        record.end = end
    close()
    if record is not None:
        yield record


def _lines(text: str) -> Iterator[tuple[str | None, str, int, int]]:
    """Yield the non-empty lines of a file: the tag or None, the value, the start of the line and the end of the value."""
    strict = RisParser().parse_line
    known = {*RisParser.DEFAULT_MAPPING, *RIS.other_tags}
    for match in LINE.finditer(text):
        line = match[0]
        tag, value = strict(line)
        if tag is not None:
            value = line[AFTER_DASH:].strip()  # without a space after the dash, rispy drops the first letter
        elif (loose := LOOSE.match(line)) and loose[1] in known:
            tag, value = loose[1], line[loose.end() :].strip()
        if tag is not None or value:
            yield tag, value, match.start(), match.start() + len(line.rstrip())


def _repeated(source: Source, record: RisEntry) -> Iterator[tuple[Node, Wrong]]:
    """Yield the values that contradict an earlier one under a tag that should occur once; the first one counts.

    PubMed Central gives the dates of receipt and acceptance under the tag of the year, so only years are compared there.
    """
    for tag in sorted(RIS.single & record.tags.keys()):
        values = [value for value in record.tags[tag] if value.text]
        compared = YEAR if tag in ("PY", "Y1") else None
        for value in values[1:]:
            if value.text[:compared] != values[0].text[:compared]:
                line = source.location(values[0].start, values[0].start).line
                yield value, Wrong("ris-repeated-tag", {"tag": tag, "line": line})


def _mapping(record: RisEntry, kind: Scalar, name: str) -> Mapping:
    """Convert an entry to a CSL mapping; `name` is its id, or its number if it has none."""
    tags = record.tags
    csl = TYPES.get(kind.text.upper(), "document")
    given = next((tag for tag in tags.get("ID", ()) if tag.text), None)
    put: dict[str, Node] = {
        "id": given or Scalar(name, kind.start, kind.end),
        "type": Scalar(csl, kind.start, kind.end),
    }
    for field, names in RIS.texts.items():
        if value := _first(tags, names):
            if field in RIS.joined:
                values = tags[names[0]]
                joined = RIS.joined[field].join(value.text for value in values if value.text)
                value = Scalar(joined, values[0].start, values[-1].end)
            put[field] = value
    for tag, role in RIS.names.items():
        if tag == "A3" and csl not in RIS.in_series:
            continue
        if people := list(islice((person for tag in tags.get(tag, ()) for person in _names(tag)), LONGEST_LIST + 1)):
            earlier = put.get(role)
            everybody = [*(earlier.items if isinstance(earlier, Series) else ()), *people]
            put[role] = Series(everybody, min(person.start for person in everybody), max(person.end for person in everybody))
    if url := _first(tags, ("UR",)):
        put["url"] = Scalar(SEVERAL_URLS.split(url.text, 1)[0], url.start, url.end)
    _put_titles(put, csl, tags)
    _put_dates(put, tags)
    _put_pages(put, csl, tags)
    _put_numbers(put, csl, tags)
    return Mapping({spelling(field): value for field, value in put.items()}, [], [], record.start, record.end)


def _first(tags: dict[str, list[Scalar]], names: tuple[str, ...]) -> Scalar | None:
    return next((tag for name in names for tag in tags.get(name, ()) if tag.text), None)


def _joined(field: str, values: list[Scalar]) -> Scalar:
    return Scalar(RIS.joined[field].join(value.text for value in values if value.text), values[0].start, values[-1].end)


def _names(value: Scalar) -> Iterator[Mapping | Scalar]:
    """Yield the names on a line: `Family, Given, Suffix`, or an organisation without comma; semicolons separate names."""
    exact = value.end - value.start == len(value.text)
    at = value.start
    for piece in value.text.split(";"):
        text = piece.strip()
        start = at + piece.find(text)
        at += len(piece) + 1
        if not text:
            continue
        here = (start, start + len(text)) if exact else (value.start, value.end)
        family, comma, rest = (part.strip() for part in text.partition(","))
        if not comma:
            yield Scalar(text, *here)
            continue
        given, _, suffix = (part.strip() for part in rest.partition(","))
        parts = {"family": family, "given": given, "suffix": suffix}
        yield Mapping({part: Scalar(word, *_within(text, word, here)) for part, word in parts.items() if word}, [], [], *here)


def _within(text: str, word: str, here: tuple[int, int]) -> tuple[int, int]:
    at = text.find(word)
    return (here[0] + at, here[0] + at + len(word)) if here[1] - here[0] == len(text) else here


def _put_titles(put: dict[str, Node], kind: str, tags: dict[str, list[Scalar]]) -> None:
    container = _first(tags, RIS.containers)
    short = _first(tags, RIS.short_containers)
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


def _put_dates(put: dict[str, Node], tags: dict[str, list[Scalar]]) -> None:
    dates_given = [
        date for date in (_date(value) for name in ("PY", "Y1", "DA") for value in tags.get(name, ())[:1]) if date and date.text
    ]
    if dates_given:
        year = dates_given[0].text[:4]
        put["issued"] = max((date for date in dates_given if date.text.startswith(year)), key=_known)
    if (accessed := _first(tags, ("Y2",))) and (date := _date(accessed)):
        put["accessed"] = date


def _known(date: Scalar) -> int:
    """Return the number of known parts of a numeric date, or 0 for words."""
    return date.text.count("-") + 1 if re.fullmatch(r"[\d-]+", date.text) else 0


def _date(value: Scalar) -> Scalar:
    """Return a date (`2004/05/31/`, `2004//`, `2004-05-31`, `May 31, 2004`) as EDTF; other words are kept."""
    match = DATE.fullmatch(value.text) if len(value.text) <= LONGEST_DATE else None
    if match:
        year, month, day = match.groups()
        # a month or day of zero is unknown
        known = (year, *(f"{int(part):02d}" for part in (month, day) if part and int(part)))
        return Scalar("-".join(known if month and int(month) else known[:1]), value.start, value.end)
    read = dates.read(value.text)
    return Scalar(str(read) if read.start and not read.season and not read.raw else value.text, value.start, value.end)


def _put_pages(put: dict[str, Node], kind: str, tags: dict[str, list[Scalar]]) -> None:
    first, last = _first(tags, ("SP",)), _first(tags, ("EP",))
    if first and last and last.text != first.text and "-" not in first.text:
        put["page"] = Scalar(f"{first.text}-{last.text}", first.start, last.end if last.end > first.start else first.end)
    elif first and not last and kind in RIS.counted and first.text.isdecimal():
        put["number_of_pages"] = first
    elif pages := first or last or _first(tags, ("C7",)):
        put["page"] = pages


def _put_numbers(put: dict[str, Node], kind: str, tags: dict[str, list[Scalar]]) -> None:
    """Distinguish ISBNs, ISSNs and report numbers, which share a tag, and DOIs and genres, which share another."""
    for value in tags.get("SN", ()):
        if value.text:
            separated = ", ".join(value.text.split()) if SEVERAL_NUMBERS.fullmatch(value.text) else value.text
            put.setdefault(_standard_number(separated, kind), Scalar(separated, value.start, value.end))
    if kind in RIS.numbered and (number := put.pop("issue", None) or _first(tags, ("M1",))):
        put.setdefault("number", number)
    genre = _first(tags, ("M3",))
    if genre and (doi := DOI.search(genre.text)):
        put.setdefault("doi", Scalar(doi[0], genre.start, genre.end))
    elif genre and genre.text.lower() not in RIS.unsaid:
        put["genre"] = genre


def _standard_number(text: str, kind: str) -> str:
    signs = len(re.findall(r"[0-9Xx]", text.partition("(")[0].partition(";")[0].partition(",")[0]))
    if signs in (10, 13):
        return "isbn"
    if signs == 8:  # noqa: PLR2004
        return "issn"
    if kind in RIS.numbered:
        return "number"
    return "issn" if kind in ("article-journal", "article-magazine", "article-newspaper", "periodical") else "isbn"
