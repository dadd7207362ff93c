"""Identity: decides whether a record is the work in an entry.

Title, people and imprint are weighed together, because each alone deceives: reviews repeat the title of their book and list its
author, columns share a title, authors publish two works in one volume, and an index may have another version.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import accumulate, product
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from kzcheck import data
from kzcheck.data.subjects import PreprintServers
from kzcheck.evidence import Record  # noqa: TC001 - msgspec reads the annotations
from kzcheck.identifiers import normal_doi
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, fold_name
from kzcheck.language.scripts import main_script
from kzcheck.matching.differences import Difference  # noqa: TC001
from kzcheck.matching.imprint import before_preprint
from kzcheck.matching.names import same_person, surname
from kzcheck.matching.titles import SAME_TITLE, compare_title, is_common_title, kind
from kzcheck.matching.titles import is_notice as names_another
from kzcheck.matching.works.weighing import (
    AKIN_TITLE,
    HALF_TITLE,
    IN_PLACE,
    NEAR_TITLE,
    PLACED,
    UNLIKE_TITLE,
    Weighed,
    comparable,
    is_in_place,
    is_notice,
    is_notice_of,
    is_other_part,
    is_part,
    is_piece,
    is_piece_about,
    is_review_of,
    is_whole,
    weigh,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.csl import Item, Name

Identity = Literal["same", "other", "unsure"]


class Comparison(Struct, frozen=True):
    """An entry compared with one record: whether the record is the work, with what score (0 to 1), and what differs.

    `agreeing` are the fields in which both agree: `title`, `author`, `year`, … `version` is true if the record is another version
    or edition of the work (a preprint, a reprint, a talk); `part` if it is of the whole that contains the work, a part of it, or a
    notice about it, when nothing else is compared; `contrary` if it is the work only if the entry's title or people are wrong.
    """

    record: Record
    identity: Identity
    score: float
    differences: tuple[Difference, ...] = ()
    agreeing: frozenset[str] = frozenset()
    version: bool = False
    part: bool = False
    contrary: bool = False


FAR_TITLE = 78
"""Percentage of common letters or whole words below which two titles with different people are not compared further."""

MOST_PEOPLE = 60
"""People that are examined in a first comparison with a record."""

FAIR_TITLE, LONG_TITLE = 2, 5
"""Words of four letters or more from which a title is distinctive among its author's works, and among all works."""

CLOSE_TITLE = 0.75
"""Similarity of two titles of four or five words that differ in one."""

LEAST_TEAM = 3
"""People from which the same authors in the same year may have one work under two titles."""

_TELLING = 4
_ARTICLES = frozenset(("article", "talk", "preprint", "review", ""))
_VERSIONS = frozenset(("article", "talk", "preprint", "thesis", "part", "book", "data", ""))
"""Kinds of works that one text can be in succession."""

_NEVER_OF_FORM = frozenset(("other-name", "misspelt-name"))
"""Differences that cannot be explained by two versions of a work."""


@cache
def _server() -> re.Pattern[str]:
    """Return the names of preprint servers and repositories: an index that names one knows another version."""
    servers = data.read("preprint_servers", PreprintServers).servers | {"repositor*", "zenodo", "figshare"}
    return re.compile(rf"\b{any_of(servers)}\b")


def compare(item: Item, record: Record, *, identified: bool = False, printed: str = "") -> Comparison:
    """Compare an entry with one record; `identified` if the record was found by an identifier in the entry.

    An entry without a title is recognised by its `printed` text.
    """
    if not item.title:
        return pasted(printed or item.note, record, identified=identified)
    if not identified and (score := _far(item, record)) is not None:
        return Comparison(record, "other", score)
    return (_identified if identified else _searched)(item, record, weigh(item, record, identified=identified))


def _far(item: Item, record: Record) -> float | None:
    """Return a score for an obviously different work, as most candidates of a search are; otherwise None.

    It has none of the entry's people, with names in the same script, and few words of the title or the container.
    """
    listed, recorded = (item.author or item.editor), (*record.item.author, *record.item.editor)
    if not listed or not recorded or record.relations or main_script(str(listed[0])) != main_script(str(recorded[0])):
        return None
    if not _forms(listed).isdisjoint(_forms(recorded)):
        return None
    recorded_titles = [fold(title) for title in (record.item.title, *record.titles) if title]
    listed_titles = [fold(title) for title in (item.title, item.original_title, item.container_title) if title]
    pairs = product(listed_titles, recorded_titles)
    most = max((max(fuzz.token_set_ratio(*pair), fuzz.ratio(*pair)) for pair in pairs), default=0.0)
    return round(most / 1000, 4) if most < FAR_TITLE else None


