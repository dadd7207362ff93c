"""Reads labelled strings into one scheme: AnyStyle's (BSD-2-Clause), GROBID's (CC-BY 4.0), those of articles in JATS (CC-BY).

The two disagree on who owns "pp.", brackets and full stops. Here a field is its words alone: signs around it and words that only
say what follows ("pp.", "Vol.", "In", "eds.") are outside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


Span = tuple[str, int, int]
"""A label, and the first and the last offset of its words (exclusive)."""
BLOCK = 20
"""Strings that follow each other in AnyStyle's set and in GROBID's longest file are taken for one document: they do not say where
they come from.
"""
LONGEST_LIST = 400
"""Strings of a file of one document at most."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, recover=True)
_LINE_BREAK = re.compile(rb"<lb\s*/?>")

_ANYSTYLE = {
    "author": "author",
    "citation-number": "citation_number",
    "collection-title": "collection_title",
    "container-title": "container_title",
    "date": "issued",
    "director": "author",
    "doi": "doi",
    "edition": "edition",
    "editor": "editor",
    "genre": "genre",
    "isbn": "isbn",
    "journal": "container_title",
    "location": "publisher_place",
    "medium": "medium",
    "note": "note",
    "pages": "page",
    "publisher": "publisher",
    "title": "title",
    "translator": "translator",
    "url": "url",
    "volume": "volume",
}
_JATS = {
    "name": "author",
    "string-name": "author",
    "collab": "author",
    "etal": "author",
    "article-title": "title",
    "chapter-title": "title",
    "year": "issued",
    "month": "issued",
    "volume": "volume",
    "issue": "issue",
    "fpage": "page",
    "lpage": "page",
    "elocation-id": "page",
    "publisher-name": "publisher",
    "publisher-loc": "publisher_place",
    "edition": "edition",
    "size": "number_of_pages",
    "series": "collection_title",
    "uri": "url",
    "ext-link": "url",
}
_LISTED = ("author", "editor", "page")
LONGEST_SEPARATOR = 5
"""Characters between two authors, or the first and the last page: ", and ", "–"."""
_SCOPES = {"vol": "volume", "volume": "volume", "issue": "issue", "pp": "page", "page": "page", "pages": "page"}
_NUMBERS = {"arxiv": "arxiv", "arxive": "arxiv", "doi": "doi", "pmid": "pmid", "issn": "issn", "isbn": "isbn"}
_TAGS = {
    "author": "author",
    "date": "issued",
    "editor": "editor",
    "orgName": "publisher",
    "publisher": "publisher",
    "pubPlace": "publisher_place",
    "pubplace": "publisher_place",
    "note": "note",
    "ptr": "url",
}
_OUTER = " \t\n\r.,;:()[]{}<>«»“”„\"'‘’`–—-/|=*_&"
_CLOSING = {")": "(", "]": "["}
_OPENING = {"(": ")", "[": "]"}
_COUNT = re.compile(r"(?:[ivxl]+\s?[,+]\s?)?(\d{1,5})\s?(?:pp?|s|p[áa]gs?|pages|seiten|S|с|стр)\b\.?", re.IGNORECASE)
_VOLUMES = re.compile(r"\d+\s?(?:vols?|bde|тт?)\b\.?", re.IGNORECASE)
_LEADING = {
    "page": r"(?:pp?|pages?|pgs?|S|Seiten?|págs?|с|стр|art)\b\.?",
    "volume": r"(?:vols?|volumes?|v|bd|band|tome?|т|t)\b\.?",
    "issue": r"(?:nos?|nr|issues?|iss|number|n|heft|№)\b\.?",
    "editor": r"(?:in\b:?|edited\sby|eds?\.?(?:\sby)?\b\.?|hrsg\.?(?:\svon)?|(?:editors?)\b)",
    "translator": r"(?:translated\sby|trans\.?(?:\sby)?|transl\.?|tr\.?)\b\.?",
    "container_title": r"(?:also\s)?in\b:?",
    "citation_number": r"",
    "note": r"(?:retrieved|available|accessed|online|url)\b(?:\s(?:from|at|on))?:?",
    "doi": r"(?:doi|https?://(?:dx\.)?doi\.org/)\s?:?",
    "url": r"(?:url|available\sat|available|retrieved\sfrom|online\sat|at|from|www:)\b:?",
    "arxiv": r"arxiv\s?:",
    "pmid": r"pmid\s?:?",
    "isbn": r"isbn(?:-1[03])?\s?:?",
    "issn": r"issn\s?:?",
    "publisher": r"(?:published\sby)\b",
}
_TRAILING = {
    "page": r"(?:pp|p|pages)\.?",
    "editor": r"(?:eds?|editors?|hrsg|hg)\b\.?",
    "translator": r"(?:trans(?:l|lators?)?)\b\.?",
}
_ISSUE = re.compile(r"(?:nos?|n[r°ºo]|issue|heft|iss|№)\.?\s?(?P<issue>\d\S*)", re.IGNORECASE)
_VOLUME_AND_PAGE = re.compile(r"(?P<volume>[\w./]+):\s?(?P<page>[\w–-]+)")
_UNLABELLED = (
    (
        "edition",
        re.compile(
            r"\b(?:\d{1,2}(?:st|nd|rd|th|\.)?|first|second|third|fourth|fifth|revised)\s(?:rev\w*\.?\s)?(?:ed(?:ition|n)?|aufl(?:age)?|vyd)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "genre",
        re.compile(
            r"\b(?:Ph\.?\s?D\.?|Master'?s?|Doctoral|M\.?Sc\.?)\s(?:thesis|dissertation)\b|\bDissertation\b(?=[.,])", re.IGNORECASE
        ),
    ),
    ("number_of_pages", re.compile(r"(?<=[\s(])\d{2,4}(?=\s?(?:pp?\b\.?|pages)(?!\s?\d))")),
)
"""What the schemes of GROBID and JATS leave without a label."""
_BRACKETED_ISSUE = re.compile(r"\s?\((\d{1,4}(?:[-–/]\d{1,4})?)\)")
_VOLUME_AND_ISSUE = re.compile(
    r"(?P<volume>[\w./–-]+)[\s,]*(?:\(\s*(?:(?:nos?|nr|issue)\b\.?\s?)?(?P<issue>[^()]+)\)|(?:nos?|nr|n°|issue|number|n)\.?\s?(?P<number>\S+))",
    re.IGNORECASE,
)


def anystyle(folder: Path) -> Iterator[Labelled]:
    """Yield AnyStyle's strings."""
    root = etree.parse(folder / "anystyle" / "core.xml").getroot()
    for at, sequence in enumerate(root.iter("sequence")):
        pieces = [(_ANYSTYLE.get(child.tag, ""), " ".join((child.text or "").split())) for child in sequence]
        yield _labelled(pieces, " ", f"anystyle {at // BLOCK}")


def grobid(folder: Path) -> Iterator[Labelled]:
    """Yield GROBID's strings."""
    for path in sorted((folder / "grobid" / "citation").glob("*.xml")):
        root = etree.fromstring(_LINE_BREAK.sub(b" ", path.read_bytes()), _PARSER)
        entries = [entry for entry in root.iter() if entry.tag.rpartition("}")[2] == "bibl"]
        for at, entry in enumerate(entries):
            pieces = [*_pieces(entry)]
            if any(words for label, words in pieces if label):
                source = f"{path.name} {at // BLOCK}" if len(entries) > LONGEST_LIST else path.name
                yield _completed(_labelled(pieces, "", source))


def jats(folder: Path) -> Iterator[Labelled]:
    """Yield the strings of the articles in JATS whose place in the alphabet is odd; the others are kept to measure with."""
    for path in sorted(folder.glob("*/article.xml"))[::2]:
        root = etree.fromstring(path.read_bytes(), _PARSER)
        for entry in root.iter("mixed-citation"):
            if entry.find(".//year") is not None:
                pieces = [*_elements(entry)]
                yield _completed(_labelled([*_together(pieces)], "", path.parent.name))


def _elements(entry: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the text of an entry in JATS with its labels."""
    is_part = entry.find("article-title") is not None or entry.find("chapter-title") is not None
    yield "", entry.text or ""
    for child in entry:
        if child.tag == "person-group":
            role = "editor" if child.get("person-group-type") == "editor" else "author"
            yield from ((role if label == "author" else label, words) for label, words in _elements(child))
        else:
            words = "".join(map(str, child.itertext()))
            if child.tag == "name" and child.text is None and len(child) == 2:
                words = " ".join("".join(map(str, part.itertext())) for part in child)
            label = ("container_title" if is_part else "title") if child.tag == "source" else _JATS.get(child.tag, "")
            if child.tag == "pub-id":
                label = _NUMBERS.get((child.get("pub-id-type") or "").lower(), "")
            yield label, words
        yield "", child.tail or ""


def _together(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of an entry with the names of all authors, and the first and the last page, as one."""
    at = 0
    while at < len(pieces):
        label, words = pieces[at]
        while (
            label in _LISTED
            and at + 2 < len(pieces)
            and pieces[at + 2][0] == label
            and len(pieces[at + 1][1].strip()) <= LONGEST_SEPARATOR
        ):
            words += pieces[at + 1][1] + pieces[at + 2][1]
            at += 2
        yield label, words
        at += 1


def _pieces(entry: etree._Element) -> Iterator[tuple[str, str]]:
    has_article = any(child.tag.rpartition("}")[2] == "title" and child.get("level") == "a" for child in entry)
    yield "", entry.text or ""
    for child in entry:
        yield _label(child, has_article=has_article), "".join(map(str, child.itertext()))
        yield "", child.tail or ""


def _label(element: etree._Element, *, has_article: bool) -> str:
    tag = element.tag.rpartition("}")[2]
    kind = (element.get("type") or element.get("unit") or "").lower()
    if tag == "title":
        level = element.get("level") or element.get("leve") or element.get("type") or ""
        return {"a": "title", "j": "container_title", "s": "collection_title"}.get(
            level, "container_title" if has_article else "title"
        )
    if tag == "biblScope":
        return _SCOPES.get(kind, "note" if kind else "")
    if tag == "idno":
        return _NUMBERS.get(kind, "note")
    if tag == "orgName" and kind == "collaboration":
        return "author"
    if tag == "note" and kind == "report":
        return "genre"
    return _TAGS.get(tag, "")


def _labelled(pieces: list[tuple[str, str]], between: str, source: str) -> Labelled:
    text = ""
    spans: list[Span] = []
    for label, raw in pieces:
        words = re.sub(r"\s+", " ", raw)
        if not text or text[-1] == " ":
            words = words.lstrip()
        if text and between and words:
            text += between
        start = len(text)
        text += words
        if label:
            spans += trimmed(text, label, start, len(text))
    return Labelled(text.rstrip(), tuple(spans), source)


def _completed(entry: Labelled) -> Labelled:
    """Return an entry with the fields that its scheme lacks, where nothing else has a label."""
    spans = [*entry.spans]
    volumes = [_BRACKETED_ISSUE.match(entry.text, end) for label, _, end in entry.spans if label == "volume"]
    candidates = [("issue", *issue.span(1)) for issue in volumes if issue]
    candidates += [(label, *match.span()) for label, pattern in _UNLABELLED for match in pattern.finditer(entry.text)]
    for label, first, last in candidates:
        if all(last <= start or end <= first for _, start, end in spans):
            spans.append((label, first, last))
    return Labelled(entry.text, tuple(sorted(spans, key=lambda span: span[1])), entry.source)


def trimmed(text: str, label: str, start: int, end: int) -> list[Span]:
    """Return a span without the signs and the words around the field; a volume with its issue is two."""
    start, end = _bare(text, start, end)
    if label == "page" and (count := _COUNT.fullmatch(text, start, end)):
        return [("number_of_pages", *count.span(1))]
    if label == "volume" and _VOLUMES.fullmatch(text, start, end):
        return []
    if (leading := _LEADING.get(label)) and (
        match := re.compile(rf"{leading}(?=[\W\d]|$)[\s.,:(]*", re.IGNORECASE).match(text, start, end)
    ):
        start = match.end()
    if (trailing := _TRAILING.get(label)) and (
        match := re.compile(rf"[\s.,(;]+{trailing}[).]*$|(?<=\d){trailing}$", re.IGNORECASE).search(text[start:end])
    ):
        end = start + match.start()
    start, end = _bare(text, start, end)
    if start >= end:
        return []
    if label == "volume" and (number := _ISSUE.fullmatch(text, start, end)):
        return [("issue", *number.span("issue"))]
    if label == "volume" and (both := _VOLUME_AND_PAGE.fullmatch(text, start, end)):
        return [("volume", *both.span("volume")), ("page", *both.span("page"))]
    if label == "volume" and (both := _VOLUME_AND_ISSUE.fullmatch(text, start, end)):
        group = "issue" if both["issue"] else "number"
        return [("volume", *both.span("volume")), ("issue", *_bare(text, *both.span(group)))]
    return [(label, start, end)]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without signs around it; brackets stay if only one of a pair is at the border: "(Re)constructing", "2 (35)"."""
    while start < end and text[end - 1] in _OUTER:
        opening = _CLOSING.get(text[end - 1])
        words = text[start : end - 1]
        if opening and words.count(opening) > words.count(text[end - 1]) and words[0] != opening:
            break
        end -= 1
    while start < end and text[start] in _OUTER:
        closing = _OPENING.get(text[start])
        if closing and closing in text[start:end]:
            break
        start += 1
    return start, end
