"""Relatives: whether a record is not the cited work but its kin: a review of it, a notice about it, its book, or a part of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from kzcheck.language.notices import marked
from kzcheck.matching.titles import SAME_TITLE, kind, likeness
from kzcheck.matching.works.notices import is_notice as notifies
from kzcheck.matching.works.weighing import AKIN_TITLE

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.works.weighing import Weighed

_NOTICES = frozenset(("retraction", "concern", "correction"))


def is_review_of(item: Item, record: Record, weighed: Weighed) -> bool:
    """Tell whether a record is a review of the cited work: by its type or mark, or in a journal under a book's title.

    JSTOR's reviews bear the title of the book, list its author beside the reviewer, and are typed as articles.
    """
    if kind(item.type) == "review" or _form(item) == "review":
        return False
    if record.item.type == "review-book" or any(relation.type == "is-review-of" for relation in record.relations):
        return True
    if _form(record.item) == "review":
        return weighed.title < SAME_TITLE or weighed.people.agreement != "same"
    bookish = kind(item.type) == "book" and not (item.container_title or item.volume)
    if not bookish or kind(record.item.type) != "article" or not record.item.container_title:
        return False
    more = len(record.item.author) > max(len(item.author), len(item.editor))
    return weighed.title >= AKIN_TITLE and (more or weighed.people.agreement != "same" or "year" in weighed.imprint.other)


def is_piece(item: Item) -> bool:
    """Tell whether an entry is of a piece that a book may hold: a chapter, a talk, something without a type in a container."""
    kinds = kind(item.type)
    return kinds in {"part", "talk"} or (not kinds and bool(item.container_title))


def is_whole(item: Item, record: Record) -> bool:
    """Tell whether a record is the book that holds the cited chapter, by the title of the container."""
    if not item.container_title or kind(record.item.type) not in {"book", ""}:
        return False
    return likeness(_titled(item, item.container_title), record) >= AKIN_TITLE


def is_part(item: Item, record: Record) -> bool:
    """Tell whether a record is a chapter of the cited book."""
    if kind(record.item.type) not in {"part", "talk"} or item.container_title or kind(item.type) not in {"book", ""}:
        return False
    hosts = (record.item.container_title, *record.containers)
    return any(likeness(item, _named(record, host)) >= SAME_TITLE for host in hosts if host)


def is_notice(item: Item, record: Record) -> bool:
    """Tell whether a record is a notice about a work, and the entry does not cite a notice itself."""
    if _form(item) in _NOTICES:
        return False
    return _form(record.item) in _NOTICES or notifies(record)


def is_notice_of(item: Item, record: Record, weighed: Weighed) -> bool:
    """Tell whether a notice is about the cited work: by the title that it names, or else by people or container."""
    told = marked(record.item.title)
    if told and told.title:
        return likeness(item, _named(record, told.title)) >= (
            AKIN_TITLE if weighed.people.agreement in {"same", "some"} else SAME_TITLE
        )
    return weighed.title >= SAME_TITLE or weighed.people.agreement in {"same", "some"} or "container_title" in weighed.imprint.same


def _titled(item: Item, title: str) -> Item:
    return msgspec.structs.replace(item, title=title, title_short="", original_title="")


def _named(record: Record, title: str) -> Record:
    return msgspec.structs.replace(record, item=_titled(record.item, title), titles=())


@lru_cache(maxsize=1 << 12)
def _form_of(title: str) -> str:
    told = marked(title)
    return told.form if told else ""


def _form(item: Item) -> str:
    return _form_of(item.title)
