"""The whole page: the first screen, what it can be filtered by, the cards, what is hidden, and the rules that spoke."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats import links, records
from kzcheck.formats.html.claims import Section, sections
from kzcheck.formats.html.findings import Shown, rule_anchor, show
from kzcheck.formats.html.index import index, not_checked, subject
from kzcheck.formats.html.opening import Opening, opening
from kzcheck.formats.html.references import ReferenceCard, cards
from kzcheck.formats.naming import UNREASONED, count
from kzcheck.formats.text import clean
from kzcheck.formats.view import severities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.finding import Finding, RulePage
    from kzcheck.formats.html.index import Index
    from kzcheck.formats.view import View
    from kzcheck.steps import StepName

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
    number: str


class Page(Struct, frozen=True):
    """All that the page shows; nothing is said of who cites a reference where no claims were read."""

    kzcheck: str
    opening: Opening
    filters: Filters
    many: bool
    has_claims: bool
    nowhere: Mapping[StepName, str]
    unasked_of_claims: tuple[str, ...]
    unasked_of_references: tuple[str, ...]
    files: tuple[Shown, ...]
    sections: tuple[Section, ...]
    references: tuple[ReferenceCard, ...]
    hidden: tuple[HiddenFinding, ...]
    rules: tuple[Rule, ...]


def page(view: View) -> Page:
    """Return all that the page shows of a report."""
    report, looked_up = view.report, index(view)
    references = tuple(cards(looked_up))
    return Page(
        kzcheck=report.kzcheck,
        opening=opening(looked_up),
        filters=_filters(view.findings, references),
        many=len(report.article.claims) + len(references) > MANY,
        has_claims=report.article.has_claims,
        nowhere=looked_up.nowhere,
        unasked_of_claims=_unasked(looked_up, of_claims=True),
        unasked_of_references=_unasked(looked_up, of_claims=False),
        files=tuple(show(finding, None, view.places) for finding in looked_up.findings(None)),
        sections=tuple(sections(looked_up)),
        references=references,
        hidden=tuple(_hidden(looked_up)),
        rules=tuple(_rules(view)),
    )


def _unasked(index: Index, *, of_claims: bool) -> tuple[str, ...]:
    """Return what was checked of no claim, or else of no reference, a line a reason."""
    items = (item for some in index.view.unchecked.values() for item in some if (item.claim is not None) == of_claims)
    return not_checked((item for item in items if item.step in index.nowhere), ())


def _filters(findings: Sequence[Finding], references: Iterable[ReferenceCard]) -> Filters:
    codes = Counter((finding.code, finding.name) for finding in findings)
    looked_up, visits = Counter[str](), Counter[str]()
    for card in references:
        looked_up[card.brief.record] += 1
        visits.update(card.brief.links)
    return Filters(
        severities=tuple(Choice(str(severity), str(severity), number) for severity, number in severities(findings).items()),
        codes=tuple(Choice(code, f"{code} {name}", number) for (code, name), number in sorted(codes.items())),
        records=_choices(looked_up, records.WORDS),
        links=_choices(visits, links.WORDS),
    )


def _choices(counts: Counter[str], words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(state, word, counts[state]) for state, word in words.items() if counts[state])


def _hidden(index: Index) -> Iterator[HiddenFinding]:
    for hidden in index.view.report.hidden:
        finding, ignore = hidden.finding, hidden.ignore
        place, about = subject(finding, index)
        yield HiddenFinding(show(finding), place, about, clean(str(ignore.location)), clean(ignore.reason) or UNREASONED)


def _rules(view: View) -> Iterator[Rule]:
    counts = Counter(finding.code for finding in view.findings)
    hidden = Counter(hidden.finding.code for hidden in view.report.hidden)
    for rule in sorted(view.report.rules, key=lambda rule: rule.code):
        shown = count(counts[rule.code], "finding") if counts[rule.code] else ""
        number = ", ".join(filter(None, (shown, f"{hidden[rule.code]:,} hidden" if hidden[rule.code] else "")))
        if number:
            yield Rule(rule_anchor(rule.code), rule, number)
