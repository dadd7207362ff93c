"""The part of a Word document that holds its comments, and how the document names it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from kzcheck.readers.documents.docx.package import R, W, related
from kzcheck.readers.documents.docx.styles import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kzcheck.readers.documents.docx.package import Package

WHO, INITIALS = "kzcheck", "kz"
TYPES = "[Content_Types].xml"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OF_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Comments:
    """The comments of a document: those that are there, and the new ones, which are of a given time."""

    def __init__(self, package: Package, when: datetime) -> None:
        """Take the document."""
        self._package, self._when = package, when
        named = package.named("comments")
        self._part = named[0] if named else ""
        self._root = package.xml(self._part) if self._part else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
        texts = package.xml(package.main).iter(f"{W}commentReference", f"{W}commentRangeStart", f"{W}commentRangeEnd")
        used = [number_of(element.get(f"{W}id"), 0) for element in (*self._root.iter(f"{W}comment"), *texts)]
        self._next = max(used, default=-1) + 1

    def add(self, lines: Iterable[str]) -> int:
        """Add a comment of lines, and return its id."""
        number, self._next = self._next, self._next + 1
        comment = etree.SubElement(self._root, f"{W}comment")
        about = {"id": str(number), "author": WHO, "date": f"{self._when:%Y-%m-%dT%H:%M:%SZ}", "initials": INITIALS}
        for name, value in about.items():
            comment.set(f"{W}{name}", value)
        for place, line in enumerate(lines):
            paragraph = etree.SubElement(comment, f"{W}p")
            if not place:
                etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
            text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            text.text = line
            text.set(SPACE, "preserve")
        return number

    def parts(self) -> dict[str, bytes]:
        """Return the parts that change: the comments and, if there were none, what names them."""
        package = self._package
        if self._part:
            return {self._part: package.xml_bytes(self._root)}
        folder, names = posixpath.dirname(package.main), (f"comments{number or ''}.xml" for number in range(len(package.parts) + 1))
        part = next(part for name in names if (part := posixpath.join(folder, name)) not in package.parts)
        return {
            part: package.xml_bytes(self._root),
            TYPES: self._types(part),
            related(package.main): self._relations(posixpath.basename(part)),
        }

    def _types(self, part: str) -> bytes:
        types = self._package.xml(TYPES)
        _ = etree.SubElement(types, f"{CONTENT_TYPES}Override", PartName=f"/{part}", ContentType=OF_COMMENTS)
        return self._package.xml_bytes(types)

    def _relations(self, target: str) -> bytes:
        name = related(self._package.main)
        relations = self._package.xml(name) if name in self._package.parts else etree.Element(f"{RELATIONS}Relationships")
        taken = {relation.get("Id") for relation in relations}
        key = next(key for number in range(len(taken) + 1) if (key := f"rIdComments{number or ''}") not in taken)
        _ = etree.SubElement(relations, f"{RELATIONS}Relationship", Id=key, Type=f"{R[1:-1]}/comments", Target=target)
        return self._package.xml_bytes(relations)
