"""Duplicates: decides whether two entries of a list are the same work, and on what evidence.

Two entries are compared only if they share a key. Evidence against precedes evidence for: another volume, page, edition, part or
DOI. If the titles differ by a slip, or the years by one, more must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

from kzcheck.csl import ITEM_TEXTS
from kzcheck.identifiers import doi_in_url, find_isbns, normal_doi, normal_pmid, normal_url
from kzcheck.language.alternatives import folded_words
from kzcheck.language.folding import fold, lower
from kzcheck.language.locators import extent, page_ranges
from kzcheck.language.scripts import main_script
from kzcheck.matching.lists.preprints import is_preprint
from kzcheck.matching.names import close_surnames, surname
from kzcheck.matching.titles import (
    SAME_TITLE,
    appears_again,
    is_common_title,
    is_label,
    is_notice,
    kind,
    same_journal,
    similarity,
    title_keys,
)

if TYPE_CHECKING:
    from kzcheck.csl import Item

Reason = Literal["DOI", "PMID", "ISBN", "page", "place", "title", "near title", "URL", "preprint"]
People = Literal["same", "other", "unknown"]
Key = tuple[str | int, ...]

SURE_KEYS = frozenset(("DOI", "PMID"))
"""Kinds of keys that make two entries one work whatever their years; with all other keys, years may differ by one at most."""

AKIN_TITLE = 0.7
"""Similarity that suffices if people, year, volume and page are the same."""

SLIP_LETTERS, LONG_SLIP_LETTERS = 10, 30
"""Letters of a title from which one different letter is a slip and not another word: if something else agrees, and if not."""

_LONGEST = 1000
"""Characters that are compared of a title."""

_PEOPLE = 60
"""Authors that are compared: some works have thousands."""

LONG_TITLE = 4
"""Words from which a title identifies a work if only its people and year agree."""

_SAY_LITTLE = frozenset(
    """title title_short language note issn url container_title container_title_short collection_title medium genre status edition
    publisher_place archive""".split(),
)
_OF_THE_TITLE = frozenset("title title_short language".split())
_OF_A_SET = ("volume", "volume_title", "part_number", "part_title")
_GROUPED = re.compile(r"(?<=\d)[,.\s](?=\d{3}\b)")
_NUMBERS = (
    "volume issue number edition version part_number part_title volume_title supplement_number section archive_location call_number"
).split()
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{1,6}-?\d{3,}|\d{5,}")
_FIRST_PAGE = re.compile(r"[A-Za-zА-Яа-я]{0,3}\d+")


class Entry(NamedTuple):
    """An entry prepared for comparison: `text` is its title, `title` the same folded and without spaces, `words` its words."""

    item: Item
    year: int | None
    text: str
    title: str
    words: tuple[str, ...]
    script: str
    people: tuple[str, ...]
    personal: bool
    doi: str
    pmid: str
    isbns: frozenset[str]
    url: str
    first_page: str
    pages: str
    container: str
    preprint: bool


class Match(NamedTuple):
    """Two entries are the same work: the evidence, what else agrees, and whether their titles are in two languages."""

    reason: Reason
    same_people: bool
    same_year: bool
    parallel: bool


@cache
def _and() -> frozenset[str]:
    """Return the words that an ampersand may replace, because folding drops it; words of one letter may be numbers."""
    return frozenset(word for word in folded_words("and_words") if len(word) > 1)


def prepare(item: Item) -> Entry:
    """Return the entry prepared for comparison."""
    names = item.author or item.editor
    text = item.title[:_LONGEST]
    words = tuple(word for word in fold(_GROUPED.sub("", text)).split() if word not in _and())
    first = _FIRST_PAGE.search(item.page)
    return Entry(
        item=item,
        year=item.year,
        text=text,
        title="".join(words),
        words=words,
        script=main_script(text),
        people=tuple(filter(None, map(surname, names))),
        personal=any(name.family for name in names),
        doi=(normal_doi(item.doi) if item.doi else "") or (lower(doi_in_url(item.url)) if item.url else ""),
        pmid=normal_pmid(item.pmid) if item.pmid else "",
        isbns=frozenset(find_isbns(item.isbn)) if item.isbn else frozenset(),
        url=_page_url(item.url),
        first_page=lower(first[0]) if first else "",
        pages=_full_pages(item),
        container=(item.container_title or item.collection_title)[:_LONGEST],
        preprint=is_preprint(item),
    )


def _full_pages(item: Item) -> str:
    """Return the first and last page, or the article number, that identify a work within a volume; "" for less."""
    if number := _ARTICLE_NUMBER.fullmatch(item.page or item.number):
        return lower(number[0])
    ranges = page_ranges(item.page)
    pages = ranges[0] if len(ranges) == 1 else None
    if pages and pages.first and pages.last and pages.last > pages.first:
        return f"{lower(pages.prefix)}{pages.first}-{pages.last}"
    return ""


def _page_url(url: str) -> str:
    """Return a URL for comparison, without its scheme; "" for a site's home page."""
    _, _, page = (normal_url(url) if url else "").partition("://")
    page = page.removeprefix("www.").rstrip("/")
    return page if "/" in page or "?" in page else ""


