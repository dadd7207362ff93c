"""The parts of a Word document: a ZIP archive of XML files that name each other in relations.

The archive is an author's file: sizes are bounded, document types and entities are refused, and nothing outside it is opened.
"""

from __future__ import annotations

import posixpath
from io import BytesIO
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from lxml import etree
from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.readers.nodes import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/bibliography",
        b"http://schemas.openxmlformats.org/officeDocument/2006/bibliography",
    ),
)
"""The names of the namespaces in documents saved as "Strict Open XML", and the usual ones."""

LARGEST_PART = 64 << 20
"""Bytes of a part: a page with citation fields takes 15,000."""
LARGEST_RATIO = 200
"""Most times that a part of more than `HARMLESS` bytes may be larger than it is packed: documents reach 40, bombs 1,000."""
HARMLESS = 4 << 20
TAGS = 3_000_000
"""Most tags in a part, with those that close elements: 1,000 pages have 600,000. Each element takes about 150 bytes of memory."""
PARTS = 20_000
"""Most parts: each picture is one."""

UNPACKED = 1 << 30
"""Most bytes of all parts, with pictures."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of Word's old files, and of the container for encrypted ones."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream in such a container that holds an encrypted document."""

UNPACKING = (BadZipFile, zlib_error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)
"""What damaged archives raise."""

UNLOCK = "open it in Word, remove the password (File, Info, Protect Document), and save it"
REPAIR = "open it in Word, and save it again as .docx"


class Relation(Struct, frozen=True):
    """What a part names: the kind of relation, and the other part, or an address outside."""

    kind: str
    target: str
    outside: bool = False


class Package:
    """A Word document as its parts."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a document; `name` is the file's in errors.

        Raises:
            UnreadableError: it is encrypted, in the old format, damaged, or not a Word document.
        """
        self.name = name
        self.data = data
        if data.startswith(OLE):
            if ENCRYPTED in data:
                raise UnreadableError(f"{name}: is encrypted; {UNLOCK}", code="encrypted-file")
            raise UnreadableError(
                f"{name}: is in Word's old format (.doc); open it in Word, and save it as .docx", code="other-kind"
            )
        try:
            self._zip = ZipFile(BytesIO(data))
            self.parts = {part.filename: part for part in self._zip.infolist()}
        except (BadZipFile, ValueError, OSError, NotImplementedError, RecursionError):
            raise UnreadableError(f"{name}: is damaged, or not a Word document; {REPAIR}") from None
        if len(self.parts) > PARTS:
            raise UnreadableError(f"{name}: has more than {PARTS:,} parts; {REPAIR}", code="large-file")
        if sum(part.file_size for part in self.parts.values()) > UNPACKED:
            raise UnreadableError(f"{name}: is made to fill the memory, or has very large pictures; {REPAIR}", code="large-file")
        main = next((relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"), "")
        self.main = main if main in self.parts else "word/document.xml"
        if self.main not in self.parts:
            raise UnreadableError(f"{name}: is not a Word document; {REPAIR}", code="other-kind")
        self._strict = STRICT[0][0] in self.read(self.main)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            UnreadableError: it is too large, damaged or encrypted.
        """
        about = self.parts[part]
        if about.file_size > LARGEST_PART or about.file_size > max(HARMLESS, LARGEST_RATIO * about.compress_size):
            raise UnreadableError(
                f"{self.name}: {shown(part)} is too large, or made to fill the memory; {REPAIR}", code="large-file"
            )
        if about.flag_bits & 1:
            raise UnreadableError(f"{self.name}: is encrypted; {UNLOCK}", code="encrypted-file")
        try:
            with self._zip.open(about) as file:
                return file.read(about.file_size)
        except UNPACKING:
            raise UnreadableError(f"{self.name}: {shown(part)} is damaged; {REPAIR}") from None

    def xml(self, part: str) -> Element:
        """Return the outermost element of a part, with the usual names of namespaces.

        Raises:
            UnreadableError: it cannot be read, is not XML, is too large, or defines a document type.
        """
        data = self.read(part)
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        if data.count(b"<") > TAGS:
            raise UnreadableError(f"{self.name}: {shown(part)} has more than {TAGS:,} tags; split the document", code="large-file")
        root = parsed(data)
        if root is None:
            raise UnreadableError(f"{self.name}: {shown(part)} is not XML that Word writes; {REPAIR}")
        return root

    def copied(self, replaced: Mapping[str, bytes], mark: bytes) -> bytes:
        """Return the archive with some parts replaced or added, all others as they were, and a `mark` as its comment.

        Raises:
            UnreadableError: a part is damaged.
        """
        result = BytesIO()
        try:
            with ZipFile(result, "w", ZIP_DEFLATED) as archive:
                for name, about in self.parts.items():
                    with self._zip.open(about) as old, archive.open(_same(about), "w") as new:
                        copyfileobj(BytesIO(replaced[name]) if name in replaced else old, new)
                for name in sorted(replaced.keys() - self.parts.keys()):
                    archive.writestr(name, replaced[name])
                archive.comment = mark
        except UNPACKING:
            raise UnreadableError(f"{self.name}: is damaged; {REPAIR}") from None
        return result.getvalue()

    def xml_bytes(self, root: Element) -> bytes:
        """Return the bytes of a part with a given outermost element, with the names of namespaces that the document uses."""
        tree: Any = root.getroottree()
        data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=tree.docinfo.standalone)
        for strict, usual in STRICT if self._strict else ():
            data = data.replace(usual, strict)
        return data

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part names, by the ids that it uses; "" is the document as a whole."""
        relations = related(part)
        if relations not in self.parts:
            return {}
        folder = posixpath.dirname(part)
        result = {}
        for element in self.xml(relations):
            target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            result[element.get("Id", "")] = Relation(posixpath.basename(element.get("Type", "")), target, outside)
        return result

    def addresses(self, part: str) -> dict[str, str]:
        """Return the addresses outside that a part links to, by the ids that it uses."""
        relations = self.relations(part).items()
        return {key: about.target for key, about in relations if about.outside and about.kind == "hyperlink"}

    def named(self, kind: str) -> list[str]:
        """Return the parts that the main one names by a kind of relation."""
        relations = self.relations(self.main).values()
        return [relation.target for relation in relations if relation.kind == kind and relation.target in self.parts]


def _same(about: ZipInfo) -> ZipInfo:
    """Return what an archive says of a file, for a copy of it."""
    same = ZipInfo(about.filename, about.date_time)
    same.compress_type, same.external_attr, same.comment = about.compress_type, about.external_attr, about.comment
    return same


def related(part: str) -> str:
    """Return the name of the part that holds the relations of another one."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def parsed(data: bytes) -> Element | None:
    """Return the outermost element of an XML file; None if it is not XML, or defines a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    document: Any = root.getroottree()
    return None if document.docinfo.doctype else root
