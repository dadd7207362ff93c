"""`kzcheck reference`: everything known about one reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.cli.claim import Form

if TYPE_CHECKING:
    from kzcheck.article import Reference

EPILOG = """Examples:  kzcheck reference 22  ·  kzcheck reference nye1990 --path paper/ --format json  ·
kzcheck reference 10.5555/12345678  ·  kzcheck reference "Nye J. S. Soft Power // Foreign Policy. 1990. № 80. P. 153–171."

An identifier or a pasted reference is looked up by itself: no list is needed."""

OF_WORKS = ("KZ", "ID", "WORK")
"""The rules for a work that is looked up by itself: what an entry of a list should hold besides is not asked of it."""


def reference(  # noqa: PLR0913
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="The reference's id in the list; or a DOI, an ISBN, a URL, a pasted reference.")
    ],
    *,
    path: Annotated[Path, typer.Option(help="The folder of the article, or its list.", metavar="DIR", readable=False)] = Path(),
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TERMINAL,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    timeout: options.Timeout = None,
    mailto: options.Mailto = None,
    no_cache: options.NoCache = False,
) -> None:
    """Show one reference: its entry, who cites it, and what was found."""
    from kzcheck.cli.run import colour, data, nearest, out, run, width
    from kzcheck.readers.single import single

    asking = options.Asking(offline, timeout, mailto, no_cache)
    alone = None if _listed(path, wanted) else single(wanted)
    if alone is not None:
        report = run(path, article=alone, asking=asking, select=OF_WORKS)
        found: Reference | None = report.article.references[0]
    else:
        report = run(path, asking=asking, evidence=evidence, only=lambda _: {wanted})
        found = next((one for one in report.article.references if one.id == wanted), None)
    if found is None:
        raise nearest("reference", wanted, [one.id for one in report.article.references])
    if form is Form.JSON:
        from kzcheck.formats.json import reference_card

        data(reference_card(report, found))
    else:
        from kzcheck.formats.terminal.card import reference_card as draw

        out(draw(report, found, width=width(), colour=colour()))


def _listed(path: Path, wanted: str) -> bool:
    """Whether there is a list at `path` that has an entry of this id."""
    from kzcheck.errors import UnreadableError
    from kzcheck.readers import read

    try:
        return any(one.id == wanted for one in read(path).references)
    except UnreadableError:
        return False
