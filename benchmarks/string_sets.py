"""The labelled reference strings: AnyStyle's and GROBID's, and those labelled by hand in Russian, Kazakh and Turkish.

`strings/*.jsonl` hold the hand-labelled ones, each with its source, its split and the spans of its fields. Strings of
`gold/manuscripts` are not copied: they are known by the SHA-256 of their words, and found again by reading the manuscript.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import gold
from kzcheck.errors import KzcheckError
from kzcheck.readers import read

sys.path.append(str(Path(__file__).parents[1] / "training"))

import corpora
from labelled import Labelled
from splits import split

if TYPE_CHECKING:
    from collections.abc import Iterator

Half = Literal["tune", "held-out"]
HAND = Path(__file__).with_name("strings")
UNLABELLED = {"grobid": frozenset({"edition", "genre", "number_of_pages"})}
"""Labels that a set does not have; they do not count there."""


class StringSet(NamedTuple):
    """Labelled strings of one kind, the labels that do not count, and how many could not be found again."""

    name: str
    entries: list[Labelled]
    unlabelled: frozenset[str] = frozenset()
    missing: int = 0


def sets(half: Half) -> Iterator[StringSet]:
    """Yield each set with its strings of one split."""
    folder = gold.GOLD / "references"
    for name, entries in (("anystyle", corpora.anystyle(folder)), ("grobid", corpora.grobid(folder))):
        kept = [entry for entry in entries if split(entry.source) == half]
        yield StringSet(name, kept, UNLABELLED.get(name, frozenset()))
    for path in sorted(HAND.glob("*.jsonl")):
        yield _by_hand(path, half)


def _by_hand(path: Path, half: Half) -> StringSet:
    entries: list[Labelled] = []
    missing = 0
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != half:
            continue
        text = row["text"] if "text" in row else _printed(row["source"]).get(row["sha256"])
        if text is None:
            missing += 1
        else:
            entries.append(Labelled(text, tuple((label, start, end) for label, start, end in row["spans"]), row["source"]))
    return StringSet(path.stem, entries, missing=missing)


@cache
def _printed(source: str) -> dict[str, str]:
    """Return the printed entries of a manuscript of `gold/`, by their SHA-256."""
    folder = gold.SHARED / source
    entries: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".docx", ".pdf", ".tex"}:
            try:
                references = read(path).references
            except KzcheckError:
                continue
            entries |= {hashlib.sha256(entry.printed.encode()).hexdigest(): entry.printed for entry in references if entry.printed}
    return entries
