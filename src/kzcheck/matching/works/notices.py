"""Notices about works: merges, orders and weighs them, and recognises records that are themselves notices or reviews.

The kinds follow Crossref's types of updates (https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/).
The table of Retraction Watch and a publisher often describe the same event in different words: these become one notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import lower
from kzcheck.language.notices import Marked, is_status, marked
from kzcheck.matching.titles import kind, same_title
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.article import Reference
    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Record, Update

NoticeKind = Literal["retraction", "concern", "correction", "reinstatement", "edition"]

KINDS: dict[str, NoticeKind] = {
    **dict.fromkeys(("retraction", "removal", "withdrawal"), "retraction"),
    **dict.fromkeys(("expression_of_concern", "partial_retraction"), "concern"),
    **dict.fromkeys(("correction", "corrigendum", "erratum", "addendum", "clarification"), "correction"),
    "reinstatement": "reinstatement",
    "new_edition": "edition",
}
"""The kind of each type of update. New versions are not notices: publishers register one for every change of their own page."""

_REPLACED = ("retract and replace", "retraction and replacement")


class Notice(Struct, frozen=True):
    """One event in the life of a work, from all sources that report it.

    `type` is Crossref's term, the publisher's own if it differs from the table. `doi` is that of the notice, "" if it has none of
    its own. `sources` are those that report it. `replaced` is true if the work was retracted and replaced by a corrected one.
    """

    kind: NoticeKind
    type: str
    doi: str = ""
    date: Date | None = None
    reason: str = ""
    sources: tuple[str, ...] = ()
    replaced: bool = False


class Standing(Struct, frozen=True):
    """The present status of a work after all notices.

    A valid retraction supersedes concern and corrections. A reinstatement settles everything before it.
    """

    retraction: Notice | None = None
    concern: Notice | None = None
    corrections: tuple[Notice, ...] = ()
    reinstatement: Notice | None = None
    editions: tuple[Notice, ...] = ()


def notices(updates: Iterable[Update], own: str = "") -> tuple[Notice, ...]:
    """Return the events that updates report, each once, by date; `own` is the DOI of the work itself.

    Two are one event if they are of one kind and name the same notice, or if one names none and their dates do not contradict.
    An undated update comes last.
    """
    events: list[Notice] = []
    with_dois = [(update, "" if normal_doi(update.doi) == normal_doi(own) else normal_doi(update.doi)) for update in updates]
    changed = {doi for update, doi in with_dois if doi and update.type in ("new_version", "correction", "corrigendum", "erratum")}
    for update, doi in sorted(with_dois, key=lambda pair: (pair[0].source != "publisher", not pair[1])):
        kind_, mends = KINDS.get(update.type), any(event.doi == doi and event.kind != "correction" for event in events if doi)
        if kind_ is None or (kind_ == "correction" and mends):
            continue
        notice = Notice(
            kind_,
            update.type,
            doi,
            update.date,
            update.reason,
            (update.source,) if update.source else (),
            replaced=kind_ == "retraction" and (doi in changed or any(word in lower(update.reason) for word in _REPLACED)),
        )
        place = next((place for place, event in enumerate(events) if _is_one_event(event, notice)), None)
        if place is None:
            events.append(notice)
        else:
            events[place] = _merged(events[place], notice)
    return tuple(sorted(events, key=lambda event: (_day(event) == (), _day(event))))


def standing(events: Iterable[Notice]) -> Standing:
    """Return the status after all notices. If one of two is undated, only a reinstatement counts as the later."""
    by_kind: dict[NoticeKind, list[Notice]] = {}
    for notice in events:
        by_kind.setdefault(notice.kind, []).append(notice)
    reinstatement = by_kind.get("reinstatement", [None])[-1]

    def holding(of_kind: NoticeKind) -> list[Notice]:
        return [
            event
            for event in by_kind.get(of_kind, [])
            if reinstatement is None or (_day(reinstatement) and _day(event) > _day(reinstatement))
        ]

    retractions = holding("retraction")
    editions = tuple(by_kind.get("edition", []))
    if retractions:
        return Standing(retractions[0], editions=editions)
    return Standing(
        concern=next(iter(holding("concern")), None),
        corrections=tuple(by_kind.get("correction", [])),
        reinstatement=reinstatement,
        editions=editions,
    )


def about(records: Iterable[Record], table: Iterable[Update] = ()) -> tuple[Notice, ...]:
    """Return the notices about a work from its records, which may report their own retraction, and the table of retractions."""
    updates: list[Update] = []
    own = ""
    for record in records:
        own = own or record.item.doi
        updates += record.updated_by
        updates += (update for update in record.updates if normal_doi(update.doi) == normal_doi(record.item.doi))
    return notices([*updates, *table], own)


Instead = Literal["retraction", "concern", "correction", "review"]
"""What an identifier leads to in place of the work itself."""

_NOTICES: Mapping[str, Instead] = {"retraction": "retraction", "concern": "concern", "correction": "correction"}


def is_notice(record: Record) -> bool:
    """Return whether a record calls itself a notice about another work; a new version or edition is not one."""
    return _instead_by_updates(record) is not None


def instead_of_work(item: Item, record: Record, *, of_another: bool = False) -> Instead | None:
    """Return the kind of a record that is a notice about or a review of the entry's own work, unless the entry says so itself.

    That is the case if the record's title names the work after its mark ("Retraction notice to: …", "Book review: …"), or is only
    the mark ("Erratum"), or is the work's own title while the record's type is a notice or the review of a book; or if the record
    is an article with the title of a book and known to be another work (`of_another`), as JSTOR records reviews. An entry says so
    by a mark in its title, its type, or a note. "Notice of retraction: …" proves nothing: some publishers put it before the title
    of the retracted work itself.
    """
    if not item.title or _says_so(item):
        return None
    mark = marked(record.item.title)
    names_it = mark is not None and (not mark.title or same_title(mark.title, item.title))
    same = names_it or same_title(item.title, record.item.title)
    if same and (notice := _instead_by_updates(record)):
        return notice
    if kind(item.type) == "book" and same and (_is_review(record, mark) or (of_another and _is_in_journal(record))):
        return "review"
    if mark is None or not mark.title or not names_it or lower(mark.mark).startswith("notice of retraction"):
        return None
    return _NOTICES.get(mark.form)


def _instead_by_updates(record: Record) -> Instead | None:
    own = normal_doi(record.item.doi)
    kinds = (KINDS.get(update.type) for update in record.updates if normal_doi(update.doi) != own)
    return next((_NOTICES[kind] for kind in kinds if kind and kind in _NOTICES), None)


def _is_review(record: Record, mark: Marked | None) -> bool:
    by_type = record.item.type == "review-book" or (record.item.type == "review" and not SOURCES[record.service].mixes_reviews)
    return (
        by_type
        or (mark is not None and mark.form == "review")
        or any(relation.type == "is-review-of" for relation in record.relations)
    )


def _is_in_journal(record: Record) -> bool:
    return kind(record.item.type) == "article" and bool(record.item.container_title)


def retracted_title(item: Item, record: Record) -> str:
    """Return the title of a record if it is marked as retracted and the entry's own title is not, else ""."""
    mark = marked(record.item.title)
    if mark is None or mark.form != "retracted" or marked(item.title) or not same_title(mark.title, item.title):
        return ""
    return record.item.title


