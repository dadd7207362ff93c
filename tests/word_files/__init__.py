"""Makes small Word documents for tests: a ZIP archive of XML, as little of it as Word needs."""

from __future__ import annotations

import json
from base64 import b64encode
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = "word/document.xml"
TOP = {
    MAIN: f"{OFFICE}/officeDocument",
    "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
    "docProps/app.xml": f"{OFFICE}/extended-properties",
    "docProps/custom.xml": f"{OFFICE}/custom-properties",
}
"""The parts that the document as a whole names, and the kinds of these relations."""
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'


def docx(body: str, links: dict[str, str] | None = None, files: dict[str, str] | None = None, **parts: str) -> bytes:
    """Return a document with a body, further parts by their kinds (`styles`, `footnotes`, …), hyperlinks and other files."""
    relations = {f"rId-{kind}": (f"{OFFICE}/{kind}", f"{kind}.xml", "") for kind in parts}
    relations |= {key: (f"{OFFICE}/hyperlink", address, ' TargetMode="External"') for key, address in (links or {}).items()}
    custom = [name for name in files or () if name.startswith("customXml/")]
    relations |= {f"rId-{name}": (f"{OFFICE}/customXml", f"../{name}", "") for name in custom}
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/>' for kind in parts)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{kind}" Target="{name}"/>'
            for name, kind in TOP.items()
            if name == MAIN or name in (files or {})
        )
        + "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id={quoteattr(key)} Type="{kind}" Target={quoteattr(target)}{mode}/>'
            for key, (kind, target, mode) in relations.items()
        )
        + "</Relationships>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>" for kind, content in parts.items()},
        **(files or {}),
    }
    return packed(contents)


def packed(contents: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive of files."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


def p(*runs: str, style: str = "", about: str = "") -> str:
    """Return a paragraph of runs; a text that is not XML is a run of its own."""
    properties = about or (f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "")
    return f"<w:p>{properties}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, about: str = "") -> str:
    """Return a run of text with properties."""
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def item(text: str, number: int = 1, level: int = 0) -> str:
    """Return a paragraph of a numbered list."""
    return p(text, about=NUMBERED.format(level=level, number=number))


def field(instruction: str, *result: str, data: str = "") -> str:
    """Return a complex field whose instruction is split over runs, as Word does with long ones."""
    middle = len(instruction) // 2
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{f"<w:fldData>{data}</w:fldData>" if data else ""}</w:fldChar></w:r>'
        + "".join(
            f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>'
            for part in (instruction[:middle], instruction[middle:])
        )
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + "".join(run if run.startswith("<") else r(run) for run in result)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def zotero(*items: dict[str, object]) -> str:
    """Return the instruction of one of Zotero's citations."""
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationID': 'x', 'citationItems': [*items]})}"


def cited(key: str, title: str = "", **about: object) -> dict[str, object]:
    """Return an item of a citation of Zotero's."""
    work = {"id": 7, "type": "book", "title": title or key, "author": [{"family": "Nye", "given": "Joseph"}]}
    return {"id": 7, "uris": [f"http://zotero.example.org/users/1/items/{key}"], "itemData": work, **about}


def base64(text: str) -> str:
    """Return a text in base64."""
    return b64encode(text.encode()).decode()


def levels(*levels: tuple[str, str, int]) -> str:
    """Return the parts of numbering.xml for one list, number 1: each level's form, text and first number."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val={quoteattr(text)}/></w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
