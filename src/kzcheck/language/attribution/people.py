"""Finds people in running text: one or more names joined as the authors of one work, with the words around them.

"J. S. Nye", "Gienow-Hecht", "ван дер Берг", "Иванов И.И. и др.", "Phillips and Matthews (1964)", "(Tabart et al., 2015".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.attribution import words as lexicon
from kzcheck.language.attribution.words import act_of, bare, has_shape, is_body, is_doubtful, is_role, is_title, opens
from kzcheck.language.common_names import is_firm, is_given_name
from kzcheck.language.folding import lower

_WORD = re.compile(r"[^\W\d_]{3,}(?=(?:1[89]|20)\d\d[a-z]?\b)|\w+(?:[’'ʼ‘`‐‑-]\w+)*|[^\w\s]")
_OTHERS = re.compile(
    rf"\s*+,?\s*+(?:{any_of(data.words('credits.colleagues'))}(?:(?<=[.等])|\b)"
    rf"|(?P<team>(?:and|&)\s+(?:(?:her|his|their)\s+)?{any_of(data.words('credits.teams'))}\b))(?P<possessive>[’']s)?"
)
_YEARS = re.compile(
    r"\s*+,?\s*+\(\s*+(?!\d{4}\s*[-–]\s*\d{2,4}\s*\))((?:in\s+)?(?:1[5-9]|20)\d\d[^()]{0,60})\)|\s*+,?\s*+((?:1[5-9]|20)\d\d)[a-z]?(?![\w-])"
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ASIDE = re.compile(r"\s*+(?:\([^()]{1,60}\)|\[[^\][]{1,40}\])")
_MARKER = re.compile(r"\s*+\[(\d[^\][]{0,40})\]")
_LONGEST_RUN = 4
_LONGEST_NAME = 16  # words and signs, including the full stops of initials
_LONGEST_CHAIN = 8
_LONGEST_LIST = 10
_NEAR = 300
_COMPOUND = frozenset("–/-+@&=")


class Words(Struct, frozen=True):
    """A text cut into words and signs, with their positions in characters; `lower` holds the same words in lower case."""

    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, index: int) -> str:
        """Return the word at an index in lower case, or "" outside the text."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def after(self, character: int) -> int:
        """Return the index of the first word that starts at or after a character."""
        return bisect_left(self.starts, character)


class People(Struct, frozen=True):
    """The authors of one work as a text names them, from `start` to `end` in characters and words `first` to before `next`.

    `next` is the word after years and asides in brackets. `personal` is true if a common given name or initials accompany one
    of the names, `doubtful` if a single name may be a common word that is capitalised only because it starts a sentence, `team`
    if a word stands for colleagues: the name may then be that of the last author.
    """

    names: tuple[str, ...]
    start: int
    end: int
    first: int
    next: int
    others: bool = False
    personal: bool = False
    possessive: bool = False
    suffixed: bool = False
    years: tuple[int, ...] = ()
    marker: str = ""
    doubtful: bool = False
    team: bool = False

    @property
    def bibliographic(self) -> bool:
        """Whether they are named as in a bibliography: with "et al." or a year."""
        return self.others or bool(self.years)


class _Person(Struct, frozen=True):
    name: str
    end: int
    next: int
    given: bool
    possessive: bool
    suffixed: bool


def cut(text: str) -> Words:
    """Cut a text into words and signs."""
    matches = list(_WORD.finditer(text))
    words = tuple(match[0] for match in matches)
    return Words(
        text,
        words,
        tuple(map(lower, words)),
        tuple(match.start() for match in matches),
        tuple(match.end() for match in matches),
    )


def people(words: Words) -> list[People]:
    """Return the people that a text names, in order; a single capitalised word counts unless it is known to be something else."""
    groups: list[People] = []
    index = 0
    while index < len(words.words):
        word = words.words[index]
        if not word[0].isupper() and word not in lexicon.PARTICLES and not lexicon.GROWN_TOGETHER.match(word):
            index += 1
            continue
        group, index = _group(words, index)
        if group:
            groups.append(group)
    return groups


