"""Name pairs: how a listed name stands to the recorded name in its place.

`names.same_person` tells whether two names can be one person's. Here the two are in one place of two lists of one work, so more is
forgiven: words in the wrong slot, one half of a double surname, letters that an index has lost. What remains is said by its kind.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from kzcheck.language import given_names
from kzcheck.language.alternatives import folded_words
from kzcheck.language.attribution.words import is_body as is_body_noun
from kzcheck.language.encodings import undone
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.scripts import main_script, mixed_words
from kzcheck.matching.names.initials import Part, agree, parts
from kzcheck.matching.names.person import same_person, surname, surname_particles

if TYPE_CHECKING:
    from kzcheck.csl import Name

Relation = Literal[
    "same",  # can be one person's or body's
    "open",  # scripts that nobody can compare
    "body",  # a body, and not the same by its words
    "initial",  # one surname; the given names differ in part, or as short forms do
    "given",  # one surname, another given name
    "slip",  # nearly one surname, the given names agree
    "doubtful",  # another surname, but one given name in full, or another script, where names are written by ear
    "other",
]

SLIP_LETTERS = 3
"""Letters from which one more, fewer or other is a slip where the given names agree, too."""

LIKE_RATIO = 80
"""Likeness of two surnames in one place, with given names that agree, from which one is a misspelling of the other."""

SAME_GIVEN_LETTERS = 4
_HOLES = 3
_LONGEST = 200

_VOWELS = re.compile("[aeiouy]")
_JOTS = re.compile("dzh|dj|c|zh")
_HOLE = re.compile("[?\ufffd]+")
_ELIDED = re.compile(r"\b([DdLlOo])['’ʼ`´‘](?=[^\W\d_])")
_COMPARABLE = frozenset(("Latin", "Cyrillic", ""))
_EAST_ASIAN = frozenset(("Han", "Hangul", "Hiragana", "Katakana"))


def is_nobody(name: Name) -> bool:
    """Tell whether a name says that nobody is named: "Anonymous", "[s.n.]", "(:unkn)"."""
    return fold(str(name)[:_LONGEST]) in folded_words("nobody")


@lru_cache(maxsize=1 << 14)
def is_body(name: Name) -> bool:
    """Tell whether a name is, or may be, a body's: a literal, a family name alone of several words or capitals, its words."""
    if name.literal:
        return True
    words = name.family.split()
    if name.given:
        said = fold(name.given).split()
        whole = all(len(word) > 1 and not given_names.is_given_name(word) for word in said)
        return whole and any(is_body_noun(lower(word)) for word in words)
    family = [word for word in words if fold_name(word) not in surname_particles()]
    return len(family) > 1 or (name.family.isupper() and len(name.family) > 1)


@lru_cache(maxsize=1 << 14)
def relation(listed: Name, recorded: Name) -> Relation:
    """Return how a listed name stands to a recorded one; it does not matter which is which."""
    mine, other = _mended(listed), _mended(recorded)
    if _script(mine) != _script(other) and not {_script(mine), _script(other)} <= _COMPARABLE:
        return "open"
    if is_body(mine) and is_body(other) and _script(mine) != _script(other):
        return "open"
    if any(_can_be_same(case, two) for case in _cases(mine) for two in _cases(other)):
        return "same"
    if is_body(mine) or is_body(other):
        return "body"
    return _of_persons(mine, other)


def _of_persons(mine: Name, other: Name) -> Relation:
    given, others = parts(mine.given), parts(other.given)
    wide = _script(mine) != _script(other)
    if same_person(replace(mine, given="X."), replace(other, given="X.")):
        return "initial" if wide or _akin(given, others) else "given"
    agreeing = agree(given, others, wide=wide) or _sounds(given) == _sounds(others) != ""
    if agreeing and _near(mine.family, other.family, given=bool(given and others)):
        return "slip"
    full = "".join(part.text for part in given if not part.initial)
    if len(full) >= SAME_GIVEN_LETTERS and full == "".join(part.text for part in others if not part.initial):
        return "doubtful"
    return "doubtful" if wide else "other"


def _akin(given: tuple[Part, ...], others: tuple[Part, ...]) -> bool:
    """Tell whether given names that contradict may still be one person's.

    They share a part (J. A. and J. B.) or all consonants, one is a short form, or one is all initials and the other in full:
    Charles Bane Smith can be C. Smith here and Bane Smith there.
    """
    if all(part.initial for part in given) != all(part.initial for part in others):
        return True
    if agree(given, others, loosely=True) or any(agree((a,), (b,)) for a in given for b in others):
        return True
    return _sounds(given) == _sounds(others) != ""


def _sounds(given: tuple[Part, ...]) -> str:
    """Return the consonants of given names: vowels and the letter for j change with the language (Umar, Omar; Cafer, Jafar)."""
    return _JOTS.sub("j", _VOWELS.sub("", "".join(part.text for part in given)))


