"""Decides whether two names can mean one person, and whether a name in a sentence is an author's.

Both answers are lenient: a name that cannot be compared contradicts nothing. Known errors are listed in
tests/matching/test_person.py: spellings that fold alike (Smith and Smyth), and pairs that no rule can tell from a slip (Tylor and
Taylor).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from kzcheck import data
from kzcheck.language.alternatives import any_of, folded_words
from kzcheck.language.endings import dictionary_forms
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.scripts import main_script
from kzcheck.language.transcription import sounds_like
from kzcheck.matching.names.initials import Part, agree, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Name

# Chosen on the pairs of tests/matching/test_person.py: from 7 letters on, one slip keeps a ratio of 88 (12/14 is 86); below, too
# many names would match.
SLIP_LETTERS, SLIP_RATIO = 7, 88
# Two names with the same full given name may differ by one slip from six letters on.
SAME_LETTERS, SAME_RATIO = 6, 90
# Shorter names have too many neighbours for a second reading (Chen and Shen, Chang and Zhang).
READING_LETTERS = 6
CLOSE_LETTERS = 5
CLOSE_LETTERS_OTHER_INITIAL = 7
TWO_SLIPS_LETTERS = 8
_LONGEST_NAME, _GIVEN_NAMES, _WORD_LETTERS, _INITIAL, _LONGEST_OTHERS = 300, 3, 3, 4, 24

_OTHERS_IN_TWO = frozenset(("et al", "et al.", "and others"))
"""Words for the people that a list omits, as they are split into given and family name where names are read word by word."""

_SHORT_OTHERS = 4
"""Letters up to which they must be in lower case: "u. a." means others, "U. A." may be a person's initials."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´‘][^\W\d_]+)*['’]?\.?")
_INITIALS = r"(?:[^\W\d_]{1,2}\.[\s-]*){1,4}"
_SURNAME_FIRST = re.compile(rf"(?P<family>[^\d,.]{{2,60}}?),?\s+(?P<given>{_INITIALS}|(?<!,\s)[A-ZА-ЯЁ]{{1,3}})")
_INITIALS_FIRST = re.compile(rf"(?P<given>{_INITIALS})\s*(?P<family>[^\d,.]{{2,60}})")
_WITH_COMMA = re.compile(r"(?P<family>[^\d,]{2,40}),\s*(?P<given>[^\d,]{1,40})")


@cache
def _between_people() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(data.words('and_words'))}|&)\s+|\s*[;&/]\s*", re.IGNORECASE)


@cache
def surname_particles() -> frozenset[str]:
    """Return the words that may precede a surname, folded like names."""
    return frozenset(map(fold_name, data.words("particles")))


@cache
def _beside_names() -> frozenset[str]:
    titles = folded_words("honorifics") | folded_words("name_suffixes") | {"ii", "iii", "iv"}
    return titles | surname_particles() - {"a", "e", "t", "y"}


class _Person(Struct, frozen=True):
    """A name prepared for comparison: the words of the family name, its keys, the parts of the given name; or all words."""

    words: tuple[str, ...]
    key: str
    keys: frozenset[str]
    given: tuple[Part, ...]
    script: str
    body: str = ""


_NOBODY = _Person((), "", frozenset(), (), "")


def same_person(a: Name, b: Name) -> bool:
    """Return whether two names can be one person's (or organisation's): same surname, compatible given names.

    Initials, particles, hyphens, suffixes, order, scripts and transliteration do not matter; "Smith J." can be "Smith J.
    A.". Ivanov and Ivanova are two people, and so are Peter and Paul Smith.
    """
    person, other = _person(a), _person(b)
    if _incomparable(person.script, other.script, translated=bool(person.body and other.body)):
        return True
    if person.body or other.body:
        return _same_body(person.body or str(a), other.body or str(b), whole=not (person.body and other.body))
    if not (person.key and other.key):
        return False
    wide = person.script != other.script
    if _same_surname(person, other):
        return agree(person.given, other.given, wide=wide)
    if _full(person.given) and _full(other.given):
        if _joined(person.given) == other.key and _joined(other.given) == person.key:
            return True
        return _joined(person.given) == _joined(other.given) and _slip(person.key, other.key, SAME_LETTERS, SAME_RATIO)
    return False


