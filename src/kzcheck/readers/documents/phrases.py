"""The phrases of a paragraph, and what of them cites: links to the entries of the list of references, one by one and in ranges."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kzcheck.document import Cite
from kzcheck.readers.documents.flow import PLAIN, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.readers.documents.flow import Flow

DASHES = "-‐‑‒–—−"
"""Signs between the ends of a range, however they are typed."""
OPENING = {"[": "]", "(": ")"}
CLOSING = frozenset(OPENING.values())
LONGEST_SUFFIX = 80
"""Most characters between a linked citation and the bracket that closes it: a locator."""
LONGEST_RANGE = 300
"""Most entries between two links that a dash makes a range; what is longer is a mistake, and cites its two ends."""

_RANGE = re.compile(rf"[\s\[(]*(\d{{1,4}})\s*[{DASHES}]{{1,2}}\s*(\d{{1,4}})[\s\])]*")
_NUMBER = re.compile(r"[\s\[(]*(\d{1,4})[\s\])]*")
_BETWEEN = re.compile(rf"[\s\])]*[{DASHES}]{{1,2}}[\s\[(]*")
_LETTER = re.compile(r"[^\W\d_]")
_BESIDE = re.compile(r"[\s\])]*[,;][\s\[(]*")
_DATED = re.compile(rf"(?<!\d)\d{{4}}[a-z]?([,:].{{1,{LONGEST_SUFFIX}}})$")
_SUFFIX = re.compile(rf"[^\[\](){{}};]{{1,{LONGEST_SUFFIX}}}(?=[\]);])")


class Phrase(Struct):
    """A stretch of a paragraph's text that is marked alike, with its place in the source.

    `targets` are the anchors that it links to, and `number` tells the link from others beside it (0 outside links). `cites` are
    the works that it cites by keys.
    """

    text: str
    start: int
    end: int
    marks: Marks = PLAIN
    targets: tuple[str, ...] = ()
    number: int = 0
    cites: tuple[Cite, ...] = ()


class _Link(Struct):
    """A link to entries: the first and last of its phrases (exclusive), its text, and the entries."""

    first: int
    end: int
    text: str
    targets: tuple[str, ...]


def add(phrases: Iterable[Phrase], flow: Flow, entries: Mapping[str, int]) -> None:
    """Add phrases to the block that is open; `entries` are the positions in the list of references by their anchors.

    Links beside each other, and the brackets around them, are one citation.
    """
    parts = _with_brackets_apart([*phrases])
    citing: dict[int, tuple[Cite, ...]] = {}
    links = _ranges(parts, _links(parts, entries), [*entries], entries)
    for first, end, cites in _markers(parts, links):
        citing.update(dict.fromkeys(range(first, end), cites))
    for place, phrase in enumerate(parts):
        flow.add(phrase.text, phrase.start, phrase.end, phrase.marks, citing.get(place, phrase.cites))


def _with_brackets_apart(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases; a bracket beside a link, and what is between two links, are phrases of their own."""
    parts: list[Phrase] = []
    for place, phrase in enumerate(phrases):
        before = phrases[place - 1].number if place else 0
        after = phrases[place + 1].number if place + 1 < len(phrases) else 0
        if phrase.number or not (before or after) or phrase.end - phrase.start != len(phrase.text):
            parts.append(phrase)
            continue
        text = phrase.text
        start = 1 if before and text[0] in CLOSING else 0
        end = len(text) - 1 if after and len(text) > start and text[-1] in OPENING else len(text)
        parts += (
            structs.replace(phrase, text=text[first:last], start=phrase.start + first, end=phrase.start + last)
            for first, last in ((0, start), (start, end), (end, len(text)))
            if first < last
        )
    return parts


def _markers(phrases: Sequence[Phrase], links: Sequence[_Link]) -> Iterator[tuple[int, int, tuple[Cite, ...]]]:
    """Yield the first and last phrase (exclusive) of each citation, and what it cites; links beside each other are one."""
    group: list[_Link] = []
    for link, following in zip(links, (*links[1:], None), strict=False):
        group.append(link)
        between = _text(phrases, link.end, following.first) if following else ""
        if following and _BESIDE.fullmatch(between) and (";" in between or not (_LETTER.search(link.text + following.text))):
            continue
        first, end = group[0].first, link.end
        opening = phrases[first - 1].text if first else ""
        if opening in OPENING and phrases[end : end + 1] and phrases[end].text == OPENING[opening]:
            first, end = first - 1, end + 1
        after = _suffix(phrases, link.end, following.first if following else len(phrases))
        cites: dict[str, Cite] = {}
        for part in group:
            dated = _DATED.search(part.text)
            suffix = dated[1] if dated else after if part is link else ""
            for target in part.targets:
                cites.setdefault(target, Cite(target, suffix=suffix if target == part.targets[-1] else ""))
        yield first, end, tuple(cites.values())
        group = []


def _text(phrases: Sequence[Phrase], first: int, end: int) -> str:
    """Return the text of phrases, if it is short."""
    text = ""
    for phrase in phrases[first : min(end, first + LONGEST_SUFFIX)]:
        text += phrase.text
        if len(text) > LONGEST_SUFFIX:
            break
    return text


def _links(phrases: Sequence[Phrase], entries: Mapping[str, int]) -> list[_Link]:
    links: list[_Link] = []
    for number, group in groupby(range(len(phrases)), key=lambda place: phrases[place].number):
        places = [*group]
        targets = tuple(dict.fromkeys(target for target in phrases[places[0]].targets if target in entries))
        text = "".join(phrases[place].text for place in places)
        if number and targets and text.strip():
            links.append(_Link(places[0], places[-1] + 1, text, targets))
    return links


def _ranges(phrases: Sequence[Phrase], links: Sequence[_Link], order: Sequence[str], entries: Mapping[str, int]) -> list[_Link]:
    """Return the links; a range, within a link or between two of them, is one that leads to everything in it."""
    joined: list[_Link] = []
    for link in links:
        first = entries[link.targets[0]]
        if match := _RANGE.fullmatch(link.text):
            last = first + int(match[2]) - int(match[1])
            if last - first <= LONGEST_RANGE and (len(link.targets) == 1 or entries[link.targets[-1]] == last):
                link.targets = tuple(order[first : last + 1]) or link.targets
        before = joined[-1] if joined else None
        if (
            before
            and _NUMBER.fullmatch(before.text)
            and _NUMBER.fullmatch(link.text)
            and 0 < first - entries[before.targets[-1]] <= LONGEST_RANGE
            and _BETWEEN.fullmatch(_text(phrases, before.end, link.first))
        ):
            targets = (*before.targets, *order[entries[before.targets[-1]] + 1 : first], *link.targets)
            joined[-1] = _Link(before.first, link.end, "", targets)
        else:
            joined.append(link)
    return joined


def _suffix(phrases: Sequence[Phrase], start: int, end: int) -> str:
    """Return what follows a link up to the bracket that closes the citation, such as a page."""
    match = _SUFFIX.match(_text(phrases, start, end))
    return match[0] if match else ""
