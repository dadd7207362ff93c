"""Named works: whether a work that a text names by title and kind is an entry of the list, or certainly another one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, get_args

from rapidfuzz import fuzz

from kzcheck import data
from kzcheck.data.cues import WorkKind
from kzcheck.language.dates import mentions
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess
from kzcheck.matching.titles import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item

# Likeness from which titles are one work's, and below which they are two works': in the study of the first article a title named
# and cited scored 1, and an article named with an address cited .28.
SAME, OTHER = 0.85, 0.5
_ONE_WORD = 8  # letters: a title of one shorter word is in too many others

_FIELDS = (
    "title",
    "container_title",
    "collection_title",
    "original_title",
    "title_short",
    "container_title_short",
    "volume_title",
    "part_title",
)

_NUMBER, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")

_KIND_WORDS = 3
# Written for readers, in a journal or as a book: never the same as a spoken or enacted text.
_WRITTEN = frozenset(["article", "book"])
_DELIVERED = frozenset(["address", "law", "programme"])


def is_work(title: str, item: Item) -> bool:
    """Tell whether a title that a text names can be this entry's or its container's; a subtitle makes no difference."""
    return any(_same(fold(title), fold(own), similarity(title, own)) for own in _titles(item))


def is_other_work(title: str, noun: str, item: Item) -> bool:
    """Tell whether a title that a text names by a noun is certainly not this entry's, whose author is the same.

    It is not where the two differ altogether in one language. Across languages nothing can be said of titles: then it is not
    where the kinds differ, an article and a president's address.
    """
    in_a_book = item.type == "book" and fold(noun).startswith(tuple(data.words("titles.book_parts")))
    if not item.title or in_a_book or is_work(title, item):
        return False
    language = guess(title)
    if language and language == (guess(item.title) or item.language):
        return (
            max(similarity(title, own) for own in _titles(item)) < OTHER
            and fuzz.token_set_ratio(fold(title), fold(item.title)) < 100 * SAME
        )
    kinds = {kind(noun), kind_of_title(item.title)}
    return len(kinds & _WRITTEN) == 1 and len(kinds & _DELIVERED) == 1


def differs_in_numbers(title: str, item: Item) -> bool:
    """Tell whether nothing but numbers parts the titles: "Kazakhstan 2030" and "Kazakhstan 2050"."""
    numbers = [set(_NUMBER.findall(fold(one))) for one in (title, item.title)]
    words = [" ".join(_LETTERS.findall(fold(one))) for one in (title, item.title)]
    if not all(numbers) or numbers[0] & numbers[1] or min(map(len, words)) < _ONE_WORD:
        return False
    return fuzz.ratio(*words) >= 100 * SAME or f" {words[0]} " in f" {words[1]} "


def differs_in_date(noun: str, date: tuple[int, int, int], item: Item) -> bool:
    """Tell whether an entry is of the kind that a noun names and of another day: two addresses, of two years."""
    if not kind(noun) or kind(noun) != kind_of_title(item.title):
        return False
    days = {(mention.year, mention.month, mention.day) for mention in mentions(item.title) if mention.day}
    if item.issued and len(item.issued.start) == 3:  # noqa: PLR2004
        days.add((item.issued.start[0], item.issued.start[1], item.issued.start[2]))
    return bool(days) and date not in days


def kind(noun: str) -> str:
    """Return the kind of work that a noun names: "address", "law", "programme", "article", "book", "report", or ""."""
    spellings = (lower(noun), fold(noun))
    return next((name for name, beginnings in _kinds().items() if any(word.startswith(beginnings) for word in spellings)), "")


@cache
def _kinds() -> dict[WorkKind, tuple[str, ...]]:
    titles = [language.titles for language in data.languages().values()]
    return {kind: tuple(word for words in titles for word in words.kinds.get(kind, ())) for kind in get_args(WorkKind)}


@lru_cache(maxsize=1 << 10)
def kind_of_title(title: str) -> str:
    """Return the kind of work that the first words of a title say it is, or ""."""
    return next((found for word in fold(title).split()[:_KIND_WORDS] if (found := kind(word))), "")


def _titles(item: Item) -> Iterator[str]:
    return (text for field in _FIELDS if (text := item.text(field)))


def _same(named: str, listed: str, likeness: float) -> bool:
    if likeness >= SAME:
        return True
    shorter, longer = sorted((named, listed), key=len)
    telling = " " in shorter or len(shorter) >= _ONE_WORD
    return telling and f" {shorter} " in f" {longer} "
