"""A claim beside the text of a work: the passages nearest to it, how much of the claim they hold, and what the text lacks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kzcheck.language import languages, sentences
from kzcheck.language.alternatives import whole_words
from kzcheck.language.folding import fold_name, lower
from kzcheck.language.quotations import quotations
from kzcheck.language.scripts import main_script
from kzcheck.matching.passages.ranking import K1, Ranking
from kzcheck.matching.passages.statement import credited, figures, names, own_words
from kzcheck.matching.passages.stems import stems
from kzcheck.matching.passages.vocabulary import Vocabulary
from kzcheck.matching.passages.windows import body, windows
from kzcheck.texts import Comparison, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.texts import Text

BEST = 5
"""Passages kept for a claim."""
SAMPLES = 20
"""Windows, spread over a text, that show its language if the file does not say it."""


class PassageIndex:
    """The windows of a text, ready to be compared with many claims."""

    def __init__(self, text: Text) -> None:
        """Cut a text into windows and index their words."""
        self.body = body(text.leaves)
        self.windows = windows(self.body.text)
        step = max(1, len(self.windows) // SAMPLES)
        samples = (self.body.words(window) for window in islice(self.windows, 0, None, step))
        self.language = text.language.partition("-")[0] or languages.of_most(samples)
        self.script = main_script("".join(self.body.words(window) for window in self.windows[:: len(self.windows) // 3 + 1]))
        self.people = frozenset(fold_name(word) for name in text.people for word in name.split())
        self.ranking = Ranking([stems(self.body.text[window.start : window.end], self.language) for window in self.windows])
        self.vocabulary = Vocabulary(self.body.text)

    @property
    def passages(self) -> int:
        """How many passages each claim is compared with."""
        return len(self.windows)


def compared(reference: str, claim: str, index: PassageIndex, language: str = "") -> Comparison:
    """Compare a claim with the text of a work that it cites; `language` is the claim's, "" if it is unknown.

    A claim in another language than the text shares with it only names, figures and quoted words: its passages are found by these.
    """
    text = own_words(claim)
    same = _same_language(text, language or languages.guess(text), index)
    named = [name for name in names(claim) if not index.people.issuperset(map(fold_name, name.words))]
    stated = figures(claim)
    query = set(stems(text, index.language) if same else _across(text, index))
    best = index.ranking.best(query, BEST)
    most = (K1 + 1) * sum(map(index.ranking.weight, query)) or 1.0
    passages = tuple(_passage(index, place, round(score / most, 3), query, by="words" if same else "names") for place, score in best)
    lacking = index.vocabulary.missing(stated, named)
    return Comparison(
        reference,
        passages=passages,
        coverage=round(index.ranking.coverage(query, (place for place, _ in best)), 3),
        numbers=lacking[0],
        names=lacking[1],
        same_language=same,
    )


def _same_language(text: str, language: str, index: PassageIndex) -> bool:
    language = language.partition("-")[0]
    if language and index.language:
        return language == index.language
    return main_script(text) == index.script


def _across(text: str, index: PassageIndex) -> Iterable[str]:
    """Return what a claim may share with a text in another language: the text's own forms of its names, figures, quoted words."""
    forms = [form for name in names(text) for word in name.words for form in index.vocabulary.forms(word)]
    written = [figure.written for figure in figures(text)]
    quoted = [quotation.text for quotation in quotations(text)]
    return stems(" ".join((*forms, *written, *quoted)), index.language)


def _passage(index: PassageIndex, place: int, score: float, query: set[str], *, by: str) -> Passage:
    window = index.windows[place]
    leaf = index.body.leaf(window.start)
    words = index.body.words(window)
    nearest = _nearest(words, index, query)
    hedges = dict.fromkeys(lower(match[0]) for field in ("claims.tentative", "claims.limits") for match in whole_words(field).finditer(nearest))
    people = (name for name in credited(nearest) if fold_name(name) not in index.people)
    return Passage(words, score, leaf.number, leaf.printed, by, tuple(hedges), tuple(people))


def _nearest(words: str, index: PassageIndex, query: set[str]) -> str:
    """Return the sentence of a passage that shares most with a claim."""
    spans = sentences.split(words)
    shared = [sum(index.ranking.weight(stem) for stem in query.intersection(stems(words[span.start : span.end], index.language))) for span in spans]
    nearest = spans[max(range(len(spans)), key=lambda number: shared[number])]
    return words[nearest.start : nearest.end]
