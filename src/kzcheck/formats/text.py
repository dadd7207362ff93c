"""Text of unknown origin, made harmless: what every format starts from before it escapes what its own readers obey."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width characters that Persian, Hindi and other scripts are spelt with."""
LONGEST = 4000
"""Characters of one text that are shown at most: nothing that comes from outside is unbounded."""


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


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def _harmless(char: str) -> bool:
    return char.isprintable() or char in JOINERS or unicodedata.category(char) == "Zs"
