"""The works that a document's fields describe, each once, as CSL mappings with the place where it is first cited."""

from __future__ import annotations

import json
import re
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from lxml import etree

from kzcheck.csl import DATE_FIELDS, NAME_FIELDS, spelling
from kzcheck.errors import UnreadableError
from kzcheck.readers import endnote_xml
from kzcheck.readers.documents.docx.visible import UNSEEN, visible
from kzcheck.readers.entries import DATE_PARTS, NAME_KEYS
from kzcheck.readers.nodes import Mapping, Scalar, Series, Source
from kzcheck.readers.references import KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Mapping as Dict

    from lxml.etree import _Element as Element

    from kzcheck.readers.nodes import Node

KEPT = KEYS - UNSEEN
_JOINED = re.compile(r"(\b\d{4}-\d{3}[\dXx])(?=\d{4}-)")
"""ISSNs on lines of their own in EndNote: Word drops line ends in instructions."""
NAMES, DATES = frozenset(map(spelling, NAME_FIELDS)), frozenset(map(spelling, DATE_FIELDS))
ENDS = 2
"""The most dates of one value: the ends of a period."""
TITLE_WORDS, LONGEST_NAME = 3, 30
"""Words and letters of a title or name in a key."""
_PUNCTUATION = re.compile(r"[\W_]+")
_WHOLE = re.compile(r"-?\d{1,6}")


class Works:
    """The works described so far, by their keys; `sources` are those of Word's own list.

    `printed_all` says that the document prints the whole list of sources, cited or not.
    """

    def __init__(self, sources: Dict[str, dict[str, Any]]) -> None:
        """Take Word's own sources, CSL data by their tags."""
        self.printed_all = False
        self._sources = sources
        self._keys: dict[str, str] = {}
        self._data: dict[str, Node] = {}
        self._taken: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def key(self, known_as: Sequence[str], name: str, data: dict[str, Any] | None) -> str:
        """Return the key of a work that is known by some identifiers, or else by its data.

        A new one is called by its author and year; if another work is, too, with its `name` in the manager's library.
        """
        if not known_as and data is not None:
            known_as = [json.dumps({field: value for field, value in data.items() if field != "id"}, sort_keys=True)]
        key = self._key(known_as, called(data or {}), name)
        if data is not None and key not in self._data:
            self._data[key] = _csl(data)
        return key

    def endnote(self, known_as: Sequence[str], otherwise: str, names: tuple[str, str], record: Element | None) -> str:
        """Return the key of one of EndNote's works; it is known by its library, or else by what the citation says of it.

        `names` are its author with its year, and its number.
        """
        key = self._keys.get(otherwise, "") if record is None else ""
        key = key or self._key([*known_as, *(() if known_as else (otherwise,))], *names)
        self._keys.setdefault(otherwise, key)
        if record is not None and key not in self._data:
            for number in record.iter("isbn"):
                if not len(number):
                    number.text = _JOINED.sub(r"\1 ", number.text or "")
            text = etree.tostring(record, encoding="unicode", with_tail=False)
            try:
                root = endnote_xml.read(Source(key, f"<xml><records>{text}</records></xml>")).root
            except UnreadableError:
                raise ValueError from None
            if isinstance(root, Series) and root.items:
                self._data[key] = root.items[0]
        return key

    def source(self, tag: str) -> str:
        """Return the key of one of Word's own sources: its tag."""
        if tag in self._sources and tag not in self._data:
            self._data[tag] = _csl(self._sources[tag])
        return tag

    def nodes(self, places: Dict[str, tuple[int, int]], rest: tuple[int, int], printed: str) -> list[Node]:
        """Return the works in the order of their places, which are those of their first citations; `rest` is for uncited ones.

        `printed` is the text of the document, "" if it prints no list: what readers never see is not judged as if it were there.
        """
        if self.printed_all:
            for tag in self._sources:
                self.source(tag)
        keys = sorted(self._data, key=lambda key: places.get(key, rest)[0])
        chosen = [key for key in keys if key in places or key in self._sources]
        return [_placed(key, visible(self._data[key], printed), *places.get(key, rest)) for key in chosen]

    def _key(self, known_as: Sequence[str], name: str, detail: str) -> str:
        key = next((self._keys[identifier] for identifier in known_as if identifier in self._keys), "")
        if not key:
            whole = "-".join(filter(None, (name, detail))) or "work"
            choices = chain((name,) if name else (), (whole,), (f"{whole}-{number}" for number in count(2)))
            key = next(choice for choice in choices if choice not in self._taken and choice not in self._sources)
            self._taken.add(key)
        for identifier in known_as:
            self._keys.setdefault(identifier, key)
        return key


