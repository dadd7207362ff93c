"""Converts a work in Crossref's JSON, or in the very similar CSL-JSON of doi.org, to a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import CROSSREF_TYPES, FIELDS, ITEM_NAMES, NAME_FIELDS, TYPES, Item, Name
from kzcheck.evidence import Record, Relation, Update
from kzcheck.language.notices import marked
from kzcheck.services.service import UnreadableAnswer
from kzcheck.services.values import MOST_NAMES, MOST_TEXTS, date, distinct, joined, listed, mappings, text, texts, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.csl import Date
    from kzcheck.sources import SourceName


MOST_UPDATES = 200
"""Most notices about one work, and most related works: 20 peer reviews of one article are common."""

LONGEST_DOI = 2000
"""Characters: the handle system's limit for one URL at its proxy."""

ISSUED = ("issued", "published", "published-print", "published-online", "published-other", "posted", "approved", "accepted")
"""Crossref's dates of the work itself, the best first. `created` and `deposited` are dates of the record."""

GRAVE = frozenset("retraction partial_retraction removal withdrawal expression_of_concern".split())
"""Updates that a publisher may announce under the work's own DOI. Others that point to the work itself are meaningless."""

_DOI = re.compile(r"10\.\d{4,9}\S*/\S+")
_SAFE = re.compile(r"[a-z0-9/:;(),@!$*'+=_.~-]+")
_ROLES = {key: field for key, field in FIELDS.items() if field in NAME_FIELDS}
_CONTAINERS = ("container-title", "short-container-title", "container-title-short")
_RARE_PARTS = ("suffix", "dropping-particle", "non-dropping-particle")
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
    if not isinstance(work, dict) or not (doi := doi_of(work.get("DOI"))):
        raise UnreadableAnswer("no-doi")
    dates = _dates(work, ISSUED)
    in_issue = _dates(work["journal-issue"], ("published-print", "published-online")) if "journal-issue" in work else {}
    updated_by, updates = _updates(work, doi)
    titles = _titles(work, notice=bool(updates))
    containers = _containers(work)
    people, more = _people(work)
    event = work.get("event")
    return Record(
        service=service,
        id=doi,
        item=Item(
            id=doi,
            type=_type(work.get("type")),
            title=titles[0] if titles else "",
            issued=next(iter(dates.values()), None),
            container_title=containers[0] if containers else "",
            container_title_short=_first(work, "short-container-title", "container-title-short"),
            event_title=text(event.get("name") if isinstance(event, dict) else event or work.get("event-title")),
            genre=_first(work, "degree", "genre"),
            doi=doi,
            isbn=" ".join([number.rpartition("/")[2] for number in texts(work.get("ISBN"))]),
            issn=" ".join(texts(work.get("ISSN"))),
            **_fields(work),
            **people,
        ),
        titles=titles[1:],
        containers=containers[1:],
        years=years((*dates.values(), *in_issue.values())),
        in_print=dates.get("published-print") or in_issue.get("published-print"),
        online=dates.get("published-online"),
        more_authors=more,
        updated_by=updated_by,
        updates=updates,
        relations=_relations(work["relation"], doi) if "relation" in work else (),
        agency=agency,
        url=page_of(doi),
    )


def doi_of(value: object) -> str:
    """Return the DOI in a value, bare and in lower case for comparison, or ""."""
    if not isinstance(value, str) or not (match := _DOI.search(value, 0, LONGEST_DOI)):
        return ""
    # not by `text`, which removes tags: old DOIs contain angle brackets
    doi = match[0].lower()
    return doi if doi.isprintable() else "".join(filter(str.isprintable, doi))


def page_of(doi: str) -> str:
    """Return the address at which readers find the work with a DOI."""
    return "https://doi.org/" + (doi if _SAFE.fullmatch(doi) else quote(doi, safe="/:;(),@!$*'+=", errors="replace"))


def _dates(value: object, fields: Iterable[str]) -> dict[str, Date]:
    """Return the dates in some fields of a mapping, in the order of the fields."""
    return {field: day for field in fields if field in value and (day := date(value[field]))} if isinstance(value, dict) else {}