def entry_says_retracted(reference: Reference) -> bool:
    """Return whether an entry says that its work was retracted: in its title, a note, its status, or as the article prints it."""
    item = reference.item
    mark = marked(item.title)
    if mark and mark.form in ("retracted", "retraction"):
        return True
    return any(is_status(text) for text in (item.note, item.status, item.genre, _beside(reference.printed, item.title)))


def _beside(printed: str, title: str) -> str:
    """Return a printed entry without its title, whose words have another subject."""
    return printed.replace(title, " ") if title else printed


def _says_so(item: Item) -> bool:
    """Return whether an entry says that it cites a notice or a review."""
    if item.type.startswith("review") or item.other.get("reviewed_title") or "reviewed_author" in item.contributors:
        return True
    return any(mark is not None and mark.form != "retracted" for mark in map(marked, (item.title, item.note, item.genre)))


def _is_one_event(a: Notice, b: Notice) -> bool:
    if a.doi and b.doi:
        return a.doi == b.doi and (a.kind == b.kind or (a.type == "partial_retraction" and b.kind == "retraction"))
    if a.kind != b.kind:
        return False
    own, other = _day(a), _day(b)
    return not own or not other or own[0] == other[0]


def _merged(a: Notice, b: Notice) -> Notice:
    return replace(
        a,
        doi=a.doi or b.doi,
        date=a.date if len(_day(a)) >= len(_day(b)) else b.date,
        reason=a.reason or b.reason,
        sources=tuple(dict.fromkeys((*a.sources, *b.sources))),
        replaced=(a.replaced or b.replaced) and a.kind == "retraction",
    )


def _day(notice: Notice) -> tuple[int, ...]:
    return notice.date.start if notice.date else ()
