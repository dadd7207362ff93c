"""The progress display during gathering: alone at several widths, and in a process on a terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, get_args

import pytest
from rich.cells import cell_len
from rich.console import Console

from kzcheck.cli.progress import Display
from kzcheck.csl import to_json
from kzcheck.gather.steps import Pause, Unanswered
from kzcheck.sources import ServiceName
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from pathlib import Path

SILENT = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "false" for name in get_args(ServiceName)}


def drawn(display: Display, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None, _environ={})
    with console.capture() as capture:
        console.print(display)
    return capture.get().splitlines()


def written(terminal: int) -> str:
    """Read the output of a terminal until nobody has it open."""
    chunks: list[bytes] = []
    with suppress(OSError), open(terminal, "rb", buffering=0) as stream:
        while chunk := stream.read(4096):
            chunks.append(chunk)
    return b"".join(chunks).decode()


def test_each_step_has_a_line_and_the_hosts_it_waits_for_another():
    display = Display()
    display.tell("reading", 0, 1)
    display.tell("asking about works", 34, 34, Unanswered("Crossref", 4))
    display.tell("looking at links", 7, 1200, Unanswered("a.example.org", 1))
    for host in ("b.example.org", "c.example.org", "d.example.org"):
        display.tell("looking at links", 7, 1200, Unanswered(host, 3))
    display.tell("looking at links", 8, 1200, Unanswered("c.example.org", 0))
    works, links, waiting = drawn(display, 100)

    assert works.startswith("asking about works  ")
    assert works.rstrip().endswith("    34 of 34")
    assert links.startswith("looking at links  ")
    assert links.rstrip().endswith("  8 of 1,200  0:00")
    assert waiting.rstrip() == "waiting for b.example.org (3), d.example.org (3), a.example.org (1)"


def test_the_time_that_is_left_follows_from_the_pace_of_this_run(monkeypatch: pytest.MonkeyPatch):
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    display = Display(left=True)
    display.tell("auditing", 5000, 10_000)
    now += 4
    display.tell("auditing", 5100, 10_000)
    assert drawn(display, 100)[0].rstrip().endswith("  5,100 of 10,000  0:04")
    now += 6
    display.tell("auditing", 5200, 10_000)
    assert drawn(display, 100)[0].rstrip().endswith("  5,200 of 10,000  0:10, 4:00 left")


def test_a_pause_is_counted_down_and_its_host_named_once():
    display = Display()
    display.tell("asking about works", 1, 4, Unanswered("Crossref", 2))
    display.tell("asking about works", 1, 4, Pause("Crossref", 12, "it asks for a pause"))

    assert [line.rstrip() for line in drawn(display, 80)[1:]] == ["waiting 12 s for Crossref: it asks for a pause"]

    display.tell("asking about works", 4, 4, Unanswered("Crossref", 0))
    assert len(drawn(display, 80)) == 1


@pytest.mark.parametrize("width", [20, 40, 59, 60, 200])
def test_every_line_leaves_room_for_the_terminal_s_text_at_ctrl_c(width: int):
    display = Display()
    display.tell("asking about works", 1203, 3400, Unanswered("a.very.long.name.of.a.host.that.nobody.has.example.org", 12))
    display.tell("asking about works", 1203, 3400, Unanswered("журнал.қазақстан.example.org", 3))
    display.tell("asking about works", 1203, 3400, Pause("\x1b[31m中文\u202e" * 9, 12.5, "it asks for a pause"))
    lines = drawn(display, width)

    assert len(lines) == 3
    assert all(cell_len(line) <= width - 2 for line in lines)
    assert "".join(lines).isprintable()


def test_a_terminal_shows_the_display_and_removes_it_afterwards(tmp_path: Path):
    pty = pytest.importorskip("pty", reason="no such terminals here")
    works = list(articles(2))
    (tmp_path / "list.json").write_text(json.dumps([to_json(work) for work in works]), "utf-8")
    with Services(works, latency=1.3) as services:
        own_end, child_end = pty.openpty()
        asked = {**SILENT, **{name: value for name, value in services.environment.items() if "CROSSREF" in name}}
        env = {**os.environ, **asked, "KZCHECK_CACHE_DIR": str(tmp_path / "cache"), "TERM": "xterm", "COLUMNS": "80"}
        command = [sys.executable, "-m", "kzcheck", "audit", "list.json", "--select", "WORK"]
        with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=child_end, text=True) as process:
            os.close(child_end)
            shown = written(own_end)
            report, _ = process.communicate(timeout=60)

    assert "records: 2 of 2 references checked" in report
    assert "asking about works" in shown
    assert "waiting for Crossref (1)" in shown
    assert shown.rindex("\x1b[?25l") < shown.rindex("\x1b[?25h")  # the cursor is hidden and shown again
    assert shown.endswith("\x1b[2K")  # the last action on a line is to clear it
