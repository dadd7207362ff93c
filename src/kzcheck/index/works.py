"""Turns one work of a snapshot into an entry of the index, and an entry's content into a record.

A service's work is kept in the service's own JSON, without lists of references and abstracts, because to make a record takes twice
as long as to read a work, and only few works are ever asked for. Works from other files are kept as records.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kzcheck.csl import ITEM_NAMES
from kzcheck.evidence import Record, digest
from kzcheck.identifiers import find_isbns, normal_doi, normal_pmid
from kzcheck.language.folding import fold_words
from kzcheck.services import crossref, datacite, openalex
from kzcheck.services.service import UnreadableAnswer
from kzcheck.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.sources import By, SourceName

    Tree = tuple[tuple[str, "Tree"], ...]
    """Names in a work, and the names below each."""

LONGEST = 1000
"""Characters of one text that are searched."""
MOST = 100
"""Texts of one field that are searched: a collaboration has thousands of authors."""
MOST_TERMS = 64
"""Different words in one search: a printed entry has some 25."""
BY: tuple[By, ...] = ("DOI", "ISBN", "PMID")
"""The identifiers by which works are looked up."""
ROLES = sorted(ITEM_NAMES)
DAMAGED = (ValueError, RecursionError, msgspec.MsgspecError, UnreadableAnswer)
"""What reading a damaged work raises."""


class Entry(NamedTuple):
    """One work for the index: its keys, its words, its content, and the day it was last changed.

    The first key is the work's own: a later work with it replaces this one. By any of them, the work is looked up.
    """

    keys: tuple[str, ...]
    words: str
    content: bytes
    day: str = ""


class Shape(NamedTuple):
    """How a service publishes its works.

    `kept` decodes what a record needs; `searched` leads to its searched texts, `id`, `dois`, `isbns`, `pmids` and `day` to what the
    name says; `record` makes the record. The first names of each are fields of `kept`.
    """

    sign: re.Pattern[bytes]
    kept: type[msgspec.Struct]
    id: Tree
    dois: Tree
    day: Tree
    searched: Tree
    record: Callable[[Any], Record]
    isbns: Tree = ()
    pmids: Tree = ()


def _kept(name: str, keys: Iterable[str]) -> type[msgspec.Struct]:
    """Return a struct of some keys of a JSON object, whatever their values; all others are skipped."""
    names = {key.replace("-", "_"): key for key in keys}
    return msgspec.defstruct(name, [(field, Any, None) for field in names], rename=names, omit_defaults=True, gc=False)


def _tree(*paths: str) -> Tree:
    """Return the tree of some paths, whose names are separated by dots."""
    branches: dict[str, list[str]] = {}
    for name, _, below in (path.partition(".") for path in paths):
        branches.setdefault(name, []).extend([below] if below else [])
    return tuple((name, _tree(*below)) for name, below in branches.items())


SHAPES: Mapping[SourceName, Shape] = {
    "openalex": Shape(
        re.compile(rb'"id"\s{0,9}:\s{0,9}"https://openalex\.org/W'),
        _kept("OpenAlexWork", [*openalex.SELECT.split(","), "title", "is_authors_truncated", "updated_date"]),
        _tree("id"),
        _tree("doi"),
        _tree("updated_date"),
        _tree(
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
        pmids=_tree("ids.pmid"),
    ),
    "datacite": Shape(
        re.compile(rb'"type"\s{0,9}:\s{0,9}"dois"'),
        _kept("DataCiteWork", ["attributes"]),
        _tree("attributes.doi"),
        _tree("attributes.doi"),
        _tree("attributes.updated"),
        _tree(
            "attributes.titles.title",
            "attributes.creators.name",
            "attributes.container.title",
            "attributes.container.volume",
            "attributes.publisher.name",
            "attributes.publicationYear",
        ),
        datacite.record,
    ),
    "crossref": Shape(
        re.compile(rb'"(?:DOI|prefix|reference-count|indexed)"\s{0,9}:'),
        _kept(
            "CrossrefWork",
            [*crossref.SELECT.split(","), "language", "edition-number", "institution", "journal-issue", "indexed"],
        ),
        _tree("DOI"),
        _tree("DOI"),
        _tree("indexed.date-time"),
        _tree(
            "title",
            "subtitle",
            "original_title",
            "author.family",
            "author.name",
            "editor.family",
            "container_title",
            "short_container_title",
            "volume",
            "page",
            "article_number",
            "issued.date-parts",
        ),
        crossref.record,
        isbns=_tree("ISBN"),
    ),
}
"""The services whose snapshots are read, and the shapes of their works; the first whose sign begins a file is its source."""


def words(texts: Iterable[str]) -> str:
    """Return the words of texts, folded so that scripts and transliterations meet: Волга, Volga and Wolga are one word."""
    return fold_words(_joined(texts))


def _joined(texts: Iterable[str]) -> str:
    return " ".join([text[:LONGEST] for text in texts])


def key(by: By, value: str) -> str:
    """Return the key by which a work with an identifier is looked up."""
    return f"{by} {value}"


def entries(source: SourceName, lines: bytes) -> list[Entry | None]:
    """Return the entry for each work of lines in a service's JSON, or None if the line is damaged, or has no identifier."""
    shape = SHAPES[source]
    decoder = msgspec.json.Decoder(shape.kept)
    read = [_entry(shape, decoder, line) for line in lines.split(b"\n") if line and not line.isspace()]
    # folded by themselves, since the table of words then stays in the processor's cache, which saves a tenth of all the time
    return [Entry(work.keys, fold_words(work.words), work.content, work.day) if work else None for work in read]


