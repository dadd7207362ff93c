"""An article printed in a style of citations: its text with markers, its list, and what is true of it.

Whatever one style leaves open (separators, brackets around each number, order and form of the list, locators) is drawn for each
article by a seed, so that the same article is always printed in the same way.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import printed_lists
from made_articles import Marker, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from made_articles import Made, Part, Piece, Work
    from printed_lists import ListStyle, Texts

Style = Literal["numeric", "superscript", "author-year", "original"]
STYLES: tuple[Style, ...] = ("numeric", "superscript", "author-year")
HEADING = "References"
"""The heading of the list."""
LOCATORS = 0.05
"""Share of the markers of one work that get a page."""
LEADING = re.compile(r"(?i)(?:^|[\s(])(?:by|from|see|of|to|with)$")
"""Words after which authors are named in the sentence."""
TYPED = re.compile(r"\b([^\W\d_][\w’'-]+)(?: et al\.,?| (?:and|&) [^\W\d_][\w’'-]+)? \((\d{4})\)")
"""Authors and year that are typed in a sentence."""
NEARBY = 250
"""Letters before a marker in which a bracket may be open."""


@dataclass(frozen=True)
class Printed:
    """A stretch of text as printed; a citation has the indexes of its entries, in the order of the list."""

    text: str
    italic: bool = False
    superscript: bool = False
    subscript: bool = False
    cites: tuple[int, ...] = ()
    locator: str = ""
    narrative: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Block:
    """A part of the article as printed."""

    kind: str
    printed: tuple[Printed, ...]
    level: int = 0


@dataclass(frozen=True)
class Entry:
    """An entry of the list: its key, its words, the label before them, and the work that it describes."""

    key: str
    texts: Texts
    label: str
    work: Work

    @property
    def text(self) -> str:
        """Its words, without the label."""
        return "".join(text for text, _ in self.texts)


@dataclass(frozen=True)
class Printing:
    """An article as printed, and the choices made for it; `tail` are paragraphs after the list."""

    name: str
    title: str
    authors: tuple[str, ...]
    style: Style
    listing: ListStyle
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    wrapped: bool
    linked: bool
    bold_headings: bool
    tail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What is drawn for an article."""

    listing: ListStyle
    alphabetical: bool
    separator: str
    each: bool
    label: str
    grouped: bool
    comma: str
    wrapped: bool
    linked: bool
    bold_headings: bool


def printing(made: Made, style: Style) -> Printing:
    """Return an article printed in a style."""
    if style == "original":
        return _unchanged(made)
    rng = random.Random(f"{made.name} {style}")
    listings: tuple[ListStyle, ...] = ("apa", "chicago", "gost") if style == "author-year" else ("vancouver", "gost", "apa")
    listing = rng.choice(listings)
    choices = Choices(
        listing,
        alphabetical=style == "author-year" or (listing == "gost" and rng.random() < 0.5),
        separator=rng.choice((", ", ",") if style == "numeric" else (",",)),
        each=style == "numeric" and rng.random() < 0.3,
        label=rng.choice(("{}. ", "[{}] ", "{}) ")) if style == "numeric" else "{}. ",
        grouped=rng.random() < 0.5,
        comma=rng.choice((", ", " ")),
        wrapped=rng.random() < 0.5,
        linked=rng.random() < 0.5,
        bold_headings=rng.random() < 0.3,
    )
    return _Printer(made, style, choices, rng).printing()


def _unchanged(made: Made) -> Printing:
    """Return an article with the markers and the list of its source."""
    blocks = tuple(
        Block(part.kind, tuple(printed for piece in part.pieces for printed in _written(piece)), part.level) for part in made.parts
    )
    entries = tuple(Entry(work.key, [(work.words, False)], "", work) for work in made.works)
    return Printing(made.name, made.title, made.authors, "original", "vancouver", blocks, entries, False, False, False)  # noqa: FBT003


def _written(piece: Piece) -> tuple[Printed, ...]:
    if isinstance(piece, Marker):
        return Printed(" "), Printed(piece.written, cites=piece.entries, narrative=piece.narrative)
    return (Printed(piece.text.replace("f(x)", "$…$"), piece.italic, piece.superscript, piece.subscript),)


