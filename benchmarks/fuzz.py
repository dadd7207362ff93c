"""Mutated input of every kind, as much as is wanted: what is read, what is refused, and where kzcheck is at fault.

    python benchmarks/fuzz.py [--kind files answers settings evidence baselines] [--cases 2000] [--seed 1]
    python benchmarks/fuzz.py --kind files --seed 1 --case 17

A case is known by its kind, the seed and its number: the second form runs one again and shows how it came to its fault. A fault is
whatever leaves kzcheck that is no error of its own, a report, evidence or baseline that cannot be written and read back, an answer
that costs what it is not about, and what takes longer than a minute. The exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter, defaultdict
from typing import Any

from loopback import fuzzing

SHOWN = 3
"""Numbers of cases that are shown of one place: they are usually the same fault."""


def main() -> None:
    """Run, print a table of counts and every place of a fault, and leave."""
    logging.disable(logging.WARNING)  # what kzcheck warns of is no fault
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    fuzzers = fuzzing()
    parser.add_argument("--kind", nargs="+", choices=fuzzers.KINDS, default=list(fuzzers.KINDS))
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="run this one alone, and show how it came to its fault")
    options = parser.parse_args()
    if options.case is not None:
        done = fuzzers.run(options.kind[0], options.seed, options.case)
        print(done.kind, done.place, done.trace, sep="\n")
        sys.exit(done.kind == "fault")
    places: defaultdict[str, list[int]] = defaultdict(list)
    print("| kind | cases | read | refused | faults | s |\n| --- | --- | --- | --- | --- | --- |")
    for kind in options.kind:
        print(_row(fuzzers, kind, options.cases, options.seed, places), flush=True)
    for place, numbers in sorted(places.items(), key=lambda one: -len(one[1])):
        print(f"{len(numbers)} at {place}, --case {', '.join(map(str, numbers[:SHOWN]))}")
    sys.exit(bool(places))


def _row(fuzzers: Any, kind: str, cases: int, seed: int, places: dict[str, list[int]]) -> str:  # noqa: ANN401 - a package of the tests
    """Run the cases of one kind; return their row of the table, and put the faults with the others."""
    counts: Counter[str] = Counter()
    begin = time.perf_counter()
    for number in range(cases):
        done = fuzzers.run(kind, seed, number)
        counts[done.kind] += 1
        if done.kind == "fault":
            places[f"{kind}: {done.place}"].append(number)
    seconds = time.perf_counter() - begin
    return f"| {kind} | {cases:,} | {counts['read']:,} | {counts['refused']:,} | {counts['fault']:,} | {seconds:.0f} |"


if __name__ == "__main__":
    main()
