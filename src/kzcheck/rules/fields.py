"""REF201: what an entry lacks that a reader needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.csl import spelling
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.language.folding import fold
from kzcheck.language.publishing import is_forthcoming, names_journal
from kzcheck.rule import rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.article import Article, Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Evidence

TITLED = frozenset(
    """article article-journal article-magazine article-newspaper book chapter document paper-conference report thesis
    webpage post-weblog""".split()
) | {""}
"""Kinds of works that have a title of their own; letters, reviews, pictures, laws, posts and talks may have none."""

NAMED_BY_CONTAINER = frozenset(("", "article", "article-newspaper", "chapter", "document", "paper-conference"))
"""Kinds of works that a list may give by the volume alone that holds them."""

DATED = frozenset("article-journal article-magazine article-newspaper book chapter paper-conference report thesis".split())
"""Kinds of works that come out on a date; web pages, software, data, maps, archives and recordings often bear none."""

FOUND_BY_URL = frozenset("webpage post post-weblog".split())
"""Kinds of works that are found by their URL alone."""

UNTITLED_SHARE = 0.2
"""From here on a list leaves out the titles of articles on purpose, as styles of physics and chemistry do."""

INHERITING = frozenset(("crossref", "xdata"))
OTHER_KEYS = {
    "title": frozenset(("maintitle", "booktitle", "titleaddon")),
    "issued": frozenset(("year", "date", "pubstate", "month")),
    "container_title": frozenset(("journal", "journaltitle", "booktitle", "journal-title", "container")),
    "book": frozenset(("booktitle", "maintitle", "container")),
    "url": frozenset(("howpublished", "link", "eprint", "website")),
}
"""Keys of BibTeX and others under which the value stands; KZ005 names them."""

CLASSICS = frozenset("bible bibliya quran koran kuran talmud torah tanakh vedas upanishads gita avesta tripitaka".split())

_ADDRESS = re.compile(
    r"https?:|www\.|(?<!\w)[a-z0-9-]{2,63}\.(?:com|org|net|gov|edu|info|kz|ru|ua|tr|de|fr|es|cn|uk)(?![\w.])", re.IGNORECASE
)
LISTED = 8
"""Ids that one message names."""

_LONGEST = 2000
_SHOWN = 60


@rule("REF201", "missing-field", Severity.WARNING)
def missing_field(article: Article, evidence: Evidence) -> Iterator[Problem]:  # noqa: ARG001
    """An entry lacks what a reader needs to find the work.

    Why:
        Without a title, a year, the journal of an article or the URL of a web page nobody finds the work. Where a DOI, an ISBN, a
        PMID or a URL still leads to it, the finding is a note. Not flagged: entries marked undated (n.d., б.г., y.y., o. J.) or
        in press, authors that are not given, laws, classics, manuscripts, archives, letters, interviews, patents, maps, pictures,
        recordings, undated web pages, fields under another program's key, fields inherited by `crossref`, lists that leave out
        all titles of articles.

    Example:
        - id: "4"                        # bad: which journal?
          type: article-journal
          title: Sleep and memory
          issued: 2011

        - id: "4"                        # good
          type: article-journal
          title: Sleep and memory
          container-title: Journal of Examples
          issued: 2011

    Fix:
        Add the field from the work itself; write "n.d." as the year of a work that bears none; correct the type if it is another
        kind of work.
    """
    keys = _other_keys(article)
    untitled = _leaves_out_titles(article)
    for reference in article.references:
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
        if lacking:
            yield _missing(reference, lacking)
    yield from _places_by_gost(article)


def _other_keys(article: Article) -> dict[str, frozenset[str]]:
    """Return the unknown keys of each entry, with the known ones that they are one slip away from."""
    keys: dict[str, frozenset[str]] = {}
    for field in article.unknown_fields:
        if field.reference is not None:
            keys[field.reference] = keys.get(field.reference, frozenset()) | {field.key.casefold(), field.like}
    return keys


def _leaves_out_titles(article: Article) -> bool:
    articles = [one.item for one in article.references if one.item.type == "article-journal"]
    return sum(not item.title for item in articles) > UNTITLED_SHARE * len(articles)


def _missing(reference: Reference, lacking: list[str]) -> Problem:
    """Make one finding of all that an entry lacks: a note where what it has still leads to the work."""
    item = reference.item
    words = [_NAMES[field] for field in lacking]
    retype = [field for field in lacking if field in _BY_TYPE]
    dated = ' ("n.d." if the work bears none)' if "issued" in lacking else ""
    return Problem(
        reference.location,
        "{work} is entered as {kind} but has no {fields}" if retype else "{work} has no {fields}",
        {"work": _work(item), "kind": _BY_TYPE.get(retype[0], "") if retype else "", "fields": " and no ".join(words)},
        reference=reference.id,
        fix=Fix(f"add the {' and the '.join(words)}{dated}" + (", or correct the type" if retype else "")),
        severity=Severity.NOTE if all(_leads(item, field) for field in lacking) else None,
        confidence=Confidence.LIKELY if retype else None,
    )


def _work(item: Item) -> str:
    """Return the words by which an editor knows the entry: its title, or who, when and where."""
    if item.title:
        return f'"{_cut(item.title)}"'
    parts = (str(item.author[0]) if item.author else "", item.container_title, str(item.issued or ""))
    return _cut(", ".join(part for part in parts if part)) or "the entry"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def _leads(item: Item, without: str) -> bool:
    """Whether the entry leads to the work all the same, without the field that it lacks."""
    if _identified(item) or without == "book":
        return True
    if without == "title":
        return bool(item.container_title and (item.volume or item.issue or item.page))
    return without == "container_title" and bool(item.issn)


def _identified(item: Item) -> bool:
    return any((item.doi, item.isbn, item.pmid, item.url, item.text("pmcid")))


def _lacks_title(item: Item) -> bool:
    if item.title or item.type not in TITLED:
        return False
    if any((item.title_short, item.original_title, item.genre, item.archive, item.number, item.text("archive_location"))):
        return False
    return item.type not in NAMED_BY_CONTAINER or not (item.container_title or item.event_title)


def _lacks_year(item: Item) -> bool:
    if item.issued or item.type not in DATED or not item.title or is_forthcoming(item):
        return False
    if any((item.archive, item.text("archive_location"), item.original_date, item.event_date, item.available_date, item.submitted)):
        return False
    return item.type != "book" or not _classic_or_archival(item)


def _classic_or_archival(item: Item) -> bool:
    """Whether a "book" may be an ancient or holy one, or a file from an archive: no house and no single person made it."""
    if item.publisher or item.edition:
        return False
    people = (*item.author, *item.editor, *item.translator)
    return not any(name.given for name in people) or bool(CLASSICS.intersection(fold(item.title[:_LONGEST]).split()))


def _lacks_journal(item: Item) -> bool:
    if item.type != "article-journal" or item.container_title or item.container_title_short or item.text("journal_abbreviation"):
        return False
    return bool(item.title) and not item.collection_title and not names_journal(item.publisher)


def _lacks_book(item: Item) -> bool:
    if item.type != "chapter" or item.container_title or not item.title:
        return False
    return not (item.collection_title or item.text("volume_title"))


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
_NAMES = {"title": "title", "container_title": "journal", "book": "book title", "issued": "year", "url": "URL"}
_BY_TYPE = {"container_title": "a journal article", "book": "a chapter", "url": "a web page"}


def _places_by_gost(article: Article) -> Iterator[Problem]:
    """Yield one note for all books without a place, which GOST R 7.0.5-2008 and 7.0.100-2018 want."""
    if article.style.references not in ("gost-7.0.5", "gost-7.0.100"):
        return
    without = [
        one for one in article.references if one.item.type == "book" and not one.item.publisher_place and not _identified(one.item)
    ]
    if without:
        first, *rest = without
        named = " ".join(f"[{one.id}]" for one in without[:LISTED])
        more = len(without) - LISTED
        yield Problem(
            first.location,
            "GOST names the place of publication; {lacking} give none",
            {"lacking": f"{named} and {more} more" if more > 0 else named},
            reference=first.id,
            fix=Fix("add publisher-place"),
            severity=Severity.NOTE,
            related=tuple(one.location for one in rest),
        )


RULES = (missing_field,)
