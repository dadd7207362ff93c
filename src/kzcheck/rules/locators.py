"""CITE104 and CITE106: the pages in citations, and quotations without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.locators import extent, page_ranges
from kzcheck.matching.imprint import bounds, located_pages, printed_pages
from kzcheck.matching.quotations import quotations_of
from kzcheck.rule import rule
from kzcheck.wording import Plural, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Citation, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.language.locators import PageRange
    from kzcheck.texts import TextAtHand
    from kzcheck.wording import Template

# Styles that require the page of a quotation; in others, this many quotations with a page, if most have one, show that it is usual.
ASKING_FOR_PAGES = frozenset(["apa7", "chicago", "gost-7.0.5", "gost-7.0.100"])
FEWEST_LOCATED = 2


@rule("CITE104", "locator-out-of-range", Severity.WARNING, needs=("locators",), key=("pages",))
def locator_out_of_range(case: Case) -> Iterator[Problem]:
    """A citation gives a page that the cited work does not have.

    Why:
        The page is mistyped, or it belongs to another work; readers will not find the passage. Counting from 1 within an article on
        pages 130–141 is reported as well: the printed page is the one to cite. If the entry gives no pages, those
        printed in the text at hand count.

    Example:
        {ref: "1", page: "253"}      # [1] has pages 130–141
        {ref: "1", page: "135"}      # good

    Silent:
        Nothing is reported if the entry gives no pages or only the first, and no text with page numbers is at hand. Roman numerals,
        article numbers (e12), pages with another prefix (S1), sets of several volumes, chapters and other locators that are not
        pages are not compared.

    Fix:
        Look the page up in the source, or cite the work that has it.
    """
    entries = case.references
    for claim in case.article.claims:
        for citation in claim.citations:
            if citation.locator and citation.label == "page" and (reference := entries.get(citation.reference)):
                yield from _outside(claim, citation, reference, case.evidence.text(reference.id))


def _outside(claim: Claim, citation: Citation, reference: Reference, text: TextAtHand | None) -> Iterator[Problem]:
    first, last, prefix = bounds(reference.item)
    printed = printed_pages(reference.item, text) if first is None and last is None else None
    if printed:
        first, last = printed
    outside = [pages.raw for pages in located_pages(citation.locator, prefix) if _is_outside(pages, first, last)]
    if not outside:
        return
    message, extent_of_it = _in_text(text.printed) if text and printed else _extent(first, last, prefix)
    yield Problem(
        citation.location,
        message,
        {"pages": tuple(outside), "reference": reference.id, **extent_of_it},
        reference=reference.id,
        claim=claim.id,
        excerpt=excerpt(citation.locator, *outside),
        fix=Fix("check the page in the source, or cite the work that has it"),
        related=(reference.place("page" if reference.item.page else "number_of_pages"),),
    )


def _is_outside(pages: PageRange, first: int | None, last: int | None) -> bool:
    begin, end = pages.first or 0, pages.last or pages.first or 0
    return (first is not None and begin < first) or (last is not None and end > last)


def _extent(first: int | None, last: int | None, prefix: str) -> tuple[Template, dict[str, object]]:
    """Return the message about a page outside a work, with the values for the pages that it has."""
    if first is None:
        return Plural(
            "page {pages} is outside [{reference}], which has {count} page",
            "page {pages} is outside [{reference}], which has {count} pages",
        ), {"count": last}
    if last is None:
        return template("page {pages} is outside [{reference}], which begins on page {first}"), {"first": f"{prefix}{first}"}
    message = template("page {pages} is outside [{reference}], which has pages {first}–{last}")
    return message, {"first": f"{prefix}{first}", "last": f"{prefix}{last}"}


def _in_text(printed: tuple[str, ...]) -> tuple[Template, dict[str, object]]:
    message = template("page {pages} is outside [{reference}], whose text at hand has pages {printed}–{end}")
    return message, {"printed": printed[0], "end": printed[-1]}


_WITHOUT_PAGES = frozenset(
    """webpage post post-weblog motion_picture song broadcast performance musical_score legislation bill regulation legal_case
    treaty hearing speech interview personal_communication dataset software map graphic figure event standard patent
    article-newspaper article-magazine entry entry-dictionary entry-encyclopedia""".split()
)


@rule("CITE106", "quotation-without-locator", Severity.NOTE, confidence=Confidence.LIKELY, key=("claims",))
def quotation_without_locator(case: Case) -> Iterator[Problem]:
    """A quotation from a work of many pages is cited without a page.

    Why:
        Readers must be able to find a quotation, and most styles ask for its page. Pages are expected if the list follows APA,
        Chicago or GOST, if the sources are in notes, or if most quotations in the article have one. Several such quotations are one
        finding.

    Example:
        "every river forgets its first bed" [1]            # no page
        "every river forgets its first bed" [1, p. 134]    # good

    Silent:
        Quotations of fewer than five words and claims that cite several works are not checked. Web pages, films, laws, speeches,
        news, works of one page and works of unknown length need no page.

    Fix:
        Add the page to the citation: `{ref: "1", page: "134"}`.
    """
    style, entries = case.style, case.references
    quoting = [claim for claim in case.article.claims if len(claim.citations) == 1 and quotations_of(claim)]
    located = sum(bool(claim.citations[0].locator) for claim in quoting)
    asked = style.references in ASKING_FOR_PAGES or style.citations == "notes"
    if not asked and (located < FEWEST_LOCATED or located * 2 <= len(quoting)):
        return
    bare = [claim for claim in quoting if not claim.citations[0].locator and _has_pages(entries.get(claim.citations[0].reference))]
    if not bare:
        return
    reference = entries[bare[0].citations[0].reference]
    place, quotation = quotations_of(bare[0])[0]
    several = len(bare) > 1
    yield Problem(
        bare[0].place(place),
        "no page is given for {count} quotations: {claims}" if several else "no page is given for a quotation from [{reference}]",
        {"count": len(bare), "claims": tuple(claim.name for claim in bare)} if several else {"reference": reference.id},
        reference=None if several else reference.id,
        claim=bare[0].id,
        excerpt=excerpt(bare[0].text, quotation),
        fix=Fix("add the pages of the quotations" if several else "add the page of the quotation"),
        related=tuple(claim.place(quotations_of(claim)[0][0]) for claim in bare[1:]),
    )


def _has_pages(reference: Reference | None) -> bool:
    if reference is None or reference.item.type in _WITHOUT_PAGES:
        return False
    item = reference.item
    return any(pages.first != pages.last for pages in page_ranges(item.page)) or (extent(item.number_of_pages) or 0) > 1


RULES = (locator_out_of_range, quotation_without_locator)
