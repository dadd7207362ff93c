"""Corpora: throughput of one and two workers, memory, a finished run started again, and runs with killed processes, all offline.

    python benchmarks/corpus.py [--articles 10000] [--loop 60] [--kills 6] [--keep DIR]

Articles are copies of the labelled ones, each damaged anew: letters of titles misread, years exchanged, entries dropped. The plain
command audits some of them in a loop, for comparison. Kills are SIGKILL to a worker or to the whole command, at random moments of a
run over a twentieth of the articles; what the runs leave is compared with an undisturbed run, byte by byte.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import psutil
import yaml

import gold

KZCHECK = [sys.executable, "-m", "kzcheck"]
AUDIT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kzcheck.corpus.auditing import Asked, audit
if __name__ == "__main__":
    audit(Asked([sys.argv[1]], Path(sys.argv[2]), workers=int(sys.argv[3])), datetime.now(UTC))
"""
"""What `kzcheck corpus audit ARTICLES --out DIR --offline` does, with a number of workers."""
MISREAD = str.maketrans("lO0eu", "I0Ocn")
"""Letters as recognition confuses them."""
EVERY = 0.2
"""Seconds between two looks at the memory in use."""
KILLED = 0.05
"""The share of the articles in the runs whose processes are killed."""
MADE = ("tables", "results", "articles")
"""What a run makes, in its folder."""


class Run(NamedTuple):
    """Seconds, peak memory of the client and of the largest worker in MB, and both in each third of the run."""

    seconds: float
    client: float
    worker: float
    thirds: tuple[tuple[float, float], ...]
    code: int


def make(folder: Path, count: int) -> int:
    """Write articles into folders of a hundred; return the number of their references."""
    rng = random.Random(20261130)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    originals = [
        (path.name, yaml.load((path / "references.yaml").read_text(), loader), (path / "claims.yaml").read_text())  # noqa: S506
        for path in gold.articles("all")
    ]
    references = 0
    for number in range(count):
        name, content, claims = originals[number % len(originals)]
        entries = [_damaged(entry, rng) for entry in content["references"] if rng.random() > 0.02]
        references += len(entries)
        place = folder / f"{number // 100:03}" / f"{number:05}-{name}"
        place.mkdir(parents=True)
        # JSON is YAML, and is written much faster
        (place / "references.yaml").write_text("references:\n" + "".join(f"- {_line(entry)}\n" for entry in entries))
        (place / "claims.yaml").write_text(claims)
    return references


def _line(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False, default=str)


def _damaged(entry: dict[str, object], rng: random.Random) -> dict[str, object]:
    """Return an entry, one in six of them with a misread title, one in ten with another year."""
    title, issued = entry.get("title"), entry.get("issued")
    if isinstance(title, str) and title and rng.random() < 1 / 6:
        place = rng.randrange(len(title))
        entry = {**entry, "title": title[:place] + title[place : place + 4].translate(MISREAD) + title[place + 4 :]}
    if isinstance(issued, int) and rng.random() < 1 / 10:
        entry = {**entry, "issued": issued + rng.choice((-10, -1, 1, 10))}
    return entry


def command(articles: Path, out: Path, workers: int) -> list[str]:
    """Return the command that audits a corpus."""
    return [sys.executable, "-c", AUDIT, str(articles), str(out), str(workers)]


