"""Compares an article as kzcheck reads it with what is true of it: entries, and pairs of sentences and entries that they cite."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import made_files
from kzcheck.article import line_starts
from printed_truth import squeezed

if TYPE_CHECKING:
    from kzcheck.article import Article, Location
    from printed_articles import Printing
    from printed_truth import Sentence, Truth

HALF = 0.5
"""Share of letters in common from which a claim counts as a sentence."""
ANCHOR = 40
"""Letters at the beginning and end of a claim by which it is placed if it is not in the text as a whole."""
HYPHEN = re.compile(r"(?<=\w)[-‐](?=\w)")
BODY = ("paragraph", "item")


@dataclass
class Score:
    """Counts of one format and style."""

    form: str
    counts: Counter[str] = field(default_factory=Counter)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def error(self, kind: str, text: str) -> None:
        """Note an error for reading."""
        self.errors.setdefault(kind, []).append(text)

    def f1(self, where: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of pairs."""
        right, wrong, missed = (self.counts[f"{where} {kind}"] for kind in ("right", "wrong", "missed"))
        precision, recall = right / (right + wrong or 1), right / (right + missed or 1)
        return precision, recall, 2 * precision * recall / (precision + recall or 1)


def entries(article: Article, printed: Printing, score: Score) -> dict[str, int]:
    """Compare the lists; return the entry that each id of the article read stands for."""
    keyed = score.form in made_files.BIBTEX
    exact: dict[str, list[int]] = {}
    unhyphened: dict[str, list[int]] = {}
    letters: dict[str, list[int]] = {}
    for number, entry in enumerate(printed.entries):
        exact.setdefault(entry.key if keyed else " ".join(entry.text.split()), []).append(number)
        unhyphened.setdefault(without_hyphens(entry.text), []).append(number)
        letters.setdefault(squeezed(entry.text)[:ANCHOR], []).append(number)
    ids: dict[str, int] = {}
    right: set[int] = set()
    for reference in article.references:
        words = reference.id if keyed else " ".join(reference.printed.split())
        if same := [number for number in exact.get(words, ()) if number not in right]:
            ids[reference.id] = same[0]
            right.add(same[0])
        elif same := [number for number in unhyphened.get(without_hyphens(words), ()) if number not in right]:
            ids[reference.id] = same[0]
            score.counts["entries but for hyphens"] += 1
            score.error("hyphen read otherwise", f"{printed.name}: {printed.entries[same[0]].text!r} as {words!r}")
        elif like := letters.get(squeezed(words)[:ANCHOR]):
            ids[reference.id] = like[0]
            score.error("entry read otherwise", f"{printed.name}: {printed.entries[like[0]].text!r} as {words!r}")
        else:
            score.error("not an entry", f"{printed.name}: {words!r}")
    for number in set(range(len(printed.entries))) - set(ids.values()):
        score.error("entry missed", f"{printed.name}: {printed.entries[number].label}{printed.entries[number].text!r}")
    score.counts["entries right"] += len(right)
    score.counts["entries extra"] += len(article.references) - len(ids)
    return ids


def without_hyphens(text: str) -> str:
    """Return a text without the hyphens inside its words."""
    return HYPHEN.sub("", " ".join(text.split()))


def pairs(article: Article, facts: Truth, ids: dict[str, int], printed: Printing, score: Score) -> None:
    """Compare pairs of sentences and entries."""
    expected = {(number, entry) for number, sentence in enumerate(facts.sentences) for entry in sentence.entries}
    claimed, exact = _claimed(article, facts, ids, printed, score)
    right = expected & (claimed | _cited_elsewhere(article, facts, ids, printed, score))
    for number, entry in sorted(expected):
        sentence = facts.sentences[number]
        score.counts[f"{_where(sentence)} {'right' if (number, entry) in right else 'missed'}"] += 1
        if (number, entry) not in right:
            score.error("citation missed", f"{printed.name}: {_label(printed, entry)} in {sentence.words!r}")
    citing = {number for number, sentence in enumerate(facts.sentences) if sentence.entries and sentence.kind in BODY}
    score.counts["sentences"] += len(citing)
    score.counts["sentences exact"] += len(exact & citing)


