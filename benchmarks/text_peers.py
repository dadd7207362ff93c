"""Two other libraries that find a quotation in a text, beside ours in the same run: rapidfuzz, and fuzzysearch if it is installed.

`python benchmarks/text_peers.py`: 40 verbatim and 40 noisy quotations of the English text for reporting, and 40 invented ones.
Printed is how many each takes for found, and the milliseconds of a quotation. Neither says which words were changed.
"""

from __future__ import annotations

import importlib
import random
import time
from statistics import mean
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

import text_books
import text_quotations
from kzcheck.matching.quotations.aligning import aligned
from kzcheck.matching.quotations.searching import Searchable

if TYPE_CHECKING:
    from collections.abc import Callable

EACH = 40
KINDS = ("verbatim", "noise of 4 %", "invented")
FOUND_BY_SCORE = 85
"""Score of rapidfuzz from which a quotation counts as found; fuzzysearch gets the same share of edits."""


def main() -> None:
    """Measure ours and the others on the same quotations."""
    text_books.need()
    chance = random.Random("peers")
    text = text_books.made_text("en", text_books.paragraphs("en", text_books.BOOKS["en"][1]))
    shown = [paragraph for leaf in text.leaves for paragraph in leaf.text.split("\n\n")]
    whole = "\n".join(leaf.text for leaf in text.leaves)
    index = Searchable(text)
    quotations: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, quotation in text_quotations.made("en", shown, [], [["a"] * 20], chance, kinds=KINDS):
        if len(quotations[kind]) < EACH and (kind != "verbatim" or whole.count(quotation.words) == 1):
            quotations[kind].append(quotation.words)
    lowered = whole.lower()

    def ours(words: str) -> bool:
        return aligned(words, index, "en").similarity > 0

    def rapidfuzz(words: str) -> bool:
        found = fuzz.partial_ratio_alignment(words.lower(), lowered, score_cutoff=FOUND_BY_SCORE)
        return found is not None and found.score >= FOUND_BY_SCORE

    ways: dict[str, Callable[[str], bool]] = {"kzcheck": ours, "rapidfuzz": rapidfuzz}
    try:
        near_matches = importlib.import_module("fuzzysearch").find_near_matches
    except ImportError:
        print("fuzzysearch is not installed")
    else:
        ways["fuzzysearch"] = lambda words: bool(near_matches(words.lower(), lowered, max_l_dist=len(words) * 15 // 100))
    print("| found (milliseconds) | " + " | ".join(KINDS) + " |")
    for name, way in ways.items():
        cells = []
        for kind in KINDS:
            times, found = [], 0
            for words in quotations[kind]:
                started = time.process_time()
                found += way(words)
                times.append(1000 * (time.process_time() - started))
            cells.append(f"{found} of {len(times)} ({mean(times):.2f})")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
