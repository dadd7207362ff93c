"""Quotations planted in long texts: what the rules say about each, and how long that takes.

`python benchmarks/text_quotations.py [choosing] [--errors N]` measures on the texts for reporting, or on those for choosing. Each
quotation is a claim of its own that cites the text; the real rules judge the real alignments. It is right if exactly the rule of
its kind fires and names the change. Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

import planted_quotations as planting
import text_books
from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.case import case_of
from kzcheck.csl import Item
from kzcheck.evidence import Evidence
from kzcheck.finding import Severity
from kzcheck.language import languages
from kzcheck.language.folding import lower
from kzcheck.matching.quotations.aligning import aligned
from kzcheck.matching.quotations.searching import Searchable
from kzcheck.rules import quotations as rules
from kzcheck.texts import Comparison, Text, TextAtHand

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kzcheck.texts import Alignment
    from planted_quotations import Planted

EACH = 300
HERE, OTHER = "1", "2"
KINDS: dict[str, str] = {
    "verbatim": "",
    "noise of 4 %": "",
    "word swapped": "QUOT702",
    "not inserted": "QUOT702",
    "clause dropped": "QUOT702",
    "cut before but": "QUOT705",
    "ellipsis": "",
    "spliced": "QUOT706",
    "invented": "QUOT701",
    "another work": "QUOT704",
    "noisy text": "",
}
"""The rule that each kind is for. The quotations from a noisy text are verbatim, but 4 % of the text's own letters are wrong."""
CLEAN = ("verbatim", "ellipsis")
"""Kinds of which each finding is a false alarm."""
UNCHANGED = (*CLEAN, "noise of 4 %", "noisy text")
"""Kinds of which each warning is wrong."""
SEEDED = ("verbatim", "ellipsis", "word swapped", "not inserted", "clause dropped", "cut before but", "spliced")
"""Kinds in which three words in a row lead to the place: their time is measured."""
_PLACE = Location("claims.yaml", 1, 1, 1, 1)


class Quotation(NamedTuple):
    """A planted quotation of a kind, with the text in which it is sought."""

    kind: str
    planted: Planted
    text: Searchable


class Sought(NamedTuple):
    """What came of a quotation: the codes of the rules that fired, whether any gave a warning, its alignment, and the seconds."""

    codes: frozenset[str]
    warned: bool
    alignment: Alignment
    seconds: float


def made(  # noqa: C901, PLR0913
    language: str,
    paragraphs: list[str],
    cut: list[Planted],
    others: list[list[str]],
    chance: random.Random,
    *,
    kinds: Collection[str] = (),
) -> Iterator[tuple[str, Planted]]:
    """Yield up to `EACH` quotations of each kind, or of some `kinds`, made of a text's sentences."""
    joined = {quotation.words.rstrip(".") for quotation in cut}
    sentences = [words for words in planting.sentences(paragraphs) if not _is_joined(words, joined)]
    vocabulary = [word for words in sentences for word in words if word.isalpha() and len(word) > planting.EDGE - 1]
    pairs: dict[str, list[str]] = defaultdict(list)
    for words in sentences:
        for one, following in pairwise(words):
            pairs[one].append(following)

    def words_of(source: Sequence[list[str]] = sentences) -> list[str]:
        return planting.stretch(chance.choice(source), chance)

    makers: dict[str, Callable[[], Planted | None]] = {
        "verbatim": lambda: planting.typeset(words_of(), chance),
        "noise of 4 %": lambda: planting.Planted(planting.noisy(" ".join(words_of()), chance)),
        "word swapped": lambda: planting.swapped(words_of(), vocabulary, chance),
        "not inserted": lambda: planting.denied(words_of(), language, chance),
        "clause dropped": lambda: planting.shortened(words_of(), language, chance, "", turning=None),
        "ellipsis": lambda: planting.shortened(words_of(), language, chance, "…", turning=False),
        "spliced": lambda: planting.shortened(words_of(), language, chance, "…", turning=True),
        "invented": lambda: planting.invented(pairs, chance),
        "another work": lambda: planting.Planted(" ".join(words_of(others))),
        "noisy text": lambda: planting.Planted(" ".join(words_of())),
    }
    whole = "\n".join(paragraphs)
    for kind, maker in makers.items():
        if kinds and kind not in kinds:
            continue
        seen: dict[str, Planted] = {}
        for _ in range(EACH * 40):
            quotation = maker()
            if not quotation or languages.guess(quotation.words) not in {language, ""}:
                continue
            if kind in {"another work", "invented"} and quotation.words in whole:
                continue
            if "…" in quotation.words and min(map(whole.count, quotation.words.split(" … "))) > 1:
                continue
            seen.setdefault(quotation.words, quotation)
            if len(seen) == EACH:
                break
        yield from ((kind, quotation) for quotation in seen.values())


