"""REF202, REF203: page counts and page ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import fold, lower
from kzcheck.language.locators import DASHES, PAGE_LABEL, extent, is_count, page_ranges
from kzcheck.language.publishing import is_forthcoming
from kzcheck.language.scripts import main_script
from kzcheck.rule import rule
from kzcheck.wording import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.language.locators import PageRange

UNUSUAL_COUNT = 2000
"""Pages: of 82 page counts in real entries from the sites of libraries and publishers the largest is 1,056; textbooks of medicine
and commentaries on codes may exceed 2,000 in one volume, so this is a note."""

IMPOSSIBLE_COUNT = 5000
"""Pages that no bindery puts into one volume: the thickest books on sale have fewer than 4,500."""

LONGEST_MONOGRAPH = 1000
"""Pages that no monograph in a journal reaches: two of more than 700 are among 2,366 real entries."""

LONGEST_PART = 500
"""Pages of one article or chapter: of 1,161 ranges in real lists that start after page 1 none is longer than 107. Whole issues and
monographs in series start at 1."""

FULL_RANGES = 5
"""Complete ranges that show a list's habit: a single shortened end in such a list is a typing error."""

LONGEST_SHORTENED = 50
"""Pages: as a shortened end, `105-98` would be 105 to 198; an article of that length is the less likely reading."""

ARTICLE_NUMBER = 100_000
"""From this number on a "page" is an article number, and `161801-1` counts pages within it (as in journals of physics)."""

PARTS = frozenset("article-journal article-magazine article-newspaper chapter paper-conference review review-book".split())
PERIODICALS = frozenset("article-journal article-magazine article-newspaper review review-book".split())
"""Works without chapters that count pages from 1, as books by many authors have them: `61-1`."""
UNTYPED = frozenset(("", "article", "document"))
"""Types that do not show whether a work is a part or stands alone."""

_RIGHT_TO_LEFT = frozenset(("Arabic", "Hebrew"))
_FROM_RIGHT = ("ar", "fa", "he", "iw", "ur", "ps", "yi", "ug")
_FROM_BACK = frozenset(("Han", "Hiragana", "Katakana"))
_REFERENCE_WORK = re.compile(
    r"(?<!\w)(?:encyclop|enzyklop|entsiklop|ansiklop|diction|worterbuch|slovar|sozdik|sozluk|lexicon|lexikon|handbook|handbuch|"
    r"spravochnik|textbook|kommentar|catalog|katalog|bibliogra|thesaurus|atlas|bible|complete works|collected works|anthology|"
    r"sobranie sochinenii|polnoe sobranie|code of|pharmacop)"
)

_ANY_DASH = f"[{DASHES}]"
_OPEN_END = re.compile(rf"(?:{PAGE_LABEL}\.?\s?)?(?P<broken>\w{{0,6}}\d\s?{_ANY_DASH}{{1,3}})\s*", re.IGNORECASE)
_OPEN_START = re.compile(rf"(?:{PAGE_LABEL}\.?\s?)?(?P<broken>{_ANY_DASH}{{1,3}}\s?\d{{1,6}})\s*", re.IGNORECASE)
_CONTINUED = re.compile(rf"(?P<broken>\d{{1,6}}\s?{_ANY_DASH}\s?\+)\s*")
_NUMBER_AND_COUNT = re.compile(rf"(?:{PAGE_LABEL}\.?\s?)?\d{{1,6}}\s?[,;]\s?\d{{1,4}}(?!\d)", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    rf"(?:{PAGE_LABEL}\.?\s?)?(?P<broken>(?P<one>[xх]{{2,4}}|[0]{{1,4}}|\?{{1,4}}|\d{{1,6}}(?=\s?{_ANY_DASH}{{1,3}}\s?\?))"
    rf"\s?{_ANY_DASH}{{1,3}}\s?(?:(?P=one)|\?{{1,4}}))\s*",
    re.IGNORECASE,
)
_RESIDUE = re.compile(rf"(?:[\s,;.&+]|(?<!\w){PAGE_LABEL}(?!\w))*", re.IGNORECASE)
_LOOK_ALIKE = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "І": "1", "З": "3"}
_WITH_LETTERS = re.compile(
    rf"(?:{PAGE_LABEL}\.?\s?)?(?P<first>[\dOoОоlIІЗ]{{1,6}})(?P<dash>\s?{_ANY_DASH}\s?)(?P<last>[\dOoОоlIІЗ]{{1,6}})\s*"
)
_PLAIN_RANGE = re.compile(rf"(\d{{2,6}})\s?{_ANY_DASH}{{1,3}}\s?(\d{{1,6}})")
_BY_CHAPTER = re.compile(rf"(?<!\d)(\d{{1,3}}){_ANY_DASH}\d{{1,3}}\s?(?:{_ANY_DASH}{{1,3}}|to)\s?\1{_ANY_DASH}\d{{1,3}}(?!\d)")
"""Pages of a book numbered by chapter: `61-12–61-20`."""
_PADDED = re.compile(r"(?<!\d)0\d{3}")
_LONGEST_FIELD = 200


