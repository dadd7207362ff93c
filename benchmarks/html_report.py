"""The HTML report of 34, 340 and 3,400 generated references with claims: time to render, size, time to open and to filter.

    python benchmarks/html_report.py [--sizes 34 340 3400]

The articles are those of scale.py, judged offline. What the network would add is invented, as the worst case for a page: each
reference has a record that differs in title and volume, with a warning, and a link that moved over three steps, with a copy. The
page is opened from disk in a headless Chromium. Opening lasts from the request until the filters are shown and painted, filtering
from the change of a filter until the next frame is painted.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace
from playwright.sync_api import sync_playwright

from kzcheck import pipeline
from kzcheck.evidence import Asked, Found, Hop, Memento, Record, Resolution
from kzcheck.finding import Confidence, Finding, PageOutcome, Problem, SeenRecord, Severity, WorkOutcome, fingerprint
from kzcheck.formats.html import render
from scale import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from kzcheck.article import Reference
    from kzcheck.finding import Report

NOW = datetime(2026, 1, 2, tzinfo=UTC)
RUNS = 5
"""Runs, of which the median counts."""
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
STEPS = {
    "severity": "document.querySelector('[name=severity][value=note]').click()",
    "code": "((one) => { one.value = one.options[1].value; one.dispatchEvent(new Event('input', {bubbles: true})); })"
    "(document.querySelector('[name=code]'))",
    "words": "((one) => { one.value = 'Journal'; one.dispatchEvent(new Event('input', {bubbles: true})); })"
    "(document.querySelector('[name=words]'))",
    "show all": "document.querySelector('#filters button').click()",
}
"""One use of each kind of filter, in turn."""


def recorded(reference: Reference) -> Record:
    """Invent a record that differs in title and volume."""
    item = replace(reference.item, id="", title=f"{reference.item.title}, revised", volume=f"{reference.item.volume}0")
    return Record("crossref", item.doi, item, url=f"https://api.example.org/works/{reference.id}")


def moved(url: str) -> PageOutcome:
    """Invent a page that moved over three steps, with an archived copy."""
    hops = (Hop(url, 301), Hop(f"{url}/", 302), Hop(f"{url}/new", 200))
    copy = Memento(f"https://archive.example.org/web/20200101000000/{url}", datetime(2020, 1, 1, tzinfo=UTC))
    return PageOutcome("moved", "", "", 200, hops[-1].url, "A page of its own", hops, archived=copy)


def warned(reference: Reference) -> Finding:
    """Return the warning that the record causes."""
    problem = Problem(reference.place("volume"), "the volume is another in the record of Crossref", reference=reference.id)
    name = "volume-issue-pages-differ"
    mark = fingerprint("WORK415", problem)
    return Finding("WORK415", name, Severity.WARNING, Confidence.SURE, problem.location, problem, mark)


def generated(folder: Path, size: int) -> Report:
    """Return the report of a generated article, with everything that the network would add."""
    write(folder, size)
    report = pipeline.audit(pipeline.AuditRequest(path=folder, offline=True), NOW)
    references = report.article.references
    records = {reference.id: recorded(reference) for reference in references}
    asked = {key: Resolution((Asked("crossref", "DOI", one.id, Found((one,))),)) for key, one in records.items()}
    return replace(
        report,
        evidence=replace(report.evidence, resolutions=asked),
        findings=(*report.findings, *map(warned, references)),
        outcomes={key: WorkOutcome("found", (SeenRecord(one, ("title", "volume")),)) for key, one in records.items()},
        pages={url: moved(url) for reference in references for url in reference.urls.values()},
        missed={**report.missed, "records": 0, "links": 0},
        unchecked=tuple(unchecked for unchecked in report.unchecked if unchecked.step not in {"records", "links"}),
    )


def rendered(report: Report) -> tuple[float, str]:
    """Return the seconds to render the page, and the page."""
    begin = time.perf_counter()
    page = render(report)
    return time.perf_counter() - begin, page


def timed(page: Page, step: str) -> float:
    """Return the seconds from a step until the next frame is painted, by the page's own clock."""
    waited = f"await {PAINTED}; await {PAINTED}"
    script = f"(async () => {{ const begin = performance.now(); {step}; {waited}; return performance.now() - begin; }})()"
    return float(page.evaluate(script)) / 1000


def opened(browser: Browser, file: Path) -> tuple[float, dict[str, float]]:
    """Return the seconds to open the page, and to use each kind of filter."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    begin = time.perf_counter()
    page.goto(file.as_uri())
    page.locator("#filters").wait_for(state="visible")
    page.evaluate(PAINTED)
    opening = time.perf_counter() - begin
    filtering = {name: timed(page, step) for name, step in STEPS.items()}
    page.close()
    return opening, filtering


def main() -> None:
    """Generate, render, open, filter, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[34, 340, 3400])
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("opening the report needs Chromium")
    first = 0.0
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        folder, file = Path(place), Path(place) / "report.html"
        render(generated(folder, 1))
        for size in parser.parse_args().sizes:
            report = generated(folder, size)
            runs = [rendered(report) for _ in range(RUNS)]
            file.write_text(runs[0][1], "utf-8")
            taken = median(seconds for seconds, _ in runs)
            first = first or taken / size
            looks = [opened(browser, file) for _ in range(RUNS)]
            filters = ", ".join(f"{name} {median(look[1][name] for look in looks):.2f} s" for name in STEPS)
            print(
                f"{size:5,} references, {len(report.findings):6,} findings: rendered in {taken:.2f} s, "
                f"{taken / size * 1000:.2f} ms a reference ({taken / size / first:.2f} of the first); "
                f"{file.stat().st_size / 1e6:.2f} MB; opened in {median(look[0] for look in looks):.2f} s; filtered by {filters}"
            )
        browser.close()


if __name__ == "__main__":
    main()
