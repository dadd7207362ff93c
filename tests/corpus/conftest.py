"""A report for the tests of corpora: what services and pages said, beside what nobody was asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck.article import Article, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Asked, Evidence, Failed, Found, Memento, Record, Resolution, Unchecked
from kzcheck.finding import (
    Confidence,
    Finding,
    PageOutcome,
    Problem,
    Report,
    SeenRecord,
    Severity,
    WorkOutcome,
    fingerprint,
)
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.corpus.engine import Cluster

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)

POISON = """\
import os, sys

def hurt(event, arguments):
    if event == "open" and "crashes" in str(arguments[0]):
        os.abort()
    if event == "open" and "grows" in str(arguments[0]):
        bytearray(1 << 40)

if "kzcheck.corpus.calls" in sys.orig_argv:
    sys.addaudithook(hurt)
"""
"""Runs at the start of each process of a worker: then opening a file with such a name does what a hostile file may do."""


def place(line: int) -> Location:
    return Location("references.yaml", line, 3, line, 12)


def found(code: str, name: str, severity: Severity, problem: Problem) -> Finding:
    return Finding(code, name, severity, Confidence.LIKELY, problem.location, problem, fingerprint(code, problem))


@pytest.fixture
def report() -> Report:
    """Two works, one of them with a page that is gone, a question that failed, and a retraction that nobody looked up."""
    references = (
        Reference(
            Item(
                "1",
                type="article-journal",
                title="Rivers that <i>never</i> were",
                author=(Name(family="Öztürk", given="Can"),),
                container_title="Journal of Invented Geography",
                issued=Date(start=(2010,)),
                doi="https://doi.org/10.5555/RIVERS",
            ),
            place(2),
        ),
        Reference(
            Item(
                "2",
                type="webpage",
                title="Реки, которых нет",
                url="https://Rivers.example.org/gone",
                issued=Date(start=(2012, 5)),
                accessed=Date(start=(2020, 2, 30)),
            ),
            place(9),
        ),
        Reference(Item("3", url="https://rivers.example.org/gone", accessed=Date(start=(2016, 11, 30))), place(15)),
    )
    work = Record("crossref", "10.5555/rivers", Item("10.5555/rivers", title="Rivers that never were", doi="10.5555/rivers"))
    return Report(
        kzcheck="1.0",
        article=Article(
            references,
            (Claim("c1", "See https://rivers.example.org/other and https://rivers.example.org/never.", place(20)),),
            title="An Invented Article",
            doi="10.5555/Article",
            issued=Date(start=(2024,)),
            language="en",
        ),
        evidence=Evidence(
            gathered=NOW,
            kzcheck="1.0",
            resolutions={
                "1": Resolution((
                    Asked("crossref", "DOI", "10.5555/rivers", Found((work,)), "https://api.example.org/", NOW, 200),
                    Asked("openalex", "DOI", "10.5555/rivers", Absent()),
                )),
                "2": Resolution((Asked("crossref", "title", "Реки", Failed(Reason("no-such-host"))),)),
            },
        ),
        findings=(
            found("REF201", "missing-field", Severity.WARNING, Problem(place(2), "{field} is missing", {"field": "page"}, "1")),
            found("LINK501", "dead-link", Severity.ERROR, Problem(place(9), "the page is gone", {}, "2", "c1")),
            found("KZ003", "not-checked", Severity.NOTE, Problem(place(1), "not checked")),
        ),
        unchecked=(
            Unchecked("records", ("WORK401",), (Reason("no-such-host", service="crossref"), Reason("offline")), reference="2"),
            Unchecked("links", ("LINK501",), (Reason("offline"),), url="https://rivers.example.org/never"),
        ),
        subjects={"records": 3, "links": 2},
        missed={"records": 1},
        outcomes={"1": WorkOutcome("found", (SeenRecord(work),)), "2": WorkOutcome("failed")},
        pages={
            "https://rivers.example.org/gone": PageOutcome(
                "dead", "gone", "answered 410", 410, "https://rivers.example.org/gone", "", (), NOW,
                Memento("https://archive.example.org/1", NOW), seen=NOW,
            ),
            "https://rivers.example.org/other": PageOutcome("ok", "", "", 200, "https://rivers.example.org/other", "", ()),
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers on this machine, for all tests of a module: to start them takes seconds."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    from kzcheck.corpus.engine import opened  # noqa: PLC0415 - only where Dask is installed

    with opened(None, Path(__file__), workers=2) as running:
        yield running


@contextmanager
def running(folder: Path, *workers: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a scheduler with workers as these options say, or without any; give its address and its process."""
    file = folder / "scheduler.json"
    local = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
    commands = [["scheduler", "--port", "0", *local], *([["worker", *workers, *local]] if workers else [])]
    started: list[subprocess.Popen[bytes]] = []
    try:
        started += (
            subprocess.Popen([sys.executable, "-m", "dask", *arguments], cwd=folder, stderr=subprocess.DEVNULL)
            for arguments in commands
        )
        while not file.exists():
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], started[0]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with pytest.MonkeyPatch.context() as patch:  # the same settings for the whole module: keys of results depend on them
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "KZCHECK_CACHE_DIR"):
            patch.setenv(variable, str(tmp_path_factory.getbasetemp() / "missing"))
        folder = tmp_path_factory.mktemp("dask")
        (folder / "sitecustomize.py").write_text(POISON)
        with ExitStack() as started:
            with patch.context() as poisoned:
                poisoned.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
                address, _ = started.enter_context(running(folder, "--nworkers", "2", "--nthreads", "1"))
            yield address


def content(folder: Path) -> dict[str, bytes]:
    """Return all files of a corpus but its manifest, which is a database."""
    files = (path for part in ("tables", "results", "articles") for path in (folder / part).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
