"""Containers: whether an entry and a record name one journal, book or conference, each in its own way.

Abbreviations are judged by their letters, without a list: of the 36,806 single words in the ISSN centre's List of Title Word
Abbreviations 36,768 (99.9 %) are abbreviated to letters of the word in its order. Packages with that list load 1.3 MB of it at
import and bring NLTK or code under the GPL.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Meetings
from kzcheck.identifiers import find_issns
from kzcheck.language.alternatives import folded
from kzcheck.language.folding import fold
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.field_outcomes import another_version, is_repository, repositories
from kzcheck.matching.imprint.meetings import (
    SHORTEST_ACRONYM,
    acronyms,
    generic,
    is_year_or_count,
    letters,
    letters_of,
    meetings,
    names_in,
    parts,
    telling,
)
from kzcheck.matching.titles import contrast, journals, kind, plain, wording
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.imprint.field_outcomes import FieldOutcome

LONGEST = 300
MOST_NAMES = 12
"""Characters of a name, and names of one container, that are compared."""

SHARED = 0.6
"""Share of its telling words that one name of a conference shares with the other where they may be one."""

MOST_OF_A_NAME = 0.5
"""Telling words that the shorter name of a meeting has at least, of those of the longer one."""

LONGEST_ACRONYM = 12

LEFT_OUT = 2
"""Words of a name, from the last one of an acronym on, that may follow it: KDD is "Knowledge Discovery and Data Mining"."""

_STANDS_ALONE = frozenset(("book", "thesis", "data", "patent", "law"))
"""Kinds of works that stand in no container, or in a series that lists give or leave out as they like."""

_ON_THE_WEB = frozenset("webpage post post-weblog article-newspaper article-magazine broadcast".split())
_SITE = re.compile(r"(?i)https?://|www\.|\b[\w-]+\.(?:com|org|net|edu|gov|info|io|kz|ru|de|fr|uk|tr|cn)\b|wikipedia")
_SECTION = frozenset("a b c d e f g h ii iii iv".split())
_AFTER_SECTION = re.compile(
    r"(?<=\w)[.,]?\s+(?:(?:Section|Sect|Series|Ser|Part)\b\.?\s+)?(?P<letter>[A-H])(?![\w'’.&]|\s+(?:and|of)\b).*"
)
_ELIDED = re.compile(r"(?i)\b(?:[ld]|dell|nell|all|dall|sull|un)['’](?=\w)")


@cache
def _languages() -> dict[str, str]:
    """Return the language that a word, folded, in the name of a journal is of; a word of several is of none."""
    codes: dict[str, set[str]] = {}
    for code, language in data.languages().items():
        for word in folded(language.journal_words | language.container_words):
            codes.setdefault(word, set()).add(code.partition("-")[0])
    return {word: min(own) for word, own in codes.items() if len(own) == 1}


def compare_container(item: Item, record: Record) -> FieldOutcome:
    """Return how the container of an entry differs from all that its record names: any match is enough."""
    listed = _names(item.container_title, item.container_title_short, item.event_title)
    recorded = _recorded(record)
    if not listed or not recorded or kind(item.type) in _STANDS_ALONE or item.type in _ON_THE_WEB or _SITE.search(listed[0]):
        return "unknown"
    sections = _sections(listed[0], recorded)
    names = (*listed, *_names(item.collection_title))
    own, its = (frozenset(line for name in group for line in meetings(name)) for group in (names, recorded))
    known = bool(own and its)
    if not sections and (own & its or any(_same_name(name, other, known=known) for name in names for other in recorded)):
        return "same"
    if not any(_comparable(name, other) for name in listed for other in recorded) or _tells_nothing(item, record, listed, recorded):
        return "unknown"
    name = next((name for name in recorded if _comparable(listed[0], name)), recorded[0])
    return Difference(
        "container_title",
        "container",
        item.container_title or listed[0],
        name,
        words=(item.container_title or listed[0],),
        new="" if name.isupper() else name,
        slight=not sections
        and (_may_be_version(item, record, listed, recorded) or (not known and _may_be_form(item, record, listed, recorded))),
    )


def _same_name(name: str, other: str, *, known: bool) -> bool:
    """Tell whether two names can be one container's; those of two `known` meetings or journals only if they are the same words."""
    servers = repositories(name)
    return _equal(name, other) or bool(servers and servers == repositories(other)) or (not known and same_container(name, other))


