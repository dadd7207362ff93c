"""Converts BibTeX and BibLaTeX to the nodes of a CSL list, which `references` reads like nodes from YAML.

Fields unknown to both BibLaTeX and kzcheck are common in these files; they are ignored silently unless they look like
misspelt known ones.
"""

from __future__ import annotations

import re
from functools import cache
from string import digits
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.article import UnknownField, Unreadable
from kzcheck.csl import spelling
from kzcheck.data.subjects import Bibtex, JournalMacros
from kzcheck.language import dates
from kzcheck.language.alternatives import any_of
from kzcheck.readers import bibtex_blocks
from kzcheck.readers.bibtex_values import BibtexEntry, Expander, date, inherit, names
from kzcheck.readers.entries import Known
from kzcheck.readers.latex import decode
from kzcheck.readers.lists import check_problems
from kzcheck.readers.nodes import LONGEST_LIST, Mapping, Parsed, Scalar, Series, shown
from kzcheck.readers.tagged import number_of
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from kzcheck.readers.bibtex_blocks import Block, BrokenError
    from kzcheck.readers.bibtex_values import Value
    from kzcheck.readers.nodes import Node, Source

BIBTEX = data.read("bibtex", Bibtex)
TYPES = {kind: csl for csl, kinds in BIBTEX.types.items() for kind in kinds}
USED = BIBTEX.read.union(BIBTEX.names, BIBTEX.dates, BIBTEX.verbatim, BIBTEX.texts)
STANDARD = USED | BIBTEX.standard
KNOWN, KNOWN_TYPES = Known(STANDARD | BIBTEX.aliases.keys()), Known(TYPES)

SWITCHED_OFF = ("opt", "alt")
"""Prefixes with which Emacs marks a field to be ignored."""

UNPRINTED = frozenset("abstract annotation keywords".split())
"""Fields that no reference list prints; reference managers repeat some of them within an entry."""

HOSTED = frozenset("article-journal article-magazine article-newspaper periodical review".split())
VOLUMES = frozenset("book chapter paper-conference entry-encyclopedia".split())

IN_SERVICES = frozenset("jstor pubmed pmid hdl googlebooks doi".split())
"""Services whose numbers do not make an entry a preprint."""

URL = re.compile(
    r"\\(?:url|path|nolinkurl)\s*\{([^{}\s]+)\}|\\href\s*\{([^{}\s]+)\}\s*\{[^{}]*+\}|(https?://(?:[^\s{}<>\"\\]|\\[_%&#~])+)"
)
MACRO = re.compile(r"[\s{]*\\([A-Za-z]+)[\s,}]*")
DATA_ONLY = re.compile(r"\b(?:dataonly|skipbib)\b(?!\s*=\s*\{?\s*false)", re.IGNORECASE)
"""Options of BibLaTeX for entries that no list prints."""
ARXIV = re.compile(r"10\.48550/|\barxiv\.org/(?:abs|pdf|html)/", re.IGNORECASE)
PUBLISHED = frozenset("booktitle doi isbn journaltitle pages publisher volume".split())
"""Fields that show that a work is more than a web page."""

ABOUT_URLS = frozenset("available at from online url see also retrieved accessed web www the on via in link website".split())
"""Words around a URL that add no information."""

LONGEST_NOTE = 2000
"""Most characters of a note in which a URL is searched for."""


@cache
def _day_of_access() -> re.Pattern[str]:
    """Return a pattern for the date of access in a note, where people write it for styles without a field for it."""
    return re.compile(rf"\b{any_of(data.words('accessed'))}\b[\s:]*(?:on |am |le )?([\w ,./-]{{4,30}})", re.IGNORECASE)


@cache
def _languages() -> dict[str, str]:
    """Return the ISO 639-1 codes of the languages of babel and polyglossia, which `langid` names."""
    return {name: code for code, language in data.languages().items() for name in language.names} | BIBTEX.dialects