def _claimed(
    article: Article, facts: Truth, ids: dict[str, int], printed: Printing, score: Score
) -> tuple[set[tuple[int, int]], set[int]]:
    """Return the pairs that the claims have, and the sentences that are read letter by letter."""
    sentences = facts.sentences
    starts = [sentence.start for sentence in sentences]
    claimed: set[tuple[int, int]] = set()
    exact: set[int] = set()
    cursor = 0
    for claim in article.claims:
        words = claim.printed or claim.text
        cited = list(dict.fromkeys(citation.reference for citation in claim.citations))
        if not cited:
            continue
        start, end = located(squeezed(made_files.bare(score.form, words)), facts.letters, cursor)
        cursor = max(start, 0)
        under = (
            range(max(0, bisect_right(starts, start) - 1), bisect_right(starts, max(start, end - 1))) if start >= 0 else range(0)
        )
        best = max(under, key=lambda number: _shared(sentences[number], start, end), default=-1)
        fits = best >= 0 and _shared(sentences[best], start, end) >= HALF
        if fits and (sentences[best].start, sentences[best].end) == (start, end):
            exact.add(best)
        allowed = {entry for number in under for entry in sentences[number].entries}
        for reference in cited:
            entry = ids.get(reference, -1)
            score.counts["false"] += entry not in allowed
            if fits and entry in sentences[best].entries:
                claimed.add((best, entry))
                continue
            score.counts[f"{_where(sentences[best]) if best >= 0 else 'body'} wrong"] += 1
            score.error("wrong citation", f"{printed.name}: {_label(printed, entry, reference)} in {words!r}")
    return claimed, exact


def _cited_elsewhere(article: Article, facts: Truth, ids: dict[str, int], printed: Printing, score: Score) -> set[tuple[int, int]]:
    """Return the pairs of captions and cells among the citations that are in no claim: by the letters of their block."""
    elsewhere = [(number, sentence) for number, sentence in enumerate(facts.sentences) if sentence.kind not in BODY]
    cited: set[tuple[int, int]] = set()
    for citation in article.cited:
        words = _block(article, citation.location)
        letters = squeezed(made_files.bare(score.form, words))
        start, end = located(letters, facts.letters, 0)
        entry = ids.get(citation.reference, -1)
        under = [
            (number, entry)
            for number, sentence in elsewhere
            if entry in sentence.entries
            and (
                facts.letters[sentence.start : sentence.end] in letters
                or start <= sentence.start < end
                or start < sentence.end <= end
            )
        ]
        cited.update(under)
        if not under:
            score.counts["elsewhere wrong"] += 1
            score.counts["false"] += 1
            score.error("wrong citation", f"{printed.name}: {_label(printed, entry, citation.reference)} in the block {words!r}")
    return cited


def _block(article: Article, location: Location) -> str:
    """Return the text of the block at a place."""
    if article.document is None:
        return ""
    before = itertools.takewhile(lambda name: name != location.file, article.document.sources)
    text = article.document.sources[location.file]
    place = sum(len(article.document.sources[name]) for name in before) + line_starts(text)[location.line - 1] + location.column - 1
    blocks = (block for block in article.document.blocks if block.runs and block.runs[0].start <= place <= block.runs[-1].end)
    return next((block.text for block in blocks), "")


def _where(sentence: Sentence) -> str:
    return "body" if sentence.kind in BODY else "elsewhere"


def located(claim: str, letters: str, cursor: int) -> tuple[int, int]:
    """Return the place of a claim in the text, or (-1, -1)."""
    for begin in (cursor, 0):
        if claim and (start := letters.find(claim, begin)) >= 0:
            return start, start + len(claim)
    head, tail = claim[:ANCHOR], claim[-ANCHOR:]
    for begin in (cursor, 0):
        start = letters.find(head, begin) if head else -1
        if start >= 0:
            last = letters.find(tail, start)
            near = start <= last <= start + 2 * len(claim)
            return start, last + len(tail) if near else min(start + len(claim), len(letters))
        last = letters.find(tail, begin) if tail else -1
        if last >= 0:
            return max(0, last + len(tail) - len(claim)), last + len(tail)
    return -1, -1


def _shared(sentence: Sentence, start: int, end: int) -> float:
    common = min(sentence.end, end) - max(sentence.start, start)
    return common / ((max(sentence.end, end) - min(sentence.start, start)) or 1)


def _label(printed: Printing, entry: int, reference: str = "") -> str:
    if entry < 0:
        return f"{reference!r}, which is no entry,"
    return f"{printed.entries[entry].label.strip() or entry + 1} {printed.entries[entry].text[:30]!r}"
