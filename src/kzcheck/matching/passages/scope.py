"""What of a claim belongs to one of its citations: the words between its marker and the one before, or the sentence's start.

A sentence with several markers tells of several works. On 158 claims about medicine, accurate ones and others were told apart
better by these words than by the whole claim (AUROC .76 instead of .74).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language import sentences
from kzcheck.language.folding import fold
from kzcheck.language.markers import markers
from kzcheck.matching.passages.statement import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Claim, Reference

FEWEST_WORDS = 5
"""Words before a marker that state something; after fewer, the citation is the subject: "Okafor [5] found that …"."""
LONGEST_RANGE = 200
"""Entries in one range of numbers, as in [3–7]."""
_NAMED_BEFORE = 80
_EDGES = " \n\t,;:."

_KEY = re.compile(r"[^\s\[\](),;@]+")
_RANGE = re.compile(r"(\d{1,4})\s?[–—-]\s?(\d{1,4})")
_BETWEEN = re.compile(r"[\s,;.]*")


class _Marker(Struct, frozen=True):
    """Markers next to each other, from `start` to `end`; `own` if one of them is that of the work."""

    start: int
    end: int
    own: bool


def cited_part(claim: Claim, reference: Reference) -> str:
    """Return the words of a claim for which it cites a work, without the markers; all of it if no marker is the work's."""
    text = claim.text[:LONGEST]
    written = {citation.written for citation in claim.citations if citation.reference == reference.id and citation.written}
    found = _joined(text, [(start, end, _is_own(text, start, end, reference, written)) for start, end in markers(text)])
    if not any(marker.own for marker in found):
        return claim.text
    parts = [part for span in sentences.split(text, markers(text)) for part in _parts(text, span.start, span.end, found)]
    return " ".join(dict.fromkeys(parts))


def _is_own(text: str, start: int, end: int, reference: Reference, written: set[str]) -> bool:
    inside = text[start:end]
    keys = set(_KEY.findall(inside))
    if reference.id in keys or written & keys:
        return True
    ranges = ((int(first), int(last)) for first, last in _RANGE.findall(inside))
    if reference.id.isdecimal() and any(first <= int(reference.id) <= last < first + LONGEST_RANGE for first, last in ranges):
        return True
    year = str(reference.item.year or "-")
    surnames = (fold(name.family or name.literal) for name in reference.item.author[:1])
    around = f" {fold(text[max(0, start - _NAMED_BEFORE) : end])} "
    return year in inside and any(surname and f" {surname} " in around for surname in surnames)


def _joined(text: str, spans: Sequence[tuple[int, int, bool]]) -> list[_Marker]:
    joined: list[_Marker] = []
    for start, end, own in spans:
        if joined and _BETWEEN.fullmatch(text, joined[-1].end, start):
            joined[-1] = _Marker(joined[-1].start, end, joined[-1].own or own)
        else:
            joined.append(_Marker(start, end, own))
    return joined


def _parts(text: str, start: int, end: int, found: Sequence[_Marker]) -> list[str]:
    """Return what belongs to the work's markers in one sentence."""
    inside = [marker for marker in found if start <= marker.start < end]
    bounds = [start, *(marker.end for marker in inside)]
    parts = []
    for place, marker in enumerate(inside):
        if not marker.own:
            continue
        before = text[bounds[place] : marker.start].strip(_EDGES)
        if len(before.split()) >= FEWEST_WORDS:
            parts.append(before)
            continue
        following = inside[place + 1].start if place + 1 < len(inside) else end
        after = text[marker.end : following].strip(_EDGES)
        whole = len(after.split()) < FEWEST_WORDS
        parts.append(text[start:end] if whole else f"{before} {after}")
    return parts
