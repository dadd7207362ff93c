"""The damage of print and of text taken from PDF files: done to a labelled string, whose spans stay right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from random import Random

from labelled import Labelled

Edit = tuple[int, int, str]
"""Start and end in the old text, and what replaces it; an edit lies within a span or outside all spans."""
Fault = Callable[[Labelled, Random], Iterable[Edit]]
"""A fault of print as edits, the last in the text first."""

_LOOKALIKES = """
    o0 0o О0 l1 1l Il ин ни пн ес се шщ ьъ aа cс ec hb un 5S 8S З3 3З б6 ıi ğg şs İI öo üu çc қк әэ ңн ғг үу ұу өо іi ée
"""
MISREAD = {pair[0]: pair[1] for pair in _LOOKALIKES.split()} | {"m": "rn"}
_WORD = re.compile(r"[^\W\d_]{6,}")
_BLANK = re.compile(" ")
_POINT = re.compile(r"(?<=\w)[.,:;](?= )")
_SEPARATOR = re.compile(r"//|[–—:;/]|(?<= )-(?= )")
_BEFORE = re.compile(r"(?<=\w)(?=[.,:;)])|(?<=[(«“])(?=\w)")
_AFTER = re.compile(r"(?<=[.,:;]) (?=\w)")
_DASH = re.compile("[–—]")
_QUOTE = re.compile("[«»“”]")
_IN_ITALICS = frozenset(("title", "container_title", "publisher"))


def damaged(reference: Labelled, random: Random) -> Labelled:
    """Return a string with one or two faults of print."""
    for _ in range(random.choice((1, 1, 2))):
        for edit in random.choice(_FAULTS)(reference, random):
            reference = edited(reference, edit)
    return reference


def edited(reference: Labelled, edit: Edit) -> Labelled:
    """Return a string with one edit. Text inserted at the border of a span is outside it."""
    start, end, text = edit
    move = len(text) - (end - start)
    changed = reference.text[:start] + text + reference.text[end:]
    spans = []
    for field, first, last in reference.spans:
        first_moved = first + move if end <= first else first
        last_moved = last + move if start < last else last
        printed = changed[first_moved:last_moved]
        first_moved += len(printed) - len(printed.lstrip())
        last_moved -= len(printed) - len(printed.rstrip())
        if last_moved > first_moved:
            spans.append((field, first_moved, last_moved))
    return Labelled(changed, tuple(spans), reference.source)


def _place(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return random.choice(matches) if matches else None


def _hyphen(reference: Labelled, random: Random) -> Iterable[Edit]:
    """Leave the hyphen of a line's end in a word: "раз- витие"."""
    if word := _place(_WORD, reference.text, random):
        place = random.randint(word.start() + 2, word.end() - 2)
        yield place, place, random.choice(("- ", "-", "\N{NOT SIGN} ", "\N{SOFT HYPHEN}", "\N{SOFT HYPHEN} ", " "))


def _misread(reference: Labelled, random: Random) -> Iterable[Edit]:
    """Read one letter as another."""
    places = [place for place, letter in enumerate(reference.text) if letter in MISREAD]
    if places:
        place = random.choice(places)
        yield place, place + 1, MISREAD[reference.text[place]]


def _unseparated(reference: Labelled, random: Random) -> Iterable[Edit]:
    """Lose the signs between two fields, but for a blank."""
    gaps = [(before[2], after[1]) for before, after in pairwise(reference.spans)]
    signs = [(start, end) for start, end in gaps if not any(map(str.isalnum, reference.text[start:end]))]
    if signs:
        yield *random.choice(signs), " "


def _emphasised(reference: Labelled, random: Random) -> Iterable[Edit]:
    """Leave the marks of italics around a title, a journal or a publisher, as Markdown has them."""
    spans = [(start, end) for field, start, end in reference.spans if field in _IN_ITALICS]
    if spans:
        start, end = random.choice(spans)
        mark = random.choice("**_")
        yield end, end, mark
        yield start, start, mark


def _lost(pattern: re.Pattern[str], replacement: str) -> Fault:
    def fault(reference: Labelled, random: Random) -> Iterable[Edit]:
        if match := _place(pattern, reference.text, random):
            yield match.start(), match.end(), replacement

    return fault


_FAULTS: tuple[Fault, ...] = (
    _hyphen,
    _misread,
    _misread,
    _unseparated,
    _unseparated,
    _unseparated,
    _emphasised,
    _lost(_BLANK, ""),
    _lost(_BLANK, "  "),
    _lost(_POINT, ""),
    _lost(_SEPARATOR, ""),
    _lost(_SEPARATOR, " "),
    _lost(_BEFORE, " "),
    _lost(_AFTER, ""),
    _lost(_DASH, "-"),
    _lost(_QUOTE, '"'),
)
