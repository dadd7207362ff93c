"""Parts the names in a printed entry: "Nye J.S.", "Nye, J. S., & Roe, B.", "J. S. Nye and B. Roe", «Петров Иван Ильич», "UNESCO".

A comma may be inside a name or between two. So every stretch between commas is read in each way that is possible, alone and with
its neighbour, and of all readings of the list the one counts that is least odd: odd are a single word, initials without a name, and
names that are not in the same order as those before them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from kzcheck import data
from kzcheck.csl import Name
from kzcheck.data.subjects import Publishers
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.common_names import is_common, is_east_asian, is_firm, is_given_name, surname_endings
from kzcheck.language.folding import fold, lower
from kzcheck.language.parsing.chunks import AROUND, MOST_WORDS, Chunk, cut, without_others, without_roles
from kzcheck.language.scripts import script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 20_000
"""Characters of a stretch that are read."""
MOST = 400
"""Names of an entry that are read."""
MOST_BARE = 3
"""Initials without full stops: "Nye JS", "Roe ABC"."""
UNSPACED = frozenset(("Han", "Hiragana", "Katakana", "Hangul"))
"""Scripts in which a comma is never inside a name."""
FEW = 3
"""Stretches between commas that may all belong to one organisation."""

# How odd a reading is, chosen on three quarters of GROBID's lists of names, with a look at AnyStyle's and at our own.
BODY = 0.5
"""An organisation."""
BARE = 0.3
"""Initials without full stops, and more so in a list that is all in capitals."""
BARE_IN_CAPITALS = 0.8
IN_FULL = 1.0
KNOWN = 0.7
"""A name in full: given names and a family name; with a common given name."""
SURNAME = 2.5
"""A family name alone, with its particle."""
WORD = 3.0
ACRONYM = 1.0
"""A single word, and one that is not a name: "UNESCO", "OpenCV"."""
DOUBLE = 0.3
LONGER = 1.0
"""A family name of two words, and each word more."""
GIVEN = 1.0
GIVEN_AND_INITIALS = 0.4
"""Given names in full after a comma, without and with initials."""
BOTH_LONG = 1.2
"""A family name of two words before given names in full: rather two names in full."""
ACROSS_AND = 2.0
"""A family name and a given name with "and" between them."""
COMMA = 1.5
"""A comma between two names where semicolons are between others."""
CHANGE = 0.5
FIRST_INVERTED = 0.1
"""A name in another order than the one before; lists often invert the first name alone: "Nye, Joseph, and Jane Roe"."""

OTHERS = Name(literal="others")
"""Further people, whom the entry does not name; BibTeX's word for them."""

Order = Literal["", "given first", "family first", "comma"]
"""How a name is written: "J. S. Nye", "Nye J. S.", "Nye, J. S."; "" for organisations and single words."""


class _Reading(NamedTuple):
    """A way to read a chunk, or two with a comma between them, as a name: how odd it is, and how many chunks it takes."""

    oddness: float
    order: Order
    name: Name
    chunks: int


_APART = re.compile(r"\s\.\s?(?=\w)")
_SEMICOLON = re.compile(r"\s*[;；]\s*")

_GIVEN_FIRST = re.compile(r"(?P<given>W{0,3}(?:I+B?|(?<=W)P+I+|(?<=W)B|^B))(?P<family>P*W(?:P*W)*|(?<=I)B)")
_FAMILY_FIRST = re.compile(r"(?P<family>P*W(?:[PX]*W|X){0,3}|B)S?(?P<given>P*(?:I+|B{1,2}))")
_IN_FULL = re.compile(r"(?P<given>W{1,3})(?P<family>P*W)")
_FAMILY = re.compile(r"P*W(?:P*W){0,3}S?|BS?")
_GIVEN = re.compile(r"(?:I{1,6}B?|B|W{1,3}I*|I+W{1,2})P*S?")


@lru_cache(maxsize=1 << 4)
def people(text: str) -> tuple[Name, ...]:
    """Return the persons and organisations that a stretch of an entry names, in order; `OTHERS` stands for "et al.".

    The last results are kept, because the item of all fields and that of the sure ones name the same people.
    """
    names: list[Name] = []
    stretches = _SEMICOLON.split(_APART.sub(". ", " ".join(text[:LONGEST].split())))
    for stretch in stretches[:MOST]:
        named, others = without_others(without_roles(stretch))
        names += _stretch(named, alone=len(stretches) == 1, others=others)
        if others and names:
            names.append(OTHERS)
    return tuple(name for at, name in enumerate(names[:MOST]) if name is not OTHERS or at + 1 == len(names))


def _stretch(text: str, *, alone: bool, others: bool) -> Sequence[Name]:
    """Return the names of a stretch without semicolons; `others` says that further people follow, so a single word is a surname."""
    chunks = list(cut(text))
    if not chunks:
        return ()
    if _is_body(text, chunks):
        return (Name(literal=_body(text)),)
    if others and len(chunks) == 1 and chunks[0].kinds == "W":
        return (Name(family=chunks[0].words[0]),)
    return _least_odd(chunks, 0.0 if alone else COMMA)