def _tells_nothing(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Tell whether two names are of two places by right.

    An index that merges the versions of a work names any of them. A paper in a series is recorded under its book or under
    the series alone.
    """
    servers = [all(map(is_repository, names)) for names in (listed, recorded)]
    if SOURCES[record.service].kind == "index" and servers[0] != servers[1]:
        return True
    if not {"talk", "part"} & {kind(item.type), kind(record.item.type)}:
        return False
    series = [all(names_in("series").search(fold(name)) for name in names) for names in (listed, recorded)]
    return series[0] != series[1]


def same_container(a: str, b: str) -> bool:
    """Tell whether two names can be one container's: abbreviated, cut, with an acronym, a society or a number more."""
    a, b = _bare(a), _bare(b)
    if _equal(a, b) or any(_equal(part, b) for part in parts(a)) or any(_equal(a, part) for part in parts(b)):
        return True
    if names_in("words").search(fold(a)) or names_in("words").search(fold(b)):
        return _one_meeting(a, b)
    return _is_acronym(a, b) or _is_acronym(b, a) or not wording(a, b)


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(name[:LONGEST]) for name in names if name))


@lru_cache(maxsize=1 << 12)
def _bare(name: str) -> str:
    """Return a name without elided articles, and without what follows the letter of its section: it changes with the years."""
    return _AFTER_SECTION.sub(r" \g<letter>", _ELIDED.sub("", name))


def _recorded(record: Record) -> tuple[str, ...]:
    item = record.item
    given = (item.container_title, *record.containers[:MOST_NAMES], item.container_title_short, item.event_title)
    nameless = data.read("meetings", Meetings).nameless
    return tuple(name for name in _names(*given) if main_script(name) and fold(name) not in nameless)


def _comparable(a: str, b: str) -> bool:
    """Tell whether two names are in one script and not in two languages."""
    first, second = _tongue(a), _tongue(b)
    return main_script(a) == main_script(b) and (not first or not second or first == second)


@lru_cache(maxsize=1 << 12)
def _tongue(name: str) -> str:
    known = [_languages()[word] for word in fold(name).split() if word in _languages()]
    return known[0] if known else guess(name)[:2]


def _equal(a: str, b: str) -> bool:
    return journals.same_journal(a, b) or _abbreviates(a, b) or _abbreviates(b, a)


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether one name can abbreviate another: word by word, letters of the word in their order, the first one among them."""
    shorts, fulls = ([word for word in journals.words(name) if word != "its"] for name in (short, full))
    if not shorts or len(shorts) != len(fulls) or (len(shorts) == 1 and not short.rstrip().endswith(".")):
        return "".join(shorts) == "".join(fulls) and bool(shorts)
    pairs = list(zip(shorts, fulls, strict=True))
    return all(letters_of(word, other) or letters_of(other, word) or _plural(word, other) for word, other in pairs) and any(
        not _plural(word, other) for word, other in pairs
    )


def _plural(a: str, b: str) -> bool:
    return a != b and a.removesuffix("s") == b.removesuffix("s")


def _sections(listed: str, recorded: tuple[str, ...]) -> bool:
    """Tell whether a journal's section has another letter in the list than in every name of the record."""
    letter = _section(listed)
    letters = {letter for name in recorded if (letter := _section(name))}
    return bool(letter and letters) and letter not in letters


def _section(name: str) -> str:
    """Return the letter or numeral of the section that a journal's name ends in, before its subtitle; "" without one."""
    last = fold(_bare(re.split(r"[:(\[]", name)[0])).rpartition(" ")
    return last[2] if last[0] and last[2] in _SECTION else ""


