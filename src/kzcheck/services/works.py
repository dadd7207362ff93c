"""Converts a work in Crossref's JSON, or in the very similar CSL-JSON of doi.org, to a record."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import CROSSREF_TYPES, FIELDS, ITEM_NAMES, NAME_FIELDS, TYPES, Item, Name
from kzcheck.evidence import Record, Relation, Update
from kzcheck.language.notices import marked
from kzcheck.services.service import UnreadableAnswer
from kzcheck.services.values import MOST_NAMES, date, distinct, inside, joined, listed, mappings, text, texts, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.sources import SourceName


MOST_UPDATES = 200
"""Most notices about one work, and most related works: 20 peer reviews of one article are common."""

LONGEST_DOI = 2000
"""Characters: the handle system's limit for one URL at its proxy."""

ISSUED = ("issued", "published", "published-print", "published-online", "published-other", "posted", "approved", "accepted")
"""Crossref's dates of the work itself, the best first. `created` and `deposited` are dates of the record."""

GRAVE = frozenset("retraction partial_retraction removal withdrawal expression_of_concern".split())
"""Updates that a publisher may announce under the work's own DOI. Others that point to the work itself are meaningless."""

_ROLES = {key: field for key, field in FIELDS.items() if field in NAME_FIELDS}
_TEXTS = {
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "article-number": "number",
    "edition-number": "edition",
    "edition": "edition",
    "number-of-pages": "number_of_pages",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "publisher-location": "publisher_place",
    "collection-title": "collection_title",
    "language": "language",
}


def record(service: SourceName, work: object, agency: str = "") -> Record:
    """Convert a work to a record.

    `item.title` is the title with its subtitle and with any `RETRACTED:` before it; `titles` also holds it without them.

    Raises:
        UnreadableAnswer: the work is not a mapping with a DOI.
    """
    doi = doi_of(work.get("DOI")) if isinstance(work, dict) else ""
    if not isinstance(work, dict) or not doi:
        raise UnreadableAnswer("no-doi")
    dates = [day for field in ISSUED if (day := date(work.get(field)))]
    in_issue = [date(inside(work, "journal-issue", field)) for field in ("published-print", "published-online")]
    updated_by, updates = _updates(work, doi)
    titles = _titles(work, notice=bool(updates))
    containers = _containers(work)
    people, more = _people(work)
    event, relation = work.get("event"), work.get("relation")
    by_kind = relation.items() if isinstance(relation, dict) else ()
    related = ((text(kind)[:60], end.get("id"), end.get("id-type")) for kind, ends in by_kind for end in mappings(ends))
    return Record(
        service=service,
        id=doi,
        item=Item(
            id=doi,
            type=_type(work.get("type")),
            title=titles[0] if titles else "",
            issued=dates[0] if dates else None,
            container_title=containers[0] if containers else "",
            container_title_short=next(iter(texts(work.get("short-container-title") or work.get("container-title-short"))), ""),
            event_title=text(event.get("name") if isinstance(event, dict) else event or work.get("event-title")),
            genre=next(iter(texts(work.get("degree") or work.get("genre"))), ""),
            doi=doi,
            isbn=" ".join(number.rpartition("/")[2] for number in texts(work.get("ISBN"))),
            issn=" ".join(texts(work.get("ISSN"))),
            **_fields(work),
            **people,
        ),
        titles=titles[1:],
        containers=containers[1:],
        years=years((*dates, *in_issue)),
        in_print=date(work.get("published-print")) or in_issue[0],
        online=date(work.get("published-online")),
        more_authors=more,
        updated_by=updated_by,
        updates=updates,
        relations=relations(related, doi),
        agency=agency,
        url=page_of(doi),
    )


def doi_of(value: object) -> str:
    """Return the DOI in a value, bare and in lower case for comparison, or ""."""
    match = re.search(r"10\.\d{4,9}\S*/\S+", value[:LONGEST_DOI]) if isinstance(value, str) else None
    # not by `text`, which removes tags: old DOIs contain angle brackets
    return "".join(filter(str.isprintable, match[0].lower())) if match else ""


