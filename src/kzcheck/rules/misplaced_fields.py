"""REF206: values in the wrong field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import fold
from kzcheck.language.locators import DASHES, PAGE_LABEL
from kzcheck.language.publishing import is_edition_with_imprint, is_house, names_city, names_journal, names_publisher
from kzcheck.rule import rule
from kzcheck.wording import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item

HOSTED = frozenset("article-journal article-magazine chapter paper-conference".split())
"""Kinds of works whose container is a journal or a book; that of a web page may be a publisher."""

NAMED_BY_YEAR = frozenset("song motion_picture graphic broadcast performance musical_score map event".split())
"""Kinds of works that often have a year in their name: albums, films, pictures."""

GIVEN_NAMES = 0.5
"""Share of authors with a given name from which an author without one is not the list's habit."""


_LONGEST = 300
_ANY_DASH = f"[{DASHES}]"
_YEARS = re.compile(rf"[\[(]?(?:1[4-9]|20)\d\d\??(?:\s?{_ANY_DASH}\s?\d{{2,4}})?[\])]?\.?")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
# "s2-42" is volume 42 of a second series
_LABELLED_PAGES = re.compile(rf"(?i:{PAGE_LABEL})(?:\.\s?|\s|(?<![sS]))(?P<pages>\d{{1,5}}\s?{_ANY_DASH}{{1,2}}\s?\d{{1,5}})\.?")
_BARE_PAGES = re.compile(rf"(?P<first>[1-9]\d{{0,4}}){_ANY_DASH}{{1,2}}(?P<last>[1-9]\d{{0,4}})")
_GLUED_ISSUE = re.compile(
    r"(?P<volume>\d{1,4})\s?(?:\((?P<issue>\d{1,3}(?:[-–/]\d{1,3})?)\)|[,;]\s?(?:no|nr|iss(?:ue)?|№|н|сай?ы)\.?\s?(?P<labelled>\d{1,4}))",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?P<title>.*\w[.!?]?)[\s,.;:]*[(\[]?(?<!\w)(?P<edition>(?:\d{1,2}(?:st|nd|rd|th) ed(?:ition|\.|n\.?)|"
    r"\d{1,2}-е изд(?:ание|\.)|"
    r"\d{1,2}\. (?:Auflage|Aufl\.|baskı|bs\.|bası)|\d{1,2}e édition|\d{1,2}(?:\.ª|ª|a\.) ed(?:ición|\.)))[)\]]?\.?",
    re.IGNORECASE,
)
_PLACE_AND_HOUSE = re.compile(r"(?P<place>[^:]{1,60}?)\s?:\s?(?P<house>\S[^:]*)")
_HOUSE_AND_YEAR = re.compile(r"(?P<house>\S.*?),\s?(?P<year>(?:1[4-9]|20)\d\d)\.?")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\.(?:\s?[^\W\d_]\.)*")


@rule("REF206", "field-in-wrong-slot", Severity.WARNING, confidence=Confidence.LIKELY, key=("at", "value"))
def field_in_wrong_slot(case: Case) -> Iterator[Problem]:
    """A value is in the wrong field.

    Why:
        A publisher in place of the journal, or a city in place of the author, is printed as a journal or an author, and neither
        people nor programs find the work. Only clear cases are reported: a journal or book title that is a publisher, a publisher
        that is a journal, a city as the only author, pages, a date or a year where something else belongs. Two correct values in
        one field are a note: `12(3)` as the volume, “London: Example Press” as the publisher, the edition in the title.

    Example:
        container-title: University of Example Press    # a publisher, in an article-journal
        volume: 12(3)                                   # volume and issue

        publisher: University of Example Press          # good
        volume: "12"
        issue: "3"

    Silent:
        A publisher may be the site of a web page, and a city or state the author of its laws. Books, films and pictures named by a
        year, spans of years and combined volumes (`12–13`) are fine. In a list that gives family names alone, cities are not looked
        for among the authors.

    Fix:
        Move the value to the field where it belongs; the message names it.
    """
    with_given_names = _mostly_with_given_names(case.article)
    for reference in case.article.references:
        for check in CHECKS:
            if problem := check(reference, reference.item):
                yield problem
        yield from _by_shape(reference, reference.item)
        if with_given_names and (problem := _city_as_author(reference, reference.item)):
            yield problem


def _problem(
    reference: Reference,
    field: str,
    message: str,
    value: str,
    fix: Fix,
    *edits: tuple[str, str | None, str | None],
) -> Problem:
    made = tuple(Edit(name, old, new, "the entry", reference=reference.id) for name, old, new in edits)
    return Problem(
        reference.place(field),
        message,
        {"value": value, "at": field},
        reference=reference.id,
        excerpt=excerpt(value, value),
        fix=replace(fix, edits=made),
    )


def _note(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.NOTE)


def _publisher_as_container(reference: Reference, item: Item) -> Problem | None:
    if item.type not in HOSTED:
        return None
    edition = is_edition_with_imprint(item.container_title)
    if not edition and not is_house(item.container_title, placed=item.type.startswith("article")):
        return None
    if edition:
        message = template("“{value}” is given as the journal, but it is an edition, a place and a publisher")
        fix = Fix("move them to the edition, place and publisher fields, and change the type to book")
    elif item.type in ("chapter", "paper-conference"):
        message = template("“{value}” is given as the book title, but it is a publisher")
        fix = Fix("move it to the publisher field, and enter the book title or correct the type")
    else:
        message = template("“{value}” is given as the journal, but it is a publisher")
        fix = Fix("move it to the publisher field, and enter the journal or correct the type")
    return _problem(reference, "container_title", message, item.container_title, fix)


def _journal_as_publisher(reference: Reference, item: Item) -> Problem | None:
    if item.type != "article-journal" or item.container_title or not names_journal(item.publisher):
        return None
    return _problem(
        reference,
        "publisher",
        template("“{value}” is given as the publisher, but it is a journal"),
        item.publisher,
        Fix("move it to the journal field"),
        ("publisher", item.publisher, None),
        ("container_title", None, item.publisher),
    )


def _city_as_author(reference: Reference, item: Item) -> Problem | None:
    if len(item.author) != 1 or item.type in ("legislation", "regulation", "bill", "legal_case", "map", "patent"):
        return None
    name = item.author[0]
    value = name.literal or name.family
    place, _, publisher = value.partition(":")
    if name.given or not names_city(place) or (publisher.strip() and not names_publisher(publisher)):
        return None
    if not publisher and fold(value) != fold(item.publisher_place) and not name.literal and item.publisher_place:
        return None
    problem = _problem(
        reference,
        "author.0",
        template("“{value}” is given as the author, but it is a place"),
        value,
        Fix("move it to the place field, and enter the author, if any"),
    )
    # Libraries enter works by a city's government under the city's name (AACR2, rule 24.17).
    return _note(problem) if name.literal and not publisher else problem


def _year_as_author(reference: Reference, item: Item) -> Problem | None:
    for index, name in enumerate(item.author):
        value = name.literal or name.family
        if not name.given and _YEARS.fullmatch(value):
            return _problem(
                reference,
                f"author.{index}",
                template("“{value}” is given as an author, but it is a year"),
                value,
                Fix("move it to the date field"),
            )
    return None


def _year_as_title(reference: Reference, item: Item) -> Problem | None:
    if item.type in NAMED_BY_YEAR or not _YEARS.fullmatch(item.title):
        return None
    if item.year is not None and str(item.year) not in item.title:
        return None
    if item.issued is None and (item.isbn or item.publisher or item.container_title):
        return None
    return _problem(
        reference, "title", template("“{value}” is given as the title, but it is a year"), item.title, Fix("enter the title")
    )


def _author_as_title(reference: Reference, item: Item) -> Problem | None:
    """Return a note on a title that is a name with initials: full names are titles of many catalogues and albums.

    It is only a note: a journal may title an obituary or a tribute with a name, and databases list that person as its author.
    """
    if len(item.title) > _LONGEST or not _INITIALS.search(item.title):
        return None
    remainder = fold(_INITIALS.sub(" ", item.title))
    if not any(name.family and remainder == fold(name.family) for name in item.author):
        return None
    message = template("“{value}” is given as the title, but it is an author of this work")
    return _note(_problem(reference, "title", message, item.title, Fix("enter the title")))


def _pages_as_date(reference: Reference, item: Item) -> Problem | None:
    issued = item.issued
    if not issued:
        return None
    value = issued.raw
    if issued.end and len(issued.start) == 1 and 0 < issued.start[0] < 1000 and issued.end[0] < 1000:  # noqa: PLR2004
        value = f"{issued.start[0]}–{issued.end[0]}"
    elif not _LABELLED_PAGES.fullmatch(value) and not (_BARE_PAGES.fullmatch(value) and issued.year is None):
        return None
    return _problem(
        reference,
        "issued",
        template("“{value}” is given as the year, but it looks like pages"),
        value,
        Fix("move it to the pages field"),
    )


_SHAPES = (
    (
        _LABELLED_PAGES,
        Fix("move them to the pages field"),
        {
            "volume": template("“{value}” is given as the volume, but it looks like pages"),
            "issue": template("“{value}” is given as the issue, but it looks like pages"),
        },
    ),
    (
        _DAY,
        Fix("move it to the date field"),
        {
            "volume": template("“{value}” is given as the volume, but it is a date"),
            "page": template("“{value}” is given as the page range, but it is a date"),
        },
    ),
    (
        _YEARS,
        Fix("move it to the date field"),
        {
            "publisher_place": template("“{value}” is given as the place, but it is a year"),
            "publisher": template("“{value}” is given as the publisher, but it is a year"),
        },
    ),
)
"""Forms of a value that belongs in another field, and the message if it is in one of these."""


def _by_shape(reference: Reference, item: Item) -> Iterator[Problem]:
    """Yield the first field with a value of each form."""
    for shape, fix, messages in _SHAPES:
        for field, message in messages.items():
            value = item.text(field)
            if match := shape.fullmatch(value):
                pages = match.groupdict().get("pages")
                edits = ((field, value, None), ("page", None, pages)) if pages and not item.page else ()
                yield _problem(reference, field, message, value, fix, *edits)
                break


def _publisher_as_place(reference: Reference, item: Item) -> Problem | None:
    if not names_publisher(item.publisher_place) or ":" in item.publisher_place:
        return None
    message = template("“{value}” is given as the place, but it is a publisher")
    edits = () if item.publisher else (("publisher_place", item.publisher_place, None), ("publisher", None, item.publisher_place))
    return _problem(reference, "publisher_place", message, item.publisher_place, Fix("move it to the publisher field"), *edits)


def _range_as_count(reference: Reference, item: Item) -> Problem | None:
    match = _BARE_PAGES.fullmatch(item.number_of_pages)
    if not match or int(match["last"]) <= int(match["first"]):
        return None
    value = item.number_of_pages
    edits = () if item.page else (("number_of_pages", value, None), ("page", None, value))
    message = template("“{value}” is given as the number of pages, but it looks like a page range")
    return _problem(reference, "number_of_pages", message, value, Fix("move them to the pages field"), *edits)


def _issue_in_volume(reference: Reference, item: Item) -> Problem | None:
    match = _GLUED_ISSUE.fullmatch(item.volume)
    if not match:
        return None
    issue = match["issue"] or match["labelled"]
    if item.issue not in ("", issue):
        return None
    edits: list[tuple[str, str | None, str | None]] = [("volume", item.volume, match["volume"])]
    if not item.issue:
        edits.append(("issue", None, issue))
    message = template("the volume, “{value}”, includes the issue")
    fix = Fix("write volume {volume}, issue {issue}", {"volume": match["volume"], "issue": issue})
    return _note(_problem(reference, "volume", message, item.volume, fix, *edits))


def _edition_in_title(reference: Reference, item: Item) -> Problem | None:
    if item.edition or item.type != "book" or len(item.title) > _LONGEST:
        return None
    match = _EDITION.fullmatch(item.title)
    if not match:
        return None
    value, title = match["edition"], match["title"].rstrip()
    edits: tuple[tuple[str, str | None, str | None], ...] = (("title", item.title, title), ("edition", None, value))
    return _note(
        _problem(
            reference,
            "title",
            template("the title includes the edition, “{value}”"),
            value,
            Fix("move it to the edition field"),
            *edits,
        )
    )


def _place_in_publisher(reference: Reference, item: Item) -> Problem | None:
    match = _PLACE_AND_HOUSE.fullmatch(item.publisher[:_LONGEST])
    if not match or not names_city(match["place"], short=True) or item.publisher_place:
        return None
    place, house = match["place"], match["house"]
    edits = ("publisher", item.publisher, house), ("publisher_place", None, place)
    return _note(
        _problem(
            reference,
            "publisher",
            template("the publisher, “{value}”, includes the place"),
            item.publisher,
            Fix("move {place} to the place field", {"place": place}),
            *edits,
        )
    )


def _year_in_publisher(reference: Reference, item: Item) -> Problem | None:
    match = _HOUSE_AND_YEAR.fullmatch(item.publisher[:_LONGEST])
    if not match or (item.issued and item.year != int(match["year"])):
        return None
    edits: list[tuple[str, str | None, str | None]] = [("publisher", item.publisher, match["house"])]
    if not item.issued:
        edits.append(("issued", None, match["year"]))
    message = template("the publisher, “{value}”, includes the year")
    fix = Fix("write {house}, and move the year to the date field", {"house": match["house"]})
    return _note(_problem(reference, "publisher", message, item.publisher, fix, *edits))


def _mostly_with_given_names(article: Article) -> bool:
    """Return whether most authors have a given name or an initial; organisations of several words are ignored."""
    names = [name for reference in article.references for name in reference.item.author]
    pairs = ((name, bool(name.given or _INITIALS.search(name.literal))) for name in names)
    with_given_name = [has for name, has in pairs if has or name.family or " " not in name.literal]
    return bool(with_given_name) and sum(with_given_name) >= GIVEN_NAMES * len(with_given_name)


CHECKS = (
    _publisher_as_container,
    _journal_as_publisher,
    _year_as_author,
    _year_as_title,
    _author_as_title,
    _pages_as_date,
    _publisher_as_place,
    _range_as_count,
    _issue_in_volume,
    _edition_in_title,
    _place_in_publisher,
    _year_in_publisher,
)

RULES = (field_in_wrong_slot,)
