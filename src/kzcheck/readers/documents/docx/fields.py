"""What the fields and content controls of a document mean: citations by reference managers and by Word, lists, links.

Each manager keeps in its field which works it cites, often with all their data: Zotero and Mendeley as CSL, EndNote in its own XML,
Word as tags of its list of sources, Citavi in JSON of its own.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from kzcheck.document import Cite
from kzcheck.readers.documents.docx import citavi
from kzcheck.readers.documents.docx.package import parsed
from kzcheck.readers.documents.docx.works import plain

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from kzcheck.readers.documents.docx.works import Works

ODD = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What reading raises if a field's data has another shape than its program gives it."""
OPEN = 50
"""Most fields within each other: EndNote has three."""

FieldKind = Literal["", "citation", "list", "contents", "link", "damaged"]


class Field(Struct, eq=False):
    """A field while it is read: its instruction, its data, and once it is known, what it means.

    `link` is the address that it leads to, or `#` and the name of a bookmark. `shown` says that the result has begun. `first` and
    `last` are the elements that it begins and ends with.
    """

    instruction: list[str] = []
    data: str = ""
    kind: FieldKind = ""
    cites: tuple[Cite, ...] = ()
    link: str = ""
    shown: bool = False
    first: Element | None = None
    last: Element | None = None


