"""Makes the references of a manuscript's lists: printed entries, works that its fields describe, and lists beside it."""

from __future__ import annotations

from itertools import chain, count, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.article import Citation, Reference, Unreadable, place_in
from kzcheck.language.citations import Listed
from kzcheck.language.entry_heads import entry_heads
from kzcheck.language.folding import fold
from kzcheck.readers import references
from kzcheck.readers.nodes import Series, Source
from kzcheck.readers.parsed import parsed
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.csl import Item
    from kzcheck.document import Document
    from kzcheck.language.entry_heads import EntryHead
    from kzcheck.language.reference_lists import PrintedEntry, ReferenceList
    from kzcheck.readers.nodes import Node

MATCHED = 0.5
"""Share of the described works that must be in the printed list for its other entries to be references, too."""
SHORTEST_TITLE = 12
"""Letters of a folded title by which a work is recognised in a printed entry."""
COMPARED = 4_000_000
"""Most pairs of a work and a printed entry that are compared by their titles."""


class References(Struct, frozen=True):
    """The references of a manuscript.

    `listed` is, for each printed list, what citations can name of its entries, or has them all in one; `recommended` are
    citations of the entries that a list only recommends.
    """

    entries: tuple[Reference, ...]
    listed: tuple[tuple[Listed, ...], ...]
    recommended: tuple[Citation, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of all people in the lists."""
        return frozenset(name for part in self.listed for entry in part for name in entry.names)


class _Printed(Struct, frozen=True):
    """A printed entry as a reference, its number in its list, "" if another entry has it, and what its beginning says.

    `anchor` is the name by which links lead to it.
    """

    reference: Reference
    number: str
    head: EntryHead
    list: int
    anchor: str = ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The key by which links cite it."""
        return (self.anchor,) if self.anchor else ()


def references_of(
    document: Document, lists: Sequence[ReferenceList], given: Sequence[Reference], works: Sequence[Node]
) -> References:
    """Return the references of a manuscript: those `given` with it, else the `works` that it describes, else the printed ones.

    Works that are also in a printed list have their words and number there; other entries of that list are references, too.
    """
    described, unreadable = ([*given], ()) if given else _described(document, works)
    taken = {reference.id for reference in described}
    printed, repeated = _printed(document, lists, taken)
    if not described:
        return References(
            tuple(entry.reference for entry in printed),
            tuple(tuple(_named(entry) for entry in printed if entry.list == number) for number in range(len(lists))),
            tuple(_recommended(lists, printed)),
            repeated,
        )
    matches = _matches(described, printed)
    if len(matches) < len(described) * MATCHED and given:
        return References(tuple(described), (tuple(_described_as(reference) for reference in described),), (), unreadable)
    merged: list[tuple[float, Reference, Listed]] = []
    for at, reference in enumerate(described):
        match = matches.get(at)
        if match is None:
            merged.append((len(printed) + at, reference, _described_as(reference)))
        else:
            entry = printed[match]
            whole = replace(reference, printed=reference.printed or entry.reference.printed, location=entry.reference.location)
            if not given and document.projected:  # a field that says what a work is shows nobody its values
                whole = replace(whole, places={})
            if entry.anchor and entry.anchor == reference.id:
                whole = replace(whole, item=replace(whole.item, id=entry.reference.id))
            listed = replace(_described_as(whole), number=entry.number, aliases=(*reference.aliases, *entry.aliases))
            merged.append((match, whole, listed))
    if not given or matches:
        found = {*matches.values()}
        merged += [(at, entry.reference, _named(entry)) for at, entry in enumerate(printed) if at not in found]
    merged.sort(key=lambda entry: entry[0])
    return References(tuple(reference for _, reference, _ in merged), (tuple(listed for _, _, listed in merged),), (), unreadable)


def _described(document: Document, works: Sequence[Node]) -> tuple[list[Reference], tuple[Unreadable, ...]]:
    if not works:
        return [], ()
    name, text = next(iter(document.sources.items()))
    read = references.read(Source(name, text), Series([*works], 0, len(text)))
    return read.entries, tuple(read.unreadable)


def _printed(document: Document, lists: Sequence[ReferenceList], taken: set[str]) -> tuple[list[_Printed], tuple[Unreadable, ...]]:
    """Return the entries of the printed lists, without those that are parallel to others, and notes on repeated numbers."""
    printed: list[_Printed] = []
    notes: list[Unreadable] = []
    for number, part in enumerate(lists):
        if part.parallel:
            continue
        others = _parallel(lists, number)
        again = _begins_again(part.entries)
        heads = entry_heads((entry.text for entry in part.entries), given_first=part.first == len(document.blocks))
        for at, (entry, head, (key, own)) in enumerate(zip(part.entries, heads, _ids(part.entries, number, taken), strict=True)):
            place = place_in(document, entry.start, entry.end)
            if entry.label and not own and not again:
                notes.append(Unreadable(place, Wrong("repeated-number", {"number": entry.label}), reference=key))
            reading = parsed(entry.text, key, head)
            reference = Reference(
                reading.item,
                place,
                printed=entry.text,
                parallel=others.get(at, ""),
                doubtful=reading.doubtful,
                guess=reading.guess,
            )
            printed.append(_Printed(reference, own, head, number, entry.anchor))
    return printed, tuple(notes)


def _ids(entries: Sequence[PrintedEntry], number: int, taken: set[str]) -> list[tuple[str, str]]:
    """Return an id for each entry of the list with this number, and the number or key that names it alone, or "".

    The id is the printed number or key if no other entry has it, else the number of the list and of the entry: "2.14".
    """
    again = _begins_again(entries)
    labels = {entry.label for entry in entries}
    ids: list[tuple[str, str]] = []
    used: set[str] = set()
    for at, entry in enumerate(entries, 1):
        own = "" if again or entry.label in used else entry.label
        used.add(own)
        in_list = f"{number + 1}.{own or at}"
        choices = chain(
            (own, in_list) if own else (in_list,) if number else (str(at),), (f"{'#' * times}{at}" for times in count(1))
        )
        key = next(choice for choice in choices if choice not in taken and (choice == own or again or choice not in labels))
        taken.add(key)
        ids.append((key, own))
    return ids


def _begins_again(entries: Sequence[PrintedEntry]) -> bool:
    """Return whether the numbers of a list begin again under its headings, so that they name no entry."""
    return any(entry.label == "1" and entry.part != before.part for before, entry in pairwise(entries))


def _parallel(lists: Sequence[ReferenceList], number: int) -> Mapping[int, str]:
    """Return the words that the next list, if it is parallel to this one, has for its entries."""
    if number + 1 == len(lists) or not lists[number + 1].parallel:
        return {}
    other = lists[number + 1]
    return {here: entry.text for here, entry in zip(other.pairs, other.entries, strict=True) if here >= 0}


def _named(entry: _Printed) -> Listed:
    reference, head = entry.reference, entry.head
    return Listed(reference.id, entry.number, head.names, head.year, head.suffix, head.title, entry.aliases, reference.printed)


def _described_as(reference: Reference) -> Listed:
    """Return what citations can name of a work that is known by its fields."""
    item = reference.item
    names = tuple(name.family or name.literal for name in item.author or item.editor)
    return Listed(reference.id, "", names, item.year, _suffix(item), item.title, reference.aliases, reference.printed)


def _suffix(item: Item) -> str:
    suffix = item.text("year_suffix")
    raw = item.issued.raw if item.issued else ""
    return suffix or (raw[4:] if len(raw) == 5 and raw[:4].isdecimal() and raw[4].isalpha() else "")  # noqa: PLR2004


def _matches(described: Sequence[Reference], printed: Sequence[_Printed]) -> dict[int, int]:
    """Return the printed entry of each described work, by their positions: that which its key leads to, or has its DOI or title."""
    anchors = {entry.anchor: at for at, entry in enumerate(printed) if entry.anchor}
    dois = {entry.reference.item.doi.lower(): at for at, entry in enumerate(printed) if entry.reference.item.doi}
    texts = [f" {fold(entry.reference.printed)} " for entry in printed]
    matches: dict[int, int] = {}
    free = set(range(len(printed)))
    for number, reference in enumerate(described):
        item = reference.item
        at = anchors.get(reference.id, dois.get(item.doi.lower(), -1) if item.doi else -1)
        if at < 0 and len(described) * len(printed) <= COMPARED:
            at = next(_with_title(item, texts, free), -1)
        if at in free:
            matches[number] = at
            free.discard(at)
    return matches


def _with_title(item: Item, texts: Sequence[str], free: set[int]) -> Iterator[int]:
    """Yield the free printed entries that have a work's title, those that also have its year first."""
    title = fold(item.title)
    if len(title) < SHORTEST_TITLE and not item.year:
        return
    year = f" {item.year} " if item.year else ""
    names = [fold(name.family or name.literal) for name in (item.author or item.editor)[:1]]
    fitting = [
        at
        for at, text in enumerate(texts)
        if at in free and f" {title} " in text and (len(title) >= SHORTEST_TITLE or all(name in text for name in names))
    ]
    fitting.sort(key=lambda at: (bool(year) and year not in texts[at], not all(name in texts[at] for name in names)))
    yield from fitting


def _recommended(lists: Sequence[ReferenceList], printed: Sequence[_Printed]) -> Iterator[Citation]:
    """Yield a citation of each entry that its list only recommends, which the text need not cite."""
    further = {(number, entry.text) for number, part in enumerate(lists) for entry in part.entries if entry.further}
    for entry in printed:
        if (entry.list, entry.reference.printed) in further:
            yield Citation(entry.reference.id, entry.reference.location)
