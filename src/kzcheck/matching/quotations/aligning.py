"""Aligns a quotation with a text: finds its stretches, compares the words, and says what a reader sees there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language import languages, sentences
from kzcheck.matching.quotations.differing import Differences, differences
from kzcheck.matching.quotations.locating import Located, candidates, located_by_letters, numbers_of, telling, verbatim
from kzcheck.matching.quotations.spelling import WORD, spelt
from kzcheck.matching.quotations.stretches import FOUND, SHORTEST, Stretch, ends_open, stretches
from kzcheck.texts import LONGEST_PASSAGE, Alignment, Change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kzcheck.matching.quotations.searching import Searchable

SURE, CERTAIN = 0.85, 0.995
"""Similarity from which no search by letters follows, and from which no other place is looked at."""
MOST_LEFT_OUT = 400
"""Words for which a mark of omission stands at most."""
MOST_PUT_IN = 8
"""Words of the source for which an editor's words in brackets stand at most."""
MOST_AGAIN = 16
"""Places of a quotation that occurs several times at which the end of its sentence is looked for."""
LONGEST_SENTENCE = 800
"""Characters after a quotation in which the end of its sentence is looked for."""
_STOPS = ".!?…。！？"


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a text in the form in which they are compared."""
    return frozenset(spelt(match[0]) for match in WORD.finditer(text))


def aligned(
    quotation: str, text: Searchable, language: str, *, known: Collection[str] = frozenset(), thorough: bool = True
) -> Alignment:
    """Return where a quotation is in a text, and how it differs there; a similarity of 0 if it is not in it.

    Args:
        quotation: the words without their quotation marks.
        text: the text of the work.
        language: that of the words around the quotation, as an ISO 639-1 code, or "".
        known: words besides the text's own, in the form of `vocabulary`: those of the article.
        thorough: search through all letters of the text if no run of three words leads to the quotation.
    """
    parts = stretches(quotation)
    placed = _find(parts, text, known, thorough=thorough) if parts and len(text) else []
    if not placed:
        return Alignment(quotation, same_language=_same_language(quotation, text, language))
    places = [stretch.place for stretch in placed if stretch.place]
    number, printed = text.leaf(places[0].start)
    last = placed[-1].place
    return Alignment(
        quotation,
        similarity=_similarity(placed),
        number=number,
        printed=printed,
        words=_cut(" … ".join(text.passage(place.start, place.end) for place in places)),
        changes=tuple(change for stretch in placed for change in _changes(stretch, text)),
        after="" if last is None or ends_open(quotation) else _cut(_after(parts, last, text)),
        omitted=tuple(_omitted(placed, text)),
        also=_also(parts, places, text),
    )


def _same_language(quotation: str, text: Searchable, language: str) -> bool:
    own = languages.guess(quotation) or language
    return not own or not text.language or own.partition("-")[0] == text.language.partition("-")[0]


class _Placed(Struct, frozen=True):
    """A stretch, its place in the text, and how the two differ; None if it is not there."""

    stretch: Stretch
    place: Located | None = None
    differences: Differences | None = None


def _find(parts: Sequence[Stretch], text: Searchable, known: Collection[str], *, thorough: bool) -> list[_Placed]:
    """Return all stretches with their places; none if too little of the quotation is in the text.

    The most telling stretch is found first. Of several places that share runs of words with it, the most similar counts. A search
    by letters follows if it is not certain.
    """
    first = max(range(len(parts)), key=lambda number: telling(parts[number], text))
    best: list[_Placed] = []
    similarity = 0.0

    def compare(place: Located) -> None:
        nonlocal best, similarity
        placed = [
            _Placed(part, near, differences(part, near, text, known)) if near else _Placed(part)
            for part, near in zip(parts, _beside(parts, first, place, text), strict=True)
        ]
        if (other := _similarity(placed)) > similarity:
            best, similarity = placed, other

    for place in candidates(parts[first], text, 0, len(text)):
        compare(place)
        if similarity >= CERTAIN:
            break
    if thorough and similarity < SURE and len(parts[first].words) >= SHORTEST:
        by_letters = located_by_letters(parts[first], text, 0, len(text))
        if by_letters:
            compare(by_letters)
    return best if similarity >= FOUND else []


def _beside(parts: Sequence[Stretch], known: int, place: Located, text: Searchable) -> list[Located | None]:
    """Return the places of all stretches in order, of which one is known."""
    places: list[Located | None] = [None] * len(parts)
    places[known] = place
    low, high = place.end, place.start
    for number in range(known + 1, len(parts)):
        end = min(len(text), low + len(parts[number].words) + _most_between(parts[number]))
        if near := _nearby(parts[number], text, low, end, last=False):
            places[number], low = near, near.end
    for number in range(known - 1, -1, -1):
        start = max(0, high - len(parts[number].words) - _most_between(parts[number + 1]))
        if near := _nearby(parts[number], text, start, high, last=True):
            places[number], high = near, near.start
    return places


def _nearby(part: Stretch, text: Searchable, low: int, high: int, *, last: bool) -> Located | None:
    return next(candidates(part, text, low, high, last=last), None) or located_by_letters(part, text, low, high)


def _most_between(part: Stretch) -> int:
    return MOST_LEFT_OUT if part.after == "omission" else MOST_PUT_IN


def _similarity(placed: Sequence[_Placed]) -> float:
    letters = wrong = 0
    for stretch in placed:
        length = sum(map(len, stretch.stretch.forms))
        letters += length
        wrong += min(length, stretch.differences.letters) if stretch.differences else length
    return round(1 - wrong / letters, 3)


def _changes(placed: _Placed, text: Searchable) -> Iterator[Change]:
    words = placed.stretch.words
    if placed.differences is None:
        yield Change(_cut(" ".join(words)))
        return
    for change in placed.differences.changed:
        quoted = _cut(" ".join(words[change.quoted : change.quoted_end]))
        yield Change(quoted, _cut(text.passage(change.source, change.source_end)), change.kind)


def _omitted(placed: Sequence[_Placed], text: Searchable) -> Iterator[str]:
    for before, after in pairwise(placed):
        if after.stretch.after == "omission":
            yield _cut(_left_out(before.place.end, after.place.start, text)) if before.place and after.place else ""


def _left_out(start: int, end: int, text: Searchable) -> str:
    """Return the words between two places of a text, with a full stop if they are whole sentences."""
    words = text.passage(start, end)
    return f"{words}." if words and _ends_sentence(text, start) and _ends_sentence(text, end) else words


def _also(parts: Sequence[Stretch], places: Sequence[Located], text: Searchable) -> tuple[tuple[int, str], ...]:
    """Return further leaves that have a part of a quotation, or all of it once more."""
    leaves = [text.leaf(word) for place in places for word in (place.start, place.end - 1)]
    if len(parts) == 1:
        again = verbatim(numbers_of(parts[0], text), text, 0, len(text))
        leaves += (text.leaf(word) for place in again for word in (place, place + len(parts[0].words) - 1))
    return tuple(dict.fromkeys(leaf for leaf in leaves if leaf != leaves[0]))


def _after(parts: Sequence[Stretch], last: Located, text: Searchable) -> str:
    """Return what follows a quotation in its sentence; "" if it ends a sentence anywhere, should it occur several times."""
    rest = _rest(text, last.end)
    again = verbatim(numbers_of(parts[0], text), text, 0, len(text)) if rest and len(parts) == 1 else []
    others = [_rest(text, place + len(parts[0].words)) for place in again[:MOST_AGAIN]]
    return min([rest, *others], key=len)


def _rest(text: Searchable, end: int) -> str:
    """Return the words from a place in a text to the end of the sentence there; "" if a sentence ends right before it."""
    if _ends_sentence(text, end):
        return ""
    start = text.starts[end]
    window = text.text[start : start + LONGEST_SENTENCE]
    spans = sentences.split(window)
    return window[: spans[0].end] if spans else ""


def _ends_sentence(text: Searchable, end: int) -> bool:
    """Return whether a sentence of a text ends before the word at `end`."""
    if end >= len(text):
        return True
    between = text.text[text.ends[end - 1] : text.starts[end]]
    return "\n\n" in between or (any(stop in between for stop in _STOPS) and not text.text[text.starts[end]].islower())


def _cut(words: str) -> str:
    """Return words on one line, at most as many as may be kept of a text."""
    return " ".join(words.split(maxsplit=LONGEST_PASSAGE)[:LONGEST_PASSAGE])