@rule("REF202", "implausible-page-count", Severity.WARNING, key=("count",))
def implausible_page_count(case: Case) -> Iterator[Problem]:
    """A page count is in the field for pages, or a number of pages cannot be right.

    Why:
        “P. 376 p.” reads as page 376, and readers who look for that page find something else. In an article or a chapter, and in an
        entry that does not say what it is, the finding is a note.

        A count over 5,000 is a warning, because the thickest books on sale stay below 4,500; from 2,000 it is a note. A page range
        of more than 500 pages in an article or chapter is a note, of more than 1,000 a warning.

    Example:
        page: 376 p.               # a page count

        number-of-pages: 376       # good

    Silent:
        Sets of several volumes and, up to 5,000 pages, encyclopedias and other reference works are not reported. Nor is an article
        number with its page count (`025006, 29 pp.`), or a range that begins on page 1, which may be a whole issue.

    Fix:
        Move the count to number-of-pages; for an article or chapter, give the first and last page (page). If the number cannot be
        right, look it up.
    """
    for reference in case.article.references:
        item = reference.item
        if item.page and is_count(item.page):
            if not _numbered(item):
                yield _count_as_pages(reference)
        elif (problem := _large_count(reference, item)) or (item.type in PARTS and (problem := _long_part(reference, item))):
            yield problem


_MOVE = template("move it to the number of pages")


def _numbered(item: Item) -> bool:
    """Return whether the page of an article is its number and length: `123, 12 pp.`; in a book that would be pages and plates."""
    return (item.type in PARTS or item.type in UNTYPED) and bool(_NUMBER_AND_COUNT.match(item.page))


def _count_as_pages(reference: Reference) -> Problem:
    item = reference.item
    count = extent(item.page) or 0
    edits = [Edit("page", item.page, None, "the entry", reference=item.id)]
    if not item.number_of_pages:
        edits.append(Edit("number_of_pages", None, str(count), "the entry", reference=item.id))
    message = template("“{page}” looks like a page count, not a page range")
    advice = _MOVE
    noted = item.type in PARTS or item.type in UNTYPED
    if count > UNUSUAL_COUNT and not _in_volumes(item):
        message = template("“{page}” looks like a page count, and no single volume is that long")
        advice = template("check the number, and move it to the number of pages")
        noted = item.type in PARTS
    if item.type in PARTS:
        advice = template("give the first and last pages, and move the count to the number of pages")
    return Problem(
        reference.place("page"),
        message,
        {"page": item.page, "count": count},
        reference=item.id,
        excerpt=excerpt(item.page, item.page),
        fix=Fix(advice, edits=tuple(edits) if advice == _MOVE else (), alone=advice == _MOVE),
        severity=Severity.NOTE if noted else None,
    )


def _large_count(reference: Reference, item: Item) -> Problem | None:
    count = extent(item.number_of_pages) if item.number_of_pages else None
    if count is None or 0 < count <= UNUSUAL_COUNT or _in_volumes(item):
        return None
    surely = count > IMPOSSIBLE_COUNT or not count
    if not surely and (
        item.type.startswith("entry") or _REFERENCE_WORK.search(fold(f"{item.title} {item.collection_title}"[:1000]))
    ):
        return None
    return Problem(
        reference.place("number_of_pages"),
        "no single volume has {count} pages" if surely else "{count} pages is a lot for one volume",
        {"count": count},
        reference=item.id,
        excerpt=excerpt(item.number_of_pages, item.number_of_pages),
        fix=Fix("check the number; for a set, add the number of volumes (number-of-volumes)"),
        severity=None if surely else Severity.NOTE,
        confidence=Confidence.LIKELY if surely else Confidence.POSSIBLE,
    )


