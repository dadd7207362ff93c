"""`kzcheck rule`: what a rule says of itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kzcheck.cli import options

EPILOG = """Examples:
  kzcheck rule
  kzcheck rule ATTR601
  kzcheck rule misattributed-quotation"""


class Form(StrEnum):
    """How the rules are written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def rule(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]", help="A code or a name; without one, the table of all rules.", autocompletion=options.codes
        ),
    ] = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="The output format; Markdown is the page docs/rules.md.")] = Form.TERMINAL,
) -> None:
    """Show one rule's page, or the table of all rules."""
    from kzcheck.cli.run import colour, data, out, width
    from kzcheck.finding import covers
    from kzcheck.rules import NAMES, RULES, check_code

    pages = [rule.page for rule in RULES]
    if code is not None:
        check_code(code)
        wanted = {known for known, name in NAMES.items() if code.upper() == known or code.casefold() == name}
        if not wanted:
            wanted = {known for known, name in NAMES.items() if covers(code, known, name)}
        pages = [page for page in pages if page.code in wanted]
    if form is Form.JSON:
        from kzcheck.formats.json import rule_pages

        data(rule_pages(pages))
    elif form is Form.MARKDOWN:
        from kzcheck.formats.rulebook import render

        data(render(pages))
    else:
        from kzcheck.formats.terminal.rules import page as one_page
        from kzcheck.formats.terminal.rules import table

        draw = (
            one_page(pages[0], width=width(), colour=colour()) if len(pages) == 1 else table(pages, width=width(), colour=colour())
        )
        out(draw)
