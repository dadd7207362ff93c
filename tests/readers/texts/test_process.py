"""A text is read in a process of its own, which cannot use the network, and never outlives the one that waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pdf_files import flow, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

PATIENCE = 60
"""Seconds after which a process that should have ended counts as left behind."""
LONG = pdf(*[flow("A sentence of a long book. " * 100)] * 3_000)
READS = "import sys; from kzcheck.readers.texts import read_text; read_text(sys.stdin.buffer.read(), 'a.pdf', seconds=300)"
CONNECTS = """
import sys, urllib.request
from kzcheck.readers.texts import reading
sys.addaudithook(reading.refuse_network)
try:
    urllib.request.urlopen(sys.argv[1])
except OSError as error:
    print(error)
"""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    book = tmp_path / "book.pdf"
    book.write_bytes(LONG)
    with book.open("rb") as source:
        process = subprocess.Popen([sys.executable, "-c", READS], stdin=source, stderr=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def children(parent: int) -> list[int]:
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in table.splitlines()]
    return [int(pid) for pid, above, state, *_ in rows if int(above) == parent and not state.startswith("Z")]


def is_there(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def wait_for(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_whoever_waits_may_be_ended_and_nothing_is_left(reader: subprocess.Popen[bytes], sent: int):
    wait_for(lambda: children(reader.pid))
    (child,) = children(reader.pid)
    os.kill(reader.pid, sent)
    reader.wait(PATIENCE)
    wait_for(lambda: not is_there(child))


def test_a_reader_that_is_killed_is_a_reason(reader: subprocess.Popen[bytes]):
    wait_for(lambda: children(reader.pid))
    (child,) = children(reader.pid)
    os.kill(child, signal.SIGKILL)
    assert reader.wait(PATIENCE) == 0


def test_the_network_is_out_of_reach():
    answer = subprocess.run(
        [sys.executable, "-c", CONNECTS, "http://127.0.0.1:9"], capture_output=True, text=True, check=True
    ).stdout
    assert "socket." in answer
