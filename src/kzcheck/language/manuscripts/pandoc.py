"""Citations in Markdown as pandoc, R Markdown and Quarto read it: `@key` in the text, and `nocite` and lists in its header.

The whole grammar of Markdown is not needed: only what hides an `@` (code, comments, addresses) and which names are not keys.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kzcheck.language.manuscripts import Key, Manuscript, blank
from kzcheck.language.manuscripts.latex import Tex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Span = tuple[int, int]

CROSS_REFERENCES = """fig tbl tab eq sec lst thm lem cor prp cnj def exm exr sol rem alg nte tip wrn imp cau vid suppfig
supptbl""".split()
"""Prefixes of labels, with a hyphen in Quarto and a colon in pandoc-crossref: `@fig-map`, `@eq:area`."""
IDENTIFIERS = "doi pmid pmcid arxiv url isbn wikidata raw tag http https".split()
"""Prefixes of Manubot's citations, which are not keys of a list: `@doi:10.5555/rivers`."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
_HEADER = re.compile(r"---[ \t]*+(?:\r\n?|\n)")
_HEADER_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*+(?P<fence>`{3,}+(?![^\r\n]*`)|~{3,}+)[ \t]*+(?P<chunk>\{(?!=))?")
_CLOSING = re.compile(r"[ \t>]*+(`{3,}+|~{3,}+)[ \t]*+\r?\n?\Z")
_CAPTION = re.compile(r"[ \t]*+(?:#|//|%%|--)\|[^\r\n]*cap")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_ITEM = re.compile(r" {0,3}(?:[-*+:]|#\.|\(?[0-9A-Za-z@]{1,20}[.)]|\[\^[^\]\r\n]{1,200}\]:)[ \t]")
_HIDDEN = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<pre", "</pre"))
_TICKS = re.compile(r"\\`|(`++)|(?:\r\n?|\n)[ \t]*+(?P<apart>[\r\n])")
_ADDRESS = re.compile(
    r"(?<![\w@:])(?<!@\{)(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|mailto:|www\.)[^\s<>()\[\]{}\"']*+"
    r"|\]\([^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)?"
    r"|^ {0,3}\[[^\^\[\]\r\n][^\[\]\r\n]{0,300}\]:[ \t]*+\S*+",
    re.MULTILINE,
)
_KEY = r"@(?:\{([^{}\r\n]+)\}|(%s\w++(?:[:.#$%%&\-+?<>~/]\w++)*+))"
_CITED = re.compile(rf"(?<![\w\\@/])-?{_KEY % ''}")
_NOCITE = re.compile(_KEY % r"\*|")
_CROSS_REFERENCE = re.compile(rf"(?:{'|'.join(CROSS_REFERENCES)})[-:]", re.IGNORECASE)
_IDENTIFIER = re.compile(rf"(?:{'|'.join(IDENTIFIERS)})(?::|\Z)", re.IGNORECASE)
_LABEL = re.compile(r"\{#([\w:.-]{1,200})|^[ \t]*+#\|[ \t]*+label:[ \t]*+[\"']?([\w:.-]{1,200})|^\(@([\w-]{1,200})\)", re.MULTILINE)
_FIELD = re.compile(
    r"^(bibliography|nocite|references)[ \t]*+:([^\r\n]*+(?:(?:\r\n?|\n)(?:[ \t]+|-[ \t])[^\r\n]*+)*+)", re.MULTILINE
)
_ID = re.compile(r"\bid[ \t]*+:[ \t]*+[\"']?([^\s\"',}]{1,300})")
_BETWEEN = re.compile(r"[\[\],\r\n]+")
_SHORTCODE = re.compile(r"\{\{<[ \t]*+include[ \t]++[\"']?([^\s\"'>]{1,500})")
_CHILD = re.compile(r"\bchild[ \t]*+[=:][ \t]*+(?:c\([ \t]*+)?[\"']?([^\s\"',)}]{1,500})")


def read(text: str) -> Manuscript:
    """Return what a Markdown file says."""
    start = header_end(text)
    prose = without_blocks(text)
    visible = _without(prose, code_spans(prose))
    visible = _without(visible, (match.span() for match in _ADDRESS.finditer(visible)))
    header = fields(text[:start])
    labels = {label for groups in _LABEL.findall(visible) for label in groups}
    cited = [key for key in _keys(_CITED, visible) if key.text not in labels and (_is_key(key.text) or text[key.start - 1] == "{")]
    if "\\" in visible:  # commands of LaTeX in Markdown
        cited += Tex(visible).read({}).cited
    return Manuscript(
        (*header.cited, *sorted(cited, key=lambda key: key.start)),
        header.own,
        header.lists,
        tuple(match[1] for pattern in (_SHORTCODE, _CHILD) for match in pattern.finditer(text)),
    )


def fields(text: str) -> Manuscript:
    """Return what the YAML of a header, or of a project's settings, says."""
    cited: list[Key] = []
    own: set[str] = set()
    lists: list[str] = []
    for field in _FIELD.finditer(text):
        name, span = field[1], field.span(2)
        if name == "nocite":
            cited += _keys(_NOCITE, text, *span)
        elif name == "references":
            own.update(_ID.findall(text, *span))
        else:
            lists += _paths(field[2])
    return Manuscript(tuple(cited), frozenset(own), tuple(lists))


def _paths(value: str) -> Iterator[str]:
    for piece in _BETWEEN.split(value):
        path = piece.strip().removeprefix("- ").partition(" #")[0].strip().strip("\"'")
        if path and path not in {"|", ">", "|-", ">-"}:
            yield path


def _keys(pattern: re.Pattern[str], text: str, *within: int) -> Iterator[Key]:
    for match in pattern.finditer(text, *within):
        group = 1 if match[1] else 2
        yield Key(match[group], *match.span(group))


def _is_key(key: str) -> bool:
    return not _CROSS_REFERENCE.match(key) and not _IDENTIFIER.match(key)


def header_end(text: str) -> int:
    """Return where the text begins, after its header."""
    opening = _HEADER.match(text)
    closing = _HEADER_END.search(text, opening.end()) if opening else None
    return closing.end() if closing else 0


def without_blocks(text: str) -> str:
    """Return the text with white space in place of its header, blocks of code, and comments."""
    start = header_end(text)
    visible = blank(text[:start]) + "".join(_without_blocks(text, start))
    for opening, closing in _HIDDEN:
        visible = _without(visible, _between(visible, opening, closing))
    return visible


def _without(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], blank(text[start:end]))
        done = end
    return "".join((*pieces, text[done:]))


