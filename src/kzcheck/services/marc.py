"""Converts library records in MARC 21 (https://www.loc.gov/marc/bibliographic/), as served by K10plus and the DNB.

Catalogues name people as the title page does: of many authors only the first, with "[u.a.]"; older
records do not say who wrote and who edited. `more_authors` marks such records as incomplete.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Record
from kzcheck.identifiers import find_isbns, normal_doi, normal_issn
from kzcheck.services.names import name_of
from kzcheck.services.values import MOST_NAMES, distinct, joined, text, years_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from kzcheck.sources import SourceName


MOST_FIELDS, MOST_SUBFIELDS = 2000, 100
LONGEST_SPAN = 80
"""Years: a work whose volumes appeared over a longer time is a series."""

_ROLES = {
    "aut": "author", "cre": "author", "dis": "author", "edt": "editor", "edc": "editor", "hrg": "editor", "com": "compiler",
    "trl": "translator", "ill": "illustrator",
}  # fmt: skip
_ROLE_WORDS = {
    "author": ("verf", "author", "auteur"),
    "editor": ("hrsg", "herausg", "hg", "ed.", "edit", "éd", "bearb"),
    "translator": ("übers", "ubers", "transl", "trad"),
    "illustrator": ("ill",),
}
_MATERIALS = {
    "c": "musical_score",
    "d": "musical_score",
    "e": "map",
    "f": "map",
    "g": "motion_picture",
    "i": "",
    "j": "",
    "k": "graphic",
}
_SILENT = frozenset(("", "ctb", "oth", "asn"))
"""Roles that do not say what the person contributed."""

_NOT_ALL = re.compile(r"\[?(?:\bu\. ?a\.|\bet al\b|\bund andere|\band others|\bи др\b|…|\.\.\.)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"\s?[/:;=,]$|(?<=\w{3})\.$")
_PARALLEL = re.compile(" = ")
_NUMERAL = r"\[?(?:\d{1,5}|[IVXLCDM]{1,8}|[ivxlcdm]{1,8})\]?"
_PAGES = re.compile(
    rf"(?<!\w)({_NUMERAL}(?:\s?,\s?{_NUMERAL}){{0,5}})\s?"
    r"(?:(?:Seiten?|pages?|стр|бет|str|leaves|Blätter|Bl|pp|ss|[Ssp]|с|б|σ)(?!\w)|[頁页쪽]|ページ)"
)
_BARE_PAGES = re.compile(r"\d{1,5}")
_SPAN = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})")
_PART = re.compile(r"(volume|year|number|pages|month|day):(.{1,60})")
_LINKED = re.compile(r"(\d{3})-\d{2}")

# ISO 639-2/B, as used by MARC, to ISO 639-1
_LANGUAGES = dict(
    pair.split(":")
    for pair in """ger:de eng:en rus:ru kaz:kk tur:tr fre:fr ita:it spa:es por:pt dut:nl pol:pl ukr:uk cze:cs hun:hu chi:zh
    jpn:ja kor:ko ara:ar per:fa lat:la grc:grc swe:sv dan:da nor:no fin:fi uzb:uz kir:ky aze:az heb:he gre:el rum:ro bul:bg
    srp:sr hrv:hr slv:sl slo:sk lit:lt lav:lv est:et geo:ka arm:hy bel:be mon:mn tat:tt""".split()
)


class Field(NamedTuple):
    """One data field: tag (for a field in original script: the tag of the field it belongs to), indicators and subfields."""

    tag: str
    first: str
    second: str
    parts: tuple[tuple[str, str], ...]
    original: bool = False

    def all(self, codes: str) -> list[str]:
        """Return the non-empty values of these subfields in the record's order."""
        return [value for code, value in self.parts if code in codes and value]

    def get(self, code: str) -> str:
        """Return the first value of a subfield, or ""."""
        return next(iter(self.all(code)), "")


