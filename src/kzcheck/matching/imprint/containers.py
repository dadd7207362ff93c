"""Containers: decides whether an entry and a record name the same journal, book or conference.

Abbreviations are judged by their letters, without a list: of the 36,806 single words in the ISSN centre's List of Title Word
Abbreviations 36,768 (99.9 %) are abbreviated to letters of the word in order. Packages with that list load 1.3 MB of it at
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
    distinctive_words,
    generic,
    is_year_or_count,
    letters,
    letters_of,
    meetings,
    names_in,
    parts,
)
from kzcheck.matching.titles import contrast, journals, kind, plain, wording
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.imprint.field_outcomes import FieldOutcome

LONGEST = 300
MOST_NAMES = 12
"""The number of a container's names that are compared, and of characters in each."""

SHARED = 0.6
"""Share of distinctive words that two names of one conference may have in common."""

MOST_OF_A_NAME = 0.5
"""Share of distinctive words that the shorter name of a meeting must have, compared with the longer one."""

LONGEST_ACRONYM = 12

LEFT_OUT = 2
"""Words of a name that may follow the last one of its acronym: KDD is "Knowledge Discovery and Data Mining"."""

_STANDS_ALONE = frozenset(("book", "thesis", "data", "patent", "law"))
"""Kinds of works without a container, or with a series that lists may omit."""

_ON_THE_WEB = frozenset("webpage post post-weblog article-newspaper article-magazine broadcast".split())
_SITE = re.compile(r"(?i)https?://|www\.|\b[\w-]+\.(?:com|org|net|edu|gov|info|io|kz|ru|de|fr|uk|tr|cn)\b|wikipedia")
_SECTION = frozenset("a b c d e f g h ii iii iv".split())
_AFTER_SECTION = re.compile(
    r"(?<=\w)[.,]?\s+(?:(?:Section|Sect|Series|Ser|Part)\b\.?\s+)?(?P<letter>[A-H])(?![\w'’.&]|\s+(?:and|of)\b).*"
)
_ELIDED = re.compile(r"(?i)\b(?:[ld]|dell|nell|all|dall|sull|un)['’](?=\w)")


@cache
def _languages() -> dict[str, str]:
    """Return the language of each folded word in journal names; words of several languages are left out."""
    codes: dict[str, set[str]] = {}
    for code, language in data.languages().items():
        for word in folded(language.journal_words | language.container_words):
            codes.setdefault(word, set()).add(code.partition("-")[0])
    return {word: min(own) for word, own in codes.items() if len(own) == 1}


def compare_container(item: Item, record: Record) -> FieldOutcome:
    """Return how the container of an entry differs from all containers in its record: any match is enough."""
    listed = _names(item.container_title, item.container_title_short, item.event_title)
    recorded = _recorded(record)
    if not listed or not recorded or kind(item.type) in _STANDS_ALONE or item.type in _ON_THE_WEB or _SITE.search(listed[0]):
        return "unknown"
    sections = _sections(listed[0], recorded)
    names = (*listed, *_names(item.collection_title))
    cited, held = (frozenset(line for name in group for line in meetings(name)) for group in (names, recorded))
    known = bool(cited and held)
    if not sections and (cited & held or any(_same_name(name, other, known=known) for name in names for other in recorded)):
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
    """Return whether two names may be one container's; two `known` meetings or journals must have the same words."""
    servers = repositories(name)
    return _equal(name, other) or bool(servers and servers == repositories(other)) or (not known and same_container(name, other))


