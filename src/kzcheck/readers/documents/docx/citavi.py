"""Citavi's citations, which its fields hold as JSON of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzcheck.document import Cite

if TYPE_CHECKING:
    from kzcheck.readers.documents.docx.works import Works

TYPES = {
    "JournalArticle": "article-journal",
    "NewspaperArticle": "article-newspaper",
    "Book": "book",
    "BookEdited": "book",
    "Contribution": "chapter",
    "ConferenceProceedings": "book",
    "Thesis": "thesis",
    "UnpublishedWork": "manuscript",
    "InternetDocument": "webpage",
    "Patent": "patent",
    "CourtDecision": "legal_case",
    "StatuteOrRegulation": "legislation",
    "Report": "report",
    "ReportOrWorkingPaper": "report",
    "Software": "software",
    "Standard": "standard",
}
TEXTS = {
    "Title": "title",
    "Volume": "volume",
    "Number": "issue",
    "Edition": "edition",
    "PlaceOfPublication": "publisher-place",
    "Doi": "DOI",
    "Isbn": "ISBN",
    "OnlineAddress": "URL",
    "PubMedId": "PMID",
}


def cites(data: Any, works: Works) -> list[Cite]:  # noqa: ANN401 - JSON
    """Return the citations in a field's data.

    Raises:
        LookupError, TypeError, AttributeError: the data has another shape.
    """
    return [_cite(entry, works) for entry in data["Entries"] if "ReferenceId" in entry or "Reference" in entry]


def _cite(entry: dict[str, Any], works: Works) -> Cite:
    about = entry.get("Reference") or {}
    identifier = str(entry.get("ReferenceId") or about.get("Id") or "")
    work = _work(about) if about.get("Title") else None
    pages = entry.get("PageRange")
    locator = str(pages.get("OriginalString") or "") if isinstance(pages, dict) else ""
    key = works.key([f"citavi:{identifier}"] if identifier else [], identifier, work)
    return Cite(key, prefix=_text(entry, "Prefix"), locator=locator, suffix=_text(entry, "Suffix"))


def _work(about: dict[str, Any]) -> dict[str, Any]:
    work: dict[str, Any] = {"type": TYPES.get(_text(about, "ReferenceType"), "document")}
    work |= {field: text for name, field in TEXTS.items() if (text := _text(about, name))}
    if subtitle := _text(about, "Subtitle"):
        work["title"] = f"{work['title']}: {subtitle}"
    for role, field in (("Authors", "author"), ("Editors", "editor")):
        if names := [_name(person) for person in about.get(role) or [] if person.get("LastName")]:
            work[field] = names
    if year := _text(about, "Year"):
        work["issued"] = {"date-parts": [[year]]} if year.isdigit() else {"raw": year}
    periodical, publishers = about.get("Periodical") or {}, about.get("Publishers") or []
    if journal := _text(periodical, "Name"):
        work["container-title"] = journal
    if publishers and (publisher := _text(publishers[0], "Name")):
        work["publisher"] = publisher
    pages = about.get("PageRange")
    if isinstance(pages, dict) and pages.get("OriginalString"):
        work["page"] = str(pages["OriginalString"])
    return work


def _name(person: dict[str, Any]) -> dict[str, str]:
    parts = {"family": _text(person, "LastName"), "given": f"{_text(person, 'FirstName')} {_text(person, 'MiddleName')}".strip()}
    return {part: text for part, text in parts.items() if text}


def _text(value: dict[str, Any], name: str) -> str:
    text = value.get(name)
    return " ".join(str(text).split()) if isinstance(text, str | int) and not isinstance(text, bool) else ""
