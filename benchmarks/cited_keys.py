"""Which keys real manuscripts cite, compared with labels: undefined and never cited keys follow from that.

    python benchmarks/cited_keys.py [--split held-out|tune|all] [FOLDER]

FOLDER holds a folder for each manuscript, with its lists of references and `truth.json`: `cited` and `cited_undefined` are lists of
keys, `defined_never_cited` too, or a sentence if everything is cited; `nocite` are keys that are cited without a place in the text.
Without it, `gold/manuscripts` of the labelled data counts. Such data can be had from public repositories of papers: the labels need
no judgement, only the keys in the text (in LaTeX also `latexmk`'s .aux and .blg, in Markdown `pandoc --to=json`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import gold
from kzcheck.errors import UnreadableError
from kzcheck.language.manuscripts import ALL
from kzcheck.readers import read

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("cited", "undefined", "never cited")
SHOWN = 4
"""Wrong keys of a kind that are printed."""


def main() -> None:
    """Print a line for each manuscript, and sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", choices=("held-out", "tune", "all"), default="held-out")
    parser.add_argument("folder", type=Path, nargs="?", default=gold.GOLD / "manuscripts")
    options = parser.parse_args()
    if options.folder.is_relative_to(gold.GOLD):
        gold.need()
    right = total = 0
    keys = dict.fromkeys(KINDS, 0)
    for folder, truth in labelled(options.folder, options.split):
        wrong, sizes = compared(folder, truth)
        right, total = right + (not wrong), total + 1
        keys = {kind: keys[kind] + sizes[kind] for kind in KINDS}
        print(f"{folder.name:32} {'  '.join(f'{sizes[kind]:4} {kind}' for kind in KINDS)}  {'; '.join(wrong) or 'as labelled'}")
    print(f"{right} of {total} manuscripts as labelled; {', '.join(f'{number} {kind}' for kind, number in keys.items())}")


def labelled(folder: Path, split: gold.Split) -> Iterator[tuple[Path, dict[str, object]]]:
    """Yield the manuscripts of a split whose citations are labelled; of all folders in order, every other one is for tuning."""
    places = [path for path in sorted(folder.iterdir()) if path.is_dir()]
    for place, path in enumerate(places):
        if split != "all" and (split == "tune") != (place % 2 == 0):
            continue
        if (path / "truth.json").is_file() and "cited" in (truth := json.loads((path / "truth.json").read_bytes())):
            yield path, truth


def compared(folder: Path, truth: dict[str, object]) -> tuple[list[str], dict[str, int]]:
    """Return what differs from the labels, in words, and how many keys of each kind are labelled."""
    try:
        article = read(folder)
    except UnreadableError as error:
        return [str(error)], dict.fromkeys(KINDS, 0)
    ids = {reference.id for reference in article.references}
    in_claims = (citation for claim in article.claims for citation in claim.citations)
    cited = {citation.reference for citation in (*article.cited, *in_claims) if citation.kind in {"", "key"}}
    everything = ALL in cited
    cited -= {ALL}
    computed = (cited, cited - ids, set() if everything else ids - cited)
    labels = (
        keys_of(truth["cited"]) | keys_of(truth["nocite"]) - {ALL},
        keys_of(truth["cited_undefined"]),
        keys_of(truth["defined_never_cited"]),
    )
    wrong = []
    for kind, actual, expected in zip(KINDS, computed, labels, strict=True):
        for what, keys in (("also", actual - expected), ("not", expected - actual)):
            if keys:
                wrong.append(f"{what} {kind}: {shown(keys)}")
    return wrong, {kind: len(expected) for kind, expected in zip(KINDS, labels, strict=True)}


def keys_of(labels: object) -> set[str]:
    """Return labels as keys: a sentence, which stands for the whole list, has none."""
    return set(labels) if isinstance(labels, list) else set()


def shown(keys: set[str]) -> str:
    """Return some of many keys."""
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(sorted(keys)[:SHOWN]) + more


if __name__ == "__main__":
    main()
