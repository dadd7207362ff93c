"""Text of unknown origin, made harmless: what every format starts from before it escapes what its own readers obey."""

from __future__ import annotations

import re
import unicodedata

from kzcheck.wording import in_use

JOINERS = "\u200c\u200d"
"""Zero-width characters that Persian, Hindi and other scripts are spelt with."""
LONGEST = 4000
"""Characters of one text that are shown at most: nothing that comes from outside is unbounded."""

_SHADE = r"\x1b\[[\d;]*m"
_COMMAND = re.compile(rf"^(?:[^\S\n]|{_SHADE})*(?=:(?:{_SHADE})*:)|\#(?:{_SHADE})*\#(?=(?:\w|{_SHADE})*\[)", re.MULTILINE)
"""What comes before the rest of a command; colours are nothing, since what shows or keeps a log may take them away."""


def clean(text: str, most: int = LONGEST) -> str:
    """Return text of unknown origin as one harmless line: control and direction characters become visible, white space single.

    No more than `most` characters of it are shown.
    """
    if len(text) > most:
        text = text[:most] + "…"
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(char if _harmless(char) else f"<U+{ord(char):04X}>" for char in text)


def inert(text: str) -> str:
    """Return text for a terminal in which the runner of a job finds no command: a backslash breaks each.

    GitHub's obeys `::error::` at the start of a line and `##[error]` anywhere, Azure's `##vso[…]`, TeamCity's `##teamcity[…]`.
    This comes last: it is wrapping that puts words at the start of a line.
    """
    return _COMMAND.sub(r"\g<0>\\", text)


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return capitals(text[:1]) + text[1:]


def capitals(text: str) -> str:
    """Return a text in capital letters; Turkish has two letters i."""
    return (text.replace("i", "İ") if in_use() == "tr" else text).upper()


def _harmless(char: str) -> bool:
    return char.isprintable() or char in JOINERS or unicodedata.category(char) == "Zs"
