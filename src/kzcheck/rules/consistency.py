"""REF213, REF216, REF225: entries that lack what most of the list has, or differ from it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kzcheck.article import ARCHIVED
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.identifiers import shown
from kzcheck.language.folding import fold
from kzcheck.language.locators import DASHES
from kzcheck.language.publishing import is_edition_with_imprint, is_forthcoming, is_house, names_publisher
from kzcheck.matching.lists import Issued, Trend, misfits
from kzcheck.rule import rule
from kzcheck.wording import FieldName, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item

FOUND_BY_URL = frozenset("webpage post post-weblog".split())
"""Kinds of works that are found only by their URL."""

ACCESSED_IN = frozenset(("gost-7.0.5", "gost-7.0.100", "vancouver"))
"""Styles that require the access date of a page: GOST R 7.0.5-2008 and 7.0.100-2018 ("дата обращения"), NLM's "[cited …]"."""

MOSTLY = 0.75
"""Share of a list's web pages with an access date from which all are expected to have one."""

FEW_PAGES = 3
"""Web pages with an access date that make a habit."""

ENOUGH = 5
"""Entries of one type that make a habit."""

CONSISTENT = 0.8
"""Share of entries with a field from which its absence is an oversight."""

COMPARED = {
    "article-journal": ("volume", "issue", "page"),
    "article-magazine": ("issue",),
    "book": ("publisher", "publisher_place", "number_of_pages"),
    "chapter": ("page", "publisher", "publisher_place"),
    "paper-conference": ("page",),
    "thesis": ("publisher", "publisher_place"),
}
_OVERSIGHTS = {
    "article-journal": template("{field}: given in {giving} of {of} journal articles but missing in {lacking}"),
    "article-magazine": template("{field}: given in {giving} of {of} magazine articles but missing in {lacking}"),
    "book": template("{field}: given in {giving} of {of} books but missing in {lacking}"),
    "chapter": template("{field}: given in {giving} of {of} chapters but missing in {lacking}"),
    "paper-conference": template("{field}: given in {giving} of {of} conference papers but missing in {lacking}"),
    "thesis": template("{field}: given in {giving} of {of} theses but missing in {lacking}"),
}
_ARCHIVE = re.compile(
    r"//(?:web\.archive\.org|archive\.(?:org/web|is|ph|today|li|fo|md)|perma\.cc|webcitation\.org)", re.IGNORECASE
)
_CONFERENCE = re.compile(
    r"(?<!\w)(?:conf(?:erence)?|symp(?:osium)?|workshop|congress|proceedings of the \d|proc\.? (?:ieee|acm))(?!\w)", re.IGNORECASE
)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_ONE_PAGE = re.compile(r"(?:[^\W\d_]{1,3}\.?\s?)?\d{1,4}")
_REVIEW_NUMBER = re.compile(r"(?<![^\W_])CD\d{6}(?!\d)", re.IGNORECASE)
"""The number of a Cochrane review, which replaces volume, issue and pages."""
_LONGEST = 2000
_SHOWN = 60


@rule("REF213", "missing-accessed-date", Severity.NOTE)
def missing_accessed_date(case: Case) -> Iterator[Problem]:
    """A web page is cited without a date of access.

    Why:
        Pages change and vanish; the date tells readers which version was cited. GOST and Vancouver require the date, Chicago and
        APA mostly do not. A missing date is reported if the list's style requires it, or if at least three web pages of the list
        and three quarters of them have one.

    Example:
        - id: "9"
          type: webpage
          title: About the museum
          URL: https://example.org/museum

          accessed: 2026-03-14        # good: with this line

    Silent:
        Works with a DOI, archived copies, pasted entries and entries that give one need no date, nor do articles and books that
        also have pages, a volume or an ISBN.

    Fix:
        Open the page, make sure that it says what you cite, and add the day (accessed).
    """
    pages = [reference for reference in case.wholly_read if _only_on_the_web(reference.item) and ARCHIVED not in reference.urls]
    dated = sum(page.item.accessed is not None for page in pages)
    styled = case.style.references in ACCESSED_IN
    if not styled and (dated < FEW_PAGES or dated < MOSTLY * len(pages)):
        return
    for reference in pages:
        if reference.item.accessed is None:
            habit = {} if styled else {"dated": dated, "pages": len(pages)}
            yield Problem(
                reference.place("url"),
                "“{work}” has no date of access; the citation style requires one"
                if styled
                else "“{work}” has no date of access; {dated} of {pages} web pages have one",
                {"work": _cut(reference.item.title or reference.item.url), **habit},
                reference=reference.id,
                fix=Fix("open the page, and add today's date as the date of access"),
            )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def _only_on_the_web(item: Item) -> bool:
    if not item.url or item.doi or item.archive or any(_ARCHIVE.search(text[:_LONGEST]) for text in (item.url, item.note)):
        return False
    if item.type in FOUND_BY_URL:
        return True
    printed = (item.page, item.volume, item.issue, item.isbn, item.pmid, item.number_of_pages, item.publisher_place)
    return item.type in ("article-newspaper", "article-magazine", "document", "") and not any(printed)


