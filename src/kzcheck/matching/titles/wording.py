"""Wording: finds the words in which two titles differ, after removing differences of form.

Differences of form are case, punctuation, markup, accents, compounds, British and American spelling, Greek letters, numbers as
digits or words, transliteration and old orthography. A slip in a long word or another ending is slight. Another word, another
number, a distinctive word more or fewer is a difference.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

from kzcheck import data
from kzcheck.data.subjects import Titles
from kzcheck.language.alternatives import folded_words
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.markup import find
from kzcheck.language.numbers import mentions, roman
from kzcheck.language.scripts import main_script

if TYPE_CHECKING:
    from collections.abc import Sequence

Level = Literal[0, 1, 2]
"""Two titles are equal except for form, differ slightly, or differ."""

LONGEST = 1000
"""Characters that are read of a title."""

MOST_WORDS = 150

MOST_PAIRS = 400
"""Pairs of words in one chunk that are compared letter by letter: with more, the texts are different."""

SLIP_LETTERS = 8
"""Letters from which one different letter is a slip: `policy` and `police` are two words."""

GAP_LETTERS = 7
"""Letters from which an additional letter is a slip: `county` and `country` are two words."""

TURNED_LETTERS = 6
"""Letters from which two swapped letters are a slip: `trial` and `trail` are two words."""

NAME_LETTERS = 6
"""Letters from which another transliteration is the same word: `wine` and `vine` are two."""

LONGEST_NUMBER = 6
"""Words at most that express one number."""

SUBTITLE_WORDS = 2
"""Distinctive words at an end that can be a subtitle, or a journal's section, without a mark; a single one is just missing."""

_NAMES_OF_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi "
    "omega"
).split()
_GREEK = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", _NAMES_OF_GREEK, strict=True)) | {"ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta"}
_LONE_GREEK = re.compile(r"(?<![\u0370-\u03ff])[Α-ΡΣ-Ωα-ωϕϵϑ](?![\u0370-\u03ff])")
_ANNOTATION = re.compile(r"<(?:mml:)?annotation[^<>]{0,200}>[^<>]{0,2000}</(?:mml:)?annotation>")
_BREAK_TAG = re.compile(r"</?(?:br|p|div|title|li)\b[^<>]{0,100}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]{1,30})\*?\s?")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
"""Umlauts as written without umlaut keys."""

_SIGNS = {"%": " percent ", "‰": " permille ", "ð": "d", "þ": "th"}

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|(?:[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0300-\u036f'’ʼʻ])+"
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|er|eme|go|y|i)")

_BRITISH = (
    (re.compile("(?<=[a-z]{2})our(?=s?$|e[dr]|ing|al|ful|able|ist|ite|less|i)"), "or"),
    (re.compile("(?<=[a-z]{2})is(?=(?:e[ds]?|ing|ations?|ational|ers?|able)$)"), "iz"),
    (re.compile("(?<=[a-z])ys(?=(?:e[ds]?|ing|ers?)$)"), "yz"),
    (re.compile("(?<!r)[ao]e(?=[a-z])"), "e"),
    (re.compile("(?<=[a-z])(?<=[tbv])re(?=s?$)"), "er"),
    (re.compile("ogue(?=s?$)"), "og"),
    (re.compile("(?<=[a-z]{2})enc(?=es?$)"), "ens"),
    (re.compile("(?<=gra)mme(?=s?$)"), "m"),
    (re.compile("gement"), "gment"),
    (re.compile("xion(?=s?$)"), "ction"),
    (re.compile("sulph"), "sulf"),
    (re.compile("([lmptsn])\\1"), r"\1"),
)
_OLD = (
    (re.compile("th(?=eil|aetig|atig|ier|uer|al(?:er)?s?$)|(?<=no|mu|ra)th(?=e?s?$)|(?<=wer|wir)th"), "t"),
    (re.compile("c(?=[aouklrt])"), "k"),
    (re.compile("c(?=[eiy])"), "z"),
    (re.compile("ago$"), "ogo"),
    (re.compile("yago$"), "ego"),
    (re.compile("ya$"), "e"),
    (re.compile("([a-z])\\1"), r"\1"),
)
_ENDING = re.compile("e?s|en?|n|i|a|u|m|om|oi|ov")
_STEM = 5


@cache
def _one_word() -> dict[str, str]:
    return {variant: word for word, variants in data.read("titles", Titles).variants.items() for variant in variants}


@cache
def _said() -> dict[str, int]:
    """Return the English ordinals, and other words for them."""
    ordinals = {word: number for number, word in enumerate(data.languages()["en"].ordinals, 1)}
    return ordinals | dict.fromkeys("one odin odna odno bir bip".split(), 1)


def _small_roman(word: str) -> int:
    """Return the value of a Roman numeral below 40: longer ones are words (mix, did)."""
    return 0 if word.strip("ivx") else roman(word)


class Contrast(NamedTuple):
    """The difference between two titles.

    `share` is the share of letters in common distinctive words; `words` and `instead` are the differing words of each title.
    """

    level: Level
    share: float
    words: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class _Word(NamedTuple):
    raw: str
    key: str


def plain(text: str) -> str:
    """Return the text as a reader sees it: without tags, MathML, LaTeX and entities, escaped once or twice, on one line."""
    text = text[:LONGEST]
    for _ in range(3):
        if "&" not in text:
            break
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BREAK_TAG.sub(" ", _ANNOTATION.sub("", text)))
    if "\\" in text or "$" in text:
        for piece in find(text):
            if piece.kind == "LaTeX" and piece.plain:
                text = text.replace(piece.words, piece.plain)
        text = _COMMAND.sub(lambda match: match["name"] if match["name"] in _NAMES_OF_GREEK else "", text)
        text = text.replace("$", "").replace("\\", "")
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    return " ".join(unicodedata.normalize("NFC", text).split())


