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
from kzcheck.language import dates
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
    rf"(?P<mark>(?:\s?{_MARKER}(?:[.,;–-]?\s?{_MARKER}){{0,9}}\.?|(?<=[^\W\d_][.”\"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,9}})?)"
    rf"(?P<space>\s++|(?<={_BLANK})(?=[^\W\d_])|(?<={_BLANK}\.)(?=[^\W\d_]))"
    r"(?=(?P<open>[\"'“«„‘(\[—–¿¡§-]{0,2}\s?)(?P<next>[^\W_]+|\$…\$|⟨…⟩))"
    rf"|[。！？]++[」』”]?(?:\s?{_MARKER}){{0,9}}\s*+|\n[^\S\n]*+\n\s*+"
)

_BRACKET = re.compile(r"[(\[]")
_STOPPED = re.compile(r"[.!?…][\"'”’»]?\s+$")
_NEXT = re.compile(r",?\s+([^\W\d_])")
_NEAR = 6

_LAST_WORD = re.compile(r"(?:(?<![^\W_])[^\W\d_]\.\s?){1,4}[^\W\d_]$|[^\W_]+$")
_LONGEST_WORD = 40
_WHOLE_WORD = re.compile(r"[^\W\d_]{5,}[\"'”’»)]?$")
"""The end of a text that is no abbreviation unknown to the data: these are shorter."""
_SMALL_BEGINNING = re.compile(r"[a-z]{1,4}[A-Z\d]|[a-z]-[A-Z]|[α-ω]|\$…\$|⟨…⟩")
"""What begins sentences without a capital: "mRNA", "p53", "c-Myc", "α-synuclein", a formula."""
_AFTER_NUMBER = re.compile(r"(?:[°×]|(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})?)[ \u00a0\u202f]?$")
_LONGEST_NUMBER = 10
_LONGEST_MONTH = 4
_UNITS = frozenset("ACFHJKLMNTVWdghlms")


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
    opener = len(following) > 1 and lower(following) in data.words("sentence_openers")
    if not match["space"] and not (following[0].isupper() and len(following) > 1):
        return False
    if not following[0].isupper() and not (following.isdigit() and len(following) > 2) and not _begins(text, match):  # noqa: PLR2004
        return False
    if match["close"] and match["mark"].endswith("."):
        return True
    if match["close"] and match["close"][0] in "\"'”’»“«‘‹›" and match["stop"][-1] in "!?…":
        return opener or bool(match["mark"])
    if match["stop"] != ".":
        return match["stop"][0] != "…" or opener or bool(match["mark"])
    if match["mark"] and match["close"] == "" and (match["mark"].lstrip()[:1].isdigit() or match["mark"].endswith(".")):
        return True
    return _full_stop(text, match, following, opener=opener)


def _begins(text: str, match: re.Match[str]) -> bool:
    """Return whether a small letter, a formula or a number of one or two digits may begin a sentence here."""
    at = match.start("stop")
    sure = bool(match["mark"]) or text[at - 1 : at] == _BLANK
    if match["next"][0].isdigit():
        return sure or (_after_whole_word(text, at) and text[match.end("next") : match.end("next") + 1] not in {".", ")", ":"})
    if _SMALL_BEGINNING.match(text, match.start("next")):
        return sure or _after_whole_word(text, at)
    return not match["next"][0].islower() and not match["next"][0].isdigit() and match["next"][0] not in "$⟨"


def _after_whole_word(text: str, at: int) -> bool:
    word = _WHOLE_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    return word is not None and word[0].islower()


def _full_stop(text: str, match: re.Match[str], following: str, *, opener: bool) -> bool:
    at = match.start("stop")
    word = _LAST_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    if not word:
        return True
    last = word[0]
    lowered = lower(last)
    joined = "".join(lowered.split())
    if last in _UNITS and _AFTER_NUMBER.search(text, max(0, word.start() - _LONGEST_NUMBER), word.start()):
        return True
    if not {joined, joined.replace(".", "")}.isdisjoint(data.words("inner_abbreviations")):
        return False
    if joined in data.words("end_abbreviations"):
        return opener and match["open"][:1] not in {"(", "["}
    if len(last) == 1 and last.isalpha():
        return opener and not _is_particle(following) and not _is_initial(text, word.start())
    if "." in last:
        return opener and " " not in last and not _is_particle(following)
    if last.isdigit() and len(last) <= 2:  # noqa: PLR2004
        return opener or not lower(following).startswith(_numbered())
    return not (following[0].isdigit() and len(last) <= _LONGEST_MONTH and last[0].isupper() and dates.month(last))


@functools.cache
def _numbered() -> tuple[str, ...]:
    """Return the words that may follow an ordinal number and its full stop, in languages that write ordinals in this way."""
    writing_so = (language for language in data.languages().values() if language.ordinal_nouns)
    return tuple(noun for language in writing_so for nouns in (language.ordinal_nouns, *language.months) for noun in nouns)


def _is_particle(word: str) -> bool:
    return lower(word) in data.words("credits.particles")


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
