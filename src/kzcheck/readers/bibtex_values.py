"""Evaluates BibTeX fields: expands abbreviations within a limit, applies `crossref` and `xdata`, parses names and dates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import parse_single_name_into_parts
from msgspec import Struct

from kzcheck import data
from kzcheck.csl import spelling
from kzcheck.data.subjects import Bibtex
from kzcheck.errors import UnreadableError
from kzcheck.language import dates
from kzcheck.readers.latex import decode
from kzcheck.readers.nodes import LONGEST_LIST, Mapping, Scalar, Series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dict

    from kzcheck.readers.bibtex_blocks import Block, Field
    from kzcheck.readers.nodes import Node, Source
    from kzcheck.unreadable import Wrong

EXPANDED = 1_000_000
"""Characters that abbreviations and inheritance may add in total, or four times the length of the file if that is more."""

DATED = frozenset(("date", "year", "month", "day"))


class Value(Struct, gc=False):
    """The LaTeX source of a field and its span; `exact` says that the file contains exactly this source there."""

    raw: str
    start: int
    end: int
    exact: bool


class BibtexEntry(Struct):
    """An entry with its values, including inherited ones, by canonical names."""

    block: Block
    type: str
    values: dict[str, Value]
    wrong: list[tuple[Node, Wrong]]
    complete: bool = False


class Expander:
    """Expands the abbreviations of a file, up to a total length."""

    def __init__(self, source: Source, text: str) -> None:
        """Take the file and its text without comments."""
        self._source = source
        self._text = text
        self._left = max(EXPANDED, 4 * len(text))
        self._strings: dict[str, str] = {}

    def define(self, field: Field) -> None:
        """Remember the value of an `@string`; a later one with the same name replaces it."""
        self._strings[field.name.text.lower()] = self.value(field).raw

    def value(self, field: Field) -> Value:
        """Return the value of a field. An undefined abbreviation, such as a month or one from a style file, stands for its name."""
        parts: list[str] = []
        for sign, start, end in field.terms:
            written = self._text[start:end]
            if not sign and (expansion := self._strings.get(written.lower())) is not None:
                self.spend(len(expansion), start)
                written = expansion
            parts.append(written)
        sign, start, end = field.terms[0]
        if len(field.terms) == 1:
            return Value(parts[0], start, end, exact=parts[0] == self._text[start:end])
        last_sign, _, last_end = field.terms[-1]
        return Value("".join(parts), start - len(sign), last_end + len(last_sign), exact=False)

    def spend(self, characters: int, offset: int) -> None:
        """Count characters added by repeated use.

        Raises:
            UnreadableError: there are more than any list needs: each abbreviation can double the one before it.
        """
        self._left -= characters
        if self._left < 0:
            wrong = "abbreviations and crossref stand for more text than can be read"
            raise UnreadableError(self._source.problem(offset, wrong, "write it out"))


PARENTS = 20
"""Most ancestors of an entry that are examined."""


def inherit(works: list[BibtexEntry], expander: Expander) -> None:
    """Fill in missing fields of each entry from its parents, as BibLaTeX does (manual, appendix B)."""
    by_key: dict[str, BibtexEntry] = {}
    for work in works:
        by_key.setdefault(work.block.key.text.lower(), work)
    for work in works:
        for child, parent in reversed(list(_line(work, by_key))):
            _take_over(child, parent, expander)
        work.complete = True


def _line(work: BibtexEntry, by_key: Dict[str, BibtexEntry]) -> Iterator[tuple[BibtexEntry, BibtexEntry]]:
    """Yield pairs of child and parent, nearest first, up to entries that are complete."""
    waiting, seen = [work], {work.block.key.text.lower()}
    for child in waiting:
        if child.complete or len(waiting) > PARENTS:
            continue
        for field in ("crossref", "xdata"):
            keys = child.values[field].raw.lower().split(",", PARENTS)[:PARENTS] if field in child.values else []
            for key in map(str.strip, keys):
                if key in by_key and key not in seen:
                    seen.add(key)
                    waiting.append(by_key[key])
                    yield child, by_key[key]


def _take_over(child: BibtexEntry, parent: BibtexEntry, expander: Expander) -> None:
    titles = {} if parent.type == "xdata" else _titles_of(parent.type, child.type)
    dated, own = not DATED.isdisjoint(child.values), data.read("bibtex", Bibtex).not_inherited
    # the parent's own booktitle has precedence over its title
    for name, value in sorted(parent.values.items(), key=lambda item: item[0] in titles):
        field = titles.get(name, name)
        if field in child.values or (name in DATED and dated) or (name in own and parent.type != "xdata"):
            continue
        expander.spend(len(value.raw), child.block.start)
        child.values[field] = value


def _titles_of(parent: str, child: str) -> dict[str, str]:
    """Return the names under which a child inherits its parent's title and subtitle; {} if they keep their names."""
    types = data.read("bibtex", Bibtex)
    if parent in types.volume_types and (child in types.part_types or child in types.book_types):
        return {"title": "maintitle", "subtitle": "mainsubtitle"}
    if parent in types.book_types and child in types.part_types:
        return {"title": "booktitle", "subtitle": "booksubtitle"}
    if parent == "periodical" and child in ("article", "suppperiodical"):
        return {"title": "journaltitle", "subtitle": "journalsubtitle"}
    return {}


