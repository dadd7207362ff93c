"""Citations in notes: full and short notes, "Ibid.", "Там же", "op. cit."; and the places of these notes in the text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.citations.locating import RANGE, labels, locator_at
from kzcheck.language.citations.nouns import Locator, Mention, Target
from kzcheck.language.citations.numbers import before
from kzcheck.language.citations.tokens import cut, forms
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.document import Block
    from kzcheck.language.citations.catalogue import Catalogue, Work
    from kzcheck.language.citations.tokens import Tokens

LONGEST = 500
"""Characters of a note between two semicolons that are compared with entries."""
MOST_NAMES = 12
"""Words at the beginning of a note among which its author is sought."""

_APART = re.compile(r";|(?<=[.!?])\s+(?=(?:See|Cf|Voir|Siehe|Vgl|См|Ср|Қар|Bkz|Véase|Zob|Viz)\b)")
_PAGES = re.compile(rf"\s?[,.:]\s?(?P<value>{RANGE})(?=\s*(?:[;.)\]]|$))")
_LAST_PAGES = re.compile(rf"(?:[,.:]|\b[^\W\d_]{{1,4}}\.)\s*(?P<value>{RANGE})\s*\.?\s*$")
_ENDS = re.compile(r"\s*[.)\]]?\s*$")
_BRACKETED = re.compile(r"[(\[](?=\s*[^\W\d_])([^()\[\]]{2,60})[)\]]")
_NUMBERS = re.compile(r"\d+")
_SHORTEST_WORD = 4
_SHORT_NOTE = 6
_BEGINNING = 3
_NEAR_END = 40
_SHOWN = 80


class _Read(Struct, frozen=True):
    """The citations of a note, and whether all of it was recognised, so that "Ibid." in the next note is clear."""

    mentions: tuple[Mention, ...] = ()
    whole: bool = False


@cache
def _ibid() -> re.Pattern[str]:
    return re.compile(rf"\s*({any_of(data.words('citing.ibid'))}\.?)(?!\w)", re.IGNORECASE)


@cache
def _op_cit() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(data.words('citing.op_cit'))}(?!\w)", re.IGNORECASE)


def noted(blocks: Sequence[Block], works: Catalogue) -> list[tuple[int, Mention]]:
    """Return the citations in the notes among the blocks, with their blocks, and again at the marks of these notes in the text."""
    found: list[tuple[int, Mention]] = []
    marked: dict[str, tuple[Mention, ...]] = {}
    read = _Read(whole=True)
    cited: list[Work] = []
    for place, block in enumerate(blocks):
        if block.kind == "note":
            read = _note(block.text, works, read, cited)
            found += ((place, mention) for mention in read.mentions)
            marked |= dict.fromkeys((f"#{block.anchor}", block.label), read.mentions)
    for place, block in enumerate(blocks):
        found += ((place, mention) for mention in _at_marks(block, marked) if block.kind != "note")
    return found


def repeated(blocks: Sequence[Block], found: Sequence[Sequence[Mention]]) -> list[tuple[int, Mention]]:
    """Return the citations "(ibid., p. 5)" in the text, with their blocks; `found` are the other mentions in each block."""
    added: list[tuple[int, Mention]] = []
    last: Mention | None = None
    for place, (block, mentions) in enumerate(zip(blocks, found, strict=True)):
        if block.kind == "note":
            continue
        there = iter(mentions)
        following = next(there, None)
        for match in _BRACKETED.finditer(block.text):
            while following and following.start < match.start():
                last, following = following, next(there, None)
            earlier = _Read((last,) if last else (), whole=True)
            if mention := _same(block.text, *match.span(1), earlier):
                last = Mention("ibid", *match.span(), mention.targets)
                added.append((place, last))
        for mention in (following, *there):
            last = mention or last
    return added


def _at_marks(block: Block, marked: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
    at = 0
    for run in block.runs:
        end = at + len(run.text)
        those = marked.get(run.link) or marked.get(run.note, ()) if run.note else ()
        targets = tuple(replace(target, start=at, end=end) for mention in those for target in mention.targets if target.id)
        if targets and run.text:
            yield Mention("note", at, end, targets)
        at = end


def _note(text: str, works: Catalogue, earlier: _Read, cited: list[Work]) -> _Read:
    """Read a note after an `earlier` one; the works `cited` so far, for "op. cit.", are added to."""
    mentions: list[Mention] = []
    pieces = list(_pieces(text))
    for start, end in pieces:
        last = _Read(tuple(mentions[-1:]), whole=True) if mentions else earlier
        if mention := _same(text, start, end, last) or _work(text, start, end, works, cited):
            mentions.append(mention)
    return _Read(tuple(mentions), whole=0 < len(pieces) == len(mentions))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a note between semicolons, without words such as "see" before them."""
    start = 0
    for match in (*_APART.finditer(text), None):
        end = match.start() if match else len(text)
        words = before().match(text, start, end)
        begin = words.end() if words else start
        if any(letter.isalnum() for letter in text[begin:end]):
            yield begin, end
        start = match.end() if match else end


