"""Bibliographic data in CSL's terms: items, names and dates.

Only this module uses the Citation Style Language's own spelling (`container-title`, `DOI`): everywhere else fields are named
as in Python (`container_title`, `doi`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import data
from kzcheck.data.subjects import Csl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CSL = data.read("csl", Csl)
TYPES = _CSL.types
CROSSREF_TYPES = {word: known for known, words in _CSL.crossref_types.items() for word in sorted(words)}
"""Crossref's types that are not CSL's own, with CSL's."""

NAME_FIELDS, DATE_FIELDS, TEXT_FIELDS = _CSL.name_fields, _CSL.date_fields, _CSL.text_fields


def spelling(field: str) -> str:
    """Return CSL's spelling of a field named as in Python: `container_title` becomes `container-title`."""
    return _CSL.own_spellings.get(field) or field.replace("_", "-")


FIELDS = {spelling(field): field for field in sorted(TEXT_FIELDS | NAME_FIELDS | DATE_FIELDS)}


@cache
def _undated() -> frozenset[str]:
    return frozenset(map(_bare, data.words("undated")))


def _bare(text: str) -> str:
    """Return a text in lower case without brackets, full stops and spaces."""
    return re.sub(r"[\s.()\[\]]", "", text).lower()


class Name(Struct, frozen=True, gc=False, omit_defaults=True, rename=spelling):
    """A person (`family`, `given`, particles, `suffix`) or an organisation (`literal`), as the list gives it."""

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""

    def __str__(self) -> str:
        """Return the name in reading order: "J. S. Nye", "UNESCO"."""
        parts = (self.given, self.dropping_particle, self.non_dropping_particle, self.family or self.literal, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def inverted(self) -> str:
        """The name as in an edit: "Family, Given"."""
        particles = f"{self.dropping_particle} {self.non_dropping_particle}".strip()
        family = " ".join(part for part in (particles, self.family or self.literal) if part)
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


class Date(Struct, frozen=True, gc=False, omit_defaults=True):
    """A date as far as it is known: `(2004,)`, `(2004, 5)`, `(2004, 5, 31)`, with or without an end.

    Numbers are kept as written, possible or not: rules judge them. A date that is neither EDTF nor plainly numeric has only its
    `raw` text. A span of years with a shortened end (`1889-96`) keeps its text as well as the completed years, and so does a span
    with seasons (`2015/2016-22`), of which the years are read. `season` is 1 to 4, of a date without an end.
    """

    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    season: int = 0
    circa: bool = False
    raw: str = ""

    @property
    def year(self) -> int | None:
        """The first year, or the only number of four digits in the raw text."""
        if self.start:
            return self.start[0]
        years = set(re.findall(r"(?<!\d)[12]\d{3}(?!\d)", self.raw))
        return int(years.pop()) if len(years) == 1 else None

    @property
    def last_year(self) -> int | None:
        """The last year of a span, or else the only year."""
        return self.end[0] if self.end else self.year

    @property
    def undated(self) -> bool:
        """Whether the list says that the work is undated (n.d., б.г., y.y., o. J.)."""
        return _bare(self.raw) in _undated()

    @property
    def possible(self) -> bool:
        """Whether the date exists in the calendar: month up to 12, day up to the month's length."""
        return all(_possible(parts) for parts in (self.start, self.end) if parts)

    def __str__(self) -> str:
        """Return the date in EDTF, or else the raw text."""
        if not self.start:
            return self.raw
        if self.season and not self.end:
            return f"{_edtf(self.start[:1])}-{_FIRST_SEASON + self.season - 1}" + ("~" if self.circa else "")
        ends = [_edtf(parts) for parts in (self.start, self.end) if parts]
        return "/".join(ends) + ("~" if self.circa else "")


class Item(Struct, frozen=True, omit_defaults=True, rename=spelling):
    """Bibliographic data of one work. Fields have CSL's names in Python's spelling; an empty one is "" or ().

    `other` holds the remaining text variables of CSL, `contributors` the remaining roles, both by field.
    """

    id: str
    type: str = ""
    title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    contributors: Mapping[str, tuple[Name, ...]] = {}
    issued: Date | None = None
    accessed: Date | None = None
    original_date: Date | None = None
    event_date: Date | None = None
    submitted: Date | None = None
    available_date: Date | None = None
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    event_title: str = ""
    original_title: str = ""
    title_short: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    page: str = ""
    number_of_pages: str = ""
    number_of_volumes: str = ""
    edition: str = ""
    genre: str = ""
    medium: str = ""
    note: str = ""
    status: str = ""
    archive: str = ""
    language: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    pmid: str = ""
    url: str = ""
    other: Mapping[str, str] = {}

    @property
    def year(self) -> int | None:
        """The year of issue, or None."""
        return self.issued.year if self.issued else None

    def text(self, field: str) -> str:
        """Return a text field by its name in Python, or ""."""
        return getattr(self, field) if field in ITEM_TEXTS else self.other.get(field, "")

    def has(self, field: str) -> bool:
        """Return whether a field with this name in Python has a value."""
        own = getattr(self, field) if field in self.__struct_fields__ else None
        return bool(own or self.other.get(field) or self.contributors.get(field))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every non-empty text field with its name."""
        for field in ITEM_TEXTS:
            value = getattr(self, field)
            if value:
                yield field, value
        yield from self.other.items()

    def names(self) -> Iterator[tuple[str, int, Name]]:
        """Yield every name with its role and its index among the names of that role."""
        for role in ITEM_NAMES:
            for index, name in enumerate(getattr(self, role)):
                yield role, index, name
        for role, names in self.contributors.items():
            for index, name in enumerate(names):
                yield role, index, name

    def dates(self) -> Iterator[tuple[str, Date]]:
        """Yield every date with its field."""
        for field in ITEM_DATES:
            date = getattr(self, field)
            if date is not None:
                yield field, date


ITEM_TEXTS = tuple(field for field in Item.__struct_fields__ if field in TEXT_FIELDS)
ITEM_NAMES = tuple(field for field in Item.__struct_fields__ if field in NAME_FIELDS)
ITEM_DATES = tuple(field for field in Item.__struct_fields__ if field in DATE_FIELDS)


def without(item: Item, fields: Iterable[str]) -> Item:
    """Return an item without the values of some fields; it keeps its id."""
    left_out = {*fields} - {"id"}
    if not left_out:
        return item
    empty = Item("")
    own = {field: getattr(empty, field) for field in left_out.intersection(Item.__struct_fields__) - {"contributors", "other"}}
    others = {field: text for field, text in item.other.items() if field not in left_out}
    contributors = {field: names for field, names in item.contributors.items() if field not in left_out}
    return replace(item, **own, other=others, contributors=contributors)


LONGEST_DATE = 60
"""Characters of the longest text that is read as a date: longer texts are prose."""

_NUMERIC = re.compile(r"(?P<y>-?\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_YEAR = re.compile(r"\d{1,4}|[-+]\d{1,6}")
_MONTH_FIRST = re.compile(r"(?P<m>0?[1-9]|1[0-2])[./](?P<y>\d{4})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?:\s*г\.?)?")
_FIRST_SEASON = 21
_EDTF_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_SHORT_SPAN = re.compile(r"(?P<century>\d{2})(?P<year>\d{2})(?:[-/](?!0[1-9]|1[0-2]|2[1-4])|\s*[–—]\s*)(?P<end>\d{2})")
_NEXT_CENTURY = 10
"""Years: `1998–01` is read as three years; a longer span across the turn of a century is not read."""


def date(text: str) -> Date:
    """Read a date from EDTF (levels 0 and 1: `2004-05`, `2004/2006`, `1984~`) or a plain numeric form (`31.05.2004`, `2004/05/31`).

    Two digits after a year and a hyphen or slash are a month (01 to 12) or an EDTF season (21 to 24); if they are neither but
    later than the year's own two, they are the shortened end of a span of years: `1889-96`, `1998–99`, `1999/00`. Anything else
    becomes the `raw` text of a date without numbers, as does a span with an open beginning (`../1985`); nothing is guessed.
    """
    text = text.strip()
    if len(text) > LONGEST_DATE:
        return Date(raw=text)
    body = text.rstrip("?~%")
    circa = body != text
    if years := _short_span(body):
        return Date(start=years[:1], end=years[1:], circa=circa, raw=text)
    ends = [body] if _NUMERIC.fullmatch(body) else re.split(r"\s*(?:/|\.\.|–|—)\s*", body)
    if _MONTH_FIRST.fullmatch(body):
        ends = [body]
    if len(ends) == 1 and (span := re.fullmatch(r"(\d{4})-(\d{4})", body)):
        ends = list(span.groups())
    parts = [_numbers(end.rstrip("?~%")) for end in ends if end]
    if not ends[0] or len(parts) > 2 or not all(parts):  # noqa: PLR2004
        return Date(raw=text)
    seasons = [_EDTF_SEASONS.get(part[1], 0) if len(part) == 2 else 0 for part in parts]  # noqa: PLR2004
    start, *last = (part[:1] if season else part for part, season in zip(parts, seasons, strict=True))
    if last:
        return Date(start=start, end=last[0], circa=circa, raw=text if any(seasons) else "")
    return Date(start=start, season=seasons[0], circa=circa)


def _short_span(text: str) -> tuple[int, ...]:
    match = _SHORT_SPAN.fullmatch(text)
    if not match:
        return ()
    first, last = int(match["century"] + match["year"]), int(match["century"] + match["end"])
    if last < first <= last + 100 <= first + _NEXT_CENTURY:
        last += 100
    return (first, last) if first < last else ()


def _numbers(text: str) -> tuple[int, ...]:
    if _YEAR.fullmatch(text):
        return (int(text),)
    match = _NUMERIC.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if not match:
        return ()
    parts = match.groupdict()
    return tuple(int(parts[part]) for part in "ymd" if parts.get(part))


def _possible(parts: tuple[int, ...]) -> bool:
    if len(parts) > 1 and not 1 <= parts[1] <= 12:  # noqa: PLR2004
        return False
    if len(parts) > 2:  # noqa: PLR2004
        return 1 <= parts[2] <= calendar.monthrange(max(parts[0], 1), parts[1])[1]
    return True


def _edtf(parts: tuple[int, ...]) -> str:
    year, *others = parts
    return "-".join((f"{'-' if year < 0 else ''}{abs(year):04d}", *(f"{part:02d}" for part in others)))


def to_json(item: Item) -> dict[str, object]:
    """Return the item as CSL-JSON."""
    fields: dict[str, object] = {"id": item.id, "type": item.type}
    for role, _, name in item.names():
        fields.setdefault(spelling(role), []).append(_name(name))  # type: ignore[attr-defined]
    fields.update((spelling(field), value) for field, value in item.texts())
    fields.update((spelling(field), _date(value)) for field, value in item.dates())
    return {key: value for key, value in fields.items() if value != ""}


def _name(name: Name) -> dict[str, str]:
    return {spelling(part): value for part in Name.__struct_fields__ if (value := getattr(name, part))}


def _date(value: Date) -> dict[str, object]:
    if not value.start:
        return {"raw": value.raw}
    fields: dict[str, object] = {"date-parts": [list(parts) for parts in (value.start, value.end) if parts]}
    if value.season:
        fields["season"] = value.season
    if value.circa:
        fields["circa"] = True
    return fields
