"""What manuscripts say about their citations: the grammars of pandoc's Markdown and of LaTeX, one file each."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct

ALL = "*"
"""The key that cites the whole list, in LaTeX's `\\nocite{*}` and pandoc's `nocite: '@*'`."""

_VISIBLE = re.compile(r"[^\r\n]")


class Key(NamedTuple):
    """A cited key and its place in the text: offsets of its first character and of the one after its last."""

    text: str
    start: int
    end: int


class Manuscript(Struct, frozen=True):
    """The citations of one file, and the files that it names, as written.

    `cited` are its keys in order, `own` the keys of works that it lists itself. `lists` are its lists of references, `parts` the
    files that are included in it.
    """

    cited: tuple[Key, ...] = ()
    own: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def blank(text: str) -> str:
    """Return white space in place of a text, with the same line ends: what follows keeps its place."""
    return _VISIBLE.sub(" ", text)
