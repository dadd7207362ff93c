"""Splits names that a service gives as one string into family and given names; organisations stay whole."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kzcheck.csl import Name
from kzcheck.language.common_names import is_east_asian
from kzcheck.language.scripts import main_script
from kzcheck.services.values import text

LONGEST_NAME = 300
"""Characters; a longer text is a list of names."""

_PARTICLES = frozenset(
    """af al an ap av bin bint ben d' da dal dalla de degli dei del della delle dello den der des di do dos du e el en ibn la las
    le los ten ter und van vande vander vom von y zu zum zur фон ван дер де ибн аль""".split()
)
"""Lower-case words that belong to the family name after them."""

_NOBODY = frozenset(("unav", "unkn", "tba", "null", "none", "n/a", "no author"))
"""Placeholders of indexes for an unknown name."""

_SUFFIX = re.compile(r"(?:jr|sr|jun|sen|ii|iii|iv)\.?", re.IGNORECASE)
_DEGREES = re.compile(r"(?:m\.?d|ph\.?d|m\.?sc|b\.?sc|dr|prof|mph|esq|m\.?a|r\.?n)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")
_BODY = re.compile(
    r"\b(?:collaborations?|consortium|(?:study|working|research|expert) group|committee|council|commission|organi[sz]ation|society"
    r"|association|university|institutes?|ministry|department|agency|foundation|research team|network|investigators|initiative"
    r"|federation|academy|library|united nations|universit[äéà]\w*|institut|gesellschaft|ministerium|verein|akademie|bundesamt"
    r"|amt für|stiftung|universidad|instituto|ministerio|istituto|ministère|üniversitesi|bakanlığı|kurumu|derneği|enstitüsü"
    r"|университет\w*|институт\w*|министерств\w*|комитет\w*|организаци\w+|академи\w+|агентств\w+|общество|центр|министрлігі)\b",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(r"[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овна|евна|ична|инична|ұлы|қызы)")


def name_of(written: object) -> Name | None:
    """Parse a name; return None for a text without letters or a placeholder.

    "Given van Family", "Family, Given", "Family GN" and, with a patronymic, "Family Given Patronymic" are recognised; otherwise the
    last word is the family name. A name that cannot be split ("UNESCO", "王小明", "The X Collaboration") is a literal.
    """
    words = text(written)[:LONGEST_NAME].strip(" ,;:")
    if not any(map(str.isalpha, words)) or words.strip("():").casefold() in _NOBODY:
        return None
    if _BODY.search(words):
        return Name(literal=words)
    return _inverted(words) if "," in words else _straight(words.split())


def _inverted(words: str) -> Name:
    """Parse a name with commas: "Family, Given", "Family, Jr., Given", "Given Family, PhD"."""
    first, *rest = (part.strip() for part in words.split(","))
    suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
    given = [part for part in rest if part and part != suffix and not _DEGREES.fullmatch(part)]
    if not first:
        return _straight(" ".join(given).split()) if given else Name(literal=words)
    if not given:
        return replace(_straight(first.split()), suffix=suffix)
    return Name(family=first, given=" ".join(given), suffix=suffix)


def _straight(words: list[str]) -> Name:
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004
    if len(words) == 1:
        return _single_word(words[0])
    # "Иванов Иван Иванович", but not "Иван Иванович Рабинович"
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]) and not _PATRONYMIC.fullmatch(words[1]):  # noqa: PLR2004
        return Name(family=words[0], given=" ".join(words[1:]), suffix=suffix)
    initials = _last_initials(words)
    if 0 < initials < len(words):
        return Name(family=" ".join(words[:-initials]), given=" ".join(words[-initials:]), suffix=suffix)
    start = len(words) - 1
    while start > 1 and (words[start - 1] in _PARTICLES or (start < len(words) - 1 and words[start - 1].lower() in _PARTICLES)):
        start -= 1
    return Name(family=words[-1], given=" ".join(words[:start]), non_dropping_particle=" ".join(words[start:-1]), suffix=suffix)


def _single_word(word: str) -> Name:
    if main_script(word) in {"Han", "Hangul", "Hiragana", "Katakana"} or not word[1:].islower():
        return Name(literal=word)
    return Name(family=word)


def _last_initials(words: list[str]) -> int:
    """Count the initials at the end of a name; 0 if the first word is one too, if all is in capitals, or for "Wei LI"."""
    if _are_initials(words[0]) or "".join(words).isupper():
        return 0
    if len(words[-1]) > 1 and is_east_asian(words[-1]):
        return 0
    count = 0
    while count < len(words) and _are_initials(words[-count - 1]):
        count += 1
    return count


def _are_initials(word: str) -> bool:
    return word.isupper() and bool(_INITIALS.fullmatch(word))