def _without_blocks(text: str, start: int) -> Iterator[str]:
    """Yield the lines; those of blocks of code are blank, except captions in the options of a chunk."""
    fence = ""
    after_blank, in_list, in_code = True, False, False
    for match in _LINE.finditer(text, start):
        line = match[0]
        if fence:
            closing = _CLOSING.match(line)
            yield line if _CAPTION.match(line) else blank(line)
            if closing and closing[1].startswith(fence):
                fence = ""
        elif opening := _FENCE.match(line):
            fence, after_blank = opening["fence"], False
            yield line if opening["chunk"] else blank(line)
        elif not line.strip():
            after_blank = True
            yield line
        elif _INDENTED.match(line) and (after_blank or in_code) and not in_list:
            in_code = True
            yield blank(line)
        else:
            if _ITEM.match(line):
                in_list = True
            elif after_blank and not line[0].isspace():
                in_list = False
            after_blank = in_code = False
            yield line


def _between(text: str, opening: str, closing: str) -> Iterator[Span]:
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        at = end + len(closing)
        yield start, at


def code_spans(text: str) -> Iterator[Span]:
    """Yield the spans of code within paragraphs: a run of backticks ends at the next run of the same length."""
    paragraph: list[Span] = []
    for match in _TICKS.finditer(text):
        if match[1]:
            paragraph.append(match.span(1))
        elif match["apart"]:
            yield from _pairs(paragraph)
            paragraph = []
    yield from _pairs(paragraph)


def _pairs(runs: list[Span]) -> Iterator[Span]:
    places: dict[int, list[int]] = {}
    for place, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(place)
    place = 0
    while place < len(runs):
        start, end = runs[place]
        same = places[end - start]
        following = bisect_right(same, place)
        if following < len(same):
            place = same[following]
            yield start, runs[place][1]
        place += 1
