"""Records: time and requests of whole audits against services that answer in 50 ms on loopback, and the effect of outages.

    python benchmarks/records.py [--only speed limits outages subsets peers] [--runs 5]

`speed`: 34, 100 and 1,000 references with DOIs, without and with cached answers. `limits`: 100 without DOIs, compared with the rate
limit that Crossref's answers state. `outages`: all services down, in several ways. `subsets`: every subset of them down. `peers`:
three programs from PyPI on the same 100 references; each is installed in a temporary environment, or skipped with a message.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

import peers
from kzcheck.csl import Item, Name
from loopback import LATENCY, SERVICES, audit, books, lab, run, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZES = (34, 100, 1000)
RATE = 3.0
"""Lists a second that Crossref's answers allow if an address is given."""
SIDE_BY_SIDE = 4
"""Audits at a time where time is not measured."""
UNKNOWN = ("WORK401", "WORK402")
FOREVER = 3600.0


def speed(folder: Path, runs: int) -> None:
    """Time references with DOIs: first with nothing cached, then again."""
    print(f"\nReferences with DOIs, {LATENCY * 1000:.0f} ms of latency (medians of {runs} runs, of 3 for 1,000)")
    print(f"{'references':>10} {'cold':>8} {'fastest':>8} {'requests':>9} {'pace alone':>10} {'warm':>8} {'requests':>9}")
    for size in SIZES:
        works = tuple(lab("works").articles(size))
        file = write(folder / f"with-{size}.json", works)
        cold: list[float] = []
        warm: list[float] = []
        asked: list[int] = []
        again: list[int] = []
        with lab("services").Services(works, latency=LATENCY) as services:
            for turn in range(runs if size < 1000 else min(runs, 3)):
                for times, counts in ((cold, asked), (warm, again)):
                    services.lab.calls.clear()
                    done = audit(file, services.environment, cache=f"cache-{size}-{turn}")
                    assert done.code == 0, done.err or done.out
                    times.append(done.seconds)
                    counts.append(len(services.asked))
        print(
            f"{size:10} {statistics.median(cold):6.2f} s {min(cold):6.2f} s {max(asked):9} {(max(asked) - 1) / RATE:8.2f} s"
            f" {statistics.median(warm):6.2f} s {max(again):9}"
        )


def limits(folder: Path, count: int = 100) -> None:
    """Time references without DOIs, compared with the time that the rate limit of Crossref's lists alone requires."""
    works = tuple(lab("works").articles(count, seed=2))
    file = write(folder / "without.json", [replace(work, doi="") for work in works])
    with lab("services").Services(works, latency=LATENCY) as services:
        done = audit(file, services.environment, "--format", "json", cache="cache-without")
        lists = sum(name == "crossref" and path.startswith("/works?") for name, path in services.asked)
        others = len(services.asked) - lists
    found = sum(reference["resolution"] == "found" for reference in json.loads(done.out)["references"])
    floor = (lists - 1) / RATE
    print(f"\n{count} references without DOIs: {found} found by {lists} lists of Crossref and {others} other requests")
    print(f"{done.seconds:.2f} s; the pace that Crossref states alone takes {floor:.2f} s: {done.seconds / floor:.2f} times that")


def outages(folder: Path) -> None:
    """Take all services away from a mixed list, in several ways."""
    file = write(folder / "mixed.json", _mixed())
    print(f"\nAll services down, {len(_mixed())} references: articles and books, with and without identifiers")
    print(f"{'how':44} {'time':>8} {'requests':>9} {'exit':>5} {'--require records':>18} {'accused':>8} {'not listed':>11}")
    for place, (how, (handlers, urls)) in enumerate(_ways().items()):
        with lab("services").Services((), latency=LATENCY, handlers=handlers) as services:
            environment = services.environment | urls
            done = audit(file, environment, "--format", "json", cache=f"down-{place}")
            asked = len(services.asked)
            required = audit(file, environment, "--require", "records", cache=f"required-{place}")
        report = json.loads(done.out)
        accused = [finding["code"] for finding in report["findings"] if finding["code"].startswith(("WORK", "ID306"))]
        listed = {unchecked["reference"] for unchecked in report["unchecked"] if unchecked["step"] == "records"}
        print(
            f"{how:44} {max(done.seconds, required.seconds):6.2f} s {asked:9} {done.code:5} {required.code:18} {len(accused):8}"
            f" {len({reference['id'] for reference in report['references']} - listed):11}"
        )


