"""Given names: parses initials and full names, and decides whether two given names contradict each other."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.folding import fold, fold_name

CAPITALS = 3  # "AM", "JHS": given names of up to three capitals are initials
SAME_NAME_LETTERS, SAME_NAME_RATIO = 4, 80  # Theodore is Theodor, Peter Petr, but Anna not Anne
VOWELS = "aeiouy"
_SOFT = re.compile(f"[{VOWELS}hjw']")
_ONE_SOUND = str.maketrans("qczv", "kksf")
_TWICE = re.compile(r"(.)\1+")
_PREFIX = 3
SHORT_FORM, AKIN_RATIO = 5, 60  # Steve is Stephen; Aleksei is Alexis, but Xuanmao is not Xiaolin

_PIECE = re.compile(r"[^\W\d_]+(?:['’ʼ`´‘][^\W\d_]+)*\.?")

# The possible initials of a name's transliterations, by its first two letters: Yuri is Y., I. and J., Kharitonov K. and H.
_FIRST_LETTERS = {
    **dict.fromkeys(("yu", "iu", "ju", "ya", "ia", "ja"), "yij"),
    **dict.fromkeys(("ye", "ie", "je"), "yije"),
    **dict.fromkeys(("ts", "tz"), "tc"),
    "kh": "kh",
    "ph": "pf",
    "dj": "dj",
    "dz": "dj",
}
# Further readings of a letter for lenient comparison: Qasym is Kassym, Carl Karl, Jumabek Zhumabek.
_LOOSELY = {"y": "ij", "i": "yj", "j": "yiz", "z": "jc", "c": "kz", "k": "cq", "q": "kc", "w": "v", "v": "w", "x": "kh", "f": "p"}
# Further readings for a name written by ear in another script: Г. for H., У. for W., Дж. for G., Х. for J.
_BY_EAR = {"h": "gu", "g": "hdj", "w": "u", "u": "w", "j": "hd", "e": "iuay", "a": "ei", "i": "ae", "t": "sf", "c": "s"}
_KAZAKH_ZH = ("zh", "dzh")
_HYPHENS = frozenset("-‐‑–")


@cache
def _short_forms() -> dict[str, str]:
    """Return the initials of English names by their short forms that begin with another letter: Bill is William."""
    initials = data.read("names_of_people", NamesOfPeople).short_forms
    return {form: initial for initial, forms in initials.items() for form in forms}


class Part(Struct, frozen=True, gc=False):
    """A part of a given name, folded: an `initial` may have two letters ("Yu.", "Дж."), a `joined` part follows a hyphen."""

    text: str
    initial: bool
    joined: bool = False


@lru_cache(maxsize=1 << 15)
def parts(given: str) -> tuple[Part, ...]:
    """Return the parts of a given name: "J.-P." and "JP" are two initials, "Jean-Paul" two names, "Yu. A." two initials."""
    text = unicodedata.normalize("NFC", given)
    before = ((match[0], text[max(match.start() - 1, 0) : match.start()]) for match in _PIECE.finditer(text))
    return tuple(part for piece, mark in before for part in _parts(piece, joined=mark in _HYPHENS))


def _parts(piece: str, *, joined: bool) -> tuple[Part, ...]:
    bare = piece.rstrip(".")
    if len(bare) > 1 and bare.isupper() and len(bare) <= CAPITALS:
        return tuple(Part(fold(letter), initial=True) for letter in bare if fold(letter))
    plain = fold(bare).replace(" ", "")
    return (Part(plain, initial=len(bare) == 1 or piece.endswith("."), joined=joined),) if plain else ()


def agree(a: tuple[Part, ...], b: tuple[Part, ...], *, wide: bool = False, loosely: bool = False) -> bool:
    """Return whether two given names are compatible: one has the other's parts in order, as initials or in full.

    A hyphenated name may be shortened to its first half. `wide` compares across scripts, where names are written by ear. `loosely`
    is for a caller that must not accuse wrongly: names with the same first initial then agree (Joe and Joseph), and so does a name
    whose later parts are those of the other.
    """
    if not a or not b or "".join(part.text for part in a) == "".join(part.text for part in b):
        return True
    first = _compatible(a[0], b[0], wide=wide, loosely=loosely)
    if loosely:
        return first or _within(a, b, wide=wide, loosely=True)
    return first and (
        _within(a, b, wide=wide) or _within(_first_halves(a, b), b, wide=wide) or _within(a, _first_halves(b, a), wide=wide)
    )


def _first_halves(name: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the name without the parts after its hyphens, unless the other name has hyphens, too."""
    return name if any(part.joined for part in other) else tuple(part for part in name if not part.joined)


