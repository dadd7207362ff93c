"""Values in a service's answer, of whatever shape: plain texts, dates, lists and records, within bounds.

Titles come with HTML and JATS tags, MathML, TeX and entities that were escaped once or twice. What is left of them is the text
that a reader sees. Nothing about texts and dates raises.
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
"""Characters of the longest text that is kept; the longest title among 711 recorded works of Crossref has 349."""

MOST_TEXTS = 50
"""The most titles, containers or numbers that one field of a work may hold."""

YEARS = range(1000, 2101)
"""The years that are taken to be one. Services serve 0 and 9999 for unknown."""

MOST_NAMES = 3000
"""The most people of one role: collaborations in physics come near it. Who is left out is known from `more_authors`."""

MOST_RECORDS = 100
"""The most works that one answer is read for: no service is asked for more."""

FIRST_YEAR, LAST_YEAR = 1400, 2199
"""Years between which a number in a record can be one: printing begins, and typing errors end."""

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")

_ODD = re.compile(r"[<&$\\\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What every text holds that is not plain already."""

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
"""Breaks that were written out instead of made."""

_TEX = re.compile(r"\$\$?([^$]{1,400})\$\$?")
_TEX_SIGNS = re.compile(r"[\\{}^_]")
_TEX_FORM = re.compile(
    r"\\(?:math[a-z]{1,8}|text[a-z]{0,6}|operatorname|boldsymbol|rm|it|bf|sf|tt|left|right|limits|displaystyle)(?![A-Za-z])\s*"
    r"|\\[,;:! ]"
)
_TEX_WORD = re.compile(r"\\([A-Za-z]{1,30})\s*")


def text(value: object) -> str:
    """Return a text or a number as plain text in one line, "" for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**12 else ""
    if not isinstance(value, str):
        return ""
    value = value[: 3 * LONGEST]
    if _ODD.search(value):
        value = _without_markup(value)
    return " ".join(value.split())[:LONGEST].rstrip()


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a field that may be one text or a list of them: each once, none empty."""
    return distinct(map(text, listed(value)[:MOST_TEXTS]))


def listed(value: object) -> list[Any]:
    """Return a list as it is, anything else as a list of one, nothing as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Yield the mappings of a list, or the one mapping that stands in its place."""
    return (entry for entry in listed(value) if isinstance(entry, dict))


def joined(title: str, subtitle: str) -> str:
    """Return a title with its subtitle, unless it holds it already."""
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1:] in {'.', ':', '?', '!', '—', '–'} else ': '}{subtitle}" if title else subtitle


def date(value: object) -> Date | None:
    """Return the date in CSL's and Crossref's form (`{"date-parts": [[2021, 3, 4]]}`) as far as it is one, else None."""
    if not isinstance(value, dict):
        return None
    ends = [_parts(end) for end in listed(value.get("date-parts"))[:2]]
    if not ends or not ends[0]:
        return None
    return Date(start=ends[0], end=ends[1] if len(ends) > 1 else ())


def years(dates: Iterable[Date | None]) -> tuple[int, ...]:
    """Return the years of some dates, the last ones of spans too, in order, each once."""
    held = {year for date in dates if date for year in (date.year, date.last_year)}
    return tuple(sorted(year for year in held if year is not None and year in YEARS))


def inside(value: object, *keys: str) -> Any:  # noqa: ANN401 - the shape of an answer is not known
    """Return what lies under these keys of nested mappings, None where the way ends before."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def each(value: object, most: int = MOST_TEXTS) -> list[Any]:
    """Return the entries of a list, at most so many, [] for all that is no list."""
    return value[:most] if isinstance(value, list) else []


def distinct(values: Iterable[str], *, but: str = "") -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in their order, without the one that stands elsewhere."""
    return tuple(value for value in dict.fromkeys(values) if value and value != but)[:MOST_TEXTS]