def read(source: Source) -> Parsed:
    """Convert a BibTeX file to a list of CSL nodes.

    Raises:
        UnreadableError: the file has no entries, its abbreviations expand to too much text, or too many names are unknown.
    """
    blocks = bibtex_blocks.split(source)
    root = Series([], 0, len(source.text))
    listed = Parsed(root, sign="%")
    if blocks.comments:
        starts, ends = zip(*blocks.comments, strict=True)
        listed.spans = list(zip((0, *ends), (*starts, len(source.text)), strict=True))
    listed.unreadable += (_broken(source, broken) for broken in blocks.broken)
    expander = Expander(source, blocks.text)
    for string in blocks.strings:
        for field in string.fields:
            expander.define(field)
    works: list[BibtexEntry] = []
    taken = {block.key.text for block in blocks.entries}
    for number, block in enumerate(blocks.entries, 1):
        block.key.text = block.key.text or number_of(number, taken)
        works.append(_work(source, block, expander, listed))
        check_problems(source, len(listed.unknown))
    inherit(works, expander)
    root.items += (mapping(work) for work in works if not _is_data(work))
    return listed


def _is_data(work: BibtexEntry) -> bool:
    """Return whether an entry is not a reference, but data for others, or settings."""
    options = work.values["options"].raw if "options" in work.values else ""
    return work.type in BIBTEX.no_references or DATA_ONLY.search(options) is not None


def _broken(source: Source, broken: BrokenError) -> Unreadable:
    wrong = Wrong("bibtex-entry", {"key": shown(broken.key), "fault": broken.wrong}) if broken.key else broken.wrong
    return Unreadable(source.location(broken.offset, min(broken.offset + 1, len(source.text))), wrong, broken.key or None)


def _work(source: Source, block: Block, expander: Expander, listed: Parsed) -> BibtexEntry:
    """Collect the values of an entry by their canonical names, and note names that look like misspelt known ones."""
    kind, key = block.type.text.lower(), block.key.text
    work = BibtexEntry(block, kind, {}, [])
    if kind not in TYPES and kind not in BIBTEX.no_references:
        listed.unknown.append(UnknownField(source.place(block.type), block.type.text, KNOWN_TYPES.like(kind), key))
    given: dict[str, Scalar] = {}
    for field in block.fields:
        written = field.name.text.lower()
        name = BIBTEX.aliases.get(written, written)
        if name not in USED:
            ordinary = name.rstrip(digits) in STANDARD or name in BIBTEX.ordinary or name.startswith(SWITCHED_OFF)
            if like := "" if ordinary else KNOWN.like(name):
                listed.unknown.append(UnknownField(source.place(field.name), field.name.text, like, key))
            continue
        value = expander.value(field)
        first = given.setdefault(written, field.name)
        if first is not field.name:
            if name not in UNPRINTED and value.raw != work.values[name].raw:
                line = source.location(first.start, first.start).line
                work.wrong.append((field.name, Wrong("bibtex-repeated-field", {"field": shown(written), "line": line})))
        elif name not in work.values or name == written:
            work.values[name] = value
    return work


def mapping(work: BibtexEntry) -> Mapping:
    """Return an entry as a CSL node."""
    block, values = work.block, work.values
    kind = _type(work)
    put: dict[str, Node] = {"id": block.key, "type": Scalar(kind, block.type.start, block.type.end)}
    for table in (BIBTEX.texts, BIBTEX.verbatim):
        for field, csl in table.items():
            if value := values.get(field):
                put[csl] = _text(value, verbatim=table is BIBTEX.verbatim)
    for field, role in BIBTEX.names.items():
        if value := values.get(field):
            kind_of_editor = values["editortype"].raw.strip().lower() if role == "editor" and "editortype" in values else ""
            put[BIBTEX.editors.get(kind_of_editor, role)] = names(value)
    if issued := date(values):
        put["issued"] = issued
    for field, csl in BIBTEX.dates.items():
        if value := values.get(field):
            put[csl] = _text(value, verbatim=True)
    _put_titles(put, kind, values)
    _put_numbers(put, kind, values)
    _put_publisher(put, kind, work)
    _put_links(put, kind, values)
    _put_related(put, values)
    return Mapping({spelling(field): value for field, value in put.items()}, [], work.wrong, block.start, block.end)


