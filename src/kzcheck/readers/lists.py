"""Finds the list in a file, at its top or under a key, and reads its entries and their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.readers.entries import Entry, Known
from kzcheck.readers.nodes import ENTRIES, Mapping, Scalar, Series, blank, kind, shown, too_long
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kzcheck.article import Claim, Location, Reference, UnknownField, Unreadable
    from kzcheck.readers.nodes import Node, Source

PROBLEMS = 200_000
"""Most unreadable or unknown items in a file, four for each of the most entries; each takes 1 kB of memory."""

NOCITE = "nocite"
"""The key that pandoc writes beside the list, for entries that no text cites."""

T = TypeVar("T", "Reference", "Claim")


class Listed(Struct, Generic[T]):
    """The result of reading a list; `heads` holds the offsets of each entry and of its id, with the id."""

    entries: list[T]
    unreadable: list[Unreadable]
    unknown: list[UnknownField]
    heads: list[tuple[int, int, str]]


def list_of(entry: Entry, root: Node, keys: Sequence[str], noun: str) -> list[Node]:
    """Return the nodes of the file's list: the file itself, a saved answer of a service, or the list under the first of `keys`.

    Unknown keys are noted in `entry`.

    Raises:
        UnreadableError: there is no such list.
    """
    if type(root) is Series:
        return root.items
    if type(root) is Mapping and (nodes := saved_answer(root, keys)) is not None:
        return nodes
    mapping = top_mapping(entry.source, root, keys, noun)
    list_key = next((key for key in keys if key in mapping.values), None)
    if list_key is None:
        cure = "give the folder of both files" if "claims" in mapping.values else f"write `{keys[0]}:` and a list"
        raise UnreadableError(entry.source.problem(root.start, f"no list of {noun} in this mapping", cure))
    entry.check_keys(mapping, frozenset((list_key, NOCITE)), Known((list_key,)))
    return list_under(entry.source, mapping, list_key)


def saved_answer(root: Mapping, keys: Sequence[str]) -> list[Node] | None:
    """Return the works in a saved answer of a service: one work with a DOI, or Crossref's `message`."""
    message = root.values.get("message")
    body = message if type(message) is Mapping else root
    lists = [node.items for key in keys if type(node := body.values.get(key)) is Series]
    if lists:
        return lists[0] if body is message else None
    return [body] if "DOI" in body.values else None


def list_under(source: Source, mapping: Mapping, key: str) -> list[Node]:
    """Return the nodes of the list under a key of the file's mapping.

    Raises:
        UnreadableError: the value is not a list.
    """
    node = mapping.values[key]
    if type(node) is Series:
        return node.items
    raise UnreadableError(source.problem(node.start, f"`{key}:` is {kind(node)}", "give a list of entries, each with `- id: …`"))


def top_mapping(source: Source, root: Node, keys: Sequence[str], noun: str) -> Mapping:
    """Return the file's mapping, if it has one of the expected keys or none that looks like a misspelling of one.

    Raises:
        UnreadableError: the file is not a mapping, or a key is repeated or misspelt.
    """
    if type(root) is not Mapping:
        wrong = f"{kind(root)} stands where the list of {noun} is due"
        raise UnreadableError(source.problem(root.start, wrong, "write a list of entries, each with `- id: …`"))
    if root.wrong:
        raise UnreadableError(*(f"{source.location(node.start, node.start)}: {wrong}" for node, wrong in root.wrong))
    if not any(key in root.values for key in keys):
        known = Known(keys)
        for key in root.keys:
            if like := known.like(key.text):
                raise UnreadableError(source.problem(key.start, f'the key "{shown(key.text)}" is not known', f'write "{like}"'))
    return root


def read_entries(
    source: Source,
    nodes: list[Node],
    read: Callable[[Entry, Node, int, dict[str, Location]], T | None],
    listed: Listed[T],
    taken: dict[str, Location],
) -> None:
    """Read the nodes of a list, numbered from 1, and free each one, so that a long list is never in memory twice.

    `read` is called with an entry to fill in, its node and number, and the ids already `taken`, with their places.

    Raises:
        UnreadableError: there are too many entries or too many faults.
    """
    if len(nodes) > ENTRIES:
        raise too_long(source)
    nodes.reverse()
    for number in range(1, len(nodes) + 1):
        node = nodes.pop()
        entry = Entry(source)
        subject = read(entry, node, number, taken)
        check_problems(source, len(listed.unreadable) + len(listed.unknown))
        listed.unknown += entry.unknown
        listed.unreadable += entry.repeated
        if entry.wrong:
            listed.unreadable += entry.wrong
        elif subject is not None:
            listed.entries.append(subject)
        if (name := entry.reference or entry.claim) and type(node) is Mapping:
            listed.heads.append((node.start, node.values.get("id", node).start, name))


def identify(entry: Entry, node: Mapping, missing: Wrong, taken: dict[str, Location], *others: str) -> str | None:
    """Return an entry's id, or its identifier under another key in `others`.

    Refuse an id that is missing, not a text, or `taken` by an earlier entry (at the place given).
    """
    value = next((node_of_id for key in ("id", *others) if not blank(node_of_id := node.values.get(key))), None)
    if value is None:
        entry.refuse(node, missing)
        return None
    text = entry.text(value, "id")
    if type(value) is Scalar and text not in entry.source.text[value.start : value.end] and _is_later(entry.source, taken):
        text = f"{entry.source.name}#{text}"  # a number that the reader gave, as it did in the list before
    if text in taken:
        place = taken[text]
        if place.file == entry.source.name:
            entry.refuse(value, Wrong("taken-id", {"id": shown(text), "line": place.line}))
        else:
            entry.refuse(value, Wrong("taken-id-elsewhere", {"id": shown(text), "file": place.file, "line": place.line}))
    elif text:
        taken[text] = entry.places["id"]
    return text or None


def _is_later(source: Source, taken: dict[str, Location]) -> bool:
    """Return whether the article has another list, which was read before this one."""
    first = next(iter(taken.values()), None)
    return first is not None and first.file != source.name


def check_problems(source: Source, number: int) -> None:
    """Make sure that a file does not have too many faults.

    Raises:
        UnreadableError: there are more than `PROBLEMS`.
    """
    if number > PROBLEMS:
        raise UnreadableError(f"{source.name}: has more than {PROBLEMS:,} unreadable or unknown parts; correct it")
