"""Makes paragraphs of the lines of columns: by space, indents and short lines, and joins them over columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.readers.documents.pdf.lines import SCRIPT, Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


HEADING_LINES = 4
"""Lines of a heading at most."""
LARGER, SMALLER = 1.07, 0.95
"""Size beside that of the text from which letters are larger, and from which bold ones are not small print."""
Indents = Literal["none", "first", "hanging"]

LOOSE, SPARE = 1.22, 1.0
"""A larger space than this many times the usual one, and a point more, parts two paragraphs."""
SOLID, SPARE_RATIO = 1.2, 1.1
"""Usual distance of lines in ems, if nothing is known; and how much wider that of another size than that of the text may be."""
TIGHT, WIDE = 0.9, 2.6
"""Ems from a line to the next, at least and at most: wider than double-spaced is no text."""
RESIZED = 0.06
"""Share by which sizes differ of lines that are not in one paragraph."""
INDENT = 0.7
"""Ems from which a line is indented."""
FARTHEST = 8
"""Ems from which a line is not indented but elsewhere."""
LETTER = 0.5
"""Width of a letter in ems, about."""
SHORT = 0.25
"""Share of the width of a column that a line leaves free if nothing but the end of a paragraph explains it."""
NARROW = 0.6
"""Ems that a line may end before the right end of justified text."""
FULL = 0.6
"""Share of lines that reach the right end in justified text."""
ENTRY = re.compile(r"\s*[^\W\d_][\w’'‐-]*(?: [\w’'‐-]+){0,2},? (?:[^\W\d_]\.|(?-i:[A-ZÀ-ÞА-ЯЁ]{1,3})(?:[,.]|\s))")
ENTRY_END = re.compile(r"[\d.!?][)\]”»\"]*\Z|\S/\S+\Z")
"""How an entry of a list of references begins, with a name and initials, and how it ends."""
ADDRESS = re.compile(r"\s*(?:https?://|doi:)", re.IGNORECASE)
IDENTIFIED = re.compile(r"https?://|\bdoi\b|\b10\.\d{4}", re.IGNORECASE)
"""A line with the address of an entry goes on with it; after another address, it may begin something new."""
END = 100
"""Characters at the end of a line that are looked at."""
LEADERS = re.compile(r"(?:[.…]\s?){4,}\s*[\divxlc]+\Z")
NUMBERS = re.compile(r"[\d,–\s-]+")
HYPHENS = "-‐–\xad\x02"
ENDING = re.compile(r"[.!?:;…。][)\]”’»\"']*\s*\Z")
NUMBERED = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)]?(?=\s))(?![,;])\s*")
BULLET, DASH = re.compile(r"\s*[•●▪‣◦∙·*]\s"), re.compile(r"\s*[–—-] ")


class Paragraph(Struct):
    """Lines that belong together.

    `indents` says how the lines around them are set, `inset` that the first is indented, and `right` is the end of their column.
    """

    lines: list[Line]
    indents: Indents = "none"
    inset: bool = False
    right: float = 0

    @property
    def size(self) -> float:
        """The size in which most of its letters are."""
        weights: Counter[float] = Counter()
        for line in self.lines:
            weights[line.size] += len(line.text)
        return max(weights, key=lambda size: (weights[size], size))

    @property
    def text(self) -> str:
        """Its lines, for a look at its ends: not the text that readers see."""
        return " ".join(line.text.strip() for line in self.lines)


class Measure(Struct, frozen=True):
    """How a document is set: the size of its text, and the usual distance of lines of a size."""

    size: float
    leading: dict[float, float]

    def stands_out(self, line: Line) -> bool:
        """Whether a line is larger than the text, or bold."""
        return line.size >= LARGER * self.size or (line.bold and line.size >= SMALLER * self.size)

    def usual(self, line: Line) -> float:
        """Return the usual distance from a line to the next."""
        ratio = self.leading.get(self.size, SOLID * self.size) / self.size
        return min(self.leading.get(line.size, ratio * line.size), SPARE_RATIO * ratio * line.size)


def measure(pages: Sequence[Sequence[Sequence[Line]]]) -> Measure:
    """Return how the columns of all pages are set."""
    weights: Counter[float] = Counter()
    distances: dict[float, Counter[float]] = {}
    for page in pages:
        for column in page:
            for before, line in zip([None, *column], column, strict=False):
                weights[line.size] += len(line.text)
                if before is None or before.size != line.size:
                    continue
                distance = before.base - line.base
                if TIGHT < distance / line.size < WIDE:
                    distances.setdefault(line.size, Counter())[round(2 * distance) / 2] += 1
    size = max(weights, key=lambda size: (weights[size], size), default=10.0)
    leading = {}
    for of_size, counts in distances.items():
        often = max(counts.values())
        leading[of_size] = min(distance for distance, count in counts.items() if count >= often / 2)
    return Measure(size, leading)


def paragraphs(column: Sequence[Line], measure: Measure) -> Iterator[Paragraph]:
    """Yield the paragraphs of a column."""
    if not column:
        return
    right = _right(column)
    justified = sum(1 for line in column if line.right >= right - NARROW * line.size) >= FULL * len(column)
    zone: list[Line] = []
    for line in _with_scripts(column, measure):
        if zone and _parted(zone[-1], line, measure, right):
            yield from _of_zone(zone, measure, right, justified=justified)
            zone = []
        zone.append(line)
    yield from _of_zone(zone, measure, right, justified=justified)


def _right(column: Sequence[Line]) -> float:
    """Return the right end of a column: the farthest that several lines reach."""
    ends = sorted((line.right for line in column), reverse=True)
    for end, later in pairwise(ends):
        if end - later <= 1:
            return end
    return ends[0]


def _parted(before: Line, line: Line, measure: Measure, right: float) -> bool:
    """Whether space, size or weight part two lines."""
    distance = before.base - line.base
    if distance < 0.3 * line.size:
        return True
    if abs(before.size - line.size) > RESIZED * max(before.size, line.size):
        return True
    if distance > LOOSE * measure.usual(line) + SPARE:
        return True
    return before.bold != line.bold and (not before.bold or before.right < right - 2 * before.size)


def _of_zone(zone: Sequence[Line], measure: Measure, right: float, *, justified: bool) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that no space parts."""
    if len(zone) <= HEADING_LINES and all(measure.stands_out(line) for line in zone):
        yield Paragraph([*zone], right=right)
        return
    left = min(line.left for line in zone)
    width = right - left
    indented = [INDENT * line.size < line.left - left < FARTHEST * line.size for line in zone]
    ended = [
        False,
        *(_ended(before, line, right, width, justified=justified) for before, line in pairwise(zone)),
    ]
    indents = _indents(zone, indented, ended)
    paragraph = Paragraph([zone[0]], indents, indented[0], right)
    expected = _number(zone[0])
    for place in range(1, len(zone)):
        before, line = zone[place - 1], zone[place]
        number = _number(line)
        follows = number is not None and expected is not None and number == expected + 1
        match indents:
            case "hanging":
                begins = not indented[place] and (number is None or expected is None or follows or ended[place])
            case "first":
                begins = (indented[place] and (not indented[place - 1] or ended[place])) or (
                    ended[place] and not indented[place - 1] and _free(before, right) > SHORT * width
                )
            case _:
                begins = ended[place] or (follows and ENDING.search(before.text) is not None and line.left <= left + 1)
        begins = (begins and (ended[place] or not _inside(before, line))) or BULLET.match(line.text) is not None
        begins = begins or (ended[place] and DASH.match(line.text) is not None)
        if begins:
            yield paragraph
            paragraph = Paragraph([line], indents, indented[place], right)
            expected = number if number is not None else expected
        else:
            paragraph.lines.append(line)
    yield paragraph