def _in_volumes(item: Item) -> bool:
    return bool(item.volume or item.number_of_volumes or (item.number_of_pages and extent(item.number_of_pages) is None))


def _long_part(reference: Reference, item: Item) -> Problem | None:
    ranges = _clean(item.page)
    if len(ranges) != 1 or ranges[0].prefix or ranges[0].first is None or ranges[0].last is None:
        return None
    first, last = ranges[0].first, ranges[0].last
    if first == 1 or last >= ARTICLE_NUMBER or last - first < LONGEST_PART:
        return None
    return Problem(
        reference.place("page"),
        "the range {pages} is {count} pages long: too many for one chapter"
        if item.type == "chapter"
        else "the range {pages} is {count} pages long: too many for one article",
        {"pages": ranges[0].raw, "count": last - first + 1},
        reference=item.id,
        excerpt=excerpt(item.page, ranges[0].raw),
        fix=Fix("check the pages: a digit may be missing or extra, unless a whole book fills the volume"),
        severity=Severity.NOTE if last - first < LONGEST_MONOGRAPH else None,
        confidence=Confidence.LIKELY,
    )


class Habit(Struct, frozen=True):
    """The number of a list's ranges that are written in full although they could be shortened, and the number of shortened ones."""

    full: int
    short: int


def _habit(article: Article) -> Habit:
    full = short = 0
    for reference in article.references:
        if ends := _PLAIN_RANGE.fullmatch(reference.item.page[:_LONGEST_FIELD]):
            first, last = ends.groups()
            full += len(first) == len(last) and first[0] == last[0]
            short += len(last) < len(first) and 0 < int(first[: -len(last)] + last) - int(first) < LONGEST_SHORTENED
    return Habit(full, short)


@rule("REF203", "malformed-pages", Severity.WARNING, key=("pages",))
def malformed_pages(case: Case) -> Iterator[Problem]:
    """A page range ends before it begins, or is incomplete.

    Why:
        Libraries and databases find an article by its first page; a broken range finds nothing. A letter in place of a digit
        (`1O2-119`) is reported as well. If a list writes five or more ranges in full and shortens only one, that one is doubted.

        In Chinese and Japanese entries the finding is a note: a journal may count its pages from the back cover.

    Example:
        page: 141-130           # ends before it begins
        page: 130-              # has no end

        page: 130-141           # good

    Silent:
        Shortened ends (`1021-9`), article numbers (`e0123456`, `161801-1`), pages counted by chapter (`61-1`), letters (`S1–S8`,
        `12A`), Roman numerals, lists (`12-15, 18`) and `12 ff.` are fine. So are ranges in scripts that run from right to left, and
        works that have not appeared yet.

    Fix:
        Look the pages up and write the first and the last (page).
    """
    habit = _habit(case.article)
    for reference in case.article.references:
        page = reference.item.page
        if page and len(page) <= _LONGEST_FIELD and not is_forthcoming(reference.item):
            problem = _broken(reference, page) or _letters(reference, page) or _reversed(reference, page, habit)
            if problem:
                yield problem


def _broken(reference: Reference, page: str) -> Problem | None:
    shapes = (
        (_OPEN_END, template("the last page is missing in “{pages}”"), None),
        (_OPEN_START, template("the first page is missing in “{pages}”"), None),
        (_PLACEHOLDER, template("“{pages}” is a placeholder for the pages"), None),
        (_CONTINUED, template("the last page is missing in “{pages}”"), Severity.NOTE),
    )
    for shape, message, severity in shapes:
        if match := shape.fullmatch(page):
            return Problem(
                reference.place("page"),
                message,
                {"pages": match["broken"]},
                reference=reference.id,
                excerpt=excerpt(page, match["broken"]),
                fix=Fix("give the first and last pages"),
                severity=severity,
            )
    return None