def keys(work: Entry) -> frozenset[Key]:
    """Return the keys of an entry; two entries for one work share at least one."""
    entry_keys: set[Key] = {("ISBN", isbn) for isbn in work.isbns}
    entry_keys |= {
        (kind, value) for kind, value in (("DOI", work.doi), ("PMID", work.pmid), ("URL", work.url), ("title", work.title)) if value
    }
    entry_keys |= {("words", key) for key in title_keys(work.text) if key}
    if work.first_page and work.item.volume:
        entry_keys.add(("page", work.item.volume, work.first_page))
    if work.people and work.item.year:
        entry_keys.add(("year", work.people[0], work.item.year))
    return frozenset(entry_keys)


def compare(a: Entry, b: Entry) -> Match | None:
    """Return the evidence that two entries are the same work, or None."""
    years = abs(a.year - b.year) if a.year and b.year else None
    reason: Reason | None = None
    if a.doi and a.doi == b.doi:
        reason = None if _parts_of_one(a, b) else "DOI"
    elif a.pmid and a.pmid == b.pmid:
        reason = "PMID"
    elif a.preprint != b.preprint:
        reason = "preprint" if _people(a, b) == "same" and _is_of_one_text(a, b) else None
    elif not (a.doi and b.doi) and (years or 0) <= 1 and a.title and b.title:
        reason = None if _are_different(a, b) else _by_content(a, b, years)
        reason = reason or ("place" if _same_pages(a, b, years) else None)
    if reason is None:
        return None
    titled = bool(a.title and b.title)
    parallel = bool(a.script and b.script and a.script != b.script) or (reason == "DOI" and titled and not _alike(a, b))
    return Match(reason, _people(a, b) == "same", years == 0, parallel)


def _by_content(a: Entry, b: Entry, years: int | None) -> Reason | None:
    people = _people(a, b)
    exact = a.title == b.title
    if not exact and _other_part(a, b):
        return None
    if a.isbns & b.isbns and _alike(a, b):
        return "ISBN"
    if _same_page(a, b) and (exact or (people != "other" and _alike(a, b)) or (people == "same" and years == 0 and _akin(a, b))):
        return "page"
    if people == "other":
        return None
    if a.url and a.url == b.url and (exact or _alike(a, b) or _one_slip(a, b, 1)):
        return "URL"
    if is_common_title(a.text):
        return None
    agreeing = _agreeing(a, b)
    if exact:
        return "title" if _by_title(a, b, people, years, agreeing) else None
    if years == 1:
        return None
    if people == "same":
        nearly_equal = _one_slip(a, b, agreeing) or (years == 0 and agreeing > 0 and _without_subtitle(a, b))
    else:
        nearly_equal = _one_slip(a, b, 0) and (agreeing > (years != 0) or _same_fields(a, b))
    return "near title" if nearly_equal else None


def _same_pages(a: Entry, b: Entry, years: int | None) -> bool:
    """Return whether two entries have the same volume and full pages, and the same journal, first author or almost the same title.

    Letters and their replies share pages, issues may restart their page numbers, and a yearly meeting its volumes.
    """
    if not a.pages or a.pages != b.pages or not a.item.volume or _differ(a.item.volume, b.item.volume) or not b.item.volume:
        return False
    if (a.pmid and b.pmid and a.pmid != b.pmid) or _differ(a.item.issue, b.item.issue) or is_notice(a.title) or is_notice(b.title):
        return False
    if a.container and b.container and same_journal(a.container, b.container):
        return True
    if years != 0:
        return False
    return bool(a.people and b.people and a.people[0] == b.people[0]) or (_people(a, b) != "other" and _akin(a, b))


