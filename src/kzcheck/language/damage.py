"""Finds damaged text: traces of scanning, line breaks and wrong encodings, the original if that is certain, and cut-off texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from kzcheck import data
from kzcheck.language.encodings import control, is_suspicious, misread, undone
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

DamageKind = Literal["encoding", "lost", "invisible", "cut", "hyphen", "letter", "digit", "accent", "percent", "escaped twice"]


class Damage(NamedTuple):
    """A damaged word: its kind, start and end, and the original word, or "" if that is uncertain."""

    kind: DamageKind
    start: int
    end: int
    mended: str = ""


_SMALL = "a-zà-öø-ÿа-яё"
_OTHER = re.compile(
    f"(?P<digit>(?<![\\w.%/-])(?:(?:[A-Z]|[A-Z]?[{_SMALL}]+)0[{_SMALL}]|[A-Z]?[{_SMALL}]{{3,}}1)[{_SMALL}]{{3,}}\\b)"
    # an l read for I: no word begins like this
    "|(?P<small>\\bl(?=(?:n[dfnstv]|m[mp]|mag|slam)[a-z]{2})[a-z]{4,}\\b)"
    # an I read for l; part of a name in camel case begins with a capital I and a consonant (BioInformatics)
    "|(?P<capital>\\b(?!Mac)[A-Z]?[a-z]{2,}I[aeiouy][a-z]+\\b)"
    "|(?P<accent>[^\\W\\d_]?[¨˘˝ˇ¸˙][^\\W\\d_])"
    # what some PDF fonts give for ff, fi and the like
    "|(?P<ligature>(?<=[^\\W\\d_])↵(?=[^\\W\\d_]))"
    "|(?P<percent>(?<=[^\\W\\d_])(?:%[0-9A-Fa-f]{2})+)"
)
_MAY_BE = re.compile(r"[A-Za-z][01%?][a-zA-F0-9]|\bl(?:n[dfnstv]|m[mp]|mag|slam)|[a-z]I[aeiouy]|-\s|[^\x20-\x7e]")
"""What every kind of damage in an ASCII text contains."""

_JOINT = re.compile(r"(?<=[^\W\d_]{2})(?:[-‐]\s+|¬\s*)(?=[^\W\d_]{2})")
_ION = re.compile(r"(?<![^\W\d_])[A-Z][a-z][-‐]\s")
"""A chemical element with its charge: "2Cl- cotransporter"."""
_QUESTIONED = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_WRITTEN_APART = ("LATIN", "CYRILLIC", "GREEK")
_TOOL_MARKS = range(0xE200, 0xE210)
"""Private characters that a chat program puts around its citations: traces of a tool, not damage."""

_LONGEST_URL = 400
_REST = 4
"""Letters after which a capital I starts the second half of a camel-case name instead of standing for an l."""


def may_be_in(text: str) -> bool:
    """Return whether a text can contain damage at all: a cheap test that most texts fail."""
    return not text.isascii() or _MAY_BE.search(text) is not None


def find(text: str, known: Collection[str] = ()) -> list[Damage]:
    """Return the damaged words of a text, from left to right.

    `known` holds the lower-case words of the surrounding text: they show whether the halves of a cut word form one word. Where that
    is uncertain ("decision- making"), the kind is "hyphen".
    """
    hits = [Damage("encoding", *hit) for hit in misread(text)]
    hits += _single_characters(text)
    hits += _other(text)
    for start, end, joined, sure in cut_words(text):
        if sure or lower(joined) in known:
            hits.append(Damage("cut", start, end, joined))
        elif not _ION.search(text, start, end):
            hits.append(Damage("hyphen", start, end))
    return list(_by_word(text, sorted(hits, key=lambda hit: (hit.start, hit.end))))


def mend(text: str, damages: Collection[Damage]) -> str:
    """Return the text with its damaged words restored, or "" if one of them is uncertain."""
    if not damages or not all(damage.mended for damage in damages):
        return ""
    at, parts = 0, []
    for damage in damages:
        parts += [text[at : damage.start], damage.mended]
        at = damage.end
    return "".join(parts) + text[at:]


def cut_words(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield words that contain a hyphen and a space: start, end, the joined word, and whether it was certainly cut.

    That is certain at the end of a line, and if the second half is an ending that is not itself a word. "pre- and post-war" and
    "low- to middle-income" are not cut.
    """
    for joint in _JOINT.finditer(text):
        start, end = _word_start(text, joint.start()), _word_end(text, joint.end())
        left, right = text[start : joint.start()], text[joint.end() : end]
        if (
            right.islower()
            and left[-1].islower()
            and right not in data.words("and_words")
            and right not in data.words("hyphen_followers")
        ):
            yield start, end, left + right, "\n" in joint[0] or "¬" in joint[0] or right in data.words("cut_endings")


