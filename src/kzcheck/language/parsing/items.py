"""Makes a CSL item of the fields of a printed entry."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.csl import Date, Item
from kzcheck.identifiers import doi_in_url, normal_doi
from kzcheck.language import dates
from kzcheck.language.alternatives import any_of
from kzcheck.language.parsing.kinds import IN_ARCHIVE, kind_of
from kzcheck.language.parsing.people import OTHERS, people
from kzcheck.language.publishing import is_house, names_journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.csl import Name
    from kzcheck.language.parsing.nouns import Field, Label

LONGEST_NUMBER = 60
"""Characters of a volume, an issue or pages that may have several values in it."""
COPIES = ("web.archive.org", "archive.today", "archive.ph", "perma.cc")
"""Hosts of copies of pages: if an entry prints two addresses, the other one is the work's."""

_BETWEEN: dict[Label, str] = {
    "title": ": ",
    "publisher": ", ",
    "publisher_place": "; ",
    "note": ". ",
    "genre": ", ",
    "isbn": ", ",
}
"""What joins the parts of a field that an entry prints in several places; of other fields the first counts."""
_SCHEME = re.compile(r"^https?://|(?<=\w)/$")
_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"', "”": "”"}
_SUFFIXED_YEAR = re.compile(r"(?P<year>(?:1[4-9]|20)\d\d)(?:(?P<suffix>[a-hа-в])(?!\w)|\s(?P<apart>[a-h])$)")
_REPRINTED = re.compile(r"(?P<year>\d{4})\s?[\[(](?P<original>\d{4})[\])]|[\[(](?P<first>\d{4})[\])]\s?(?P<again>\d{4})")
_TWO_YEARS = re.compile(r"(?P<first>\d{4})\s?,\s?(?P<last>\d{4})")
_COMPOUND = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s?;\s?)?(?P<volume>\d{1,4}[A-Za-z]?)\s?"
    r"(?:\((?P<issue>[^()]{1,20})\)|[,;]\s?(?:nos?|nr|iss(?:ue)?|n°|№|вып|sayı|s)\b\.?\s?(?P<labelled>\d{1,4}(?:[-–/]\d{1,4})?))?"
    r"(?:\s?:\s?(?P<page>\w{1,12}(?:\s?[-–—]\s?\w{1,12})?))?"
)
_AROUND_DASH = re.compile(r"(?<=\d)\s?([-–—‑‐])\s?(?=\d)")
_OWN_COUNT = re.compile(r"\s?\(\d{1,4}\s?pp?\.?\)$")
_PLAIN_EDITION = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?(?:\s?(?:ed|edn|edition)\.?)?", re.IGNORECASE)


def item_of(fields: Iterable[Field], key: str) -> Item:
    """Return the item with this id that these fields of an entry make; words stay as printed, dates and names are parted."""
    parts: dict[Label, list[str]] = {}
    for field in fields:
        words = " ".join(field.text.split())
        if words not in parts.setdefault(field.label, []):
            parts[field.label].append(words)
    texts = {label: _BETWEEN[label].join(words) if label in _BETWEEN else words[0] for label, words in parts.items()}
    _exchange(texts)
    _part_numbers(texts)
    issued, original, suffix = _dates(parts.get("issued", [texts["issued"]] if "issued" in texts else []))
    doi = texts.get("doi", "")
    arxiv = texts.get("arxiv", "")
    kind = kind_of(texts)
    archive = texts.pop("container_title", "") if kind == IN_ARCHIVE else ""
    location = {"archive_location": texts.pop("note")} if kind == IN_ARCHIVE and "note" in texts else {}
    return Item(
        id=key,
        type=kind,
        title=_unquoted(texts.get("title", "")),
        author=_people(parts.get("author", [])),
        editor=_people(parts.get("editor", [])),
        translator=_people(parts.get("translator", [])),
        issued=issued,
        original_date=original,
        accessed=dates.read(texts["accessed"]) if "accessed" in texts else None,
        container_title=_SCHEME.sub("", _unquoted(texts.get("container_title", ""))),
        collection_title=_unquoted(texts.get("collection_title", "")),
        original_title=_unquoted(texts.get("parallel_title", "")),
        publisher=texts.get("publisher", ""),
        publisher_place=texts.get("publisher_place", ""),
        volume=texts.get("volume", ""),
        issue=texts.get("issue", ""),
        number=f"arXiv:{arxiv}" if arxiv else "",
        page=texts.get("page", ""),
        number_of_pages=texts.get("number_of_pages", ""),
        edition=_edition(texts.get("edition", "")),
        genre=texts.get("genre", ""),
        medium=texts.get("medium", ""),
        note=texts.get("note", ""),
        archive=archive,
        doi=doi_in_url(doi) or normal_doi(doi) or doi,
        isbn=texts.get("isbn", ""),
        issn=texts.get("issn", ""),
        pmid=texts.get("pmid", ""),
        url=_url(parts.get("url", [])),
        other=location | ({"year_suffix": suffix} if suffix else {}),
    )