@rule("REF216", "inconsistent-fields", Severity.NOTE, confidence=Confidence.LIKELY, key=("kind", "field", "lacking"))
def inconsistent_fields(case: Case) -> Iterator[Problem]:
    """A few entries lack a field that most others of their type give.

    Why:
        What nearly all entries of a type give was probably forgotten in the rest; so was the last page of a chapter. There must be
        at least five entries of the type, and four in five must give the field.

    Example:
        page: 12-19      # [1] to [14] give pages, [15] gives none

    Silent:
        Works in press, articles with an article number in place of pages, Cochrane reviews, journals counted by issue or by volume
        alone, journals none of whose articles has an issue number, and books read on the web are fine. So are entries with
        something else in place of the journal.

    Fix:
        Look the values up and add them; the message names the field. If a work has none, ignore the finding for that entry.
    """
    by_gost = case.style.references in ("gost-7.0.5", "gost-7.0.100")
    for kind, fields in COMPARED.items():
        entries = [reference for reference in case.wholly_read if reference.item.type == kind and _comparable(reference.item)]
        for field in fields:
            if by_gost and (kind, field) == ("book", "publisher_place"):
                continue
            giving = [entry for entry in entries if entry.item.text(field)]
            lacking = _lacking(entries, giving, field)
            if lacking and len(entries) >= ENOUGH and len(giving) >= CONSISTENT * len(entries):
                yield _oversight(kind, field, giving, lacking)
    yield from _single_pages(case)


def _single_pages(case: Case) -> Iterator[Problem]:
    """Yield one note for chapters with a single page, if nearly all others have the first and the last."""
    chapters = [reference for reference in case.article.references if reference.item.type == "chapter" and reference.item.page]
    single = [chapter for chapter in chapters if _ONE_PAGE.fullmatch(chapter.item.page)]
    ranges = [chapter for chapter in chapters if any(dash in chapter.item.page for dash in DASHES)]
    if single and len(chapters) >= ENOUGH and len(ranges) >= CONSISTENT * len(chapters):
        first, *rest = single
        yield Problem(
            first.place("page"),
            "only one page given for {lacking}; {giving} of {of} chapters have first and last pages",
            {
                "lacking": tuple(f"[{chapter.id}]" for chapter in single),
                "giving": len(ranges),
                "of": len(chapters),
                "kind": "chapter",
                "field": FieldName("page"),
            },
            reference=first.id,
            fix=Fix("add the last page, if the chapter has more than one"),
            related=tuple(chapter.place("page") for chapter in rest),
        )


def _comparable(item: Item) -> bool:
    """Return whether a work is published and of a clear type: an article without a journal is reported by REF201 or REF206."""
    if item.type in ("article-journal", "article-magazine", "chapter") and not item.container_title:
        return False
    container = item.container_title
    if is_forthcoming(item) or any(map(names_publisher, container.split(":"))):
        return False
    return not (is_edition_with_imprint(container) or is_house(container, placed=item.type.startswith("article")))