def without_cuts(text: str) -> str:
    """Return a text with those words joined that were certainly cut by a hyphen at the end of a line."""
    at, parts = 0, []
    for start, end, joined, sure in cut_words(text):
        if sure and start >= at:
            parts += [text[at:start], joined]
            at = end
    return "".join(parts) + text[at:]


def in_url(url: str) -> Iterator[tuple[DamageKind, str]]:
    """Yield the damage in a URL's path: the kind, and the exact characters of the URL."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return
    if "%" not in path:
        return
    for segment in path.split("/"):
        if "%25" in segment and re.search(r"%[0-9A-Fa-f]{2}", unquote(segment)):
            yield "escaped twice", segment
            continue
        for piece in re.split(r"[-_.+ ,;:!]+", segment):
            if kind := _damaged_piece(piece):
                yield kind, piece


def _damaged_piece(piece: str) -> DamageKind | None:
    try:
        word = unquote(piece, errors="strict")
    except UnicodeDecodeError:
        return None
    if word == piece:
        return None
    if "\ufffd" in word:
        return "lost"
    if any(misread(word)):
        return "encoding"
    for match in re.finditer(r"(?<=[^\W\d_])I(?=[^\W\d_])", word):
        before, after = word[match.start() - 1], word[match.end()]
        escaped = not (before.isascii() and after.isascii())
        if before.islower() and after.islower() and escaped and len(word) - match.end() < _REST:
            return "letter"
    return None


def _single_characters(text: str) -> Iterator[Damage]:
    if text.isprintable() and "\ufffd" not in text:
        return
    for at, character in enumerate(text):
        if character.isprintable() and character != "\ufffd":
            continue
        category = unicodedata.category(character)
        if character == "\ufffd" or (category == "Co" and ord(character) not in _TOOL_MARKS):
            yield Damage("lost", at, at + 1)
        elif meant := control(character):
            yield Damage("encoding", at, at + 1, meant)
        elif (category == "Cc" and character not in "\t\n\r") or (character in _INVISIBLE and _inside_a_word(text, at)):
            yield Damage("invisible", at, at + 1, "\0")


def _inside_a_word(text: str, at: int) -> bool:
    beside = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(beside) > 1 and all(unicodedata.name(letter, "").startswith(_WRITTEN_APART) for letter in beside)


def _other(text: str) -> Iterator[Damage]:
    for match in _OTHER.finditer(text):
        start, end = match.span()
        word = match[0]
        if match["digit"]:
            yield Damage("digit", start, end, word.replace("0", "o") if "0" in word else "")
        elif match["small"]:
            yield Damage("letter", start, end, "I" + word[1:])
        elif match["capital"]:
            yield Damage("letter", start, end, word.replace("I", "l"))
        elif match["accent"]:
            yield Damage("accent", start, end)
        elif match["ligature"]:
            yield Damage("lost", start, end)
        elif _escaped(text, match):
            yield Damage("percent", start, end, unquote(word))
    questioned = list(_QUESTIONED.finditer(text)) if "://" not in text else []
    if len(questioned) > 1 and all(text[match.end()].islower() for match in questioned):
        yield from (Damage("lost", match.start(), match.end()) for match in questioned)


def _escaped(text: str, match: re.Match[str]) -> bool:
    """Return whether percent signs are escapes: outside URLs, and where they encode a letter or are between two."""
    before = text[max(match.start() - _LONGEST_URL, 0) : match.start()].rpartition(" ")[2]
    if "://" in before or before.startswith("www."):
        return False
    try:
        decoded = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return False
    return not decoded.isascii() or (decoded.isprintable() and text[match.end() : match.end() + 1].isalpha())


def _by_word(text: str, hits: list[Damage]) -> Iterator[Damage]:
    """Widen hits to the words that contain them, one for each word."""
    at = 0
    while at < len(hits):
        start, end = _chunk_start(text, hits[at].start), _chunk_end(text, hits[at].end)
        same = [hits[at]]
        while at + 1 < len(hits) and hits[at + 1].start < end:
            at += 1
            if hits[at].start >= same[-1].end:
                same.append(hits[at])
            if hits[at].end > end:
                end = _chunk_end(text, hits[at].end)
        at += 1
        within = [hit._replace(start=hit.start - start, end=hit.end - start) for hit in same]
        kind = next((hit.kind for hit in same if hit.kind == "encoding"), same[0].kind)
        yield Damage(kind, start, end, _mended(text[start:end], within, kind))


def _mended(word: str, hits: list[Damage], kind: DamageKind) -> str:
    if kind != "encoding":
        return mend(word, hits).replace("\0", "")
    restored = undone(word)
    if restored == word and any(map(control, word)) and any(misread(word)):
        return ""
    mended = restored if restored != word else mend(word, hits).replace("\0", "")
    return "" if is_suspicious(mended) else mended


def _word_start(text: str, at: int) -> int:
    while at and text[at - 1].isalpha():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalpha():
        at += 1
    return at


_EDGES = frozenset(' \t\n\r"()[]{}<>')


def _chunk_start(text: str, at: int) -> int:
    while at and text[at - 1] not in _EDGES:
        at -= 1
    return at


def _chunk_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in _EDGES:
        at += 1
    return at


BreakKind = Literal["ellipsis", "word", "bracket", "quotation", "hyphen", "comma"]


class Break(NamedTuple):
    """Where a text breaks off: the kind, and the exact words at its end that show it."""

    kind: BreakKind
    words: str


_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,}|\.\s\.\s\.)[\s\])»”\"']*$")
_ELLIPSIS_WITHIN = re.compile(r"[(\[«“„‘\"][^\W_][^()\[\]«»“”„‘…\"]*(?:…|\.{3,})[)\]»”“’\"]+\s*$")
_CUT = re.compile(r"(?<=[^\W\d_])(?P<last>[^\W\d_])[-‐]\s*$")
_COMMA = re.compile(r"[^\W_]\s*,\s*$")
_WORDS = re.compile(r"[^\W\d_]+(?:[''’][^\W\d_]+)?")
_TAIL = 60

_OPENERS = '([«“„"'
_CLOSERS = frozenset(")]}»”\"'’>›")

_INVERTED = re.compile(r", (?:[A-Z][\w&]* ){0,3}(?:Journal|Proceedings|Annals|Archives|Bulletin|Transactions|Review) of$")
"""A journal's name as catalogues invert it: "Oceanic Engineering, IEEE Journal of"."""

