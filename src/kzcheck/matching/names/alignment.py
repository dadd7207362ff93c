"""Aligns the names of a list with those of a record, and classifies each pair.

`names.same_person` decides whether two names can be one person's. Here the two have the same position in two lists of one work, so
more is tolerated: words in the wrong slot, half of a double surname, letters that an index lost. What remains has a kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from kzcheck.language.alternatives import folded_words
from kzcheck.language.attribution.words import is_body as is_body_noun
from kzcheck.language.common_names import is_given_name
from kzcheck.language.encodings import undone
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.numbers import longest_rise
from kzcheck.language.scripts import main_script, mixed_words
from kzcheck.matching.names.initials import Part, agree, contradict, parts, skeleton
from kzcheck.matching.names.person import same_person, surname, surname_particles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.csl import Name

Relation = Literal[
    "same",  # can be the same person or organisation
    "open",  # in scripts that cannot be compared
    "body",  # an organisation with different words
    "initial",  # same surname; given names differ in part, or as short forms do
    "given",  # same surname, different given name
    "slip",  # almost the same surname, and given names that agree
    "doubtful",  # different surname, but the same full given name, or another script, where names are written by ear
    "other",
]

SLIP_LETTERS = 3
"""Letters of a surname from which one letter more, fewer or different is a slip if the given names agree."""

LIKE_RATIO = 80
"""Similarity of two surnames at one position, with given names that agree, from which one misspells the other."""

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
    """Return whether a name stands for nobody: "Anonymous", "[s.n.]", "(:unkn)"."""
    return fold(str(name)[:_LONGEST]) in folded_words("nobody")


@lru_cache(maxsize=1 << 14)
def is_body(name: Name) -> bool:
    """Return whether a name is or may be an organisation's: a literal, a family name of several words or in capitals, its words."""
    if name.literal:
        return True
    words = name.family.split()
    if name.given:
        given_words = fold(name.given).split()
        full_words = all(len(word) > 1 and not is_given_name(word) for word in given_words)
        return full_words and any(is_body_noun(lower(word)) for word in words)
    family = [word for word in words if fold_name(word) not in surname_particles()]
    return len(family) > 1 or (name.family.isupper() and len(name.family) > 1)


@lru_cache(maxsize=1 << 14)
def relation(listed: Name, recorded: Name) -> Relation:
    """Return the relation of a listed name and a recorded one; the order does not matter."""
    name, other = _mended(listed), _mended(recorded)
    if _script(name) != _script(other) and not {_script(name), _script(other)} <= _COMPARABLE:
        return "open"
    if is_body(name) and is_body(other) and _script(name) != _script(other):
        return "open"
    if any(_can_be_same(case, two) for case in _cases(name) for two in _cases(other)):
        return "same"
    if is_body(name) or is_body(other):
        return "body"
    return _of_persons(name, other)


def surely_another(listed: Name, recorded: Name) -> bool:
    """Return whether two names that almost agree are another spelling or another person, if the recorded name is right.

    Names written by ear in another script, and possible forms of one name, are neither.
    """
    name, other = _mended(listed), _mended(recorded)
    if _script(name) != _script(other) or is_body(name) or is_body(other):
        return False
    if fold_name(name.family) == fold_name(other.family):
        return contradict(parts(name.given), parts(other.given))
    alike = skeleton(fold(name.family)) == skeleton(fold(other.family))
    return not alike and agree(parts(name.given), parts(other.given))


def _of_persons(name: Name, other: Name) -> Relation:
    given_parts, other_given = parts(name.given), parts(other.given)
    wide = _script(name) != _script(other)
    if same_person(replace(name, given="X."), replace(other, given="X.")):
        return "initial" if wide or _akin(given_parts, other_given) else "given"
    agreeing = agree(given_parts, other_given, wide=wide) or _sounds(given_parts) == _sounds(other_given) != ""
    if agreeing and _near(name.family, other.family, given=bool(given_parts and other_given)):
        return "slip"
    full = "".join(part.text for part in given_parts if not part.initial)
    if len(full) >= SAME_GIVEN_LETTERS and full == "".join(part.text for part in other_given if not part.initial):
        return "doubtful"
    return "doubtful" if wide else "other"


