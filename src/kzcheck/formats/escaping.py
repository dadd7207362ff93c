"""Text in Markdown: harmless in CommonMark, in GitHub's dialect, and in what GitHub makes of the result: mentions and issues."""

from __future__ import annotations

import re

from kzcheck.formats.text import LONGEST, clean, inert

BREAK = "\u200b"
"""A space of no width. GitHub looks for `@name`, `#1` and `:name:` in what Markdown has unescaped: no backslash stops it."""

_READ_LATER = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
"""What becomes a mention, an address of e-mail, an issue or a picture after Markdown is read."""
_NUMBERED = re.compile(r"\A(\d{1,9})(?=[.)](?:\s|\Z))")
_OBEYED = re.compile(
    r"""[\\`*~<|$]                        # escapes, code, emphasis, HTML, cells of tables, formulas
    | (?<![^\W_])_ | _(?![^\W_])          # emphasis; inside a word it is none
    | &(?=\#?\w+;)                        # entities
    | \](?=[(\[]|\Z) | \[(?=\^)           # links, images, footnotes
    | \A\[(?=.*\]:)                        # what defines them
    | :(?=//) | (?<=www)\.                # addresses that become links by themselves
    | \A:(?=:) | (?<=\#)\#(?=\w*\[)       # commands in the log of a job
    | \A[\#>+=-] | \A\[(?=[\sx]\])        # headings, quotations, items of lists, rules, boxes to tick
    """,
    re.IGNORECASE | re.VERBOSE,
)


def escaped(text: str, most: int = LONGEST) -> str:
    """Return text of unknown origin as one line of Markdown that shows no more than `most` characters of it, just as they are.

    Nothing in it becomes a link, an image, HTML, emphasis, code, a mention, an issue, or the beginning of a block.
    """
    broken = _READ_LATER.sub(rf"\g<0>{BREAK}", clean(text, most))
    return _NUMBERED.sub(r"\1\\", _OBEYED.sub(r"\\\g<0>", broken))


def code(text: str, most: int = LONGEST) -> str:
    """Return text of unknown origin as code within a line: paths and the like; "" where there is none."""
    inner = inert(clean(text, most))
    if not inner:
        return ""
    fence = "`" * (1 + max(map(len, re.findall(r"`+", inner)), default=0))
    pad = " " if "`" in (inner[0], inner[-1]) else ""
    return f"{fence}{pad}{inner}{pad}{fence}"