def contrast(listed: str, recorded: str, *, open_ends: bool = True) -> Contrast:
    """Compare two `plain` titles word by word and in order.

    With `open_ends`, two or more distinctive words that only one has at an end are slight: a subtitle without a mark.
    """
    listed_words, recorded_words = _words(listed), _words(recorded)
    if not listed_words or not recorded_words:
        return Contrast(2, 0.0)
    level: Level = 0
    unmatched, words, instead = 0, list[str](), list[str]()
    ends = set[bool]()
    keys = [word.key for word in listed_words], [word.key for word in recorded_words]
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        at_end = open_ends and (a == 0 or b == len(listed_words))
        of_chunk, left, right = _chunk(listed_words[a:b], recorded_words[c:d], at_end=at_end)
        if at_end and bool(left) != bool(right):
            ends.add(bool(left))
        level = max(level, of_chunk)
        unmatched += sum(len(word.key) for word in left + right)
        words += [word.raw for word in left]
        instead += [word.raw for word in right]
    if len(ends) > 1:
        level = 2
    letters = sum(len(word.key) for word in listed_words + recorded_words if word.key not in folded_words("small_words"))
    return Contrast(level, 1 - unmatched / letters if letters else 0.0, tuple(words), tuple(instead))


def distinctive_words(text: str) -> int:
    """Return the number of distinctive words in a text: all but articles, prepositions and the like."""
    return sum(word.key not in folded_words("small_words") for word in _words(text))


def _chunk(listed: tuple[_Word, ...], recorded: tuple[_Word, ...], *, at_end: bool) -> tuple[Level, list[_Word], list[_Word]]:
    """Judge a run of words in place of another, or of nothing; return the words that cannot be explained."""
    if _joined(listed) == _joined(recorded) or (_number(listed) and _number(listed) == _number(recorded)):
        return 0, [], []
    left, right = list(listed), list(recorded)
    level: Level = 0
    slips: tuple[list[_Word], list[_Word]] = [], []
    for same in (_same, _slip) if len(listed) * len(recorded) <= MOST_PAIRS else ():
        for word in tuple(left):
            twin = next((other for other in right if same(word, other)), None)
            if twin:
                left.remove(word)
                right.remove(twin)
                if same is _slip:
                    level = 1
                    slips[0].append(word)
                    slips[1].append(twin)
    if not (left and right) and _is_label(left + right):
        return 1, slips[0] + left, slips[1] + right
    labels, small = folded_words("part_labels"), folded_words("small_words")
    left, right = ([word for word in side if word.key not in small and word.key not in labels] for side in (left, right))
    if _joined(left) == _joined(right):
        return level, *slips
    if not (left and right) and at_end and len(left + right) >= SUBTITLE_WORDS:
        return 1, slips[0] + left, slips[1] + right
    return 2, slips[0] + left, slips[1] + right


