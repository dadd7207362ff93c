"""Turns one work of a snapshot into an entry of the index, and an entry's content into a record.

A service's work is kept in the service's own JSON, without lists of references and abstracts, because to make a record takes ten
times as long as to read a work, and only few works are ever asked for. Works from other files are kept as records.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kzcheck.csl import ITEM_NAMES
from kzcheck.evidence import Record, digest
from kzcheck.identifiers import find_isbns, normal_doi, normal_pmid
from kzcheck.language.folding import fold, fold_name
from kzcheck.services import crossref, datacite, openalex
from kzcheck.services.service import UnreadableAnswer
from kzcheck.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.sources import By, SourceName

    Path = tuple[str, ...]

LONGEST = 1000
"""Characters of one text that are searched."""
MOST = 100
"""Texts of one field that are searched: a collaboration has thousands of authors."""
MOST_TERMS = 64
"""Different words in one search: a printed entry has some 25."""
BY: tuple[By, ...] = ("DOI", "ISBN", "PMID")
"""The identifiers by which works are looked up."""
DAMAGED = (ValueError, RecursionError, msgspec.MsgspecError, UnreadableAnswer)
"""What reading a damaged work raises."""


class Entry(NamedTuple):
    """One work for the index: its id at its source, its identifiers, its words, its content, and the day it was last changed."""

    id: str
    identifiers: tuple[tuple[By, str], ...]
    words: list[str]
    content: bytes
    day: str = ""


class Shape(NamedTuple):
    """How a service publishes its works.

    `kept` decodes what a record needs; `paths` lead to its searched texts, `dois`, `isbns`, `pmids` and `day` to what the name
    says; `record` makes the record. A path begins with a field of `kept`.
    """

    sign: re.Pattern[bytes]
    kept: type[msgspec.Struct]
    id: Path
    dois: Path
    day: Path
    paths: tuple[Path, ...]
    record: Callable[[Any], Record]
    isbns: Path = ("ISBN",)
    pmids: Path = ()


def _kept(name: str, keys: Iterable[str]) -> type[msgspec.Struct]:
    """Return a struct of some keys of a JSON object, whatever their values; all others are skipped."""
    names = {key.replace("-", "_"): key for key in keys}
    return msgspec.defstruct(name, [(field, Any, None) for field in names], rename=names, omit_defaults=True, gc=False)


def _paths(*paths: str) -> tuple[Path, ...]:
    return tuple((path.split(".")[0].replace("-", "_"), *path.split(".")[1:]) for path in paths)


SHAPES: Mapping[SourceName, Shape] = {
    "openalex": Shape(
        re.compile(rb'"id"\s{0,9}:\s{0,9}"https://openalex\.org/W'),
        _kept("OpenAlexWork", [*openalex.SELECT.split(","), "title", "is_authors_truncated", "updated_date"]),
        ("id",),
        ("doi",),
        ("updated_date",),
        _paths(
            "display_name",
            "title",
            "authorships.raw_author_name",
            "primary_location.source.display_name",
            "primary_location.raw_source_name",
            "biblio.volume",
            "biblio.first_page",
            "publication_year",
        ),
        openalex.record,
        isbns=(),
        pmids=("ids", "pmid"),
    ),
    "datacite": Shape(
        re.compile(rb'"type"\s{0,9}:\s{0,9}"dois"'),
        _kept("DataCiteWork", ["attributes"]),
        ("attributes", "doi"),
        ("attributes", "doi"),
        ("attributes", "updated"),
        tuple(
            ("attributes", *path)
            for path in _paths(
                "titles.title",
                "creators.name",
                "container.title",
                "container.volume",
                "publisher.name",
                "publisher",
                "publicationYear",
            )
        ),
        datacite.record,
        isbns=(),
    ),
    "crossref": Shape(
        re.compile(rb'"(?:DOI|prefix|reference-count|indexed)"\s{0,9}:'),
        _kept(
            "CrossrefWork",
            [*crossref.SELECT.split(","), "language", "edition-number", "institution", "journal-issue", "indexed"],
        ),
        ("DOI",),
        ("DOI",),
        ("indexed", "date-time"),
        _paths(
            "title",
            "subtitle",
            "original-title",
            "author.family",
            "author.name",
            "editor.family",
            "container-title",
            "short-container-title",
            "volume",
            "page",
            "article-number",
            "issued.date-parts",
            "publisher",
        ),
        crossref.record,
    ),
}
"""The services whose snapshots are read, and the shapes of their works; the first whose sign begins a file is its source."""


def words(texts: Iterable[str]) -> list[str]:
    """Return the words of texts, folded so that scripts and transliterations meet: Волга, Volga and Wolga are one word."""
    return [*map(fold_name, fold(" ".join(text[:LONGEST] for text in texts)).split())]


def entry(source: SourceName, line: bytes) -> Entry:
    """Return the entry for one work in a service's JSON.

    Raises:
        DAMAGED: the line is damaged, or has no identifier.
    """
    shape = SHAPES[source]
    work = msgspec.json.decode(line, type=shape.kept)
    names = _texts(work, shape.id)
    if not names:
        raise UnreadableAnswer("no-doi")
    dois: list[tuple[By, str]] = [("DOI", normal_doi(value) or value.casefold()) for value in _texts(work, shape.dois)]
    isbns: list[tuple[By, str]] = [("ISBN", isbn) for value in _texts(work, shape.isbns) for isbn in find_isbns(value)]
    pmids: list[tuple[By, str]] = [("PMID", pmid) for value in _texts(work, shape.pmids) if (pmid := normal_pmid(value))]
    return Entry(
        names[0],
        (*dois, *isbns, *pmids),
        words(text for path in shape.paths for text in _texts(work, path)),
        msgspec.json.encode(work),
        max((day[:10] for day in _texts(work, shape.day)), default=""),
    )


def entry_of_record(record: Record) -> Entry:
    """Return the entry for a record that is no service's: from a library's dump or a list of one's own."""
    item = record.item
    return Entry(
        record.id,
        tuple(identifiers(item)),
        words((*texts_of(item), *record.titles, *record.containers)),
        msgspec.json.encode(record),
    )