class _Printer:
    """Prints one article."""

    def __init__(self, made: Made, style: Style, choices: Choices, rng: random.Random) -> None:
        self.made = replace(made, parts=tuple(part for part in made.parts if part.kind != "foot"))
        self.style, self.choices, self.rng = style, choices, rng
        self.order = self._order()
        self.place = {work: place for place, work in enumerate(self.order)}
        self.suffixes = self._suffixes() if style == "author-year" else {}

    def printing(self) -> Printing:
        blocks = tuple(self.block(part) for part in self.made.parts)
        label = "" if self.style == "author-year" else self.choices.label
        entries = tuple(
            Entry(work.key, self.entry(index), label.format(place), work)
            for place, index in enumerate(self.order, 1)
            for work in (self.made.works[index],)
        )
        return Printing(
            self.made.name,
            self.made.title,
            self.made.authors,
            self.style,
            self.choices.listing,
            blocks,
            entries,
            self.choices.wrapped,
            self.choices.linked,
            self.choices.bold_headings,
        )

    def _order(self) -> list[int]:
        works = self.made.works
        if self.choices.alphabetical:
            return printed_lists.ordered([printed_lists.entry(work, self.choices.listing) for work in works])
        cited = [index for part in self.made.parts for piece in part.pieces if isinstance(piece, Marker) for index in piece.entries]
        return list(dict.fromkeys((*cited, *range(len(works)))))

    def _suffixes(self) -> dict[int, str]:
        alike: dict[tuple[str, str], list[int]] = {}
        for index in self.order:
            work = self.made.works[index]
            if work.parted:
                alike.setdefault((printed_lists.label(work, narrative=False), printed_lists.year(work)), []).append(index)
        return {
            index: chr(ord("a") + place) for group in alike.values() if len(group) > 1 for place, index in enumerate(group[:26])
        }

    def entry(self, index: int) -> Texts:
        return printed_lists.entry(self.made.works[index], self.choices.listing, self.suffixes.get(index, ""))

    def block(self, part: Part) -> Block:
        pieces = [*part.pieces]
        printed: list[Printed] = []
        number = 0
        while number < len(pieces):
            piece = pieces[number]
            if isinstance(piece, Words):
                printed += self.words(piece)
            else:
                following = pieces[number + 1] if number + 1 < len(pieces) else Words("")
                text = following.text if isinstance(following, Words) else ""
                if self.style == "superscript" and not piece.narrative and (match := re.match(r"[.,;:]", text)):
                    printed.append(Printed(match[0]))
                    pieces[number + 1] = Words(text[1:], *_marks(following))
                printed += self.marker(piece, "".join(span.text for span in printed))
            number += 1
        return Block(part.kind, tuple(span for span in printed if span.text), part.level)

    def words(self, piece: Words) -> Iterator[Printed]:
        """Yield words; authors and year that the source has without a link to the list are a citation as well."""
        start = 0
        for match in TYPED.finditer(piece.text) if self.style == "author-year" else ():
            works = [
                index
                for index, work in enumerate(self.made.works)
                if (printed_lists.families(work)[:1], printed_lists.year(work)) == ((match[1],), match[2])
            ]
            if len(works) == 1 and works[0] not in self.suffixes:
                yield Printed(piece.text[start : match.start()], *_marks(piece))
                yield Printed(match[0], piece.italic, cites=(self.place[works[0]],), narrative=True)
                start = match.end()
        yield Printed(piece.text[start:], *_marks(piece))

    def marker(self, piece: Marker, before: str) -> Iterator[Printed]:
        works = [self.made.works[index] for index in piece.entries]
        places = tuple(self.place[index] for index in piece.entries)
        gap = " " if before and not before.endswith(("(", "[", "\t", "—", "/")) else ""
        locator = ""
        if len(piece.entries) == 1 and self.style != "superscript" and self.rng.random() < LOCATORS:
            first = self.rng.randint(1, 400)
            locator = self.rng.choice((f"p. {first}", f"pp. {first}–{first + self.rng.randint(1, 9)}"))
        named = len(works) == 1 and _names_before(before, *printed_lists.families(works[0]))
        if self.style == "author-year":
            dates = [
                f"{printed_lists.year(work)}{self.suffixes.get(index, '')}"
                for work, index in zip(works, piece.entries, strict=True)
            ]
            within = f"{dates[0]}, {locator}" if locator else dates[0]
            if named:
                yield Printed(gap)
                yield Printed(f"({within})", cites=places, locator=locator, narrative=True, bare=True)
            elif len(works) == 1 and works[0].csl.get("author") and (piece.narrative or LEADING.search(before)):
                yield Printed(gap)
                text = f"{printed_lists.label(works[0], narrative=True)} ({within})"
                yield Printed(text, cites=places, locator=locator, narrative=True)
            else:
                text = self.author_year(works, dates, locator)
                bare = _open(before)
                yield Printed(gap)
                yield Printed(text if bare else f"({text})", cites=places, locator=locator, bare=bare)
            return
        if piece.narrative and len(works) == 1:
            yield Printed(gap + printed_lists.label(works[0], narrative=True))
            gap = " "
        if self.style == "superscript":
            text = _numbers(sorted(places), ",")
            yield Printed(text, superscript=True, cites=tuple(sorted(places)))
            return
        yield Printed(gap)
        text = _numbers(sorted(places), "]" + self.choices.separator + "[" if self.choices.each else self.choices.separator)
        if self.choices.each:
            text = text.replace("–", "]–[")
        yield Printed(f"[{text}, {locator}]" if locator else f"[{text}]", cites=tuple(sorted(places)), locator=locator)

    def author_year(self, works: Sequence[Work], dates: Sequence[str], locator: str) -> str:
        groups: list[tuple[str, list[str]]] = []
        for work, date in zip(works, dates, strict=True):
            label = printed_lists.label(work, narrative=False)
            if self.choices.grouped and groups and groups[-1][0] == label:
                groups[-1][1].append(date)
            else:
                groups.append((label, [date]))
        text = "; ".join(f"{label}{self.choices.comma}{', '.join(of)}" for label, of in groups)
        return f"{text}, {locator}" if locator else text


def _marks(piece: Piece) -> tuple[bool, bool, bool]:
    return (piece.italic, piece.superscript, piece.subscript) if isinstance(piece, Words) else (False, False, False)


def _names_before(before: str, *families: str) -> bool:
    """Whether the text before a marker ends with the authors of its work."""
    if not families:
        return False
    second = re.escape(families[1]) if len(families) == 2 else r"(?:his |her )?(?:colleagues|co-?workers|others)"
    others = rf"(?:,? et al\.?|,? (?:and|&) {second})?"
    return re.search(rf"\b{re.escape(families[0])}{others}(?:['’]s?)?$", before) is not None


def _open(before: str) -> bool:
    """Whether a round bracket is open at the end of the text."""
    nearby = before[-NEARBY:]
    return nearby.count("(") > nearby.count(")")


def _numbers(places: Sequence[int], separator: str) -> str:
    """Return numbers from 1 with runs of three or more as ranges."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place:
            runs[-1].append(place + 1)
        else:
            runs.append([place + 1])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else separator.join(map(str, run)) for run in runs]
    return separator.join(parts)
