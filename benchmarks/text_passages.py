"""Passages, numbers and names of claims in the texts of their sources, on two labelled sets; `texts.py` runs this.

WiCE (Kamoi, Goyal, Diego Rodriguez, Durrett, EMNLP 2023) has sentences of Wikipedia with the pages that they cite: supported,
partially supported or not, and by which sentences. Citation-Integrity (Sarol and others, Bioinformatics 2024) has citing sentences
of biomedical articles with what readers said of them: accurate (SUPPORT), not accurate (REFUTE), or nothing in the source fits
(no evidence). Of its 100 sources only the sentences that a search found for each claim are at hand: all of one source together are
taken as its text here, 17 to 58 passages.

Claims at even positions were used to choose the constants in `kzcheck.matching.passages`; figures are of odd positions unless they
say otherwise.
"""

from __future__ import annotations

import json
import random
import re
import time
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gold import GOLD
from kzcheck.article import Citation, Claim, Location, Reference
from kzcheck.csl import Item
from kzcheck.matching.passages import cited_part, fits, hedges
from kzcheck.matching.passages.comparison import PassageIndex, compared
from kzcheck.matching.passages.fitting import BY_LENGTH, FITTING
from kzcheck.matching.passages.stems import stems
from kzcheck.rules.passages import SURELY_FITTING
from kzcheck.texts import Comparison, Leaf, Text
from text_figures import area, balanced, cross_validated, interval, plot, ranks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PLOT = Path(__file__).with_name("text_absence.svg")
PLACE = Location("claims.yaml", 1, 1, 1, 2)
OWN, OTHER = "5", "6"
OTHERS = 4
"""Unrelated sources beside which each claim is put."""
SEED = 17
FITTING_LABELS = {"supported", "partially_supported", "SUPPORT"}


class Pair(NamedTuple):
    """A claim beside a text: the label of the two, the claim's words, how it was compared, and the number of passages."""

    label: str
    claim: str
    comparison: Comparison
    passages: int


def lines(path: str) -> list[dict]:  # type: ignore[type-arg]
    """Return the values of a JSON Lines file of the labelled data."""
    return [json.loads(line) for line in (GOLD / path).read_text("utf-8").splitlines()]


def index(sentences: Iterable[str]) -> PassageIndex:
    """Return an index of English sentences, a paragraph each."""
    return PassageIndex(Text((Leaf(0, "", "\n".join(sentences)),), language="en"))


def pair(label: str, claim: str, text: PassageIndex) -> Pair:
    """Compare a claim with a text."""
    return Pair(label, claim, compared(claim, text, "en"), text.passages)


def nearest(pair: Pair) -> float:
    """Return the score of the best passage."""
    return pair.comparison.passages[0].score if pair.comparison.passages else 0.0


def beyond(pair: Pair) -> float:
    """Return the score of the best passage without what grows with the length of the text: what FACT805 compares."""
    return nearest(pair) - BY_LENGTH * log(max(pair.passages, 1))


SIGNALS: dict[str, Callable[[Pair], float]] = {
    "best passage": nearest,
    "best passage, by length of text": beyond,
    "coverage by five passages": lambda pair: pair.comparison.coverage,
    "numbers missing": lambda pair: -len(pair.comparison.numbers),
    "names missing": lambda pair: -len(pair.comparison.names),
}


def features(pair: Pair) -> tuple[float, ...]:
    """Return what the logistic model of the whole heuristic reads."""
    most = 3
    found = pair.comparison
    return (nearest(pair), found.coverage, min(len(found.numbers), most), min(len(found.names), most))


# WiCE


def book() -> None:
    """Print whether a supporting sentence is within the best passages of all sources in one book, and of the claim's own source."""
    claims = lines("wice/claim_dev.jsonl")
    sources = {tuple(" ".join(sentence.split()) for sentence in claim["evidence"]): 0 for claim in claims}
    began = time.process_time()
    whole = index(sentence for source in sources for sentence in source if sentence)
    taken = time.process_time() - began
    at = 0
    for source in sources:
        sources[source] = at
        at += sum(len(sentence) + 2 for sentence in source if sentence)
    print(f"  a book of {len(whole.body.text.split()):,} words, {whole.passages:,} passages, indexed in {taken:.1f} s")
    for name in ("even", "odd"):
        in_book, in_own, seconds = [], [], 0.0
        for claim in claims[name == "odd" :: 2]:
            supporting = {number for numbers in claim["supporting_sentences"] for number in numbers}
            if not supporting:
                continue
            source = tuple(" ".join(sentence.split()) for sentence in claim["evidence"])
            began = time.process_time()
            query = frozenset(stems(claim["claim"], "en"))
            best = whole.ranking.best(query, 10)
            seconds += time.process_time() - began
            in_book.append(_rank(whole, best, source, supporting, sources[source]))
            own = index(sentence for sentence in source if sentence)
            in_own.append(_rank(own, own.ranking.best(query, 10), source, supporting, 0))
        shares = {
            rank: [sum(place < rank for place in places) / len(places) for places in (in_book, in_own)] for rank in (1, 3, 5, 10)
        }
        said = ", ".join(f"S@{rank} {book:.3f} (own source {own:.3f})" for rank, (book, own) in shares.items())
        low, high = interval(shares[5][0], len(in_book))
        print(
            f"  {name}, {len(in_book)} claims: {said}; S@5 in the book {low:.3f}–{high:.3f}; {1000 * seconds / len(in_book):.2f} ms"
        )