_CSL = re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+(?:CSL_CITATION\s*)?|CSL_CITATION\s*)(?=\{)", re.IGNORECASE)
_ENDNOTE = re.compile(r"\s*ADDIN\s+EN\.CITE(?![.\w])\s*", re.IGNORECASE)
_ENDNOTE_DATA = re.compile(r"\s*ADDIN\s+EN\.CITE\.DATA\b", re.IGNORECASE)
_CITAVI = re.compile(r"\s*ADDIN\s+CitaviPlaceholder\s*\{?(?=[A-Za-z0-9+/])", re.IGNORECASE)
_WORD = re.compile(r"\s*CITATION\s+(?=\S)", re.IGNORECASE)
_LIST = re.compile(
    r"\s*(?:BIBLIOGRAPHY\b|ADDIN\s+(?:ZOTERO_BIBL|Mendeley\s+Bibliography|EN(?:\.SECTION)?\.REFLIST|CitaviBibliography|REFMGR\.REFLIST|RW\.BIB|paperpile_bibliography)\b)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"\s*(?:TOC|INDEX)\b", re.IGNORECASE)
_HYPERLINK = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)
_CROSS_REFERENCE = re.compile(r"\s*(?:REF|NOTEREF)\s+(?P<mark>[^\s\\]+)", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_MENDELEY = re.compile(r"MENDELEY_CITATION_v\d+_")
_MENDELEY_LIST = re.compile(r"MENDELEY_BIBLIOGRAPHY|CitaviBibliography")
_LOCAL = re.compile(r"ITEM-\d+")
"""The ids that Mendeley gives within one citation."""


def understand(field: Field, works: Works) -> None:
    """Note what a field means, from its instruction and data; the works that it cites are added to `works`."""
    instruction = "".join(field.instruction)
    try:
        if match := _CSL.match(instruction):
            _cite(field, _csl(json.JSONDecoder(strict=False).raw_decode(instruction, match.end())[0], works))
        elif match := _ENDNOTE.match(instruction):
            _cite(field, _endnote(instruction[match.end() :].strip() or decoded(field.data), works))
        elif match := _CITAVI.match(instruction):
            _cite(field, citavi.cites(json.loads(decoded(instruction[match.end() :].rstrip("} \t\r\n"))), works))
        elif match := _WORD.match(instruction):
            _cite(field, _word(instruction[match.end() :], works))
        elif _LIST.match(instruction):
            field.kind = "list"
            works.printed_all |= "ADDIN" not in instruction.upper()
        elif _CONTENTS.match(instruction):
            field.kind = "contents"
        elif match := _HYPERLINK.match(instruction):
            field.kind, field.link = "link", _address(instruction[match.end() :])
        elif match := _CROSS_REFERENCE.match(instruction):
            field.kind, field.link = "link", f"#{match['mark']}"
    except ODD:
        field.kind = "damaged"


def control(tag: str, works: Works) -> Field | None:
    """Return what a content control with a given tag means as a field, or None if it is an ordinary one."""
    if match := _MENDELEY.match(tag):
        field = Field(kind="citation", shown=True)
        try:
            _cite(field, _csl(json.loads(decoded(tag[match.end() :])), works))
        except ODD:
            field.kind = "damaged"
        return field
    return Field(kind="list", shown=True) if _MENDELEY_LIST.match(tag) else None


def holds_endnote(instruction: str) -> bool:
    """Return whether a field only carries the data of an EndNote citation around it."""
    return _ENDNOTE_DATA.match(instruction) is not None


def decoded(text: str) -> str:
    """Return the text that is in base64, with white space and without padding.

    Raises:
        ValueError: it is not.
    """
    packed = "".join(text.split()).rstrip("=")
    try:
        return b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-8-sig").rstrip("\0")
    except NotBase64 as error:
        raise ValueError from error


def _cite(field: Field, cites: list[Cite]) -> None:
    field.kind, field.cites = "citation", tuple(cites)


def _csl(data: Any, works: Works) -> list[Cite]:  # noqa: ANN401 - JSON
    """Return the citations in Zotero's and Mendeley's data."""
    cites = []
    for item in data["citationItems"]:
        work = item.get("itemData")
        uris = [uri for uri in (*_texts(item.get("uris")), *_texts(item.get("uri"))) if uri]
        own = str(item.get("id", ""))
        if not uris and own and not _LOCAL.fullmatch(own):
            uris = [own]
        name = (uris[0] if uris else own).rstrip("/").rpartition("/")[2].rpartition("=")[2]
        key = works.key(uris, name, work if isinstance(work, dict) else None)
        cites.append(
            Cite(
                key,
                prefix=_text(item.get("prefix")),
                locator=_text(item.get("locator")),
                label=_text(item.get("label")) or "page",
                suffix=_text(item.get("suffix")),
            )
        )
    return cites


def _endnote(text: str, works: Works) -> list[Cite]:
    root = parsed(text.encode()) if text else None
    if root is None:
        raise ValueError
    return [_endnote_cite(cite, works) for cite in root.iter("Cite")]


def _endnote_cite(cite: Element, works: Works) -> Cite:
    def of(name: str) -> str:
        return (cite.findtext(name) or "").strip()

    record = cite.find("record")
    number = of("RecNum") or (record.findtext("rec-number") or "" if record is not None else "")
    library = record.find(".//key") if record is not None else None
    known = [f"endnote:{library.get('db-id', '')}:{number}"] if library is not None else []
    title = record.find("titles/title") if record is not None else None
    if title is not None:  # one work in the libraries of two authors is one entry of the list
        words = " ".join("".join(map(str, title.itertext())).casefold().split())
        known.append(f"endnote:{of('Author')}:{of('Year')}:{words}")
    names = plain(of("Author") + of("Year")), number
    key = works.endnote(known, f"endnote:{of('Author')}:{of('Year')}:{number}", names, record)
    return Cite(key, prefix=of("Prefix").strip(), locator=of("Pages"), suffix=of("Suffix"))


def _word(arguments: str, works: Works) -> list[Cite]:
    r"""Return the citations of Word's own field: `Smi20 \p 5 \m Nye04`."""
    cites: list[Cite] = []
    switch = "m"
    for match in _TOKEN.finditer(arguments):
        token = match[1] if match[1] is not None else match[2]
        if match[1] is None and re.fullmatch(r"\\\w", token):
            switch = token[1].lower()
            continue
        if switch == "m":
            cites.append(Cite(works.source(token)))
        elif cites and switch in ("p", "v"):
            cites[-1] = _with(cites[-1], locator=token, label="page" if switch == "p" else "volume")
        elif cites and switch in ("f", "s"):
            cites[-1] = _with(cites[-1], **{"prefix" if switch == "f" else "suffix": token})
        switch = ""
    return cites


def _with(cite: Cite, **changes: str) -> Cite:
    about = {"prefix": cite.prefix, "locator": cite.locator, "label": cite.label, "suffix": cite.suffix}
    return Cite(cite.key, **about | changes)


def _address(arguments: str) -> str:
    r"""Return the address of a hyperlink: `"https://example.org"`, or `\l "bookmark"`."""
    address = mark = switch = ""
    for match in _TOKEN.finditer(arguments):
        token = match[1] if match[1] is not None else match[2]
        if match[1] is None and token.startswith("\\"):
            switch = token[1:2].lower()
            continue
        if switch == "l":
            mark = token
        elif not switch and not address:
            address = token
        switch = ""
    return address or (f"#{mark}" if mark else "")


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
