"""Splits scholarly prose with citation markers, initials and abbreviations into sentences; recognises parts of an article.

The abbreviations and opening words are those of `data/languages/`; Chinese and Japanese full stops end a sentence without a space.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

from kzcheck import data
from kzcheck.data.cues import Part
from kzcheck.language.folding import fold, lower
from kzcheck.language.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Span(Struct, frozen=True, gc=False):
    """A range of characters in a text; the end is exclusive."""

    start: int
    end: int


_BLANK, _SUBJECT = "\ue000", "X"
_MARKER = rf"(?:\[[\w@][^\][\n]{{0,60}}\]|{_BLANK}++)"
_STOP = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?:[ \u00a0\u202f](?=»))?(?P<close>[\"'”’»“«‘‹›」』)\]]{0,3})"
    rf"(?P<mark>(?:\s?{_MARKER}(?:[.,;–-]?{_MARKER}){{0,9}}\.?|(?<=[^\W\d_][.”\"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,9}})?)"
    r"(?P<space>\s++)(?=(?P<open>[\"'“«„‘(\[—–-]{0,2}\s?)(?P<next>[^\W_]+))"
    rf"|[。！？]++[」』”]?(?:\s?{_MARKER}){{0,9}}\s*+|\n[^\S\n]*+\n\s*+"
)

_BRACKET = re.compile(r"[(\[]")
_STOPPED = re.compile(r"[.!?…][\"'”’»]?\s+$")
_NEXT = re.compile(r",?\s+([^\W\d_])")
_NEAR = 6

_LAST_WORD = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]$|[^\W_]+$")
_LONGEST_WORD = 40


def split(text: str, markers: Iterable[tuple[int, int]] = ()) -> tuple[Span, ...]:
    """Return the sentences of a text without surrounding white space; a marker after a full stop belongs to the sentence before it.

    `markers` are the places of the citations in the text, in order: no sentence ends within one. Without them, numbers in square
    brackets, and numbers joined to a full stop, count as markers.

    A sentence never ends inside quotation marks: a quotation of several belongs to the sentence that introduces it. Every letter of
    the text is in exactly one sentence. The traps come from a study of sentence splitters (initials, "г.", "vol. 2, ed. by",
    "Bkz.", "yüzyıl 12.", markers joined to full stops): each library measured there failed seven or more of fifteen.
    """
    spans: list[Span] = []
    start = 0
    quoted = iter(quotations(text))
    quotation = next(quoted, None)
    text = _masked(text, markers)
    for match in _STOP.finditer(text):
        if match["stop"] is None or _ends(text, match):
            end = match.start("space") if match["stop"] else match.end()
            while quotation and quotation.end <= end:
                quotation = next(quoted, None)
            if quotation and quotation.start < end:
                continue
            _add(spans, text, start, end)
            start = match.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _masked(text: str, markers: Iterable[tuple[int, int]]) -> str:
    """Return the text with each marker as one sign, in "Nye (2004)" only the brackets; a marker may be a subject: "[5] says"."""
    pieces: list[str] = []
    at = 0
    for start, end in markers:
        bracket = _BRACKET.search(text, start, end) if text[start].isalpha() else None
        begin = bracket.start() if bracket else start
        if begin < at or (text[start].isalpha() and not bracket):
            continue
        after = _NEXT.match(text, end)
        subject = after and after[1].islower() and _STOPPED.search(text, max(0, begin - _NEAR), begin)
        pieces += text[at:begin], (_SUBJECT if subject else _BLANK) * (end - begin)
        at = end
    return "".join((*pieces, text[at:]))


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += piece.index(stripped)
        spans.append(Span(start, start + len(stripped)))


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    opener = lower(following) in data.words("sentence_openers")
    if following[0].islower() or (following[0].isdigit() and not match["mark"] and len(following) < 3):  # noqa: PLR2004
        return False
    if match["close"] and match["close"][0] in "\"'”’»“«‘‹›" and match["stop"][-1] in "!?…":
        return opener
    if match["stop"] != ".":
        return match["stop"][0] != "…" or opener or bool(match["mark"])
    if match["mark"] and match["close"] == "" and (match["mark"].lstrip()[:1].isdigit() or match["mark"].endswith(".")):
        return True
    return _full_stop(text, match, following, opener=opener)


def _full_stop(text: str, match: re.Match[str], following: str, *, opener: bool) -> bool:
    at = match.start("stop")
    word = _LAST_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    if not word:
        return True
    last = word[0]
    lowered = lower(last)
    if len(last) == 1 and last.isupper():
        return opener and following[0].isupper() and len(following) > 1 and not _is_initial(text, word.start())
    if lowered in data.words("end_abbreviations"):
        return opener and match["open"][:1] not in {"(", "["}
    if not {lowered, lowered.replace(".", "")}.isdisjoint(data.words("inner_abbreviations")):
        return False
    if last.isdigit() and len(last) <= 2:  # noqa: PLR2004
        return opener or not lower(following).startswith(_numbered())
    return True


@functools.cache
def _numbered() -> tuple[str, ...]:
    """Return the words that may follow an ordinal number and its full stop, in languages that write ordinals in this way."""
    writing_so = (language for language in data.languages().values() if language.ordinal_nouns)
    return tuple(noun for language in writing_so for nouns in (language.ordinal_nouns, *language.months) for noun in nouns)


def _is_initial(text: str, at: int) -> bool:
    """Return whether the capital at `at` follows another initial or a surname's comma: "J. S.", "Nye, J."."""
    return bool(re.search(r"(?:[^\W\d_]\.\s?|,\s)$", text[max(0, at - 4) : at]))


def part_of_article(heading: str) -> Part | Literal[""]:
    """Return the part of an article that a section's heading names, or ""; of two parts, the one that comes earlier in an article.

    The heading may be in any language and start with a number.
    """
    words = fold(heading).split()
    return next((name for name, stems in _headings().items() if any(word.startswith(stems) for word in words)), "")


@functools.cache
def _headings() -> Mapping[Part, tuple[str, ...]]:
    languages = data.languages().values()
    return {
        part: tuple(fold(stem) for language in languages for stem in language.sections.get(part, ())) for part in get_args(Part)
    }
