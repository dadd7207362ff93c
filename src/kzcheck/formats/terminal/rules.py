"""The table of rules, and one rule's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kzcheck.formats.terminal.parts import COLOURS, body, console, heading, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.finding import RulePage


def table(pages: Sequence[RulePage], *, width: int = 80, colour: bool = False) -> str:
    """Return a table of rules: code, severity, name, what each says."""
    out = console(width, colour=colour)
    rows = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for column in ("code", "severity", "name and what it says"):
        rows.add_column(column, no_wrap=column != "name and what it says")
    for page in pages:
        words = Text(page.name, style="bold").append("\n" + " ".join(page.summary.split()), style="not bold")
        rows.add_row(Text(page.code), Text(str(page.severity), style=COLOURS[page.severity]), words)
    out.print(rows)
    return text_of(out)


def page(page: RulePage, *, width: int = 80, colour: bool = False) -> str:
    """Return one rule's page: summary, why it matters, an example, when it stays silent, what to do."""
    out = console(width, colour=colour)
    head = Text(f"{page.code} {page.name}", style="bold")
    out.print(head.append(f"  {page.severity}", style=COLOURS[page.severity]))
    out.print(Text(_flowing(page.summary)))
    sections = {
        "Why": _flowing(page.why),
        "Example": page.example,
        "When it stays silent": _flowing(page.silent),
        "Fix": _flowing(page.fix),
    }
    for title, text in sections.items():
        out.print()
        out.print(heading(title))
        body(out, Text(text), 2)
    return text_of(out)


def _flowing(text: str) -> str:
    """Return the paragraphs of a docstring without the ends of its lines."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