@lru_cache(maxsize=1 << 15)
def is_named(written: str, name: Name) -> bool:
    """Return whether a name as a sentence writes it names this author.

    "Tokayev", "Назарбаевым", "Edward Burnett Tylor", "Atatürk's", "al-Farabi", "Xi Jinping": the surname must be the author's, in
    any script and case, and first names or initials must not contradict. In doubt it returns True, because a wrong False accuses
    somebody; yet Starr is not Stark, nor Nye Ney.
    """
    if not written or len(written) > _LONGEST_NAME:
        return False
    person = _person(name)
    return any(_names(part, person) for part in _between_people().split(written) if part)


def is_spelt(written: str, name: Name) -> bool:
    """Return whether a text and a list spell a surname alike, if both are in one script: "Ross" may be Roesch, but need not be.

    Case, accents, case endings, and "ue" for "ü" do not matter.
    """
    family = name.family or name.literal
    if main_script(written) != main_script(family):
        return is_named(written, name)
    words = (family, *(word for word in _words(family) if len(word) >= _WORD_LETTERS))
    listed = {_without_umlauts(fold(word)) for word in words}
    forms = (form for word in written.split() if not word.endswith(".") for form in (*dictionary_forms(word), written))
    return any(_without_umlauts(fold(form)) in listed for form in forms)


