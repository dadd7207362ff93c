"""Which findings are known: those of a baseline, and those on what did not change since a revision. They never fail."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.evidence import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.article import Article, Location
    from kzcheck.baseline import Baseline
    from kzcheck.finding import Finding

    Subject = tuple[str, str | None]
    """`reference` or `claim`, and an id."""


def in_baseline(findings: Iterable[Finding], baseline: Baseline) -> Iterator[Finding]:
    """Yield the findings, those that the baseline has marked as known."""
    there = {one.fingerprint for one in baseline.findings}
    for finding in findings:
        yield replace(finding, known=True) if finding.fingerprint in there else finding


def since(findings: Iterable[Finding], article: Article, before: Article) -> Iterator[Finding]:
    """Yield the findings, those marked as known whose references and claims are as they were `before`.

    One that is about neither is known where its file is as it was. A finding with several ends, as a duplicate, is known only if
    none of them changed.
    """
    changed = _Changes(article, before)
    for finding in findings:
        yield finding if changed.touch(finding) else replace(finding, known=True)


class _Changes:
    """What is not as it was: references and claims, by their ids, and files."""

    def __init__(self, article: Article, before: Article) -> None:
        old, self._subjects = _digests(before), _digests(article)
        self._changed = {one for one, digests in self._subjects.items() if old.get(one) != digests}
        self._sources = {name: before.sources.get(name) == text for name, text in article.sources.items()}
        entries = [("reference", one.id, one.location) for one in article.references]
        entries += [("claim", one.id, one.location) for one in article.claims]
        self._starts = sorted((place.file, place.line, kind, name) for kind, name, place in entries)

    def touch(self, finding: Finding) -> bool:
        """Whether a finding is on something that changed."""
        named = (("reference", finding.reference), ("claim", finding.claim), *map(self._at, finding.problem.related))
        if subjects := self._subjects.keys() & set(named):
            return bool(subjects & self._changed)
        return not self._sources.get(finding.location.file, False)

    def _at(self, place: Location) -> Subject:
        """Return the entry in which a place stands: the last that begins before it."""
        index = bisect_right(self._starts, (place.file, place.line + 1)) - 1
        file, _, kind, name = self._starts[index] if index >= 0 else ("", 0, "", None)
        return (kind, name) if file == place.file else ("", None)


def _digests(article: Article) -> dict[Subject, list[str]]:
    """Return the digests of all entries; of those that share an id, all."""
    found: dict[Subject, list[str]] = {}
    for reference in article.references:
        found.setdefault(("reference", reference.id), []).append(digest(reference.item, reference.printed) + reference.archived)
    for claim in article.claims:
        found.setdefault(("claim", claim.id), []).append(digest(claim))
    return found
