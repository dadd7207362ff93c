"""Which findings are known: those of a baseline, and those on what did not change since a revision. They never fail."""

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
    """An id, and the digest of what stands under it."""


def in_baseline(findings: Iterable[Finding], baseline: Baseline) -> Iterator[Finding]:
    """Yield the findings, those that the baseline has marked as known."""
    there = {finding.fingerprint for finding in baseline.findings}
    for finding in findings:
        yield replace(finding, known=True) if finding.fingerprint in there else finding


def since(findings: Iterable[Finding], article: Article, before: Article) -> Iterator[Finding]:
    """Yield the findings, those marked as known whose references and claims are as they were `before`.

    A list may be numbered anew: an entry that has another id and the same content is as it was, and so is a claim that cites the
    same works under their new ids, wherever it stands now. A finding that is about neither is known where its file is as it was,
    and one on the settings or a baseline in any case: days pass and the world changes, whatever stands there. One with several
    ends, as a duplicate, is known only if none of them changed.
    """
    changed = _Changes(article, before)
    for finding in findings:
        yield finding if changed.touch(finding) else replace(finding, known=True)


class _Changes:
    """What is not as it was: references and claims, by their ids, and files."""

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
        """Note which entries changed: those that were not there, and those that are not there any more.

        Returns the id that each had; for one that has taken over the id of another, which has another now, no id that there was.
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
        """Whether a finding is on something that changed."""
        about = (("reference", finding.reference), ("claim", finding.claim), *map(self._at, finding.problem.related))
        if subjects := self._changed.keys() & set(about):
            return any(self._changed[subject] for subject in subjects)
        return not self._sources.get(finding.location.file, True)

    def _at(self, place: Location) -> Subject:
        """Return the entry in which a place stands: the last that begins before it."""
        index = bisect_right(self._starts, (place.file, place.line + 1)) - 1
        file, _, kind, name = self._starts[index] if index >= 0 else ("", 0, "", None)
        return (kind, name) if file == place.file else ("", None)


def _matched(old: Sequence[Entry], new: Sequence[Entry]) -> list[str | None]:
    """Return the id that each of the new entries had, None where it is not among the old ones.

    Each old entry is matched once, with that under its own id first.
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
    """Return the digest of a claim by what it says and cites, under the ids that references had.

    Its words in the manuscript, which may hold numbers of the list, are no part of it.
    """
    citations = tuple(replace(cited, reference=ids.get(cited.reference, cited.reference)) for cited in claim.citations)
    return digest(replace(claim, id="", citations=citations, printed=""))


def _lines(text: str | None) -> str | None:
    """Return the text of a file with the line ends that git keeps: on some systems it writes others into the working tree."""
    return text and text.replace("\r\n", "\n")