def record_of(source: SourceName, content: bytes) -> Record:
    """Return the record that an entry's content makes.

    Raises:
        DAMAGED: it cannot be read.
    """
    if source in SHAPES and not content.startswith(b'{"service":'):
        return SHAPES[source].record(msgspec.json.decode(content))
    return msgspec.json.decode(content, type=Record)


def own_record(reference: Reference) -> Record:
    """Return the record that an entry of one's own list is."""
    item = reference.item
    name = normal_doi(item.doi) or digest(item)
    return Record(
        OWN.name, name, msgspec.structs.replace(item, id=name, doi=normal_doi(item.doi)), years=(item.year,) if item.year else ()
    )


def identifiers(item: Item) -> Iterator[tuple[By, str]]:
    """Yield the identifiers of an item by which works are looked up."""
    if doi := normal_doi(item.doi):
        yield "DOI", doi
    for isbn in find_isbns(item.isbn):
        yield "ISBN", isbn
    if pmid := normal_pmid(item.pmid):
        yield "PMID", pmid


def texts_of(item: Item) -> Iterator[str]:
    """Yield the texts of an item that a search compares."""
    yield from (item.title, item.original_title, item.container_title, item.publisher, item.volume, item.page, item.number)
    for role in sorted(ITEM_NAMES):
        yield from (name.family or name.literal for name in getattr(item, role)[:MOST])
    if item.year:
        yield str(item.year)


def _texts(work: msgspec.Struct, path: Path) -> list[str]:
    """Return the texts and numbers at a path in a work, through all lists on the way."""
    texts: list[str] = []
    if path and (value := getattr(work, path[0])) is not None:
        _collect(value, path, 1, texts)
    return texts


def _collect(value: object, path: Path, depth: int, texts: list[str]) -> None:
    if isinstance(value, list):
        for part in value[:MOST]:
            _collect(part, path, depth, texts)
    elif depth < len(path):
        if isinstance(value, dict):
            _collect(value.get(path[depth]), path, depth + 1, texts)
    elif isinstance(value, str):
        texts.append(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        texts.append(str(value))