def called(data: dict[str, Any]) -> str:
    """Return what a work is called: what its manager calls it, or its first author and its year; its title stands for an author."""
    if isinstance(key := data.get("citation-key"), str) and key.strip():
        return "".join(key.split())
    people: list[Any] = next((data[role] for role in ("author", "editor") if isinstance(data.get(role), list) and data[role]), [{}])
    first = people[0] if isinstance(people[0], dict) else {}
    name = str(first.get("family") or first.get("literal") or "") or " ".join(str(data.get("title") or "").split()[:TITLE_WORDS])
    issued = data.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    year = str(parts[0][0]) if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] else ""
    return plain(name)[:LONGEST_NAME] + plain(year)[:LONGEST_NAME]


def plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return _PUNCTUATION.sub("", text)


def _csl(data: dict[str, Any]) -> Node:
    """Return CSL data of a reference manager as nodes, with what CSL knows of it."""
    kept: dict[str, Any] = {}
    for field, value in data.items():
        if field in NAMES:
            kept[field] = [name for part in value if (name := _texts(part, NAME_KEYS))] if isinstance(value, list) else None
        elif field in DATES:
            kept[field] = _date(value) if isinstance(value, dict) else None
        elif field in KEPT:
            kept |= _texts({field: value}, KEPT)
    return _node({field: value for field, value in kept.items() if value})


def _texts(data: Any, keys: Collection[str]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the texts, numbers and switches under known keys."""
    if not isinstance(data, dict):
        return {}
    return {key: value for key, value in data.items() if key in keys and isinstance(value, str | int | float) and value != ""}


def _date(date: dict[str, Any]) -> dict[str, Any]:
    """Return a date: its parts if they are numbers, or else its words."""
    parts = date.get("date-parts")
    if isinstance(parts, list) and 0 < len(parts) <= ENDS:
        ends = [[str(number).strip() for number in end] for end in parts if isinstance(end, list)]
        if all(0 < len(end) <= len(DATE_PARTS) and all(_WHOLE.fullmatch(number) for number in end) for end in ends):
            return {"date-parts": ends}
    return _texts(date, ("raw", "literal"))


def _node(value: Any) -> Node:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        keys = [Scalar(str(key), 0, 0) for key in value]
        return Mapping({key.text: _node(part) for key, part in zip(keys, value.values(), strict=True)}, keys, [], 0, 0)
    if isinstance(value, list):
        return Series([_node(part) for part in value], 0, 0)
    return Scalar(value, 0, 0) if isinstance(value, str) else Scalar(json.dumps(value), 0, 0, plain=True)


def _placed(key: str, node: Node, start: int, end: int) -> Node:
    """Return a work with its key as id, everything of it at one place."""
    _move(node, start, end)
    if isinstance(node, Mapping):
        node.values = {**node.values, "id": Scalar(key, start, end)}
        if not any(name.text == "id" for name in node.keys):
            node.keys.append(Scalar("id", start, end))
    return node


def _move(node: Node, start: int, end: int) -> None:
    node.start, node.end = start, end
    if isinstance(node, Series):
        for part in node.items:
            _move(part, start, end)
    elif isinstance(node, Mapping):
        for name in node.keys:
            name.start, name.end = start, end
        for part in node.values.values():
            _move(part, start, end)
