"""Mutated input of every kind, as many cases as you like: what is read, what is refused, and where kzcheck fails.

    python benchmarks/fuzz.py [--kind files answers settings evidence baselines] [--cases 2000] [--seed 1]
    python benchmarks/fuzz.py --kind files --seed 1 --case 17

The kind, the seed and the number identify a case: the second form runs one again and shows how its fault came about. A fault is an
exception other than kzcheck's own errors; a report, evidence or baseline that cannot be written and read back; an answer that
affects references it is not about; and anything that takes longer than a minute. The exit code is 1 if there is a fault.
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
"""Numbers of cases shown for one place: they are usually the same fault."""


def main() -> None:
    """Run the cases, print a table of counts and every place of a fault, and exit."""
    logging.disable(logging.WARNING)  # a warning by kzcheck is not a fault
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    fuzzers = fuzzing()
    parser.add_argument("--kind", nargs="+", choices=fuzzers.KINDS, default=list(fuzzers.KINDS))
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="run only this case, and show how its fault came about")
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
    """Run the cases of one kind and return their row of the table; add their faults to the others."""
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
