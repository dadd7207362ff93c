"""Reads the texts, names and dates of one entry, and notes the locations of its values and all its faults.

Values are identified by paths, as in `Reference.places`: `container_title`, `author.0.family`, `cites.1.page`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from kzcheck import csl, data
from kzcheck.article import UnknownField, Unreadable
from kzcheck.csl import Date, Name
from kzcheck.data.subjects import Keys
from kzcheck.readers.nodes import LONGEST_LIST, NULLS, Mapping, Scalar, Series, absent, blank, kind, shown
from kzcheck.unreadable import Shape, Wrong
from kzcheck.wording import Words, template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Location
    from kzcheck.readers.nodes import Node, Source

_KEYS = data.read("keys", Keys)
OTHER_WORDS = {word: known for known, words in _KEYS.other_words.items() for word in words}


def _served(texts: Iterable[str], lists: Iterable[str]) -> dict[str, bool]:
    return dict.fromkeys(sorted(texts), False) | dict.fromkeys(sorted(lists), True)


SERVED = _served(_KEYS.served_texts, _KEYS.served_lists)
"""Keys in Crossref's answers beyond CSL's, and whether their values are lists or mappings (otherwise texts or numbers).

They are not misspellings: an answer saved as a list has 30 of them in each entry. In another shape (`published: 2004`)
they were written by a person.
"""

SERVED_IN_NAMES = _served(_KEYS.served_in_names_texts, _KEYS.served_in_names_lists)
"""The same for names; `name` is the name of a group."""

LONGEST_WORD = 40
"""Characters; no known key or type is longer than 32."""

SHORTEST = 5
"""Fewest letters of a known word for which one typing error is recognised: shorter words resemble others (`page`, `pace`)."""


class Known:
    """A set of known words, prepared for comparison."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in the spelling to be suggested."""
        self._words = tuple(sorted(words))
        self._folded = {fold(word): word for word in self._words}
        self._by_sorted_parts = {_sorted_parts(word): word for word in self._words}
        self.like = lru_cache(maxsize=1024)(self._like)

    def _like(self, word: str) -> str:
        """Return the known word that `word` resembles, or ""."""
        if len(word) > LONGEST_WORD or not (folded := fold(word)):
            return ""
        if same := self._folded.get(folded) or self._by_sorted_parts.get(_sorted_parts(word)):
            return same
        if (spelled := OTHER_WORDS.get(folded)) in self._folded.values():
            return spelled or ""
        if folded in OTHER_WORDS or word in SERVED:
            return ""
        # imported here, since most lists have no misspelt words and every start would pay for the import
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        near = process.extract(folded, list(self._folded), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=None)
        return min((self._folded[known] for known, _, _ in near if len(known) >= SHORTEST), default="")


def fold(word: str) -> str:
    """Remove differences that do not affect spelling: case, hyphens, underscores, dots, spaces."""
    return re.sub(r"[-_ .]", "", word.casefold())


def _sorted_parts(word: str) -> str:
    """Sort the parts of a word: Crossref writes `journal-article`."""
    return "-".join(sorted(re.split(r"[-_ ]", word.casefold())))


NAME_PARTS = {csl.spelling(part): part for part in Name.__struct_fields__}
NAME_KEYS = frozenset((*NAME_PARTS, "comma-suffix", "static-ordering", "parse-names"))
"""The parts of a name, and the keys of CSL-JSON that only control its formatting."""

DATE_PARTS = ("year", "month", "day")
_PARTS = {"year": template("year"), "month": template("month"), "day": template("day")}
DATE_KEYS = frozenset(("date-parts", "season", "circa", "raw", "literal", *DATE_PARTS))
KNOWN_NAME_KEYS, KNOWN_DATE_KEYS = Known(NAME_KEYS), Known(DATE_KEYS)

EDTF_SEASONS = {"21": 1, "22": 2, "23": 3, "24": 4}
SEASONS = {"1": 1, "2": 2, "3": 3, "4": 4, **EDTF_SEASONS}
"""Spring to winter, in CSL's numbers and in EDTF's, which replace the month; other words are kept as raw text."""

NUMBER = re.compile(r"[-+]?[0-9][0-9.,_]*(?:[eE][-+]?[0-9]+)?")
WHOLE = re.compile(r"[-+]?[0-9]{1,6}")

LONGEST_DATE = 100
"""Characters; a longer text is kept as it is and not parsed."""

PROBLEMS = 100
"""Most faults, and most unknown words, reported for one entry: with more, it is not an entry at all."""

NOT_SERVED: dict[str, bool] = {}

EVERY = frozenset(("isbn", "issn"))
"""Text fields of which all values are kept if a service gives a list; of a list of titles, only the first is the work's own."""

IN_PARTS = frozenset(("event", "license", "publisher", "version"))
"""Text fields that Crossref and DataCite give as mappings: the text is their `name`, if any."""

FALSE = frozenset(("", "false", "no", "off", "0"))