def _is_body(text: str, chunks: Sequence[Chunk]) -> bool:
    """Return whether a stretch is one organisation, with its commas and its "and"."""
    if any(re.fullmatch(r"I+P*W+|P*W[PWX]*(?:I+|B)|I+S?", chunk.kinds) for chunk in chunks):
        return False
    if len(chunks) <= FEW and any("X" in chunk.kinds for chunk in chunks):
        return True
    return any(map(_has_body, chunks)) and bool(whole_words("credits.bodies").search(text))


def _has_body(chunk: Chunk) -> bool:
    """Return whether a chunk names an organisation."""
    if (
        (chunk.kinds.count("X") and not _FAMILY_FIRST.fullmatch(chunk.kinds))
        or is_firm(chunk.text)
        or lower(chunk.words[-1].rstrip(".")) in data.read("publishers", Publishers).legal_forms
    ):
        return True
    if len(chunk.words) == 1 or re.fullmatch(r"I+P*W|P*WI+", chunk.kinds):
        return False
    person = is_given_name(chunk.words[0]) and len(chunk.words) < MOST_WORDS
    return not person and bool(whole_words("credits.bodies").search(chunk.text))


def _body(text: str) -> str:
    text = text.strip(AROUND)
    return text.rstrip(".") if text.count(".") == 1 else text


def _least_odd(chunks: Sequence[Chunk], comma: float) -> Sequence[Name]:
    """Return the names of the least odd reading of all chunks; `comma` is how odd a comma is between two names."""
    # for each place and order the oddness of all before, and the reading that leads there with its origin
    best: list[dict[Order, tuple[float, tuple[_Reading, Order] | None]]] = [{} for _ in range(len(chunks) + 1)]
    best[0][""] = (0.0, None)
    for at in range(len(chunks)):
        readings = list(_readings(chunks, at))
        for order, (oddness, _) in best[at].items():
            for reading in readings:
                end, now = at + reading.chunks, reading.order or order
                total = oddness + reading.oddness + _change(order, reading.order, second=at in {2, 3})
                total += comma if at and not chunks[at].after_and else 0.0
                if now not in best[end] or total < best[end][now][0]:
                    best[end][now] = (total, (reading, order))
    names: list[Name] = []
    at = len(chunks)
    order = min(best[at], key=lambda order: best[at][order][0])
    while step := best[at][order][1]:
        reading, order = step
        names.append(reading.name)
        at -= reading.chunks
    return names[::-1]


def _change(before: Order, after: Order, *, second: bool) -> float:
    if not before or not after or before == after:
        return 0.0
    return FIRST_INVERTED if second and before == "comma" and after == "given first" else CHANGE


def _readings(chunks: Sequence[Chunk], at: int) -> Iterator[_Reading]:
    """Yield the readings of the name that begins with a chunk."""
    chunk = chunks[at]
    rest = chunks[at + 1 : at + 4]
    readings = [*_alone(chunk)]
    if rest and (pair := _pair(chunk, rest[0])):
        readings.append(pair)
    if len(rest) > 1 and rest[0].kinds == "S" and (pair := _pair(chunk, rest[1])):
        yield pair._replace(name=replace(pair.name, suffix=rest[0].words[0]), chunks=3)
    for reading in readings:
        following = rest[reading.chunks - 1 : reading.chunks]
        if following and (following[0].kinds == "S" or (reading.order == "given first" and _is_suffix(following[0]))):
            yield reading._replace(name=replace(reading.name, suffix=following[0].words[0]), chunks=reading.chunks + 1)
        else:
            yield reading


def _is_suffix(chunk: Chunk) -> bool:
    """Return whether a word in capitals after a whole name is a suffix: "E. W. GARBISCH, JR"."""
    return len(chunk.words) == 1 and lower(chunk.words[0].rstrip(".")) in data.words("name_suffixes")


def _alone(chunk: Chunk) -> Iterator[_Reading]:
    """Yield the readings of a chunk as a whole name."""
    if _has_body(chunk):
        yield _Reading(BODY, "", Name(literal=_body(chunk.text)), 1)
        return
    words, kinds = chunk.words, chunk.kinds
    suffix = words[-1] if kinds.endswith("S") else ""
    if suffix:
        words, kinds = words[:-1], kinds[:-1]
    upper = chunk.text.isupper()
    if match := _GIVEN_FIRST.fullmatch(kinds):
        cut = _given_words(words, kinds, match.end("given"))
        yield _Reading(BARE * ("B" in kinds), "given first", _person(words[cut:], words[:cut], suffix), 1)
    if (match := _FAMILY_FIRST.fullmatch(kinds)) and (upper or not _is_short_surname(words[-1])):
        family, given = words[: match.end("family")], words[match.start("given") :]
        suffix = suffix or ("" if match.end("family") == match.start("given") else words[match.end("family")])
        if len(family) > 1 and is_given_name(family[1]) and not _is_given_or_particle(family[0]):
            family, given = family[:1], (*family[1:], *given)
        yield _Reading((BARE_IN_CAPITALS if upper else BARE) * ("B" in kinds), "family first", _person(family, given, suffix), 1)
    if _IN_FULL.fullmatch(kinds.replace("B", "W") if upper or kinds.count("B") == 1 else kinds):
        order, name = _full(words, suffix)
        oddness = KNOWN if is_given_name(name.given.partition(" ")[0]) else IN_FULL
        yield _Reading(oddness + 2 * BARE * ("B" in kinds), order, name, 1)
    elif re.fullmatch(r"P+W", kinds):
        yield _Reading(SURNAME, "", _person(words, (), suffix), 1)
    known = kinds == "B" or (kinds == "W" and len(words[0]) > 1 and (words[0].isupper() or not words[0].istitle()))
    yield _Reading(ACRONYM if known else WORD, "", Name(literal=_body(chunk.text)), 1)


