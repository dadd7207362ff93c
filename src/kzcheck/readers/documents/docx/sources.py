"""Word's own list of sources, which lies beside the document as custom XML, as CSL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzcheck.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from kzcheck.readers.documents.docx.package import Package

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"

TYPES = {
    "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-magazine",
    "Book": "book",
    "BookSection": "chapter",
    "ConferenceProceedings": "paper-conference",
    "Report": "report",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "document",
    "Misc": "document",
    "Art": "graphic",
    "SoundRecording": "song",
    "Performance": "performance",
    "Film": "motion_picture",
    "Interview": "interview",
    "Patent": "patent",
    "Case": "legal_case",
}
ROLES = {
    "Author": "author",
    "Editor": "editor",
    "BookAuthor": "container-author",
    "Translator": "translator",
    "Interviewee": "author",
    "Interviewer": "interviewer",
    "Director": "director",
    "Composer": "composer",
    "Inventor": "author",
    "Artist": "author",
    "Compiler": "compiler",
}
TEXTS = {
    "Title": "title",
    "ShortTitle": "title-short",
    "JournalName": "container-title",
    "PeriodicalTitle": "container-title",
    "BookTitle": "container-title",
    "ConferenceName": "container-title",
    "InternetSiteTitle": "container-title",
    "PublicationTitle": "container-title",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "page",
    "Edition": "edition",
    "Publisher": "publisher",
    "Institution": "publisher",
    "ProductionCompany": "publisher",
    "City": "publisher-place",
    "URL": "URL",
    "DOI": "DOI",
    "StandardNumber": "number",
    "PatentNumber": "number",
    "ThesisType": "genre",
    "Medium": "medium",
}
"""Fields of Word's sources, and CSL's; of several for one, the first that is there counts."""
NUMBERED = {"ISBN": frozenset(("book", "chapter", "paper-conference")), "ISSN": frozenset(("article-journal", "article-magazine"))}
"""What a standard number is, by the type of the work."""


def read(package: Package) -> dict[str, dict[str, Any]]:
    """Return the sources as CSL data by their tags, in their order; those of damaged parts are missing."""
    roots = [root for part in package.named("customXml") if (root := _root(package, part)) is not None]
    return {tag: _work(source) for root in roots for source in root.findall(f"{B}Source") if (tag := _text(source, "Tag"))}


def _root(package: Package, part: str) -> Element | None:
    """Return the outermost element of a part, which may be any program's; None if it is damaged or holds no sources."""
    try:
        root = package.xml(part)
    except UnreadableError:
        return None
    return root if root.tag == f"{B}Sources" else None


def _work(source: Element) -> dict[str, Any]:
    kind = TYPES.get(_text(source, "SourceType"), "document")
    work: dict[str, Any] = {"type": "thesis" if kind == "report" and _text(source, "ThesisType") else kind}
    for name, field in TEXTS.items():
        text = _text(source, name)
        if name == "StandardNumber":
            field = next((number for number, kinds in NUMBERED.items() if kind in kinds), field)  # noqa: PLW2901
        if text and field not in work:
            work[field] = text
    for role in source.findall(f"{B}Author/*"):
        field = ROLES.get(str(role.tag).removeprefix(B), "")
        if field and (names := _names(role)):
            work.setdefault(field, names)
    for field, suffix in (("issued", ""), ("accessed", "Accessed")):
        if year := _text(source, f"Year{suffix}"):
            parts = [year, _text(source, f"Month{suffix}"), _text(source, f"Day{suffix}")]
            whole = all(part.isdigit() for part in parts if part)
            work[field] = {"date-parts": [_leading(parts)]} if whole else {"raw": " ".join(filter(None, parts))}
    return work


def _leading(parts: list[str]) -> list[str]:
    """Return the parts of a date up to the first missing one."""
    return parts[: parts.index("")] if "" in parts else parts


def _names(role: Element) -> list[dict[str, str]]:
    if body := _text(role, "Corporate"):
        return [{"literal": body}]
    people = role.findall(f"{B}NameList/{B}Person")
    names = [
        {"family": _text(person, "Last"), "given": f"{_text(person, 'First')} {_text(person, 'Middle')}".strip()}
        for person in people
    ]
    return [{part: text for part, text in name.items() if text} for name in names if any(name.values())]


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(f"{B}{name}") or "").split())