def _inside(before: Line, line: Line) -> bool:
    """Whether a sentence or a word goes on from a line to the next."""
    end, start = before.text.rstrip(), line.text.lstrip()
    return end[-1:] in HYPHENS or (start[:1].islower() and not ENDING.search(end))


def _number(line: Line) -> int | None:
    match = NUMBERED.match(line.text)
    return int(match[1] or match[2] or match[3]) if match else None


def _room(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line before it."""
    word = line.text.lstrip(" ").split(" ", 1)[0]
    return _free(before, right) > (len(word) + 1) * LETTER * before.size


def _free(line: Line, right: float) -> float:
    return right - line.right


def _ended(before: Line, line: Line, right: float, width: float, *, justified: bool) -> bool:
    """Whether a line looks like the last of a paragraph: the first word of the next would have fitted on it."""
    end = before.text.rstrip()
    if LEADERS.search(end[-END:]):
        return True
    if end[-1:] in HYPHENS or not _room(before, line, right):
        return False
    if ADDRESS.match(line.text) and not IDENTIFIED.search(end):
        return False
    if ENDING.search(end):
        return True
    return _free(before, right) > SHORT * width and (justified or not line.text.lstrip()[:1].islower())


def _with_scripts(column: Sequence[Line], measure: Measure) -> Iterator[Line]:
    """Yield the lines of a column; what is left of superscripts in a line of its own is set back to the baseline."""
    before: Line | None = None
    for line in column:
        if (
            before is not None
            and before.spans[-1].superscript
            and line.size < SCRIPT * before.size
            and NUMBERS.fullmatch(line.text)
        ):
            spans = [Span(span.text, superscript=True) for span in line.spans]
            line = Line(spans, line.left, line.right, before.base - measure.usual(before), before.size, before.bold, line.page)  # noqa: PLW2901
        yield line
        before = line


def _indents(zone: Sequence[Line], indented: Sequence[bool], ended: Sequence[bool]) -> Indents:
    """Return which lines of paragraphs are indented: none, the first, or all but the first."""
    if not any(indented):
        return "none"
    hanging = sum(1 for inside, end in zip(indented[1:], ended[1:], strict=True) if inside != end)
    first = len(zone) - 1 - hanging
    flush = [line for line, inside in zip(zone, indented, strict=True) if not inside]
    labelled = sum(1 for line in flush if _number(line) is not None or BULLET.match(line.text))
    if labelled >= FULL * len(flush):
        return "hanging"
    return "hanging" if hanging > first or (hanging == first and not indented[0]) else "first"


def joined(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last, first = before.lines[-1], after.lines[0]
    if abs(last.size - first.size) > RESIZED * last.size or last.bold != first.bold:
        return False
    end, start = last.text.rstrip(), first.text.lstrip()
    if not start or BULLET.match(start):
        return False
    if end[-1:] in HYPHENS:
        return True
    width = before.right - last.left
    if _free(last, before.right) > SHORT * width and not start[0].islower() and _room(last, first, before.right):
        return False
    if before.indents == "hanging":
        return _hangs(before, after)
    if ENTRY.match(before.lines[0].text):
        return not (ENTRY.match(first.text) and ENTRY_END.search(end))
    if not ENDING.search(end):
        return start[0].islower() or _number(first) is None or _number(before.lines[0]) is None
    if _room(last, first, before.right):
        return False
    if start[0].islower():
        return True
    return _number(first) is None and not after.inset


def _hangs(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph is what is left of one with a hanging indent."""
    first, last = after.lines[0], before.lines[-1]
    if _number(first) is not None:
        return False
    if after.indents == "hanging":
        return after.inset
    if len(before.lines) > 1 and before.lines[0].left != last.left:
        return abs(first.left - last.left) < abs(first.left - before.lines[0].left)
    return not ENTRY.match(first.text)
