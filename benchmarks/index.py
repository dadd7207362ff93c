"""The index of works: how fast it is built and asked, and what it finds for damaged strings among near neighbours.

    python benchmarks/index.py [--sizes 10000 100000 1000000] [--queries 2000] [--real] [--plot FILE.svg]

Works are made from the labelled strings: halves of their titles are chains of words that follow each other in real titles, their
people and journals are real ones. A tenth are near neighbours of others: errata, second parts, later editions. A tenth of the
queries are about works that are not in the index, while their neighbours may be. Every query is damaged once.
A work is called absent if a report would say that Crossref, whose works these are, does not know it; it is left open if the damage
makes an entry or a record doubtful. Wrong works are counted apart if they have the title and people of a work that is missing.

`--real` adds real printed references with DOIs to the last index, whose records are known: see `index_strings.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

import index_strings
from index_works import damaged, made, parts
from kzcheck.csl import Item
from kzcheck.evidence import Asked, Found, Resolution
from kzcheck.index.shelves import Shelf
from kzcheck.language.folding import fold
from kzcheck.matching.works import judge
from kzcheck.readers import printed
from kzcheck.readers.nodes import Source
from kzcheck.reasons import Reason
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index_works import Work
    from kzcheck.evidence import Answer
    from kzcheck.matching.works import Verdict

BUILD = """
import json, os, resource, sys, time
from pathlib import Path
from kzcheck.index import building
if __name__ == "__main__":
    started = time.perf_counter()
    building.build([Path(sys.argv[1])], Path(sys.argv[2]))
    wall = time.perf_counter() - started
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    used = sum(usage.ru_utime + usage.ru_stime for usage in (own, children))
    readers = min(os.cpu_count(), 4) if children.ru_maxrss else 0
    peak = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps([wall, used, peak + readers * children.ru_maxrss]))
"""
LOOK_UP = """
import json, sys, time
from pathlib import Path
from kzcheck.evidence import Found
from kzcheck.index.shelves import Shelf
if __name__ == "__main__":
    shelf, dois = Shelf(Path(sys.argv[1]), "crossref"), json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    started, used = time.perf_counter(), time.process_time()
    hits = sum(isinstance(shelf.answer("DOI", (doi,))[doi], Found) for doi in dois)
    print(json.dumps([hits, time.perf_counter() - started, time.process_time() - used]))
