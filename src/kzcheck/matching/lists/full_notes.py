"""Compares a full note with the entry of the same work: its title, volume and pages, where both are read without doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_WORDS = 3
"""Words of the shortest title that is compared: shorter ones are those of other works, too."""
SHORTEST_WORD = 4
"""Letters of a word of which a slip may be one; others are exchanged freely ("of", "in")."""

_CUT = re.compile(r"(?:…|[.]{3})$")
_VOLUME = re.compile(
    r"(?<![\d.,–-])(?<!no\. )(?P<chicago>\d{1,4})(?:,? (?:no|nr)\. ?\d{1,4}(?:[–-]\d{1,4})?)?"
    r" ?\((?:[^\W\d_]{3,9}\.? )?[12]\d{3}\): ?\d"
    r"|(?<![\d.,–-])(?P<apa>\d{1,4}) ?\(\d{1,4}\)[,:] ?\d"
    r"|\b(?:vol|т|bd|cilt)\. ?(?P<labelled>\d{1,4})\b(?!\s?т\b)(?=[^\d]{1,4}(?:no|№|nr|s[ay]|вып))",
    re.IGNORECASE,
)
"""The volume in "7, no. 2 (2012): 105", in "7(2), 103" or "2012;7(2):103", and in "Т. 7. № 2" or "Vol. 7, No. 2"."""
_RANGE = re.compile(r"(?:\b(?:pp?|[сcsб]|стр)\. ?|\): ?|\d:|\d\), )(\d{1,5}) ?[–—-] ?(\d{1,5})(?![\d–—-]|[./]\d)", re.IGNORECASE)
_PAGE = re.compile(r"(?:\b(?:pp?|[сcs]|стр)\. ?|\): ?)(\d{1,5})(?: ?[–—-] ?(\d{1,5}))?(?![\d–—-]|[./]\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,}/)\S+")

Part = Literal["title", "volume", "pages"]


class NoteDiffers(NamedTuple):
    """A part of a work that differs in a note: what the note has, and what the list has."""

    part: Part
    note: str
    listed: str


def note_differs(note: str, entry: str, titles: tuple[str, str]) -> Iterator[NoteDiffers]:
    """Yield the parts in which a note differs from an entry, if their titles show that both are of one work.

    `titles` are that of the note and that of the entry. A shortened title is not different, nor is a page within the entry's range,
    nor a number that is anywhere in the other text.
    """
    own, listed = ([*re.findall(r"\w+", fold(title))] for title in titles)
    number = min(len(own), len(listed))
    unlike = [place for place in range(number) if own[place] != listed[place]]
    if number < FEWEST_WORDS or len(unlike) > 1:
        return
    if unlike and _is_slip(own[unlike[0]], listed[unlike[0]], cut=_CUT.search(titles[0]) is not None and unlike[0] == len(own) - 1):
        yield NoteDiffers("title", titles[0], titles[1])
    note, entry = _ADDRESS.sub(" ", note), _ADDRESS.sub(" ", entry)
    numbers, its_numbers = {*_NUMBER.findall(note)}, {*_NUMBER.findall(entry)}
    volume, its_volume = _volume(note), _volume(entry)
    if volume and its_volume and volume not in its_numbers and its_volume not in numbers:
        yield NoteDiffers("volume", volume, its_volume)
    ranges, pages = _RANGE.findall(entry), _PAGE.findall(note)
    if len(ranges) == len(pages) == 1:
        first, last = _whole(*ranges[0])
        begin, end = _whole(*pages[0])
        if first <= last and begin <= end and not first <= begin <= end <= last and pages[0][0] not in its_numbers:
            yield NoteDiffers("pages", "–".join(filter(None, pages[0])), "–".join(ranges[0]))


def _is_slip(word: str, other: str, *, cut: bool) -> bool:
    """Return whether one of two words in the same place of a title is a slip: both are words, and neither shortens the other."""
    plain = all(each.isalpha() and len(each) >= SHORTEST_WORD for each in (word, other))
    return plain and not cut and word[:1] == other[:1]


def _volume(text: str) -> str:
    """Return the volume of an article, if a text has exactly one."""
    volumes = {next(filter(None, match.groups())) for match in _VOLUME.finditer(text)}
    return volumes.pop() if len(volumes) == 1 else ""


def _whole(first: str, last: str) -> tuple[int, int]:
    """Return a page range as numbers; a shortened end is completed."""
    if not last:
        return int(first), int(first)
    return int(first), int(first[: len(first) - len(last)] + last if len(last) < len(first) else last)
