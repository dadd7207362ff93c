"""Reads manuscripts in HTML; a place is one in the source. Nothing that a page names is fetched, and nothing in it runs."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.identifiers import normal_doi
from kzcheck.language.reference_lists.headings import of_list
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript, html_elements, phrases
from kzcheck.readers.documents.flow import Flow
from kzcheck.readers.documents.html.drafts import Drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.documents import Included
    from kzcheck.readers.documents.elements import Element
    from kzcheck.readers.documents.html.drafts import Draft
    from kzcheck.readers.documents.phrases import Phrase

TITLES = ("citation_title", "dc.title")
DOIS = ("citation_doi", "dc.identifier", "dc.identifier.doi", "prism.doi")
LANGUAGES = ("citation_language", "dc.language")
"""Names of the metadata of a page."""
NOTE_ROLES = frozenset(("doc-endnotes", "doc-endnote", "doc-footnote"))
"""Roles of notes, or of the section that they are in."""

_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}charset\s*=\s*[\"']?([\w:-]{1,40})|<\?xml\b[^>]{0,100}encoding\s*=\s*[\"']([\w:-]{1,40})", re.IGNORECASE
)
_NOTE = re.compile(r"(?i)_?(?:ftn|edn|fn|foot-?notes?|end-?notes?|notes?)[-_:.]?(?:\w*[-_:.])?\d{1,4}")
_MARK = re.compile(r"\W*(\w{1,5}|[*†‡§¶]{1,3})\W*")


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - nothing that a page names is read
    """Read a page.

    Raises:
        UnreadableError: it is not a text, or has none.
    """
    text = _decoded(data, name)
    root = html_elements.parse(name, text)
    page = Drafts(root)
    if not page.drafts:
        raise UnreadableError(f"{name}: is a page without text; save the article itself as HTML, or give it as DOCX or text")
    metadata = _metadata(root)
    html = next(root.within("html"), None)
    title = next((metadata[field] for field in TITLES if field in metadata), "") or _title(root, page.drafts)
    document = Document(
        "html",
        {name: text},
        _Reading(page).flow.document(),
        title=title,
        language=(html.attributes.get("lang", "") if html else "")
        or next((metadata[key] for key in LANGUAGES if key in metadata), ""),
        doi=next((doi for field in DOIS if (doi := normal_doi(metadata.get(field, "")))), ""),
    )
    return Manuscript(document)


def _decoded(data: bytes, name: str) -> str:
    """Return the text of a page, in the encoding that it names if it is not UTF-8."""
    named = _CHARSET.search(data, 0, 4096)
    if named and not data.startswith((*files.UTF16, *files.UTF32, codecs.BOM_UTF8)):
        try:
            data.decode()
        except UnicodeDecodeError:
            try:
                text = data.decode((named[1] or named[2]).decode("ascii"))
            except (LookupError, UnicodeError, ValueError):
                pass
            else:
                return text
    return files.text_of(data, name)[0]


def _metadata(root: Element) -> dict[str, str]:
    """Return the metadata of a page by their names, in lower case; the first of a name counts."""
    values: dict[str, str] = {}
    for element in root.within("meta"):
        key = (element.attributes.get("name", "") or element.attributes.get("property", "")).lower()
        content = " ".join(element.attributes.get("content", "").split())
        if key and content:
            values.setdefault(key.replace("dcterms.", "dc."), content)
    return values


def _title(root: Element, drafts: Sequence[Draft]) -> str:
    """Return the title as the page prints it, or as its head has it; a first heading above all others is marked as the title."""
    printed = next((draft for draft in drafts if draft.label == "title"), None)
    headings = [draft for draft in drafts if draft.kind == "heading"]
    if printed is None and headings and headings[0].level < min((draft.level for draft in headings[1:]), default=9):
        printed = headings[0]
        printed.kind, printed.level, printed.label = "front", 0, "title"
    element = next(root.within("title"), None)
    return printed.text if printed else element.text() if element else ""


class _Reading:
    """Makes blocks of drafts: notes are told from text, and links to entries of the list of references are citations."""

    def __init__(self, page: Drafts) -> None:
        self.flow = Flow()
        self._page = page
        self._targets = {target for draft in page.drafts for phrase in draft.phrases for target in phrase.targets}
        listed = _in_lists(page.drafts)
        self._keys: dict[str, str] = {}
        self.entries: dict[str, int] = {}
        for draft, inside in zip(page.drafts, listed, strict=True):
            if inside and (key := self._anchor(draft)):
                self._keys |= dict.fromkeys(draft.anchors, key)
                self.entries[key] = len(self.entries)
        self._notes = self._labels(page.drafts, listed)
        self._marks = {
            anchor
            for draft in page.drafts
            for target, _, number in _links(draft)
            if target in self._notes
            for anchor in page.sources[number]
        }
        note = ""
        for draft, inside in zip(page.drafts, listed, strict=True):
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
                back = any(anchor in self._page.sources[number] for anchor, _, _ in _links(note))
                if note.role in NOTE_ROLES or (back and _NOTE.fullmatch(target)):
                    labels[target] = mark[1]
        return labels

    def _add(self, draft: Draft, note: str) -> None:
        parts = [self._linked(phrase) for phrase in draft.phrases]
        if note:
            parts = [part for part in parts if not (part.number and part.targets and part.targets[0] in self._marks)]
            self.flow.push("note", note)
            phrases.add(parts, self.flow, self.entries)
            self.flow.pop()
            return
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