def _by_title(a: Entry, b: Entry, people: People, years: int | None, agreeing: int) -> bool:
    """Return whether two entries with the same title are one work: they must have enough else in common."""
    long = len(a.words) >= LONG_TITLE
    if years == 1:
        may_recur = any(appears_again(work.item.type, " ".join(work.words)) for work in (a, b))
        recurs = may_recur and not a.first_page and not (a.url and a.url == b.url)
        enough = len(a.words) + agreeing >= LONG_TITLE and (long or agreeing > 0)
        return people == "same" and a.personal and not recurs and enough and not _other_house(a, b)
    if people == "same":
        return long or agreeing > 0
    if a.url and b.url and a.url != b.url:
        return False
    return agreeing > (not long) or _same_fields(a, b)


def _agreeing(a: Entry, b: Entry) -> int:
    """Count what else two entries have in common: container or publisher, numbers, page, address."""
    values = [(fold(a.item.text(field)), fold(b.item.text(field))) for field in ITEM_TEXTS if field not in _SAY_LITTLE]
    same = sum(bool(value) and (value == other or (value in other and len(value) > 2)) for value, other in values)  # noqa: PLR2004
    return same + bool(a.url and a.url == b.url) + bool(a.container and b.container)


def _same_fields(a: Entry, b: Entry) -> bool:
    """Return whether two entries have the same values in the same fields, except for the form of the title, and enough of them.

    Empty fields do not count: a long title needs one field or the year besides, a short one two.
    """
    if any(a.item.text(field) != b.item.text(field) for field in ITEM_TEXTS if field != "title"):
        return False
    filled = sum(bool(a.item.text(field)) for field in ITEM_TEXTS if field not in _OF_THE_TITLE)
    return filled + (a.year is not None and a.year == b.year) > (min(len(a.words), len(b.words)) < LONG_TITLE)


def _are_different(a: Entry, b: Entry) -> bool:
    """Return whether something shows that two entries are two works."""
    if (a.pmid and b.pmid and a.pmid != b.pmid) or _other_page(a, b):
        return True
    if (a.isbns and b.isbns and not a.isbns & b.isbns) or is_notice(a.title) != is_notice(b.title):
        return True
    if any(_differ(a.item.text(field), b.item.text(field)) for field in _NUMBERS):
        return True
    counts = extent(a.item.number_of_pages), extent(b.item.number_of_pages)
    if all(counts) and counts[0] != counts[1]:
        return True
    if a.container and b.container:
        if not (same_journal(a.container, b.container) or similarity(a.container, b.container) >= SAME_TITLE):
            return True
        if a.first_page and a.first_page == b.first_page:
            return False
    kinds = {kind(work.item.type) for work in (a, b)}
    if len(kinds - {""}) > 1 or _other_day(a.item, b.item):
        return True
    return any(_within(*pair) or _is_volume_of(*pair) or ("" in kinds and _other_version(*pair)) for pair in ((a, b), (b, a)))


def _within(a: Entry, b: Entry) -> bool:
    """Return whether the first entry is a part of the second: its container has that title, and its own title differs."""
    container = fold(a.item.container_title[:_LONGEST]).replace(" ", "")
    return bool(container) and container == "".join(fold(b.text).split()) and not b.item.container_title and container != a.title


def _is_volume_of(a: Entry, b: Entry) -> bool:
    """Return whether the first entry is a volume of the set in the second."""
    if any(b.item.text(field) for field in _OF_A_SET) or not any(a.item.text(field) for field in _OF_A_SET):
        return False
    issued = b.item.issued
    spans = issued is not None and issued.last_year != issued.year and not b.item.container_title
    return bool(b.item.number_of_volumes) or spans


def _other_version(a: Entry, b: Entry) -> bool:
    """Return whether the first entry is in a journal and the second stands alone: a working paper, a report, a preprint."""
    if not a.item.container_title or b.item.container_title or b.first_page or (a.url and a.url == b.url) or a.isbns & b.isbns:
        return False
    house = fold(b.item.publisher)
    if house and house == fold(a.item.publisher):
        return False
    return bool(house or b.item.genre or b.item.archive or "arxiv" in lower(f"{b.item.url} {b.item.number} {b.item.note}"))


def _other_house(a: Entry, b: Entry) -> bool:
    """Return whether two books have different publishers: with years one apart, they are two editions."""
    house, other = fold(a.item.publisher).replace(" ", ""), fold(b.item.publisher).replace(" ", "")
    return bool(house and other) and house not in other and other not in house and similarity(house, other) < SAME_TITLE