def _is_label(words: Sequence[_Word]) -> bool:
    """Return whether words are only a label and its number: "Part 2", "vol. IV"."""
    labels, small = folded_words("part_labels"), folded_words("small_words")
    labelled, numbered = any(word.key in labels for word in words), any(_value(word.key) for word in words)
    return labelled and numbered and all(word.key in labels or word.key in small or _value(word.key) for word in words)


def _joined(words: Sequence[_Word]) -> str:
    return "".join(word.key for word in words)


@lru_cache(maxsize=1 << 13)
def _words(text: str) -> tuple[_Word, ...]:
    if main_script(text) != "Greek":
        text = _LONE_GREEK.sub(lambda match: _GREEK.get(lower(match[0]), match[0]), text)
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    tokens = (_Word(match[0].strip("'’ʼʻ"), _key(match[0])) for match in _TOKEN.finditer(text))
    return tuple(word for word in tokens if word.key)[:MOST_WORDS]


@lru_cache(maxsize=1 << 15)
def _key(raw: str) -> str:
    """Return the folded word in one of its British, American and plain-typed spellings."""
    word = fold(raw).replace(" ", "")
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1].lstrip("0")
    if word.isdecimal():
        return word.lstrip("0") or "0"
    word = _one_word().get(word, word)
    for spelling, other in _BRITISH:
        word = spelling.sub(other, word)
    return word


def _same(word: _Word, other: _Word) -> bool:
    """Return whether two words are one in another transliteration, orthography or form of a number."""
    a, b = word.key, other.key
    if a == b:
        return True
    if any(map(str.isdigit, a + b)):
        return bool(_value(a)) and _value(a) == _value(b)
    if a in _NAMES_OF_GREEK or b in _NAMES_OF_GREEK:
        return a[:1] == b[:1] and 1 in (len(a), len(b))
    if _small_roman(a) and _small_roman(b):
        return False
    if _old(a) == _old(b) or fold(word.raw.translate(_WRITTEN_OUT)) == fold(other.raw.translate(_WRITTEN_OUT)):
        return True
    a, b = fold(word.raw), fold(other.raw)
    return min(len(a), len(b)) >= NAME_LETTERS and fold_name(a) == fold_name(b)


def _slip(word: _Word, other: _Word) -> bool:
    """Return whether two words are most likely one, with a slip or in another grammatical form."""
    a, b = fold(word.raw), fold(other.raw)
    shorter, longer = sorted((a, b), key=len)
    if any(map(str.isdigit, a + b)) or a[0] != b[0] or _opposed(a, b) or _opposed(b, a):
        return False
    if len(shorter) >= _STEM and longer.startswith(shorter) and _ENDING.fullmatch(longer[len(shorter) :]):
        return True
    if OSA.distance(a, b, score_cutoff=1) != 1:
        return False
    enough = GAP_LETTERS if len(shorter) < len(longer) else TURNED_LETTERS if sorted(a) == sorted(b) else SLIP_LETTERS
    return len(shorter) >= enough


def _opposed(a: str, b: str) -> bool:
    return any(a.startswith(beginning) and b.startswith(other) for beginning, other in data.read("titles", Titles).opposed_pairs)


def _old(word: str) -> str:
    for spelling, other in _OLD:
        word = spelling.sub(other, word)
    return word


def _number(words: Sequence[_Word]) -> int:
    """Return the number that a run of words expresses in digits, Roman numerals or words; else 0."""
    if not words or len(words) > LONGEST_NUMBER:
        return 0
    *before, last = words
    if not before:
        return _value(last.key)
    ordinal = _said().get(last.key, 0)
    phrase = " ".join(word.raw for word in (before if ordinal else words))
    numbers = mentions(phrase)
    return int(numbers[0].value) + ordinal if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(phrase)) else 0


@lru_cache(maxsize=1 << 12)
def _value(word: str) -> int:
    if word.isdecimal():
        return int(word[:9])
    if number := _said().get(word) or _small_roman(word):
        return number
    numbers = mentions(word)
    return int(numbers[0].value) if len(numbers) == 1 else 0
