"""The texts of cited works on a terminal: what to get, what is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.formats.compared import extent
from kzcheck.formats.terminal.parts import body, console, hang, heading, text_of
from kzcheck.formats.text import clean
from kzcheck.formats.texts import AT_HAND, SAVE_AS, TO_GET, UNCITED, how_to_save, texts
from kzcheck.wording import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from kzcheck.finding import Report
    from kzcheck.formats.texts import Entry

LEFT = 5
"""Columns before what is said of a work."""


def render(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Return what is at hand, and what to get, as text of `width` columns."""
    out, listed = console(width, colour=colour), texts(report)
    out.print(
        Text(f"kzcheck {report.kzcheck}", style="bold") + Text(f"  {clean(report.article.title)}" if report.article.title else "")
    )
    hang(out, Text(listed.summary, style="dim"))
    _part(out, AT_HAND, listed.at_hand)
    _part(out, TO_GET, listed.to_get)
    if listed.to_get:
        out.print()
        hang(out, Text(how_to_save(), style="dim"))
    if listed.uncited:
        out.print()
        hang(out, Text(f"{written(UNCITED)}: {' '.join(f'[{entry.id}]' for entry in listed.uncited)}", style="dim"))
        for entry in listed.uncited:
            if entry.why:
                hang(out, Text(f"[{entry.id}] {entry.why}", style="dim"))
    return text_of(out)


def _part(out: Console, name: str, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    out.print()
    out.print(heading(written(name)))
    for entry in entries:
        hang(out, Text.assemble((f"[{entry.id}] ".ljust(LEFT), "bold"), entry.called), LEFT)
        if entry.at_hand:
            body(out, Text(f"{extent(entry.text)} · {entry.needed}", style="dim"), LEFT)
            continue
        body(out, Text.assemble((f"{entry.needed} · ", "dim"), written(SAVE_AS, {"file": entry.save_as})), LEFT)
        for line in filter(None, (entry.why, entry.link)):
            body(out, Text(line, style="dim"), LEFT)
