r"""The commands that a manuscript in LaTeX defines for itself: what they cite and what they print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.manuscripts.latex import ROUNDS, Tex
from kzcheck.readers.latex import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.manuscripts.latex import Commands

LONGEST_MACRO = 200
"""Characters of the text of an own command."""

MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc)>")
"""CSL's markup, which `decode` writes."""


class Macro(Struct, frozen=True):
    r"""An own command: its arguments in braces or brackets, in order, those of them that it prints, or the text of one without.

    It is `spaced` if a space after it counts (`\xspace`).
    """

    arguments: str
    printed: frozenset[int]
    text: str = ""
    spaced: bool = False


class Own(Struct, frozen=True):
    """The commands of a manuscript: those that cite, and those that print a text or some of their arguments, by name."""

    citing: Commands = {}
    macros: dict[str, Macro] = {}


def own(files: Sequence[Tex]) -> Own:
    """Return the commands that the files of a manuscript define."""
    citing: dict[str, str] = {}
    for _ in range(ROUNDS):
        for tex in files:
            citing |= tex.citing(citing)
    return Own(citing, {name: macro for tex in files for name, macro in _macros(tex).items()})


def _macros(tex: Tex) -> dict[str, Macro]:
    """Return the commands that a file defines and that print text."""
    defined: dict[str, Macro] = {}
    for definition in tex.definitions():
        body = tex.text[slice(*definition.body)]
        text, spaced = body.replace("\\xspace", ""), "\\xspace" in body
        text = MARKUP.sub("", decode(text)) if not definition.arguments and len(body) <= LONGEST_MACRO else ""
        text = "" if "\\" in text or "$" in text else text
        printed = frozenset(int(number) - 1 for number in re.findall(r"#([1-9])", body))
        defined[definition.name] = Macro(definition.arguments, printed, text, spaced)
    return defined