def _letters(reference: Reference, page: str) -> Problem | None:
    match = _WITH_LETTERS.fullmatch(page)
    if not match or (match["first"].isdecimal() == match["last"].isdecimal()):
        return None
    first, last = ("".join(_LOOK_ALIKE.get(letter, letter) for letter in match[end]) for end in ("first", "last"))
    odd = match["last"] if match["first"].isdecimal() else match["first"]
    sure = len(first) == len(last) or odd[0].isdecimal()
    if not sure or "0" in (first[0], last[0]) or int(first) >= int(last):
        return None
    mended = first + match["dash"] + last
    return Problem(
        reference.place("page"),
        "pages {pages} contain a letter in place of a digit: “{odd}”",
        {"pages": page, "odd": odd},
        reference=reference.id,
        excerpt=excerpt(page, odd),
        fix=Fix("write {pages}", {"pages": mended}, (Edit("page", page, mended, "the entry", reference=reference.id),)),
    )


def _reversed(reference: Reference, page: str, habit: Habit) -> Problem | None:
    script = main_script(reference.item.title)
    if script in _RIGHT_TO_LEFT or lower(reference.item.language.partition("-")[0]) in _FROM_RIGHT:
        return None
    if _BY_CHAPTER.search(page):
        return None
    from_back = script in _FROM_BACK or lower(reference.item.language).startswith("ja")
    for pages in _clean(page):
        ends = re.findall(r"\d+", pages.raw.replace(pages.prefix, ""))
        severity = _fault(pages, reference.item, habit, ends)
        if severity is not None:
            alone = not pages.reversed
            return Problem(
                reference.place("page"),
                _MESSAGES[alone, severity],
                {"pages": pages.raw},
                reference=reference.id,
                excerpt=excerpt(page, pages.raw),
                fix=_advice(pages, ends),
                severity=Severity.NOTE if from_back else severity,
                confidence=Confidence.LIKELY if alone or pages.last == 1 else None,
            )
    return None


_MESSAGES = {
    (False, Severity.WARNING): template("the page range {pages} ends before it begins"),
    (False, Severity.NOTE): template("the page range {pages} ends before it begins"),
    (True, Severity.WARNING): template(
        "the page range {pages} ends before it begins, or is shortened where all others are in full"
    ),
    (True, Severity.NOTE): template("the page range {pages} is shortened; the others in the list are in full"),
}


def _advice(pages: PageRange, ends: list[str]) -> Fix:
    """Return advice on the right pages: the completed end, the two swapped if they have one length, or nothing."""
    first, last = ends[0], ends[-1]
    if not pages.reversed:
        written = f"{pages.prefix}{first}–{pages.prefix}{pages.last}"
        return Fix("write {pages} if that is meant; otherwise check the pages", {"pages": written})
    if len(first) == len(last) and int(first) - int(last) < LONGEST_PART:
        return Fix("check the pages: {pages}, or is a digit mistyped?", {"pages": f"{last}–{first}"})
    return Fix("check the pages: a digit is wrong or missing")


def _fault(pages: PageRange, item: Item, habit: Habit, ends: list[str]) -> Severity | None:
    """Return the severity of a reversed range: reversed as written, or only if read like all others in the list."""
    if pages.first is None or pages.last is None:
        return None
    shortened = len(ends[-1]) < len(ends[0])
    if shortened and _is_article_number(pages):
        return None
    if pages.reversed:
        if (shortened and item.type not in PARTS) or (pages.last == 1 and item.type not in PERIODICALS):
            return None
        return Severity.NOTE if pages.last == 1 else Severity.WARNING
    if not shortened or habit.full < FULL_RANGES:
        return None
    if pages.last - pages.first >= LONGEST_SHORTENED:
        return None if habit.short else Severity.WARNING
    return Severity.NOTE if habit.short == 1 else None


def _is_article_number(pages: PageRange) -> bool:
    return (pages.first or 0) >= ARTICLE_NUMBER or bool(_PADDED.search(pages.raw))


def _clean(page: str) -> tuple[PageRange, ...]:
    """Return the ranges of a text that contains only pages, their labels and punctuation; else none."""
    if not page or len(page) > _LONGEST_FIELD:
        return ()
    ranges = page_ranges(page)
    remainder = page
    for pages in reversed(ranges):
        remainder = remainder[: pages.start] + " " + remainder[pages.end :]
    return ranges if _RESIDUE.fullmatch(remainder) else ()


RULES = (implausible_page_count, malformed_pages)