def _initial(words: Words, index: int) -> int:
    """Return the index after an initial and its full stop, or 0."""
    if index + 1 >= len(words.words):
        return 0
    word = words.words[index]
    if not (len(word) == 1 and word.isupper()) and not (word[0].isupper() and words.lower[index] in lexicon.INITIALS):
        return 0
    if words.words[index + 1] != "." or words.starts[index + 1] != words.ends[index]:
        return 0
    after = index + 2
    return after + 1 if words.at(after) in {"-", "‐"} and words.starts[after] == words.ends[after - 1] else after


def _person(words: Words, index: int) -> _Person | None:
    start = last = index
    names, initials, first = 0, False, ""
    while index < min(len(words.words), start + _LONGEST_NAME) and names <= _LONGEST_RUN:
        word, lowered = words.words[index], words.lower[index]
        after = _initial(words, index)
        if after:
            initials, index = True, after
            last = after - 1 if words.words[after - 1] != "-" else after - 2
            continue
        if has_shape(word) and not _stops(words, index, names):
            first = first or word
            names, last, index = names + 1, index, index + 1
            if bare(word) != word:
                break
            continue
        if lowered in lexicon.PARTICLES and (names or initials or word.islower()) and _leads_to_name(words, index):
            index += 1
            continue
        break
    if not 0 < names <= _LONGEST_RUN:
        return None
    word = words.words[last]
    end = words.starts[last] + len(bare(word)) if has_shape(word) else words.ends[last]
    return _Person(
        words.text[words.starts[start] : end],
        end,
        last + 1,
        given=initials or (names > 1 and is_given_name(first)),
        possessive=lower(word[len(bare(word)) :]) in {"'s", "’s", "'", "’", "‘s", "`s"},
        suffixed=bare(word) != word,
    )


def _stops(words: Words, index: int, names: int) -> bool:
    """Return whether a capitalised word cannot be part of a name here: an opening word, a profession, a place before the name."""
    if _OTHERS.match(words.text, words.ends[index]):
        return False
    lowered = lower(bare(words.words[index]))
    following = words.words[index + 1] if index + 1 < len(words.words) else ""
    if lowered in lexicon.OPENERS or lowered.endswith(("ism", "изм")) or is_title(lowered):
        return True
    if names == 0 and is_role(lowered) and following[:1].isupper():
        return True
    if names == 0 and lowered in lexicon.PEOPLES:
        return lowered == words.lower[index] and following != "(" and (act_of(following) is None or following in lexicon.AMBIGUOUS)
    if names == 0 and _heads(words, index):
        return opens(lowered) or lowered in lexicon.PLACES or (is_doubtful(lowered) and following[:1].isupper())
    return names == 0 and lowered in lexicon.PLACES


def _heads(words: Words, index: int) -> bool:
    return index == 0 or words.words[index - 1] in '.:;?!“"«„(['


def _leads_to_name(words: Words, index: int) -> bool:
    following = index + 1
    if words.at(following) in lexicon.PARTICLES and words.words[following].islower():
        following += 1
    return following < len(words.words) and has_shape(words.words[following]) and words.lower[index] not in lexicon.JOINING


def _group(words: Words, index: int) -> tuple[People | None, int]:
    first = _person(words, index)
    if not first:
        return None, index + 1
    if _is_body(words, index, first.next):
        return None, _past_capitals(words, first.next)
    persons = _joined(words, first)
    last = persons[-1]
    colleagues = _OTHERS.match(words.text, last.end) if not last.suffixed else None
    end = colleagues.end() if colleagues else last.end
    years, after = _years(words.text, colleagues.end() if colleagues else words.ends[last.next - 1], words.starts[index])
    marker = _MARKER.match(words.text, after)
    while aside := _ASIDE.match(words.text, after):
        after = aside.end()
    group = People(
        tuple(person.name for person in persons),
        words.starts[index],
        end,
        index,
        words.after(after),
        others=colleagues is not None,
        personal=any(person.given for person in persons),
        possessive=last.possessive or bool(colleagues and colleagues["possessive"]),
        suffixed=last.suffixed,
        years=years,
        marker=marker[1] if marker else "",
        team=bool(colleagues and colleagues["team"]),
        doubtful=len(persons) == 1 and " " not in first.name and _heads(words, index) and is_doubtful(lower(first.name)),
    )
    if not group.bibliographic and _is_other_thing(words, group, persons):
        return None, max(last.next, index + 1)
    return group, max(last.next, words.after(end))