def _within(a: tuple[Part, ...], b: tuple[Part, ...], *, wide: bool, loosely: bool = False) -> bool:
    """Return whether the longer name has the parts of the shorter in order."""
    shorter, longer = sorted((a, b), key=len)
    remaining = iter(longer)
    return all(any(_compatible(part, other, wide=wide, loosely=loosely) for other in remaining) for part in shorter)


def skeleton(name: str) -> str:
    """Return the consonants of a folded name in one spelling: Ibraeva and Ybyrayeva, Lü and Lyu, Omar and Umar have the same."""
    return _TWICE.sub(r"\1", _SOFT.sub("", name).translate(_ONE_SOUND))


def contradict(a: tuple[Part, ...], b: tuple[Part, ...]) -> bool:
    """Return whether two given names cannot be forms of one: a short form, another order, or a name written by ear.

    A full name does not contradict a single recorded initial, which may be that of a middle name.
    """
    if not a or not b or (all(part.initial for part in b) and not all(part.initial for part in a)):
        return False
    if len(a) != len(b):
        return not any(_may_be_one(part, other) for part in a for other in b)
    if all(_may_be_one(part, other) for part, other in zip(a, b, strict=True)):
        return False
    heads, others = ([part.text[0] for part in name] for name in (a, b))
    return heads == others or sorted(heads) != sorted(others)


def _may_be_one(a: Part, b: Part) -> bool:
    """Return whether two parts may be of one name: "J." and "John", Jim and James, Mikhail and Michael, but not Justin and John."""
    vowels = a.text[0] in VOWELS and b.text[0] in VOWELS
    if not vowels and not _letters(a.text, loosely=True, wide=False) & _letters(b.text, loosely=True, wide=False):
        return False
    if a.initial or b.initial or skeleton(a.text) == skeleton(b.text):
        return True
    short, long = sorted((a.text, b.text), key=len)
    remaining = iter(long)
    consonants = all(letter in remaining for letter in short if letter not in VOWELS)
    return consonants or (short[:2] == long[:2] and len(short) <= SHORT_FORM) or fuzz.ratio(short, long) >= AKIN_RATIO


@lru_cache(maxsize=1 << 15)
def _compatible(a: Part, b: Part, *, wide: bool, loosely: bool) -> bool:
    name, other = fold_name(a.text), fold_name(b.text)
    if name == other:
        return True
    if not _letters(a.text, loosely=loosely, wide=wide) & _letters(b.text, loosely=loosely, wide=wide):
        return False
    if a.initial or b.initial or loosely or wide:
        return True
    if min(len(name), len(other)) >= _PREFIX and (name.startswith(other) or other.startswith(name)):
        return True
    return min(len(name), len(other)) >= SAME_NAME_LETTERS and fuzz.ratio(name, other) >= SAME_NAME_RATIO


def _letters(text: str, *, loosely: bool, wide: bool) -> frozenset[str]:
    """Return the letters that can be the initial of a name."""
    letters = text[0] + "zj" if text in _KAZAKH_ZH else _FIRST_LETTERS.get(text[:2], text[:1])
    if loosely:
        letters += _short_forms().get(text, "")
    if loosely or wide:
        letters += "".join(_LOOSELY.get(letter, "") for letter in letters)
    if wide:
        letters += "".join(_BY_EAR.get(letter, "") for letter in letters)
    return frozenset(letters)
