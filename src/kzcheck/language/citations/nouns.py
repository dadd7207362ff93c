"""What the grammar of citations reads and yields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kzcheck.article import CitationKind


class Listed(Struct, frozen=True):
    """What citations can name of an entry of the list: its id, its printed number, and its authors and year.

    `names` are the family names of its authors or editors, or the names of organisations, as written; `suffix` is the letter after
    its year. `title` stands for authors where it has none. `aliases` are other keys that cite it, `printed` is the entry as
    printed: any year in it may be meant.
    """

    id: str
    number: str = ""
    names: tuple[str, ...] = ()
    year: int | None = None
    suffix: str = ""
    title: str = ""
    aliases: tuple[str, ...] = ()
    printed: str = ""


class Target(Struct, frozen=True):
    """One work that a mention cites: the id of the entry, or "" if the list lacks it, and what the text calls it.

    `start` and `end` are the place of its own words in the block's text, within the mention. `among` are the ids of the entries if
    it fits several.
    """

    id: str
    written: str
    start: int
    end: int
    locator: str = ""
    label: str = "page"
    among: tuple[str, ...] = ()


class Mention(Struct, frozen=True):
    """A place in a block's text, from `start` to `end`, that cites works; a marker apart from the sentence, or part of it."""

    kind: CitationKind
    start: int
    end: int
    targets: tuple[Target, ...]


class Locator(Struct, frozen=True):
    """Where in a work: "19–21", with CSL's label, and the place of the words for it."""

    text: str
    label: str
    start: int
    end: int