def _text(value: Value, *, verbatim: bool = False) -> Scalar:
    return Scalar(decode(value.raw, verbatim=verbatim), value.start, value.end)


def _type(work: BibtexEntry) -> str:
    values = work.values
    kind = TYPES.get(work.type, "document")
    subtype = decode(values["entrysubtype"].raw).lower() if "entrysubtype" in values else ""
    service = decode(values["eprinttype"].raw).lower() if "eprinttype" in values else ""
    if kind == "article-journal":
        if subtype in ("magazine", "newspaper"):
            return f"article-{subtype}"
        return kind if "journaltitle" in values or "booktitle" in values or not _preprint(work, service) else "article"
    if work.type == "inbook" and "booktitle" not in values:
        # BibTeX's inbook gives the title of the book, not of its part
        return "book"
    if kind in ("document", "webpage", "manuscript") and _preprint(work, service):
        return "article"
    if work.type in ("misc", "generic") and PUBLISHED.isdisjoint(values):
        notes = (values[field].raw[:LONGEST_NOTE] for field in ("howpublished", "note") if field in values)
        return "webpage" if "url" in values or any(map(URL.search, notes)) else kind
    return kind


def _preprint(work: BibtexEntry, service: str) -> bool:
    values = work.values
    if "eprint" in values and service not in IN_SERVICES:
        return True
    return any(ARXIV.search(values[field].raw[:LONGEST_NOTE]) for field in ("doi", "url") if field in values)


def _put_titles(put: dict[str, Node], kind: str, values: dict[str, Value]) -> None:
    if title := _titled(values, "title", "subtitle"):
        put["title"] = title
    journal, book = _titled(values, "journaltitle", "journalsubtitle"), _titled(values, "booktitle", "booksubtitle")
    if kind == "book":
        # the parents of a crossref also give their title as booktitle
        book = None if title else book
    container = (journal or book) if kind in HOSTED else (book or journal)
    main = _titled(values, "maintitle", "mainsubtitle")
    if container := container or main:
        put["container_title"] = container
        if main and main is not container:
            put.setdefault("collection_title", main)


def _titled(values: dict[str, Value], title: str, subtitle: str) -> Scalar | None:
    if title not in values:
        return None
    value = values[title]
    macro = MACRO.fullmatch(value.raw) if title in ("journaltitle", "booktitle") else None
    node = _text(value)
    if macro:
        node.text = data.read("journal_macros", JournalMacros).names.get(macro[1], node.text)
    if node.text and subtitle in values and (more := decode(values[subtitle].raw)):
        node.text += f"{'' if node.text[-1] in '.:?!' else ':'} {more}"
    return node


def _put_numbers(put: dict[str, Node], kind: str, values: dict[str, Value]) -> None:
    if number := values.get("number"):
        in_volume = kind in VOLUMES and "series" in values
        periodical = kind in HOSTED or (kind in VOLUMES and "journaltitle" in values)
        put["collection_number" if in_volume else "issue" if periodical else "number"] = _text(number)
    if issue := values.get("issue"):
        put.setdefault("issue", _text(issue))
    if pages := values.get("pages") or values.get("eid"):
        node = _text(pages)
        node.text = re.sub(r"\s*(?:–|—)\s*", "-", node.text)
        put["page"] = node
        if eid := values.get("eid") if "pages" in values else None:
            put.setdefault("number", _text(eid))
    if language := values.get("langid") or values.get("language"):
        node = _text(language)
        node.text = _languages().get(node.text.lower(), node.text)
        put["language"] = node


