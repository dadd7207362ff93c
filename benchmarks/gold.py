"""The labelled data for the benchmarks, and how it is split. It is beside the project and never part of it.

Half of everything was used while rules were written (`tune`), the other half was not (`held-out`). Articles are taken in turn, in
the order of their folders' names; entries are split by odd and even numbers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Literal

import yaml

Split = Literal["tune", "held-out", "all"]
SHARED = Path(os.environ.get("KZCHECK_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold"
LISTS = (".bib", ".ris", ".json")
SMALLEST = 400
"""Bytes of a list: a smaller one has at most one entry."""


def need() -> None:
    """Exit with a message if the data is missing."""
    if not GOLD.is_dir():
        print(
            "skipped: the labelled data is missing; benchmarks/README.md says where it can be had (KZCHECK_SHARED names its folder)"
        )
        sys.exit(0)


def articles(split: Split) -> list[Path]:
    """Return the folders of whole articles, each with references.yaml and claims.yaml."""
    return [path for place, path in enumerate(sorted((GOLD / "articles").iterdir())) if _in(split, odd=place % 2 == 0)]


def libraries(split: Split) -> list[Path]:
    """Return the lists of real libraries and manuscripts that kzcheck reads."""
    files = (GOLD / "manuscripts").rglob("*")
    lists = sorted(path for path in files if path.suffix in LISTS and path.name != "truth.json" and path.stat().st_size >= SMALLEST)
    return [path for place, path in enumerate(lists) if _in(split, odd=place % 2 == 0)]


def items(split: Split) -> list[dict[str, Any]]:
    """Return real entries of lists as CSL."""
    entries = load(GOLD / "items" / "references.yaml")["references"]
    return [entry for entry in entries if _in(split, odd=int(entry["id"].lstrip("d")) % 2 == 1)]


def load(path: Path) -> Any:  # noqa: ANN401
    """Read YAML."""
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def dump(path: Path, value: object) -> None:
    """Write YAML."""
    text = yaml.dump(value, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False, width=10**6)
    path.write_text(text, "utf-8")


def _in(split: Split, *, odd: bool) -> bool:
    return split == "all" or (split == "tune") == odd