def _type(value: object) -> str:
    known = CROSSREF_TYPES.get(word := text(value), word)
    return known if known in TYPES else ""


def _titles(work: dict[str, Any], *, notice: bool) -> tuple[str, ...]:
    """Return every title of a work, the full title first; `notice` says that the work is a notice about another work."""
    mains, subtitles = ([text(title) for title in listed(work.get(field))[:50]] for field in ("title", "subtitle"))
    whole = [*map(joined, mains, subtitles), *mains[len(subtitles) :]]
    others = [title for field in ("original-title", "short-title", "title-short") if field in work for title in texts(work[field])]
    titles = dict.fromkeys((*whole, *mains, *others))
    # "RETRACTION: …" in a notice is followed by the title of the other work
    return distinct(titles if notice else (*titles, *map(_title_without_mark, titles)))


def _title_without_mark(title: str) -> str:
    """Return the title of a retracted work without its mark, or ""."""
    mark = marked(title)
    # "Retraction of the glacier" is an ordinary title
    own = mark is not None and (mark.form == "retracted" or (mark.form == "retraction" and title.startswith(f"{mark.mark}:")))
    return mark.title if mark and own else ""


def _containers(work: dict[str, Any]) -> tuple[str, ...]:
    names = [text(name) for field in _CONTAINERS if field in work for name in listed(work[field])[:MOST_TEXTS]]
    if work.get("type") == "posted-content":
        # reference lists give a preprint's server as its journal
        names += [text(mapping.get("name")) for mapping in mappings(work.get("institution"))]
    return tuple(dict.fromkeys(filter(None, names)))


def _fields(work: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    # backwards, the better key of two comes first: "number" before "article-number"
    for key in sorted(_TEXTS.keys() & work.keys(), reverse=True):
        value = work[key]
        if words := text(value.get("name") if isinstance(value, dict) else value):
            fields.setdefault(_TEXTS[key], words)
    return fields


def _first(work: dict[str, Any], field: str, other: str) -> str:
    """Return the first text of a field, or of the other if it is empty, or ""."""
    value = work.get(field) or work.get(other)
    return "" if value is None else next(iter(texts(value)), "")


def _people(work: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the names by role, and whether any authors were left out."""
    own: dict[str, Any] = {}
    contributors: dict[str, tuple[Name, ...]] = {}
    for key in sorted(_ROLES.keys() & work.keys()):
        if names := tuple(_names(work[key])):
            role = _ROLES[key]
            (own if role in ITEM_NAMES else contributors)[role] = names
    if contributors:
        own["contributors"] = contributors
    return own, len(own.get("author", ())) < len(listed(work.get("author")))


def _names(value: object) -> Iterator[Name]:
    for person in listed(value)[:MOST_NAMES]:
        if not isinstance(person, dict):
            continue
        family, given = text(person.get("family")), text(person.get("given"))
        if family.isalpha() or any(map(str.isalpha, family)):
            rare = [] if person.keys().isdisjoint(_RARE_PARTS) else [text(person.get(part)) for part in _RARE_PARTS]
            yield Name(family, given, "", *rare)
        elif whole := text(person.get("name") or person.get("literal")) or given:
            yield Name(literal=whole)


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


def _relations(value: object, own: str) -> tuple[Relation, ...]:
    by_kind = value.items() if isinstance(value, dict) else ()
    return relations(
        ((text(kind)[:60], end.get("id"), end.get("id-type")) for kind, ends in by_kind for end in mappings(ends)), own
    )


def relations(triples: Iterable[tuple[str, object, object]], own: str) -> tuple[Relation, ...]:
    """Return a work's relations to others, from triples of relation, identifier and kind of identifier."""
    kept: dict[tuple[str, str], Relation] = {}
    for kind, value, value_type in triples:
        id_type = text(value_type).lower()[:40]
        identifier = doi_of(value) if id_type == "doi" else text(value)
        if kind and identifier and identifier != own:
            kept.setdefault((kind, identifier), Relation(type=kind, id=identifier, id_type=id_type))
    return tuple(kept.values())[:MOST_UPDATES]