def _same(text: str, start: int, end: int, earlier: _Read) -> Mention | None:
    """Return the citation of the work cited last: "Ibid., p. 5"; without an id if that is none or several."""
    match = _ibid().match(text, start, end)
    if not match:
        return None
    locator = locator_at(text, match.end(), end) or _pages(text, match.end(), end)
    stop = locator.end if locator else match.end()
    ids = tuple(dict.fromkeys(target.id for mention in earlier.mentions for target in mention.targets))
    if not _ENDS.fullmatch(text, stop, end) or not earlier.whole or "" in ids:
        return None
    target = _target(ids, match[1], match.start(1), stop, locator)
    return Mention("ibid", target.start, target.end, (target if len(ids) == 1 else replace(target, id=""),))


def _pages(text: str, start: int, end: int) -> Locator | None:
    match = _PAGES.match(text, start, end)
    return Locator(match["value"], "page", match.start(), match.end()) if match else None


def _target(ids: tuple[str, ...], written: str, start: int, end: int, locator: Locator | None) -> Target:
    among = ids if len(ids) > 1 else ()
    found = (locator.text, locator.label) if locator else ("", "page")
    return Target(ids[0] if ids else "", written, start, end, *found, among)


def _work(text: str, start: int, end: int, works: Catalogue, cited: list[Work]) -> Mention | None:
    """Return the citation of the entry that a part of a note is like, or of the work that "op. cit." stands for."""
    piece = text[start : min(end, start + LONGEST)]
    tokens = cut(piece)
    named = _named(tokens, works)
    if op_cit := _op_cit().search(piece):
        earlier = [work for work in reversed(cited) if work.place in named]
        found = earlier[:1] or list(named.values())
        at = start + op_cit.end()
        locator = locator_at(text, at, end) or _pages(text, at, end)
    else:
        found = _like(piece, named, works)
        locator = _last_locator(text, start, end)
    if not found:
        return None
    cited += found[:1]
    first = start + len(piece) - len(piece.lstrip())
    stop = start + len(text[start:end].rstrip(" .\n"))
    target = _target(tuple(work.id for work in found), " ".join(text[first:stop].split())[:_SHOWN], first, stop, locator)
    return Mention("note", first, stop, (target,))


def _named(tokens: Tokens, works: Catalogue) -> dict[int, Work]:
    """Return the works whose first author is named at the beginning, by their place in the list."""
    words = [word for word in tokens.words[:MOST_NAMES] if word[0].isupper() and len(word) > 1]
    return {
        named.work.place: named.work
        for word in words
        for form in forms(word)
        for named in works.also_named(form[-1])
        if named.author == 0 and named.work.names[0] == form[-len(named.work.names[0]) :]
    }


def _like(piece: str, named: Mapping[int, Work], works: Catalogue) -> list[Work]:
    """Return the works that a part of a note names by author and title, or by one; several if it cannot tell them apart.

    A short note has any part of the title, a longer one its beginning.
    """
    folded = f" {fold(_NUMBERS.sub(' ', piece))} "
    best: list[Work] = []
    most = 0
    for work in named.values() if named else works.beginning(tuple(folded.split())):
        words = frozenset(folded.split()).difference(*work.names, _labels())
        words = frozenset(word for word in words if len(word) >= _SHORTEST_WORD)
        if f" {' '.join(work.title[:_BEGINNING])} " in folded:
            shared = len(words.intersection(work.title))
        elif words and len(words) <= _SHORT_NOTE and words.issubset(work.title):
            shared = len(words)
        elif not words and len(named) == 1:
            return [work]
        else:
            continue
        if shared > most:
            best, most = [work], shared
        elif shared == most:
            best.append(work)
    return best


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(label) for label in labels())


def _last_locator(text: str, start: int, end: int) -> Locator | None:
    match = _LAST_PAGES.search(text, max(start, end - _NEAR_END), end)
    return Locator(match["value"], "page", match.start(), match.end()) if match else None