"""
LOOK_UPS = 100_000
"""DOIs that are looked up, at most: some seconds."""
IN_A_FILE = 1_000_000
SILENT = dict.fromkeys((name for name in SOURCES if name != "crossref"), Reason("switched-off"))


def written(folder: Path, count: int, missing: frozenset[int], more: Iterable[Work]) -> None:
    """Write a snapshot."""
    folder.mkdir()
    for start in range(0, count, IN_A_FILE):
        with (folder / f"{start // IN_A_FILE}.jsonl").open("wb") as file:
            for number in range(start, min(count, start + IN_A_FILE)):
                if number not in missing:
                    file.write(msgspec.json.encode(made(number)) + b"\n")
    (folder / "more.jsonl").write_bytes(b"".join(msgspec.json.encode(work) + b"\n" for work in more))


def verdict(string: str, answer: Answer) -> Verdict:
    """Return what a report would say about a printed reference if Crossref gave this answer."""
    read = printed.readings(Source("", string), [printed.Printed("1", 0, len(string))])
    item = next((reading.item for _, _, reading in read), Item("x"))
    return judge(item, string, Resolution((Asked("crossref", "reference", string, answer),)), SILENT)


def outcomes(answers: Iterable[tuple[int, str, Answer]], missing: frozenset[int]) -> Counter[str]:
    """Count what reports would say."""
    counts: Counter[str] = Counter()
    for number, string, answer in answers:
        said = verdict(string, answer)
        kind = "missing" if number in missing else "known"
        if said.work is None:
            outcome = "unknown" if said.is_unknown else "open"
        elif said.work.record.id == f"10.5555/{number}":
            outcome = "right"
        else:
            outcome = "twin" if number in missing and _is_twin(made(number), said.work.record.item) else "wrong"
        counts[f"{kind} {outcome}"] += 1
    return counts


def _is_twin(work: Work, item: Item) -> bool:
    """Return whether a record has the people and title of a work, but for a mark of its own at one end."""
    titles = fold(work["title"][0]), fold(item.title)
    people = [person["family"] for person in work["author"]] == [name.family for name in item.author]
    return people and (titles[0] in titles[1] or titles[1] in titles[0])


def measure(count: int, queries: int, *, real: bool) -> dict[str, float]:
    """Build an index of `count` works and ask it; print and return the figures."""
    rng = Random(queries)
    missing = frozenset(rng.sample(range(count), queries // 10))
    strings = list(index_strings.known()) if real else []
    with tempfile.TemporaryDirectory() as folder:
        snapshot, into = Path(folder) / "works", Path(folder) / "index"
        written(snapshot, count, missing, index_strings.works() if real else ())
        command = [sys.executable, "-c", BUILD, str(snapshot), str(into)]
        wall, used, memory = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        size = sum(file.stat().st_size for file in into.rglob("*") if file.is_file())
        shelf = Shelf(into, "crossref")
        present = [number for number in rng.sample(range(count), min(count, queries)) if number not in missing]
        known = [f"10.5555/{number}" for number in Random(1).sample(range(count), min(count, LOOK_UPS)) if number not in missing]
        hits, dois, dois_of_one = looked_up(into, known)
        asked = [(number, damaged(made(number), rng)) for number in [*present, *sorted(missing)]]
        started = time.process_time()
        answers = [(number, string, shelf.search_words((string,))) for number, string in asked]
        searches = len(asked) / (time.process_time() - started)
        for name, cases in index_strings.by_source(strings):
            print(f"  {name}: {index_strings.figures(_named(shelf, cases))}")
    first = sum(isinstance(answer, Found) and answer.records[0].id == f"10.5555/{number}" for number, _, answer in answers)
    counts = outcomes(answers, missing)
    lines = (
        f"built {count / wall:,.0f}/s, {count / used:,.0f} a second of processor time",
        f"{memory / 1024:,.0f} MB of memory, {size / count:,.0f} bytes a work",
        f"{dois:,.0f} DOIs/s, {dois_of_one:,.0f} a second of processor time, {hits:,} of {len(known):,} there",
        f"{searches:,.0f} strings/s, the work first for {first / len(present):.4f}",
        ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items())),
    )
    print(f"{count:,} works: {'; '.join(lines)}", flush=True)
    return {"works": count, "built a second": count / used, "DOIs a second": dois_of_one, "strings a second": searches}


def looked_up(into: Path, dois: list[str]) -> tuple[int, float, float]:
    """Look DOIs up in as many processes as there are cores; return the hits, DOIs a second, and DOIs a second of a processor."""
    command = [sys.executable, "-c", LOOK_UP, str(into)]
    cores = len(os.sched_getaffinity(0))
    readers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(cores)]
    for place, reader in enumerate(readers):
        print(json.dumps(dois[place::cores]), file=reader.stdin, flush=True)
        _said(reader)
    for reader in readers:
        print(file=reader.stdin, flush=True)
    hits, seconds, used = zip(*(json.loads(_said(reader)) for reader in readers), strict=True)
    for reader in readers:
        reader.communicate()
    return sum(hits), len(dois) / max(seconds), len(dois) / sum(used)


def _said(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline() if process.stdout else ""


def _named(shelf: Shelf, cases: Iterable[index_strings.Case]) -> Iterator[tuple[str, str]]:
    """Yield the right DOI of each string, and the one that a report would name, or ""."""
    for case in cases:
        said = verdict(case.string, shelf.search_words((case.string,)))
        yield case.doi, said.work.record.id if said.work else ""


def plot(rows: list[dict[str, float]]) -> str:
    """Return the growth of each figure, by seconds of a processor, as a drawing in SVG; both axes have powers of ten."""
    from math import log10  # noqa: PLC0415 - only here

    def place(works: float, speed: float) -> str:
        return f"{60 + (log10(works) - 4) * 150:.0f},{260 - (log10(speed) - 2) * 75:.0f}"

    drawn = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="12">']
    drawn += ['<rect width="640" height="300" fill="#fff"/>']
    for power in range(4, 8):
        drawn.append(f'<text x="{60 + (power - 4) * 150}" y="280" text-anchor="middle">10^{power} works</text>')
    for power in range(2, 6):
        y = 260 - (power - 2) * 75
        drawn.append(f'<path d="M60 {y}H510" stroke="#ccc"/><text x="52" y="{y + 4}" text-anchor="end">{10**power:,}</text>')
    for name, colour in (("built a second", "#0b5fa5"), ("DOIs a second", "#a34700"), ("strings a second", "#23733b")):
        points = " ".join(place(row["works"], row[name]) for row in rows)
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at = place(rows[-1]["works"], rows[-1][name]).split(",")
        drawn.append(f'<text x="{int(at[0]) + 8}" y="{int(at[1]) + 4}" fill="{colour}">{name}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    parts()
    rows = [measure(count, asked.queries, real=asked.real and count == asked.sizes[-1]) for count in asked.sizes]
    if asked.plot:
        asked.plot.write_text(plot(rows), "utf-8")


if __name__ == "__main__":
    main()
