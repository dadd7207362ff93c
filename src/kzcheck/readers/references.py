"""Converts the nodes of CSL-YAML and CSL-JSON lists to references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzcheck.article import Reference
from kzcheck.csl import CROSSREF_TYPES, DATE_FIELDS, FIELDS, ITEM_NAMES, ITEM_TEXTS, NAME_FIELDS, TYPES, Item, without
from kzcheck.readers.entries import SERVED, Entry, Known
from kzcheck.readers.lists import NOCITE, Listed, identify, list_of, read_entries
from kzcheck.readers.nodes import Mapping, Scalar, absent, kind
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from kzcheck.article import Location
    from kzcheck.csl import Date, Name
    from kzcheck.readers.nodes import Node, Source

LISTS = ("references", "items")
"""The keys of a file's list: `references` in files of pandoc and Zotero, `items` in JSON exports."""

OWN_TEXTS = ("printed", "archived", "parallel", "file")
"""Keys under `custom` with one value each."""
TEXTS = ("related", "aliases", "doubtful")
"""Keys under `custom` that have several values."""

OTHER, OWN, NAMES, DATE = range(1, 5)
NOTHING = ("", 0)
KINDS = {
    key: (field, NAMES if field in NAME_FIELDS else DATE if field in DATE_FIELDS else OWN if field in ITEM_TEXTS else OTHER)
    for key, field in (*FIELDS.items(), ("archive_collection", "archive_collection"), ("archive_location", "archive_location"))
}
"""For each key of CSL its name in Python, and its content: names, a date, or text in a field of its own or among the others.

CSL itself has an underscore in two keys, as does Zotero; other programs write a hyphen.
"""

PUBLISHED = ("published", "published-print", "published-online")
"""Crossref's dates from which it derives `issued`; an answer to a request with `select` may have only these."""

OTHER_IDS = ("DOI", "PMID", "PMCID", "citation-key", "standard_citation")
"""Keys that identify an entry without an id; the last is Manubot's."""

KEYS = frozenset(("id", "type", "custom", "categories", *OTHER_IDS, *KINDS))
KNOWN, KNOWN_TYPES = Known(KEYS), Known(TYPES)

IN_ANY_CASE = {key.lower(): key for key in KINDS if key.isupper()}
"""The keys of identifiers, which CSL writes in capitals, and pandoc and many people do not."""


def read(source: Source, root: Node, taken: dict[str, Location] | None = None) -> Listed[Reference]:
    """Return the references of a file and its unreadable parts. The nodes are consumed.

    `taken` are the ids of the article's lists that were read before; those of this one are added.

    Raises:
        UnreadableError: the file has no list of references.
    """
    top = Entry(source)
    nodes = list_of(top, root, LISTS, "references")
    if type(root) is Mapping and NOCITE in root.values:
        _unmark(nodes)
    listed = Listed[Reference]([], [*top.repeated, *top.wrong], top.unknown, [])
    read_entries(source, nodes, _reference, listed, {} if taken is None else taken)
    return listed


def _reference(entry: Entry, node: Node, number: int, taken: dict[str, Location]) -> Reference | None:
    if type(node) is not Mapping:
        entry.refuse(node, Wrong("entry-shape", {"number": number, "shape": kind(node)}))
        return None
    _capitalize(entry.source, node)
    entry.reference = identify(entry, node, Wrong("entry-without-id", {"number": number}), taken, *OTHER_IDS)
    entry.check_keys(node, KEYS, KNOWN, SERVED)
    fields: dict[str, Any] = {}
    others: dict[str, str] = {}
    contributors: dict[str, tuple[Name, ...]] = {}
    for key, value in node.values.items():
        field, holds = KINDS.get(key, NOTHING)
        if holds in (OWN, OTHER):
            if text := entry.field(value, field):
                (fields if holds == OWN else others)[field] = text
        elif holds == NAMES:
            if names := entry.names(value, field):
                (fields if field in ITEM_NAMES else contributors)[field] = names
        elif holds == DATE and (date := entry.date(value, field)):
            fields[field] = date
    if "issued" not in fields and (published := _published(entry, node)):
        fields["issued"] = published
    kind_of_work, own = _type(entry, node), _own(entry, node)
    if entry.wrong or entry.reference is None:
        return None
    item = Item(entry.reference, kind_of_work, contributors=contributors, other=others, **fields)
    return Reference(location=entry.places["id"], places=entry.places, **_doubted(item, own))


def _doubted(item: Item, own: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a reference; if its fields were read from its words, only the sure ones are in its item."""
    if "doubtful" not in own:
        return {"item": item, **own}
    doubtful = tuple(FIELDS.get(key, key) for key in own["doubtful"])
    return {**own, "item": without(item, doubtful), "doubtful": doubtful, "guess": item}


def _unmark(nodes: list[Node]) -> None:
    """Take the Markdown out of the texts of a list that pandoc wrote, which has `nocite` beside it."""
    # imported here, since few lists are pandoc's and every start would pay for the import
    from kzcheck.language.pandoc import without_markdown  # noqa: PLC0415

    for node in nodes:
        for key, value in node.values.items() if type(node) is Mapping else ():
            if type(value) is Scalar and key in KINDS and key.lower() not in IN_ANY_CASE:
                value.text = without_markdown(value.text)


def _capitalize(source: Source, node: Mapping) -> None:
    """Give the keys of identifiers CSL's spelling; of two in different cases, the first counts."""
    for key in node.keys:
        known = "" if key.text in KEYS else IN_ANY_CASE.get(key.text.lower(), "")
        if not known:
            continue
        value = node.values.pop(key.text)
        key.text = known
        if known in node.values:
            node.wrong.append((key, source.clash(key, node.values)))
        else:
            node.values[known] = value


def _published(entry: Entry, node: Mapping) -> Date | None:
    for key in PUBLISHED:
        value = node.values.get(key)
        # read separately: these keys are not CSL's, so faults in them do not matter
        separate = Entry(entry.source)
        if type(value) is Mapping and (date := separate.date(value, "issued")):
            entry.places["issued"] = separate.places["issued"]
            return date
    return None


def _type(entry: Entry, node: Mapping) -> str:
    value = node.values.get("type")
    text = entry.text(value, "type")
    text = CROSSREF_TYPES.get(text, text)
    if value is not None and text and text not in TYPES:
        entry.note_unknown(value, text, KNOWN_TYPES.like(text))
        return ""
    return text


def _own(entry: Entry, node: Mapping) -> dict[str, Any]:
    """Return the fields of a reference that are kzcheck's own keys under `custom`."""
    custom = node.values.get("custom")
    if custom is None or absent(custom):
        return {}
    if type(custom) is not Mapping:
        entry.refuse(custom, Wrong("custom-shape", {"shape": kind(custom)}))
        return {}
    entry.refuse_keys(custom)
    own: dict[str, Any] = {key: entry.text(custom.values.get(key), f"custom.{key}") for key in OWN_TEXTS}
    own |= {key: entry.texts(value, f"custom.{key}") for key in TEXTS if (value := custom.values.get(key))}
    return own
