"""The texts of one audit: read, checked to be of the cited works, and kept in memory for comparison."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.gather.texts.reading import Reading
from kzcheck.matching.works import is_text_of
from kzcheck.reasons import Reason
from kzcheck.texts import NoText, Text, TextAtHand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kzcheck.csl import Item
    from kzcheck.texts import Origin, TextState

FEWEST_WORDS: Mapping[str, int] = {
    **dict.fromkeys(("article", "article-journal", "chapter", "paper-conference"), 700),
    **dict.fromkeys(("book", "thesis"), 3000),
}
"""Words of a whole text, at least, by the kind of work: the page of an article has only its abstract.

Of 42 articles from PLOS and SciELO, the shortest text has 1,490 words, and 40 have abstracts of up to 644 in all languages
together. UNESCO counts as a book what has 49 pages; a page of a shop or library seldom describes one in 3,000 words.
"""


class Copy(NamedTuple):
    """A file with the text of a work: its origin and place, its name or address, its bytes, and the type that its host gave."""

    origin: Origin
    where: str
    name: str
    content: bytes
    media_type: str = ""


class Shelf:
    """The texts at hand, by the ids of the references, and why other files and pages are not texts of the cited works."""

    def __init__(self, ends: float) -> None:
        """Begin with nothing; nothing is read after `ends`, in seconds of `time.monotonic()`."""
        self.texts: dict[str, Text] = {}
        self.reading = Reading(ends)
        self._at_hand: dict[str, TextAtHand] = {}
        self._reasons: dict[str, dict[Reason, None]] = {}
        self._known: dict[str, Text] = {}  # one file may have the texts of several chapters

    @property
    def states(self) -> dict[str, TextState]:
        """What became of each text that was sought."""
        lacking = {name: NoText(tuple(reasons)) for name, reasons in self._reasons.items() if name not in self._at_hand}
        return {**self._at_hand, **lacking}

    def lack(self, reference: str, where: str, reason: Reason) -> None:
        """Note why a place has no text of a work."""
        self._reasons.setdefault(reference, {})[Reason("text-at", {"place": where, "reason": reason}) if where else reason] = None

    def put(self, copy: Copy, item: Item, otherwise: Callable[[], None]) -> None:
        """Read a copy of the text of a work; if it cannot be read or is not that work's, `otherwise` is called.

        Both may happen later, when the shelf is told to take what has been read, or to finish (`reading`).
        """
        sha256 = hashlib.sha256(copy.content).hexdigest()

        def take(text: Text | Reason) -> None:
            refusal = text if isinstance(text, Reason) else is_text_of(item, text) or _too_short(item, text, copy.origin)
            if isinstance(refusal, Reason):
                self.lack(item.id, copy.where, refusal)
                otherwise()
            elif isinstance(text, Text):
                self.texts[item.id] = self._known[sha256] = text
                self._at_hand[item.id] = _at_hand(item, text, copy, sha256)

        if known := self._known.get(sha256):
            take(known)
        else:
            self.reading.start(sha256, copy.content, copy.name, copy.media_type, take)


def words(text: Text) -> int:
    """Return the number of words in a text."""
    return sum(len(leaf.text.split()) for leaf in text.leaves)


def _is_part(item: Item, count: int) -> bool:
    """Return whether a text with so many words cannot be the whole work."""
    return count < FEWEST_WORDS.get(item.type, 0)


def _too_short(item: Item, text: Text, origin: Origin) -> Reason | None:
    """Return why a text from the web is not the work's, or None; an editor may well have only a part of a work."""
    count = words(text)
    return Reason("short-text", {"count": count}) if origin != "file" and _is_part(item, count) else None


def _at_hand(item: Item, text: Text, copy: Copy, sha256: str) -> TextAtHand:
    count = words(text)
    printed = [leaf.printed for leaf in text.leaves if leaf.printed]
    return TextAtHand(
        origin=copy.origin,
        where=copy.where,
        sha256=sha256,
        words=count,
        passages=0,  # known once it has been compared
        pages=max(leaf.number for leaf in text.leaves),
        printed=(printed[0], printed[-1]) if printed else (),
        language=text.language,
        whole=not _is_part(item, count),
    )