def _near(a: str, b: str, *, given: bool) -> bool:
    mine, other = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    if min(len(mine), len(other)) < SLIP_LETTERS:
        return False
    return OSA.distance(mine, other, score_cutoff=1) <= 1 or (given and fuzz.ratio(mine, other) >= LIKE_RATIO)


def _script(name: Name) -> str:
    return main_script(name.family or name.literal or name.given)


def _mended(name: Name) -> Name:
    """Return the name without what a wrong encoding made of it, and without letters of another script that look like its own."""
    texts = {slot: getattr(name, slot)[:_LONGEST] for slot in ("family", "given", "literal")}
    if all(map(str.isascii, texts.values())):
        return name
    return replace(name, **{slot: _in_one_script(undone(text)) for slot, text in texts.items()})


def _in_one_script(text: str) -> str:
    for word in mixed_words(text):
        text = text[: word.start] + word.suggestion + text[word.start + len(word.word) :]
    return text


def _cases(name: Name) -> tuple[Name, ...]:
    """Return the name, and where it is all in capitals its other reading: "ANN" can be a name as well as three initials."""
    if name.given and name.given.isupper() and name.family.isupper():
        return name, replace(name, given=name.given.title(), family=name.family.title())
    return (name,)


def _can_be_same(a: Name, b: Name) -> bool:
    if a == b or _in_one(a) == _in_one(b) != "" or same_person(a, b) or _same_words(_bag(a), _bag(b), a, b):
        return True
    return any(_fits(one, two) for one, two in ((a, b), (b, a)) if _HOLE.search(f"{one.family} {one.literal} {one.given}"))


def _in_one(name: Name) -> str:
    """Return a name of Chinese, Japanese or Korean letters in one, as lists there print it, "" for others."""
    return fold(f"{name.literal}{name.family}{name.given}").replace(" ", "") if _script(name) in _EAST_ASIAN else ""


@lru_cache(maxsize=1 << 14)
def _bag(name: Name) -> tuple[Part, ...]:
    """Return all words of a name, wherever they stand, without particles and suffixes: those in full first."""
    family = [Part(word, initial=len(word) == 1) for word in fold(_surname(name)).split()]
    kept = [part for part in (*family, *parts(_ELIDED.sub(r"\1 ", name.given))) if not _is_suffix(part) and not _is_particle(part)]
    return tuple(sorted(kept or family, key=lambda part: part.initial))


def _surname(name: Name) -> str:
    """Return the family name or body with the D of D'Agostino apart, as some services cut it off."""
    return _ELIDED.sub(r"\1 ", (name.family or name.literal)[:_LONGEST])


def _is_suffix(part: Part) -> bool:
    return part.text in folded_words("name_suffixes") or part.text in ("ii", "iii", "iv")


def _is_particle(part: Part) -> bool:
    return not part.initial and part.text in surname_particles()


def _same_words(mine: tuple[Part, ...], others: tuple[Part, ...], a: Name, b: Name) -> bool:
    """Tell whether one name has all words of the other, in any slot; one of them must be a surname, in full."""
    surnames = {*fold_name(_surname(a)).split(), *fold_name(_surname(b)).split()}
    shorter, longer = sorted((mine, others), key=len)
    left, met = list(longer), False
    for part in shorter:
        key = fold_name(part.text)
        twin = next((other for other in left if fold_name(other.text) == key), None)
        met = met or (twin is not None and key in surnames and len(key) > 1)
        twin = twin or next((other for other in left if (part.initial or other.initial) and agree((part,), (other,))), None)
        if twin is None:
            return False
        left.remove(twin)
    return met and len(shorter) > 1


def _fits(damaged: Name, whole: Name) -> bool:
    """Tell whether a name with lost letters ("M?ller", "Ko\ufffd") can be the other one."""
    pieces = _HOLE.split(damaged.family or damaged.literal)
    if len(pieces) > _HOLES + 1:
        return True
    pattern = "[a-z]{0,3}".join(re.escape(fold(piece)) for piece in pieces)
    same = re.fullmatch(pattern, fold(whole.family or whole.literal)) is not None
    return same and (_HOLE.search(damaged.given) is not None or agree(parts(damaged.given), parts(whole.given)))


@lru_cache(maxsize=1 << 14)
def keys(name: Name) -> frozenset[str]:
    """Return the keys under which a name is looked up: its surname as a whole, and each word of two letters or more."""
    mended = _mended(name)
    words = {word for word in (surname(mended), *fold_name(mended.family or mended.literal).split()) if len(word) > 1}
    return frozenset(words - surname_particles() or words)


@lru_cache(maxsize=1 << 14)
def given_keys(name: Name) -> frozenset[str]:
    """Return the keys of the given names in full: where an index has swapped the slots, they are the other's `keys`."""
    return frozenset(fold_name(part.text) for part in parts(_mended(name).given) if not part.initial)