def _other_page(a: Entry, b: Entry) -> bool:
    """Return whether two entries begin on different pages; an article number (e17) and a page may belong to one article."""
    if not a.first_page or not b.first_page or a.first_page[0].isdigit() != b.first_page[0].isdigit():
        return False
    return a.first_page != b.first_page


def _other_part(a: Entry, b: Entry) -> bool:
    """Return whether titles differ in a label, like "Part I" and "Part II". A label in place of a word is a slip ("i" for "in")."""
    words, other_words = Counter(a.words), Counter(b.words)
    extra, further = list((words - other_words).elements()), list((other_words - words).elements())
    if len(extra) == len(further) == 1:
        return all(len(word) == 1 or is_label(word) for word in extra + further)
    return any(is_label(word) for word in extra + further)


def _other_day(a: Item, b: Item) -> bool:
    days = [date.start[1:] if date else () for date in (a.issued, b.issued)]
    return all(days) and days[0][: len(days[1])] != days[1][: len(days[0])]


def _parts_of_one(a: Entry, b: Entry) -> bool:
    """Return whether two entries are chapters of one book, or a chapter and its book, under the book's DOI; articles never are."""
    if a.item.type == b.item.type == "article-journal":
        return False
    kinds = [kind(work.item.type) for work in (a, b)]
    if not any(kinds):
        paged = bool(a.first_page and b.first_page and a.item.container_title and b.item.container_title)
        return _within(a, b) or _within(b, a) or (paged and a.first_page != b.first_page and not _alike(a, b))
    apart = a.first_page != b.first_page or _other_part(a, b) or kinds[0] != kinds[1]
    return apart and ("part" in kinds or "talk" in kinds) and not _alike(a, b)


def _alike(a: Entry, b: Entry) -> bool:
    return similarity(a.text, b.text) >= SAME_TITLE or _without_subtitle(a, b)


def _is_of_one_text(a: Entry, b: Entry) -> bool:
    """Return whether a preprint and an article in a container share a distinctive title."""
    published = b if a.preprint else a
    if not (published.container and a.title and b.title) or is_common_title(a.text) or is_notice(a.title) or is_notice(b.title):
        return False
    return (a.title == b.title or _alike(a, b)) and not _other_part(a, b)


def _akin(a: Entry, b: Entry) -> bool:
    return similarity(a.text, b.text) >= AKIN_TITLE


def _without_subtitle(a: Entry, b: Entry) -> bool:
    heads = [re.split(r"[:.?!–—]\s|\s[-/=]\s", work.text, maxsplit=1) for work in (a, b)]
    if len(heads[0]) == len(heads[1]):
        return False
    head = fold(heads[0][0])
    return len(head.split()) > 1 and head == fold(heads[1][0])


def _one_slip(a: Entry, b: Entry, agreeing: int) -> bool:
    enough = SLIP_LETTERS if agreeing or _same_fields(a, b) else LONG_SLIP_LETTERS
    if min(len(a.title), len(b.title)) < enough:
        return False
    raw = [lower(work.text).replace(" ", "") for work in (a, b)]
    return OSA.distance(a.title, b.title, score_cutoff=1) == 1 or OSA.distance(*raw, score_cutoff=1) == 1


def _people(a: Entry, b: Entry) -> People:
    """Compare authors (or editors): all but one, or all of the shorter list, must agree."""
    if not a.people or not b.people:
        return "unknown"
    fewer, longer = sorted((set(a.people[:_PEOPLE]), set(b.people[:_PEOPLE])), key=len)
    same = len(fewer & longer) + sum(any(close_surnames(name, other) for other in longer - fewer) for name in fewer - longer)
    return "same" if same == len(fewer) or (same > 0 and same >= len(longer) - 1) else "other"


def _same_page(a: Entry, b: Entry) -> bool:
    """Return whether two entries have the same page of the same volume or journal."""
    if not a.first_page or a.first_page != b.first_page:
        return False
    return bool((a.item.volume and a.item.volume == b.item.volume) or (a.container and b.container))


def _differ(a: str, b: str) -> bool:
    """Return whether two numbers differ: by their digits if both have some ("2nd" and "2"), never if only one has."""
    if not a or not b:
        return False
    digits = [re.findall(r"[1-9]\d*|0", text) for text in (a, b)]
    if digits[0] and digits[1]:
        return digits[0] != digits[1]
    return not digits[0] and not digits[1] and fold(a) != fold(b)
