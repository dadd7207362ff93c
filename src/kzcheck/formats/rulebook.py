"""All rules as one page of Markdown: `docs/rules.md` is this text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.finding import RulePage


def render(pages: Sequence[RulePage]) -> str:
    """Return the Markdown page of these rules."""
    lines = [
        "# The rules",
        "",
        "`kzcheck rule CODE` prints the page of one rule. All are generated from the rules' docstrings by `make docs`.",
        "",
        "An **error** fails CI by default, a **warning** should be looked at, and a **note** is a courtesy.",
        "A finding states a fact and its evidence; it accuses nobody.",
        "",
        "The *list* is the article's list of references, and an *entry* is one of them. A *claim* is a statement of the text with",
        "its citations. A *record* is what a service such as Crossref knows about a work. A word in brackets in a fix is the key",
        "to change in the file, mostly one of CSL's.",
        "",
        "| code | name | severity | says |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| [{page.code}](#{page.code.lower()}-{page.name}) | {page.name} | {page.severity} | {first_sentence(page)} |"
        for page in pages
    ]
    for page in pages:
        lines += ["", f"## {page.code} {page.name}", "", f"*{page.severity}.* {page.summary}", "", page.why, ""]
        lines += ["**Example**", "", textwrap.indent(page.example, "    "), ""]
        lines += ["**When it stays silent**", "", page.silent, "", "**To fix it**", "", page.fix]
    return "\n".join(lines) + "\n"


def first_sentence(page: RulePage) -> str:
    """Return the rule's summary on one line."""
    return " ".join(page.summary.split())
