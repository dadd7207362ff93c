"""What of an entry a reader reads: its texts and names, without codes, addresses and abstracts."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.folding import lower
from kzcheck.language.languages import guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item

_NOT_READ = frozenset(
    """abstract annote keyword language doi isbn issn pmid pmcid url call_number citation_key citation_label citation_number
    first_reference_note_number license references source archive_location year_suffix""".split(),
)

_TAG = re.compile(r"[a-z]{2}(?![a-z])")


@functools.cache
def _codes() -> dict[str, str]:
    return {name: code for code, language in data.languages().items() for name in language.names | language.iso_639_2}


def texts(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every text of an entry that people read, with its path: `title`, `container_title`, `author.0.family`."""
    yield from ((field, text) for field, text in item.texts() if field not in _NOT_READ)
    for role, place, name in item.names():
        for part in ("family", "given", "literal"):
            if text := getattr(name, part):
                yield f"{role}.{place}.{part}", text


def language(item: Item) -> str:
    """Return the ISO 639-1 code of an entry's language: as the entry says, else as its title shows, "" if neither does.

    Transliterated Russian and Kazakh are "ru-Latn" and "kk-Latn".
    """
    own = lower(item.language.strip())
    if code := _codes().get(own):
        return code
    if match := _TAG.match(own):
        return f"{match[0]}-Latn" if "latn" in own else match[0]
    return guess(item.title)
