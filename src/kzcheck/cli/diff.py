"""`kzcheck diff`: what changed between two reports, for a job that audits every week."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

EPILOG = """Examples:
  kzcheck audit --write new.json
  kzcheck diff old.json new.json

Exit codes: 0 no new errors; 1 new errors, or findings that have become errors; 2 wrong use; 3 a report could not be read."""


class Form(StrEnum):
    """How changes are written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.json", help="A JSON report.", readable=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW.json", help="A later JSON report.", readable=False)],
    *,
    form: Annotated[Form, typer.Option("--format", help="The output format.")] = Form.TERMINAL,
) -> None:
    """Show what is new, gone or worse in a later report."""
    from kzcheck.cli.run import colour, data, out, width
    from kzcheck.formats import changes
    from kzcheck.readers import files

    contents = (files.decode(files.content(file, str(file), files.LARGEST_OWN), str(file)) for file in (old, new))
    first, second = (changes.load(content, str(file)) for content, file in zip(contents, (old, new), strict=True))
    changed = changes.changes(first, second)
    if form is Form.JSON:
        data(changes.render(changed))
    elif form is Form.MARKDOWN:
        data(changes.markdown(changed))
    else:
        from kzcheck.formats.terminal.changes import render as draw

        out(draw(changed, width=width(), colour=colour()))
    raise typer.Exit(int(changed.failing()))