def _is_joined(words: list[str], joined: set[str]) -> bool:
    return any(" ".join(words[:length]).rstrip(",") in joined for length in range(8, min(41, len(words))))


def _with_turns(paragraphs: list[str], language: str, chance: random.Random, most: int) -> tuple[list[Planted], list[str]]:
    """Let some sentences of a text go on with a "but"; return what comes before it as quotations, and the text."""
    cut: list[Planted] = []
    changed = list(paragraphs)
    places = list(range(len(paragraphs)))
    chance.shuffle(places)
    for at in places:
        parts = planting.sentences([paragraphs[at]])
        if (
            len(cut) == 6 * EACH
            or not parts
            or len(parts[0]) > 40
            or not re.search(r"\w\.$", parts[0][-1])
            or "[" in "".join(parts[0])
        ):
            continue
        first, clause = " ".join(parts[0])[:-1], " ".join(paragraphs[chance.choice(places)].split()[1:8])
        if f"{first}." in changed[at]:
            turn = chance.choice(planting.BUT[language][:most])
            changed[at] = changed[at].replace(f"{first}.", f"{first}, {turn} {clause[0].lower()}{clause[1:]}.", 1)
            cut.append(planting.Planted(first + "."))
    return cut, changed


def _saying(words: str) -> str:
    """Return a sentence with a quotation: by itself if it ends with a full stop, as a part of the sentence if not."""
    return f"“{words}” [{HERE}]" if words.endswith((".", "!", "?")) else f"It says “{words}” in this place [{HERE}]."


def judged(quotations: Sequence[Quotation], language: str, other: Searchable) -> list[Sought]:
    """Return what the rules say of each quotation."""
    timed: list[tuple[Alignment, float]] = []
    claims: list[Claim] = []
    comparisons: dict[str, tuple[Comparison, ...]] = {}
    for number, quotation in enumerate(quotations):
        words = quotation.planted.words
        started = time.process_time()
        alignment = aligned(words, quotation.text, language)
        timed.append((alignment, time.process_time() - started))
        elsewhere = aligned(words, other, language, thorough=False) if not alignment.similarity else None
        found: dict[str, tuple[Alignment, ...]] = {OTHER: (elsewhere,)} if elsewhere and elsewhere.similarity else {}
        claims.append(Claim(f"c{number}", _saying(words), _PLACE, (Citation(HERE, _PLACE),), quotations=(words,)))
        comparisons[f"c{number}"] = (Comparison(HERE, (replace(alignment, quotation="quotes.0"),), elsewhere=found),)
    references = tuple(Reference(Item(id=name, type="book", title="Rivers"), _PLACE) for name in (HERE, OTHER))
    at_hand = TextAtHand("file", "texts/1.pdf", "0", 90_000, 0, pages=300, language=language)
    day = datetime(2026, 11, 30, tzinfo=UTC)
    evidence = Evidence(day, "benchmark", texts={HERE: at_hand, OTHER: at_hand}, comparisons=comparisons)
    case = case_of(Article(references, tuple(claims)), evidence)
    codes: dict[str, set[str]] = defaultdict(set)
    warned: set[str] = set()
    for rule in rules.RULES:
        for problem in rule.check(case):
            codes[problem.claim or ""].add(rule.code)
            if (problem.severity or rule.page.severity) >= Severity.WARNING:
                warned.add(problem.claim or "")
    return [
        Sought(frozenset(codes[claim.id]), claim.id in warned, *alignment) for claim, alignment in zip(claims, timed, strict=True)
    ]


