"""Meetings: the distinctive words of their names, and a file of known meetings and journals.

A specialist knows that ICML is not NeurIPS, and that the Web Conference is WWW; the letters do not show it. The main meetings
and journals of many fields are therefore in a file, and two names of two of them never count as one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Meetings
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, lower
from kzcheck.language.scripts import main_script
from kzcheck.matching.titles import journals

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST_ACRONYM = 3

OWN_WORDS = 3
"""Distinctive words that suffice without "conference" or the like: two are often a journal's."""

_YEAR_OR_COUNT = re.compile(r"\d+(?:st|nd|rd|th)?")
_MARK = re.compile(r"\s*[:;=(\[/]\s*|\s+[-–—|]\s+|(?<=\w{4})[.,]\s+")
_PARALLEL = re.compile(r"\s*[=/]\s*")
_ACRONYM = re.compile(r"(?<![^\W_])(?:[A-Z][A-Za-z]{0,10}[A-Z][A-Za-z]{0,4}|[A-Z]{2,12})(?![^\W\d_])")
_ALONE = re.compile(
    r"(?:(?:IEEE|ACM|In|Proc(?:eedings)?\.?(?: of)?(?: the)?)[\s/]+)*"
    r"(?P<letters>(?=(?:[a-z]*[A-Z]){2})[A-Za-z]{2,12})[\W_]{0,3}(?:\d{2}|\d{4})?"
)
_HOUSES = frozenset(("acm", "ieee", "the"))
"""Words that may be omitted before the name of a journal."""


class _Known(NamedTuple):
    """The known meetings and journals, by the numbers of their lines in the file.

    A name is recognised by an acronym, by all its words, by its distinctive words, or by words within it.
    """

    acronyms: dict[str, set[int]]
    whole: dict[str, list[tuple[tuple[str, ...], int]]]
    distinctive_words: dict[str, list[tuple[tuple[str, ...], int]]]
    within: list[tuple[str, int]]


@cache
def _known() -> _Known:
    kept = data.read("meetings", Meetings)
    known = _Known(defaultdict(set), defaultdict(list), defaultdict(list), [])
    lines = [*kept.meetings, *(tuple(f"={form}" for form in line) for line in kept.journals)]
    for number, line in enumerate(lines):
        for form in line:
            name = form.removeprefix("=")
            if name != form:
                words = _words(name)
                known.whole[_initials(words)].append((words, number))
            elif " " not in form:
                known.acronyms[form].add(number)
            elif names_in("words").search(form):
                known.within.append((form, number))
            else:
                words = tuple(word for word in form.split() if word not in generic())
                known.distinctive_words[_initials(words)].append((words, number))
    return known


@lru_cache(maxsize=1 << 12)
def meetings(name: str) -> frozenset[int]:
    """Return the known meetings and journals that a name may mean, by their lines in the file; most names have none."""
    known = _known()
    if name.isupper() and sum(map(str.isalpha, name.split())) >= OWN_WORDS:
        name = name.title()  # a name in capitals has no acronyms
    folded = fold(name)
    lines = {line for acronym in {*acronyms(name), letters(name)} for line in known.acronyms.get(acronym, ())}
    lines |= {line for within, line in known.within if f" {within} " in f" {folded} "}
    lines |= set(_lines(known.whole, _words(name)))
    named = bool(names_in("words").search(folded))
    for own in map(distinctive_words, (name, *parts(name))):
        if len(own) > 1 and (named or len(own) >= OWN_WORDS):
            lines |= set(_lines(known.distinctive_words, own))
        elif named and own:
            lines |= known.acronyms.get(own[0], set())
    return frozenset(lines)


def _lines(index: dict[str, list[tuple[tuple[str, ...], int]]], words: tuple[str, ...]) -> Iterator[int]:
    """Yield the lines with these words; several words may be abbreviated here."""
    for others, line in index.get(_initials(words), ()):
        if words == others or (
            len(words) > 1
            and len(words) == len(others)
            and all(letters_of(word, other) for word, other in zip(words, others, strict=True))
        ):
            yield line


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a whole name that count, without the publisher before them."""
    words = tuple(word for word in journals.words(name) if not is_year_or_count(word))
    return words[1:] if len(words) > 1 and words[0] in _HOUSES else words


@cache
def names_in(field: Literal["words", "series"]) -> re.Pattern[str]:
    """Return the folded words that identify a meeting or a series."""
    return re.compile(rf"(?<!\w){any_of(getattr(data.read('meetings', Meetings), field))}(?!\w)")


@cache
def generic() -> frozenset[str]:
    """Return the folded words that names of meetings have in common."""
    return frozenset((*data.read("meetings", Meetings).generic, *data.languages()["en"].ordinals))


@lru_cache(maxsize=1 << 12)
def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name that can stand alone: before its subtitle, place or society; either of two parallel names."""
    pieces = [name[: mark.start()] for mark in islice(_MARK.finditer(name), 4)]
    pieces += [name[mark.end() :] for mark in islice(_PARALLEL.finditer(name), 2)]
    return tuple(piece for piece in dict.fromkeys(pieces) if main_script(piece))


def letters(name: str) -> str:
    """Return the letters of a name that is an acronym, with or without a year, or ""."""
    match = _ALONE.fullmatch(name.strip())
    return lower(match["letters"]) if match else ""


def letters_of(short: str, word: str) -> bool:
    """Return whether one word equals the other or abbreviates it: letters of it in order, starting with the first."""
    if short == word:
        return True
    return short[0] == word[0] and len(short) + 1 < len(word) and journals.in_order(short, word)


def acronyms(name: str) -> frozenset[str]:
    """Return the acronyms within a name."""
    within = frozenset(lower(word) for word in _ACRONYM.findall(name) if len(word) >= SHORTEST_ACRONYM)
    return within - generic() or within


def distinctive_words(name: str) -> tuple[str, ...]:
    """Return the distinctive words of a name, folded, without acronyms, years and counts."""
    words = [word for word in fold(_ACRONYM.sub(" ", name)).split() if not is_year_or_count(word)]
    return tuple(word for word in words if word not in generic()) or tuple(words)


def is_year_or_count(word: str) -> bool:
    """Return whether a word is a year or an ordinal of a meeting: "2019", "36th"."""
    return _YEAR_OR_COUNT.fullmatch(word) is not None