def _akin(given: tuple[Part, ...], other_given: tuple[Part, ...]) -> bool:
    """Return whether contradictory given names may still be one person's.

    They share a part (J. A. and J. B.) or all consonants, one is a short form, or one has only initials and the other full names:
    Charles Bane Smith can be C. Smith in one and Bane Smith in the other.
    """
    if all(part.initial for part in given) != all(part.initial for part in other_given):
        return True
    if agree(given, other_given, loosely=True) or any(agree((a,), (b,)) for a in given for b in other_given):
        return True
    return _sounds(given) == _sounds(other_given) != ""


def _sounds(given: tuple[Part, ...]) -> str:
    """Return the consonants of given names: vowels and the letter for j vary with the language (Umar, Omar; Cafer, Jafar)."""
    return _JOTS.sub("j", _VOWELS.sub("", "".join(part.text for part in given)))


def _near(a: str, b: str, *, given: bool) -> bool:
    left, right = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    if min(len(left), len(right)) < SLIP_LETTERS:
        return False
    return OSA.distance(left, right, score_cutoff=1) <= 1 or (given and fuzz.ratio(left, right) >= LIKE_RATIO)


def _script(name: Name) -> str:
    return main_script(name.family or name.literal or name.given)


def _mended(name: Name) -> Name:
    """Return the name without damage by a wrong encoding, and without look-alike letters of another script."""
    texts = {slot: getattr(name, slot)[:_LONGEST] for slot in ("family", "given", "literal")}
    if all(map(str.isascii, texts.values())):
        return name
    return replace(name, **{slot: _in_one_script(undone(text)) for slot, text in texts.items()})


def _in_one_script(text: str) -> str:
    for word in mixed_words(text):
        text = text[: word.start] + word.suggestion + text[word.start + len(word.word) :]
    return text


def _cases(name: Name) -> tuple[Name, ...]:
    """Return the name and, if it is all in capitals, its other reading: "ANN" may be a name or three initials."""
    if name.given and name.given.isupper() and name.family.isupper():
        return name, replace(name, given=name.given.title(), family=name.family.title())
    return (name,)


def _can_be_same(a: Name, b: Name) -> bool:
    if a == b or _in_one(a) == _in_one(b) != "" or same_person(a, b) or _same_words(_bag(a), _bag(b), a, b):
        return True
    return any(_fits(*pair) for pair in ((a, b), (b, a)) if _HOLE.search(f"{pair[0].family} {pair[0].literal} {pair[0].given}"))


def _in_one(name: Name) -> str:
    """Return a name in Chinese, Japanese or Korean letters without spaces, as lists there print it; "" for others."""
    return fold(f"{name.literal}{name.family}{name.given}").replace(" ", "") if _script(name) in _EAST_ASIAN else ""


@lru_cache(maxsize=1 << 14)
def _bag(name: Name) -> tuple[Part, ...]:
    """Return all words of a name, in any slot, without particles and suffixes, full words first."""
    family = [Part(word, initial=len(word) == 1) for word in fold(_surname(name)).split()]
    kept = [part for part in (*family, *parts(_ELIDED.sub(r"\1 ", name.given))) if not _is_suffix(part) and not _is_particle(part)]
    return tuple(sorted(kept or family, key=lambda part: part.initial))


def _surname(name: Name) -> str:
    """Return the family name or organisation with the D of D'Agostino separate, as some services write it."""
    return _ELIDED.sub(r"\1 ", (name.family or name.literal)[:_LONGEST])


def _is_suffix(part: Part) -> bool:
    return part.text in folded_words("name_suffixes") or part.text in ("ii", "iii", "iv")


def _is_particle(part: Part) -> bool:
    return not part.initial and part.text in surname_particles()


