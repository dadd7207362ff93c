"""Cuts a stretch of names at its separators, and says of each word what it can be in a name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.common_names import is_east_asian, is_given_name
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_WORDS = 4
"""Words of a person's name without initials; more are an organisation."""
LAST_WORDS = 60
"""Characters at the end of a stretch in which words for further people are sought."""
MOST_OF_SUFFIX = 3
"""Letters of a suffix that may follow a single word: "Bill Senior" is a whole name."""
SHORT_OTHERS = 4
"""Letters of words for further people up to which capitals are initials: "u. a.", but "U. A."."""
AROUND = " ,:;*•†‡§·"
"""Signs around names that are not part of them."""


class Chunk(NamedTuple):
    """What is between two separators: its words and a letter for the kind of each, and whether "and" or "&" is before it.

    The kinds are I (initials), B (two or three capitals without full stops, which may be initials), W (a word of a name), P (a
    particle), S (a suffix: "Jr."), X (a word that is in no person's name).
    """

    text: str
    words: tuple[str, ...]
    kinds: str
    after_and: bool


_WORD = re.compile(r"(?:\S*[^\W\d_][-‐]\s(?=[a-zа-яёәғқңөұүһі]))*\S+")
_ACCENT = re.compile(r"(?<=\w)\s?([¨´`ˆ˜ˇ])\s?(?=\w)")
_GLUED = re.compile(r"(?<=\w\.)(?=[^\W\d_]{3})")
_DOTTED = re.compile(r"(?:[-‐–]?[^\W\d_]{1,2}\.)+(?:[-‐–]?[^\W\d_])?|[^\W\d_][-‐–][^\W\d_]\.?|[^\W\d_]{1,4}\.")
_BARE = re.compile(r"[^\W\d_]{2,3}|[^\W\d_]{1,2}[-‐–][^\W\d_]")
_NUMERAL = re.compile(r"I{2,3}|IV")
_NO_LETTERS = re.compile(r"[\d\W_]*")
_INITIALS_IN_BRACKETS = re.compile(r"\(((?:[^\W\d_]{1,2}\.[\s-]?){1,4})\)")
_BRACKETED = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_SEVERAL = re.compile(r"(?:P*W+(?:I+|B)){2,}|(?:I+P*W+){2,}")
_ONE_OF_SEVERAL = re.compile(r"P*W+(?:I+|B)|I+P*W+")


def _abbreviated(phrases: Iterable[str]) -> str:
    """Return a group of phrases, longest first, whose words may have a full stop: "et. al", «под общ. ред»."""
    return any_of(phrases).replace(r"\s+", r"\.?\s?")


@cache
def _others() -> re.Pattern[str]:
    words = data.words("and_others")
    short = _abbreviated(word for word in words if len(word) <= SHORT_OTHERS)
    long = _abbreviated(word for word in words if len(word) > SHORT_OTHERS)
    return re.compile(
        rf"[\s,;&(\[…]*(?:(?<!\w){_and()}\s+)?(?<!\w)(?:(?-i:{short})|{long})\.?[)\]]*$|[\s,;(\[]*(?:…|\.\.\.)[)\]]*$",
        re.IGNORECASE,
    )


@cache
def _and() -> str:
    return any_of({*data.words("and_words"), "&"})


@cache
def _long_and() -> str:
    """Return a group of those of the words for "and" that are recognised without a blank after them: "andM. Roe"."""
    return any_of(word for word in data.words("and_words") if len(word) > 2)  # noqa: PLR2004


@cache
def _leading_and() -> re.Pattern[str]:
    return re.compile(rf"^\s*{_and()}\s+", re.IGNORECASE)


@cache
def _separators() -> re.Pattern[str]:
    glued = rf"(?-i:{_long_and()}(?=[^\W\d_a-zа-я]))"
    return re.compile(
        rf"(?P<brackets>\([^()]*\)|\[[^\[\]]*\])|\s?[,，、](?P<comma>\s?{_and()}(?=\s)|\s?{glued})?|(?:\s|(?<=\.)){_and()}(?=\s)"
        rf"|\s{glued}|\s?[&・]|\s?/\s?"
        r"|(?P<dash>\s[–—-]\s)",
        re.IGNORECASE,
    )