class Entry:
    """The notes on one entry while it is read; it is accepted only if nothing in it is `wrong`."""

    def __init__(self, source: Source) -> None:
        """Take the file of the entry; its id is filled in once it is known."""
        self.source = source
        self.reference: str | None = None
        self.claim: str | None = None
        self.wrong: list[Unreadable] = []
        self.repeated: list[Unreadable] = []
        self.unknown: list[UnknownField] = []
        self.places: dict[str, Location] = {}

    def refuse(self, node: Node, wrong: Wrong) -> None:
        """Note that a node cannot be read."""
        if len(self.wrong) < PROBLEMS:
            self.wrong.append(Unreadable(self.source.place(node), wrong, self.reference, self.claim))

    def refuse_keys(self, mapping: Mapping) -> None:
        """Note every key of a mapping that had to be left out; the first value of a repeated key counts."""
        for node, wrong in mapping.wrong:
            if not wrong.repeated:
                self.refuse(node, wrong)
            elif len(self.repeated) < PROBLEMS:
                self.repeated.append(Unreadable(self.source.place(node), wrong, self.reference, self.claim))

    def note_unknown(self, node: Node, word: str, like: str) -> None:
        """Note an unknown key or type."""
        if len(self.unknown) < PROBLEMS:
            self.unknown.append(UnknownField(self.source.place(node), word, like, self.reference, self.claim))

    def check_keys(self, mapping: Mapping, keys: frozenset[str], known: Known, served: dict[str, bool] = NOT_SERVED) -> None:
        """Note the keys of a mapping that had to be left out, and those neither in `keys` nor in the form that services use."""
        self.refuse_keys(mapping)
        if not mapping.values.keys() <= keys:
            for key in mapping.keys:
                value = mapping.values[key.text]
                as_served = key.text in served and (absent(value) or served[key.text] == (type(value) is not Scalar))
                if key.text not in keys and not as_served:
                    self.note_unknown(key, key.text, known.like(key.text))

    def text(self, node: Node | None, path: str) -> str:
        """Return a value as written, without surrounding white space, or ""."""
        if node is None:
            return ""
        if type(node) is not Scalar:
            self.refuse(node, Wrong("text-shape", {"path": path_in_words(path), "shape": kind(node)}))
            return ""
        text = node.text.strip()
        if not text or (node.plain and text in NULLS):
            return ""
        self.places[path] = self.source.place(node)
        return text

    def field(self, node: Node, path: str) -> str:
        """Return a text field of an item, which services may give as a list or a mapping, or ""."""
        if type(node) is not Series:
            return self._text_or_name(node, path)
        texts: list[str] = []
        for item in node.items:
            if text := self._text_or_name(item, path):
                texts.append(text)
                if path not in EVERY:
                    break
        if len(texts) > 1:
            self.places[path] = self.source.place(node)
        return ", ".join(texts)

    def _text_or_name(self, node: Node, path: str) -> str:
        return self.text(node.values.get("name") if type(node) is Mapping and path in IN_PARTS else node, path)

    def texts(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Return the texts in a list, or a single text."""
        if node is None:
            return ()
        if type(node) is Mapping:
            self.refuse(node, Wrong("texts-shape", {"path": path_in_words(path), "shape": kind(node)}))
        texts: list[str] = []
        for item in self.several(node, path):
            before = len(self.wrong)
            text = self.text(item, intern(f"{path}.{len(texts)}"))
            if text or len(self.wrong) > before:
                texts.append(text)
        return tuple(texts)

    def several(self, node: Node, path: str) -> list[Node]:
        """Return the non-empty nodes of a list, as `several` does; refuse a list that is too long."""
        nodes = several(node)
        if len(nodes) <= LONGEST_LIST:
            return nodes
        self.refuse(node, Wrong("too-many-values", {"path": path_in_words(path), "most": LONGEST_LIST}))
        return []

    def names(self, node: Node, path: str) -> tuple[Name, ...]:
        """Return the names in a list, or a single name; a refused name keeps its number."""
        names: list[Name] = []
        for item in [node] if type(node) is Mapping else self.several(node, path):
            here = intern(f"{path}.{len(names)}")
            before = len(self.wrong)
            name = self._name(item, here)
            if name or len(self.wrong) > before:
                self.places[here] = self.source.place(item)
                names.append(name or Name())
        if names:
            self.places[path] = self.source.place(node)
        return tuple(names)

    def _name(self, node: Node, path: str) -> Name | None:
        if type(node) is Mapping:
            return self._parts(node, path)
        if type(node) is Series:
            self.refuse(node, Wrong("name-shape", {"path": path_in_words(path), "shape": kind(node)}))
        elif type(node) is Scalar and (text := node.text.strip()):
            if not node.plain or not NUMBER.fullmatch(text):
                return Name(literal=text)
            self.refuse(node, Wrong("name-shape", {"path": path_in_words(path), "shape": Shape("number")}))
        return None

    def _parts(self, node: Mapping, path: str) -> Name | None:
        before = len(self.wrong)
        self.check_keys(node, NAME_KEYS, KNOWN_NAME_KEYS, SERVED_IN_NAMES)
        parts: dict[str, str] = {}
        for key, value in node.values.items():
            part = NAME_PARTS.get(key)
            if part is not None and (text := self.text(value, intern(f"{path}.{part}"))):
                parts[part] = text
        group = node.values.get("name")
        if not parts and type(group) is Scalar and (text := self.text(group, intern(f"{path}.literal"))):
            parts["literal"] = text
        if parts:
            return Name(**parts)
        if len(self.wrong) == before and node.values.keys() <= NAME_KEYS:
            self.refuse(node, Wrong("name-shape", {"path": path_in_words(path), "shape": Shape("empty")}))
        return None

    def date(self, node: Node, path: str) -> Date | None:
        """Return a date in any of its forms, or None."""
        before = len(self.wrong)
        if type(node) is Scalar:
            date = None if absent(node) else _date_of_text(node.text)
        elif type(node) is Mapping:
            date = self._date_of_mapping(node, path)
        else:
            date = self._date_of_list(node, path)
        if date is None or len(self.wrong) > before:
            return None
        self.places[path] = self.source.place(node)
        return date

    def _date_of_mapping(self, node: Mapping, path: str) -> Date | None:
        self.check_keys(node, DATE_KEYS, KNOWN_DATE_KEYS)
        values = node.values
        ends: list[tuple[int, ...]] = []
        if "date-parts" in values:
            ends = self._ends(values["date-parts"], path)
        elif "year" in values:
            ends = [self._numbers([values[part] for part in DATE_PARTS if part in values], path)]
        ends = [end for end in ends if end]
        words = self.text(values.get("raw"), f"{path}.raw") or self.text(values.get("literal"), f"{path}.literal")
        circa = self.text(values.get("circa"), f"{path}.circa").casefold() not in FALSE
        season = self.text(values.get("season"), f"{path}.season")
        if not ends:
            return _date_of_text(words)
        start = ends[0]
        if not season and len(start) > 1 and str(start[1]) in EDTF_SEASONS:
            start, season = start[:1], str(start[1])
        number = SEASONS.get(season, 0)
        return Date(start, ends[1] if len(ends) > 1 else (), number, circa, "" if number else season)

    def _date_of_list(self, node: Node, path: str) -> Date | None:
        parts = [part for part in several(node) if type(part) is Mapping]
        if len(parts) != len(several(node)) or len(parts) > 2:  # noqa: PLR2004
            self.refuse(node, Wrong("date-shape", {"path": path_in_words(path)}))
            return None
        dates = [date for part in parts if (date := self._date_of_mapping(part, path))]
        if len(dates) < 2:  # noqa: PLR2004
            return dates[0] if dates else None
        first, last = dates
        return Date(first.start, last.start, first.season, first.circa or last.circa, first.raw)

    def _ends(self, node: Node, path: str) -> list[tuple[int, ...]]:
        if absent(node):
            return []
        ends = [end for end in several(node) if type(end) is Series]
        if type(node) is not Series or len(ends) != len(several(node)) or len(ends) > 2:  # noqa: PLR2004
            self.refuse(node, Wrong("date-parts-shape", {"path": path_in_words(path)}))
            return []
        return [self._numbers(end.items, path) for end in ends]

    def _numbers(self, nodes: list[Node], path: str) -> tuple[int, ...]:
        last = max((place for place, node in enumerate(nodes, 1) if not blank(node)), default=0)
        if last > len(DATE_PARTS):
            self.refuse(nodes[len(DATE_PARTS)], Wrong("date-too-long", {"path": path_in_words(path)}))
            return ()
        numbers: list[int] = []
        for node, part in zip(nodes[:last], DATE_PARTS, strict=False):
            if (number := whole_number(node)) is not None:
                numbers.append(number)
            elif type(node) is Scalar:
                self.refuse(
                    node,
                    Wrong("date-part-text", {"path": path_in_words(path), "part": Words(_PARTS[part]), "given": shown(node.text)}),
                )
            else:
                self.refuse(
                    node, Wrong("date-part-shape", {"path": path_in_words(path), "part": Words(_PARTS[part]), "shape": kind(node)})
                )
        return tuple(numbers)


def several(node: Node) -> list[Node]:
    """Return the non-empty nodes of a list; a text counts as a list of one, a mapping as an empty list."""
    if type(node) is Series:
        return [item for item in node.items if not absent(item)]
    return [] if type(node) is Mapping or absent(node) else [node]


def path_in_words(path: str) -> str:
    """Return a path in words: `author.0.family` is "author 1: family"."""
    words = ""
    for part in path.split("."):
        words += f" {int(part) + 1}" if part.isdecimal() else f"{': ' if words else ''}{csl.spelling(part)}"
    return words


def whole_number(node: Node) -> int | None:
    """Return a whole number of up to six digits, or None."""
    if type(node) is Scalar and WHOLE.fullmatch(text := node.text.strip()):
        return int(text)
    return None


def _date_of_text(text: str) -> Date | None:
    text = text.strip()
    if not text:
        return None
    return csl.date(text) if len(text) <= LONGEST_DATE else Date(raw=text)
