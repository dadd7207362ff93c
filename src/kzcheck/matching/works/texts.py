"""Whose text it is: whether a text at hand can be that of the work in an entry.

In doubt it is: what an editor has chosen, and what a service names as the copy of a work, mostly is the work.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kzcheck.language.folding import fold
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.links import distinctive_words, mention
from kzcheck.matching.titles import kind
from kzcheck.matching.works.identity import named
from kzcheck.matching.works.weighing import is_piece
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item
    from kzcheck.texts import Text

# Chosen on 21 articles in three forms each, with their entries damaged in eleven ways, and on the entries of the other articles
# and of their own lists of references, which are of the same subjects and people: see benchmarks/text_files.py.
OPENING, FRONT = 600, 300
"""Words of a text among which its title is, and its people: a title page follows other pages, and the text soon names others."""
WHOLE, HALF = 0.8, 0.5
"""Shares of the words of a title that are its whole, and enough of it beside one of its people."""
DISTINCTIVE = 4
"""Distinctive words of a title that need no people beside it."""
TEAM = 2
"""People who prove a work under another title if all of them are named."""
LONGEST_WORD = 30
"""Characters of a word on average, at most: some scripts have no blanks between words."""


def is_text_of(item: Item, text: Text) -> Reason | None:
    """Return why a text cannot be that of an entry's work, or None if it can."""
    words = [*islice(_words(text), OPENING)]
    front = [*fold(f"{text.title} {' '.join(text.people)}").split(), *fold(" ".join(words[:FRONT])).split()]
    opening = f"{text.title}\n{' '.join(words)}"[: OPENING * LONGEST_WORD]
    titles = [title for title in (item.title, item.original_title, item.container_title if is_piece(item) else "") if title]
    if not titles or not all(_comparable(title, opening, text.language) for title in titles) or _is_excerpt(item, text):
        return None
    people = named(item, front)
    for title in titles:
        share = mention(title, opening)
        if share >= WHOLE and (people or not (item.author or item.editor) or len(distinctive_words(title)) >= DISTINCTIVE):
            return None
        if (share >= HALF and people) or _is_titled(text, title):
            return None
    return None if people >= TEAM and people == len(item.author) + len(item.editor) else Reason("another-work")


def _words(text: Text) -> Iterator[str]:
    for leaf in text.leaves:
        yield from leaf.text[: OPENING * LONGEST_WORD].split()


def _comparable(title: str, opening: str, language: str) -> bool:
    """Return whether a title can be looked for in a text: not if it may be translated, or written in other letters."""
    own = guess(title)
    return main_script(title) == main_script(opening) and (not own or not language or own == language)


def _is_titled(text: Text, title: str) -> bool:
    """Return whether a file names a title as its own, perhaps beside the name of its site."""
    own, sought = distinctive_words(text.title), distinctive_words(title)
    return len(sought) >= HALF * len(own) and mention(title, text.title) >= WHOLE


def _is_excerpt(item: Item, text: Text) -> bool:
    """Return whether a text is that of some pages of a book, which need not name it."""
    first = next((leaf for leaf in text.leaves if leaf.printed), None)
    return kind(item.type) == "book" and first is not None and first.printed.isdecimal() and int(first.printed) > first.number
