"""Where a text cites something: numbers, keys, or names and years in brackets."""

from __future__ import annotations

import re

from kzcheck.language import dates

_BRACKETS = re.compile(r"\[[^\][]{0,120}\]|\([^()]{0,300}\)")
_CITING = re.compile(r"\[[^\][]*\d[^\][]*\]|\[@[^\][]*\]|\W*\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\W*")


def markers(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of citations in brackets, in order: "[5]", "[@okafor]", "(Okafor, 2010)", the year of "Okafor (2010)"."""
    cited = {mention.start for mention in dates.mentions(text) if mention.kind == "citation"}
    return tuple(
        match.span()
        for match in _BRACKETS.finditer(text)
        if _CITING.fullmatch(match[0]) or any(match.start() <= start < match.end() for start in cited)
    )
