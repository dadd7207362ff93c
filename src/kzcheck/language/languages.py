"""Recognises the language of a title from its letters, function words and endings, or gives no answer.

Titles are too short for letter statistics, but most contain a function word or an ending of their language
(`data/languages/`). A word shared by several languages counts for each by its share. Measured in
tests/language/test_languages.py: an answer, if given, should be right.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import EnglishTitles
from kzcheck.language.folding import fold, lower
from kzcheck.language.scripts import script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.csl import Item

_LONG = 1000

_WORD_SHARE, _ENDING_SHARE, _LETTER_SHARE, _FOREIGN_LETTER = 1.0, 0.6, 0.8, 0.7
# Chosen on 300 titles of known language: below these, English words in other titles and names with foreign letters mislead.
# One word is enough for English, the most frequent language with the most words; other languages need a word and something
# more.
_ENOUGH, _ENOUGH_FOR_ENGLISH, _MARGIN = 1.2, 1.0, 1.6
_MOST = 0.75  # of the letters are in one script; otherwise the title is in two languages
_LONGEST_ENDING = 6
_ENDED = 5  # letters from which the ending of a Russian word counts

_CYRILLIC_LETTERS = (
    ("ba", "ҡҙҫ"),
    ("tt", "җ"),
    ("tg", "ӯҷӣ"),
    ("kk", "ұ"),
    ("uk", "їєґ"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћ"),
)
_TURKIC = "әғқңөүһҳҷҗұ"
_BULGARIAN = re.compile(r"ъ\w?[тлрнкмвгб]\b|ът\b|\b(?:със|през|към|които|във)\b|(?:та|те|то)\b")
_NEVER_BULGARIAN = frozenset("ыэё")
_SOFT_SIGNS = "'’ʹ"
_SOFT_SIGN = re.compile("[a-z][bdlnprstvz]['’ʹ][bcdfgknmpstvzš](?!\\b)|[ao]st['’ʹ]\\b")
_TOKEN = re.compile(r"[^\W\d_]+")


@cache
def _languages_with(field: str) -> dict[str, tuple[str, ...]]:
    """Return the languages in Latin script for each word, ending or letter."""
    index: dict[str, list[str]] = defaultdict(list)
    for code, language in data.languages().items():
        for entry in getattr(language, field) if language.letters is not None else ():
            index[entry].append(code)
    return {entry: tuple(codes) for entry, codes in index.items()}


@cache
def _only_one_in(script: str) -> str:
    """Return the only language written in a script, or "" if there are several or none."""
    return next((code for code, language in data.languages().items() if script in language.scripts), "")


@lru_cache(maxsize=1 << 17)
def guess(text: str) -> str:
    """Return the language of a title as an ISO 639-1 code, "" when unsure.

    Transliterated Russian is "ru-Latn", Kazakh "kk-Latn". Only the first 1,000 characters are read. A title in two scripts has
    no answer.
    """
    text = lower(text[:_LONG])
    if text.isascii():
        return _latin(text)
    counts: dict[str, int] = defaultdict(int)
    for letter, times in Counter(text).items():
        if letter.isalpha():
            counts[script(letter)] += times
    main = max(counts, key=lambda name: counts[name], default="")
    if counts.keys() & {"Hiragana", "Katakana"}:
        return "ja"
    if not main or counts[main] < _MOST * sum(counts.values()):
        return ""
    if main == "Latin":
        return _latin(text)
    if main == "Cyrillic":
        return _cyrillic(text)
    return _arabic(text) if main == "Arabic" else _only_one_in(main)


def of_most(texts: Iterable[str]) -> str:
    """Return the language of at least two thirds of some paragraphs; "" if no language has so many."""
    counts = Counter(map(guess, texts))
    language, times = max(counts.items(), key=lambda count: count[1], default=("", 0))
    return language if times * 3 >= counts.total() * 2 else ""


@lru_cache(maxsize=1 << 12)
def leaning(text: str) -> str:
    """Return the language with the most evidence in a title, however weak, or "" if there is none or two languages tie.

    It answers more often than `guess`, less surely: of 1,119 English titles 1,010 lean to English, of which `guess` finds 894; none
    of the 86 other titles in Latin letters does. A title with a non-ASCII letter is left to `guess`.
    """
    if known := guess(text):
        return known
    text = lower(text[:_LONG])
    (best, most), (_, next_most) = _best(_scores(text)) if text.isascii() else (("", 0.0), ("", 0.0))
    return best if most > next_most else ""


def _latin(text: str) -> str:
    scores = _scores(text)
    for letter in () if text.isascii() else dict.fromkeys(letter for letter in text if letter.isalpha() and not letter.isascii()):
        writers = _languages_with("letters").get(letter, ())
        for language in writers:
            scores[language] += _LETTER_SHARE / len(writers)
        for language in scores:
            if language not in writers:
                scores[language] -= _FOREIGN_LETTER
    (best, most), (_, next_most) = _best(scores)
    enough = _ENOUGH_FOR_ENGLISH if best == "en" else _ENOUGH
    return best if most >= enough and most >= next_most * _MARGIN else ""


def _scores(text: str) -> dict[str, float]:
    """Return the weight of evidence for each language in the words of a title in Latin letters."""
    scores: dict[str, float] = defaultdict(float)
    for word in dict.fromkeys(_TOKEN.findall(text)):
        languages = _languages_with("common_words").get(word)
        share = _WORD_SHARE
        if not languages:
            share = _ENDING_SHARE
            ends = (word[-length:] for length in range(min(_LONGEST_ENDING, len(word) - 2), 1, -1))
            languages = next(filter(None, map(_languages_with("endings").get, ends)), ())
        for language in languages:
            scores[language] += share / len(languages)
    if any(sign in text for sign in _SOFT_SIGNS) and _SOFT_SIGN.search(text):
        scores["ru-Latn"] += _ENDING_SHARE
    return scores


def _best(scores: dict[str, float]) -> list[tuple[str, float]]:
    """Return the two languages with the most evidence, and its weight."""
    return [*sorted(scores.items(), key=lambda item: -item[1]), ("", 0.0), ("", 0.0)][:2]


def _cyrillic(text: str) -> str:
    letters, russian = set(text), data.languages()["ru"]
    for language, own in _CYRILLIC_LETTERS:
        if letters & set(own):
            return language
    if letters & set(_TURKIC):
        return "kk" if "і" in letters or letters >= {"ғ", "қ"} or "қазақ" in text else ""
    if "ў" in letters:
        return "be"
    if "і" in letters:
        return "uk" if not letters & set("ыэёъѣ") else ""
    if letters & set("љњџј"):
        return ""
    words = _TOKEN.findall(text)
    if not letters & _NEVER_BULGARIAN and _BULGARIAN.search(text):
        return ""
    endings = tuple(russian.endings)
    return "ru" if any(word in russian.common_words or (len(word) >= _ENDED and word.endswith(endings)) for word in words) else ""


def _arabic(text: str) -> str:
    for language, own in (("ug", "ۇۈۋ"), ("ps", "ټډړښځې"), ("ur", "ٹڈڑںے"), ("fa", "پچژگکی")):
        if set(own) & set(text):
            return language
    return "ar" if set("ةىيكأإ") & set(text) else ""


_ENGLISH_SHARE = 0.25
"""Share of English words from which a title is English, if nothing else shows its language: of 380 titles in other languages
(half of them labelled entries, half strings to train parsers) 2 have so many, of 235 doubtful ones 94."""


def is_english(title: str) -> bool:
    """Return whether a title is in English: by its function words and endings, or else by its vocabulary."""
    if language := guess(title):
        return language == "en"
    words = fold(title[:_LONG]).split()
    known = data.read("english_titles", EnglishTitles).words
    return title.isascii() and bool(words) and sum(word in known for word in words) >= _ENGLISH_SHARE * len(words)


_NOT_READ = frozenset(
    """abstract annote keyword language doi isbn issn pmid pmcid url call_number citation_key citation_label citation_number
    first_reference_note_number license references source archive_location year_suffix""".split(),
)

_TAG = re.compile(r"[a-z]{2}(?![a-z])")


@functools.cache
def _codes() -> dict[str, str]:
    return {name: code for code, language in data.languages().items() for name in language.names | language.iso_639_2}


def code(name: str) -> str:
    """Return the ISO 639-1 code of a language by its name or code, "" if it is unknown: "german", "ger", "de-AT"."""
    primary = lower(name.strip()).replace("_", "-").partition("-")[0]
    return primary if primary in data.languages() else _codes().get(primary, "")


def texts(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every text of an entry that people read, with its path: `title`, `container_title`, `author.0.family`."""
    yield from ((field, text) for field, text in item.texts() if field not in _NOT_READ)
    for role, place, name in item.names():
        for part in ("family", "given", "literal"):
            if text := getattr(name, part):
                yield f"{role}.{place}.{part}", text


def item_language(item: Item) -> str:
    """Return the ISO 639-1 code of an entry's language: the declared one, else that of its title, or "".

    Transliterated Russian and Kazakh are "ru-Latn" and "kk-Latn".
    """
    own = lower(item.language.strip())
    if code := _codes().get(own):
        return code
    if match := _TAG.match(own):
        return f"{match[0]}-Latn" if "latn" in own else match[0]
    return guess(item.title)