@cache
def _roles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of words for a role before and after names: "edited by", «пер. с англ.», "(eds.)"."""
    words = rf"{_abbreviated(data.words('role_words'))}(?!\w)"
    inside = rf"(?:{words}\.?\s?(?:{_and()}\s|,\s)?)+"
    return (
        re.compile(rf"(?:{words}[\s.:]*)+", re.IGNORECASE),
        re.compile(rf"\s*[(\[]{inside}[)\]]$|(?:[\s,]+{words}\.?)+$", re.IGNORECASE),
    )


def without_roles(text: str) -> str:
    """Return a stretch without "and" before it and words for a role around it: "edited by", "(eds.)"."""
    before, after = _roles()
    text = _leading_and().sub("", text, count=1).strip(AROUND)
    if (match := before.match(text)) and (match[0].islower() or match[0].rstrip()[-1] in ".:" or " " in match[0].rstrip()):
        text = text[match.end() :]
    start = max(0, len(text) - LAST_WORDS)
    match = after.search(text, start)
    # "Adamson ED" has initials
    return text[: match.start()] if match and not match[0].isupper() else text


def without_others(text: str) -> tuple[str, bool]:
    """Return a stretch without words for further people at its end, and whether it had any."""
    match = _others().search(text, max(0, len(text) - LAST_WORDS))
    return (text[: match.start()], True) if match else (text, False)


def cut(text: str) -> Iterator[Chunk]:
    """Yield what the separators of a stretch leave between them; what runs on without a separator is split after each name."""
    start = 0
    after_and = False
    for match in (*_separators().finditer(text), None):
        part = text[start : match.start() if match else len(text)]
        if match and (match["brackets"] or (match["dash"] and not {" ", "."}.intersection(part.strip()))):
            continue
        if whole := _chunk(part, after_and=after_and):
            yield from _split(whole)
        if not match:
            return
        after_and = bool(match["comma"]) or match[0].strip() not in {",", "，", "、"}
        start = match.end()


def _chunk(part: str, *, after_and: bool) -> Chunk | None:
    bare = _BRACKETED.sub("", _INITIALS_IN_BRACKETS.sub(r"\1", part)) or part if {"(", "["}.intersection(part) else part
    bare = _GLUED.sub(" ", _ACCENT.sub(r"\1", bare)).strip(AROUND).lstrip(".")
    words = tuple(stripped for word in _WORD.findall(bare) if (stripped := word.strip('*•†‡§·,:"“”').lstrip(".")))
    words = words[next((at for at, word in enumerate(words) if not _is_title(word)), len(words)) :]
    if not words or all(map(_NO_LETTERS.fullmatch, words)):
        return None
    kinds = "".join(_kind(word, at, words) for at, word in enumerate(words))
    return Chunk(part.strip(AROUND), words, kinds, after_and)


def _is_title(word: str) -> bool:
    """Return whether a word is an abbreviated title of a person, "Prof."."""
    return word.endswith(".") and lower(word[:-1]) in data.words("honorifics")


def _kind(word: str, at: int, words: Sequence[str]) -> str:
    """Return the letter for the kind of a word (see `Chunk`)."""
    last = at == len(words) - 1
    bare = word.rstrip(".")
    if (at or last) and _is_suffix(word) and not (at == 1 and len(bare) > MOST_OF_SUFFIX):
        return "S"
    if lower(bare) in data.words("particles") and len(words) > 1 and (bare.islower() or _is_capital_particle(bare, at, words)):
        return "P"
    if at and lower(bare) in data.words("patronymic_endings"):
        return "W"
    if len(bare) == 1 and not word[0].islower():
        return "I" if word[0].isalpha() or (last and at) else "X"
    if _DOTTED.fullmatch(word) and not word[0].islower() and (not last or _is_initials(bare)):
        return "I"
    if lower(bare) in data.words("credits.initials") and not is_east_asian(bare) and last and at:
        return "I"
    if _BARE.fullmatch(bare) and bare.isupper():
        return "B"
    begins_small = word[0].islower() and not any(letter.isupper() for letter in word[1:5])
    return "X" if begins_small or not any(map(str.isalpha, word)) else "W"


def _is_suffix(word: str) -> bool:
    """Return whether a word is a suffix, "Jr.", and not the initials "JR"."""
    bare = word.rstrip(".")
    return bool(_NUMERAL.fullmatch(bare)) or (lower(bare) in data.words("name_suffixes") and not (bare.isupper() and bare == word))


def _is_capital_particle(word: str, at: int, words: Sequence[str]) -> bool:
    """Return whether a capitalised word inside a name is a particle: "Lars Van Damme", "Al Hasan"."""
    if not word.istitle() or len(word) == 1 or not 0 < at < len(words) - 1 or is_east_asian(words[-1]):
        return False
    return lower(word) in data.words("credits.particles")


def _is_initials(word: str) -> bool:
    """Return whether a word with a full stop at the end of a name is initials, as "Ph." is, and "Li." is not."""
    return (
        "." in word
        or "-" in word
        or lower(word) in data.words("credits.initials")
        or not re.search("[aeiouyаеёиоуыэюя]", lower(word))
    )


def _split(chunk: Chunk) -> Iterator[Chunk]:
    """Yield the names of a chunk that has several, whose separators are lost: "Nye J. S. Roe B.", "J. S. Nye B. Roe"."""
    if _SEVERAL.fullmatch(chunk.kinds):
        ends = [match.span() for match in _ONE_OF_SEVERAL.finditer(chunk.kinds)]
    elif _are_several(chunk):
        ends = [(at, at + 2) for at in range(0, len(chunk.words), 2)]
    else:
        yield chunk
        return
    for start, end in ends:
        words = chunk.words[start:end]
        yield Chunk(" ".join(words), words, chunk.kinds[start:end], chunk.after_and or start > 0)


def _are_several(chunk: Chunk) -> bool:
    """Return whether words without a separator are given names and family names in turn: "Ben Taskar Pieter Abbeel"."""
    if len(chunk.words) % 2 or len(chunk.words) < MOST_WORDS or set(chunk.kinds) != {"W"}:
        return False
    given = [is_given_name(word) for word in chunk.words]
    return not any(given[1::2]) and sum(given[::2]) >= max(2, len(given) // 4)