def page_of(doi: str) -> str:
    """Return the address at which readers find the work with a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;(),@!$*'+=", errors="replace")


def _type(value: object) -> str:
    known = CROSSREF_TYPES.get(word := text(value), word)
    return known if known in TYPES else ""


def _titles(work: dict[str, Any], *, notice: bool) -> tuple[str, ...]:
    """Return every title of a work, the full title first; `notice` says that the work is a notice about another work."""
    mains, subtitles = ([text(title) for title in listed(work.get(field))[:50]] for field in ("title", "subtitle"))
    whole = [joined(main, subtitle) for main, subtitle in zip_longest(mains, subtitles[: len(mains)], fillvalue="")]
    others = [title for field in ("original-title", "short-title", "title-short") for title in texts(work.get(field))]
    titles = [*whole, *mains, *others]
    # "RETRACTION: …" in a notice is followed by the title of the other work
    return distinct(titles if notice else (*titles, *map(_title_without_mark, titles)))


def _title_without_mark(title: str) -> str:
    """Return the title of a retracted work without its mark, or ""."""
    mark = marked(title)
    # "Retraction of the glacier" is an ordinary title
    own = mark is not None and (mark.form == "retracted" or (mark.form == "retraction" and title.startswith(f"{mark.mark}:")))
    return mark.title if mark and own else ""


def _containers(work: dict[str, Any]) -> tuple[str, ...]:
    fields = ("container-title", "short-container-title", "container-title-short")
    names = [name for field in fields for name in texts(work.get(field))]
    if work.get("type") == "posted-content":
        # reference lists give a preprint's server as its journal
        names += [name for mapping in mappings(work.get("institution")) if (name := text(mapping.get("name")))]
    return tuple(dict.fromkeys(names))


def _fields(work: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, field in _TEXTS.items():
        if (value := work.get(key)) is not None and (words := text(value.get("name") if isinstance(value, dict) else value)):
            fields.setdefault(field, words)
    return fields


def _people(work: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the names by role, and whether any authors were left out."""
    own: dict[str, Any] = {}
    contributors: dict[str, tuple[Name, ...]] = {}
    for key, role in _ROLES.items():
        if key in work and (names := tuple(_names(work[key]))):
            (own if role in ITEM_NAMES else contributors)[role] = names
    if contributors:
        own["contributors"] = contributors
    return own, len(own.get("author", ())) < len(listed(work.get("author")))


def _names(value: object) -> Iterator[Name]:
    for person in mappings(listed(value)[:MOST_NAMES]):
        family, given, whole = (
            text(person.get("family")),
            text(person.get("given")),
            text(person.get("name") or person.get("literal")),
        )
        if family.isalpha() or any(map(str.isalpha, family)):
            parts = (person.get("suffix"), person.get("dropping-particle"), person.get("non-dropping-particle"))
            yield Name(family, given, "", *map(text, parts))
        elif whole or given:
            yield Name(literal=whole or given)


def _updates(work: dict[str, Any], own: str) -> tuple[tuple[Update, ...], tuple[Update, ...]]:
    """Return the notices about the work, and the works that it is a notice about.

    A publisher who replaces a withdrawn article with its notice uses one DOI for both, so the work points to itself.
    """
    if "updated-by" not in work and "update-to" not in work:
        return (), ()
    by, to = (list(_notices(work.get(field))) for field in ("updated-by", "update-to"))
    about = [*by, *(update for update in to if update.doi == own)]
    about = [update for update in about if update.doi != own or update.type in GRAVE]
    return _distinct(about), _distinct([update for update in to if update.doi != own])


def _notices(value: object) -> Iterator[Update]:
    for mapping in mappings(listed(value)[: 2 * MOST_UPDATES]):
        kind = re.sub(r"[\s-]+", "_", text(mapping.get("type")).lower())[:40]
        doi = doi_of(mapping.get("DOI"))
        if kind and doi:
            yield Update(type=kind, doi=doi, date=date(mapping.get("updated")), source=text(mapping.get("source"))[:40])


def _distinct(updates: list[Update]) -> tuple[Update, ...]:
    """Keep one of the notices reported by both the publisher and Retraction Watch: the first with a date."""
    kept: dict[tuple[str, str], Update] = {}
    for update in updates:
        if (known := kept.get(key := (update.doi, update.type))) is None or (known.date is None and update.date is not None):
            kept[key] = update
    return tuple(kept.values())[:MOST_UPDATES]


def relations(triples: Iterable[tuple[str, object, object]], own: str) -> tuple[Relation, ...]:
    """Return a work's relations to others, from triples of relation, identifier and kind of identifier."""
    kept: dict[tuple[str, str], Relation] = {}
    for kind, value, value_type in triples:
        id_type = text(value_type).lower()[:40]
        identifier = doi_of(value) if id_type == "doi" else text(value)
        if kind and identifier and identifier != own:
            kept.setdefault((kind, identifier), Relation(type=kind, id=identifier, id_type=id_type))
    return tuple(kept.values())[:MOST_UPDATES]
