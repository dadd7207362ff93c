"""Reads formats in which lines begin with a tag: groups lines to entries, and converts the values that all of them share."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.csl import spelling
from kzcheck.language import dates
from kzcheck.readers.nodes import ENTRIES, LONGEST_LIST, Mapping, Parsed, Scalar, Series, composed, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from collections.abc import Mapping as Dict

    from kzcheck.readers.nodes import Node, Source

    Tags = Dict[str, list[Scalar]]
    Line = tuple[str | None, str, int, int]
    """The tag, or None for a line without one; the value; the start of the line and the end of the value."""

TO_WEB_OF_SCIENCE = "<Go to ISI>"
"""How EndNote marks a record of the Web of Science where other programs have a URL."""
LONGEST_DATE = 100
MONTH_AND_DAY = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])?/?")


class TaggedEntry(Struct, gc=False):
    """One entry: the values of each tag in their order, and the entry's span."""

    tags: dict[str, list[Scalar]]
    start: int
    end: int


def rows(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file, without white space at their ends, each with its offset."""
    for start, end in pairwise((*source.starts, len(source.text))):
        yield start, source.text[start:end].rstrip()


def grouped(
    source: Source, lines: Iterable[Line], begins: frozenset[str], ends: frozenset[str] = frozenset(), *, apart: bool = False
) -> list[TaggedEntry]:
    """Return the entries of a file: each begins with one of the tags `begins`, or with the first tag after one of `ends`.

    If entries are `apart`, a tag after an empty line begins one as well. A line without a tag continues the value above.

    Raises:
        UnreadableError: there are too many entries.
    """
    entries = list(islice(_grouped(lines, begins, ends, apart=apart), ENTRIES + 1))
    if len(entries) > ENTRIES:
        raise too_long(source)
    return entries


def _grouped(lines: Iterable[Line], begins: frozenset[str], ends: frozenset[str], *, apart: bool) -> Iterator[TaggedEntry]:
    entry: TaggedEntry | None = None
    more: list[str] = []
    last = Scalar("", 0, 0)
    after_gap = False

    def close() -> None:
        if more:
            last.text = " ".join((last.text, *more)).strip()
            more.clear()

    for tag, value, start, end in lines:
        if tag is None:
            after_gap = not value
            if entry is not None and value:
                more.append(value)
                last.end = entry.end = end
            continue
        close()
        if entry is not None and (tag in begins or tag in ends or (apart and after_gap)):
            yield entry
            entry = None
        after_gap = False
        if tag in ends:
            continue
        if entry is None:
            entry = TaggedEntry({}, start, end)
        last = Scalar(composed(value), end - len(value), end)
        entry.tags.setdefault(tag, []).append(last)
        entry.end = end
    close()
    if entry is not None:
        yield entry


def listed(
    source: Source, entries: Sequence[TaggedEntry], ids: tuple[str, ...], convert: Callable[[Tags], dict[str, Node]]
) -> Parsed:
    """Return the CSL nodes of a file; an entry without one of the tags `ids` is identified by its number."""
    root = Series([], 0, len(source.text))
    taken = {given.text for entry in entries if (given := first(entry.tags, ids))}
    for number, entry in enumerate(entries, 1):
        head = next(iter(entry.tags.values()))[0]
        name = first(entry.tags, ids) or Scalar(number_of(number, taken), head.start, head.end)
        fields = {"id": name, **convert(entry.tags)}
        root.items.append(Mapping({spelling(field): value for field, value in fields.items()}, [], [], entry.start, entry.end))
    return Parsed(root)


def number_of(number: int, taken: Container[object]) -> str:
    """Return the id of an entry without one, which no other entry has."""
    return f"#{number}" if str(number) in taken else str(number)


def first(tags: Tags, names: Iterable[str]) -> Scalar | None:
    """Return the first non-empty value among tags, which are in order of precedence."""
    return next((value for name in names for value in tags.get(name, ()) if value.text), None)


def texts(tags: Tags, fields: Dict[str, tuple[str, ...]], joined: Dict[str, str]) -> dict[str, Node]:
    """Return the text fields: for each the first value of its tags, or all values of its first tag if these are `joined`."""
    put: dict[str, Node] = {}
    for field, names in fields.items():
        if value := first(tags, names):
            values = [each for each in tags.get(names[0], ()) if each.text]
            if field in joined and len(values) > 1:
                value = together(joined[field].join(each.text for each in values), values)
            put[field] = value
    return put


def people(
    tags: Tags, roles: Dict[str, str], named: Callable[[Scalar], Iterable[Mapping | Scalar]] | None = None
) -> dict[str, Node]:
    """Return the names under each role, in the order of the file. `named` splits a value into names."""
    split = named or names
    found: dict[str, list[Node]] = {}
    for tag, role in roles.items():
        persons = (person for value in tags.get(tag, ()) for person in split(value))
        found.setdefault(role, []).extend(islice(persons, LONGEST_LIST + 1))  # a longer list is refused later
    return {
        role: Series(sorted(persons, key=lambda person: person.start), min(p.start for p in persons), max(p.end for p in persons))
        for role, persons in found.items()
        if persons
    }


def names(value: Scalar) -> Iterator[Mapping | Scalar]:
    """Yield the names on a line: `Family, Given, Suffix`, or an organisation without given name; semicolons separate names."""
    exact = value.end - value.start == len(value.text)
    at = value.start
    for piece in value.text.split(";"):
        text = piece.strip()
        start = at + piece.find(text)
        at += len(piece) + 1
        if not text:
            continue
        here = (start, start + len(text)) if exact else (value.start, value.end)
        family, comma, rest = (part.strip() for part in text.partition(","))
        if not comma or (family and not rest):  # EndNote writes a comma after an organisation
            yield Scalar(family, *within(text, family, here))
            continue
        given, _, suffix = (part.strip() for part in rest.partition(","))
        yield person({"family": family, "given": given, "suffix": suffix}, text, here)


def person(parts: Dict[str, str], text: str, here: tuple[int, int]) -> Mapping:
    """Return a name of several parts, each with its place within the text of the name."""
    return Mapping({part: Scalar(word, *within(text, word, here)) for part, word in parts.items() if word}, [], [], *here)


def within(text: str, word: str, here: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a word of a text at a span; of a text that is not exactly what the file has, the whole span."""
    at = text.find(word)
    return (here[0] + at, here[0] + at + len(word)) if here[1] - here[0] == len(text) else here


def date(text: str) -> str:
    """Return a date in words as EDTF, or the words."""
    read = dates.read(text) if len(text) <= LONGEST_DATE else None
    return str(read) if read and read.start and not read.raw else text


def dated(year: Scalar, day: Scalar | None) -> Scalar:
    """Return the date in a year and in a day (`May 12`, `2010/05/12`, EndNote's `5/12/` and `5//`), if they fit each other."""
    text = day.text if day else ""
    if match := MONTH_AND_DAY.fullmatch(text):
        text = "-".join((year.text, *(f"{int(part):02d}" for part in match.groups() if part)))
    whole, joined = date(text), date(f"{text} {year.text}")
    best = next((each for each in (whole, joined) if each.startswith(f"{year.text}-")), year.text)
    return Scalar(best if year.text.isdecimal() else year.text, year.start, year.end)


def pages(begin: Scalar | None, end: Scalar | None) -> Scalar | None:
    """Return the range of two pages, or the only one."""
    if begin and end and end.text != begin.text and "-" not in begin.text:
        return together(f"{begin.text}-{end.text}", (begin, end))
    return begin or end


@cache
def _languages() -> dict[str, str]:
    """Return the codes of languages (BCP 47) by their English names and their codes of three letters."""
    return {name: code for code, language in data.languages().items() for name in (*language.names, *language.iso_639_2)}


def language(value: Scalar) -> Scalar:
    """Return a language's name or code of three letters as CSL's code, or as written."""
    return Scalar(_languages().get(value.text.lower(), value.text), value.start, value.end)


def together(text: str, values: Sequence[Scalar]) -> Scalar:
    """Return a text made of several values, with the span that holds them all."""
    return Scalar(text, min(value.start for value in values), max(value.end for value in values))


def part(value: Scalar, text: str) -> Scalar:
    """Return a part of a value with its place."""
    return Scalar(text, *within(value.text, text, (value.start, value.end)))
