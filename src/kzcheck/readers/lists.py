"""The list that a file holds, at its top or under a key, and the ids of its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.readers.entries import Entry, Known
from kzcheck.readers.nodes import ENTRIES, Mapping, Series, blank, kind, shown, too_long
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kzcheck.article import Claim, Reference, UnknownField, Unreadable
    from kzcheck.readers.nodes import Node, Source

PROBLEMS = 200_000
"""Things of a file that cannot be read or are not known, four for each of the most entries; each takes 1 kB of memory."""


T = TypeVar("T", "Reference", "Claim")


class Listed(Struct, Generic[T]):
    """What a file's list came to; `heads` are the offsets where an entry begins and where its id stands, with that id."""

    entries: list[T]
    unreadable: list[Unreadable]
    unknown: list[UnknownField]
    heads: list[tuple[int, int, str]]


def list_of(entry: Entry, root: Node, keys: Sequence[str], what: str) -> list[Node]:
    """Return the nodes of the file's list: the file itself, what a service answered, or what stands under the first of `keys`.

    Keys that are not known are noted in `entry`.

    Raises:
        UnreadableError: there is no such list.
    """
    if type(root) is Series:
        return root.items
    if type(root) is Mapping and (nodes := answered(root, keys)) is not None:
        return nodes
    mapping = top(entry.source, root, keys, what)
    held = next((key for key in keys if key in mapping.values), None)
    if held is None:
        cure = "give the folder of both files" if "claims" in mapping.values else f"write `{keys[0]}:` and a list"
        raise UnreadableError(entry.source.problem(root.start, f"no list of {what} in this mapping", cure))
    entry.check_keys(mapping, frozenset((held,)), Known((held,)))
    return under(entry.source, mapping, held)


def answered(root: Mapping, keys: Sequence[str]) -> list[Node] | None:
    """Return the works in an answer that was saved as it came: one work, which has a DOI, or Crossref's `message`."""
    message = root.values.get("message")
    held = message if type(message) is Mapping else root
    lists = [node.items for key in keys if type(node := held.values.get(key)) is Series]
    if lists:
        return lists[0] if held is message else None
    return [held] if "DOI" in held.values else None


def under(source: Source, mapping: Mapping, key: str) -> list[Node]:
    """Return the nodes of the list under a key of the file's mapping.

    Raises:
        UnreadableError: it is no list.
    """
    node = mapping.values[key]
    if type(node) is Series:
        return node.items
    raise UnreadableError(source.problem(node.start, f"`{key}:` is {kind(node)}", "give a list of entries, each with `- id: …`"))


def top(source: Source, root: Node, keys: Sequence[str], what: str) -> Mapping:
    """Return the file's mapping, if it has one of the keys that are due or none that is one slip away from them.

    Raises:
        UnreadableError: it is no mapping, a key stands twice, or a key is misspelt.
    """
    if type(root) is not Mapping:
        wrong = f"{kind(root)} stands where the list of {what} is due"
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
    source: Source, nodes: list[Node], read: Callable[[Entry, Node, int, dict[str, int]], T | None], listed: Listed[T]
) -> None:
    """Read the nodes of a list with their numbers from 1, and let go of each: a long list is never in memory twice.

    `read` is given an entry to be filled in, its node and number, and the ids that are taken, with their lines.

    Raises:
        UnreadableError: there are too many, or too much of them is wrong.
    """
    if len(nodes) > ENTRIES:
        raise too_long(source)
    taken: dict[str, int] = {}
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


def identify(entry: Entry, node: Mapping, missing: Wrong, taken: dict[str, int], *others: str) -> str | None:
    """Return an entry's id, or what it is known by under another key, one of `others`.

    Refuse one that is missing, no text, or `taken` by an earlier entry (in the line given).
    """
    value = next((held for key in ("id", *others) if not blank(held := node.values.get(key))), None)
    if value is None:
        entry.refuse(node, missing)
        return None
    text = entry.text(value, "id")
    if text in taken:
        entry.refuse(value, Wrong("taken-id", {"id": shown(text), "line": taken[text]}))
    elif text:
        taken[text] = entry.places["id"].line
    return text or None


def check_problems(source: Source, number: int) -> None:
    """Make sure that not too much of a file is wrong.

    Raises:
        UnreadableError: it is.
    """
    if number > PROBLEMS:
        raise UnreadableError(f"{source.name}: more than {PROBLEMS:,} things in it cannot be read or are not known; correct it")
