"""Marks known findings: those in a baseline, and those on content unchanged since a revision. They never fail."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.evidence import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Article, Claim, Location, Reference
    from kzcheck.baseline import Baseline
    from kzcheck.finding import Finding

    Subject = tuple[str, str | None]
    """`reference` or `claim`, and an id."""
    Entry = tuple[str, str]
    """An id, and the digest of its content."""


def in_baseline(findings: Iterable[Finding], baseline: Baseline) -> Iterator[Finding]:
    """Yield the findings, with those in the baseline marked as known."""
    fingerprints = {finding.fingerprint for finding in baseline.findings}
    for finding in findings:
        yield replace(finding, known=True) if finding.fingerprint in fingerprints else finding


def since(findings: Iterable[Finding], article: Article, before: Article) -> Iterator[Finding]:
    """Yield the findings, with those marked as known whose references and claims are unchanged since `before`.

    A renumbered list is unchanged: an entry with another id and the same content counts as unchanged, and so does a claim that
    cites the same works under new ids, wherever it is now. A finding on neither is known if its file is unchanged; one on the
    settings or a baseline always is, since time alone can cause it. One with several ends, such as a duplicate, is known only if
    none of them changed.
    """
    changed = _Changes(article, before)
    for finding in findings:
        yield finding if changed.touch(finding) else replace(finding, known=True)


class _Changes:
    """What has changed: references and claims, by id, and files."""

    def __init__(self, article: Article, before: Article) -> None:
        self._changed: dict[Subject, bool] = {}
        ids = self._compare(
            "reference",
            *([(reference.id, _reference(reference)) for reference in version.references] for version in (before, article)),
        )
        then, now = (
            [(claim.id, _claim(claim, names)) for claim in version.claims] for version, names in ((before, {}), (article, ids))
        )
        self._compare("claim", then, now)
        self._sources = {name: _lines(before.sources.get(name)) == _lines(text) for name, text in article.sources.items()}
        entries = [("reference", reference.id, reference.location) for reference in article.references]
        entries += [("claim", claim.id, claim.location) for claim in article.claims]
        self._starts = sorted((place.file, place.line, kind, name) for kind, name, place in entries)

    def _compare(self, kind: str, old: Sequence[Entry], new: Sequence[Entry]) -> dict[str, str]:
        """Note the entries that were added, changed or removed.

        Returns the former id of each; none for an entry with the id of another entry that now has a new one.
        """
        was = _matched(old, new)
        gone = {name for name, _ in old} - {name for name, _ in new}
        self._changed |= dict.fromkeys(((kind, name) for name in gone), True)
        for (name, _), then in zip(new, was, strict=True):
            self._changed[kind, name] = self._changed.get((kind, name), False) or then is None
        ids = {name: then for (name, _), then in zip(new, was, strict=True) if then is not None}
        taken = set(ids.values())
        return {name: f"{name} anew" for name, _ in new if name in taken} | ids

    def touch(self, finding: Finding) -> bool:
        """Return whether a finding is on something that changed."""
        about = (("reference", finding.reference), ("claim", finding.claim), *map(self._at, finding.problem.related))
        if subjects := self._changed.keys() & set(about):
            return any(self._changed[subject] for subject in subjects)
        return not self._sources.get(finding.location.file, True)

    def _at(self, place: Location) -> Subject:
        """Return the entry at a place: the last that begins before it."""
        index = bisect_right(self._starts, (place.file, place.line + 1)) - 1
        file, _, kind, name = self._starts[index] if index >= 0 else ("", 0, "", None)
        return (kind, name) if file == place.file else ("", None)


def _matched(old: Sequence[Entry], new: Sequence[Entry]) -> list[str | None]:
    """Return the former id of each new entry, or None if it is not among the old ones.

    Each old entry is matched once, first with the same id.
    """
    left = Counter(old)
    was: list[str | None] = []
    for entry in new:
        was.append(entry[0] if left[entry] else None)
        left[entry] -= bool(left[entry])
    renamed: dict[str, list[str]] = {}
    for name, content in left.elements():
        renamed.setdefault(content, []).append(name)
    for index, (_, content) in enumerate(new):
        if was[index] is None and (names := renamed.get(content)):
            was[index] = names.pop()
    return was


def _reference(reference: Reference) -> str:
    return digest(replace(reference.item, id=""), reference.printed) + reference.archived


def _claim(claim: Claim, ids: Mapping[str, str]) -> str:
    """Return the digest of a claim's text and citations, with the former ids of references.

    Its words in the manuscript are excluded, because they may contain numbers of the list.
    """
    citations = tuple(replace(cited, reference=ids.get(cited.reference, cited.reference)) for cited in claim.citations)
    return digest(replace(claim, id="", citations=citations, printed=""))


def _lines(text: str | None) -> str | None:
    """Return the text of a file with git's line ends; on some systems git writes others into the working tree."""
    return text and text.replace("\r\n", "\n")
