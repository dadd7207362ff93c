"""Containers: whether an entry and a record name one journal, book or conference, each in its own way.

Abbreviations are judged by their letters, without a list: of the 36,806 single words in the ISSN centre's List of Title Word
Abbreviations 36,768 (99.9 %) are abbreviated to letters of the word in its order. Packages with that list load 1.3 MB of it at
import and bring NLTK or code under the GPL.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from kzcheck import data
from kzcheck.data.subjects import Meetings
from kzcheck.identifiers import find_issns
from kzcheck.language.alternatives import any_of, folded
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.field_outcomes import another_version, is_repository
from kzcheck.matching.titles import contrast, journals, kind, plain, wording

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

SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 12

LEFT_OUT = 2
"""Words of a name, from the last one of an acronym on, that may follow it: KDD is "Knowledge Discovery and Data Mining"."""

_STANDS_ALONE = frozenset(("book", "thesis", "data", "patent", "law"))
"""Kinds of works that stand in no container, or in a series that lists give or leave out as they like."""

_ON_THE_WEB = frozenset("webpage post post-weblog article-newspaper article-magazine broadcast".split())
_SITE = re.compile(r"(?i)https?://|www\.|\b[\w-]+\.(?:com|org|net|edu|gov|info|io|kz|ru|de|fr|uk|tr|cn)\b|wikipedia")
_YEAR_OR_COUNT = re.compile(r"\d+(?:st|nd|rd|th)?")
_SECTION = frozenset("a b c d e f g h ii iii iv".split())
_MARK = re.compile(r"\s*[:;=(\[/]\s*|\s+[-–—|]\s+|(?<=\w{4})[.,]\s+")
_AFTER_SECTION = re.compile(
    r"(?<=\w)[.,]?\s+(?:(?:Section|Sect|Series|Ser|Part)\b\.?\s+)?(?P<letter>[A-H])(?![\w'’.&]|\s+(?:and|of)\b).*"
)
_ELIDED = re.compile(r"(?i)\b(?:[ld]|dell|nell|all|dall|sull|un)['’](?=\w)")
_PARALLEL = re.compile(r"\s*[=/]\s*")
_ACRONYM = re.compile(r"(?<![^\W_])(?:[A-Z][A-Za-z]{0,10}[A-Z][A-Za-z]{0,4}|[A-Z]{2,12})(?![^\W\d_])")
_ALONE = re.compile(
    r"(?:(?:IEEE|ACM|In|Proc(?:eedings)?\.?(?: of)?(?: the)?)[\s/]+)*"
    r"(?P<letters>(?=(?:[a-z]*[A-Z]){2})[A-Za-z]{2,12})[\W_]{0,3}(?:\d{2}|\d{4})?"
)


@cache
def _names_in(field: Literal["words", "series"]) -> re.Pattern[str]:
    """Return the words, folded, that tell a meeting or a series."""
    return re.compile(rf"(?<!\w){any_of(getattr(data.read('meetings', Meetings), field))}(?!\w)")


@cache
def _generic() -> frozenset[str]:
    return frozenset((*data.read("meetings", Meetings).generic, *data.languages()["en"].ordinals))


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
    if not sections and any(same_container(name, other) for name in names for other in recorded):
        return "same"
    if not any(_comparable(name, other) for name in listed for other in recorded):
        return "unknown"
    name = next((name for name in recorded if _comparable(listed[0], name)), recorded[0])
    return Difference(
        "container_title",
        "container",
        item.container_title or listed[0],
        name,
        words=(item.container_title or listed[0],),
        new="" if name.isupper() else name,
        slight=not sections and _may_be_form(item, record, listed, recorded),
    )


def same_container(a: str, b: str) -> bool:
    """Tell whether two names can be one container's: abbreviated, cut, with an acronym, a society or a number more."""
    a, b = _bare(a), _bare(b)
    if _equal(a, b) or any(_equal(part, b) for part in _parts(a)) or any(_equal(a, part) for part in _parts(b)):
        return True
    if _names_in("words").search(fold(a)) or _names_in("words").search(fold(b)):
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
    return tuple(name for name in _names(*given) if main_script(name))


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


