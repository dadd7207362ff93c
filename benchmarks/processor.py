"""Processor time of two versions of kzcheck in turn: references judged from cached answers, and living links.

    git worktree add ../before REVISION
    python benchmarks/processor.py ../before [--only records links] [--runs 7] [--size 1000]

Each command runs as its own process against a loopback web, which runs in this process and is not counted. `records` are references
with DOIs whose answers an earlier audit has cached. `links` are living pages on 20 hosts, without a pause between requests, judged
by the rules on links; the time of the same audit offline is subtracted. The time for a single entry is start-up, and is subtracted
too. The last column is this version's share of the other version's time.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from links import HOSTS, prepare
from loopback import CONTACT, ROOT, lab, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def spent(source: Path, folder: Path, environment: Mapping[str, str], *options: str) -> float:
    """Audit the list in a folder with the version at `source`; return its processor time in seconds."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KZCHECK_", "PYTHON"))}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "kzcheck", "audit", "references.json", "--fail-on", "never", *options],
        cwd=folder,
        env={**kept, **environment, "PYTHONPATH": str(source / "src"), "PYTHONPYCACHEPREFIX": str(folder / "compiled")},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr or done.stdout
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def records(folder: Path, sources: Mapping[str, Path], size: int, runs: int) -> dict[str, list[float]]:
    """Return each version's time for references with cached answers; each version has its own cache."""
    works = tuple(lab("works").articles(size))
    write(folder / "references.json", works)
    times: dict[str, list[float]] = {name: [] for name in sources}
    with lab("services").Services(works) as services:
        for turn in range(runs + 1):
            for name, source in sources.items():
                cache = {"KZCHECK_CACHE_DIR": str(folder.parent / f"cache-{folder.name}-{name}"), "KZCHECK_CONTACT": CONTACT}
                taken = spent(source, folder, {**services.environment, **cache})
                if turn:
                    times[name].append(taken)
    return times


def links(folder: Path, sources: Mapping[str, Path], size: int, runs: int) -> dict[str, list[float]]:
    """Return each version's time for living links, with nothing cached, beyond its time for an offline audit of the list."""
    times: dict[str, list[float]] = {name: [] for name in sources}
    with lab("living").living(size, hosts=HOSTS, latency=0.0) as (web, items):
        prepare(folder / "article", items, web.servers, interval=0.0)
        (folder / "kzcheck").mkdir()
        shutil.copy(folder / "article" / "kzcheck.toml", folder / "kzcheck")  # old versions read it only beside the article
        for turn in range(runs + 1):
            for name, source in sources.items():
                here, options = {"XDG_CONFIG_HOME": str(folder)}, ("--no-cache", "--select", "LINK")
                offline = spent(source, folder / "article", here, *options, "--offline")
                taken = spent(source, folder / "article", here, *options) - offline
                if turn:
                    times[name].append(taken)
    return times


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def main() -> None:
    """Measure in turn, so that a drifting machine affects both alike."""
    measures: dict[str, Callable[[Path, Mapping[str, Path], int, int], dict[str, list[float]]]] = {
        "records": records,
        "links": links,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="a checkout of the other version")
    parser.add_argument("--only", nargs="+", choices=measures, default=list(measures))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--size", type=int, default=1000)
    chosen = parser.parse_args()
    sources = {"other": chosen.other.resolve(), "this": ROOT}
    print(f"medians of {chosen.runs} runs in turn, {chosen.size} entries")
    print(f"{'':8} {'other':>9} {'this':>9} {'an entry':>19} {'share':>6}")
    with tempfile.TemporaryDirectory() as place:
        for name in chosen.only:
            whole, single = (
                {version: statistics.median(taken) for version, taken in times.items()}
                for times in (
                    measures[name](_folder(Path(place) / f"{name}-{size}"), sources, size, chosen.runs) for size in (chosen.size, 1)
                )
            )
            each = {version: (whole[version] - single[version]) / (chosen.size - 1) * 1000 for version in sources}
            print(
                f"{name:8} {whole['other']:7.2f} s {whole['this']:7.2f} s {each['other']:6.2f} to {each['this']:6.2f} ms"
                f" {each['this'] / each['other']:6.2f}"
            )


if __name__ == "__main__":
    main()
