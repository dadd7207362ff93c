"""Inline ignores: real comments of a YAML file that read `# kzcheck: ignore[CODE, CODE2] reason`; in BibTeX they begin with `%`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from kzcheck.article import Ignore, Unreadable
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.nodes import Source

Subject = Literal["reference", "claim"]

COMMENT = re.compile(r"[#%][ \t]*kzcheck:[ \t]*ignore\b[^\r\n]*", re.IGNORECASE)
PARTS = re.compile(r"[#%][ \t]*kzcheck:[ \t]*ignore[ \t]*\[(?P<codes>[\w ,-]*)\](?P<reason>.*)", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

BLANKS = ("", " ", "\t", "\n", "\r")
"""What stands before a comment in YAML; the sign of BibTeX's needs nothing before it."""


def may_have(text: str) -> bool:
    """Whether it is worth while to look for inline ignores in a text."""
    return COMMENT.search(text) is not None


def ignores(
    source: Source, spans: Sequence[tuple[int, int]], heads: Sequence[tuple[int, int, str]], subject: Subject, sign: str = "#"
) -> tuple[list[Ignore], list[Unreadable]]:
    """Return the inline ignores of a file and those that cannot be read.

    `spans` are the stretches of its scalars, in order, in which nothing is a comment; `heads` are the entries, as (offset of the
    entry, offset of its id, id): an ignore in one of those lines holds for the whole entry, if only one entry begins there.
    `sign` is what a comment begins with.
    """
    starts = [start for start, _ in spans]
    found: list[Ignore] = []
    wrong: list[Unreadable] = []
    owners: dict[int, set[str]] = {}
    for start, id_start, head in heads:
        for offset in (start, id_start):
            owners.setdefault(source.location(offset, offset).line, set()).add(head)
    for match in COMMENT.finditer(source.text):
        before = bisect_right(starts, match.start()) - 1
        in_scalar = before >= 0 and match.start() < spans[before][1]
        if in_scalar or match[0][0] != sign or (sign == "#" and source.text[match.start() - 1 : match.start()] not in BLANKS):
            continue
        location = source.location(match.start(), match.end())
        parts = PARTS.fullmatch(match[0])
        codes = tuple(code.strip() for code in parts["codes"].split(",")) if parts else ()
        if parts is None or not all(CODE.fullmatch(code) for code in codes):
            wrong.append(Unreadable(location, Wrong("ignore-without-codes", {"sign": sign})))
            continue
        owner = owners.get(location.line, set())
        name = next(iter(owner)) if len(owner) == 1 else None
        reference, claim = (name, None) if subject == "reference" else (None, name)
        found.append(Ignore(location, codes, parts["reason"].strip(), reference, claim, inline=True))
    return found, wrong
