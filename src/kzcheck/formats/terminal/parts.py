"""What every view for the terminal is made of: a console that writes to text, harmless text, findings, excerpts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats.naming import SURENESS, beside, cure, place, rule_name, said, severity
from kzcheck.formats.text import capitals, clean
from kzcheck.wording import written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kzcheck.article import Location
    from kzcheck.finding import Excerpt, Finding
    from kzcheck.formats.view import View

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
LINK_STYLES = {"dead": "bold red", "soft-404": "yellow", "blocked": "yellow", "failed": "yellow"}
INDENT = 9
"""Columns before messages."""
BAR = ("│ ", "dim")
"""What stands before an excerpt."""
RELATED = 3
"""Other places of a finding that are named."""
NARROWEST, WIDEST = 20, 200
"""Columns between which a report is set: below, no word fits; beyond, the eye loses its line."""


def console(width: int, *, colour: bool) -> Console:
    """Return a console that collects text of `width` columns; read it with `text_of`."""
    return Console(
        file=io.StringIO(),
        width=min(max(width, NARROWEST), WIDEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def text_of(out: Console) -> str:
    """Return what was printed on a console of `console`, without blanks at the ends of lines."""
    written = out.file
    assert isinstance(written, io.StringIO)  # noqa: S101 - made so above
    return re.sub(r"[ \t]+$", "", written.getvalue(), flags=re.MULTILINE)


def heading(text: str) -> Text:
    """Return a heading of a part of the report."""
    return Text(capitals(text), style="bold")


def finding_block(out: Console, finding: Finding, view: View, *, placed: bool = True, subject: str = "") -> None:
    """Print a finding: severity, code and name, place; the message; its details.

    The place is left out where it is not `placed` in a file. The `subject` is named where it is not that of the card.
    """
    head = Text.assemble((lead(finding), COLOURS[finding.severity]), (title(finding), "bold"))
    head.append("".join(f" · {remark}" for remark in remarks(finding)), "dim")
    where = Text(view.where(finding) if placed else "", style="dim")
    if where and head.cell_len + 2 + where.cell_len <= out.width:
        head, where = Text.assemble(head, "  ", where), Text()
    hang(out, head, INDENT)
    if where:
        body(out, where)
    body(out, Text(f"{clean(subject)}: {said(finding)}" if subject else said(finding)))
    details(out, finding, view)


def details(out: Console, finding: Finding, view: View, left: int = INDENT) -> None:
    """Print what follows the message of a finding: the excerpt with the exact words marked, related places, and the fix.

    There is no excerpt where it would only repeat the claim, without a word at fault.
    """
    excerpt = finding.problem.excerpt
    if excerpt and (excerpt.marks or finding.claim is None):
        for line in marked(excerpt, out.width - left - 2, COLOURS[finding.severity]):
            body(out, line, left)
    if related := finding.problem.related:
        places = ", ".join(_related(location, finding, view) for location in related[:RELATED])
        if len(related) > RELATED:
            places = written("{values} and {count} more", {"values": places, "count": len(related) - RELATED})
        body(out, Text(written("see also {places}", {"places": places}), style="dim"), left)
    if fix := cure(finding):
        body(out, Text.assemble((f"{written('fix')}: ", "green"), fix), left)


def _related(location: Location, finding: Finding, view: View) -> str:
    where = beside(view.report, location, finding.location)
    if location not in view.places:
        return where or place(view.report, location)
    name = view.called(view.places[location])
    return f"{name} ({where})" if where else name


def title(finding: Finding) -> str:
    """Return the code and the name of a finding's rule."""
    return f"{finding.code} {rule_name(finding)}"


def remarks(finding: Finding) -> list[str]:
    """Return what is said of a finding beside its severity: that it was known before, that it is not certain."""
    known = [written("known")] if finding.known else []
    return known + ([written(SURENESS[finding.confidence])] if finding.confidence in SURENESS else [])


def lead(finding: Finding) -> str:
    """Return the severity of a finding and the blanks up to its message."""
    return f"{severity(finding)} ".ljust(INDENT)


def body(out: Console, content: RenderableType, left: int = INDENT) -> None:
    """Print something indented."""
    out.print(Padding(content, (0, 0, 0, left)))


def hang(out: Console, text: Text, left: int = 2) -> None:
    """Print text whose lines after the first are indented."""
    first = text.wrap(out, out.width)[0]
    out.print(first)
    rest = text[len(first) :]
    if rest.plain.strip():
        body(out, rest[len(rest) - len(rest.plain.lstrip()) :], left)


def two_lines(out: Console, text: Text, left: int = 2) -> None:
    """Print as much of a text as two indented lines hold."""
    lines = text.wrap(out, out.width - left)
    if len(lines) > 2:  # noqa: PLR2004
        lines[1].rstrip()
        lines[1].truncate(out.width - left - 1)
        lines[1].append("…")
    for line in lines[:2]:
        body(out, line, left)


def marked(excerpt: Excerpt, width: int, colour: str) -> list[Text]:
    """Return an excerpt as a line of at most `width` columns around its first mark, and carets below the marked words."""
    text, marks = excerpt.text, excerpt.marks
    flat, flags = _flat(text, marks)
    begin, end = _window(flat, flags, width)
    shown, shown_flags = flat[begin:end], flags[begin:end]
    before, after = "…" if begin else "", "…" if end < len(flat) else ""
    line = Text.assemble(BAR, before + shown + after)
    if not any(shown_flags):
        return [line]
    for index, flag in enumerate(shown_flags):
        if flag:
            line.stylize(colour, 2 + len(before) + index, 3 + len(before) + index)
    carets = "".join(("^" if flag else " ") * get_character_cell_size(char) for char, flag in zip(shown, shown_flags, strict=True))
    return [line, Text.assemble(BAR, (" " * len(before) + carets.rstrip(), colour))]


def _flat(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[str, list[bool]]:
    """Clean an excerpt piece by piece, so that each character that is shown knows whether it is marked."""
    marked_at = [False] * len(text)
    for start, end in marks:
        marked_at[start:end] = [True] * (end - start)
    pieces: list[str] = []
    flags: list[bool] = []
    for char, flag in zip(text, marked_at, strict=True):
        shown = " " if char.isspace() else clean(char)
        if shown == " " and pieces and pieces[-1] == " ":
            continue
        pieces.append(shown)
        flags += [flag] * len(shown)
    return "".join(pieces), flags


def _window(text: str, flags: list[bool], width: int) -> tuple[int, int]:
    """Choose the stretch of a line that is shown: as much as fits, with the first marked words a third from its left end."""
    room = width - 2
    if cell_len(text) <= width:
        return 0, len(text)
    first = flags.index(True) if True in flags else 0
    begin = max(0, first - room // 3)
    if begin and (space := text.find(" ", begin, first)) > 0:
        begin = space + 1
    used, end = 0, begin
    while end < len(text) and used + get_character_cell_size(text[end]) <= room:
        used += get_character_cell_size(text[end])
        end += 1
    if end == len(text):
        while begin and used + get_character_cell_size(text[begin - 1]) <= room:
            begin -= 1
            used += get_character_cell_size(text[begin])
    return begin, end