_STRANDING = re.compile(r"\b(?:wh\w+|that|made|to)\b", re.IGNORECASE)
"""Words that allow a title to end in "of": "What Dreams Are Made Of", "A Place to Dream Of"."""


def find_break(text: str, language: Callable[[], str]) -> Break | None:
    """Return how a text breaks off, or None if it is complete.

    `language` returns the text's ISO 639-1 code or ""; it is called only if the last word requires it. An ellipsis is reported too:
    the caller decides whether it is the author's own.
    """
    text = text.rstrip()
    if ellipsis := _ELLIPSIS.search(text[-_TAIL:]):
        before = text[: len(text[:-_TAIL]) + ellipsis.start()]
        return Break("ellipsis", _ending(before, 1) + text[len(before) :]) if before.strip() else None
    if (cut := _CUT.search(text[-_TAIL:])) and cut["last"].islower():
        return Break("hyphen", _ending(text, 1))
    if _COMMA.search(text[-_TAIL:]):
        return Break("comma", _ending(text, 1))
    return _unclosed(text) or _open_word(text, language)


def goes_on(text: str, language: Callable[[], str]) -> bool:
    """Return whether the words before an ellipsis cannot end a title; one that ends a bracket or quotation is the author's own."""
    if _ELLIPSIS_WITHIN.search(text[-_TAIL:]):
        return False
    ellipsis = _ELLIPSIS.search(text, max(len(text) - _TAIL, 0))
    before = text[: ellipsis.start()] if ellipsis else text
    return _open_word(before.rstrip(_OPENERS + " "), language) is not None


def _open_word(text: str, language: Callable[[], str]) -> Break | None:
    text = text.rstrip(" .")
    if data.words("open_words").isdisjoint(text[-_TAIL:].rsplit(None, 1)[-1:]):
        return None
    words = list(_WORDS.finditer(text, max(len(text) - _TAIL, 0)))[-3:]
    if len(words) < 3 or words[-1].end() != len(text):  # noqa: PLR2004 -- two words are a name or a lemma, not a broken title
        return None
    last = words[-1][0]
    if last not in data.words("open_words") or not text[words[-1].start() - 1].isspace():
        return None
    known = data.languages().get(language())
    if last not in ((known and known.open_words) or data.words("open_in_any_language")):
        return None
    stranded = last == "of" and (_STRANDING.search(text) or _INVERTED.search(text))
    if stranded or (last == "al" and words[-2][0] == "et"):
        return None
    return Break("word", text[words[-2].start() :])


def _unclosed(text: str) -> Break | None:
    """Return the last bracket or quotation mark that is never closed."""
    at = max(text.rfind(opener) for opener in _OPENERS)
    if at < 0 or _CLOSERS & set(text[at + 1 :]):
        return None
    if text[at] in "([":
        return Break("bracket", text[at:]) if text[at + 1 :].strip() else None
    reversed_pair = {"“": "„", "«": "»"}.get(text[at], "")
    closes = (text[at] == '"' and text.count('"') > 1) or (reversed_pair and reversed_pair in text[:at])
    return None if closes or not _opens(text, at) else Break("quotation", text[at:])


def _opens(text: str, at: int) -> bool:
    """Return whether a mark that closes a quotation in some languages opens one here."""
    return (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].isalnum()


def _ending(text: str, words: int) -> str:
    starts = [match.start() for match in _WORDS.finditer(text, max(len(text) - _TAIL, 0))]
    return text[starts[-words] if len(starts) >= words else max(len(text) - _TAIL, 0) :]
