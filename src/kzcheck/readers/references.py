"""Nodes into references: CSL-YAML and CSL-JSON lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kzcheck.article import Reference, UnknownField, Unreadable
from kzcheck.csl import DATE_FIELDS, FIELDS, ITEM_NAMES, ITEM_TEXTS, NAME_FIELDS, TYPES, Item
from kzcheck.readers.entries import Entry
from kzcheck.readers.likeness import Known
from kzcheck.readers.lists import drained, identify, list_of
from kzcheck.readers.nodes import Mapping, absent, kind

if TYPE_CHECKING:
    from kzcheck.csl import Name
    from kzcheck.readers.nodes import Node, Source

LISTS = ("references", "items")
"""The keys under which a file may hold its list: `references` as pandoc and Zotero write it, `items` as exports in JSON do."""

OTHER, OWN, NAMES, DATE = range(1, 5)
NOTHING = ("", 0)
KINDS = {
    key: (field, NAMES if field in NAME_FIELDS else DATE if field in DATE_FIELDS else OWN if field in ITEM_TEXTS else OTHER)
    for key, field in FIELDS.items()
}
"""For each key of CSL its name in Python, and whether it holds names, a date, or text in a field of its own or among the others."""

KEYS = frozenset(("id", "type", "custom", "categories", *FIELDS))
KNOWN, KNOWN_TYPES = Known(KEYS), Known(TYPES)


class Listed(Struct):
    """What a file's list came to; `heads` are the offsets where an entry begins and where its id stands, with that id."""

    references: list[Reference]
    unreadable: list[Unreadable]
    unknown: list[UnknownField]
    heads: list[tuple[int, int, str]]


def read(source: Source, root: Node) -> Listed:
    """Return the references of a file, and what of it cannot be read. The nodes are used up.

    Raises:
        UnreadableError: the file holds no list of references.
    """
    top = Entry(source)
    items = list_of(top, root, LISTS, "references")
    listed = Listed([], top.wrong, top.unknown, [])
    taken: dict[str, int] = {}
    for number, node in drained(items):
        entry = Entry(source)
        reference = _reference(entry, node, number, taken)
        listed.unknown += entry.unknown
        if entry.wrong:
            listed.unreadable += entry.wrong
        elif reference is not None:
            listed.references.append(reference)
        if entry.reference is not None and type(node) is Mapping:
            listed.heads.append((node.start, node.values["id"].start, entry.reference))
    return listed


def _reference(entry: Entry, node: Node, number: int, taken: dict[str, int]) -> Reference | None:
    if type(node) is not Mapping:
        what = "empty" if absent(node) else kind(node)
        entry.refuse(node, f"entry {number} is {what}", "a mapping of keys and values, with an id")
        return None
    entry.reference = identify(entry, node, f"entry {number}", taken)
    entry.check_keys(node, KEYS, KNOWN)
    fields: dict[str, Any] = {}
    others: dict[str, str] = {}
    contributors: dict[str, tuple[Name, ...]] = {}
    for key, value in node.values.items():
        field, holds = KINDS.get(key, NOTHING)
        if holds in (OWN, OTHER):
            if text := entry.text(value, field):
                (fields if holds == OWN else others)[field] = text
        elif holds == NAMES:
            if names := entry.names(value, field):
                (fields if field in ITEM_NAMES else contributors)[field] = names
        elif holds == DATE and (date := entry.date(value, field)):
            fields[field] = date
    kind_of_work, printed = _type(entry, node), _printed(entry, node)
    if entry.wrong or entry.reference is None:
        return None
    item = Item(entry.reference, kind_of_work, contributors=contributors, other=others, **fields)
    return Reference(item, entry.places["id"], entry.places, printed)


def _type(entry: Entry, node: Mapping) -> str:
    value = node.values.get("type")
    text = entry.text(value, "type")
    if value is not None and text and text not in TYPES:
        entry.doubt(value, text, KNOWN_TYPES.like(text))
        return ""
    return text


def _printed(entry: Entry, node: Mapping) -> str:
    custom = node.values.get("custom")
    if custom is None or absent(custom):
        return ""
    if type(custom) is not Mapping:
        entry.refuse(custom, f"custom is {kind(custom)}", "a mapping of your own keys")
        return ""
    entry.refuse_keys(custom)
    return entry.text(custom.values.get("printed"), "custom.printed")