def _same_words(a_words: tuple[Part, ...], b_words: tuple[Part, ...], a: Name, b: Name) -> bool:
    """Return whether one name has all words of the other, in any slot; one of them must be a full surname."""
    surnames = {*fold_name(_surname(a)).split(), *fold_name(_surname(b)).split()}
    shorter, longer = sorted((a_words, b_words), key=len)
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


def _fits(damaged: Name, intact: Name) -> bool:
    """Return whether a name with lost letters ("M?ller", "Ko\ufffd") can be the other one."""
    pieces = _HOLE.split(damaged.family or damaged.literal)
    if len(pieces) > _HOLES + 1:
        return True
    pattern = "[a-z]{0,3}".join(re.escape(fold(piece)) for piece in pieces)
    same = re.fullmatch(pattern, fold(intact.family or intact.literal)) is not None
    return same and (_HOLE.search(damaged.given) is not None or agree(parts(damaged.given), parts(intact.given)))


@lru_cache(maxsize=1 << 14)
def keys(name: Name) -> frozenset[str]:
    """Return the keys for looking up a name: its whole surname, and each word of two letters or more."""
    mended = _mended(name)
    words = {word for word in (surname(mended), *fold_name(mended.family or mended.literal).split()) if len(word) > 1}
    return frozenset(words - surname_particles() or words)


@lru_cache(maxsize=1 << 14)
def given_keys(name: Name) -> frozenset[str]:
    """Return the keys of the full given names: if an index has swapped the slots, they are the other name's `keys`."""
    return frozenset(fold_name(part.text) for part in parts(_mended(name).given) if not part.initial)


AROUND = 8
"""Bearers of one surname that are examined on either side of a position: lists in physics contain hundreds of Wangs."""

CELLS = 400
"""Pairs up to which a stretch is aligned; longer stretches are paired in order."""

PASSED_OVER = 4
"""Unmatched recorded names from which the list's last name may be the work's last, beyond the end of a truncated record."""

_ALONE = 2.0
_COSTS: dict[Relation, float] = {
    "same": 0,
    "open": 0,
    "initial": 1,
    "slip": 1,
    "body": 1,
    "given": 1.5,
    "doubtful": 1.5,
    "other": 3,
}


class Pair(NamedTuple):
    """A listed and a recorded name that belong together, by their positions."""

    listed: int
    recorded: int
    relation: Relation


class Lineup(NamedTuple):
    """Two aligned lists.

    `pairs` are in the list's order; `extra` are positions of unmatched listed names; `missing` are those of unmatched recorded
    names, each with the position in the list where it belongs; `moved` are positions of listed names in another order than the
    record's.
    """

    pairs: list[Pair]
    extra: list[int]
    missing: list[tuple[int, int]]
    moved: list[int]


def finder(names: Sequence[Name]) -> Callable[[Name, int], Iterator[int]]:
    """Return a function that yields the positions of names with a common surname, the nearest to an expected position first."""
    by_key: Mapping[str, Sequence[int]] | None = None

    def find(name: Name, expected: int) -> Iterator[int]:
        nonlocal by_key
        if by_key is None:  # not needed for two lists that agree name by name
            by_key = _by_key(names)
        for group in (keys(name), given_keys(name)):
            places: set[int] = set()
            for key in group:
                bearers = by_key.get(key, ())
                at = bisect_left(bearers, expected)
                places.update(bearers[max(at - AROUND, 0) : at + AROUND])
            yield from sorted(places, key=lambda place: (abs(place - expected), place))

    return find


