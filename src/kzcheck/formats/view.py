"""A report as every format reads it: what it holds by claim and reference, under the names that readers know."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import NOT_CHECKED, Severity, WorkOutcome
from kzcheck.formats.checked import STYLES, checked
from kzcheck.formats.naming import counted, manuscript, place, said, short, within
from kzcheck.formats.text import clean
from kzcheck.wording import Plural, listing, template, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.article import Article, At, Claim, Location, Reference
    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.checked import Checks
    from kzcheck.formats.naming import Subject


MOST_RESTING = 3
"""Claims that rest on a reference which are named; of more, only how many there are is said."""
NOT_ASKED = WorkOutcome("not-asked")
_STYLES = {"citation": template("citation style: {style}"), "reference": template("reference style: {style}")}
_RESTING = Plural("cited in {claims}", "cited in {claims}")
_MANY_RESTING = Plural("cited in {count:,} claim", "cited in {count:,} claims")


class View(Struct, frozen=True, dict=True):
    """A report with what formats look up in it; each part is worked out once, when a format first asks for it.

    A finding on a claim belongs to the claim, even where it names a reference, too.
    """

    report: Report

    @property
    def article(self) -> Article:
        """The article that was audited."""
        return self.report.article

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that count: all but those that say that something was not checked, which is reported apart."""
        return tuple(finding for finding in self.report.findings if finding.code != NOT_CHECKED)

    @cached_property
    def first(self) -> tuple[Finding, ...]:
        """What to look at first."""
        return self.report.first()

    @cached_property
    def in_ci(self) -> tuple[Finding, ...]:
        """The findings that count for programs."""
        return self.report.in_ci()

    @cached_property
    def checks(self) -> Checks:
        """What was checked and what was not."""
        return checked(self.report)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by their ids; of several with one id, the last."""
        return {claim.id: claim for claim in self.article.claims}

    @cached_property
    def references(self) -> dict[str, Reference]:
        """The references by their ids; of several with one id, the last."""
        return {reference.id: reference for reference in self.article.references}

    @cached_property
    def names(self) -> dict[str, str]:
        """What a person knows each reference by at a glance, by its id."""
        return {name: short(reference) for name, reference in self.references.items()}

    @cached_property
    def cited_by(self) -> dict[str, tuple[str, ...]]:
        """The ids of the claims that rest on each reference, in their order."""
        return self.report.cited_by()

    @cached_property
    def places(self) -> dict[Location, Subject]:
        """Which claim or reference is at each place of the article's files."""
        places: dict[Location, Subject] = {}
        for reference in self.article.references:
            places.update(dict.fromkeys((reference.location, *reference.places.values()), ("reference", reference.id)))
        for claim in self.article.claims:
            within = (claim.location, *claim.places.values(), *(citation.location for citation in claim.citations))
            places.update(dict.fromkeys(within, ("claim", claim.id)))
        return places

    @cached_property
    def by_subject(self) -> dict[Subject | None, list[Finding]]:
        """The findings that count, by their subject; under None those on the files."""
        groups: dict[Subject | None, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(self.subject(finding), []).append(finding)
        return groups

    @cached_property
    def unchecked(self) -> dict[Subject | None, list[Unchecked]]:
        """What was not checked, by its subject; under None whole steps."""
        groups: dict[Subject | None, list[Unchecked]] = {}
        for item in self.report.unchecked:
            of_reference: Subject | None = None if item.reference is None else ("reference", item.reference)
            groups.setdefault(of_reference if item.claim is None else ("claim", item.claim), []).append(item)
        return groups

    @property
    def size(self) -> list[str]:
        """How much there was to read: "3 references", "4 claims"; of a manuscript, what it has of sentences and citations."""
        article = self.article
        citing = sum(bool(claim.citations) for claim in article.claims)
        if article.document:
            parts = {"citing sentence": citing, "statement": len(article.claims) - citing, "aside": len(article.cited)}
        else:
            parts = {"claim": len(article.claims) if article.has_claims else 0, "citation": len(article.cited)}
        sizes = [counted(number, noun) for noun, number in parts.items() if number]
        return [counted(len(article.references), "reference"), *sizes]

    @property
    def whole(self) -> str:
        """What the findings are on that are about no one claim or reference."""
        return written("the manuscript") if self.article.document else written("the files")

    def subject(self, finding: Finding) -> Subject | None:
        """Return the claim or else the reference of the article that a finding is about, None where it is about neither."""
        if finding.claim is not None and finding.claim in self.claims:
            return "claim", finding.claim
        if finding.reference is not None and finding.reference in self.references:
            return "reference", finding.reference
        return None

    def outcome(self, reference: str) -> WorkOutcome:
        """Return what became of asking for the work of a reference, by its id."""
        return self.report.outcomes.get(reference, NOT_ASKED)

    def at(self, finding: Finding) -> At | None:
        """Return where the claim of a finding is in the manuscript, as far as it is known and is not the place of the finding."""
        if self.article.document:
            return None
        claim = self.claims.get(finding.claim or "")
        return claim.at if claim else None

    def where(self, finding: Finding) -> str:
        """Return the place of a finding in the file, and in the manuscript where it is known."""
        at = self.at(finding)
        where = place(self.report, finding.location)
        return f"{where} ({manuscript(at)})" if at else where

    def called(self, subject: Subject) -> str:
        """Return what a subject is called in a line: a claim `c05` or by its words, a reference `[7]`."""
        kind, name = subject
        if kind == "reference":
            return f"[{clean(name)}]"
        return clean(self.claims[name].name if name in self.claims else name)

    def about(self, finding: Finding) -> str:
        """Return what a finding is about: a claim or a reference; "" for neither and for a claim that is only numbered."""
        if finding.claim is not None:
            return "" if self.is_numbered(finding.claim) else clean(finding.claim)
        return "" if finding.reference is None else f"[{clean(finding.reference)}]"

    def is_numbered(self, claim: str) -> bool:
        """Return whether readers do not know the id of a claim, since it was read in a manuscript."""
        return claim in self.claims and self.claims[claim].numbered

    def line(self, finding: Finding, *, placed: bool = False) -> str:
        """Return what a finding is about, a reference with its name, and what it says, as one harmless line.

        A claim without an id that readers know is named by its place, unless the finding is `placed`: shown with its place.
        """
        subject = self.about(finding)
        if finding.claim is None and (name := self.names.get(finding.reference or "", "")):
            subject = f"{subject} {name}"
        elif not subject and finding.claim is not None and not placed:
            subject = within(self.report, finding.location)
        return f"{subject}: {said(finding)}" if subject else said(finding)

    def resting(self, finding: Finding) -> str:
        """Return which claims rest on the reference of a finding: "c05 and c06 rest on it", "12 claims rest on it", or ""."""
        claims = self.cited_by.get(finding.reference, ()) if finding.claim is None and finding.reference is not None else ()
        if not claims:
            return ""
        if len(claims) > MOST_RESTING:
            return written(_MANY_RESTING, {"count": len(claims)})
        return written(_RESTING, {"claims": listing([self.called(("claim", claim)) for claim in claims]), "count": len(claims)})


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, the worst first."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}


def judged_by(report: Report) -> Iterator[str]:
    """Yield what findings depend on: the styles of the article's citations and list, as far as known, and a venue's profile."""
    style = report.style
    for kind, value in (("citation", style.citations), ("reference", style.references)):
        if value:
            line = written(_STYLES[kind], {"style": written(STYLES[value])})
            detected = f"{kind}s" in style.detected
            yield f"{line} ({written('detected; kzcheck.toml can set it')})" if detected else line
    if report.profile:
        yield written("severities follow the profile {profile}", {"profile": report.profile})
