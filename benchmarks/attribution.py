"""Recognising the source that a sentence names: precision and recall of `language/attribution/` on sentences labelled by hand.

    python benchmarks/attribution.py            the figures
    python benchmarks/attribution.py sample     the sentences of the sample, to label them

The sentences of the first article were used while the grammar was written. Those of the held-out half of the whole articles were
drawn with a seed and labelled when it was finished. Labels name people by surname, folded, in order; a sentence that credits nobody
has none. Half of the sample was drawn from all sentences, half from those that have the form of a credit, so that there are enough
of them. Only ids and labels are kept here (attribution_labels.jsonl); the sentences are read from the labelled data.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gold import GOLD, SHARED, articles, load, need
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LABELS = Path(__file__).with_name("attribution_labels.jsonl")
SEED, HALF = 20261124, 65
SHAPE = re.compile(
    r"et al\b|[Aa]ccording to|colleagues|co-?workers|\b[A-Z][a-z]{2,} (?:and|&) [A-Z][a-z]+\b|\(\w+,? \d{4}\)"
    r"|[’']s (?:definition|work|view)|\b[A-Z][a-zà-ÿ]+ (?:\w+ly )?(?:report|show|found|suggest|argu|not|propos|demonstrat|describ"
    r"|observ|introduc|develop|conclud)(?:ed|s|es)?\b"
    r"|\bby [A-Z][a-z]+\b"
)
MARKER = re.compile(r"\s?\[\d[^\]]{0,20}\]")


def sentences() -> dict[tuple[str, str], str]:
    """Return the citing sentences of the held-out articles, by article and claim."""
    return {
        (folder.name, claim["id"]): claim["text"]
        for folder in articles("held-out")
        for claim in load(folder / "claims.yaml")["claims"]
    }


def sample(texts: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Draw the sentences to label: half from all, half from those that have the form of a credit."""
    rng = random.Random(SEED)
    drawn = rng.sample(sorted(texts), HALF)
    shaped = [key for key in sorted(texts) if key not in drawn and SHAPE.search(texts[key])]
    return drawn + rng.sample(shaped, min(HALF, len(shaped)))


def people(text: str) -> list[str]:
    """Return the folded surnames of the people whom a sentence certainly credits."""
    named = [credit for credit in credits(text) if credit.kind in {"quotation", "paraphrase"} and not credit.doubtful]
    return [surname(name) for credit in named for name in credit.names]


def surname(name: str) -> str:
    """Return the last word of a name that is not an initial, folded."""
    return fold([word for word in name.split() if not word.endswith(".")][-1])


def score(pairs: Iterable[tuple[list[str], list[str]]]) -> str:
    """Compare labels with results, name by name."""
    right = false = missed = exact = total = 0
    for labels, finds in pairs:
        shared = sum((Counter(labels) & Counter(finds)).values())
        right, false, missed = right + shared, false + len(finds) - shared, missed + len(labels) - shared
        exact, total = exact + (Counter(labels) == Counter(finds)), total + 1
    precision, recall = right / max(right + false, 1), right / max(right + missed, 1)
    counts = f"{right} right, {false} false, {missed} missed; {exact} of {total} sentences exact"
    return f"precision {precision:.3f}  recall {recall:.3f}  ({counts})"


def seed_article() -> Iterator[tuple[list[str], list[str]]]:
    """Yield labels and results for the citing sentences of the first article: people, and titles of works if one is labelled."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for line in (GOLD / "attribution" / "attribution_gold.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        gold.setdefault(entry["marker"], []).append(entry)
    text = re.sub(r"\s+", " ", (SHARED / "article" / "article.txt").read_text("utf-8").split("\nReferences\n")[0])
    for match in MARKER.finditer(text):
        sentence = re.split(r"(?<=[.!?”\"])\s+(?=[A-Z])", text[max(0, match.start() - 600) : match.start()])[-1]
        labels = [surname(entry["attributed"]) for entry in gold.get(match[0].strip(), []) if entry["type"] == "person"]
        yield labels, people(sentence)


def main() -> None:
    need()
    texts = sentences()
    if sys.argv[1:] == ["sample"]:
        for key in sample(texts):
            print(json.dumps({"article": key[0], "claim": key[1], "text": texts[key]}, ensure_ascii=False))
        return
    print("first article (used for tuning):", score(seed_article()))
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    pairs = [(label["people"], people(texts[label["article"], label["claim"]])) for label in labels]
    drawn = {key: place < HALF for place, key in enumerate(sample(texts))}
    random_half = [drawn[label["article"], label["claim"]] for label in labels]
    print("held-out, drawn from all:       ", score(pair for pair, from_all in zip(pairs, random_half, strict=True) if from_all))
    print(
        "held-out, with a credit's shape:", score(pair for pair, from_all in zip(pairs, random_half, strict=True) if not from_all)
    )
    print("held-out, all:                  ", score(pairs))


if __name__ == "__main__":
    main()