_AND = re.compile(r"(?<!\\)[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\\)[{},]")
_BY_KEYS = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*", re.IGNORECASE)
_PARTS = {"family": "family", "given": "given", "prefix": spelling("non_dropping_particle"), "suffix": "suffix"}
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|i{2,3}|iv|vi{1,3}|ph\.?\s?d|m\.?\s?d)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}")
_PART = 2
"""Most commas in a name: `von Last, Jr, First`."""


def names(value: Value) -> Series:
    """Return the names in a field as nodes: people in parts, organisations and indivisible names as literals."""
    persons: list[Node] = []
    for raw, start, end in _split(value.raw, _AND):
        if raw.strip():
            persons.append(_name(raw, start, end, value))
            if len(persons) > LONGEST_LIST:  # the list is refused later
                break
    return Series(persons, value.start, value.end)


def _split(raw: str, signs: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Split a text at the signs outside braces; yield each part with its start and end. `signs` must also match braces."""
    depth = at = 0
    for match in signs.finditer(raw):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth <= 0:
            yield raw[at : match.start()], at, match.start()
            at = match.end()
    yield raw[at:], at, len(raw)


def _name(raw: str, start: int, end: int, value: Value) -> Node:
    if value.exact:
        before = len(raw) - len(raw.lstrip())
        first, last = value.start + start + before, value.start + end - (len(raw) - len(raw.rstrip()))
    else:
        first, last = value.start, value.end
    parts = _parts(raw.strip())
    literal = next((text for part, text, _ in parts if part == "literal"), None)
    if literal is not None:
        return Scalar(literal, first, last)
    node: dict[str, Node] = {}
    for part, text, written in parts:
        at = raw.find(written) if value.exact else -1
        if at >= 0:
            node[part] = Scalar(text, value.start + start + at, value.start + start + at + len(written))
        else:
            node[part] = Scalar(text, first, last)
    return Mapping(node, [], [], first, last)


@lru_cache(maxsize=1 << 13)
def _parts(raw: str) -> tuple[tuple[str, str, str], ...]:
    """Return the parts of a name, each with its text and its source, or a single part `literal`."""
    literal = (("literal", decode(raw), raw),)
    if _is_braced(raw) or len(raw) > _LONGEST_NAME:
        return literal
    sections = [section for section, _, _ in _split(raw, _COMMA)]
    if len(sections) > 1 and not sections[-1].strip():
        del sections[-1]
    if _BY_KEYS.match(raw):
        pairs = [(key[1].lower(), section[key.end() :].strip()) for section in sections if (key := _BY_KEYS.match(section))]
        return tuple((_PARTS[key], text, written) for key, written in pairs if (text := decode(written))) or literal
    if len(sections) > _PART + 1:
        return literal
    if len(sections) == _PART + 1 and _SUFFIX.fullmatch(sections[2].strip()) and not _SUFFIX.fullmatch(sections[1].strip()):
        raw = f"{sections[0]},{sections[2]},{sections[1]}"
    return _parted(raw, len(sections)) or literal


_LONGEST_NAME = 500
"""Characters; a longer name is not a person's."""


def _parted(raw: str, sections: int) -> tuple[tuple[str, str, str], ...]:
    parsed = parse_single_name_into_parts(raw, strict=False)
    family, given, particle = (" ".join(part) for part in (parsed.last, parsed.first, parsed.von))
    if sections == 1:
        if given.islower() and not particle:
            given, particle = "", given
        if not (given or particle) or family.isdecimal() or _INITIALS.fullmatch(family):
            # one word is an organisation or a person with one name; final initials mean that the surname comes first
            return ()
    parts = (
        ("family", family),
        ("given", given),
        (spelling("non_dropping_particle"), particle),
        ("suffix", " ".join(parsed.jr)),
    )
    return tuple((part, text, written) for part, written in parts if (text := decode(written)))


def _is_braced(raw: str) -> bool:
    if not (raw.startswith("{") and raw.endswith("}")):
        return False
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", raw):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end() == len(raw)
    return False


_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"[0-3]?\d")
_NUMBER = re.compile(r"\d{1,2}")


def date(values: Dict[str, Value]) -> Scalar | None:
    """Return the date in `date`, or in `year`, `month` and `day`, as EDTF if it can be parsed, otherwise as written.

    An article without an issue so far has only the date of its early access.
    """
    if whole := values.get("date"):
        return Scalar(decode(whole.raw, verbatim=True), whole.start, whole.end)
    year, month = (values.get(field) for field in ("year", "month"))
    if (early := values.get("earlyaccessdate")) and not year:
        return Scalar(_with_month("", decode(early.raw), ""), early.start, early.end)
    given = year or month
    if given is None:
        return None
    text = decode(year.raw) if year else ""
    written = decode(month.raw) if month else ""
    day = decode(values["day"].raw) if "day" in values else ""
    if written and (not year or _YEAR.fullmatch(text)):
        text = _with_month(text, written, day)
    return Scalar(text, given.start, given.end) if text else None


def _with_month(year: str, month: str, day: str) -> str:
    if year and _NUMBER.fullmatch(month):
        return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if _DAY.fullmatch(day) else "")
    read = dates.read(f"{day} {month} {year}".replace("–", "-") if _DAY.fullmatch(day) else f"{month} {year}".replace("–", "-"))
    if not read.start:
        return year or month
    return f"{read.start[0]:04d}-{20 + read.season}" if read.season else str(read)
