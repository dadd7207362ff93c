"""The step for locators: finds citations with pages that cannot be compared with the cited entry; nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.gather.steps import StepFile
from kzcheck.matching.imprint import can_be_compared, names_pages, printed_pages
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Citation, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Unchecked
    from kzcheck.gather.steps import Explained

NO_PAGES, NOT_A_PAGE = Reason("no-pages"), Reason("not-a-page")


def left_open(case: Case, subjects: Sequence[Unchecked], _explained: Explained) -> Iterator[Unchecked]:
    """Yield the claims with a locator that cannot be compared with anything in the cited entry or its text."""
    claims = {claim.id: claim for claim in case.article.claims}
    for subject in subjects:
        located = (citation for citation in claims[subject.claim or ""].citations if citation.locator)
        cited = ((citation, case.references.get(citation.reference)) for citation in located)
        bare = [citation for citation, reference in cited if reference and not _can_be_compared(case, citation, reference)]
        if bare:
            reasons = dict.fromkeys(NO_PAGES if names_pages(citation) else NOT_A_PAGE for citation in bare)
            yield replace(subject, reasons=tuple(reasons))


def _can_be_compared(case: Case, citation: Citation, reference: Reference) -> bool:
    """Return whether a locator can be compared with the pages of an entry, or with those printed in its text."""
    if can_be_compared(citation, reference.item):
        return True
    return names_pages(citation) and printed_pages(reference.item, case.evidence.text(reference.id)) is not None


def _has_locator(claim: Claim) -> bool:
    return any(citation.locator for citation in claim.citations)


STEP = StepFile(lambda _run, _subject, _reference: NO_PAGES, left_open=left_open, concerns=_has_locator)
