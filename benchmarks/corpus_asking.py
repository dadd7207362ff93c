"""What a corpus asks: requests per reference, duplicates asked once, and the greatest rate and concurrency that anybody sees.

    python benchmarks/corpus_asking.py [--articles 200] [--references 40] [--pages 4] [--workers 4] [--duplicates .5]

Articles are made of invented works with DOIs and of pages. The loopback web plays the services and the hosts, each at an address of
its own, and notes when each request begins and ends. Crossref has its own limits for polite users.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from kzcheck import layers
from kzcheck.corpus.asking import Gathering
from kzcheck.corpus.engine import Watch, opened
from kzcheck.corpus.gathering import gather
from kzcheck.corpus.work import Reading
from kzcheck.csl import to_json
from loopback import CONTACT, lab

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOSTS = 24
LATENCY = 0.05
RATE, PLACES, INTERVAL, PER_HOST = 3.0, 3, 0.05, 4
"""The limits: Crossref's for lists, and kzcheck's for hosts that the settings do not name."""
USER = f"""
contact = "{CONTACT}"
[links]
allow-private = ["127.0.0.0/8"]
[network]
cache = false
[services.wayback]
enabled = false
[services.crossref]
rate = {RATE}
concurrency = {PLACES}
"""
WINDOW = 5.0
"""Seconds over which rates are counted: in one, the network's jitter would count."""
MEBIBYTE = 1024 if sys.platform == "linux" else 1 << 20
"""Units of `ru_maxrss` in a mebibyte."""


class Seen(NamedTuple):
    """The most that one address saw: requests a second, in any `WINDOW` seconds, and at a time."""

    rate: float
    places: int


class Figures(NamedTuple):
    """What was asked.

    `requests` are those to services for each reference; `dois_once` and `pages_once` the shares of the DOIs and pages that several
    entries give that were asked about once. `service` is what Crossref saw, `host` the most that any host saw. `seconds` are those
    of all, and `memory` the client's greatest, in MiB.
    """

    references: int
    requests: float
    dois_once: float
    pages_once: float
    service: Seen
    host: Seen
    seconds: float
    memory: float


def measure(articles: int = 200, references: int = 40, pages: int = 4, workers: int = 4, duplicates: float = 0.5) -> Figures:
    """Gather for articles of which the given share of references and pages are duplicates of others'."""
    dice = random.Random(20261130)
    distinct = max(1, round(articles * references * (1 - duplicates)))
    works = tuple(lab("works").articles(distinct))
    html = lab("scenes").html

    def page(call: Any) -> Any:  # noqa: ANN401 - the lab's own types
        title = f"The page {call.path.rpartition('/')[2]}"
        return html(f"<title>{title}</title><h1>{title}</h1><p>{'Many words. ' * 60}</p>")

    addresses = [f"127.0.4.{number}" for number in range(1, HOSTS + 1)]
    with (
        tempfile.TemporaryDirectory() as made,
        lab("services").Services(works, latency=LATENCY) as services,
        lab("server").Lab(page, *addresses, latency=LATENCY) as hosts,
    ):
        folder = Path(made)
        number_of_pages = max(1, round(articles * pages * (1 - duplicates)))
        urls = [f"{hosts.urls[number % HOSTS]}/p/{number}" for number in range(number_of_pages)]
        cited_works = _spread(range(distinct), articles * references, dice)
        cited_pages = _spread(range(number_of_pages), articles * pages, dice)
        paths = []
        for number in range(articles):
            own = cited_works[number * references : (number + 1) * references]
            listed = [{**to_json(works[work]), "id": f"r{place}"} for place, work in enumerate(own)]
            for place, at in enumerate(cited_pages[number * pages : (number + 1) * pages]):
                listed.append({"id": f"w{place}", "type": "webpage", "title": f"The page {at}", "URL": urls[at]})
            paths.append(folder / f"{number:06}.json")
            paths[-1].write_text(json.dumps(listed), "utf-8")
        chosen = layers.load(
            layers.SettingsFile(), services.environment, user=layers.SettingsFile(USER, "settings of the benchmark")
        ).settings
        out = folder / "out"
        out.mkdir()
        with opened(None, out, workers) as cluster:
            begin = time.perf_counter()
            jobs = (Reading(out, path.stem, path, chosen, ("WORK", "LINK")) for path in paths)
            gather(Gathering(cluster, out, chosen, datetime.now(UTC), Watch(say=print)), jobs)
            seconds = time.perf_counter() - begin
        of_crossref = [call for call in services.lab.calls if services.urls["crossref"].endswith(call.call.server)]
        dois = Counter(doi for call in of_crossref for doi in re.findall(r"(?:doi:|/works/)(10[.][^,&?]+)", unquote(call.path)))
        visits = Counter(f"http://{call.call.server}{call.path}" for call in hosts.calls)
        seen = [_seen([call for call in hosts.calls if call.call.server == server]) for server in hosts.servers]
        return Figures(
            references=articles * references,
            requests=len(services.asked) / (articles * references),
            dois_once=_once((works[at].doi for at, count in Counter(cited_works).items() if count > 1), dois),
            pages_once=_once((urls[at] for at, count in Counter(cited_pages).items() if count > 1), visits),
            service=_seen(of_crossref),
            host=Seen(max(one.rate for one in seen), max(one.places for one in seen)),
            seconds=seconds,
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE,
        )


def _spread(values: Sequence[int], count: int, dice: random.Random) -> list[int]:
    """Return so many values, each of them at least once, in any order."""
    spread = [*values, *(dice.choice(values) for _ in range(count - len(values)))][:count]
    dice.shuffle(spread)
    return spread


def _once(wanted: Iterable[str], asked: Counter[str]) -> float:
    """Return the share of what was asked once."""
    counts = [asked[value] for value in wanted]
    return sum(count == 1 for count in counts) / len(counts) if counts else 1.0


def _seen(calls: Sequence[Any]) -> Seen:
    starts = sorted(call.started for call in calls)
    most = first = 0
    for last, start in enumerate(starts):
        while start - starts[first] >= WINDOW:
            first += 1
        most = max(most, last - first + 1)
    changes = sorted([(call.started, 1) for call in calls] + [(call.ended, -1) for call in calls])
    at_once = peak = 0
    for _, change in changes:
        at_once += change
        peak = max(peak, at_once)
    return Seen(most / WINDOW, peak)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--references", type=int, default=40)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--duplicates", type=float, default=0.5)
    figures = measure(**vars(parser.parse_args()))
    print(f"{figures.references:,} references, {figures.seconds:.1f} s; the client took {figures.memory:.0f} MiB")
    print(f"requests to services for each reference: {figures.requests:.4f}")
    print(f"duplicate DOIs asked once: {figures.dois_once:.1%}; duplicate pages visited once: {figures.pages_once:.1%}")
    for name, seen, limit in (
        ("Crossref", figures.service, Seen(RATE, PLACES)),
        ("a host", figures.host, Seen(1 / INTERVAL, PER_HOST)),
    ):
        print(f"{name} saw at most {seen.rate:.1f} requests a second ({limit.rate:.0f}), {seen.places} at a time ({limit.places})")


if __name__ == "__main__":
    main()
