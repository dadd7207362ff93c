"""What is true of a printed article: its sentences, each with the entries that it cites.

Sentences are told apart here by a few lines of their own, on text whose markers are known, and not by kzcheck's code. Texts are
compared by their letters and digits alone, so that spaces, hyphens at the end of lines and quotation marks play no part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from printed_articles import Block, Printed, Printing

MARKER, NARRATIVE = "\ufffb", "\ufffc"
"""Stand for a marker that may follow its sentence, and for one that is part of it."""
BOUNDARY = re.compile(rf"[.?!][\"”’»)\]]*(?:\s?{MARKER})*(\s+|(?<={MARKER}))(?=[\"“‘«(\[]*[^\W_a-zа-яα-ωß-ÿ]|{NARRATIVE})")
NEVER = re.compile(r"(?:^|[\s(\[“/–-])(?:e\.g|i\.e|vs|cf|approx|ca|dr|prof|mr|mrs|viz|spp?|subsp|refs?)\.$", re.IGNORECASE)
"""Ends of a text that never end a sentence."""
NUMBERED = re.compile(
    r"(?:^|[\s(\[“/–-])(?:pp?|figs?|eqs?|eqns?|nos?|vol|tab|secs?|sect|ch|chap|app|suppl|cat|alg)\.$", re.IGNORECASE
)
NUMBER = re.compile(r"[(\[]?[A-Z]{0,3}\d")
"""After these ends, a number continues the sentence."""
SELDOM = re.compile(r"(?:^|(?<!\d)[\s(\[“.–-])(?:[^\W\d_]|al|inc|ltd|corp|co|u\.s|u\.k|etc|st|ph\.d)\.$", re.IGNORECASE)
STARTER = re.compile(
    r"[\"“‘«(\[]*(?:The|This|These|Those|That|In|We|It|However|An?|For|To|As|At|On|If|When|While|Since|Thus|Our|Their|There|They|Here|By|From|"
    r"With|Both|All|Each|Some|Although|After|Then|Also|Moreover|Furthermore|First|Second|Fourth|Data|Results|Error|Note|More|Indeed|Hence|"
    r"Following|Given|Again|Using|Because|Scores|Coupled|Another|One|Two|Only|Not|Such|Under|Its|Is|Are|[A-Z][a-z]+ly,)(?![\w-])"
)
"""After these ends, only such a word begins another sentence."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, a heading or a cell: its words as printed, its place in the text's letters, and the entries it cites."""

    words: str
    start: int
    end: int
    entries: frozenset[int]
    kind: str


@dataclass(frozen=True)
class Truth:
    """The letters of the whole text, and its sentences in order."""

    letters: str
    sentences: tuple[Sentence, ...]


def truth(printing: Printing, *, markers: bool) -> Truth:
    """Return what is true of an article, with its markers as part of the text or without them."""
    letters: list[str] = []
    sentences: list[Sentence] = []
    length = 0
    for block in printing.blocks:
        for words, entries in _sentences(block, markers=markers):
            own = squeezed(words)
            sentences.append(Sentence(words, length, length + len(own), entries, block.kind))
            letters.append(own)
            length += len(own)
    return Truth("".join(letters), tuple(sentences))


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and ligatures."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _sentences(block: Block, *, markers: bool) -> Iterator[tuple[str, frozenset[int]]]:
    masked = "".join(_masked(printed) for printed in block.printed)
    start = 0
    for end in (*_ends(masked, block.kind), len(masked)):
        words: list[str] = []
        entries: set[int] = set()
        place = 0
        for printed in block.printed:
            own = _masked(printed)
            if printed.cites:
                if start <= place < end:
                    words.append(printed.text if markers else "")
                    entries.update(printed.cites)
            else:
                words.append(own[max(0, start - place) : max(0, end - place)])
            place += len(own)
        yield "".join(words).strip(), frozenset(entries)
        start = end


def _masked(printed: Printed) -> str:
    if not printed.cites:
        return printed.text
    return NARRATIVE if printed.narrative and not printed.bare else MARKER


def _ends(masked: str, kind: str) -> Iterator[int]:
    if kind == "heading":
        return
    if kind == "row":
        yield from (match.end() for match in re.finditer(r"\t", masked))
        return
    for match in BOUNDARY.finditer(masked):
        before = masked[max(0, match.start() - 12) : match.start() + 1]
        if masked[match.start()] == ".":
            if NEVER.search(before) or (NUMBERED.search(before) and NUMBER.match(masked, match.end())):
                continue
            if SELDOM.search(before) and not STARTER.match(masked, match.end()):
                continue
        yield match.end()
