"""References as lists that other programs read: CSL-JSON, CSL-YAML, BibTeX and RIS.

Fields that were read with doubt are written as best read; CSL's formats name them under `custom`, with the entry as printed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from unicodedata import category

from kzcheck import csl
from kzcheck.evidence import visible
from kzcheck.importing import own_keys, references_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kzcheck.article import Reference
    from kzcheck.csl import Date, Item, Name

_BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""Types of BibTeX that every style knows, with CSL's; all others are `misc`."""
_BIBTEX_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_BIBTEX_PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}
_BIBTEX = {
    "title": "title",
    "collection_title": "series",
    "publisher_place": "address",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "number_of_pages": "pagetotal",
    "edition": "edition",
    "genre": "type",
    "note": "note",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "url": "url",
}
_VERBATIM = frozenset(("doi", "url", "urldate"))
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_NO_KEY = re.compile(r"[^\w.:/+-]+")
_BRACES = str.maketrans({"{": "%7B", "}": "%7D"})

_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "report": "RPRT",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_RIS = {
    "title": "title",
    "original_title": "translated_title",
    "container_title": "secondary_title",
    "collection_title": "tertiary_title",
    "publisher": "publisher",
    "publisher_place": "place_published",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "genre": "type_of_work",
    "doi": "doi",
}
"""Fields of CSL with rispy's names of the tags."""
_PAGES = re.compile(r"\s*[-–—]\s*")


def csl_json(references: Iterable[Reference]) -> str:
    """Return the references as CSL-JSON."""
    items = [csl.to_json(_item(reference)) | ({"custom": own} if (own := own_keys(reference)) else {}) for reference in references]
    return visible(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def csl_yaml(references: Iterable[Reference]) -> str:
    """Return the references as CSL-YAML, as `references.yaml` has them."""
    return "".join(("references:\n", *(references_yaml(references) or ["[]\n"])))


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as BibTeX, with BibLaTeX's fields where BibTeX has none."""
    from bibtexparser.entrypoint import write_string  # noqa: PLC0415 - the other formats do without
    from bibtexparser.library import Library  # noqa: PLC0415
    from bibtexparser.model import Entry, Field  # noqa: PLC0415

    library = Library()
    for number, item in enumerate(map(_item, references), 1):
        kind = _BIBTEX_TYPES.get(item.type, "misc")
        fields = [Field(name, _tex(name, text)) for name, text in _bibtex_fields(item, kind)]
        library.add(Entry(kind, _NO_KEY.sub("", item.id) or str(number), fields))
    return _seen(write_string(library))


def ris(references: Iterable[Reference]) -> str:
    """Return the references as RIS."""
    import rispy  # noqa: PLC0415 - the other formats do without

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy would number the entries
            return ""

    text = rispy.dumps([_ris_fields(_item(reference)) for reference in references], implementation=Writer)
    return _seen(str(text)).lstrip("\n")


FORMATS: dict[str, Callable[[Iterable[Reference]], str]] = {
    "csl-json": csl_json,
    "csl-yaml": csl_yaml,
    "bibtex": bibtex,
    "ris": ris,
}


def _seen(text: str) -> str:
    """Return a text without control and format characters, which neither format can escape."""
    return "".join(sign for sign in text if sign in "\n\t" or category(sign)[0] != "C")


def _item(reference: Reference) -> Item:
    return reference.guess or reference.item


def _bibtex_fields(item: Item, kind: str) -> Iterator[tuple[str, str]]:
    for role in ("author", "editor", "translator"):
        if names := getattr(item, role):
            yield role, " and ".join(_bibtex_name(name) for name in names)
    if item.issued:
        yield from _bibtex_date(item.issued)
    if item.container_title:
        yield _BIBTEX_CONTAINERS.get(kind, "howpublished"), item.container_title
    if item.publisher:
        yield _BIBTEX_PUBLISHERS.get(kind, "publisher"), item.publisher
    for field, name in _BIBTEX.items():
        if text := item.text(field):
            yield name, _PAGES.sub("--", text) if name == "pages" else text
    if item.accessed:
        yield "urldate", str(item.accessed)


def _bibtex_date(date: Date) -> Iterator[tuple[str, str]]:
    """Yield the year, which every style knows, and the whole date if it says more."""
    if date.year:
        yield "year", str(date.year)
    if str(date) != str(date.year):
        yield "date" if date.start else "note", str(date)


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{name.literal}}}"
    family = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle, name.family)))
    return ", ".join(filter(None, (family, name.suffix, name.given)))


def _tex(name: str, text: str) -> str:
    """Return a text as TeX reads it; braces around organisations stay."""
    if name in _VERBATIM:
        return text.translate(_BRACES)
    if name in ("author", "editor", "translator"):
        return "".join(_TEX[sign] if sign in _TEX and sign not in "{}" else sign for sign in text)
    return "".join(_TEX.get(sign, sign) for sign in text)


def _ris_fields(item: Item) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {"type_of_reference": _RIS_TYPES.get(item.type, "GEN"), "id": item.id}
    for role, tag in (("author", "authors"), ("editor", "secondary_authors"), ("translator", "subsidiary_authors")):
        if names := getattr(item, role):
            fields[tag] = [name.inverted for name in names]
    fields |= {tag: text for field, tag in _RIS.items() if (text := item.text(field))}
    if item.issued:
        fields |= {"year": str(item.issued.year or item.issued)}
        if len(item.issued.start) > 1:
            fields["date"] = _ris_date(item.issued)
    if item.accessed:
        fields["access_date"] = _ris_date(item.accessed) if item.accessed.start else str(item.accessed)
    first, *last = _PAGES.split(item.page or item.number_of_pages, maxsplit=1)
    fields |= {tag: page for tag, page in zip(("start_page", "end_page"), (first, *last), strict=False) if page}
    if number := item.isbn or item.issn:
        fields["issn"] = number
    if item.url:
        fields["urls"] = [item.url]
    if item.note:
        fields["notes"] = [item.note]
    return fields


def _ris_date(date: Date) -> str:
    return "/".join(f"{part:02d}" for part in date.start)
