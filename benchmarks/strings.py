"""Printed references: which fields are read right, how surely, how fast, and what the damage of print does.

    python benchmarks/strings.py [--split held-out|tune] [--errors N] [--labels]
    python benchmarks/strings.py --damage | --doubt | --time | --peer | --first

A field is right if its letters and digits are exactly those of the label, all parts of it together; a whole reference is right if
every field is, and none is read that the label lacks. Numbers in the list, media, notes and what is known by its form (addresses,
identifiers, dates of access) do not count. Sets are split by source, never at random; the intervals are those of 200 samples of
sources. The model never saw a source of the held-out split.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import first_article
import gold
import string_damage
import string_peer
from kzcheck.language.parsing import fields, read
from string_sets import StringSet, sets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from labelled import Labelled

UNCOUNTED = frozenset({"citation_number", "medium", "note", "url", "doi", "isbn", "issn", "arxiv", "pmid", "accessed"})
SAMPLES = 200
BESIDE_PEER = 200
"""Strings of each set that refextract parses, too."""
YEAR = re.compile(r"(?:1[4-9]|20)\d\d")
BINS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
LOADING = """
import time
from kzcheck.language.parsing import fields

start = time.perf_counter()
fields("Doe J. Title. 2004.")
print(time.perf_counter() - start)
"""


class Outcome(NamedTuple):
    """What was read of one string beside its label, as letters and digits by label."""

    entry: Labelled
    labelled: Mapping[str, str]
    parsed: Mapping[str, str]

    @property
    def right(self) -> bool:
        """Whether the whole reference is right."""
        return self.labelled == self.parsed


def main() -> None:
    """Parse, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("held-out", "tune"), default="held-out")
    parser.add_argument("--errors", type=int, default=0, help="print so many wrong references of each set")
    parser.add_argument("--labels", action="store_true", help="F1 of each label")
    parser.add_argument("--damage", action="store_true", help="F1 with one fault of print in each string")
    parser.add_argument("--doubt", action="store_true", help="how often fields are right, by confidence")
    parser.add_argument(
        "--time", action="store_true", help="whole readings and fields alone a second on one core, and time to load the model"
    )
    parser.add_argument("--peer", action="store_true", help="F1 and strings a second beside refextract")
    parser.add_argument("--first", action="store_true", help="the entries of the first article")
    options = parser.parse_args()
    gold.need()
    if options.first:
        _first()
        return
    labelled = [*sets(options.split)]
    if options.time:
        _time([entry.text for part in labelled for entry in part.entries])
    elif options.peer:
        _peer(labelled)
    elif options.doubt:
        _doubt(labelled)
    elif options.damage:
        _damage(labelled)
    else:
        _accuracy(labelled, errors=options.errors, labels=options.labels)


def _accuracy(labelled: Iterable[StringSet], *, errors: int, labels: bool) -> None:
    print(f"{'':10} strings  sources  missing  {'field F1':24} {'whole references':24}")
    for part in labelled:
        outcomes = [_outcome(entry, part.unlabelled) for entry in part.entries]
        sources = len({entry.source for entry in part.entries})
        figures = "  ".join(f"{measure(outcomes):.3f} {_interval(outcomes, measure):16}" for measure in (micro, whole))
        print(f"{part.name:10} {len(outcomes):7} {sources:8} {part.missing:8}  {figures}")
        if labels:
            counts = Counter(label for outcome in outcomes for label in outcome.labelled)
            print("   ", ", ".join(f"{label} {micro(outcomes, label):.3f} ({count})" for label, count in counts.most_common()))
        for outcome in [outcome for outcome in outcomes if not outcome.right][:errors]:
            print("   ", outcome.entry.text)
            for label in sorted({*outcome.labelled, *outcome.parsed}):
                if outcome.labelled.get(label) != outcome.parsed.get(label):
                    print(f"        {label}: {outcome.labelled.get(label)} read as {outcome.parsed.get(label)}")


def _outcome(entry: Labelled, unlabelled: frozenset[str], text: str = "") -> Outcome:
    labelled: defaultdict[str, str] = defaultdict(str)
    parsed: defaultdict[str, str] = defaultdict(str)
    for label, start, end in entry.spans:
        if label not in UNCOUNTED | unlabelled:
            labelled[label] += plain(entry.text[start:end])
    for field in fields(text or entry.text):
        if field.label not in UNCOUNTED | unlabelled:
            parsed[field.label] += plain(field.text)
    return Outcome(entry, labelled, parsed)