def _forms(names: tuple[Name, ...]) -> frozenset[str]:
    """Return each surname with the first initial; if no given name is known, with all initials and alone."""
    keys = {(surname(name), fold(name.given)[:1]) for name in names[:MOST_PEOPLE]}
    return frozenset(f"{key} {initial}" for key, initial in keys if key and initial) | {key for key, initial in keys if not initial}


def _identified(item: Item, record: Record, weighed: Weighed) -> Comparison:
    if weighed.title < SAME_TITLE and (_is_book_of(item, record, weighed) or is_part(item, record)):
        return _comparison("same", item, record, weighed, identified=True, part=True)
    if is_notice(item, record) and is_notice_of(item, record, weighed):
        return _comparison("same", item, record, weighed, identified=True, part=True)
    if is_review_of(item, record, weighed) or _is_another(item, record, weighed):
        return _comparison("other", item, record, weighed, identified=True)
    return _comparison("same", item, record, weighed, identified=True, version=_is_preprint(record) and not _cites_preprint(item))


def _is_book_of(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether an identifier of a chapter led to its book, whose title the entry may give in another form or omit."""
    if not is_piece(item) or kind(record.item.type) not in {"book", ""}:
        return False
    return not item.container_title or is_whole(item, record) or {"year", "publisher"} <= weighed.imprint.same


def _is_another(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record found by an identifier is clearly another work."""
    people, title = weighed.people.agreement, weighed.title
    if weighed.exact:
        return False
    if title >= SAME_TITLE:
        if _answers(item) != _answers(record.item):
            return people == "other"
        return people in {"other", "unknown"} and is_common_title(item.title) and weighed.other > weighed.same
    if people == "other" or (people == "some" and title < UNLIKE_TITLE and not _same_lead(item, record)):
        return title < NEAR_TITLE or weighed.same < IN_PLACE or "page" in weighed.imprint.other
    if people == "unknown":
        if title >= AKIN_TITLE or not comparable(item, record):
            return weighed.other > weighed.same
        return weighed.same < PLACED
    # Two works by one author: different titles, and nothing in the imprints agrees.
    if title < SAME_TITLE and comparable(item, record) and weighed.imprint.other >= {"year", "volume", "page"}:
        return True
    return (
        title < UNLIKE_TITLE
        and comparable(item, record)
        and not _is_preprint(record)
        and weighed.imprint.same.isdisjoint({"volume", "page"})
        and weighed.other >= max(1, weighed.same)
    )


def _searched(item: Item, record: Record, weighed: Weighed) -> Comparison:
    if is_notice(item, record) or is_review_of(item, record, weighed) or is_piece_about(item, record, weighed):
        return _comparison("other", item, record, weighed)
    version = _is_version(item, record, weighed)
    if _is_same(item, record, weighed, version=version):
        return _comparison("same", item, record, weighed, version=version)
    if is_whole(item, record) or is_part(item, record):
        return _comparison("unsure", item, record, weighed, version=version)
    if not _may_be(item, record, weighed):
        return _comparison("other", item, record, weighed, version=version)
    possible = _comparison("unsure", item, record, weighed, version=version)
    return replace(possible, contrary=_is_contrary(item, record, weighed))


def _is_contrary(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record's title or people clearly differ from the entry's: not by version or a truncated title."""
    people = weighed.people.agreement
    if people == "unknown" or not comparable(item, record):
        return False
    if weighed.title >= SAME_TITLE:
        return people == "other"
    listed, recorded = (set(fold(title).split()) for title in (item.title, record.item.title))
    return "year" in weighed.imprint.same and not (listed <= recorded or recorded <= listed)


def _is_same(item: Item, record: Record, weighed: Weighed, *, version: bool) -> bool:
    """Return whether a candidate of a search is certainly the work."""
    people, title, fields = weighed.people.agreement, weighed.title, weighed.imprint
    placed = weighed.same >= PLACED
    container = "container_title" in fields.same and weighed.other < 1
    words = sum(len(word) >= _TELLING for word in fold(item.title).split())
    if title < SAME_TITLE:
        if people != "same":
            return False
        in_place = weighed.exact and (container or (title >= NEAR_TITLE and is_in_place(item, record, weighed)))
        return in_place or (weighed.other < 1 and _by_team(item, record, weighed, words))
    if _answers(item) != _answers(record.item) or is_other_part(item, record, weighed):
        return False
    if is_common_title(item.title):
        return placed and weighed.other < weighed.same and people != "other"
    if not _one_text(item, record):
        return False
    if people in {"same", "some"}:
        return words >= (FAIR_TITLE if people == "same" else LONG_TITLE) or weighed.same > weighed.other
    if people == "unknown":
        return placed or (container and weighed.same >= IN_PLACE) or (words >= LONG_TITLE and weighed.same >= 1 and not version)
    # Everybody may have been replaced if title and imprint are distinctive.
    if words >= LONG_TITLE and container and weighed.same > 1:
        return True
    return words > LONG_TITLE and "year" in fields.same and (weighed.other < 1 or (version and _is_preprint(record)))


def _by_team(item: Item, record: Record, weighed: Weighed, words: int) -> bool:
    """Return whether titles that differ in a word are one work: hardly anybody publishes both in one year and one place.

    Among 258 pairs of works by one author in one place and year, in 13,000 entries of real lists, no two titles are as near; among
    78 pairs by several authors four are. Data sets have such titles, and preprints have no place.
    """
    fields, size = weighed.imprint, len(item.author)
    if "year" not in fields.same or "page" in fields.other or size != len(record.item.author):
        return False
    if "container_title" in fields.same:
        is_near = weighed.title >= NEAR_TITLE and words >= LONG_TITLE
        return is_near or (size >= LEAST_TEAM and weighed.title >= CLOSE_TITLE and words > FAIR_TITLE)
    preprints = kind(item.type) == kind(record.item.type) == "preprint"
    return preprints and size >= LEAST_TEAM and weighed.title >= NEAR_TITLE and words > LONG_TITLE


def _may_be(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a candidate may be the work as far as is known, so that the work cannot be called unknown."""
    people, title, fields = weighed.people.agreement, weighed.title, weighed.imprint
    if title >= SAME_TITLE:
        return people != "other" or weighed.same > weighed.other
    if people == "unknown":
        return title >= AKIN_TITLE and weighed.same > weighed.other
    if people == "other":
        return False
    if title >= AKIN_TITLE or weighed.same >= PLACED:
        return True
    if "year" not in fields.same:
        return False
    # A work may have a new title in another version: shown by the same people, or by the place and half of the title.
    team = people == "same" and LEAST_TEAM <= len(item.author) == len(record.item.author)
    return team or (title >= HALF_TITLE and "container_title" in fields.same)


def _is_version(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record with the same title is another version than the cited one, so that imprints rightly differ."""
    if _is_preprint(record):
        return not _cites_preprint(item)
    same, other = weighed.imprint.same, weighed.imprint.other
    if same & {"volume", "page", "doi", "isbn"}:
        return False
    if "container_title" in other:
        return not (kind(item.type) == kind(record.item.type) and "year" in same)
    return "container_title" not in same and "year" in other


def _is_preprint(record: Record) -> bool:
    item = record.item
    return (
        kind(item.type) == "preprint"
        or item.volume.startswith("abs/")  # as DBLP numbers arXiv
        or bool(_server().search(fold(item.container_title or item.publisher)))
    )


def has_doi_of_preprint(item: Item, record: Record) -> bool:
    """Return whether the DOI of a record is a preprint's, while the entry names a place of publication."""
    stems = tuple(data.read("preprint_servers", PreprintServers).doi_stems)
    return normal_doi(record.item.doi).startswith(stems) and not _cites_preprint(item)


def _cites_preprint(item: Item) -> bool:
    """Return whether an entry can cite a preprint: it names a preprint server, or no other container."""
    place = item.container_title or item.publisher
    return not place or bool(_server().search(fold(place)))


def _one_text(item: Item, record: Record) -> bool:
    """Return whether an entry and a record are of kinds that can be one text."""
    listed, recorded = kind(item.type), kind(record.item.type)
    if listed == recorded or not (listed and recorded):
        return True
    if {listed, recorded} <= _VERSIONS:
        return "book" not in {listed, recorded} or not {listed, recorded} & {"article", "part"}
    return {listed, recorded} <= _ARTICLES


def _same_lead(item: Item, record: Record) -> bool:
    return bool(item.author and record.item.author) and same_person(item.author[0], record.item.author[0])


def _answers(item: Item) -> bool:
    """Return whether a title names the work that it corrects, answers or reviews: "Reply to …"."""
    return names_another(fold(item.title).replace(" ", ""))


def _comparison(  # noqa: PLR0913 - what was weighed, and what it was taken for
    identity: Identity,
    item: Item,
    record: Record,
    weighed: Weighed,
    *,
    identified: bool = False,
    version: bool = False,
    part: bool = False,
) -> Comparison:
    people = {"same": 1.0, "some": 0.7, "unknown": 0.4, "other": 0.0}[weighed.people.agreement]
    place = max(0.0, min(1.0, 0.4 + (weighed.same - weighed.other) / 8))
    score = 0.35 * weighed.title + 0.2 * people + 0.25 * place + 0.2 * identified - 0.15 * version - 0.3 * part
    agreeing = set(weighed.imprint.same)
    if weighed.title >= SAME_TITLE:
        agreeing.add("title")
    if weighed.people.agreement == "same":
        agreeing.add("author")
    differences: tuple[Difference, ...] = ()
    if identity != "other" and not part:
        title = compare_title(item, record)
        differences = (*([title] if title else []), *weighed.people.differences, *weighed.imprint.differences)
    if version:
        never = _NEVER_OF_FORM | ({"title"} if weighed.title < HALF_TITLE else frozenset())
        never |= {"year"} if identified and before_preprint(item, record) else frozenset()
        differences = tuple(
            entry if entry.kind in never else replace(entry, slight=True, confirmable=False) for entry in differences
        )
    return Comparison(record, identity, round(max(score, 0.0), 4), differences, frozenset(agreeing), version, part)


_LONGEST, _LONGEST_TITLE, _MOST_PEOPLE = 2000, 500, 60
_TELLING_LETTERS = 3
"""Letters of a title's words that must be in the text: small words are omitted and have many spellings."""

RUN_LETTERS = 12
"""Letters of a title from which it is recognised without its spaces."""

_SPREAD = 2
"""Length of the passage that must contain a whole title, in titles: a label or a mark of volumes may be inserted."""

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")


def pasted(text: str, record: Record, *, identified: bool = False) -> Comparison:
    """Return whether a printed text names a record's work: its title's words in order, one of its people, one of its years.

    Letters are folded, so scripts do not matter. A record found by an identifier is the work unless nothing of it is in the text.
    """
    text = text[:_LONGEST]
    words = fold(text).split()
    places = [place for title in (record.item.title, *record.titles) if (place := _place(title, words)) is not None]
    people = named(record.item, words) > 0
    year = bool({int(year) for year in _YEAR.findall(text)} & {*record.years, record.item.year})
    agreeing = frozenset(name for name, agrees in (("title", bool(places)), ("author", people), ("year", year)) if agrees)
    # A chapter's title precedes its book's.
    title = 0.5 - 0.2 * min(places) / len(words) if places else 0.0
    score = title + 0.2 * people + 0.1 * year + 0.2 * identified
    all_agree = len(agreeing) == len(("title", "author", "year"))
    identity: Identity = "unsure" if "title" in agreeing and len(agreeing) > 1 and not identified else "other"
    if all_agree or (identified and (agreeing or len(words) < _TELLING_LETTERS)):
        identity = "same"
    return Comparison(record, identity, score, agreeing=agreeing)


def _place(title: str, words: list[str]) -> int | None:
    """Return the position of all distinctive words of a title, in order and close together, in a text; else None."""
    folded = fold(title[:_LONGEST_TITLE]).split()
    sought = [word for word in folded if len(word) >= _TELLING_LETTERS] or folded
    if not sought:
        return None
    longest = _SPREAD * len(folded)
    for start in (place for place, word in enumerate(words) if word == sought[0]):
        remaining = iter(words[start : start + longest])
        if all(word in remaining for word in sought):
            return start
    return _run_together("".join(folded), words)


def _run_together(title: str, words: list[str]) -> int | None:
    """Return the position of a whole title in a text by its letters alone, since hyphens and line ends split words; else None."""
    if len(title) < RUN_LETTERS:
        return None
    starts = list(accumulate(map(len, words), initial=0))
    at = "".join(words).find(title)
    place = bisect_left(starts, at)
    return place if at >= 0 and starts[place] == at else None


def named(item: Item, words: Iterable[str]) -> int:
    """Return how many of a work's people are named among words."""
    names = {fold_name(word) for word in words}
    people = (*item.author[:_MOST_PEOPLE], *item.editor[:_MOST_PEOPLE])
    parts = (fold_name(person.family or person.literal).split() for person in people)
    return sum(bool(words) and names.issuperset(words) for words in parts)