def _by_key(names: Sequence[Name]) -> Mapping[str, Sequence[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for key in keys(name):
            places[key].append(place)
    return places


def line_up(listed: Sequence[Name], recorded: Sequence[Name], breaks: Iterable[int] = (), *, cut: bool = False) -> Lineup:
    """Return two lists aligned.

    At each position of `breaks` the list omits any number of people ("et al."): nobody is missing there, and nobody anywhere
    if the two orders differ. The record omits the last people if it is `cut`.
    """
    same = _same(listed, recorded)
    taken = set(same.values())
    places = sorted(same.items())
    run = [places[at] for at in longest_rise([partner for _, partner in places])]
    pairs = [Pair(place, other, "same") for place, other in same.items()]
    extra: list[int] = []
    missing: list[tuple[int, int]] = []
    marks = sorted(breaks)
    for (start, first), (end, last) in zip([(-1, -1), *run], [*run, (len(listed), len(recorded))], strict=True):
        if end - start == last - first == 1:
            continue
        left = [place for place in range(start + 1, end) if place not in same]
        right = [place for place in range(first + 1, last) if place not in taken]
        mark = next(iter(marks[bisect_left(marks, start + 1) : bisect_right(marks, end)]), None)
        if cut and end == len(listed):
            left = [] if len(left) == 1 and len(right) >= PASSED_OVER else left[: len(right)]
        stretch = _stretch(listed, recorded, left, right, mark)
        pairs += stretch
        paired, partners = {pair.listed for pair in stretch}, {pair.recorded for pair in stretch}
        extra += [place for place in left if place not in paired]
        reach = last if mark is None else max((pair.recorded for pair in stretch if pair.listed < mark), default=first)
        missing += _belonging([place for place in right if place not in partners and place < reach], stretch, start + 1)
    moved = sorted(same.keys() - {place for place, _ in run})
    return Lineup(sorted(pairs), extra, [] if marks and moved else missing, moved)


def _same(listed: Sequence[Name], recorded: Sequence[Name]) -> dict[int, int]:
    """Return the positions of listed names with those of matching recorded names, each used once."""
    find = finder(recorded)
    partners: dict[int, int] = {}
    taken: set[int] = set()
    expected = 0
    for place, name in enumerate(listed):
        candidates = [expected] if expected < len(recorded) else []
        for partner in chain(candidates, find(name, expected)):
            if partner not in taken and relation(name, recorded[partner]) == "same":
                partners[place] = partner
                taken.add(partner)
                expected = partner + 1
                break
    return partners


def _stretch(listed: Sequence[Name], recorded: Sequence[Name], left: list[int], right: list[int], mark: int | None) -> list[Pair]:
    """Return the pairs of one stretch; names before a mark are paired from the start, those after it from the end."""
    if mark is None:
        return _aligned(listed, recorded, left, right)
    before, after = [place for place in left if place < mark], [place for place in left if place >= mark]
    head, tail = right[: len(before)], right[len(before) :]
    return _aligned(listed, recorded, before, head) + _aligned(
        listed, recorded, after, tail[len(tail) - min(len(after), len(tail)) :]
    )


def _aligned(listed: Sequence[Name], recorded: Sequence[Name], left: list[int], right: list[int]) -> list[Pair]:
    if len(left) * len(right) > CELLS:
        return [Pair(a, b, relation(listed[a], recorded[b])) for a, b in zip(left, right, strict=False)]
    relations = [[relation(listed[a], recorded[b]) for b in right] for a in left]
    costs = [[_ALONE * (row + column) for column in range(len(right) + 1)] for row in range(len(left) + 1)]
    for row, of_row in enumerate(relations, 1):
        for column, kind in enumerate(of_row, 1):
            together = costs[row - 1][column - 1] + _COSTS[kind]
            costs[row][column] = min(together, costs[row - 1][column] + _ALONE, costs[row][column - 1] + _ALONE)
    pairs = []
    row, column = len(left), len(right)
    while row and column:
        kind = relations[row - 1][column - 1]
        if costs[row][column] == costs[row - 1][column - 1] + _COSTS[kind]:
            row, column = row - 1, column - 1
            pairs.append(Pair(left[row], right[column], kind))
        elif costs[row][column] == costs[row - 1][column] + _ALONE:
            row -= 1
        else:
            column -= 1
    return pairs


def _belonging(places: list[int], pairs: list[Pair], start: int) -> list[tuple[int, int]]:
    """Return recorded positions with the positions in the list that they would have."""
    return [(place, max((pair.listed + 1 for pair in pairs if pair.recorded < place), default=start)) for place in places]
