"""The list that a file holds, at its top or under a key, and the ids of its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError
from kzcheck.readers.entries import Known
from kzcheck.readers.nodes import ENTRIES, Mapping, Scalar, Series, absent, kind, shown, too_long
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.readers.entries import Entry
    from kzcheck.readers.nodes import Node, Source

PROBLEMS = 200_000
"""Things of a file that cannot be read or are not known, four for each of the most entries; each takes 1 kB of memory."""


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


def drained(source: Source, nodes: list[Node]) -> Iterator[tuple[int, Node]]:
    """Yield the nodes of a list with their numbers from 1, and let go of each: a long list is never in memory twice.

    Raises:
        UnreadableError: there are too many.
    """
    if len(nodes) > ENTRIES:
        raise too_long(source)
    nodes.reverse()
    number = 0
    while nodes:
        number += 1
        yield number, nodes.pop()


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


def blank(node: Node | None) -> bool:
    """Whether there is nothing, or a text without a letter."""
    return node is None or absent(node) or (type(node) is Scalar and not node.text.strip())
