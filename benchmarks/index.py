"""The index of works: how fast it is built and asked, and what it finds for damaged strings among near neighbours.

    python benchmarks/index.py [--sizes 10000 100000] [--queries 2000]

Works are made from the labelled strings: their titles are chains of words that follow each other in real titles, their people,
journals and publishers are real ones. A tenth of the works are near neighbours of others: errata, second parts, later editions. A
tenth of the queries are about works that are not in the index, while their neighbours are. Every query is damaged once.
A work is called absent if a report would say that Crossref, whose works these are, does not know it; it is left open if the damage
makes an entry or a record doubtful.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import string_sets
from kzcheck.csl import Item
from kzcheck.evidence import Asked, Found, Resolution
from kzcheck.index.shelves import Shelf
from kzcheck.language.folding import fold
from kzcheck.matching.works import judge
from kzcheck.readers import printed
from kzcheck.readers.nodes import Source
from kzcheck.reasons import Reason
from kzcheck.sources import SOURCES
from labelled import Labelled
from string_damage import misread

BUILD = """
import sys, time
from pathlib import Path
from kzcheck.index import building
started, used = time.perf_counter(), time.process_time()
building.build([Path(sys.argv[1])], Path(sys.argv[2]))
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(time.perf_counter() - started, time.process_time() - used, peak)
"""
LONGEST = 14
"""Words of a made title."""
JUDGED = 500
"""Queries whose candidates are also judged, which takes some milliseconds each."""


class Parts(NamedTuple):
    """What works are made of: pairs of words in titles by the first, and the other fields."""

    following: dict[str, list[str]]
    people: list[str]
    journals: list[str]


def parts() -> Parts:
    """Take the labelled strings apart."""
    following: dict[str, list[str]] = defaultdict(list)
    people: list[str] = []
    journals: list[str] = []
    for half in ("tune", "held-out"):
        for labelled in string_sets.sets(half):
            for entry in labelled.entries:
                for label, start, end in entry.spans:
                    text = " ".join(entry.text[start:end].split())
                    if label == "title":
                        words = ["", *text.split(), ""]
                        for word, after in pairwise(words):
                            following[word].append(after)
                    elif label == "author":
                        people += [
                            word
                            for word in text.replace(",", " ").split()
                            if word[:1].isupper() and len(word) > 3 and word.isalpha()
                        ]
                    elif label == "container_title":
                        journals.append(text)
    return Parts(following, people, journals)


def made(count: int, source: Parts) -> list[dict[str, Any]]:
    """Return works in Crossref's JSON."""
    rng = random.Random(count)
    works: list[dict[str, Any]] = []
    for number in range(count):
        if works and rng.random() < 0.1:
            works.append(neighbour(rng.choice(works), number, rng))
            continue
        words: list[str] = []
        word = ""
        while len(words) < LONGEST and ((word := rng.choice(source.following[word])) or len(words) < 4):
            if word:
                words.append(word)
        first = rng.randint(1, 900)
        works.append(
            {
                "DOI": f"10.5555/{number}",
                "type": "journal-article",
                "title": [" ".join(words)],
                "author": [
                    {"family": rng.choice(source.people), "given": rng.choice("ABCDEGHIJKLMN") + "."}
                    for _ in range(rng.randint(1, 4))
                ],
                "container-title": [rng.choice(source.journals)],
                "volume": str(rng.randint(1, 80)),
                "issue": str(rng.randint(1, 12)),
                "page": f"{first}-{first + rng.randint(3, 30)}",
                "issued": {"date-parts": [[rng.randint(1950, 2023)]]},
                "publisher": "An invented publisher",
                "reference": [{"key": str(key), "unstructured": "An invented reference " * 3} for key in range(20)],
            }
        )
    return works