def _is_acronym(acronym: str, name: str) -> bool:
    """Tell whether a whole name, but for a year, is an acronym of the other: PNAS, NeurIPS 2019."""
    bare = letters(acronym)
    return bool(bare) and _spells(bare, name)


def _spells(acronym: str, name: str) -> bool:
    """Tell whether an acronym is made of the beginnings of words in their order, from any word on, without generic ones."""
    words = [word for word in journals.words(name) if not is_year_or_count(word)]
    return any(_spelt_from(acronym, words[start:]) for start in range(len(words)))


def _spelt_from(acronym: str, words: list[str]) -> bool:
    at = {0}
    for place, word in enumerate(words[:LONGEST_ACRONYM]):
        begun = {
            begin + length
            for begin in at
            for length in range(1, 5)
            if acronym[begin : begin + length] == word[:length] and length <= len(word)
        }
        at = begun | (at if word in generic() else set())
        if len(acronym) in begun and place and len(words) - place <= LEFT_OUT:
            return True
    return False


def _may_spell(acronym: str, name: str) -> bool:
    """Tell whether a name is an acronym whose letters stand in the other in their order: nobody can say more of it."""
    bare, words = letters(acronym), journals.words(name)
    return len(bare) >= SHORTEST_ACRONYM and bool(words) and words[0][0] == bare[0] and journals.in_order(bare, "".join(words))


def _may_be_called(acronym: str, meeting: str) -> bool:
    """Tell whether a name is an acronym that nobody knows and the other a meeting's without one: it need not spell the name."""
    plain_acronym = bool(letters(acronym)) and acronym.isupper() and not meetings(acronym)
    return plain_acronym and bool(names_in("words").search(fold(meeting))) and not acronyms(meeting)


def _one_meeting(a: str, b: str) -> bool:
    """Tell whether two names of meetings, or a meeting's and a book's, are one: by an acronym or by their telling words."""
    first, second = acronyms(a), acronyms(b)
    if first & second or any(_spells(word, b) for word in first - second) or any(_spells(word, a) for word in second - first):
        return True
    if first and second and not any(x.startswith(y) or y.startswith(x) for x in first for y in second):
        return False
    left, right = telling(a), telling(b)
    fewer, more = sorted((len(left), len(right)))
    enough = fewer > 1 and fewer / more >= MOST_OF_A_NAME and all(map(names_in("words").search, (fold(a), fold(b))))
    return _shared(left, right) == 1 and (fewer == more or enough)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return the share of the telling words of the shorter name that the other has, too, perhaps abbreviated."""
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    if not fewer:
        return 0.0
    return sum(any(_begins(word, other) or _begins(other, word) for other in more) for word in fewer) / len(fewer)


def _begins(short: str, word: str) -> bool:
    return short == word or _plural(short, word) or (len(short) > 1 and len(short) + 1 < len(word) and word.startswith(short))


def _may_be_version(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Tell whether two names can be one work's by right: one ISSN, or a repository beside where it was published."""
    if item.issn and set(find_issns(item.issn)) & set(find_issns(record.item.issn)):
        return True
    return another_version(item, record) or any(map(is_repository, (*listed, *recorded)))


def _may_be_form(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Tell whether two names can be one container's after all: a series, a slip, an acronym, a meeting in other words."""
    folded = fold(listed[0])
    in_books = {"talk", "part"} & {kind(item.type), kind(record.item.type)}
    if in_books and bool(names_in("series").search(folded)) != any(names_in("series").search(fold(name)) for name in recorded):
        return True
    if any(_may_spell(name, other) or _may_spell(other, name) for name in listed for other in recorded):
        return True
    if any(contrast(listed[0], name, open_ends=False).level < 2 for name in recorded):  # noqa: PLR2004 - the level of a difference
        return True
    if any(_may_be_called(name, other) or _may_be_called(other, name) for name in listed for other in recorded):
        return True
    meeting = in_books or any(names_in("words").search(fold(name)) for name in (listed[0], *recorded))
    pairs = [(telling(name), telling(other)) for name in listed for other in recorded]
    return bool(meeting) and any(min(map(len, pair)) > 1 and _shared(*pair) >= SHARED for pair in pairs)