def measured(articles: Path, out: Path, workers: int) -> Run:
    """Audit a corpus, and look at the memory of its processes meanwhile."""
    begin = time.perf_counter()
    process = subprocess.Popen(command(articles, out, workers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: list[tuple[float, float, float]] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            with contextlib.suppress(psutil.Error):
                client = psutil.Process(process.pid)
                below = [child.memory_info().rss for child in client.children(recursive=True)]
                seen.append((time.perf_counter() - begin, client.memory_info().rss / 1e6, max(below, default=0) / 1e6))

    watching = threading.Thread(target=look)
    watching.start()
    code = process.wait()
    seconds = time.perf_counter() - begin
    ended.set()
    watching.join()
    thirds = tuple(
        (
            max((client for at, client, _ in seen if third <= 3 * at / seconds < third + 1), default=0.0),
            max((worker for at, _, worker in seen if third <= 3 * at / seconds < third + 1), default=0.0),
        )
        for third in range(3)
    )
    return Run(seconds, max(part[0] for part in thirds), max(part[1] for part in thirds), thirds, code)


def looped(articles: list[Path]) -> float:
    """Return the seconds an article of the plain command in a loop."""
    begin = time.perf_counter()
    for article in articles:
        subprocess.run([*KZCHECK, "audit", str(article), "--offline", "--fail-on", "never"], stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) / len(articles)


def contents(out: Path) -> dict[str, str]:
    """Return the hash of every file that a run made."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in MADE
        for path in sorted((out / part).rglob("*"))
        if path.is_file()
    }


def disturbed(articles: Path, out: Path, seconds: float, rng: random.Random, *, client: bool) -> int:
    """Start a run, kill a worker or the whole command once, and run again until it is finished; return the number of runs.

    The folder has the manifest of the undisturbed run, without its results: all articles count as audited at the same moment.
    """
    for attempt in range(1, 9):
        process = subprocess.Popen(command(articles, out, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if attempt == 1:
            time.sleep(rng.uniform(0.2, 0.9) * seconds)
            with contextlib.suppress(psutil.Error):
                below = psutil.Process(process.pid).children(recursive=True)
                victim = process.pid if client or not below else rng.choice(below).pid
                psutil.Process(victim).send_signal(signal.SIGKILL)
        if process.wait() == 0:
            return attempt
    raise SystemExit("eight runs did not finish the corpus")


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--loop", type=int, default=60)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--keep", type=Path, help="a folder for the articles and results, which are kept")
    given = parser.parse_args()
    gold.need()
    with contextlib.ExitStack() as opened:
        place = given.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        whole, tenth, few = place / "whole", place / "tenth", place / "few"
        sizes = {whole: given.articles, tenth: given.articles // 10, few: round(given.articles * KILLED)}
        references = {folder: make(folder, count) for folder, count in sizes.items()}
        each = looped(sorted(tenth.glob("*/*"))[: given.loop])
        print(f"the plain command in a loop: {1 / each:6.2f} articles/s ({given.loop} articles)", flush=True)
        rates: dict[int, float] = {}
        for folder, workers in ((tenth, 1), (tenth, 2), (whole, 2)):
            run = measured(folder, place / f"{folder.name}-{workers}", workers)
            rate = sizes[folder] / run.seconds
            if folder == tenth:
                rates[workers] = rate
            else:
                print(f"  time for each article, of {sizes[tenth]:,} and {sizes[whole]:,}: 1 to {rates[workers] / rate:.3f}")
            print(
                f"{sizes[folder]:7,} articles with {references[folder]:9,} references, {workers} workers: {run.seconds:7.1f} s, "
                f"{rate:6.2f} articles/s ({rate * each:.1f} times the loop), exit code {run.code}; "
                f"client {run.client:.0f} MB, largest worker {run.worker:.0f} MB; thirds "
                + ", ".join(f"{client:.0f}/{worker:.0f}" for client, worker in run.thirds),
                flush=True,
            )
        print(f"efficiency of two workers: {rates[2] / rates[1] / 2:.3f}")
        again = measured(whole, place / "whole-2", 2)
        print(f"a finished run again: {again.seconds:.1f} s, {100 * again.seconds / run.seconds:.2f} % of its time")
        hours = 5e6 / references[whole] * run.seconds / 3600
        print(f"5,000,000 references at this rate: {hours:.1f} hours")
        undisturbed = measured(few, place / "few-2", 2)
        expected = contents(place / "few-2")
        rng = random.Random(7)
        for number in range(given.kills):
            out = place / f"killed-{number}"
            out.mkdir()
            shutil.copy(place / "few-2" / "manifest.sqlite", out)
            runs = disturbed(few, out, undisturbed.seconds, rng, client=number % 2 == 0)
            left = contents(out)
            same = sum(left.get(name) == value for name, value in expected.items())
            victim = "command" if number % 2 == 0 else "worker"
            print(
                f"{victim} killed: finished in {runs} runs; {same} of {len(expected)} files identical, "
                f"{len(left.keys() - expected.keys())} others",
                flush=True,
            )


if __name__ == "__main__":
    main()