def _without_umlauts(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def initials(name: str) -> str:
    """Return the first letters of a given name's parts, folded: "js" for "J. S.", "JS", "J.-S." and "Jane Sue", "y" for "Ю."."""
    return "".join(part.text[:1] for part in parts(name))


def is_others(name: Name) -> bool:
    """Return whether a name stands for people who are not listed: "et al.", "and others", "и др.", "vd."."""
    alone = name.literal or name.family
    if len(alone) > _LONGEST_OTHERS or (name.given and lower(f"{name.given} {alone}") not in _OTHERS_IN_TWO):
        return False
    plain = " ".join(f"{name.given} {alone}".replace(".", " ").split()).strip(" ,;…[]()<>{}&")
    return (plain if len(plain) <= _SHORT_OTHERS else lower(plain)) in data.words("and_others")


def surname(name: Name) -> str:
    """Return a key of the family name without particles, or of the organisation; names of one person share it, except for slips.

    Words for people who are not listed ("et al.") have the key "".
    """
    person = _person(name)
    return person.key or fold(person.body)


@lru_cache(maxsize=1 << 14)
def may_be_misspelt(a: str, b: str) -> bool:
    """Return whether one of two surnames can be a slip for the other: close, or two slips apart in eight letters or more."""
    shorter, longer = sorted((fold(a).replace(" ", ""), fold(b).replace(" ", "")), key=len)
    long = len(shorter) >= TWO_SLIPS_LETTERS and shorter[0] == longer[0]
    return close_surnames(a, b) or (long and OSA.distance(shorter, longer, score_cutoff=2) <= 2)  # noqa: PLR2004 - two slips


@lru_cache(maxsize=1 << 14)
def close_surnames(a: str, b: str) -> bool:
    """Return whether two surnames differ by a slip and not as spellings of one name: Purlas and Purtas, not Tokayev and Tokaev.

    A slip is one letter more, fewer or different, or two swapped (Damerau and Levenshtein), in names of five letters or more, or of
    seven if it is the first letter. Pairs that differ like two real names (Ivanov and Ivanova, Clark and Clarke, Peters and Peter,
    Hansen and Hanson) are not close.
    """
    shorter, longer = sorted((fold(a).replace(" ", ""), fold(b).replace(" ", "")), key=len)
    enough = CLOSE_LETTERS if shorter[:1] == longer[:1] else CLOSE_LETTERS_OTHER_INITIAL
    if len(shorter) < enough or OSA.distance(shorter, longer, score_cutoff=1) != 1:
        return False
    return (
        fold_name(a) != fold_name(b)
        and _sibilants_merged(fold_name(a)) != _sibilants_merged(fold_name(b))
        and not _own_names(shorter, longer)
    )


def _own_names(shorter: str, longer: str) -> bool:
    if longer[:-1] == shorter and longer[-1] in "aes":
        return True
    endings = {re.sub("(?:st|s|t)?[eo]n$", "", word) for word in (shorter, longer)}
    return len(endings) == 1


@lru_cache(maxsize=1 << 15)
def _person(name: Name) -> _Person:
    if is_others(name):
        return _NOBODY
    family, given = name.family[:_LONGEST_NAME], name.given[:_LONGEST_NAME]
    if not (family and given):
        alone = family or name.literal[:_LONGEST_NAME] or given
        read = _read_literal(alone)
        if read is None and not (family and (sum(fold_name(word) not in surname_particles() for word in family.split()) == 1)):
            return _Person((), "", frozenset(), (), main_script(alone), body=alone)
        family, given = read or (family, "")
    words = tuple(_words(family)) or (family,)
    folded = [fold_name(word) for word in words]
    kept = [word for word in folded if word not in surname_particles()] or folded
    particles = fold_name(f"{name.dropping_particle} {name.non_dropping_particle}")
    key = "".join(kept)
    halves = {word for word in kept if len(word) >= _WORD_LETTERS} if len(kept) > 1 else set()
    keys = {key, "".join(folded), particles.replace(" ", "") + key} | halves
    return _Person(words, key, frozenset(keys), parts(given), main_script(family))


def _read_literal(text: str) -> tuple[str, str] | None:
    """Return family and given name of "Surname I. I.", "I. I. Surname" or "Surname, Given"; None if it is not a person's name."""
    text = text.strip()
    for pattern in (_SURNAME_FIRST, _INITIALS_FIRST):
        if match := pattern.fullmatch(text):
            return match["family"].strip(" ,"), match["given"]
    match = _WITH_COMMA.fullmatch(text)
    small = folded_words("small_words") - surname_particles()
    if match and small.isdisjoint(text.replace(",", " ").split()) and len(match["given"].split()) <= _GIVEN_NAMES:
        return match["family"], match["given"]
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _incomparable(script: str, other: str, *, translated: bool) -> bool:
    """Return whether forms in two scripts cannot be compared: unsure transliteration, or `translated` names (organisations)."""
    if not script or not other or script == other:
        return False
    return translated or not {script, other} <= {"Latin", "Cyrillic"}


def _full(given: tuple[Part, ...]) -> bool:
    return bool(given) and not any(part.initial for part in given)


def _joined(given: tuple[Part, ...]) -> str:
    return "".join(fold_name(part.text) for part in given)


def _slip(a: str, b: str, letters: int, ratio: float) -> bool:
    return min(len(a), len(b)) >= letters and a[0] == b[0] and fuzz.ratio(a, b) >= ratio


_MERGE = str.maketrans("zc", "ss")


def _sibilants_merged(key: str) -> str:
    """Return the key in German transliteration: Zwetajewa, Jelzin, Nasarbajew."""
    return key.translate(_MERGE)


@lru_cache(maxsize=1 << 14)
def _readings(word: str) -> frozenset[str]:
    """Return the keys of a word in other readings: ch for kh or sh (Bachtin, Chostakovitch), j for zh, dž for dzh, г as h."""
    plain = fold(word)
    if len(plain) < READING_LETTERS:
        return frozenset((fold_name(word),))
    spellings = {
        spelling
        for letters in (plain, fold(lower(word).replace("dž", "dzh")))
        for spelling in (letters, letters.replace("ch", "kh"), letters.replace("j", "zh"))
    }
    if plain.startswith("ch"):
        spellings.add("sh" + plain[2:])
    if main_script(word) == "Cyrillic":
        spellings.add(plain.replace("g", "h"))
    return frozenset(_sibilants_merged(fold_name(spelling)) for spelling in spellings)


def _same_surname(a: _Person, b: _Person) -> bool:
    if a.key in b.keys or b.key in a.keys:
        return True
    if _readings("".join(a.words)) & _readings("".join(b.words)):
        return True
    return a.script != b.script and len(a.words) == len(b.words) and all(map(_sound_alike, a.words, b.words))


def _sound_alike(a: str, b: str) -> bool:
    if main_script(a) == "Cyrillic":
        return main_script(b) == "Latin" and sounds_like(a, b)
    return main_script(b) == "Cyrillic" and sounds_like(b, a)


def _same_body(a: str, b: str, *, whole: bool) -> bool:
    """Compare two organisations: one name within the other, or one the other's initials; as a `whole`, all words must agree."""
    left, right = ({word for word in fold_name(text).split() if word not in folded_words("small_words")} for text in (a, b))
    if left == right:
        return bool(left)
    if whole:
        return False
    names = {word for word in left if len(word) > 1}, {word for word in right if len(word) > 1}
    return (
        (bool(names[0]) and bool(names[1]) and (names[0] <= names[1] or names[1] <= names[0]))
        or _abbreviates(a, b)
        or _abbreviates(b, a)
    )


def _abbreviates(short: str, long: str) -> bool:
    letters = fold(short).replace(" ", "")
    words = fold(long).split()
    heads = ("".join(word[0] for word in words), "".join(word[0] for word in words if word not in folded_words("small_words")))
    return len(letters) > 1 and letters in heads


def _names(written: str, person: _Person) -> bool:
    words = _words(written)
    if not words:
        return fold(written) != "" and fold(written) == fold(person.body or "".join(person.words))
    if _incomparable(person.script, main_script(written), translated=bool(person.body)):
        return True
    if person.body:
        return any(_same_body(form, person.body, whole=False) for form in _body_forms(written, words))
    spans = list(_matching_spans(words, person))
    if any(_rest_agrees(words, start, end, person) for start, end in spans):
        return True
    return not spans and (_swapped(words, person) or (not person.given and _abbreviates("".join(person.words), written)))


def _body_forms(written: str, words: list[str]) -> Iterator[str]:
    yield written
    stem = written[: -len(words[-1])] if written.endswith(words[-1]) else ""
    yield from (stem + form for form in dictionary_forms(words[-1]))


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> frozenset[str]:
    return frozenset(fold_name(form) for form in dictionary_forms(word))


def _matching_spans(words: list[str], person: _Person) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words that can be the person's family name."""
    for start in range(len(words)):
        before = ""
        for end in range(start + 1, min(len(words), start + 4) + 1):
            if any(before + form in person.keys for form in _forms(words[end - 1])):
                yield start, end
            before += fold_name(words[end - 1])
    for place, word in enumerate(words):
        if _loosely(word, person):
            yield place, place + 1


def _loosely(word: str, person: _Person) -> bool:
    if len(word) <= (_INITIAL if word.endswith(".") else 1):
        return False
    cyrillic = main_script(word) == "Cyrillic"
    for family in person.words:
        if len(person.words) > 1 and fold_name(family) in surname_particles():
            continue
        if any(_slip(form, fold_name(family), SLIP_LETTERS, SLIP_RATIO) for form in _forms(word)):
            return True
        forms = dictionary_forms(word)
        if any(_readings(form) & _readings(family) for form in forms):
            return True
        if cyrillic != (person.script == "Cyrillic") and any(_sound_alike(form, family) for form in forms):
            return True
    return False


def _rest_agrees(words: list[str], start: int, end: int, person: _Person) -> bool:
    remaining = [word for word in words[:start] + words[end:] if not _is_no_given_name(word) and not _forms(word) & person.keys]
    wide = main_script(words[start]) != person.script
    return agree(parts(" ".join(remaining)), person.given, wide=wide, loosely=True)


def _is_no_given_name(word: str) -> bool:
    plain = fold(word)
    return plain in _beside_names() or word[:1].islower()


def _swapped(words: list[str], person: _Person) -> bool:
    """Return whether the list has the family name in the given name's slot: one word there also occurs in the sentence."""
    if len(person.given) != 1 or person.given[0].initial:
        return False
    key = fold_name(person.given[0].text)
    remaining = [word for word in words if key not in _forms(word)]
    if len(remaining) == len(words):
        return False
    return all(
        _is_no_given_name(word) or bool(_forms(word) & person.keys) or fold(word) == fold(person.words[0])[:1] for word in remaining
    )
