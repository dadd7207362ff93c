"""Recognises publishers, journals, cities and unpublished works by their words, in the languages of the lists.

The words are in `data/languages/`, `data/publishers.json` and `data/cities.json`: general facts of the trade, not the
contents of any list.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal

from kzcheck import data
from kzcheck.data.subjects import Cities, Publishers
from kzcheck.language.alternatives import any_of, folded, folded_words
from kzcheck.language.folding import fold
from kzcheck.language.scripts import main_script

if TYPE_CHECKING:
    from kzcheck.csl import Item


_SURE_JOURNAL = re.compile(
    r"(?:(?:the )?[\w ]{0,40}journal of|(?:annals|bulletin|transactions) of(?: the)?|zeitschrift fur|archiv fur|"
    r"revue (?:d\w{0,30}|francaise|internationale|generale)|"
    r"revista (?:de|d|del|espanola|brasileira|mexicana|chilena|latinoamericana)|rivista (?:di|del|della|italiana)|"
    r"vestnik|khabarshysy|[\w ]{1,80} (?:dergisi|khabarshysy|quarterly|journal|vestnik))(?: [\w ]{1,80})?"
)
_WORD = re.compile(r"[^\W\d_]{4}")
"""No word searched for is shorter: a text without a word of four letters (`12(3)`, `153–171`) need not be folded."""

_LONGEST = 300
"""Characters: names of publishers, journals and places are shorter; a longer text is skipped."""

HOUSE_WORDS = 6
"""Words: a longer container that ends like a publisher names a series or a conference before it."""

_SERIES = re.compile(
    r",(?!\s?(?:Inc|Ltd|LLC|GmbH|USA)\b)|(?<!\w)(?:proc|proceedings|lecture notes|series|conference|in)(?!\w)", re.IGNORECASE
)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def names_publisher(text: str) -> bool:
    """Return whether a text clearly names a publisher and not a journal: `Springer`, `Изд-во МГУ`, `Iletişim Yayınları`."""
    if len(text) > _LONGEST:
        return False
    if text.strip().endswith(_unspaced("publisher_ends")):
        return True
    plain = fold(text)
    return plain in _houses() or bool(_publisher().search(plain) and not _journal().search(plain))


def names_journal(text: str) -> bool:
    """Return whether a text clearly names a journal and not a publisher: `Journal of Botany`, `Вестник КазНУ`."""
    if len(text) > _LONGEST:
        return False
    if text.strip().endswith(_unspaced("journal_ends")):
        return True
    plain = fold(text)
    return bool(_SURE_JOURNAL.fullmatch(plain)) and not _publisher().search(plain)


def names_city(text: str, *, short: bool = False) -> bool:
    """Return whether a text is only the name of a city known for publishers: `London`, `Алматы`; also `М.` if `short`."""
    if len(text) > _LONGEST:
        return False
    plain = fold(text)
    return plain in _cities("cities") or (short and plain in _cities("abbreviations"))


def is_edition_with_imprint(text: str) -> bool:
    """Return whether a container is an edition, a city and a publisher: "15. Baskı İstanbul İletişim Yayın"."""
    words = _NAME_WORD.findall(text[:_LONGEST])
    edition = next((place for place, word in enumerate(words[:2]) if fold(word) in folded_words("edition_words")), len(words))
    place, house = words[edition + 1 : edition + 2], " ".join(words[edition + 2 :])
    return bool(place) and names_city(place[0]) and names_publisher(house)


def is_house(text: str, *, placed: bool) -> bool:
    """Return whether a container is only a publisher; if `placed`, "М.: Наука" counts, too (books may have such titles)."""
    place, _, house = text.partition(":")
    if house:
        return placed and names_city(place, short=True) and (names_publisher(house) or not names_city(place))
    return names_publisher(text) and len(text.split()) <= HOUSE_WORDS and not _SERIES.search(text)


def is_forthcoming(item: Item) -> bool:
    """Return whether any field of an entry but its titles says that the work is forthcoming: `in press`, `в печати`, `baskıda`."""
    issued = item.issued.raw if item.issued else ""
    texts = (item.status, issued, item.note, item.genre, item.volume, item.issue, item.page)
    return _says("forthcoming", texts)


def is_unpublished(item: Item) -> bool:
    """Return whether an entry's work was never printed, or is only oral: `unpublished`, `личное сообщение`, `pers. comm.`.

    An unpublished thesis does not count: it has a title and a year.
    """
    texts = (item.status, item.note, item.genre, item.medium, item.publisher)
    return _says("told_in_person", (*texts, item.container_title)) or (item.type != "thesis" and _says("unpublished", texts))


def _says(field: str, texts: tuple[str, ...]) -> bool:
    return any(text and _WORD.search(text) and _phrases(field).search(fold(text[:_LONGEST])) for text in texts)


@functools.cache
def _phrases(field: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(folded(data.words(field)))}(?!\w)")


@functools.cache
def _publisher() -> re.Pattern[str]:
    presses = any_of(folded(data.read("publishers", Publishers).presses))
    words, ends = (any_of(folded(data.words(field))) for field in ("publisher_words", "publisher_ends"))
    return re.compile(
        r"(?<!\w)(?:univ(?:ersity)? press(?: usa| inc| ltd)?$|univ(?:ersity)? of [a-z ]{3,30} press$|"
        rf"{presses} press$|{ends}$|{words}|izdatelstvo (?!v )|"
        r"publishers(?: (?:house|company|group|co|corporation|inc|ltd|llc|plc))*$|"
        r"publishing(?: (?:house|company|group|co|corporation|inc|ltd|llc|plc))+$)"
    )


@functools.cache
def _journal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(folded(data.words('journal_words')))}(?!\w)")


@functools.cache
def _houses() -> frozenset[str]:
    return frozenset(folded(data.read("publishers", Publishers).houses))


@functools.cache
def _cities(field: Literal["cities", "abbreviations"]) -> frozenset[str]:
    return frozenset(folded(getattr(data.read("cities", Cities), field)))


@functools.cache
def _unspaced(field: str) -> tuple[str, ...]:
    """Return the words of languages that write names without spaces: they may end any name."""
    return tuple(word for word in data.words(field) if main_script(word) in ("Han", "Hangul"))
