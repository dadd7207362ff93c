"""Text that breaks off: a title that ends in "of the", an opened bracket, an ellipsis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["ellipsis", "word", "bracket", "quotation", "hyphen", "comma"]


class Break(NamedTuple):
    """Where a text breaks off: the kind, and the exact words at its end that show it."""

    kind: Kind
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
"""A journal's name as catalogues turn it: "Oceanic Engineering, IEEE Journal of"."""

_STRANDING = re.compile(r"\b(?:wh\w+|that|made|to)\b", re.IGNORECASE)
"""Words with which a title may end in "of": "What Dreams Are Made Of", "A Place to Dream Of"."""


def find(text: str, language: Callable[[], str]) -> Break | None:
    """Return how a text breaks off, None if it is whole.

    `language` gives the text's ISO 639-1 code or "", and is asked only where the last word needs it. An ellipsis is reported too:
    whether it is the author's own is for the caller.
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
    """Tell whether the words before an ellipsis cannot end a title; one that ends a bracket or a quotation is the author's own."""
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
    """Return the last bracket or quotation mark if nothing closes it to the end of the text."""
    at = max(text.rfind(opener) for opener in _OPENERS)
    if at < 0 or _CLOSERS & set(text[at + 1 :]):
        return None
    if text[at] in "([":
        return Break("bracket", text[at:]) if text[at + 1 :].strip() else None
    reversed_pair = {"“": "„", "«": "»"}.get(text[at], "")
    closes = (text[at] == '"' and text.count('"') > 1) or (reversed_pair and reversed_pair in text[:at])
    return None if closes or not _opens(text, at) else Break("quotation", text[at:])


def _opens(text: str, at: int) -> bool:
    """Tell whether a mark that some languages close with stands where one opens."""
    return (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].isalnum()


def _ending(text: str, words: int) -> str:
    starts = [match.start() for match in _WORDS.finditer(text, max(len(text) - _TAIL, 0))]
    return text[starts[-words] if len(starts) >= words else max(len(text) - _TAIL, 0) :]
