"""Fits the model that parts printed references: `python training [--out FILE] [--made N] [--iterations N] [--without-tune]`.

It learns from strings with known fields: AnyStyle's, GROBID's, those of articles in JATS, some labelled by hand, and made ones.
Part of the real ones is damaged as print is. Nothing of a held-out source is learnt. The same data gives the same model.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import corpora
from damage import damaged
from fit import fit
from labelled import Labelled
from made import made
from splits import split

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[1]
GOLD = Path(os.environ.get("KZCHECK_SHARED", PROJECT.parent / "shared")) / "gold"
MODEL = PROJECT / "src" / "kzcheck" / "data" / "parsing" / "model.crfsuite"
MEASURED = PROJECT / "benchmarks" / "strings"
LEARNT = Path(__file__).with_name("strings")
SEED = 20_081_231
DAMAGED = 0.4
"""Share of GROBID's strings that are damaged; AnyStyle's, which are few and varied, come once whole and once damaged."""


def main() -> None:
    """Read, make, fit, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--made", type=int, default=10_000, help="how many strings to make")
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--without-tune", action="store_true", help="leave the sources of the tune split out, too")
    options = parser.parse_args()
    if not GOLD.is_dir():
        sys.exit(
            f"{GOLD} is missing; benchmarks/README.md says where the labelled data can be had (KZCHECK_SHARED names its folder)"
        )
    random = Random(SEED)
    learnt = {"train"} if options.without_tune else {"train", "tune"}
    entries = [*_real(random, learnt), *made(SEED, options.made)]
    random.shuffle(entries)
    fit(entries, options.out, iterations=options.iterations)
    print(f"{options.out}: fitted to {len(entries)} strings, {options.out.stat().st_size / 1e6:.1f} MB")


def _real(random: Random, learnt: set[str]) -> Iterator[Labelled]:
    """Yield the real strings to learn from."""
    for entry in corpora.anystyle(GOLD / "references"):
        if split(entry.source) in learnt:
            yield entry
            yield damaged(entry, random)
    for entry in corpora.grobid(GOLD / "references"):
        if split(entry.source) in learnt:
            yield damaged(entry, random) if random.random() < DAMAGED else entry
    yield from corpora.jats(GOLD / "articles")
    for row in _by_hand(tune="tune" in learnt):
        entry = Labelled(row["text"], tuple((label, start, end) for label, start, end in row["spans"]), row["source"])
        yield entry
        yield damaged(entry, random)


def _by_hand(*, tune: bool) -> Iterator[dict[str, Any]]:
    """Yield the rows labelled by hand to learn from, and those of the benchmark that were looked at."""
    for path in sorted(LEARNT.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())
    for path in sorted(MEASURED.glob("*.jsonl")) if tune else ():
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        yield from (row for row in rows if row["split"] == "tune" and "text" in row)


if __name__ == "__main__":
    main()
