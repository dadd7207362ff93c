"""The gathering step for links alone, in its own process: its time, its memory and its results.

    python benchmarks/gathering.py FOLDER

The folder has a list, `references.json`, and settings, `kzcheck.toml`. Whatever an audit loads before it gathers is loaded before
the clock starts; whatever gathering itself loads is counted.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck import pipeline
from kzcheck.gather import gather
from kzcheck.matching.links import states
from kzcheck.readers import configuration, read
from kzcheck.web.transport import Browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.steps import StepName
    from kzcheck.web.messages import NoReply, Reply, Request

MEBIBYTE = 1024 if sys.platform == "linux" else 1 << 20
"""Units of `ru_maxrss` in a mebibyte."""


def main() -> None:
    """Gather, and print the cost as JSON."""
    folder = Path(sys.argv[1])
    article = read(folder / "references.json")
    chosen = configuration.load(folder, os.environ, trusted=True).settings
    codes: Mapping[StepName, tuple[str, ...]] = {"links": pipeline.needs(chosen)["links"]}
    visits: list[tuple[float, str]] = []
    visit = Browser.visit

    def timed(browser: Browser, request: Request, timeout: float) -> Reply | NoReply:
        begin = time.perf_counter()
        outcome = visit(browser, request, timeout)
        visits.append((time.perf_counter() - begin, request.endpoint + request.path))
        return outcome

    Browser.visit = timed  # type: ignore[method-assign, assignment]  # every visit is timed
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    begin = time.perf_counter()
    pages = gather(article, codes, datetime.now(UTC), chosen).evidence.pages
    seconds = time.perf_counter() - begin
    cost = {
        "seconds": seconds,
        "before": before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE,
        "visits": len(visits),
        "slowest": max(visits, default=(0.0, "")),
        "states": {url: (one.state, one.kind) for url, one in states(article, pages, {}).items()},
    }
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