def _lacking(entries: list[Reference], giving: list[Reference], field: str) -> list[Reference]:
    """Return the entries that lack a field and have nothing in its place."""
    counted = {fold(entry.item.container_title) for entry in giving} if field == "issue" else set()
    return [
        entry
        for entry in entries
        if not entry.item.text(field)
        and not _has_instead(entry.item, field)
        and (field != "issue" or fold(entry.item.container_title) in counted)
    ]


def _has_instead(item: Item, field: str) -> bool:
    """Return whether the work has something else in place of the field, or cannot have it."""
    if field in ("volume", "issue", "page") and any(map(_REVIEW_NUMBER.search, (item.volume, item.issue, item.page, item.doi))):
        return True
    if field == "volume":
        return bool(item.issue or _CONFERENCE.search(item.container_title))
    if field == "issue":
        return bool(item.page) and not any(dash in item.page for dash in DASHES)
    if field == "page":
        return any((item.number, item.text("locator"), item.text("section")))
    return field != "publisher" and bool(item.url or item.doi)


def _oversight(kind: str, field: str, giving: list[Reference], lacking: list[Reference]) -> Problem:
    first, *rest = lacking
    ids = tuple(f"[{reference.id}]" for reference in lacking)
    return Problem(
        first.location,
        _OVERSIGHTS[kind],
        {"giving": len(giving), "of": len(giving) + len(lacking), "kind": kind, "field": FieldName(field), "lacking": ids},
        reference=first.id,
        fix=Fix("add {field}", {"field": FieldName(field)}),
        related=tuple(reference.location for reference in rest),
    )


@rule("REF225", "volume-against-year", Severity.NOTE, key=("volume", "year"))
def volume_against_year(case: Case) -> Iterator[Problem]:
    """The volume or the year of an article does not fit the other articles of its journal in the list.

    Why:
        Volumes rise with the years, in most journals by one. At least three other articles of the journal, and four in five of all,
        must agree. If they rise by one a year, an article among them that does not fit is reported; otherwise, one that contradicts
        two of them or is three years off a steady trend.

    Example:
        volume: "21"        # of 2014; volumes 12, 14 and 19 appeared in 2007, 2009 and 2014
        issued: 2014

    Silent:
        Supplements, volumes with letters, works in press, and articles before or after all others are not reported.

    Fix:
        Check the article. Correct the volume (volume) or the year (issued), or swap volume and issue.
    """
    journals: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in case.article.references:
        item = reference.item
        if item.type == "article-journal" and item.year and _NUMBER.fullmatch(item.volume) and not is_forthcoming(item):
            journals[fold(item.container_title)].append(reference)
    for journal, articles in journals.items():
        if journal:
            issued = [Issued(article.item.year or 0, int(article.item.volume)) for article in articles]
            for misfit in misfits(issued):
                yield _misfit(articles[misfit.place], issued[misfit.place], misfit.against)


def _misfit(reference: Reference, issued: Issued, against: int | Issued | Trend) -> Problem:
    values: dict[str, int | str] = {"volume": issued.volume, "year": issued.year}
    issue = reference.item.issue
    if isinstance(against, Issued):
        message = template("volume {volume} does not fit {year}: volume {other_volume} of the journal appeared in {other_year}")
        values |= {"other_volume": against.volume, "other_year": against.year}
    elif isinstance(against, Trend):
        message = template(
            "volume {volume} does not fit {year}: judging by other articles of the journal, that year is about volume {expected}"
        )
        values["expected"] = against.volume
    elif _NUMBER.fullmatch(issue) and against - 1 <= int(issue) <= against:
        message = template(
            "volume {volume} and issue {issue} may be swapped: judging by other articles of the journal, {year} is volume {issue}"
        )
        values["issue"] = shown(issue)
    else:
        message = template(
            "volume {volume} does not fit {year}: judging by other articles of the journal, that year is volume {expected}"
        )
        values["expected"] = against
    return Problem(
        reference.place("volume"),
        message,
        values,
        reference=reference.id,
        fix=Fix("check the article, and correct the volume or the year"),
    )


RULES = (missing_accessed_date, inconsistent_fields, volume_against_year)