@lru_cache(maxsize=1 << 12)
def _parts(name: str) -> tuple[str, ...]:
    """Return what of a name can stand alone: before its subtitle, its place or its society; either of two parallel names."""
    parts = [name[: mark.start()] for mark in islice(_MARK.finditer(name), 4)]
    parts += [name[mark.end() :] for mark in islice(_PARALLEL.finditer(name), 2)]
    return tuple(part for part in dict.fromkeys(parts) if main_script(part))


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether one name can abbreviate another: word by word, letters of the word in their order, the first one among them."""
    shorts, fulls = ([word for word in journals.words(name) if word != "its"] for name in (short, full))
    if not shorts or len(shorts) != len(fulls) or (len(shorts) == 1 and not short.rstrip().endswith(".")):
        return "".join(shorts) == "".join(fulls) and bool(shorts)
    pairs = list(zip(shorts, fulls, strict=True))
    return all(_letters_of(word, other) or _letters_of(other, word) or _plural(word, other) for word, other in pairs) and any(
        not _plural(word, other) for word, other in pairs
    )


def _plural(a: str, b: str) -> bool:
    return a != b and a.removesuffix("s") == b.removesuffix("s")


def _letters_of(short: str, word: str) -> bool:
    if short == word:
        return True
    return short[0] == word[0] and len(short) + 1 < len(word) and journals.in_order(short, word)


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
    bare = _letters(acronym)
    return bool(bare) and _spells(bare, name)


def _letters(name: str) -> str:
    """Return the letters of a name that is an acronym, perhaps with a year; "" for any other."""
    match = _ALONE.fullmatch(name.strip())
    return lower(match["letters"]) if match else ""


def _spells(acronym: str, name: str) -> bool:
    """Tell whether an acronym is made of the beginnings of words in their order, from any word on, without generic ones."""
    words = [word for word in journals.words(name) if not _YEAR_OR_COUNT.fullmatch(word)]
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
        at = begun | (at if word in _generic() else set())
        if len(acronym) in begun and place and len(words) - place <= LEFT_OUT:
            return True
    return False


def _may_spell(acronym: str, name: str) -> bool:
    """Tell whether a name is an acronym whose letters stand in the other in their order: nobody can say more of it."""
    bare, words = _letters(acronym), journals.words(name)
    return len(bare) >= SHORTEST_ACRONYM and bool(words) and words[0][0] == bare[0] and journals.in_order(bare, "".join(words))


def _may_be_called(acronym: str, meeting: str) -> bool:
    """Tell whether a name is an acronym and the other a meeting's without one: SIGGRAPH spells nothing."""
    plain_acronym = bool(_letters(acronym)) and acronym.isupper()
    return plain_acronym and bool(_names_in("words").search(fold(meeting))) and not _acronyms(meeting)


def _one_meeting(a: str, b: str) -> bool:
    """Tell whether two names of meetings, or a meeting's and a book's, are one: by an acronym or by their telling words."""
    first, second = _acronyms(a), _acronyms(b)
    if first & second or any(_spells(word, b) for word in first - second) or any(_spells(word, a) for word in second - first):
        return True
    if first and second and not any(x.startswith(y) or y.startswith(x) for x in first for y in second):
        return False
    left, right = _telling(a), _telling(b)
    fewer, more = sorted((len(left), len(right)))
    enough = fewer > 1 and fewer / more >= MOST_OF_A_NAME and all(map(_names_in("words").search, (fold(a), fold(b))))
    return _shared(left, right) == 1 and (fewer == more or enough)


def _acronyms(name: str) -> frozenset[str]:
    acronyms = frozenset(lower(word) for word in _ACRONYM.findall(name) if len(word) >= SHORTEST_ACRONYM)
    return acronyms - _generic() or acronyms


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return the share of the telling words of the shorter name that the other has, too, perhaps abbreviated."""
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    if not fewer:
        return 0.0
    return sum(any(_begins(word, other) or _begins(other, word) for other in more) for word in fewer) / len(fewer)


def _begins(short: str, word: str) -> bool:
    return short == word or _plural(short, word) or (len(short) > 1 and len(short) + 1 < len(word) and word.startswith(short))


def _telling(name: str) -> tuple[str, ...]:
    words = [word for word in fold(_ACRONYM.sub(" ", name)).split() if not _YEAR_OR_COUNT.fullmatch(word)]
    return tuple(word for word in words if word not in _generic()) or tuple(words)


def _may_be_form(item: Item, record: Record, listed: tuple[str, ...], recorded: tuple[str, ...]) -> bool:
    """Tell whether two names can be one container's after all: one ISSN, a repository, a series, a slip."""
    if item.issn and set(find_issns(item.issn)) & set(find_issns(record.item.issn)):
        return True
    if another_version(item, record) or any(map(is_repository, (*listed, *recorded))):
        return True
    folded = fold(listed[0])
    parts = {"talk", "part"} & {kind(item.type), kind(record.item.type)}
    if parts and bool(_names_in("series").search(folded)) != any(_names_in("series").search(fold(name)) for name in recorded):
        return True
    if any(_may_spell(name, other) or _may_spell(other, name) for name in listed for other in recorded):
        return True
    if any(contrast(listed[0], name, open_ends=False).level < 2 for name in recorded):  # noqa: PLR2004 - the level of a difference
        return True
    if any(_may_be_called(name, other) or _may_be_called(other, name) for name in listed for other in recorded):
        return True
    meeting = parts or any(_names_in("words").search(fold(name)) for name in (listed[0], *recorded))
    pairs = [(_telling(name), _telling(other)) for name in listed for other in recorded]
    return bool(meeting) and any(min(map(len, pair)) > 1 and _shared(*pair) >= SHARED for pair in pairs)
