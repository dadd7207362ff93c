"""CITE110, CITE116: whether the names and the year in the text are those of the cited entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.folding import fold_name
from kzcheck.language.publishing import is_forthcoming
from kzcheck.matching.attribution import PEOPLE, authors, by_persons, is_by, surely_by, wrote, year_differs
from kzcheck.matching.names import is_named, is_spelt
from kzcheck.rule import rule
from kzcheck.wording import People

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Citation, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.language.attribution import Credit

# A year that belongs only to the names before it: "(Said, 1979)", "Said (1979, p. 4)", "Said et al. (1979a)".
_YEAR = re.compile(r"[\s,]{0,4}[(\[]?\s?((?:1[5-9]|20)\d\d)[a-zа-я]?\s?(?=[),;:\]])")
_NUMBERS = re.compile(r"\d+")
_DATE = re.compile(r"\d{4}.*")
# Years before a book of a list beyond which the year in the text is more likely its first edition's than a typing error.
REPRINTED = 10
_NEVER_REPRINTED = frozenset(["article", "article-journal", "paper-conference"])
# Surnames in alphabetical order from which chance is unlikely (1 in 24): the list may have sorted the authors.
ALPHABETICAL = 4


@rule("CITE110", "citation-differs-from-reference", Severity.WARNING, confidence=Confidence.LIKELY, key=("speaker", "written"))
def citation_differs_from_reference(case: Case) -> Iterator[Problem]:
    """The text gives a different year with an author's name than the list does.

    Why:
        Readers who look up “(Doe, 1979)” find a work of 1978. The year is wrong in the text or in the list, or the work that is
        meant is missing. The year is reported if exactly one of the works cited is by just these people, and no work of theirs in
        the list has that year.

    Example:
        The idea is older (Doe, 1979) [4].    # [4] is Doe's book of 1978
        The idea is older (Doe, 1978) [4].    # good

    Silent:
        Original years (“1912/1985”), works in press or without a certain date, and years that appear anywhere in the entry are not
        reported. Nor are years before that of a translation, a later edition or a book that may be a reprint.

    Fix:
        Check the year in the work itself, and correct the text or the list (issued).
    """
    for claim, citation, reference in _printed(case):
        date = _DATE.search(citation.written)
        years = [int(year) for year in _NUMBERS.findall(date[0])] if date else []
        if date and not any(_may_be_of(year, reference) for year in years):
            yield Problem(
                citation.location,
                "the text has {speaker} {written}, but [{reference}] is dated {year}",
                {
                    "speaker": citation.written[: date.start()].rstrip(),
                    "written": years[-1],
                    "reference": reference.id,
                    "year": reference.item.year,
                },
                reference=reference.id,
                claim=claim.id,
                excerpt=excerpt(claim.text, date[0]),
                fix=Fix("check the year in the work itself, and correct the text or the entry"),
                related=(reference.location,),
            )
    for claim, cited, named in _named(case):
        for credit in named:
            year = _YEAR.match(claim.text, credit.end)
            if not year or credit.years != (int(year[1]),) or credit.office:
                continue
            name, written = credit.names[0], credit.years[0]
            own_works = [reference for reference in cited if is_by(name, reference.item)]
            if len(own_works) != 1 or not _is_just_by(credit, own_works[0].item) or _may_be_of(written, own_works[0]):
                continue
            reference = own_works[0]
            others = (other for other in named if other is not credit and name in other.names)
            if any(_has_year(written, work) for work in case.index.works_of(name)) or any(
                other.years and not year_differs(other, reference.item) for other in others
            ):
                continue
            yield Problem(
                claim.place("text"),
                "the text has {speaker} {written}, but [{reference}] is dated {year}",
                {
                    "speaker": People(credit.names, credit.others),
                    "written": written,
                    "reference": reference.id,
                    "year": reference.item.year,
                },
                reference=reference.id,
                claim=claim.id,
                excerpt=excerpt(claim.text, claim.text[credit.start : year.end()]),
                fix=Fix("check the year in the work itself, and correct the text or the entry"),
                related=(reference.location,),
            )


@rule("CITE116", "first-author-differs", Severity.WARNING, confidence=Confidence.LIKELY, key=("speaker",))
def first_author_differs(case: Case) -> Iterator[Problem]:
    """The author named before “et al.” is not the first author of the cited work.

    Why:
        “Amin et al.” sends readers to the letter A, but the list has the work under Doe. The text names the wrong author, the
        authors are in the wrong order, or another work is meant. The name is reported if the year beside the name is the work's,
        the citation follows the name, or nothing else is cited.

    Example:
        Amin et al. (2006) described the channel [7].    # [7] is by Doe, Amin and Roe
        Doe et al. (2006) described the channel [7].     # good

    Silent:
        Nothing is reported if the text names the first author too, or if the list has a work whose first author is the person
        named. Editors, works with an organisation among the authors, lists of four or more authors in alphabetical order, and “and
        colleagues” are left alone.

    Fix:
        Name the first author, or put the authors (author) in the order of the work.
    """
    for claim, citation, reference in _printed(case):
        for credit in credits(citation.written):
            if not credit.others or credit.team or len(credit.names) != 1 or not _is_later_author(credit.names[0], reference.item):
                continue
            yield Problem(
                citation.location,
                "the text has {speaker}, but the first author of [{reference}] is {listed}",
                {
                    "speaker": People(credit.names, others=True),
                    "reference": reference.id,
                    "listed": reference.item.author[0].family,
                },
                reference=reference.id,
                claim=claim.id,
                excerpt=excerpt(claim.text, citation.written[: credit.end]),
                fix=Fix(
                    "write {authors} if [{reference}] is meant, or list the authors in the order of the work itself",
                    {"authors": authors(reference.item), "reference": reference.id},
                ),
                related=(reference.location,),
            )
    for claim, cited, named in _named(case):
        for credit in named:
            if not credit.others or credit.team or len(credit.names) != 1:
                continue
            name = credit.names[0]
            own_works = [reference for reference in cited if is_by(name, reference.item)]
            if len(own_works) != 1 or not _is_meant(credit, own_works[0], cited) or not _is_later_author(name, own_works[0].item):
                continue
            reference, first = own_works[0], own_works[0].item.author[0]
            if any(is_named(other, first) for credit in named for other in credit.names) or any(
                is_named(name, (work.item.author or work.item.editor)[0]) for work in case.index.works_of(name)
            ):
                continue
            yield Problem(
                claim.place("text"),
                "the text has {speaker}, but the first author of [{reference}] is {listed}",
                {"speaker": People(credit.names, others=True), "reference": reference.id, "listed": first.family},
                reference=reference.id,
                claim=claim.id,
                excerpt=excerpt(claim.text, claim.text[credit.start : credit.end]),
                fix=Fix(
                    "write {authors} if [{reference}] is meant, or list the authors in the order of the work itself",
                    {"authors": authors(reference.item), "reference": reference.id},
                ),
                related=(reference.location,),
            )


def _printed(case: Case) -> Iterator[tuple[Claim, Citation, Reference]]:
    """Yield the citations by author and year that were read in a text, and the one entry that each means."""
    for claim in case.article.claims:
        for citation in claim.citations:
            if citation.kind == "author-date" and not citation.among and (reference := case.references.get(citation.reference)):
                yield claim, citation, reference


def _named(case: Case) -> Iterator[tuple[Claim, Sequence[Reference], Sequence[Credit]]]:
    """Yield the claims with only known citations, with these and the people whom the text names directly.

    Of claims that cite by author and year, each citation says itself whom it names.
    """
    for claim in case.article.claims:
        if any(citation.kind == "author-date" for citation in claim.citations):
            continue
        ids = {citation.reference for citation in claim.citations}
        cited = [case.references[key] for key in ids if key in case.references]
        named = [credit for credit in credits(claim.text) if credit.names and credit.kind in PEOPLE]
        if cited and len(cited) == len(ids) and not any(credit.secondhand for credit in named):
            yield claim, cited, named


def _is_just_by(credit: Credit, item: Item) -> bool:
    """Return whether a work is by exactly the people named, as the text spells them, in whatever year."""
    return bool(item.author) and wrote(structs.replace(credit, years=()), item) and surely_by(credit, item)


def _may_be_of(year: int, reference: Reference) -> bool:
    """Return whether a work may be from a year: its entry contains it, or has no certain year, or may be a later edition."""
    item = reference.item
    if not item.issued or not item.year or item.issued.circa or is_forthcoming(item) or _has_year(year, reference):
        return True
    if year > item.year or item.type in _NEVER_REPRINTED:
        return False
    later = item.translator or item.original_title or item.original_date or item.edition or item.number_of_volumes
    return bool(later) or item.year - year > REPRINTED


def _has_year(year: int, reference: Reference) -> bool:
    """Return whether an entry contains a year: among its dates or in any of its texts."""
    item = reference.item
    if any(date.year and date.year <= year <= (date.last_year or 0) for field, date in item.dates() if field != "accessed"):
        return True
    return any(str(year) in text for text in (reference.printed, *(text for _, text in item.texts())))


def _is_meant(credit: Credit, reference: Reference, cited: Sequence[Reference]) -> bool:
    """Return whether the year beside a name, the marker after it or the lack of other citations shows which work is meant."""
    if credit.years:
        return not year_differs(credit, reference.item)
    numbers = _NUMBERS.findall(credit.marker)
    return reference.id in numbers if numbers else len(cited) == 1


def _is_later_author(written: str, item: Item) -> bool:
    """Return whether a name is surely that of a later author of a work by persons in a meaningful order."""
    if not by_persons(item) or not any(is_spelt(written, name) for name in item.author[1:]):
        return False
    families = [fold_name(name.family) for name in item.author if name.family]
    first = fold_name(str(item.author[0])).split()
    ordered = len(families) >= ALPHABETICAL and families == sorted(families)
    return not ordered and not is_named(written, item.author[0]) and set(first).isdisjoint(fold_name(written).split())


RULES = (citation_differs_from_reference, first_author_differs)
