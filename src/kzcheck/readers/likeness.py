"""Which known key or type somebody may have meant: another spelling of it, a word of another format, or one slip of the hand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER_WORDS = {
    word: known
    for known, words in {
        "accessed": "urldate",
        "article-journal": "journalarticle",
        "article-magazine": "magazinearticle",
        "article-newspaper": "newspaperarticle",
        "chapter": "ch chap booksection inbook incollection",
        "collection-title": "series",
        "container-title": "booktitle journal journaltitle",
        "family": "familyname last lastname surname",
        "figure": "fig",
        "given": "first firstname givenname",
        "issued": "date published year",
        "language": "lang",
        "literal": "name",
        "number-of-pages": "pagetotal",
        "page": "p pg pp",
        "paper-conference": "conference inproceedings proceedingsarticle",
        "publisher": "institution school",
        "publisher-place": "address city location place",
        "report": "techreport",
        "section": "sec",
        "thesis": "mastersthesis phdthesis",
        "volume": "vol",
        "webpage": "online website",
        "cites": "citations",
        "quotes": "quotations quote",
    }.items()
    for word in words.split()
}
"""Words of BibTeX, BibLaTeX, Zotero and everyday use for keys and types of CSL and keys of claims, folded."""

LONGEST = 40
"""Characters; no key or type that is known is longer than 32."""

LONG = 8
"""Letters from which two slips are forgiven: below, two slips lead from one known key to another (`issue`, `title`)."""


class Known:
    """A set of known words, ready to be compared with."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in the spelling to be suggested."""
        self._words = tuple(sorted(words))
        self._folded = {fold(word): word for word in self._words}
        self._turned = {_turned(word): word for word in self._words}
        self.like = lru_cache(maxsize=1024)(self._like)

    def _like(self, word: str) -> str:
        """Return the known word that `word` resembles, or ""."""
        if len(word) > LONGEST or not (folded := fold(word)):
            return ""
        if same := self._folded.get(folded) or self._turned.get(_turned(word)):
            return same
        if (other := OTHER_WORDS.get(folded)) in self._folded.values():
            return other or ""
        # imported here since most lists have no slip in them, and every start would pay for it
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        found = process.extract(folded, list(self._folded), scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=None)
        near = [(distance, self._folded[known]) for known, distance, _ in found if distance <= _slips(folded, known)]
        return min(near)[1] if near else ""


def fold(word: str) -> str:
    """Return a word without the differences that are no matter of spelling: case, hyphens, underscores, dots, spaces."""
    return re.sub(r"[-_ .]", "", word.casefold())


def _turned(word: str) -> str:
    """The parts of a word in alphabetical order: Crossref writes `journal-article`."""
    return "-".join(sorted(re.split(r"[-_ ]", word.casefold())))


def _slips(word: str, known: str) -> int:
    if min(len(word), len(known)) >= LONG:
        return 2
    if min(len(word), len(known)) >= 4 or sorted(word) == sorted(known):  # noqa: PLR2004
        return 1
    return 0