def year(value: object) -> int | None:
    """Return a year that is a number, or the first one in a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if FIRST_YEAR <= value <= LAST_YEAR else None
    return next(iter(years_in(text(value))), None)


def years_in(words: str) -> tuple[int, ...]:
    """Return the years that stand in a free text ("[2004]", "c2004", "2004-2006"), in their order."""
    return tuple(dict.fromkeys(int(digits) for digits in _YEAR.findall(words)))


def dated(when: int | None) -> Date | None:
    """Return a date of a year alone."""
    return Date(start=(when,)) if when else None


def answer_of(records: Iterable[Record]) -> Answer:
    """Return the records as an answer: none of them is `Absent`."""
    held = tuple(records)
    return Found(held) if held else Absent()


def candidates(records: Sequence[Record], total: object) -> Answer:
    """Return what a search brought up: those with a title. None at all is `Absent`, if the `total` that the service gives agrees.

    Nobody is to be accused because a service has renamed a field.
    """
    titled = tuple(record for record in records if not record.bare)
    if records and not titled:
        return Failed(Reason("no-titles"))
    if not records and isinstance(total, int) and total > 0:
        return Failed(Reason("part-of-works"))
    return answer_of(titled)


def records_of(entries: object, record: Callable[[Any], Record]) -> list[Record]:
    """Return the records of a list in an answer; an entry of another shape costs only itself.

    Raises:
        UnreadableAnswer: it is no list, or none of its entries has the right shape.
    """
    if not isinstance(entries, list):
        raise UnreadableAnswer("other-json")
    held = [read for entry in entries[:MOST_RECORDS] if isinstance(entry, dict) and (read := record(entry)).id]
    if entries and not held:
        raise UnreadableAnswer("other-entries")
    return held


def answers_of_list(ask: Ask, entries: object, total: object, record: Callable[[Any], Record | None]) -> Mapping[str, Answer]:
    """Return the answers that a list of works by DOI gives; `record` raises for a work that cannot be read, None is left out.

    Raises:
        UnreadableAnswer: it is no list.
    """
    if not isinstance(entries, list):
        raise UnreadableAnswer("other-json")
    held: list[Record] = []
    whole = True
    for entry in entries:
        try:
            held += filter(None, (record(entry),))
        except UnreadableAnswer:
            whole = False
    if ask.by in SEARCHES:
        unreadable = not held and not whole
        return every(ask, Failed(Reason("unreadable-works")) if unreadable else candidates(held, 0 if entries else total))
    by_doi = {read.id: read for read in held}
    missing: Answer = Absent() if whole and total == len(entries) else Failed(Reason("part-of-works"))
    return {value: Found((by_doi[doi],)) if (doi := value.lower()) in by_doi else missing for value in ask.values}


def _parts(value: object) -> tuple[int, ...]:
    """Return year, month and day as far as they are possible; services write them as numbers or as texts."""
    parts: list[int] = []
    for part, possible in zip(listed(value), (YEARS, range(1, 13), range(1, 32)), strict=False):
        number = int(part) if isinstance(part, str) and re.fullmatch(r"[0-9]{1,4}", part) else part
        if type(number) is not int or number not in possible:
            break
        parts.append(number)
    return tuple(parts)


def _without_markup(value: str) -> str:
    if "&" in value and ";" in value:
        # twice, since some services escape what was escaped already
        value = html.unescape(html.unescape(value))
    value = _ESCAPED.sub(" ", _UNSEEN.sub("", value))
    if "<" in value:
        # tags stand on lines of their own in JATS, so that there is a space on either side of their text
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
    # a text in TeX is further from what a list says than the formula's own letters
    if words and not _TEX_SIGNS.search(words):
        return words
    return _ANY_TAG.sub("", _ANNOTATION.sub("", content)).strip()


def _plain_tex(match: re.Match[str]) -> str:
    formula = match[1]
    if not _TEX_SIGNS.search(formula):
        return formula if len(formula) == 1 else match[0]
    return re.sub(r"[{}^_\\]", "", _TEX_WORD.sub(_sign, _TEX_FORM.sub("", formula))).strip()


def _sign(match: re.Match[str]) -> str:
    """Return the Greek letter that a command of TeX names, or else the command's own name."""
    word = match[1]
    try:
        return unicodedata.lookup(f"GREEK {'CAPITAL' if word[0].isupper() else 'SMALL'} LETTER {word.upper()}")
    except KeyError:
        return word
