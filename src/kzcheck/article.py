"""The text under audit: the article's metadata, its claims and its references, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kzcheck.csl import Date, Item, Name
    from kzcheck.document import Document
    from kzcheck.unreadable import Wrong

CitationStyle = Literal["numeric-order", "numeric-alphabetical", "author-date", "notes"]
ReferenceStyle = Literal["gost-7.0.5", "gost-7.0.100", "apa7", "vancouver", "chicago", "none"]
CitationKind = Literal["", "numeric", "superscript", "author-date", "note", "ibid", "key"]
"""How a citation is printed: "[5]", "⁵", "(Nye, 2004)", a note, "Ibid.", or a key or field; "" in a list of claims."""


NAME = 38
"""Characters of its words by which a sentence of a manuscript is known."""
ARCHIVED = "custom.archived"
"""The field of an entry for an archived copy of its page."""


class Location(Struct, frozen=True, gc=False):
    """A range in a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Return `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


class Style(Struct, frozen=True):
    """The style of the article's citations and of its list; `detected` names those of the two that were detected, not set."""

    citations: CitationStyle | None = None
    references: ReferenceStyle | None = None
    detected: tuple[Literal["citations", "references"], ...] = ()


class Reference(Struct, frozen=True):
    """One entry of the list.

    `location` is that of the entry (its `id`); `places` gives the place of each value, by its field and, in names, the index and
    the part: `title`, `author.0.family`, `issued`. `printed` is the entry as the article prints it, `archived` its archived copy of
    the page, or "". `related` are the ids of entries that are printed with it or lend it values, `aliases` other keys that cite
    it. `parallel` is the entry in a second list of the same works: transliterated, or translated. `file` is the
    path of a file with its text, from the article's folder. `doubtful` are the fields that
    were read from its printed words with doubt and are left out of the item, with `note` for words in no field; `guess` is the item
    with them, for people and other programs; None if the fields were not read from printed words.
    """

    item: Item
    location: Location
    places: Mapping[str, Location] = {}
    printed: str = ""
    archived: str = ""
    related: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parallel: str = ""
    file: str = ""
    doubtful: tuple[str, ...] = ()
    guess: Item | None = None

    @property
    def id(self) -> str:
        """The id by which claims cite this entry."""
        return self.item.id

    @property
    def partly_read(self) -> bool:
        """Whether any field that it lacks may be in its printed words: some were read with doubt, or none was read."""
        unread = self.printed != "" and not any((self.item.type, self.item.title, self.item.container_title))
        return unread or bool(self.doubtful)

    @property
    def wording(self) -> str:
        """Its words as printed, in both lists if there are two; works are recognised in them."""
        return f"{self.printed} {self.parallel}" if self.parallel else self.printed

    @property
    def urls(self) -> dict[str, str]:
        """Its addresses for readers by field: its URL, and the archived copy if that is on the web."""
        urls = {"url": url} if (url := self.item.url.strip()) else {}
        if self.archived.lower().startswith(("http://", "https://")):
            urls[ARCHIVED] = self.archived.strip()
        return urls

    def place(self, path: str) -> Location:
        """Return the place of a value, or of the nearest enclosing one: `author.0.family`, `author`, the entry."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.location


class Citation(Struct, frozen=True):
    """A pointer from a claim or a manuscript to a reference, perhaps with a locator; the label is CSL's (`page`, `chapter`, …).

    If it was read in a text, `kind` says how it is printed, `marker` is the place of the whole marker that it is part of, and
    `written` is what the text calls the work: "5", "Nye 2004". The
    `reference` is then "", or the key, if the list lacks the work, and "" if "Ibid." refers to nothing or to several. `among` are
    the ids of the entries if it fits several; the reference is one of them if they fit equally.
    """

    reference: str
    location: Location
    locator: str = ""
    label: str = "page"
    kind: CitationKind = ""
    written: str = ""
    among: tuple[str, ...] = ()
    marker: Location | None = None

    @property
    def name(self) -> str:
        """The id of the entry or, if the list lacks it, what the text calls the work."""
        return self.reference or self.written


class At(Struct, frozen=True):
    """The place of a claim in the manuscript; unknown parts are "" or 0."""

    file: str = ""
    page: str = ""
    line: int = 0


class MadeOf(Struct, frozen=True):
    """The manuscript that a list of claims says it was made of, and its SHA-256 then, in hexadecimal digits.

    `file` is its path from the article's folder, or as it is written if there is no such file. `present` is the SHA-256 of the file
    as it is now, or None if it cannot be read.
    """

    file: str
    sha256: str
    location: Location
    present: str | None = None


class Claim(Struct, frozen=True):
    """A statement of the article with its citations, if any.

    `quotations` are the words that it quotes, `attributed_to` and `works` the people and works that it names according to its
    author, `places` is the place of each value: `text`, `quotes.0`, `cites.0`, `attributed-to.0`. A `numbered` claim was read in a
    manuscript: its id is for programs, since its author never saw it.
    """

    id: str
    text: str
    location: Location
    citations: tuple[Citation, ...] = ()
    quotations: tuple[str, ...] = ()
    attributed_to: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    section: str = ""
    paragraph: str = ""
    at: At | None = None
    printed: str = ""
    places: Mapping[str, Location] = {}
    numbered: bool = False

    @property
    def own_quotations(self) -> tuple[str, ...]:
        """Its quotations without the block quotation of a manuscript that it introduces or is in, which has a place of its own."""
        return tuple(
            words for number, words in enumerate(self.quotations) if not self.numbered or f"quotes.{number}" not in self.places
        )

    @property
    def name(self) -> str:
        """What readers know it by: its id or, if it is only `numbered`, its first words."""
        if not self.numbered:
            return self.id
        text = " ".join(self.text.split())
        return f"“{text}”" if len(text) <= NAME else f"“{text[:NAME].rpartition(' ')[0] or text[:NAME]}…”"

    def place(self, path: str) -> Location:
        """Return the place of a value, or the claim's own."""
        return self.places.get(path, self.location)


class Unreadable(Struct, frozen=True):
    """What is wrong with an entry, and its id if that could be read; the entry is left out, unless only a key is repeated."""

    location: Location
    wrong: Wrong
    reference: str | None = None
    claim: str | None = None


class UnknownField(Struct, frozen=True):
    """A key or a type that CSL and kzcheck do not know; `like` is a known one at a distance of one typing error, or ""."""

    location: Location
    key: str
    like: str = ""
    reference: str | None = None
    claim: str | None = None


class UserSetting(Struct, frozen=True):
    """A setting in the article's `kzcheck.toml` that only the user may make, and that is ignored: its place and keys."""

    location: Location
    key: str


class Ignore(Struct, frozen=True):
    """A person's instruction to hide findings, and how many it `hid`.

    An inline one applies to its line, or to the entry that begins there (`reference` or `claim`). `codes` are codes, prefixes or
    names of rules. An entry of a `baseline` hides nothing: its findings are shown and do not fail.
    """

    location: Location
    codes: tuple[str, ...]
    reason: str = ""
    reference: str | None = None
    claim: str | None = None
    until: date | None = None
    inline: bool = False
    baseline: bool = False
    hid: int = 0


class Article(Struct, frozen=True):
    """An article as read. `sources` holds the text of each file read, by the path in locations.

    `cited` are the citations in the manuscripts of a list without claims, by key; the key `*` cites the whole list. `unread_lists`
    are other lists that these manuscripts name. If the article was read from a manuscript, `document` is what was read; if its list
    of claims says of which manuscript it was made, that is `made_of`.

    `formats` names the format of each list (`bibtex`, `csl-yaml`, …), by its file. `encodings` are the assumed ones of files that
    are not UTF-8; for a file in two encodings, UTF-8 comes first.
    """

    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    title: str = ""
    author: tuple[Name, ...] = ()
    doi: str = ""
    issued: Date | None = None
    language: str = ""
    has_claims: bool = False
    cited: tuple[Citation, ...] = ()
    unread_lists: tuple[str, ...] = ()
    document: Document | None = None
    made_of: MadeOf | None = None
    unreadable: tuple[Unreadable, ...] = ()
    unknown_fields: tuple[UnknownField, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    sources: Mapping[str, str] = {}
    formats: Mapping[str, str] = {}
    encodings: Mapping[str, tuple[str, ...]] = {}


@lru_cache(maxsize=4)
def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of the start of each line of `text`; lines end in LF, CRLF or CR, as in editors."""
    return (0, *(match.end() for match in re.finditer(r"\r\n?|\n", text)))


def span(file: str, starts: tuple[int, ...], start: int, end: int) -> Location:
    """Return the location of the characters from `start` to `end` (offsets from 0) of a file whose lines begin at `starts`."""
    line = bisect_right(starts, start)
    before = starts[line - 1] - 1
    if line == len(starts) or end < starts[line]:
        return Location(file, line, start - before, line, end - before)
    last = bisect_right(starts, end)
    return Location(file, line, start - before, last, end - starts[last - 1] + 1)


def place_in(document: Document, start: int, end: int) -> Location:
    """Return the location of the characters from `start` to `end` of a document's text, within the file where they begin."""
    file, offset = document.file(start)
    text = document.sources[file]
    return span(file, line_starts(text), offset, min(offset + end - start, len(text)))


def offset_in(document: Document, location: Location) -> int:
    """Return the offset, in a document's text, of the beginning of a location in one of its files."""
    before = 0
    for name, text in document.sources.items():
        if name == location.file:
            break
        before += len(text)
    return before + line_starts(document.sources[location.file])[location.line - 1] + location.column - 1


def text_at(sources: Mapping[str, str], location: Location) -> str:
    """Return the text at a location, or "" if it is not in the sources."""
    text = sources.get(location.file, "")
    starts = line_starts(text)
    if location.end_line > len(starts):
        return ""
    return text[starts[location.line - 1] + location.column - 1 : starts[location.end_line - 1] + location.end_column - 1]


def narrow(sources: Mapping[str, str], location: Location, words: str) -> Location:
    """Return the place of the exact `words` within `location`, or `location` itself if they are not there.

    White space is flexible, to find words in values folded over several lines. Whole words are preferred to parts of a longer
    word. The cost is linear in the length of the location.
    """
    text = sources.get(location.file, "")
    starts = line_starts(text)
    if not words.strip() or location.end_line > len(starts):
        return location
    start = starts[location.line - 1] + location.column - 1
    end = starts[location.end_line - 1] + location.end_column - 1
    tokens = list(re.finditer(r"\S+", text[start:end]))
    stretch, sought = " ".join(token[0] for token in tokens), " ".join(words.split())
    place_found = _find(stretch, sought)
    if place_found < 0 and not sought.isascii():  # the file may have letters and accents as separate characters
        sought = normalize("NFD", sought)
        place_found = _find(stretch, sought)
    if place_found < 0:
        return location
    offsets: list[int] = []
    place = 0
    for token in tokens:
        offsets.append(place)
        place += len(token[0]) + 1

    def back(offset: int) -> int:
        token = bisect_right(offsets, offset) - 1
        return start + tokens[token].start() + offset - offsets[token]

    return span(location.file, starts, back(place_found), back(place_found + len(sought) - 1) + 1)


def _find(text: str, sought: str) -> int:
    first = place = text.find(sought)
    while place >= 0:
        end = place + len(sought)
        joined_before = sought[0].isalnum() and text[place - 1 : place].isalnum()
        joined_after = sought[-1].isalnum() and text[end : end + 1].isalnum()
        if not (joined_before or joined_after):
            return place
        place = text.find(sought, end)
    return first
