"""Drafts of blocks, of formats that link citations to entries and notes to their marks within the text, and blocks made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.reference_lists.headings import of_list
from kzcheck.readers.documents import phrases
from kzcheck.readers.documents.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.document import Block, BlockKind
    from kzcheck.readers.documents.phrases import Phrase

NOTE_ROLES = frozenset(("doc-endnotes", "doc-endnote", "doc-footnote"))
"""Roles of notes, or of the section that they are in."""

_NOTE = re.compile(r"(?i)_?(?:ftn|edn|fn|foot-?notes?|end-?notes?|notes?)[-_:.]?(?:\w*[-_:.])?\d{1,4}")
_MARK = re.compile(r"\W*(\w{1,5}|[*†‡§¶]{1,3})\W*")


class Draft(Struct):
    """A block in the making: its phrases, which may link to anchors in the page, and the anchors by which links lead to it."""

    kind: BlockKind
    phrases: list[Phrase]
    level: int = 0
    label: str = ""
    anchors: tuple[str, ...] = ()
    role: str = ""

    @property
    def text(self) -> str:
        """Its text, with single blanks."""
        return " ".join("".join(phrase.text for phrase in self.phrases).split())


def blocks_of(drafts: Sequence[Draft], sources: Mapping[int, tuple[str, ...]]) -> tuple[Block, ...]:
    """Return the blocks that drafts become: notes are told from text, and links to entries of the list are citations.

    `sources` are the anchors of the links themselves, by their numbers.
    """
    return _Reading(drafts, sources).flow.document()


class _Reading:
    """Makes blocks of drafts: notes are told from text, and links to entries of the list of references are citations."""

    def __init__(self, drafts: Sequence[Draft], sources: Mapping[int, tuple[str, ...]]) -> None:
        self.flow = Flow()
        self._sources = sources
        self._leading = {id(draft): {target for phrase in draft.phrases for target in phrase.targets} for draft in drafts}
        self._targets = {target for targets in self._leading.values() for target in targets}
        listed = _in_lists(drafts)
        self._keys: dict[str, str] = {}
        self.entries: dict[str, int] = {}
        for draft, inside in zip(drafts, listed, strict=True):
            if inside and (key := self._anchor(draft)):
                self._keys |= dict.fromkeys(draft.anchors, key)
                self.entries[key] = len(self.entries)
        self._notes = self._labels(drafts, listed)
        self._marks = {
            anchor for draft in drafts for target, _, number in _links(draft) if target in self._notes for anchor in sources[number]
        }
        note = ""
        for draft, inside in zip(drafts, listed, strict=True):
            label = next((self._notes[anchor] for anchor in draft.anchors if anchor in self._notes), "")
            note = label or (note if draft.role in NOTE_ROLES and draft.kind != "heading" and not inside else "")
            self._add(draft, note)

    def _anchor(self, draft: Draft) -> str:
        """Return the anchor of a block: the first to which a link leads, or the first of all."""
        return next((anchor for anchor in draft.anchors if anchor in self._targets), next(iter(draft.anchors), ""))

    def _labels(self, drafts: Sequence[Draft], listed: Sequence[bool]) -> dict[str, str]:
        """Return the labels of the notes by their anchors: what the first link to each prints."""
        places = {anchor: draft for draft, inside in zip(drafts, listed, strict=True) if not inside for anchor in draft.anchors}
        labels: dict[str, str] = {}
        for draft in drafts:
            for target, text, number in _links(draft):
                mark = _MARK.fullmatch(text)
                note = places.get(target)
                if mark is None or note is None or note is draft or target in labels:
                    continue
                back = not self._leading[id(note)].isdisjoint(self._sources[number])
                if note.role in NOTE_ROLES or (back and _NOTE.fullmatch(target)):
                    labels[target] = mark[1]
        return labels

    def _add(self, draft: Draft, note: str) -> None:
        parts = [self._linked(phrase) for phrase in draft.phrases]
        if note:
            parts = [part for part in parts if not (part.number and part.targets and part.targets[0] in self._marks)]
        if note or draft.kind == "note":
            self.flow.push("note", note or draft.label)
            phrases.add(parts, self.flow, self.entries)
            self.flow.pop()
        else:
            self.flow.begin(draft.kind, draft.level, draft.label, anchor=self._anchor(draft))
            phrases.add(parts, self.flow, self.entries)
            self.flow.end()

    def _linked(self, phrase: Phrase) -> Phrase:
        """Return a phrase with what its link means: an entry of the list, a note, or an address."""
        target = phrase.targets[0] if phrase.targets else ""
        if target in self._notes:
            phrase.marks = phrase.marks._replace(link="", note=self._notes[target], superscript=True)
        elif target in self._keys:
            phrase.targets = (self._keys[target],)
            phrase.marks = phrase.marks._replace(link=f"#{self._keys[target]}")
        return phrase


def _links(draft: Draft) -> list[tuple[str, str, int]]:
    """Return the links of a draft to places in the page: the anchor, the words and the number of each."""
    links: dict[int, tuple[str, str]] = {}
    for phrase in draft.phrases:
        if phrase.number and phrase.targets:
            links[phrase.number] = (phrase.targets[0], links.get(phrase.number, ("", ""))[1] + phrase.text)
    return [(target, text, number) for number, (target, text) in links.items()]


def _in_lists(drafts: Sequence[Draft]) -> list[bool]:
    """Return whether each draft is in a list of references: marked as an entry, or below the heading of one."""
    inside: list[bool] = []
    level, marked = 0, False
    for draft in drafts:
        heading = draft.kind == "heading" or (draft.kind == "paragraph" and len(draft.phrases) < 4)  # noqa: PLR2004
        if heading and of_list(draft.text):
            level, marked = draft.level or 6, False
            inside.append(False)
            continue
        marked = marked or draft.kind == "entry"
        if (draft.kind == "heading" and draft.level <= level) or (marked and draft.kind not in ("entry", "heading")):
            level = 0
        inside.append(draft.kind == "entry" or (level > 0 and draft.kind != "heading" and draft.role not in NOTE_ROLES))
    return inside
