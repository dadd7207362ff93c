"""Locators inside citations: "p. 19–21", "с. 19", "19 б.", ": 19", "Т. 2. С. 15", "ch. 3", "fig. 2"."""

from __future__ import annotations

import re
from functools import cache

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.citations.nouns import Locator
from kzcheck.language.folding import lower
from kzcheck.language.locators import DASHES

DASH = rf"[{DASHES}]"
_VALUE = r"(?:[A-Za-z]{0,2}\d{1,5}(?:[.:]\d{1,4}){0,3}[a-zа-я]?|[ivxlcIVXLC]{1,8})(?!\w)"
_FOLLOWING = r"(?:\s?(?:ff?|sqq?|et\s+seq|и\s+сл(?:ед)?)\b\.?)?"
RANGE = rf"{_VALUE}(?:\s?{DASH}{{1,2}}\s?{_VALUE})?{_FOLLOWING}"
_LETTERED = rf"\({_VALUE}\)|[A-Z](?:\.\d{{1,3}}){{0,3}}(?!\w)"
"""An equation's number in brackets, an appendix: after a label alone."""
_BARE = re.compile(rf"\s?:\s?(?P<value>{RANGE})(?=\s*[,;)\]/]|\s*$)")
_MORE = re.compile(rf"\s?,\s?(?P<value>{RANGE})(?=\s*[,;)\]/]|\s*$)")
_NUMBER = re.compile(r"\d+")
_MOST_PARTS = 4


@cache
def labels() -> dict[str, str]:
    """Return CSL's label of each word for a part of a work, in lower case, without its full stop."""
    found = {
        word.rstrip("."): label
        for language in data.languages().values()
        for label, words in language.citing.labels.items()
        for word in words
    }
    return found | dict.fromkeys(data.words("page_labels") | {"c"}, "page")


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[,.:]|;(?=\s?[^\W\d_]{{1,12}}[.\s]))?\s*(?P<label>{any_of(labels())})(?:\.\s*|\s+|(?<=[§¶№])\s*|(?=\d))"
        rf"(?P<value>{RANGE}|{_LETTERED})",
        re.IGNORECASE,
    )


@cache
def _labelled_after() -> re.Pattern[str]:
    words = any_of(word for word in labels() if word not in {"a", "c", "f", "v", "l", "n", "t"})
    return re.compile(
        rf"\s*[,:]\s*(?P<value>{RANGE})(?:\s|\s?{DASH}\s?|(?=[^\W\d_]))(?P<label>{words})(?:\.|(?!\w))", re.IGNORECASE
    )


def locator_at(text: str, at: int, end: int) -> Locator | None:
    """Return the locator that begins at a place, with the comma, full stop or colon before it; of several, the pages count."""
    parts: list[Locator] = []
    while len(parts) < _MOST_PARTS:
        match = _labelled().match(text, at, end) or _labelled_after().match(text, at, end)
        if not match:
            break
        label = labels()[" ".join(lower(match["label"]).split())]
        value, at = match["value"], match.end()
        last = value
        while (more := _MORE.match(text, at, end)) and _rises(last, more["value"]) and not _labelled().match(text, more.end(), end):
            value, last, at = f"{value}, {more['value']}", more["value"], more.end()
        parts.append(Locator(value, label, match.start(), at))
    if not parts and (match := _BARE.match(text, at, end)):
        return Locator(match["value"], "page", match.start(), match.end())
    if not parts:
        return None
    named = next((part for part in reversed(parts) if part.label == "page"), parts[0])
    return Locator(named.text, named.label, parts[0].start, parts[-1].end)


def _rises(before: str, after: str) -> bool:
    numbers = _NUMBER.findall(before)[-1:] + _NUMBER.findall(after)[:1]
    return len(numbers) == 2 and int(numbers[0]) < int(numbers[1])  # noqa: PLR2004