def record(element: Element, service: SourceName, page: str) -> Record:
    """Convert one MARC record; `page` is the address of its page for readers, with "{}" for its number.

    `titles` holds the title with and without its subtitle, parts, parallel, variant and original titles, and all of these in the
    original script; `years` holds every year of publication, copyright, reprint and first edition in the record.
    """
    controls, fields = _fields(element)
    number = controls.get("001", "")
    leader = text(element.findtext("{*}leader"))
    titles = _titles(fields)
    people = _people(fields)
    imprint = _imprint(fields)
    fixed = controls.get("008", "")
    issued, years = _dates(imprint, fields, fixed)
    host = next(_of(fields, "773"), Field("773", "", "", ()))
    parts = {match[1]: match[2] for value in host.all("g") if (match := _PART.fullmatch(value))}
    series = distinct(_bare(field.get("a")) for field in (*_of(fields, "490"), *_of(fields, "830")))
    isbns = " ".join(distinct(isbn for field in _of(fields, "020") for isbn in find_isbns(field.get("a"))))
    languages = [code for field in _of(fields, "041") for code in field.all("a")] or [fixed[35:38].strip(" |")]
    kind = _kind(leader, fields, host)
    container = _bare(host.get("t") or host.get("a")) if kind in {"article-journal", "chapter"} else ""
    item = Item(
        id=number,
        type=kind,
        title=titles[0] if titles else "",
        author=people.pop("author", ()),
        editor=people.pop("editor", ()),
        translator=people.pop("translator", ()),
        contributors=people,
        issued=issued,
        container_title=container,
        collection_title=series[0] if series else "",
        original_title=next((_bare(field.get("a")) for field in _of(fields, "240", "130")), ""),
        publisher=_bare(imprint.get("b")),
        publisher_place=_bare(imprint.get("a")).strip("[]"),
        volume=parts.get("volume", ""),
        issue=parts.get("number", ""),
        page=parts.get("pages", ""),
        number_of_pages=next((pages for field in _of(fields, "300") if (pages := _pages(field.get("a")))), ""),
        edition=next((field.get("a") for field in _of(fields, "250")), ""),
        genre=next((_bare(field.get("b") or field.get("a")) for field in _of(fields, "502")), "") if kind == "thesis" else "",
        language=_LANGUAGES.get(languages[0], languages[0]) if len(languages) == 1 else "",
        doi=next((doi for field in _of(fields, "024") if field.get("2") == "doi" and (doi := normal_doi(field.get("a")))), ""),
        isbn=isbns,
        issn=normal_issn(host.get("x")),
    )
    return Record(
        service,
        number,
        item,
        titles=distinct(titles[1:], but=item.title),
        containers=distinct(series, but=container),
        years=years,
        more_authors=_is_incomplete(fields),
        url=page.format(number) if number.isalnum() else "",
    )


def _fields(element: Element) -> tuple[dict[str, str], list[Field]]:
    """Return the control fields by tag, and the data fields; fields in original script (880) get the tag of their counterpart."""
    controls = {field.get("tag", ""): (field.text or "")[:100] for field in element.iterfind("{*}controlfield")}
    fields: list[Field] = []
    for field in list(element.iterfind("{*}datafield"))[:MOST_FIELDS]:
        parts = tuple((part.get("code", ""), _clean(part.text)) for part in list(field.iterfind("{*}subfield"))[:MOST_SUBFIELDS])
        tag = field.get("tag", "")
        link = _LINKED.match(next((value for code, value in parts if code == "6"), ""))
        original = tag == "880" and link is not None
        fields.append(Field(link[1] if original and link else tag, field.get("ind1", ""), field.get("ind2", ""), parts, original))
    return controls, fields


def _clean(value: str | None) -> str:
    """Normalise a text to NFC and remove the marks around words ignored in sorting: control characters, `¬`, `<<` and `>>`."""
    return text(unicodedata.normalize("NFC", re.sub("¬|<<|>>", "", (value or "")[:20000])))


def _bare(value: str) -> str:
    """Remove the ISBD punctuation that separates a text from the next field."""
    return _PUNCTUATION.sub("", value)


def _of(fields: Iterable[Field], *tags: str, original: bool = False) -> Iterator[Field]:
    """Return the fields with these tags; those in original script only with `original`."""
    return (field for tag in tags for field in fields if field.tag == tag and (original or not field.original))


def _titles(fields: list[Field]) -> list[str]:
    """Return all titles, the full title in the record's own script first."""
    titles: list[str] = []
    for field in sorted(_of(fields, "245", original=True), key=lambda field: field.original):
        titles += _title(field)
    for field in _of(fields, "246", "240", "130", "247", original=True):
        titles += _title(field)
    titles += [_bare(field.get("t")) for field in _of(fields, "765", original=True)]
    return list(distinct(titles))


def _title(field: Field) -> list[str]:
    """Return the titles in one field: the full title, the main title, the part alone, and parallel titles (after "=")."""
    main, *parallel = _PARALLEL.split(field.get("a"))
    main = _bare(main)
    rest, *more = _PARALLEL.split(" : ".join(map(_bare, field.all("b"))))
    parallel += more
    whole = joined(main, _bare(rest))
    part = ". ".join(map(_bare, field.all("np")))
    titles = [f"{whole}. {part}", f"{main}. {part}", *map(_bare, field.all("p")), whole, main] if part else [whole, main]
    for title, _, subtitle in (title.partition(" : ") for title in parallel):
        titles += [joined(_bare(title), _bare(subtitle)), _bare(title)]
    return titles


