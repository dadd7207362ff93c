r"""Converts what Biber writes for BibLaTeX (`.bbl`) to the nodes of a CSL list, by way of the fields of BibLaTeX.

What BibTeX writes under this suffix is a printed list, which the reader of LaTeX reads as a part of the manuscript.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.manuscripts.latex import Tex
from kzcheck.readers import bibtex
from kzcheck.readers.bibtex_blocks import Block
from kzcheck.readers.bibtex_values import BibtexEntry, Value
from kzcheck.readers.nodes import Parsed, Scalar, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Source

    Span = tuple[int, int]

ARGUMENTS = {"field": 2, "strng": 2, "list": 3, "name": 4}
"""The commands that give a field, and the number of their arguments: the field's name first, its value last."""
POSITIONS = {"family": 0, "given": 2, "prefix": 4, "suffix": 6}
"""The places of a name's parts in versions before 3.0, which do not name them."""
SIGNS = {"bibrangedash": "--", "bibrangessep": ", ", "bibinitperiod": ".", "bibinithyphendelim": ".-", "bibinitdelim": " "}
"""What commands that Biber puts into values print; the delimiters between the words of a name print a blank."""
LAST = "\\endinput"
"""Ends a file, and also stands at its beginning, in case that BibLaTeX is missing."""

_COMMAND = re.compile(rf"\\({'|'.join(SIGNS)}|bibnamedelim[a-d]|bibnamedelimi)(?![A-Za-z])\s*")
_VERBATIM = re.compile(r"\\verb\{([a-z]{1,40})\}[ \t]*\r?\n[ \t]*\\verb[ \t]([^\r\n]*)\r?\n[ \t]*\\endverb")
_PART = re.compile(r"(family|given|prefix|suffix)=(?=\{)")


def read(source: Source) -> Parsed:
    """Convert a `.bbl` of Biber to a list of CSL nodes; of an entry in several sections, the first counts."""
    tex = Tex(source.text.replace(LAST, " " * len(LAST)))
    root = Series([], 0, len(source.text))
    keys: set[str] = set()
    for work in _works(source.text, tex):
        if work.block.key.text not in keys:
            keys.add(work.block.key.text)
            root.items.append(bibtex.mapping(work))
    return Parsed(root, sign="%")


def _works(text: str, tex: Tex) -> Iterator[BibtexEntry]:
    work: BibtexEntry | None = None
    for command in tex.commands(0, len(tex.text)):
        name, at = command[1], command.end()
        if name == "entry" and len(places := _arguments(tex, at, 2)) > 1:
            key, kind = (Scalar(tex.text[slice(*place)].strip(), *place) for place in places)
            work = BibtexEntry(Block(kind, key, [], command.start(), at), kind.text.lower(), {}, [])
        elif work and name == "endentry":
            work.block.end = at
            _put_verbatim(text, work)
            _put_dates(work)
            yield work
            work = None
        elif work and name in ARGUMENTS:
            _put(tex, work, name, _arguments(tex, at, ARGUMENTS[name]))


def _arguments(tex: Tex, at: int, most: int) -> list[Span]:
    places: list[Span] = []
    while len(places) < most and (place := tex.argument(at)):
        places.append(place)
        at = place[1] + 1
    return places


def _put(tex: Tex, work: BibtexEntry, command: str, places: list[Span]) -> None:
    """Put the value of a command into an entry."""
    if len(places) < ARGUMENTS[command]:
        return
    field, (start, end) = tex.text[slice(*places[0])], places[-1]
    if command == "name":
        raw = " and ".join(_person(tex, place) for place in _arguments(tex, start, end))
    elif command == "list":
        raw = " and ".join(tex.text[slice(*place)] for place in _arguments(tex, start, end))
    else:
        raw = tex.text[start:end]
    plain = _COMMAND.sub(lambda sign: SIGNS.get(sign[1], " "), raw)
    work.values.setdefault(bibtex.BIBTEX.aliases.get(field, field), Value(plain, start, end, exact=plain == tex.text[start:end]))


def _person(tex: Tex, place: Span) -> str:
    """Return a name as BibLaTeX's extended format writes it."""
    groups = _arguments(tex, place[0], 10)
    if len(groups) > 2:  # noqa: PLR2004 - a version that does not name the parts
        values = [tex.text[slice(*group)] for group in groups[1:]]
        parts = {part: values[number] for part, number in POSITIONS.items() if number < len(values)}
    else:
        within = groups[-1] if groups else place
        named = [(part[1], tex.argument(part.end())) for part in _PART.finditer(tex.text, *within)]
        parts = {part: tex.text[slice(*value)] for part, value in named if value}
    parts = {part: value for part, value in parts.items() if value.strip()}
    if [*parts] == ["family"]:
        return f"{{{parts['family']}}}"
    return ", ".join(f"{part}={{{value}}}" for part, value in parts.items())


def _put_verbatim(text: str, work: BibtexEntry) -> None:
    for line in _VERBATIM.finditer(text, work.block.start, work.block.end):
        work.values.setdefault(line[1], Value(line[2].strip(), *line.span(2), exact=True))


def _put_dates(work: BibtexEntry) -> None:
    """Put together the day of access, which has a field for each of its parts."""
    parts = [work.values[f"url{part}"] for part in ("year", "month", "day") if f"url{part}" in work.values]
    if parts:
        day = "-".join(part.raw.zfill(2) for part in parts)
        work.values["urldate"] = Value(day, parts[0].start, parts[-1].end, exact=False)
