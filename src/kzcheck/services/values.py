"""Reads plain texts, dates, lists and records from a service's answer, whatever its shape, within bounds.

Titles come with HTML and JATS tags, MathML, TeX, and entities escaped once or twice; they are reduced to the text
that a reader sees. The functions for texts and dates never raise.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from kzcheck.csl import Date
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.reasons import Reason
from kzcheck.services.service import UnreadableAnswer, every
from kzcheck.sources import SEARCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer, Record
    from kzcheck.services.service import Ask

LONGEST = 4000
"""Most characters kept of a text; the longest title among 711 recorded works of Crossref has 349."""

MOST_TEXTS = 50
"""Most titles, containers or numbers kept from one field of a work."""

YEARS = range(1000, 2101)
"""Plausible years. Services give 0 and 9999 for unknown ones."""

_FIRST, _LAST = (YEARS[0], 1, 1), (YEARS[-1], 12, 31)
"""The first and the last possible year, month and day."""

MOST_NAMES = 3000
"""Most people kept per role: collaborations in physics come near it. `more_authors` says whether any were left out."""

MOST_RECORDS = 100
"""Most works read from one answer: no request asks for more."""

FIRST_YEAR, LAST_YEAR = 1400, 2199
"""Bounds for a year in a record, from the beginning of printing; a later number is a typing error."""

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")

_ODD = re.compile(
    r"[<&$\\\x00-\x1f\x7f-\xa0\u00ad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff\ud800-\udfff]"
)
"""Markup, characters that are not seen, and all white space but the space: a text without them is plain."""

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BREAK = re.compile(r"</?(?:jats:)?(?:br|p|div|sec|title|li)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:[a-z]{1,10}:[a-z][a-z0-9-]{0,30}|a|abbr|b|big|bold|cite|del|em|emph|font|i|inf|ins|ital|italic|monospace|named-content|ol|overline|q|roman"
    r"|s|sans-serif|sc|scp|small|smallcaps|span|strike|strong|styled-content|sub|sup|tt|u|ul|underline|var|xref)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?<=[(\[])\s{1,200}|\s{1,200}(?=[)\],;])")
_MATH_START = re.compile(r"<(?:[a-z]{1,10}:)?math\b([^<>]{0,2000})>", re.IGNORECASE)
_MATH_END = re.compile(r"</(?:[a-z]{1,10}:)?math\s{0,10}>", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\balttext\s?=\s?(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ANNOTATION = re.compile(r"<(?:[a-z]{1,10}:)?annotation\b[^<>]{0,300}>[^<>]*", re.IGNORECASE)
_ANY_TAG = re.compile(r"\s*<[^<>]{0,2000}>\s*")

_ESCAPED = re.compile(r"\\[nrt](?=[\s\\A-Z]|$)")
"""Line breaks and tabs written out as escapes."""

_TEX = re.compile(r"\$\$?([^$]{1,400})\$\$?")
_TEX_SIGNS = re.compile(r"[\\{}^_]")
_TEX_FORM = re.compile(
    r"\\(?:math[a-z]{1,8}|text[a-z]{0,6}|operatorname|boldsymbol|rm|it|bf|sf|tt|left|right|limits|displaystyle)(?![A-Za-z])\s*"
    r"|\\[,;:! ]"
)
_TEX_WORD = re.compile(r"\\([A-Za-z]{1,30})\s*")


def text(value: object) -> str:
    """Return a text or a number as plain text on one line, or "" for anything else."""
    if not isinstance(value, str):
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 10**12
        return str(value) if number else ""
    # most texts have nothing to remove
    if len(value) <= LONGEST and (value.isalnum() or ("  " not in f" {value} " and not _ODD.search(value))):
        return value
    value = value[: 3 * LONGEST]
    if _ODD.search(value):
        value = _without_markup(value)
    return " ".join(value.split())[:LONGEST].rstrip()


def texts(value: object) -> tuple[str, ...]:
    """Return the distinct, non-empty texts of a field that holds one text or a list of texts."""
    return () if value is None else distinct(map(text, listed(value)[:MOST_TEXTS]))


def listed(value: object) -> list[Any]:
    """Return a list unchanged, None as an empty list, and any other value as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Yield the mappings in a list, or the single mapping given instead of a list."""
    return (entry for entry in listed(value) if isinstance(entry, dict))


def joined(title: str, subtitle: str) -> str:
    """Append the subtitle to a title, unless the title already contains it."""
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1:] in {'.', ':', '?', '!', '—', '–'} else ': '}{subtitle}" if title else subtitle


def date(value: object) -> Date | None:
    """Parse a date in CSL's and Crossref's form (`{"date-parts": [[2021, 3, 4]]}`); keep its valid parts, or return None."""
    if not isinstance(value, dict):
        return None
    ends = listed(value.get("date-parts"))
    if not ends or not (start := _parts(ends[0])):
        return None
    return Date(start=start, end=_parts(ends[1]) if len(ends) > 1 else ())


def years(dates: Iterable[Date | None]) -> tuple[int, ...]:
    """Return the distinct years of the dates, including the last years of spans, in ascending order."""
    numbers: set[int | None] = set()
    for date in dates:
        if date is not None:
            numbers.add(date.year)
            if date.end:
                numbers.add(date.last_year)
    return tuple(sorted([year for year in numbers if year is not None and year in YEARS]))


def inside(value: object, *keys: str) -> Any:  # noqa: ANN401 - the shape of an answer is not known
    """Follow the keys through nested mappings; return None where a key is missing."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def each(value: object, most: int = MOST_TEXTS) -> list[Any]:
    """Return at most `most` entries of a list, or [] for any other value."""
    return value[:most] if isinstance(value, list) else []