def _put_publisher(put: dict[str, Node], kind: str, work: BibtexEntry) -> None:
    values = work.values
    houses = ("publisher", "organization", "institution")
    first = ("institution", *houses) if kind in ("thesis", "report") else houses
    if house := next((values[field] for field in first if field in values), None):
        put["publisher"] = _text(house)
    if place := values.get("address") or values.get("location"):
        put["publisher_place"] = _text(place)
        if "address" in values and "location" in values:
            # ACM gives the place of the conference as location
            put.setdefault("event_place", _text(values["location"]))
    if genre := values.get("type"):
        node = _text(genre)
        node.text = BIBTEX.genres.get(node.text.lower(), node.text)
        put["genre"] = node
    elif work.type in BIBTEX.genres:
        put["genre"] = Scalar(BIBTEX.genres[work.type], work.block.type.start, work.block.type.end)


def _put_links(put: dict[str, Node], kind: str, values: dict[str, Value]) -> None:
    if url := values.get("url"):
        put["url"] = _text(url, verbatim=True)
    for field in ("howpublished", "note"):
        if value := values.get(field):
            _put_note(put, value)
    if eprint := values.get("eprint"):
        service = decode(values["eprinttype"].raw) if "eprinttype" in values else ""
        node = _text(eprint, verbatim=True)
        if service.lower() in ("pubmed", "pmid"):
            put.setdefault("pmid", node)
        elif kind == "article" and "number" not in put:
            prefix = f"{service}:" if service and not node.text.lower().startswith(service.lower()) else ""
            put["number"] = Scalar(prefix + node.text, node.start, node.end)
        else:
            put["archive_location"] = node
            if service:
                put["archive"] = Scalar(service, values["eprinttype"].start, values["eprinttype"].end)


def _put_related(put: dict[str, Node], values: dict[str, Value]) -> None:
    """Put the keys of entries that are printed with this one or lend it values, which no text need cite, and its own other keys."""
    custom: dict[str, Node] = {}
    for name, fields in (("related", ("related", "crossref", "xref")), ("aliases", ("ids",))):
        keys: list[Node] = []
        for value in (values[field] for field in fields if field in values):
            keys += (Scalar(key, value.start, value.end) for part in value.raw.split(",", LONGEST_LIST) if (key := part.strip()))
        if keys:
            custom[name] = Series(keys, keys[0].start, keys[-1].end)
    if custom:
        start, end = next((keys.start, keys.end) for keys in custom.values())
        put["custom"] = Mapping(custom, [], [], start, end)


def _put_note(put: dict[str, Node], value: Value) -> None:
    r"""Keep a note, but move its URL to `url`, as in `howpublished = {\url{…}}` and `note = {Available at \url{…}}`."""
    raw = value.raw[:LONGEST_NOTE]
    rest = value.raw
    if match := URL.search(raw):
        address = decode(next(group for group in match.groups() if group), verbatim=True)
        if match[3]:
            address = address.rstrip(".,;)")
        place = (value.start + match.start(), value.start + match.end()) if value.exact else (value.start, value.end)
        url = put.setdefault("url", Scalar(address, *place))
        if isinstance(url, Scalar) and url.text == address:
            rest = value.raw[: match.start()] + " " + value.raw[match.end() :]
    if "accessed" not in put and (day := _accessed(raw)):
        put["accessed"] = Scalar(day, value.start, value.end)
    text = decode(rest)
    words = set(re.findall(r"\w+", text.lower()))
    if words and not (match and words <= ABOUT_URLS):
        before = put.get("note")
        put["note"] = Scalar(f"{before.text}. {text}" if isinstance(before, Scalar) else text, value.start, value.end)


def _accessed(note: str) -> str:
    """Return the date of access given in a note, as EDTF, or ""."""
    match = _day_of_access().search(note)
    if not match:
        return ""
    day = match[1].strip(" .,-")
    read = dates.read(day if day.replace("-", "").isdecimal() else day.replace("-", " "))
    return str(read) if read.start and not read.raw else ""