def _is_given_or_particle(word: str) -> bool:
    return is_given_name(word) or lower(word) in data.words("particles")


def _is_short_surname(word: str) -> bool:
    """Return whether a word in capitals is a surname and not initials: "Chul-Soo CHO"."""
    return len(word) == MOST_BARE and word.isupper() and is_east_asian(word)


def _given_words(words: Sequence[str], kinds: str, end: int) -> int:
    """Return how many words of a name with initials first are given: in "W. Bruce Croft", "Bruce" is, too."""
    while end < len(words) - 1 and kinds[end] == "W" and is_given_name(words[end]):
        end += 1
    return end


def _pair(family: Chunk, given: Chunk) -> _Reading | None:
    """Return the reading of two chunks as "Family, Given", if they can be one name."""
    damaged = family.kinds == "WX" and not set(given.kinds) - {"I"}
    if not damaged and (not _FAMILY.fullmatch(family.kinds) or not _GIVEN.fullmatch(given.kinds) or _has_body(family)):
        return None
    if script(given.words[0][0]) in UNSPACED:
        return None
    words, suffix = (family.words[:-1], family.words[-1]) if family.kinds.endswith("S") else (family.words, "")
    given_words = given.words
    if given.kinds.endswith("S"):
        given_words, suffix = given.words[:-1], given.words[-1]
    many = family.kinds.count("W") - (len(words) > 1 and lower(words[0]) in data.words("credits.particles"))
    oddness = DOUBLE * (many > 1) + LONGER * max(0, many - 2) + BARE * ("B" in family.kinds + given.kinds)
    if "W" in given.kinds:
        oddness += GIVEN_AND_INITIALS if "I" in given.kinds else GIVEN
        if many > 1:
            oddness += BOTH_LONG + is_given_name(words[0])
    return _Reading(oddness + ACROSS_AND * given.after_and, "comma", _person(words, given_words, suffix), 2)


def _full(words: Sequence[str], suffix: str) -> tuple[Order, Name]:
    """Return a name without initials and its order: the family name is last, unless a patronymic, capitals or the words tell."""
    capitals = [word.isupper() and len(word) > 1 for word in words]
    if any(capitals) and not all(capitals):
        family = [word for word, capital in zip(words, capitals, strict=True) if capital]
        given = [word for word, capital in zip(words, capitals, strict=True) if not capital]
        return ("family first" if capitals[0] else "given first"), _person(family, given, suffix)
    last = words[-1]
    two = len(words) == 2  # noqa: PLR2004
    if _is_turned(words[0], last) if two else _is_patronymic(last):
        return "family first", _person(words[:1], words[1:], suffix)
    start = len(words) - 1
    while start > 1 and lower(words[start - 1]) in data.words("particles"):
        start -= 1
    return "given first", _person(words[start:], words[:start], suffix)


def _is_turned(first: str, last: str) -> bool:
    """Return whether two words are a family name and a given name, and not the usual order."""
    if is_east_asian(first) or is_east_asian(last):
        return "-" in last and not is_east_asian(last)
    return is_given_name(last) and not is_given_name(first) and (is_common(first) or _ends_as_surname(first))


def _ends_as_surname(word: str) -> bool:
    return fold(word).endswith(surname_endings())


@cache
def _patronymics() -> re.Pattern[str]:
    return re.compile(rf"\w+{any_of(data.words('patronymic_endings'))}", re.IGNORECASE)


def _is_patronymic(word: str) -> bool:
    return bool(_patronymics().fullmatch(word)) or lower(word) in data.words("patronymic_endings")


def _person(family: Sequence[str], given: Sequence[str], suffix: str) -> Name:
    """Return a person's name; small particles before the family name are apart from it."""
    start = 0
    while start < len(family) - 1 and family[start].islower() and family[start].rstrip(".") in data.words("particles"):
        start += 1
    return Name(
        family=" ".join(family[start:]).rstrip("."),
        given=" ".join(given),
        suffix=suffix,
        non_dropping_particle=" ".join(family[:start]),
    )
