"""Converts a pasted list of printed references to the nodes of a CSL list: the entries, and the fields read from their words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import spelling, to_json
from kzcheck.errors import UnreadableError
from kzcheck.language.damage import without_cuts
from kzcheck.language.entry_heads import entry_heads
from kzcheck.language.reference_lists.shapes import is_reference
from kzcheck.readers.nodes import ENTRIES, Mapping, Parsed, Scalar, Series, composed, too_long
from kzcheck.readers.parsed import identifiers_in, parsed
from kzcheck.readers.tagged import number_of, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.language.parsing import Reading
    from kzcheck.readers.nodes import Node, Source

LONGEST = 4000
"""Most characters of an entry that are read."""

NUMBER = re.compile(r"[ \t]*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=[ \t]))[ \t]*(?=\S)")
BULLET = re.compile(r"[ \t]*[•·▪*–—-][ \t]+(?=\S)")
INDENT = re.compile(r"[ \t]{2}|\t")
SKIPPED = 20
"""Most numbers that a list may leave out: a larger step is a year or a page at the beginning of a line."""

OWN_LINES = 0.8
"""Share of the lines that must look like references for each to be one, if empty lines part them into groups."""
ALIKE = 0.5
"""Share of the entries that must look like references."""
HEADING = 60
"""Characters of the longest heading."""


class Printed(Struct):
    """A printed entry: its number, "" without one, and its span."""

    number: str
    start: int
    end: int


def read(source: Source) -> Parsed:
    """Convert a list of printed references, one to a line or paragraph, numbered or not, to a list of CSL nodes.

    Raises:
        UnreadableError: most entries do not look like references, or there are too many.
    """
    listed = entries(source)
    alike = sum(is_reference(source.text[entry.start : entry.end]) for entry in listed)
    if not listed or alike < len(listed) * ALIKE:
        wrong = "most lines of this text do not look like references"
        raise UnreadableError(f"{source.name}: {wrong}; give a list with one reference to a line or paragraph")
    nodes: list[Node] = [_mapping(source.text, *entry) for entry in readings(source, listed)]
    return Parsed(Series(nodes, 0, len(source.text)))


def entries(source: Source) -> list[Printed]:
    """Return the entries of a list, whatever they look like; the number of each is its own, or else one that no other has.

    Raises:
        UnreadableError: there are too many.
    """
    lines = [Printed("", start, start + len(line)) for start, line in rows(source)]
    first = next((at for at, line in enumerate(lines) if line.start < line.end), 0)
    if len(lines) > first + 1 and _is_title(source.text[lines[first].start : lines[first].end]):
        del lines[: first + 1]
    listed = _entries(lines, source.text)
    if len(listed) > ENTRIES:
        raise too_long(source)
    taken = {entry.number for entry in listed}
    used: set[str] = set()
    for position, entry in enumerate(listed, 1):
        if not entry.number or entry.number in used:
            entry.number = number_of(position, taken)
        used.add(entry.number)
    return listed


def readings(source: Source, listed: Sequence[Printed]) -> Iterator[tuple[Printed, str, Reading]]:
    """Yield each entry with its words, without the line breaks in them, and with what is read from these."""
    words = [composed(" ".join(without_cuts(source.text[entry.start : entry.end]).split())) for entry in listed]
    for entry, printed, head in zip(listed, words, entry_heads(words), strict=True):
        yield entry, printed, parsed(printed[:LONGEST], entry.number, head)


def _entries(lines: list[Printed], text: str) -> list[Printed]:
    """Return the entries: each from a number or bullet to the next; or else each paragraph, or each line."""
    like = sum(is_reference(text[line.start : line.end]) for line in lines)
    own_lines = like >= sum(line.start < line.end for line in lines) * OWN_LINES
    for begins in (_numbers(lines, text), _bullets(lines, text)):
        # where each line is an entry, a few that begin like a numbered one do not make the others parts of them
        if len(begins) > 1 and not (own_lines and len(begins) < like * ALIKE):
            return _joined(lines, text, begins)
    paragraphs = [list(group) for is_text, group in groupby(lines, key=lambda line: line.start < line.end) if is_text]
    for paragraph in paragraphs if sum(map(len, paragraphs)) > 1 else ():
        if _is_heading(text[paragraph[0].start : paragraph[0].end]):
            del paragraph[0]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    single = [line for paragraph in paragraphs for line in paragraph]
    own = sum(is_reference(text[line.start : line.end]) for line in single)
    hanging = {line.start: line for line in single if not INDENT.match(text, line.start)}
    if len(hanging) < len(single) and all(paragraph[0].start in hanging for paragraph in paragraphs):
        return _joined(single, text, hanging)
    if len(paragraphs) > 1 and own < len(single) * OWN_LINES:
        return [Printed("", paragraph[0].start, paragraph[-1].end) for paragraph in paragraphs]
    return single


def _numbers(lines: list[Printed], text: str) -> dict[int, Printed]:
    """Return the beginnings of numbered entries, by the offset of their line; numbers rise, or begin again at 1."""
    begins: dict[int, Printed] = {}
    last = 0
    for line in lines:
        if match := NUMBER.match(text, line.start, line.end):
            number = int(next(filter(None, match.groups())))
            if number == 1 or last <= number <= last + SKIPPED:
                begins[line.start] = Printed(str(number), match.end(), line.end)
                last = number
    return begins


def _bullets(lines: list[Printed], text: str) -> dict[int, Printed]:
    return {line.start: Printed("", match.end(), line.end) for line in lines if (match := BULLET.match(text, line.start, line.end))}


def _joined(lines: list[Printed], text: str, begins: dict[int, Printed]) -> list[Printed]:
    """Return the entries that begin at certain lines; the lines between belong to the entry above, unless they are headings."""
    entries: list[Printed] = []
    after_gap = True
    for line in lines:
        if begin := begins.get(line.start):
            entries.append(begin)
        elif line.start < line.end and not (after_gap and _is_heading(text[line.start : line.end])):
            if entries:
                entries[-1].end = line.end
            else:
                entries.append(Printed("", line.start, line.end))
        after_gap = line.start == line.end
    return entries


def _is_heading(line: str) -> bool:
    """Return whether a line is rather a heading, such as "References", than an entry."""
    return len(line) <= HEADING and not any(map(str.isdigit, line)) and not line.endswith((".", ",", ";")) and "://" not in line


def _is_title(line: str) -> bool:
    """Return whether the first line of a text is rather the title of the list, such as "Annex 1. References"."""
    is_entry = is_reference(line) or NUMBER.match(line) or BULLET.match(line)
    return len(line) <= HEADING and not is_entry and not line.endswith((".", ",", ";"))


def _mapping(text: str, entry: Printed, printed: str, reading: Reading) -> Mapping:
    raw = text[entry.start : entry.end]
    start = entry.start + len(raw) - len(raw.lstrip())
    fields = {**to_json(reading.guess), "custom": {"printed": printed, "doubtful": [*map(spelling, reading.doubtful)]}}
    nodes = {key: _node(value, start, entry.end) for key, value in fields.items()}
    nodes["id"].end = start
    for field, (_, written) in identifiers_in(printed[:LONGEST]).items():
        if (at := raw.find(written)) >= 0:
            node = nodes[spelling(field)]
            node.start, node.end = entry.start + at, entry.start + at + len(written)
    return Mapping(nodes, [], [], start, entry.end)


def _node(value: object, start: int, end: int) -> Node:
    """Return a value of CSL-JSON as a node in the place of its entry."""
    if isinstance(value, dict):
        return Mapping({key: _node(part, start, end) for key, part in value.items()}, [], [], start, end)
    if isinstance(value, list):
        return Series([_node(part, start, end) for part in value], start, end)
    return Scalar(str(value), start, end)
