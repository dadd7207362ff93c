"""REF201: what an entry lacks that a reader needs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kzcheck.csl import spelling
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.language.folding import fold, lower
from kzcheck.language.publishing import is_forthcoming, is_unpublished, names_journal
from kzcheck.matching.lists import has_volume_alone, only_anonymous, only_undated
from kzcheck.rule import rule
from kzcheck.wording import FieldName, cut, template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.wording import Template

TITLED = frozenset(
    """article article-journal article-magazine article-newspaper book chapter document paper-conference report thesis
    webpage post-weblog""".split()
) | {""}
"""Kinds of works with a title of their own; letters, reviews, pictures, laws, posts and talks may have none."""

NAMED_BY_CONTAINER = frozenset(("", "article", "article-newspaper", "chapter", "document", "paper-conference"))
"""Kinds of works that a list may identify by the volume alone."""

DATED = frozenset("article-journal article-magazine article-newspaper book chapter paper-conference report thesis".split())
"""Kinds of works with a publication date; web pages, software, data, maps, archives and recordings often have none."""

FOUND_BY_URL = frozenset("webpage post post-weblog".split())
"""Kinds of works that are found only by their URL."""

UNTITLED_SHARE = 0.2
"""Share of untitled articles from which a list omits their titles on purpose, as styles of physics and chemistry do."""

SYSTEMATIC = 5
SYSTEMATIC_SHARE = 0.4
"""With this many entries of a kind, and more than this share, that lack the same, they are one finding with one cause."""

DATED_SHARE = 0.5
"""If less than this share of the others has a year, the list omits years on purpose, as catalogues and lists of sources do, and
their absence is a note."""

INHERITING = frozenset(("crossref", "xdata"))
OTHER_KEYS = {
    "title": frozenset(("maintitle", "booktitle", "titleaddon")),
    "issued": frozenset(("year", "date", "pubstate", "month")),
    "container_title": frozenset(("journal", "journaltitle", "booktitle", "journal-title", "container")),
    "book": frozenset(("booktitle", "maintitle", "container")),
    "url": frozenset(("howpublished", "link", "eprint", "website")),
}
"""Keys of BibTeX and others that may have the value; KZ005 reports them."""

BARE = frozenset(
    "title title_short short_title original_title language source keyword abstract annote citation_key citation_label".split()
)
"""Fields that an entry may have besides its people without naming an edition of the work."""

REMARKS = frozenset("note annote abstract language keyword source citation_key citation_label citation_number".split())
"""Fields that an entry may have if it is a remark and not a reference."""

CLASSICS = frozenset("bible bibliya quran koran kuran talmud torah tanakh vedas upanishads gita avesta tripitaka".split())

_ADDRESS = re.compile(
    r"https?:|www\.|(?<!\w)[a-z0-9-]{2,63}\.(?:com|org|net|gov|edu|info|kz|ru|ua|tr|de|fr|es|cn|uk)(?![\w.])", re.IGNORECASE
)
_HOLDINGS = re.compile(
    r"\b(?:papers|archives?|fonds|nachlass|manuscripts?|collections?|records)\W*$|\bархив|\bфонд\b", re.IGNORECASE
)
_LONGEST = 2000
_SHOWN = 60


@rule("REF201", "missing-field", Severity.WARNING, key=("fields", "entries", "at"))
def missing_field(case: Case) -> Iterator[Problem]:
    """An entry lacks what a reader needs to find the work.

    Why:
        Without a title, a year, the journal of an article or the URL of a web page, nobody finds the work. An article with only a
        volume – no issue, pages, DOI or URL – is reported too, and so is a book without a place if the list follows GOST.

        The finding is a note if a DOI, ISBN, PMID or URL still leads to the work, if most of the list has no years, if a book has
        nothing but author and title, as classics are cited, or if this is the only entry of eleven or more without a date or
        without people. An article with only a volume is a note unless the text cites a page of it. What most entries of a type lack
        is one finding.

    Example:
        - id: "4"                        # no journal
          type: article-journal
          title: Sleep and memory
          issued: 2011

        - id: "4"                        # good
          type: article-journal
          title: Sleep and memory
          container-title: Journal of Examples
          issued: 2011

    Silent:
        Works without a date (n.d., б.г., y.y., o. J.), in press, in preparation or unpublished are not reported. Nor are personal
        communications, letters and interviews; periodicals as a whole; laws and patents; classics, manuscripts and archives; maps,
        pictures and recordings; remarks numbered like references; and printed entries of which a part was read with doubt (KZ007).
        A value under another program's key counts, and so does one inherited by `crossref`. A list that leaves out all titles of
        articles does so on purpose.

    Fix:
        Add the field from the work itself. If the work bears no year, write “n.d.” (issued); if the entry is of another type,
        correct it (type).
    """
    keys = _other_keys(case.article)
    untitled = _leaves_out_titles(case.wholly_read)
    undated = _leaves_out_years(case.wholly_read)
    bare: list[Reference] = []
    alike: dict[tuple[tuple[str, ...], str], list[tuple[Reference, Problem]]] = {}
    for reference in case.wholly_read:
        known = keys.get(reference.id, frozenset())
        if known & INHERITING:
            continue
        lacking = [
            field
            for field, lacks in _NEEDED.items()
            if lacks(reference.item)
            and not known & OTHER_KEYS[field]
            and spelling(field) not in known
            and not (field == "title" and untitled and reference.item.type == "article-journal")
        ]
        if lacking == ["issued"] and _is_bare(reference.item):
            bare.append(reference)
        elif lacking:
            problem = _missing(reference, lacking, noted=undated and lacking == ["issued"])
            alike.setdefault((tuple(lacking), reference.item.type), []).append((reference, problem))
    kinds = Counter(reference.item.type for reference in case.wholly_read)
    for (fields, kind), same in alike.items():
        if len(same) >= SYSTEMATIC and len(same) > SYSTEMATIC_SHARE * kinds[kind]:
            yield _systematic([reference for reference, _ in same], same[0][1], fields)
        else:
            yield from (problem for _, problem in same)
    if bare:
        yield _undated_books(bare)
    yield from _places_by_gost(case)
    yield from _outliers(case)


def _other_keys(article: Article) -> dict[str, frozenset[str]]:
    """Return the unknown keys of each entry, with the known ones at a distance of one typing error."""
    keys: dict[str, frozenset[str]] = {}
    for field in article.unknown_fields:
        if field.reference is not None:
            keys[field.reference] = keys.get(field.reference, frozenset()) | {lower(field.key), field.like}
    return keys


def _leaves_out_titles(references: Sequence[Reference]) -> bool:
    articles = [reference.item for reference in references if reference.item.type == "article-journal"]
    return sum(not item.title for item in articles) > UNTITLED_SHARE * len(articles)


def _leaves_out_years(references: Sequence[Reference]) -> bool:
    works = [reference.item for reference in references if reference.item.type in DATED]
    return sum(item.issued is not None for item in works) < DATED_SHARE * (len(works) - 1)


def _missing(reference: Reference, lacking: list[str], *, noted: bool) -> Problem:
    """Return one finding for all that an entry lacks: a note if the rest still identifies the work."""
    item = reference.item
    fields = tuple(lacking)
    retype = not _BY_TYPE.isdisjoint(fields)
    message, _, fix = _LACKING[fields]
    name = "" if "title" in fields else cut(item.title or item.container_title or item.url, _SHOWN)
    work = {"work": name} if name else {}
    return Problem(
        reference.location,
        message if work or "title" in fields else _UNNAMED,
        {"fields": _fields(fields), **work},
        reference=reference.id,
        fix=fix,
        severity=Severity.NOTE if noted or all(_leads(item, field) for field in lacking) else None,
        confidence=Confidence.LIKELY if retype else None,
    )


def _systematic(references: list[Reference], first: Problem, fields: tuple[str, ...]) -> Problem:
    """Return one finding for what most entries of a kind lack, since there is one cause, such as a converter."""
    return msgspec.structs.replace(
        first,
        message=_LACKING[fields][1],
        values={"entries": _ids(references), "fields": _fields(fields)},
        related=tuple(reference.location for reference in references[1:]),
    )


def _undated_books(books: list[Reference]) -> Problem:
    """Return one note for all books with only author and title: classics, or unfinished entries."""
    first, *rest = books
    return Problem(
        first.location,
        "{entries} have no year and no publisher" if rest else "“{title}” has no year and no publisher",
        {"entries": _ids(books)} if rest else {"title": cut(first.item.title, _SHOWN)},
        reference=first.id,
        fix=Fix("add the edition that was used, unless the work is a classic"),
        severity=Severity.NOTE,
        related=tuple(book.location for book in rest),
    )


def _ids(references: list[Reference]) -> tuple[str, ...]:
    return tuple(f"[{reference.id}]" for reference in references)


def _fields(lacking: tuple[str, ...]) -> tuple[FieldName, ...]:
    return tuple(FieldName("container_title" if field == "book" else field) for field in lacking)


def _leads(item: Item, without: str) -> bool:
    """Return whether the entry identifies the work even without the missing field."""
    if _identified(item) or without == "book":
        return True
    if without == "title":
        return bool(item.container_title and (item.volume or item.issue or item.page))
    return without == "container_title" and bool(item.issn)


def _identified(item: Item) -> bool:
    return any((item.doi, item.isbn, item.pmid, item.url, item.text("pmcid")))


def _lacks_title(item: Item) -> bool:
    if item.title or item.type not in TITLED or _is_remark(item) or is_unpublished(item) or is_forthcoming(item):
        return False
    if any((item.title_short, item.original_title, item.genre, item.archive, item.number, item.text("archive_location"))):
        return False
    return item.type not in NAMED_BY_CONTAINER or not (item.container_title or item.event_title)


def _lacks_year(item: Item) -> bool:
    if item.issued or item.type not in DATED or not item.title or is_unpublished(item) or is_forthcoming(item):
        return False
    if fold(item.title[:_LONGEST]) == fold(item.container_title[:_LONGEST]):
        return False
    if any((item.archive, item.text("archive_location"), item.original_date, item.event_date, item.available_date, item.submitted)):
        return False
    if _HOLDINGS.search(f"{item.collection_title[:_LONGEST]} {item.container_title[:_LONGEST]}"):
        return False
    return item.type != "book" or not _classic_or_archival(item)


def _classic_or_archival(item: Item) -> bool:
    """Return whether a "book" may be an ancient or holy one, or an archive file, without a publisher or a single author."""
    if item.publisher or item.edition:
        return False
    people = (*item.author, *item.editor, *item.translator)
    return not any(name.given for name in people) or bool(CLASSICS.intersection(fold(item.title[:_LONGEST]).split()))


def _is_bare(item: Item) -> bool:
    """Return whether an entry is a book with nothing but its people and its title."""
    return item.type == "book" and not item.year and all(field in BARE for field, _ in item.texts())


def _is_remark(item: Item) -> bool:
    """Return whether an entry consists of words only: a remark that a list of notes numbers like its references."""
    fields = {field for field, _ in item.texts()}
    return bool(fields) and fields <= REMARKS and not any(item.dates()) and not any(item.names())


def _lacks_journal(item: Item) -> bool:
    if item.type != "article-journal" or item.container_title or item.container_title_short or item.text("journal_abbreviation"):
        return False
    if not item.title or item.collection_title or names_journal(item.publisher):
        return False
    return not is_unpublished(item) and not is_forthcoming(item)


def _lacks_book(item: Item) -> bool:
    if item.type != "chapter" or item.container_title or not item.title:
        return False
    if item.collection_title or item.text("volume_title"):
        return False
    return not is_unpublished(item) and not is_forthcoming(item)


def _lacks_url(item: Item) -> bool:
    if item.type not in FOUND_BY_URL or _identified(item) or item.archive or item.text("archive_location"):
        return False
    return not any(_ADDRESS.search(text[:_LONGEST]) for _, text in item.texts())


_NEEDED: dict[str, Callable[[Item], bool]] = {
    "title": _lacks_title,
    "container_title": _lacks_journal,
    "book": _lacks_book,
    "issued": _lacks_year,
    "url": _lacks_url,
}
_BY_TYPE = frozenset(("container_title", "book", "url"))
"""Fields whose absence counts only if the type is right."""
_UNNAMED = template("this is entered as a web page but has no URL")
_LACKING = {
    ("title",): (
        template("the title is missing"),
        template("{entries} have no title, like most entries of their kind"),
        Fix("add the title"),
    ),
    ("title", "url"): (
        template("this is entered as a web page but has no title and no URL"),
        template("{entries} have no title and no URL, like most entries of their kind"),
        Fix("add the title and the URL, or correct the type"),
    ),
    ("container_title",): (
        template("“{work}” is entered as a journal article but has no journal"),
        template("{entries} have no journal, like most entries of their kind"),
        Fix("add the journal, or correct the type"),
    ),
    ("container_title", "issued"): (
        template("“{work}” is entered as a journal article but has no journal and no year"),
        template("{entries} have no journal and no year, like most entries of their kind"),
        Fix("add the journal and the year, or “n.d.” if the work has no year, or correct the type"),
    ),
    ("book",): (
        template("“{work}” is entered as a chapter but has no book title"),
        template("{entries} have no book title, like most entries of their kind"),
        Fix("add the book title, or correct the type"),
    ),
    ("book", "issued"): (
        template("“{work}” is entered as a chapter but has no book title and no year"),
        template("{entries} have no book title and no year, like most entries of their kind"),
        Fix("add the book title and the year, or “n.d.” if the work has no year, or correct the type"),
    ),
    ("issued",): (
        template("“{work}” has no year"),
        template("{entries} have no year, like most entries of their kind"),
        Fix("add the year, or “n.d.” if the work has none"),
    ),
    ("url",): (
        template("“{work}” is entered as a web page but has no URL"),
        template("{entries} have no URL, like most entries of their kind"),
        Fix("add the URL, or correct the type"),
    ),
}
"""Fields that an entry may lack at once (a work without a title is not asked for a journal or year): the message, the message if
most entries of a kind lack it, and the fix."""


def _outliers(case: Case) -> Iterator[Problem]:
    """Yield the field that a single entry lacks, and articles that cannot be found in their volume."""
    references = case.wholly_read
    items = [reference.item for reference in references]
    for place, message, field, fix in (
        (only_undated(items), _ONLY_UNDATED, "issued", Fix("add the year, or “n.d.” if the work has none")),
        (only_anonymous(items), _ONLY_ANONYMOUS, "author", Fix("add the authors, unless the work names none")),
    ):
        if place is not None:
            yield _outlier(references[place], message, field, fix, others=len(items) - 1)
    yield from _in_no_place(case)


def _in_no_place(case: Case) -> Iterator[Problem]:
    """Yield articles that cannot be found in their volume: a warning for each whose pages the text cites."""
    paged = {citation.reference for claim in case.article.claims for citation in claim.citations if citation.locator}
    alone = [work for work in case.wholly_read if has_volume_alone(work.item) and not is_forthcoming(work.item)]
    fix = Fix("add the pages, the article number or the DOI")
    for reference in alone:
        if reference.id in paged:
            yield msgspec.structs.replace(_outlier(reference, _PAGE_IS_CITED, "page", fix), severity=None)
    uncited = [reference for reference in alone if reference.id not in paged]
    if len(uncited) >= SYSTEMATIC:
        first = _outlier(uncited[0], _VOLUMES_ALONE, "page", fix, entries=_ids(uncited))
        yield msgspec.structs.replace(first, related=tuple(reference.location for reference in uncited[1:]))
    else:
        yield from (_outlier(reference, _VOLUME_ALONE, "page", fix) for reference in uncited)


def _outlier(reference: Reference, message: Template, field: str, fix: Fix, **values: object) -> Problem:
    work = {} if "entries" in values else {"work": cut(reference.item.title, _SHOWN)}
    return Problem(
        reference.location,
        message,
        {**work, "fields": _fields((field,)), **values},
        reference=reference.id,
        fix=fix,
        severity=Severity.NOTE,
    )


_ONLY_UNDATED = template("“{work}” has no year; all {others} other entries have one")
_ONLY_ANONYMOUS = template("“{work}” has no author or editor; all {others} other entries have one")
_VOLUME_ALONE = template("“{work}” has a volume but no issue, pages, DOI or URL")
_VOLUMES_ALONE = template("{entries} have a volume but no issue, pages, DOI or URL")
_PAGE_IS_CITED = template("the text cites a page of “{work}”, which has a volume but no issue, pages, DOI or URL")


def _places_by_gost(case: Case) -> Iterator[Problem]:
    """Yield one note for all books without a place, which GOST R 7.0.5-2008 and 7.0.100-2018 require."""
    if case.style.references not in ("gost-7.0.5", "gost-7.0.100"):
        return
    books = (reference for reference in case.wholly_read if reference.item.type == "book")
    without = [book for book in books if not book.item.publisher_place and not _identified(book.item)]
    if without:
        first, *rest = without
        yield Problem(
            first.location,
            "GOST requires a place of publication; it is missing in {entries}",
            {"entries": _ids(without), "at": "publisher_place"},
            reference=first.id,
            fix=Fix("add the place of publication"),
            severity=Severity.NOTE,
            related=tuple(book.location for book in rest),
        )


RULES = (missing_field,)