def _rank(text: PassageIndex, best: Sequence[int], source: Sequence[str], supporting: set[int], at: int) -> int:
    """Return the place of the first passage with at least half of a supporting sentence, or its beginning."""
    spans = []
    for number, sentence in enumerate(source):
        if sentence:
            spans += [(at, at + len(sentence))] if number in supporting else []
            at += len(sentence) + 2
    for place, window in enumerate(text.windows[number] for number in best):
        for start, end in spans:
            shared = min(window.end, end) - max(window.start, start)
            if shared * 2 >= end - start or window.start <= start < window.end:
                return place
    return len(best)


def wice() -> list[Pair]:
    """Return the claims of WiCE beside their own sources."""
    return [pair(claim["label"], claim["claim"], index(claim["evidence"])) for claim in lines("wice/claim_dev.jsonl")]


def supported(pairs: Sequence[Pair]) -> None:
    """Print how far the signals tell supported claims from all others."""
    for name in ("even", "odd"):
        half = pairs[name == "odd" :: 2]
        truth = [pair.label == "supported" for pair in half]
        areas = ", ".join(f"{signal} {area([read(pair) for pair in half], truth):.3f}" for signal, read in SIGNALS.items())
        print(f"  {name}, {len(half)} claims, AUROC: {areas}")
        for missing, those in _flagged(half).items():
            wrong = sum(pair.label != "supported" for pair in those)
            print(f"    {missing}: {len(those)} claims, {wrong / max(len(those), 1):.2f} of them not fully supported")
    truth = [pair.label == "supported" for pair in pairs]
    scores = cross_validated([features(pair) for pair in pairs], truth, folds=5)
    share, low, high = balanced(scores, truth)
    print(
        f"  whole heuristic, five-fold, all {len(pairs)}: BAcc {share:.3f} ({low:.3f}–{high:.3f}), AUROC {area(scores, truth):.3f}"
    )


