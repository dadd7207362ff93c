"""Describes the tokens of a printed entry to the model: each by features of its own, of its neighbours and of the whole entry.

A feature is a short string; the model knows those that it met in training, and skips the others. What depends on a word alone is
worked out once for each word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Cities, KindsOfWorks, NamesOfPeople, Publishers
from kzcheck.language.alternatives import stems
from kzcheck.language.common_names import surname_endings
from kzcheck.language.folding import fold, lower
from kzcheck.language.parsing.tokens import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.language.parsing.nouns import Token

_ROMAN = re.compile(r"[IVXLC]{1,6}|[ivxl]{2,6}")
_FIRST_YEAR, _LAST_YEAR = 1400, 2039
_CLASSES = {
    "month": "months",
    "page": "page_labels",
    "part": "part_labels",
    "others": "and_others",
    "and": "and_words",
    "edition": "edition_words",
    "accessed": "accessed",
    "address": "address_labels",
    "journal": "journal_words",
    "particle": "particles",
    "ordinal": "ordinals",
    "small": "small_words",
    "common": "common_words",
}
"""Classes of words, and the fields of the languages' data that hold them."""


_PLAIN = ("", " ", ", ")
"""The usual signs between words: they change nothing."""
_OPENING = {"(": "(", "[": "[", "«": "«", "„": "«", "“": "«"}
_CLOSING = {")": "(", "]": "[", "»": "«", "”": "«"}
_BINS = tuple(str(number if number < 6 else 6 + min(number // 6, 9)) for number in range(MOST + 1))  # noqa: PLR2004
"""Numbers of tokens, in fewer and fewer steps."""
_TRAITS = {
    "h|year": "y",
    "c|page": "p",
    "c|journal": "j",
    "c|house": "h",
    "k|conference": "m",
    "city": "c",
    "c|edition": "e",
    "c|others": "o",
    "k|thesis": "t",
    "k|newspaper": "n",
}
"""Features of words, and the letters by which they are traits of their clause."""
SHORTEST_ENDING = 4
"""Letters of the longest word whose full stop may only mark an abbreviation."""


class _Word(NamedTuple):
    """What is known of a word alone: its own features, and those that its neighbours see, by distance -1, -2, 1, 2.

    `shape` is its form, `kind` its form or its class, `trait` a letter for what it brings into its clause, or "". A `long` word is
    not an abbreviation.
    """

    own: tuple[str, ...]
    seen: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    shape: str
    kind: str
    trait: str
    long: bool


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """Return the features of each token."""
    words = [_word(token.mask or token.word, bool(token.mask)) for token in tokens]
    gaps = [token.before for token in tokens]
    gaps.append(".")
    last = len(tokens) - 1
    whole = _whole(tokens)
    rows: list[list[str]] = []
    shapes = kinds = ""
    for at, (word, state, clause) in enumerate(zip(words, _states(tokens, words), _clauses(words, gaps), strict=True)):
        before, after, shape = gaps[at], gaps[at + 1], word.shape
        row = [*whole, *word.own, *state, *clause]
        row += ("b|" + before, "a|" + after, f"ba|{before}|{after}", f"bh|{before}|{shape}", f"ah|{after}|{shape}")
        if at:
            row += words[at - 1].seen[0]
            row += ("b-1|" + gaps[at - 1], "hh" + shapes, "kk" + kinds)
            if at > 1:
                row += words[at - 2].seen[1]
                row.append("b-2|" + gaps[at - 2])
        else:
            row.append("first")
        if at < last:
            following = words[at + 1]
            shapes, kinds = f"|{shape}|{after}|{following.shape}", f"|{word.kind}|{following.kind}"
            row += following.seen[2]
            row += ("a+1|" + gaps[at + 2], "hn" + shapes, "kn" + kinds)
            if at + 1 < last:
                row += words[at + 2].seen[3]
                row.append("a+2|" + gaps[at + 3])
        else:
            row.append("last")
        rows.append(row)
    return rows


def _clauses(words: Sequence[_Word], gaps: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each token what is true of its clause: its length, what is in it, and what follows it.

    A clause ends at any sign but blanks, hyphens, apostrophes and commas, and at a full stop only after a long word or a number.
    """
    first = 0
    end = len(words)
    while first < end:
        last = first
        while last + 1 < end and not _ends(words[last], gaps[last + 1]):
            last += 1
        inside = words[first : last + 1]
        traits = "".join(sorted({word.trait for word in inside if word.trait}))
        following = words[last + 1].shape if last + 1 < end else "$"
        gap = gaps[last + 1]
        shared = (
            "cl|" + _BINS[len(inside)],
            f"ct|{traits}",
            f"cn|{gap}|{following}",
            f"cb|{gaps[first]}|{traits}",
            f"cx|{gaps[first]}|{gap}|{following}",
        )
        for place in _places(len(inside)):
            yield (*shared, place)
        first = last + 1


@lru_cache(maxsize=1 << 6)
def _places(length: int) -> tuple[str, ...]:
    """Return the feature of the place of each word in a clause of so many: how far from both ends."""
    return tuple(f"cp|{min(at, 2)}{min(length - 1 - at, 2)}{_BINS[length]}" for at in range(length))


def _ends(word: _Word, gap: str) -> bool:
    signs = gap.strip(" –,'’")
    if not signs:
        return " – " in gap
    return signs != "." or (word.long and " " in gap)


def _whole(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return what is said of the whole entry: whether it has GOST's slashes, quotation marks, an address, and which alphabet."""
    slashes = any("//" in token.before for token in tokens)
    slash = any(" / " in token.before for token in tokens)
    letters = [token.word[0] for token in tokens if token.word[0].isalpha() and not token.mask]
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters) * 2 > len(letters)
    address = any(token.mask for token in tokens)
    return (f"W|{slashes:d}{slash:d}{cyrillic:d}", f"Wa|{address:d}{cyrillic:d}")


def _states(tokens: Sequence[Token], words: Sequence[_Word]) -> Iterator[tuple[str, ...]]:
    """Yield what is true where each token stands: inside brackets or quotation marks, after what, how far from the beginning."""
    depths = {"(": 0, "[": 0, "«": 0}
    sentences = 0
    slashes = slash = year = pages = False
    inside = past = passed = ""
    for at, (token, word) in enumerate(zip(tokens, words, strict=True)):
        gap = token.before
        if gap not in _PLAIN or not at:
            _pass(gap, depths)
            slashes = slashes or "//" in gap
            slash = slash or " / " in gap
            sentences += ". " in gap or gap.endswith(".")
            inside = "in|" + "".join("1" if depth else "0" for depth in depths.values())
            past = ""
        if not past:
            past = f"past|{slashes:d}{slash:d}{year:d}{pages:d}"
            passed = f"s|{min(sentences, 6)}{slashes:d}{year:d}"
        yield inside, past, "at|" + _BINS[at], passed, "rest|" + _BINS[len(tokens) - at]
        if not year and _is_year(token.word):
            year, past = True, ""
        if not pages and word.trait == _TRAITS["c|page"]:
            pages, past = True, ""


def _pass(gap: str, depths: dict[str, int]) -> None:
    """Count how deep the brackets and quotation marks are that signs between two tokens open and close."""
    for sign in gap:
        if sign in _OPENING:
            depths[_OPENING[sign]] += 1
        elif sign in _CLOSING:
            depths[_CLOSING[sign]] = max(0, depths[_CLOSING[sign]] - 1)
        elif sign == '"':
            depths["«"] = 1 - min(1, depths["«"])


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR  # noqa: PLR2004


@lru_cache(maxsize=1 << 15)
def _word(word: str, masked: bool) -> _Word:  # noqa: FBT001
    if masked:
        own = ["m|" + word]
        classes: tuple[str, ...] = (word,)
        shape, small = word, "<" + word + ">"
    else:
        small = lower(word)
        shape = _shape(word)
        classes = _classes().get(small, ("-",))
        own = ["w|" + small, "h|" + shape, "hc|" + shape + classes[0]]
        own += ["c|" + name for name in classes]
        if not word[0].isdecimal():
            own += ("s2|" + small[-2:], "s3|" + small[-3:], "s4|" + small[-4:], "p3|" + small[:3], f"n|{min(len(word), 12)}")
            own += _known(fold(word))
    plain = ("w|" + small, f"h|{shape}|", *("c|" + name for name in classes))
    seen = tuple(tuple([distance + feature for feature in plain]) for distance in ("-1", "-2", "1", "2"))
    kind = classes[0] if classes[0] != "-" else shape
    trait = "" if _TRAITS.keys().isdisjoint(own) else next(letter for name, letter in _TRAITS.items() if name in own)
    is_long = masked or not word.isalpha() or len(word) > SHORTEST_ENDING
    return _Word(tuple(own), seen, shape, kind, trait, is_long)  # type: ignore[arg-type]


def _known(folded: str) -> Iterator[str]:
    """Yield what a folded word is known to be: a name, a city, a word for a kind of work."""
    names = data.read("names_of_people", NamesOfPeople)
    if folded in names.given_names:
        yield "given"
    if folded in names.surnames or folded in names.east_asian_surnames:
        yield "surname"
    if len(folded) > SHORTEST_ENDING + 1 and folded.endswith(surname_endings()):
        yield "surname-end"
    if folded in _cities():
        yield "city"
    whole, every_stem, kinds = _kinds()
    if folded in whole or folded.startswith(every_stem):
        yield from ("k|" + kind for kind, words, beginnings in kinds if folded in words or folded.startswith(beginnings))


def _shape(word: str) -> str:
    """Return the form of a word: of a number its length and kind, of a word its capitals and length."""
    if word.isdecimal():
        if len(word) == 4:  # noqa: PLR2004
            return "year" if _is_year(word) else "d4"
        return f"d{min(len(word), 5)}" + ("0" if word[0] == "0" else "")
    script = "к" if "Ѐ" <= word[-1] <= "ӿ" else "l"
    if len(word) == 1:
        return ("X" if word.isupper() else "x") + script
    roman = "R" if _ROMAN.fullmatch(word) else ""
    if word.isupper():
        return f"XX{script}{roman}{min(len(word), 4)}"
    if word[0].isupper():
        return f"Xx{script}" + ("2" if len(word) == 2 else "")  # noqa: PLR2004
    return f"xx{script}{roman}" + ("2" if len(word) <= 2 else "")  # noqa: PLR2004


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Return the classes of each word in lower case."""
    publishers = data.read("publishers", Publishers)
    houses = (lower(name) for name in (*publishers.houses, *publishers.presses, *publishers.name_words))
    phrases = {name: data.words(field) for name, field in _CLASSES.items()} | {"house": houses}
    classes: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, words in phrases.items():
        for part in (part for word in words for part in _parts(word)):
            classes[part][name] = None
    return {word: tuple(names) for word, names in classes.items()}


def _parts(words: str | Sequence[str]) -> Iterator[str]:
    """Yield the words of a phrase, or the forms of a month; of a phrase only those that are longer than two letters."""
    parts = words.replace("*", "").split() if isinstance(words, str) else words
    return (part.strip(".") for part in parts if len(parts) == 1 or len(part) > 2)  # noqa: PLR2004


@cache
def _kinds() -> tuple[frozenset[str], tuple[str, ...], tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]]:
    """Return single words for all kinds of works, and their stems; then those of each kind."""
    data_of_kinds = data.read("kinds_of_works", KindsOfWorks)
    words = {field: getattr(data_of_kinds, field) for field in KindsOfWorks.__struct_fields__ if field != "about"}
    single = {field: frozenset(word for word in of_kind if " " not in word) for field, of_kind in words.items()}
    every = frozenset().union(*single.values())
    return every, stems(every), tuple((field, of_kind, stems(of_kind)) for field, of_kind in single.items())


@cache
def _cities() -> frozenset[str]:
    cities = data.read("cities", Cities)
    return frozenset(fold(word) for name in (*cities.cities, *cities.abbreviations) for word in name.split())
