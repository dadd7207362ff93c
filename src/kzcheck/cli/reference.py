"""`kzcheck reference`: everything known about one reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kzcheck.cli.claim import Form

EPILOG = "Examples:  kzcheck reference 22  ·  kzcheck reference nye1990 --path paper/ --format json"


def reference(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="The reference's id, as in references.yaml.")],
    *,
    path: Annotated[Path, typer.Option(help="The folder of the article, or its list.", metavar="DIR", readable=False)] = Path(),
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TERMINAL,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nothing over the network.")] = False,
) -> None:
    """Show one reference: its entry, who cites it, and what was found."""
    from kzcheck.cli.run import colour, data, nearest, out, run, width

    report = run(path, offline=offline)
    found = next((one for one in report.article.references if one.id == wanted), None)
    if found is None:
        raise nearest("reference", wanted, [one.id for one in report.article.references])
    if form is Form.JSON:
        from kzcheck.formats.json import reference_card

        data(reference_card(report, found))
    else:
        from kzcheck.formats.terminal.card import reference_card as draw

        out(draw(report, found, width=width(), colour=colour()))