def _flagged(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    return {
        "a number missing (FACT803)": [pair for pair in pairs if pair.comparison.numbers],
        "a name missing (FACT804)": [pair for pair in pairs if pair.comparison.names],
        "both missing": [pair for pair in pairs if pair.comparison.numbers and pair.comparison.names],
        "no passage fits (FACT805)": [pair for pair in pairs if not fits(pair.comparison, pair.passages)],
    }


# Citation-Integrity


def integrity() -> tuple[list[Pair], list[Pair]]:
    """Return the claims of Citation-Integrity beside their own sources, and beside the texts of others."""
    sources: dict[int, dict[str, None]] = {}
    for document in lines("citation-integrity/mv_corpus.jsonl"):
        sources.setdefault(document["doc_id"] // 1000, {}).update(dict.fromkeys(document["abstract"]))
    texts = {number: index(sentences) for number, sentences in sources.items()}
    work = Reference(Item(OWN), PLACE)
    rng = random.Random(SEED)
    own: list[Pair] = []
    others: list[Pair] = []
    for claim in lines("citation-integrity/mv_claims_dev.jsonl"):
        labels = {piece["label"] for pieces in claim["evidence"].values() for piece in pieces}
        words = cited_part(Claim("c1", _marked(claim["claim"]), PLACE, (Citation(OWN, PLACE),)), work)
        source = claim["cited_doc_ids"][0] // 1000
        own.append(pair(min(labels, default="none"), words, texts[source]))
        drawn = rng.sample([number for number in sorted(texts) if number != source], OTHERS)
        others.extend(pair("other", words, texts[number]) for number in drawn)
    return own, others


def _marked(claim: str) -> str:
    """Return a claim with markers as articles have them."""
    pattern = r"[\[(]?\s*((?:<\|\w+\|>[\s,;–-]*)+)\s*[\])]?"
    return re.sub(pattern, lambda match: f" [{OWN if re.search('<.(?:multi_)?cit', match[1]) else OTHER}] ", claim)


def absent(own: Sequence[Pair], others: Sequence[Pair]) -> None:
    """Print how well claims that nothing in the source fits are found, and draw the curve."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for name in ("even", "odd"):
        half = own[name == "odd" :: 2]
        labels = [pair.label for pair in half]
        print(
            f"  {name}: {labels.count('SUPPORT')} accurate, {labels.count('REFUTE')} not, {labels.count('none')} that nothing fits"
        )
        for signal, read in SIGNALS.items():
            scores = [read(pair) for pair in half]
            fitting = area(scores, [label != "none" for label in labels])
            accurate = area(scores, [label == "SUPPORT" for label in labels])
            print(f"    {signal}: AUROC {fitting:.3f} of what nothing fits, {accurate:.3f} of what is not accurate")
        scores = [beyond(pair) for pair in half]
        curves[f"nothing fits ({name})"] = ranks(scores, [label == "none" for label in labels])
        curves[f"not accurate ({name})"] = ranks(scores, [label != "SUPPORT" for label in labels])
        best = max((point for point in curves[f"nothing fits ({name})"] if point[0] >= 0.5), key=lambda point: point[1])
        print(f"    of what nothing fits, half can be found at a precision of {best[1]:.2f} at most")
        flagged = [pair.label for pair in half if not fits(pair.comparison, pair.passages)]
        wrong = len(flagged) - flagged.count("SUPPORT")
        print(
            f"    FACT805 (below {FITTING}): {len(flagged)} claims: {flagged.count('none')} that nothing fits,"
            f" {wrong} not accurate; {flagged.count('SUPPORT')} of {labels.count('SUPPORT')} accurate ones"
        )
        beside = [pair for place, pair in enumerate(others) if (place // OTHERS) % 2 == (name == "odd")]
        missed = sum(fits(pair.comparison, pair.passages) for pair in beside)
        print(f"    beside the text of another work, {1 - missed / len(beside):.3f} of {len(beside)} found")
        hedged = [pair.label for pair in half if _hedge_lost(pair)]
        print(f"    FACT807: {len(hedged)} claims, {sum(label != 'SUPPORT' for label in hedged)} of them not accurate")
        for missing, those in list(_flagged(half).items())[:3]:
            print(f"    {missing}: {len(those)} claims, {sum(pair.label != 'SUPPORT' for pair in those)} of them not accurate")
    PLOT.write_text(plot(curves), "utf-8")


def _hedge_lost(pair: Pair) -> bool:
    return bool(nearest(pair) >= SURELY_FITTING and pair.comparison.passages[0].hedges and not hedges(pair.claim))


def other_books(pairs: Sequence[Pair]) -> None:
    """Print how many claims of WiCE are found beside a book that does not have their source, and how many beside one that has."""
    claims = lines("wice/claim_dev.jsonl")
    sources = list(dict.fromkeys(tuple(claim["evidence"]) for claim in claims))
    size = 40
    rng = random.Random(SEED)
    beside: dict[str, list[Pair]] = {"own": [], "other": []}
    for first in range(0, len(sources), size):
        those = sources[first : first + size]
        text = index(sentence for source in those for sentence in source)
        for claim in claims[1::2]:
            has = tuple(claim["evidence"]) in those
            if (has and claim["label"] != "not_supported") or (not has and rng.random() < 1 / 4):
                beside["own" if has else "other"].append(pair("", claim["claim"], text))
    found = {kind: [not fits(pair.comparison, pair.passages) for pair in those] for kind, those in beside.items()}
    odd = [pair for pair in pairs[1::2] if pair.label in FITTING_LABELS]
    alarms = sum(not fits(pair.comparison, pair.passages) for pair in odd)
    right, wrong = found["own"], found["other"]
    print(f"  odd, books of {size} sources: beside another book {sum(wrong) / len(wrong):.3f} of {len(wrong)} found")
    print(f"    false alarms: beside the right book {sum(right)} of {len(right)}, beside the source alone {alarms} of {len(odd)}")


def main() -> None:
    """Print all figures, and draw the curve."""
    print("WiCE: supporting sentences in passages")
    book()
    print("WiCE: supported claims")
    pairs = wice()
    supported(pairs)
    print("WiCE: claims beside books")
    other_books(pairs)
    print("Citation-Integrity: absence")
    absent(*integrity())
