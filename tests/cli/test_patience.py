"""Audits that end before all answers are in: by Ctrl-C, or because time ran out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.csl import to_json
from lab.server import Answer
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from lab import Call

WORKS = tuple(articles(4))
LISTED = (WORKS[0], *(replace(work, doi="") for work in WORKS[1:]))
"""One of them has a DOI; the others need a search."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([to_json(work) for work in LISTED]), "utf-8")
    return file


def hangs_in_searches(services: Services) -> Callable[[Call], Answer]:
    """Return Crossref's answers: to DOIs at once, to searches never."""
    answers = services.handlers["crossref"]
    return lambda call: Answer(delay=60) if "query" in call.path else answers(call)


def test_ctrl_c_keeps_the_answers_received(path: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory):
    with Services(WORKS) as services:
        services.handlers["crossref"] = hangs_in_searches(services)
        env = {**os.environ, **services.environment, "KZCHECK_CACHE_DIR": str(tmp_path_factory.mktemp("cache")), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "kzcheck", "audit", path, "--format", "json", "--save-evidence", tmp_path / "e.json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
            ends = time.monotonic() + 20
            while len(services.asked) < 2 and time.monotonic() < ends:
                time.sleep(0.02)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            stopped = time.monotonic()
            output, errors = process.communicate(timeout=30)

        assert time.monotonic() - stopped < 30  # the searches hang for a minute
    report = json.loads(output)
    assert process.returncode == 3
    assert errors == b""
    assert report["partial"] is True
    assert {unchecked["reference"] for unchecked in report["unchecked"] if unchecked["step"] == "records"} == {"2", "3", "4"}
    assert [reference["resolution"] for reference in report["references"]] == ["found", "failed", "failed", "failed"]
    assert any("did not answer before the run was interrupted" in unchecked["reason"] for unchecked in report["unchecked"])
    assert len(json.loads((tmp_path / "e.json").read_bytes())["resolutions"]) == len(LISTED)


def test_the_time_limit_ends_gathering_but_not_the_audit(kzcheck: Run, path: Path):
    with Services(WORKS) as services:
        services.handlers["crossref"] = hangs_in_searches(services)
        started = time.monotonic()
        done = kzcheck("audit", path, "--format", "json", "--timeout", "1", "--select", "WORK", env=services.environment)
        took = time.monotonic() - started

    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert 1 <= took < 30  # as above
    assert report["partial"] is False
    assert [reference["resolution"] for reference in report["references"]] == ["found", "failed", "failed", "failed"]
    assert report["findings"] == []
    reasons = {unchecked["reason"] for unchecked in report["unchecked"] if unchecked["step"] == "records"}
    assert any("Crossref did not answer within the time limit for all requests (1 s)" in reason for reason in reasons)


def test_a_required_step_that_is_incomplete_at_the_time_limit_fails(kzcheck: Run, path: Path):
    with Services(WORKS) as services:
        services.handlers["crossref"] = hangs_in_searches(services)
        done = kzcheck("audit", path, "--timeout", "0.5", "--require", "records", env=services.environment)

    assert done.returncode == 3
