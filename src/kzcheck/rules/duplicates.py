"""REF207, REF209, REF217, REF226: entries of a list compared with each other."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import shown
from kzcheck.language.folding import fold
from kzcheck.matching.lists import duplicates
from kzcheck.matching.names import is_body, is_others, same_person, spellings
from kzcheck.matching.titles import appears_again, is_notice, journals
from kzcheck.rule import rule
from kzcheck.wording import People, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item, Name
    from kzcheck.matching.lists import Entry, Key, Match

COMPARED = 20
"""Earlier entries with the same key that an entry is compared with: keeps it linear, even if all 34,000 titles are equal."""

PARALLEL = 3
"""Works in two scripts or languages from which a list may be a parallel one, if they make half of it."""

LONG_TITLE = 40
"""Letters of a title that two people are unlikely to choose."""

MANY_PEOPLE = 60
"""People that are compared of an entry: some works have thousands."""

REVISED = frozenset(
    "bill broadcast hearing legal_case legislation regulation report review review-book standard treaty webpage".split()
)
"""Kinds of works that recur under one title by other people: laws, reports, pages, reviews."""

PERIODICALS = frozenset("article-journal article-magazine article-newspaper".split())

_REASONS = {
    "DOI": template("[{reference}] and [{other}] appear to be the same work: same DOI, {value}"),
    "PMID": template("[{reference}] and [{other}] appear to be the same work: same PMID, {value}"),
    "ISBN": template("[{reference}] and [{other}] appear to be the same work: same ISBN and title"),
    "page": template("[{reference}] and [{other}] appear to be the same work: same title and first page"),
    "place": template("[{reference}] and [{other}] appear to be the same work: same volume and pages"),
    "URL": template("[{reference}] and [{other}] appear to be the same work: same title and URL"),
    "title": template("[{reference}] and [{other}] appear to be the same work: same title"),
    "near title": template("[{reference}] and [{other}] appear to be the same work: nearly identical titles"),
}


@rule("REF207", "duplicate-reference", Severity.WARNING, confidence=Confidence.LIKELY, key=("other",))
def duplicate_reference(case: Case) -> Iterator[Problem]:
    """Two entries appear to be the same work.

    Why:
        A work listed twice has two numbers, and readers take it for two sources. The message says what the two have in common: the
        DOI or PMID; the ISBN and the title; the title and the first page; the URL and the title; the volume and pages; or title,
        people and year, even with a slip in the title, a missing co-author or a year's difference. A preprint beside its article is
        a note: both may have been read.

    Example:
        - {id: "3", author: [{family: Doe, given: J.}], title: "Rivers that never were", issued: 2010}
        - {id: "9", author: [{family: Doe, given: Jane}], title: "Rivers that Never Were.", issued: 2010}

    Silent:
        Chapters of one book, parts, volumes and editions, a talk and its article, works of one title by other people, and recurring
        notices and columns are different works. A parallel list that gives every work in two scripts is not reported.

    Fix:
        Keep one entry and point all citations to it. If they are two works, correct the field that makes them look alike.
    """
    works = [duplicates.prepare(reference.item) for reference in case.article.references]
    pairs = list(_duplicates(works))
    parallel = sum(match.parallel for _, _, match in pairs)
    is_parallel = parallel >= PARALLEL and 4 * parallel >= len(works)
    for earlier, later, match in pairs:
        if not (match.parallel and is_parallel):
            entries = case.article.references[earlier], case.article.references[later]
            is_pair = match.reason == "preprint"
            yield _preprint(*entries, published=works[earlier].preprint) if is_pair else _duplicate(*entries, match)


def _duplicates(works: list[Entry]) -> Iterator[tuple[int, int, Match]]:
    """Yield each entry that repeats an earlier one, with the earliest of the works that it was compared with."""
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    years = [work.year for work in works]
    for later, work in enumerate(works):
        same: set[int] = set()
        alike: set[int] = set()
        for key in duplicates.keys(work):
            block = blocks[key]
            (same if key[0] in duplicates.SURE_KEYS else alike).update(block[-COMPARED:])
            block.append(later)
        if (year := work.year) is not None:
            near = (None, year - 1, year, year + 1)
            alike = {earlier for earlier in alike if years[earlier] in near}
        for earlier in sorted(same | alike):
            if match := duplicates.compare(works[earlier], work):
                yield earlier, later, match
                break


_PREPRINT = template("[{reference}] looks like a preprint of [{other}]: nearly the same title, same people")
_PUBLISHED = template("[{other}] looks like a preprint of [{reference}]: nearly the same title, same people")


def _preprint(earlier: Reference, later: Reference, *, published: bool) -> Problem:
    """Return a note on a preprint beside its article: both may have been read."""
    return Problem(
        later.location,
        _PUBLISHED if published else _PREPRINT,
        {"reference": later.id, "other": earlier.id},
        reference=later.id,
        excerpt=excerpt(later.item.title, later.item.title),
        fix=Fix("keep the one that was read; keep both only if the text needs both"),
        severity=Severity.NOTE,
        related=(earlier.location,),
    )


def _duplicate(earlier: Reference, later: Reference, match: Match) -> Problem:
    unlike = match.reason == "DOI" and match.parallel
    message = template("[{reference}] and [{other}] have the same DOI, {value}, but different titles")
    values: dict[str, str | int] = {"reference": later.id, "other": earlier.id}
    also: list[str] = []
    if match.reason in ("DOI", "PMID"):
        work = duplicates.prepare(later.item)  # it also finds a DOI in the URL
        values["value"] = work.doi if match.reason == "DOI" else work.pmid
    if match.reason in ("title", "near title"):
        if match.same_people:
            also.append(template(", same people"))
        if match.same_year:
            also.append(template(", same year"))
        elif earlier.item.year and later.item.year:
            also.append(template(", {earlier} and {later}"))
            values |= {"earlier": earlier.item.year, "later": later.item.year}
    return Problem(
        later.location,
        message if unlike else _REASONS[match.reason],
        values,
        also=tuple(also),
        reference=later.id,
        excerpt=excerpt(later.item.title, later.item.title),
        fix=Fix(
            "correct the DOI of one, or keep one entry"
            if unlike
            else "keep one of the two, or correct the field that makes them look the same"
        ),
        related=(earlier.location,),
    )


MOST_PEOPLE = 50
"""Authors of one work whose names are compared with those of others."""


@rule("REF209", "inconsistent-name", Severity.NOTE, confidence=Confidence.POSSIBLE, key=("name", "other"))
def inconsistent_name(case: Case) -> Iterator[Problem]:
    """One person's name appears in two forms, in the list or compared with the article's own authors.

    Why:
        Swapped initials or a slip in a surname split a person in two in every index. Three kinds are reported: initials in a
        different order, surnames one letter apart with the same given name, and family and given name exchanged. Something must
        show that it is one person: the same initials, only in a different order; a shared co-author; one of the article's own
        authors; or given names in full that agree.

    Example:
        author: [{family: Osei, given: A. K.}]        # in [4]
        author: [{family: Osei, given: K. A.}]        # in [9]

    Silent:
        “Smith J.” and “Smith J. A.”, capitals, accents and transliterations are not reported. Nor are initials beside a full given
        name, namesakes (Petersen and Pedersen, Ivanov and Ivanova, Wang J. and Wang Y.), people who wrote a work together, or the
        members of a collaboration: more than 50 authors, among whom similar names are common.

    Fix:
        Check the correct form and use it in both places (author). If they are two people, nothing needs changing.
    """
    mentions = [spellings.Mention(name, spellings.OWN, f"author.{place}") for place, name in enumerate(case.article.author)]
    for work, reference in enumerate(case.article.references):
        if len(reference.item.author) <= MOST_PEOPLE:
            mentions += (spellings.Mention(name, work, f"{role}.{place}") for role, place, name in reference.item.names())
    for pair in spellings.pairs(mentions):
        form, usual = pair.rarer, pair.other
        reference = case.article.references[form.work]
        elsewhere = None if usual.work == spellings.OWN else case.article.references[usual.work]
        where = {"where": elsewhere.id} if elsewhere else {}
        yield Problem(
            reference.place(form.path),
            "“{name}” here and “{other}” in [{where}] may be the same person"
            if elsewhere
            else "“{name}” here and “{other}” among the article's authors may be the same person",
            {"name": shown(str(form.name)), "other": shown(str(usual.name)), **where},
            reference=reference.id,
            excerpt=excerpt(str(form.name), form.name.family),
            fix=Fix("check the correct form, and use it in both places"),
            related=(elsewhere.place(usual.path),) if elsewhere else (),
        )


@rule("REF217", "mixed-abbreviation", Severity.NOTE, confidence=Confidence.LIKELY, key=("short", "full"))
def mixed_abbreviation(case: Case) -> Iterator[Problem]:
    """A journal's name is written out in one entry and abbreviated in another.

    Why:
        Styles require one or the other throughout. There is one finding for each journal, at the form that fewer entries use.

    Example:
        container-title: Journal of Invented Geography      # in [2]
        container-title: J. Invented Geogr.                 # in [5]

    Silent:
        An abbreviation that fits two journals of the list, acronyms, and forms that differ only in case or small words are not
        reported.

    Fix:
        Write the name (container-title) in one form throughout, as the style requires.
    """
    entries: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in case.article.references:
        if reference.item.type in PERIODICALS and reference.item.container_title:
            entries[reference.item.container_title].append(reference)
    for short, full in _abbreviated(entries):
        fewer, more = sorted((entries[short], entries[full]), key=len)
        yield Problem(
            fewer[0].place("container_title"),
            "“{short}” in {shorts} and “{full}” in {fulls} are the same journal",
            {"short": shown(short), "full": shown(full), "shorts": _ids(entries[short]), "fulls": _ids(entries[full])},
            reference=fewer[0].id,
            excerpt=excerpt(fewer[0].item.container_title, fewer[0].item.container_title),
            fix=Fix("use one form throughout, as the style requires"),
            related=(more[0].place("container_title"),),
        )


def _abbreviated(names: dict[str, list[Reference]]) -> Iterator[tuple[str, str]]:
    """Yield each abbreviated name with the full one, if that is certain: one pair for each journal."""
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        blocks[journals.block(name)].append(name)
    done: set[str] = set()
    for block in blocks.values():
        for short in block[:COMPARED]:
            fulls = [full for full in block[:COMPARED] if journals.may_abbreviate(short, full)]
            sure = any(journals.abbreviates(short, full) for full in fulls)
            if sure and not done & {short, *fulls} and all(journals.same_journal(fulls[0], full) for full in fulls):
                done |= {short, *fulls}
                yield short, max(fulls, key=len)


def _ids(references: list[Reference]) -> tuple[str, ...]:
    return tuple(f"[{reference.id}]" for reference in references)


@rule("REF226", "title-of-another-entry", Severity.WARNING, confidence=Confidence.LIKELY, key=("other",))
def title_of_another_entry(case: Case) -> Iterator[Problem]:
    """Two entries have the same long title but no author in common.

    Why:
        Two people hardly ever choose the same title of forty letters or more. One of the two was probably copied from its
        neighbour, and readers cannot find the work that is meant.

    Example:
        - {id: "3", author: [{family: Doe}], issued: 2010, title: The weight and colour of sediment in rivers that never were}
        - {id: "4", author: [{family: Roe}], issued: 2004, title: The weight and colour of sediment in rivers that never were}

    Silent:
        Comments, replies and reviews, yearly titles, reports and laws, editions, edited books, works by organisations and entries
        without people are not reported. Nor are entries that REF207 takes for one work.

    Fix:
        Look both works up by authors and year, and correct the title (title) or the authors (author) of one.
    """
    blocks: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in case.article.references:
        title = "".join(fold(reference.item.title).split())
        if len(title) < LONG_TITLE or not _has_title_of_its_own(reference.item, title):
            continue
        for earlier in blocks[title][-COMPARED:]:
            if _by_others(earlier.item, reference.item):
                yield Problem(
                    reference.location,
                    "[{reference}] by {people} has the same title as [{other}] by {others}",
                    {
                        "reference": reference.id,
                        "other": earlier.id,
                        "people": _authors(reference.item),
                        "others": _authors(earlier.item),
                    },
                    reference=reference.id,
                    excerpt=excerpt(reference.item.title, reference.item.title),
                    fix=Fix("check the authors and year of both works, and correct the title or the authors of one"),
                    related=(earlier.location,),
                )
                break
        blocks[title].append(reference)


def _has_title_of_its_own(item: Item, title: str) -> bool:
    """Return whether an entry names people, and has a distinctive title."""
    if not item.author or any(map(is_body, item.author)) or item.type in REVISED:
        return False
    if item.text("chapter_number") or (item.type == "chapter" and not item.container_title):  # the title may be the book's
        return False
    return not (item.edition or is_notice(title))


def _by_others(earlier: Item, later: Item) -> bool:
    """Return whether two entries share no people in any role, and are different works for REF207, but not of a yearly series."""
    if earlier.year != later.year and appears_again("", fold(later.title)):
        container, other = fold(earlier.container_title), fold(later.container_title)
        if not (container and other) or container == other:
            return False
    people, others = _people(earlier), _people(later)
    if any(same_person(name, other) for name in people for other in others):
        return False
    return duplicates.compare(duplicates.prepare(earlier), duplicates.prepare(later)) is None


def _people(item: Item) -> list[Name]:
    return [name for _, _, name in islice(item.names(), MANY_PEOPLE) if not is_others(name)]


def _authors(item: Item) -> People:
    return People(tuple(shown(name.family or str(name)) for name in item.author[:MANY_PEOPLE]))


RULES = (duplicate_reference, inconsistent_name, mixed_abbreviation, title_of_another_entry)