def neighbour(work: dict[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    """Return a work that is easily taken for another."""
    title, year = work["title"][0], work["issued"]["date-parts"][0][0]
    later = {"date-parts": [[year + rng.randint(1, 4)]]}
    kinds = (
        {"title": [f"Erratum: {title}"], "issued": later, "page": str(rng.randint(1, 900))},
        {"title": [f"{title}. Part II"], "issued": later, "page": f"{rng.randint(1, 900)}-{rng.randint(901, 999)}"},
        {
            "issued": {"date-parts": [[year + rng.randint(5, 12)]]},
            "volume": str(rng.randint(1, 80)),
            "page": str(rng.randint(1, 900)),
        },
        {"title": [f"{title}, {year + 1}"], "issued": later, "volume": str(rng.randint(1, 80)), "page": str(rng.randint(1, 900))},
    )
    return {**work, **rng.choice(kinds), "DOI": f"10.5555/{number}"}


def damaged(work: dict[str, Any], rng: random.Random) -> str:
    """Return a work as a list prints it, with one kind of damage."""
    fields = {
        "people": ", ".join(f"{person['family']} {person['given']}" for person in work["author"]),
        "year": f"({work['issued']['date-parts'][0][0]})",
        "title": work["title"][0],
        "journal": work["container-title"][0],
        "place": f"{work['volume']}({work['issue']}): {work['page']}",
    }
    kind = rng.choice(("dropped", "abbreviated", "typing", "transliterated", "misread"))
    if kind == "dropped":
        del fields[rng.choice(("people", "year", "journal", "place"))]
    if kind == "abbreviated":
        fields["journal"] = " ".join(word[:4] + "." for word in fields["journal"].split())
        fields["people"] = work["author"][0]["family"] + " et al."
    if kind == "typing":
        at = rng.randrange(len(fields["title"]))
        fields["title"] = fields["title"][:at] + rng.choice("abcdefg") + fields["title"][at + 1 :]
    text = ". ".join(fields.values())
    if kind == "transliterated":
        text = fold(text)
    if kind == "misread":
        entry = Labelled(text, (), "")
        for _ in range(3):
            entry = misread(entry, rng) or entry
        text = entry.text
    return text


def measure(count: int, queries: int, source: Parts) -> None:
    """Build an index of `count` works and ask it; print one line for each figure."""
    rng = random.Random(queries)
    works = made(count, source)
    missing = set(rng.sample(range(count), queries // 10))
    with tempfile.TemporaryDirectory() as folder:
        snapshot, into = Path(folder) / "works.jsonl", Path(folder) / "index"
        snapshot.write_bytes(
            b"".join(msgspec.json.encode(work) + b"\n" for place, work in enumerate(works) if place not in missing)
        )
        out = subprocess.run(
            [sys.executable, "-c", BUILD, snapshot, into], capture_output=True, check=True, text=True
        ).stdout.split()
        wall, used, memory = map(float, out)
        size = sum(file.stat().st_size for file in into.rglob("*") if file.is_file())
        shelf = Shelf(into, "crossref")
        present = [place for place in rng.sample(range(count), min(count, queries)) if place not in missing]
        started = time.process_time()
        hits = sum(isinstance(shelf.answer("DOI", (f"10.5555/{place}",))[f"10.5555/{place}"], Found) for place in present)
        dois = len(present) / (time.process_time() - started)
        strings = [(place, damaged(works[place], rng)) for place in [*present, *sorted(missing)]]
        started = time.process_time()
        answers = [(place, string, shelf.search_words((string,))) for place, string in strings]
        searches = len(strings) / (time.process_time() - started)
    first = sum(
        place not in missing and answer.records[0].id == f"10.5555/{place}"
        for place, _, answer in answers
        if isinstance(answer, Found)
    )
    rng.shuffle(answers)
    silent = dict.fromkeys((name for name in SOURCES if name != "crossref"), Reason("switched-off"))
    known = unsure = absent = wrong = 0
    for place, string, answer in answers[:JUDGED]:
        read = printed.readings(Source("", string), [printed.Printed("1", 0, len(string))])
        item = next((reading.item for _, _, reading in read), Item("x"))
        verdict = judge(item, string, Resolution((Asked("crossref", "reference", string, answer),)), silent)
        wrong += verdict.work is not None and verdict.work.record.id != f"10.5555/{place}"
        if place not in missing:
            known += 1
            unsure += verdict.work is None and not verdict.is_unknown
            absent += verdict.is_unknown
    lines = (
        f"built {count / wall:,.0f}/s, {count / used:,.0f} a second of processor time",
        f"{memory / 1024:,.0f} MB of memory, {size / count:,.0f} bytes a work",
        f"{dois:,.0f} DOIs/s, {hits} of {len(present)} there",
        f"{searches:,.0f} strings/s, the work first for {first / len(present):.4f}",
        f"of {JUDGED} judged, {absent} of {known} called absent, {unsure} left open, {wrong} wrong works named",
    )
    print(f"{count:,} works: {'; '.join(lines)}")


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=2000)
    asked = parser.parse_args()
    source = parts()
    for count in asked.sizes:
        measure(count, asked.queries, source)


if __name__ == "__main__":
    main()