def _mixed() -> list[Item]:
    """Return ten articles with a DOI, ten without, and fourteen books, of which seven have an ISBN."""
    articles = list(lab("works").articles(20, seed=3))
    shelf = list(books(14))
    return [
        *articles[:10],
        *(replace(one, doi="") for one in articles[10:]),
        *shelf[:7],
        *(replace(one, isbn="") for one in shelf[7:]),
    ]


def _ways() -> dict[str, tuple[dict[str, Callable[[Any], Any]], dict[str, str]]]:
    """Return the ways of being down: what answers instead of the services, and addresses at which nothing answers."""
    answer, down = lab("server").Answer, lab("services").down
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    page = answer(200, {"content-type": "text/html"}, b"<!DOCTYPE html><html><body>Are you human?</body></html>")
    hangs = answer(delay=FOREVER)
    drips = answer(200, {"content-type": "application/json"}, b'{"message": {"items": [' + b" " * 4000, drip=(1, 1.0))
    resets = answer(200, {"content-type": "application/json"}, b"{}" * 50, cut=20, reset=True)

    def all_do(handler: Callable[[Any], Any]) -> dict[str, Callable[[Any], Any]]:
        return dict.fromkeys(SERVICES, handler)

    def address(url: str, names: Sequence[str] = SERVICES) -> dict[str, str]:
        return {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_URL": url for name in names}

    several = (lambda _: hangs, down(503), lambda _: page, lambda _: drips, lambda _: resets, down(500), down(429))
    other = dict(zip(SERVICES, (down(503), lambda _: page, lambda _: hangs, down(429), lambda _: hangs), strict=False))
    return {
        "refuse the connection": ({}, address(nobody)),
        "HTTP 503": (all_do(down(503)), {}),
        "HTTP 503, Retry-After: 3": (all_do(down(503, **{"retry-after": "3"})), {}),
        "HTTP 429, Retry-After: 120": (all_do(down(429, **{"retry-after": "120"})), {}),
        "accept and never answer": (all_do(lambda _: hangs), {}),
        "names that do not exist": ({}, address("https://nothing.invalid")),
        "a web page with status 200": (all_do(lambda _: page), {}),
        "one byte a second": (all_do(lambda _: drips), {}),
        "reset in the middle": (all_do(lambda _: resets), {}),
        "each in another way": (dict(zip(SERVICES, several, strict=True)), {}),
        "503, page, hang, 429, refused, no such host": (
            other,
            address(nobody, ["k10plus"]) | address("https://nothing.invalid", ["dnb"]),
        ),
    }


def subsets(folder: Path) -> None:
    """Take every subset of the services away from works that are each known to some service."""
    listed, known, agencies = _known()
    file = write(folder / "known.json", listed)
    invented = replace(
        listed[1], id="invented", title="On the hidden kinship of teapots and thunder", author=(Name("Nobody", "Nora"),)
    )
    control = write(folder / "control.json", [invented, replace(listed[0], id="other", doi="10.5555/of.nobody")])
    down = lab("services").down

    def codes(file: Path, out: tuple[str, ...], *, status: int) -> list[str]:
        with lab("services").Services(known, handlers=dict.fromkeys(out, down(status)), agencies=agencies) as services:
            done = audit(file, services.environment, "--format", "json", "--no-cache", "--select", "WORK,ID306")
        report: Mapping[str, Any] = json.loads(done.out)
        return [f"{finding['code']} {finding['reference']}" for finding in report["findings"] if finding["code"] in UNKNOWN]

    every = [chosen for count in range(1, len(SERVICES) + 1) for chosen in combinations(SERVICES, count)]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        found = list(pool.map(lambda turn: codes(file, turn[1], status=(500, 503)[turn[0] % 2]), enumerate(every)))
    wrong = {out: some for out, some in zip(every, found, strict=True) if some}
    print(f"\nEvery subset of {len(SERVICES)} services down: {len(every)} audits of {len(listed)} works that some service knows")
    print(
        f"{sum(map(len, wrong.values()))} false WORK401 or WORK402, in {len(wrong)} audits; none down: {codes(file, (), status=0)}"
    )
    for out, some in wrong.items():
        print(f"  without {', '.join(out)}: {', '.join(some)}")
    print(f"for comparison, of two inventions, none down: {codes(control, (), status=0)}")


def _known() -> tuple[list[Item], dict[str, list[Item]], dict[str, str]]:
    """Return a list of works, which service knows which of them, and the agencies of DOIs that are not Crossref's."""
    one, two, three, four, five, six, seven = lab("works").articles(7, seed=4)
    data = replace(five, type="dataset", container_title="", volume="", issue="", page="", publisher="Example Archive")
    dual, scholarly, popular, plain = (replace(book, id=f"b{place}") for place, book in enumerate(books(4, first=40)))
    german = next(books(1, group="3", first=50, language="de"))
    bare = [replace(plain, isbn="")]
    without = [replace(item, doi="") for item in (two, three, seven)]
    known = {
        "crossref": [one, two, six],
        "openalex": [one, three, four, seven],
        "datacite": [data],
        "doi": [one, two, six, data],
        "k10plus": [dual, scholarly, plain],
        "open-library": [dual, popular],
        "dnb": [german],
    }
    agencies = {data.doi: "DataCite", four.doi: "mEDRA"}
    return [one, *without, four, data, six, dual, scholarly, popular, *bare, german], known, agencies


def beside_peers(folder: Path, runs: int) -> None:
    """Time other programs on the same 100 references with DOIs, in turn with kzcheck; each with nothing cached."""
    works = tuple(lab("works").articles(100))
    csl, bib = write(folder / "peers.json", works), peers.write(folder / "peers.bib", works)
    programs = peers.install(folder, peers.TIMED)
    times: dict[str, list[float]] = {"kzcheck": [], "kzcheck, of a .bib": [], **{name: [] for name in programs}}
    asked: dict[str, int] = {}
    peak: dict[str, int] = {}
    codes: dict[str, int] = {}
    with lab("services").Services(works, latency=LATENCY, handlers=peers.handlers(lab("server").Answer)) as services:
        for _ in range(runs):
            for name, taken in times.items():
                services.lab.calls.clear()
                services.lab.peak = 0
                place = Path(tempfile.mkdtemp(dir=folder))
                if name in programs:
                    environment = peers.environment(folder, place, services.urls)
                    done = run([*programs[name], str(bib)], place, environment)
                else:
                    done = audit(bib if "bib" in name else csl, services.environment, cache=place.name)
                taken.append(done.seconds)
                asked[name] = max(asked.get(name, 0), len(services.asked))
                peak[name] = max(peak.get(name, 0), services.lab.peak)
                codes[name] = done.code
    base = statistics.median(times["kzcheck, of a .bib"])
    print(f"\nThe same 100 references with DOIs, in turn (medians of {runs} runs, nothing kept)")
    for name, taken in times.items():
        median = statistics.median(taken)
        how = f"{asked[name]:4} requests, {peak[name]:2} at a time, exit {codes[name]}"
        print(f"{name:24} {median:6.2f} s {how} {median / base:6.1f} of kzcheck")


def main() -> None:
    """Measure what was asked for, each on its own web."""
    parts = ("speed", "limits", "outages", "subsets", "peers")
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "lists"
        folder.mkdir()
        measures: dict[str, Callable[[], None]] = {
            "speed": lambda: speed(folder, chosen.runs),
            "limits": lambda: limits(folder),
            "outages": lambda: outages(folder),
            "subsets": lambda: subsets(folder),
            "peers": lambda: beside_peers(folder, chosen.runs),
        }
        for name in parts:
            if name in chosen.only:
                measures[name]()


if __name__ == "__main__":
    main()
