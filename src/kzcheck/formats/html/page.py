"""The whole page: the first screen, what it can be filtered by, the cards, what is hidden, and the rules that spoke."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import RulePage, Severity
from kzcheck.formats import records
from kzcheck.formats.html import links
from kzcheck.formats.html.claims import Section, sections
from kzcheck.formats.html.findings import Shown, rule_anchor, show, worst_first
from kzcheck.formats.html.index import index, not_checked, subject
from kzcheck.formats.html.opening import Opening, opening
from kzcheck.formats.html.references import ReferenceCard, cards
from kzcheck.formats.naming import UNREASONED, count
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.evidence import Step, Unchecked
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.html.index import Index

MANY = 300
"""Cards beyond which a browser is asked to lay out only those that are seen."""


class Choice(Struct, frozen=True):
    """One thing to filter by, and how many there are."""

    value: str
    text: str
    number: int


class Filters(Struct, frozen=True):
    """What the page can be filtered by."""

    severities: tuple[Choice, ...]
    codes: tuple[Choice, ...]
    records: tuple[Choice, ...]
    links: tuple[Choice, ...]


class HiddenFinding(Struct, frozen=True):
    """A finding that an ignore hides, what it is about, where the ignore stands, and its reason."""

    finding: Shown
    anchor: str
    subject: str
    place: str
    reason: str


class Rule(Struct, frozen=True):
    """A rule that found something, with how often it was found, and its explanation."""

    anchor: str
    page: RulePage
    found: str


class Page(Struct, frozen=True):
    """All that the page shows; nothing is said of who cites a reference where no claims were read."""

    kzcheck: str
    opening: Opening
    filters: Filters
    many: bool
    has_claims: bool
    nowhere: Mapping[Step, str]
    unasked_of_claims: tuple[str, ...]
    unasked_of_references: tuple[str, ...]
    files: tuple[Shown, ...]
    sections: tuple[Section, ...]
    references: tuple[ReferenceCard, ...]
    hidden: tuple[HiddenFinding, ...]
    rules: tuple[Rule, ...]


def page(report: Report) -> Page:
    """Return all that the page shows of a report."""
    found = index(report)
    findings = worst_first(report.findings)
    references = tuple(cards(report, found))
    return Page(
        kzcheck=report.kzcheck,
        opening=opening(report, found, findings),
        filters=_filters(findings, references),
        many=len(report.article.claims) + len(references) > MANY,
        has_claims=report.article.has_claims,
        nowhere=found.nowhere,
        unasked_of_claims=_unasked(found.unchecked_of_claim, found),
        unasked_of_references=_unasked(found.unchecked_of_reference, found),
        files=tuple(show(finding, None, found.subjects) for finding in found.files),
        sections=tuple(sections(report, found)),
        references=references,
        hidden=tuple(_hidden(report, found)),
        rules=tuple(_rules(report, findings)),
    )


def _unasked(unchecked: Mapping[str, Sequence[Unchecked]], found: Index) -> tuple[str, ...]:
    """Return what was checked of none of these, a line a reason."""
    return not_checked((one for some in unchecked.values() for one in some if one.step in found.nowhere), ())


def _filters(findings: Sequence[Finding], references: Iterable[ReferenceCard]) -> Filters:
    severities = Counter(one.severity for one in findings)
    codes = Counter((one.code, one.name) for one in findings)
    looked_up, visits = Counter[str](), Counter[str]()
    for card in references:
        looked_up[card.brief.record.value] += 1
        visits.update(one.value for one in card.brief.links)
    return Filters(
        severities=tuple(Choice(str(one), str(one), severities[one]) for one in sorted(Severity, reverse=True)),
        codes=tuple(Choice(code, f"{code} {name}", number) for (code, name), number in sorted(codes.items())),
        records=_choices(looked_up, records.WORDS),
        links=_choices(visits, links.WORDS),
    )


def _choices(counts: Counter[str], words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(one, words.get(one, one), counts[one]) for one in (*words, *(counts.keys() - words)) if counts[one])


def _hidden(report: Report, found: Index) -> Iterator[HiddenFinding]:
    for one in report.hidden:
        place, about = subject(one.finding, found)
        yield HiddenFinding(
            show(one.finding), place, about, clean(str(one.ignore.location)), clean(one.ignore.reason) or UNREASONED
        )


def _rules(report: Report, findings: Sequence[Finding]) -> Iterator[Rule]:
    counts = Counter(one.code for one in findings)
    hidden = Counter(one.finding.code for one in report.hidden)
    for one in sorted(report.rules, key=lambda one: one.code):
        shown = count(counts[one.code], "finding") if counts[one.code] else ""
        found = ", ".join(filter(None, (shown, f"{hidden[one.code]:,} hidden" if hidden[one.code] else "")))
        if found:
            yield Rule(rule_anchor(one.code), one, found)