def _entry(shape: Shape, decoder: msgspec.json.Decoder[Any], line: bytes) -> Entry | None:
    """Return the entry for a work, whose words are not folded yet."""
    try:
        work = decoder.decode(line)
        names = _texts(work, shape.id)
        if not names:
            return None
        dois = names if shape.dois == shape.id else _texts(work, shape.dois)
        keys = [f"id {names[0]}"] if shape.id != shape.dois else []
        keys += [key("DOI", normal_doi.__wrapped__(doi) or doi.casefold()) for doi in dois]  # each comes once: none is remembered
        keys += [key("ISBN", isbn) for value in _texts(work, shape.isbns) for isbn in find_isbns(value)]
        keys += [key("PMID", pmid) for value in _texts(work, shape.pmids) if (pmid := normal_pmid(value))]
        return Entry(
            tuple(keys),
            _joined(_texts(work, shape.searched)),
            msgspec.json.encode(work),
            max((day[:10] for day in _texts(work, shape.day)), default=""),
        )
    except DAMAGED:
        return None


def entry_of_record(record: Record, day: str = "") -> Entry:
    """Return the entry for a record that is no service's: from a library's dump, last changed on a day, or a list of one's own."""
    item = record.item
    return Entry(
        (f"id {record.id}", *(key(by, value) for by, value in identifiers(item))),
        words(_searched(record)),
        msgspec.json.encode(record),
        day,
    )


def record_of(source: SourceName, content: bytes) -> Record:
    """Return the record that an entry's content makes.

    Raises:
        DAMAGED: it cannot be read.
    """
    if _is_kept(source, content):
        return SHAPES[source].record(msgspec.json.decode(content))
    return msgspec.json.decode(content, type=Record)


def words_in(source: SourceName, content: bytes) -> str:
    """Return the words by which the work of an entry's content is searched.

    Raises:
        DAMAGED: it cannot be read.
    """
    if _is_kept(source, content):
        shape = SHAPES[source]
        return words(_texts(msgspec.json.decode(content, type=shape.kept), shape.searched))
    return words(_searched(msgspec.json.decode(content, type=Record)))


def _is_kept(source: SourceName, content: bytes) -> bool:
    """Return whether a content is in the service's own JSON, and not a record."""
    return source in SHAPES and not content.startswith(b'{"service":')


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
    for role in ROLES:
        yield from (name.family or name.literal for name in getattr(item, role)[:MOST])
    if item.year:
        yield str(item.year)


def _searched(record: Record) -> Iterator[str]:
    yield from texts_of(record.item)
    yield from record.titles
    yield from record.containers


def _texts(work: msgspec.Struct, tree: Tree) -> list[str]:
    """Return the texts and numbers along a tree of names in a work, through all lists on the way."""
    texts: list[str] = []
    for name, below in tree:
        if isinstance(value := getattr(work, name), str):
            texts.append(value)
        elif value is not None:
            _collect(value, below, texts)
    return texts


def _collect(value: object, tree: Tree, texts: list[str]) -> None:
    """Add the texts below a value. Most are texts in a list or a mapping, which need no call of their own."""
    if isinstance(value, list):
        for part in value[:MOST]:
            if isinstance(part, str):
                texts.append(part)
            else:
                _collect(part, tree, texts)
    elif isinstance(value, dict):
        for name, below in tree:
            if isinstance(part := value.get(name), str):
                texts.append(part)
            elif part is not None:
                _collect(part, below, texts)
    elif isinstance(value, int) and not isinstance(value, bool):
        texts.append(str(value))