def _people(fields: list[Field]) -> dict[str, tuple[Name, ...]]:
    """Return people and organisations by role. An added person without a role is a contributor: the author is not stated."""
    roles: dict[str, list[Name]] = {}
    for field in _of(fields, "100", "700", "110", "710"):
        if field.get("t"):
            continue  # the author of another work
        role = _role(field)
        if role is None and field.tag == "100":
            role = "author"
        elif role is None and _SILENT.issuperset(_codes(field)) and field.tag == "700":
            role = "contributor"
        names = roles.setdefault(role, []) if role else []
        name = _name(field)
        if name and name not in names and len(names) < MOST_NAMES:
            names.append(name)
    return {role: tuple(names) for role, names in roles.items() if names}


def _codes(field: Field) -> list[str]:
    return [code[-3:].lower() for code in field.all("4")]


def _role(field: Field) -> str | None:
    """Return the role that a field gives as a code ($4) or else in words ($e), or None for unknown roles."""
    if codes := _codes(field):
        return next((_ROLES[code] for code in codes if code in _ROLES), None)
    words = field.get("e").lower()
    return next((role for role, starts in _ROLE_WORDS.items() if words.startswith(starts)), None)


def _name(field: Field) -> Name | None:
    if field.tag in {"110", "710"}:
        body = ". ".join(map(_bare, field.all("ab")))
        return Name(literal=body) if body else None
    written = field.get("a").rstrip(" ,;:/")
    if field.first == "0":
        written = f"{written} {field.get('b')}".strip()
        return Name(literal=written) if " " in written and "," not in written else name_of(written)
    return name_of(written)


def _is_incomplete(fields: list[Field]) -> bool:
    """Return whether the record leaves out people on the title page, or names people without their role."""
    if any(_NOT_ALL.search(field.get("c")) for field in _of(fields, "245")):
        return True
    return any(_role(field) is None and _SILENT.issuperset(_codes(field)) and not field.get("t") for field in _of(fields, "700"))


def _imprint(fields: list[Field]) -> Field:
    """Return the field with place, publisher and year: of publication in preference to printing or copyright."""
    imprints = [*_of(fields, "264", "260")]
    return min(imprints, key=lambda field: field.tag == "264" and field.second != "1", default=Field("264", "", "", ()))


def _dates(imprint: Field, fields: list[Field], fixed: str) -> tuple[Date | None, tuple[int, ...]]:
    """Return the date of publication, and every year of publication in the record.

    The coded year decides if the imprint has years of several calendars ("1425 [2004]") or no readable year.
    """
    written = " ".join(imprint.all("c"))
    printed = years_in(written)
    coded = years_in(fixed[7:11]) + (years_in(fixed[11:15]) if fixed[6:7] in set("cdikmpqrt") else ())
    span = _SPAN.search(written)
    whole: tuple[int, ...] = ()
    if span and 0 < int(span[2]) - int(span[1]) <= LONGEST_SPAN:
        whole = tuple(range(int(span[1]), int(span[2]) + 1))
    others = [value for field in _of(fields, "264", "260") for value in field.all("c")]
    others += [value for field in _of(fields, "502") for value in (field.get("d") or field.get("a"),)]
    years = tuple(dict.fromkeys((*printed, *whole, *coded, *years_in(" ".join(others)))))
    if whole:
        return Date(start=(whole[0],), end=(whole[-1],)), years
    best = coded[:1] if coded and (not printed or coded[0] in printed) else printed[:1]
    return (Date(start=best) if best else None), years


def _pages(extent: str) -> str:
    """Return the number of pages in an extent, such as "XII, 240", or "" if it counts volumes or files."""
    runs = [match[1] for match in _PAGES.finditer(extent)]
    if runs:
        return max(runs, key=lambda run: max(map(int, re.findall(r"\d+", run)), default=0))
    return extent if _BARE_PAGES.fullmatch(extent) else ""


def _kind(leader: str, fields: list[Field], host: Field) -> str:
    """Return the CSL type from the leader (06 type of material, 07 level), the thesis note (502) and the host (773)."""
    material, level = leader[6:7], leader[7:8]
    if level in {"a", "b"}:
        return "chapter" if host.get("z") and not host.get("x") else "article-journal"
    if material in _MATERIALS:
        return _MATERIALS[material]
    if level in {"s", "i"}:
        return "periodical"
    if next(_of(fields, "502"), None) and not next(_of(fields, "020"), None):
        return "thesis"
    return "book"