def _years(text: str, at: int, start: int) -> tuple[tuple[int, ...], int]:
    match = _YEARS.match(text, at)
    if not match or (match[2] and not _in_brackets(text, start)):
        return (), at
    end = match.end()
    if match[2]:
        end = next((place for place in range(match.end(), min(len(text), match.end() + 80)) if text[place] in ";)"), match.end())
    return tuple(int(year) for year in _YEAR.findall(text[match.start() : end])), end if match[2] is None else match.end()


def _in_brackets(text: str, at: int) -> bool:
    return text.rfind("(", max(0, at - _NEAR), at) > text.rfind(")", max(0, at - _NEAR), at)


def _joined(words: Words, first: _Person) -> list[_Person]:
    """Return all persons of "A, B and C"; a list of names counts only with its last "and", or before "et al."."""
    persons = [first]
    sure = 1
    index = first.next
    while not persons[-1].suffixed and len(persons) < _LONGEST_LIST:
        comma = words.at(index) == ","
        index += comma
        joint = words.at(index) in lexicon.JOINING and not _OTHERS.match(words.text, words.ends[index - 1])
        index += joint
        following = _person(words, index) if comma or joint else None
        if not following or _is_body(words, index, following.next):
            break
        if joint and not comma and not _pairs(words, persons[-1]):
            break
        persons.append(following)
        index = following.next
        if joint or _OTHERS.match(words.text, following.end):
            sure = len(persons)
            if joint:
                break
    return persons[:sure]


def _pairs(words: Words, person: _Person) -> bool:
    """Return whether the name after "and" belongs to the same work, unlike in "A and B et al." and "A and B and C"."""
    linked: list[_Person] = [person]
    while len(linked) < _LONGEST_CHAIN and words.at(linked[-1].next) in lexicon.JOINING:
        following = _person(words, linked[-1].next + 1)
        if not following or _OTHERS.match(words.text, following.end):
            break
        linked.append(following)
    return len(linked) % 2 == 0


def _is_body(words: Words, first: int, after: int) -> bool:
    if _OTHERS.match(words.text, words.ends[after - 1]):
        return False
    run = [lower(bare(word)) for word in words.words[first:after]]
    following = words.words[after] if after < len(words.words) else ""
    if len(run) > 1 or following[:1].isupper():
        run.append(lower(bare(following)))
    return any(is_body(word) for word in run)


def _past_capitals(words: Words, index: int) -> int:
    """Return the index after the rest of an organisation's name: "Control and Prevention"."""
    while index < len(words.words):
        if words.at(index) in lexicon.JOINING and words.at(index + 1)[:1].isalpha() and words.words[index + 1][0].isupper():
            index += 1
        elif not words.words[index][0].isupper():
            break
        index += 1
    return index


def _is_other_thing(words: Words, group: People, persons: list[_Person]) -> bool:
    """Return whether capitals do not name a person: a place, an acronym, a firm, something with a number, a compound."""
    places = any(lower(person.name.split()[-1]) in lexicon.PLACES for person in persons)
    letters = all(person.name.isupper() for person in persons)
    if any(is_firm(person.name) for person in persons if person.given):
        return True
    if (places or letters) and not any(person.given for person in persons):
        return True
    if words.at(persons[-1].next)[:1].isdigit():
        return True
    end = words.ends[persons[-1].next - 1]
    return words.text[end : end + 1] in _COMPOUND or words.text[group.start - 1 : group.start] in _COMPOUND
