"""A claim beside the text of a work: the passages nearest to it, how much of the claim they hold, and what the text lacks."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal

from kzcheck.language import languages, sentences
from kzcheck.language.folding import fold_name
from kzcheck.language.quotations import quotations
from kzcheck.language.scripts import main_script
from kzcheck.matching.passages.ranking import Ranking
from kzcheck.matching.passages.statement import credited, figures, hedges, names, own_words
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

_CLAUSE_END = re.compile(r"[,;:—–]\s")


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


def compared(claim: str, index: PassageIndex, language: str = "", *, reference: str = "") -> Comparison:
    """Compare a claim, or what of it belongs to one citation, with the text of the work `reference`.

    `language` is the claim's, "" if it is unknown. A claim in another language than the text shares with it only names, figures and
    quoted words: its passages are found by these.
    """
    text = own_words(claim)
    same = _same_language(text, language or languages.guess(text), index)
    stated = [name for name in names(claim) if not index.people.issuperset(map(fold_name, name.words))]
    query = frozenset(stems(text, index.language) if same else _across(text, index))
    places = index.ranking.best(query, BEST)
    lacking = index.vocabulary.missing(figures(claim), stated)
    return Comparison(
        reference,
        passages=tuple(_passage(index, place, query, by="words" if same else "names") for place in places),
        coverage=round(index.ranking.share(query, places), 3),
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


def _passage(index: PassageIndex, place: int, query: frozenset[str], *, by: Literal["words", "names"]) -> Passage:
    window = index.windows[place]
    leaf = index.body.leaf(window.start)
    words = index.body.words(window)
    nearest = _nearest([words[span.start : span.end] for span in sentences.split(words)], index, query)
    clause = _nearest(_CLAUSE_END.split(nearest), index, query)
    people = (name for name in credited(nearest) if fold_name(name) not in index.people)
    score = round(index.ranking.share(query, (place,)), 3)
    return Passage(words, score, leaf.number, leaf.printed, by, hedges(nearest, clause), tuple(people))


def _nearest(pieces: Iterable[str], index: PassageIndex, query: frozenset[str]) -> str:
    """Return the sentence or clause that shares most with a claim."""

    def shared(piece: str) -> float:
        return sum(map(index.ranking.weight, query.intersection(stems(piece, index.language))))

    return max(pieces, key=shared)