def plain(words: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return "".join(filter(str.isalnum, words.lower()))


def micro(outcomes: Iterable[Outcome], only: str = "") -> float:
    """Return the F1 of all fields together, or of those with one label."""
    right = both = 0
    for _, labelled, parsed in outcomes:
        for label in [only] if only else {*labelled, *parsed}:
            both += (label in labelled) + (label in parsed)
            right += label in labelled and labelled[label] == parsed.get(label)
    return 2 * right / both if both else 0.0


def whole(outcomes: Iterable[Outcome]) -> float:
    """Return the share of references all of whose fields are right."""
    verdicts = [outcome.right for outcome in outcomes]
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def _interval(outcomes: Iterable[Outcome], measure: Callable[[list[Outcome]], float]) -> str:
    """Return the 95 % interval of a measure over samples of sources."""
    by_source: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_source[outcome.entry.source].append(outcome)
    random = Random(1)
    sources = [*by_source.values()]
    samples = [[outcome for chosen in random.choices(sources, k=len(sources)) for outcome in chosen] for _ in range(SAMPLES)]
    figures = sorted(map(measure, samples))
    return f"({figures[len(figures) // 40]:.3f}–{figures[-1 - len(figures) // 40]:.3f})"


def _damage(labelled: Iterable[StringSet]) -> None:
    print(f"{'':10} {'as printed':>12}" + "".join(f"{name:>28}" for name in string_damage.FAULTS))
    for part in labelled:
        before = [_outcome(entry, part.unlabelled) for entry in part.entries]
        row = f"{part.name:10} {micro(before):12.3f}"
        for fault in string_damage.FAULTS.values():
            random = Random(1)
            after = [_outcome(damaged, part.unlabelled) for entry in part.entries if (damaged := fault(entry, random))]
            row += f"{micro(after):20.3f} {micro(after) - micro(before):+7.3f}"
        print(row)


def _doubt(labelled: Iterable[StringSet]) -> None:
    """Print how many fields have which confidence, and how many of them are right."""
    for part in labelled:
        verdicts: defaultdict[float, list[bool]] = defaultdict(list)
        for entry in part.entries:
            spans = {(label, plain(entry.text[start:end])) for label, start, end in entry.spans}
            for field in fields(entry.text):
                if field.label not in UNCOUNTED | part.unlabelled:
                    bound = next(bound for bound in BINS if field.confidence < bound)
                    verdicts[bound].append((field.label, plain(field.text)) in spans)
        total = sum(map(len, verdicts.values()))
        row = "  ".join(
            f"<{bound:.2f}: {sum(verdicts[bound]) / max(1, len(verdicts[bound])):.3f} of {len(verdicts[bound]) / total:.1%}"
            for bound in BINS
        )
        print(f"{part.name:10} {row}")


def _time(texts: list[str]) -> None:
    loading = min(
        float(subprocess.run([sys.executable, "-c", LOADING], check=True, capture_output=True, text=True).stdout) for _ in range(5)
    )
    whole, parts = (len(texts) / _seconds(parse, texts) for parse in (_read, fields))
    print(f"{whole:.0f} strings a second on one core as items, then {parts:.0f} as fields alone; the first takes {loading:.3f} s")


def _read(text: str) -> None:
    read(text, "")


def _seconds(parse: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the processor time to parse all strings, once what the first one loads is there."""
    parse(texts[0])
    start = time.process_time()
    for text in texts:
        parse(text)
    return time.process_time() - start


def _peer(labelled: Iterable[StringSet]) -> None:
    """Print F1 of the fields that refextract has, ours and its own on the same strings, and how fast both are."""
    samples = [(part, Random(1).sample(part.entries, min(BESIDE_PEER, len(part.entries)))) for part in labelled]
    texts = [entry.text for _, entries in samples for entry in entries]
    with TemporaryDirectory() as folder:
        answers, peer_seconds = string_peer.parsed(Path(folder), texts)
    if not answers:
        return
    print(f"{'':10} strings  " + "  ".join(f"{label:>15}" for label in ("all", *string_peer.FIELDS)) + "  (ours, refextract)")
    at = 0
    for part, entries in samples:
        ours, its = [], []
        for answer, outcome in zip(answers[at:], (_outcome(entry, part.unlabelled) for entry in entries), strict=False):
            truth = _comparable(outcome.labelled)
            ours.append(Outcome(outcome.entry, truth, _comparable(outcome.parsed)))
            its.append(Outcome(outcome.entry, truth, _comparable(answer)))
        at += len(entries)
        row = "  ".join(f"{micro(ours, label):7.3f} {micro(its, label):7.3f}" for label in ("", *string_peer.FIELDS))
        print(f"{part.name:10} {len(entries):7}  {row}")
    ours_a_second, its_a_second = len(texts) / _seconds(_read, texts), len(texts) / peer_seconds
    print(f"{ours_a_second:.0f} and {its_a_second:.1f} strings a second, {ours_a_second / its_a_second:.0f} times as many")


def _comparable(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the letters and digits of the fields that refextract has; of a date only the year."""
    return {
        label: year[0] if label == "issued" and (year := YEAR.search(text)) else plain(text)
        for label, text in fields.items()
        if label in string_peer.FIELDS
    }


def _first() -> None:
    """Print the fields of the first article's entries."""
    for entry in first_article.printings()[0].entries:
        print(entry.text)
        print(
            "   ",
            " | ".join(
                f"{field.label}: {field.text}" + ("" if field.confidence > 0.9 else f" ({field.confidence:.2f})")
                for field in fields(entry.text)
            ),
        )


if __name__ == "__main__":
    main()