def _tells_nothing(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Return whether two names may rightly differ.

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
    """Return whether two names may be one container's: abbreviated, shortened, or with an additional acronym, society or number."""
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
    """Return a name without elided articles, and without the text after its section letter, which changes over the years."""
    return _AFTER_SECTION.sub(r" \g<letter>", _ELIDED.sub("", name))


def _recorded(record: Record) -> tuple[str, ...]:
    item = record.item
    titles = (item.container_title, *record.containers[:MOST_NAMES], item.container_title_short, item.event_title)
    nameless = data.read("meetings", Meetings).nameless
    return tuple(name for name in _names(*titles) if main_script(name) and fold(name) not in nameless)


def _comparable(a: str, b: str) -> bool:
    """Return whether two names are in one script and not in two languages."""
    first, other = _tongue(a), _tongue(b)
    return main_script(a) == main_script(b) and (not first or not other or first == other)


@lru_cache(maxsize=1 << 12)
def _tongue(name: str) -> str:
    known = [_languages()[word] for word in fold(name).split() if word in _languages()]
    return known[0] if known else guess(name)[:2]


def _equal(a: str, b: str) -> bool:
    return journals.same_journal(a, b) or _abbreviates(a, b) or _abbreviates(b, a)


def _abbreviates(short: str, full: str) -> bool:
    """Return whether one name can abbreviate another: word by word, by the first and further letters of each word in order."""
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
    """Return whether a journal's section has a different letter in the list than in every name of the record."""
    letter = _section(listed)
    letters = {letter for name in recorded if (letter := _section(name))}
    return bool(letter and letters) and letter not in letters


def _section(name: str) -> str:
    """Return the letter or numeral of the section at the end of a journal's name, before its subtitle, or ""."""
    last = fold(_bare(re.split(r"[:(\[]", name)[0])).rpartition(" ")
    return last[2] if last[0] and last[2] in _SECTION else ""


def _is_acronym(acronym: str, name: str) -> bool:
    """Return whether a whole name, except for a year, is an acronym of the other: PNAS, NeurIPS 2019."""
    bare = letters(acronym)
    return bool(bare) and _spells(bare, name)


def _spells(acronym: str, name: str) -> bool:
    """Return whether an acronym consists of beginnings of consecutive words, from any word on, without generic ones."""
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
    """Return whether a name is an acronym whose letters occur in order in the other, so that nothing more can be said."""
    bare, words = letters(acronym), journals.words(name)
    return len(bare) >= SHORTEST_ACRONYM and bool(words) and words[0][0] == bare[0] and journals.in_order(bare, "".join(words))


def _may_be_called(acronym: str, meeting: str) -> bool:
    """Return whether one name is an unknown acronym and the other a meeting without one: it need not spell the name."""
    plain_acronym = bool(letters(acronym)) and acronym.isupper() and not meetings(acronym)
    return plain_acronym and bool(names_in("words").search(fold(meeting))) and not acronyms(meeting)


def _one_meeting(a: str, b: str) -> bool:
    """Return whether two names of meetings, or a meeting and a book, are one: by an acronym or their distinctive words."""
    first, second = acronyms(a), acronyms(b)
    if first & second or any(_spells(word, b) for word in first - second) or any(_spells(word, a) for word in second - first):
        return True
    if first and second and not any(x.startswith(y) or y.startswith(x) for x in first for y in second):
        return False
    left, right = distinctive_words(a), distinctive_words(b)
    fewer, more = sorted((len(left), len(right)))
    enough = fewer > 1 and fewer / more >= MOST_OF_A_NAME and all(map(names_in("words").search, (fold(a), fold(b))))
    return _shared(left, right) == 1 and (fewer == more or enough)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return the share of distinctive words of the shorter name that occur in the other, perhaps abbreviated."""
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    if not fewer:
        return 0.0
    return sum(any(_begins(word, other) or _begins(other, word) for other in more) for word in fewer) / len(fewer)


def _begins(short: str, word: str) -> bool:
    return short == word or _plural(short, word) or (len(short) > 1 and len(short) + 1 < len(word) and word.startswith(short))


def _may_be_version(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Return whether two names may rightly be one work's: one ISSN, or a repository beside the place of publication."""
    if item.issn and set(find_issns(item.issn)) & set(find_issns(record.item.issn)):
        return True
    return another_version(item, record) or any(map(is_repository, (*listed, *recorded)))


def _may_be_form(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Return whether two names may be one container's after all: a series, a slip, an acronym, a meeting in other words."""
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
    pairs = [(distinctive_words(name), distinctive_words(other)) for name in listed for other in recorded]
    return bool(meeting) and any(min(map(len, pair)) > 1 and _shared(*pair) >= SHARED for pair in pairs)