def is_right(quotation: Quotation, sought: Sought) -> bool:
    """Return whether exactly the rule of its kind fires, and names the change."""
    wanted, changes, change = KINDS[quotation.kind], sought.alignment.changes, quotation.planted.change
    if sought.codes != ({wanted} if wanted else set()):
        return False
    if quotation.kind in {"word swapped", "not inserted"}:
        return any(change in one.quoted.split() for one in changes)
    return quotation.kind != "clause dropped" or any(
        not set(change.split()).isdisjoint(lower(one.source).split()) for one in changes
    )


def measured(language: str, *, choosing: bool, errors: int) -> Counter[str]:
    """Print the figures of a language; return how many of each kind there are, and how many are right (`right KIND`)."""
    chance = random.Random(f"{language} {choosing}")
    book, another = text_books.BOOKS[language] if choosing else text_books.BOOKS[language][::-1]
    cut, paragraphs = _with_turns(text_books.paragraphs(language, book), language, chance, 3 if choosing else 6)
    text = text_books.made_text(language, paragraphs)
    started = time.process_time()
    index = Searchable(text)
    seconds = time.process_time() - started
    shown = [paragraph for leaf in text.leaves for paragraph in leaf.text.split("\n\n")]
    whole = "\n".join(shown)
    other = text_books.made_text(language, text_books.paragraphs(language, another))
    scan = Searchable(Text(tuple(replace(leaf, text=planting.noisy(leaf.text, chance)) for leaf in text.leaves), language=language))
    lowered = whole.lower()
    quotations = [Quotation("cut before but", one, index) for one in cut if lowered.count(one.words.lower().rstrip(".")) == 1][
        :EACH
    ]
    others = planting.sentences([leaf.text for leaf in other.leaves])
    for kind, one in made(language, shown, cut, others, chance):
        quotations.append(Quotation(kind, one, scan if kind == "noisy text" else index))
    results = judged(quotations, language, Searchable(other))
    counts = Counter(quotation.kind for quotation in quotations)
    pairs = list(zip(quotations, results, strict=True))
    for quotation, sought in pairs:
        counts[f"right {quotation.kind}"] += is_right(quotation, sought)
        counts["false alarms"] += quotation.kind in CLEAN and bool(sought.codes)
        counts["warned"] += quotation.kind in UNCHANGED and sought.warned
    found = sorted(1000 * sought.seconds for quotation, sought in pairs if sought.alignment.similarity and quotation.kind in SEEDED)
    absent = sorted(1000 * sought.seconds for _, sought in pairs if not sought.alignment.similarity)
    print(f"| {language}, {len(index):,} words | {_shares(counts)} |")
    print(
        f"  false alarms {counts['false alarms']} of {sum(counts[kind] for kind in CLEAN)}; warnings on unchanged ones "
        f"{counts['warned']} of {sum(counts[kind] for kind in UNCHANGED)}; index {seconds:.2f} s; found "
        f"{median(found):.2f} ms, mean {mean(found):.2f}; not found {median(absent):.0f} ms, longest {absent[-1]:.0f} ms",
        flush=True,
    )
    shown_of: Counter[str] = Counter()
    for quotation, sought in pairs:
        if not is_right(quotation, sought) and shown_of[quotation.kind] < errors:
            shown_of[quotation.kind] += 1
            alignment = sought.alignment
            print(f"  {quotation.kind}: {' '.join(sought.codes)} “{quotation.planted.words}” | {alignment.words}")
            print(f"    {alignment.similarity} {alignment.changes} {alignment.omitted} {alignment.after}")
    return counts


def _shares(counts: Counter[str]) -> str:
    return " | ".join(f"{counts[f'right {kind}'] / counts[kind]:.3f} ({counts[kind]})" if counts[kind] else "–" for kind in KINDS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--errors", type=int, default=0, help="wrong ones of each kind to print")
    parser.add_argument("--language", choices=tuple(text_books.BOOKS), action="append")
    options = parser.parse_args(arguments)
    text_books.need()
    print(f"| text | {' | '.join(KINDS)} |")
    total: Counter[str] = Counter()
    for language in options.language or text_books.BOOKS:
        total += measured(language, choosing=options.half == "choosing", errors=options.errors)
    print(f"| all | {_shares(total)} |")
    clean, unchanged = (sum(total[kind] for kind in kinds) for kinds in (CLEAN, UNCHANGED))
    print(f"  false alarms {total['false alarms']} of {clean}; warnings on unchanged ones {total['warned']} of {unchanged}")


if __name__ == "__main__":
    main()