def _exchange(texts: dict[Label, str]) -> None:
    """Move a journal and a publisher to their own fields, if only the other field was read."""
    container, publisher = texts.get("container_title", ""), texts.get("publisher", "")
    if container and not publisher and is_house(container, placed=False):
        texts["publisher"] = texts.pop("container_title")
    elif publisher and not container and names_journal(publisher):
        texts["container_title"] = texts.pop("publisher")


def _part_numbers(texts: dict[Label, str]) -> None:
    """Part what a volume has with its issue and its pages, "13(2)"; take labels of pages and volumes away."""
    for label in ("volume", "issue", "page", "number_of_pages"):
        if label in texts and len(texts[label]) <= LONGEST_NUMBER:
            texts[label] = _AROUND_DASH.sub(r"\1", _unlabelled(texts[label], label))
    if (match := _COMPOUND.fullmatch(texts.get("volume", ""))) and len(match[0]) <= LONGEST_NUMBER:
        values: dict[Label, str | None] = {
            "issue": match["issue"] or match["labelled"],
            "page": match["page"],
            "issued": match["year"],
        }
        if not any(value and label in texts for label, value in values.items()):
            texts |= {label: value for label, value in values.items() if value} | {"volume": match["volume"]}


def _unlabelled(words: str, label: Label) -> str:
    """Return a number without its label: "pp. 12–40", "46 с.", "vol. 3", "№ 2"."""
    if label in {"volume", "issue"}:
        return _numbered(label).sub("", words, count=1)
    before, after = _paged()
    return _OWN_COUNT.sub("", after.sub("", before.sub("", words, count=1), count=1))


@cache
def _numbered(label: Label) -> re.Pattern[str]:
    words = {
        word.rstrip(".")
        for language in data.languages().values()
        for word in language.citing.labels.get(label, frozenset())
        if word != "№"
    }
    return re.compile(rf"^(?:(?:{any_of(words)}(?:\.\s?|\s)|№\s?|n°\s?)\s?)+(?=\d)", re.IGNORECASE)


@cache
def _paged() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = any_of(data.words("page_labels"))
    return (
        re.compile(rf"^(?:{words}(?:\.\s?|\s)|pp?(?=\d))(?=\d)", re.IGNORECASE),
        re.compile(rf"(?<=\d)\s?{words}\.?$", re.IGNORECASE),
    )


def _dates(written: Sequence[str]) -> tuple[Date | None, Date | None, str]:
    """Return the date of issue, that of the first edition, and the letter after the year: "2014a", "2003 [1910]"."""
    if not written:
        return None, None, ""
    text = _fullest(written)
    suffix = ""
    if match := _SUFFIXED_YEAR.search(text):
        suffix = match["suffix"] or match["apart"]
        text = text[: match.start()] + match["year"] + text[match.end() :]
    if match := _REPRINTED.fullmatch(text):
        year, original = (match["year"], match["original"]) if match["year"] else (match["again"], match["first"])
        return Date((int(year),)), Date((int(original),)), suffix
    if match := _TWO_YEARS.fullmatch(text):
        return Date((int(match["first"]),), (int(match["last"]),)), None, suffix
    return dates.read(text), None, suffix


def _fullest(written: Sequence[str]) -> str:
    """Return the date that an entry may print in two places: «1992. № 5. 29 января»."""
    first, *others = written
    year = first.isdecimal() and len(first) == 4  # noqa: PLR2004
    for other in others if year else ():
        for candidate in (other, f"{other} {first}"):
            if (date := dates.read(candidate)).year == int(first) and len(date.start) > 1:
                return candidate
    return first


def _people(stretches: Sequence[str]) -> tuple[Name, ...]:
    """Return the people of the fullest of the stretches that name them: GOST names them before the title and after a slash."""
    named = [people(stretch) for stretch in stretches]
    return max(named, key=lambda names: (sum(name is not OTHERS for name in names), OTHERS in names), default=())


def _edition(words: str) -> str:
    """Return an edition as printed, or its number alone if nothing but an English ordinal is printed: "2nd ed."."""
    match = _PLAIN_EDITION.fullmatch(words)
    return match[1] if match else words


def _unquoted(title: str) -> str:
    """Return a title without the quotation marks around the whole of it."""
    if len(title) > 1 and _QUOTES.get(title[0]) == title[-1] and title[-1] not in title[1:-1] and title[0] not in title[1:-1]:
        return title[1:-1]
    return title


def _url(addresses: Sequence[str]) -> str:
    """Return the address of the work itself."""
    return next((url for url in addresses if not any(host in url for host in COPIES)), addresses[0] if addresses else "")