def distinct(values: Iterable[str], *, but: str = "") -> tuple[str, ...]:
    """Return the distinct, non-empty texts in their order, without `but`."""
    kept = dict.fromkeys(values)
    kept.pop("", None)
    kept.pop(but, None)
    return tuple(kept)[:MOST_TEXTS]


def year(value: object) -> int | None:
    """Return a year given as a number, or the first year in a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if FIRST_YEAR <= value <= LAST_YEAR else None
    return next(iter(years_in(text(value))), None)


def years_in(words: str) -> tuple[int, ...]:
    """Return the distinct years in a free text ("[2004]", "c2004", "2004-2006"), in their order."""
    return tuple(dict.fromkeys(int(digits) for digits in _YEAR.findall(words)))


def dated(when: int | None) -> Date | None:
    """Return a date that consists of a year only."""
    return Date(start=(when,)) if when else None


def answer_of(records: Iterable[Record]) -> Answer:
    """Return the records as an answer, or `Absent` if there are none."""
    matches = tuple(records)
    return Found(matches) if matches else Absent()


def candidates(records: Sequence[Record], total: object) -> Answer:
    """Return the results of a search that have a title, or `Absent` if there are none and the service's `total` agrees.

    Otherwise a field renamed by a service would make works look non-existent.
    """
    titled = tuple(record for record in records if not record.bare)
    if records and not titled:
        return Failed(Reason("no-titles"))
    if not records and isinstance(total, int) and total > 0:
        return Failed(Reason("part-of-works"))
    return answer_of(titled)


def records_of(entries: object, record: Callable[[Any], Record]) -> list[Record]:
    """Convert the entries of a list to records; skip entries of another shape.

    Raises:
        UnreadableAnswer: this is not a list, or none of its entries has the right shape.
    """
    if not isinstance(entries, list):
        raise UnreadableAnswer("other-json")
    records = [work for entry in entries[:MOST_RECORDS] if isinstance(entry, dict) and (work := record(entry)).id]
    if entries and not records:
        raise UnreadableAnswer("other-entries")
    return records


def answers_of_list(ask: Ask, entries: object, total: object, record: Callable[[Any], Record | None]) -> Mapping[str, Answer]:
    """Return the answers given by a list of works with DOIs.

    `record` returns None for a work to leave out, and raises for a work that cannot be read.

    Raises:
        UnreadableAnswer: this is not a list.
    """
    if not isinstance(entries, list):
        raise UnreadableAnswer("other-json")
    records: list[Record] = []
    whole = True
    for entry in entries:
        try:
            records += filter(None, (record(entry),))
        except UnreadableAnswer:
            whole = False
    if ask.by in SEARCHES:
        unreadable = not records and not whole
        return every(ask, Failed(Reason("unreadable-works")) if unreadable else candidates(records, 0 if entries else total))
    by_doi = {work.id: work for work in records}
    missing: Answer = Absent() if whole and total == len(entries) else Failed(Reason("part-of-works"))
    return {value: Found((by_doi[doi],)) if (doi := value.lower()) in by_doi else missing for value in ask.values}


def _parts(value: object) -> tuple[int, ...]:
    """Return year, month and day up to the first impossible part; services give them as numbers or as texts."""
    parts: list[int] = []
    for part, first, last in zip(listed(value), _FIRST, _LAST, strict=False):
        number = int(part) if isinstance(part, str) and re.fullmatch(r"[0-9]{1,4}", part) else part
        if type(number) is not int or not first <= number <= last:
            break
        parts.append(number)
    return tuple(parts)


def _without_markup(value: str) -> str:
    if "&" in value and ";" in value:
        # twice, since some services escape escaped text again
        value = html.unescape(html.unescape(value))
    value = _ESCAPED.sub(" ", _UNSEEN.sub("", value))
    if "<" in value:
        # JATS has tags on lines of their own, which leaves a space on either side of their text
        value = _LOOSE.sub("", _TAG.sub("", _BREAK.sub(" ", _without_math(value))))
    return _TEX.sub(_plain_tex, value) if "$" in value else value


def _without_math(value: str) -> str:
    *formulas, rest = _MATH_END.split(value)
    pieces = []
    for piece in formulas:
        start = _MATH_START.search(piece)
        pieces.append(piece[: start.start()] + _formula(start[1], piece[start.end() :]) if start else piece)
    return "".join((*pieces, rest))


def _formula(attributes: str, content: str) -> str:
    alternative = _ALTERNATIVE.search(attributes)
    words = (alternative[1] or alternative[2] or "").strip() if alternative else ""
    # reference lists resemble the formula's own letters more than a text in TeX
    if words and not _TEX_SIGNS.search(words):
        return words
    return _ANY_TAG.sub("", _ANNOTATION.sub("", content)).strip()


def _plain_tex(match: re.Match[str]) -> str:
    formula = match[1]
    if not _TEX_SIGNS.search(formula):
        return formula if len(formula) == 1 else match[0]
    return re.sub(r"[{}^_\\]", "", _TEX_WORD.sub(_sign, _TEX_FORM.sub("", formula))).strip()


def _sign(match: re.Match[str]) -> str:
    """Return the Greek letter that a TeX command stands for, or the command's name."""
    word = match[1]
    try:
        return unicodedata.lookup(f"GREEK {'CAPITAL' if word[0].isupper() else 'SMALL'} LETTER {word.upper()}")
    except KeyError:
        return word
