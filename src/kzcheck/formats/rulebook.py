"""All rules as one page of Markdown: `docs/rules.md` is this text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.finding import RulePage
    from kzcheck.steps import StepName


def render(pages: Sequence[RulePage], planned: Mapping[str, tuple[str, StepName]]) -> str:
    """Return the Markdown page of these rules, and a table of the codes that are reserved."""
    lines = [
        "# The rules",
        "",
        "This page is generated from the rules' own docstrings by `make docs`; `kzcheck rule CODE` prints one of them.",
        "",
        "Severities: an **error** fails CI by default, a **warning** is to be looked at, a **note** is a courtesy.",
        "A finding states a fact and its evidence; it accuses nobody.",
        "",
        "| code | name | severity | says |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| [{page.code}](#{page.code.lower()}-{page.name}) | {page.name} | {page.severity} | {first_sentence(page)} |"
        for page in pages
    ]
    lines += [
        "",
        "## Reserved codes",
        "",
        "These need the full texts of works, which this version does not read; what they would check",
    ]
    lines += ["is counted as not checked.", "", "| code | name | needs |", "| --- | --- | --- |"]
    lines += [f"| {code} | {name} | {step} |" for code, (name, step) in planned.items()]
    for page in pages:
        lines += ["", f"## {page.code} {page.name}", "", f"*{page.severity}.* {page.summary}", "", page.why, ""]
        lines += ["**Example**", "", textwrap.indent(page.example, "    "), ""]
        lines += ["**When it stays silent**", "", page.silent, "", "**To fix it**", "", page.fix]
    return "\n".join(lines) + "\n"


def first_sentence(page: RulePage) -> str:
    """Return the rule's summary on one line."""
    return " ".join(page.summary.split())
