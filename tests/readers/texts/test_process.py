"""A text is read in a process of its own, which cannot use the network, and never outlives the one that waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import cache
from typing import TYPE_CHECKING

import pytest

from kzcheck.readers.texts import read_text
from kzcheck.reasons import Reason
from pdf_files import flow, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

PATIENCE = 60
"""Seconds after which a process that should have ended counts as left behind."""
PROCESSES = 3 if sys.platform == "linux" else 1
"""That which forks, that which waits for the reader, and the reader."""


@cache
def long_book() -> bytes:
    return pdf(*[flow("A sentence of a long book. " * 100)] * 3_000)


READS = "import sys; from kzcheck.readers.texts import read_text; read_text(sys.stdin.buffer.read(), 'a.pdf', seconds=300)"
READS_TWICE = """
import sys
from kzcheck.readers.texts import read_text
print(read_text(b"A few words.", "a.txt"), flush=True)
sys.stdin.readline()
print(read_text(b"A few words.", "a.txt"))
"""
CONNECTS = """
import sys, urllib.request
from kzcheck.readers.isolated.process import refuse_network
sys.addaudithook(refuse_network)
try:
    urllib.request.urlopen(sys.argv[1])
except OSError as error:
    print(error)
"""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    book = tmp_path / "book.pdf"
    book.write_bytes(long_book())
    with book.open("rb") as source:
        process = subprocess.Popen([sys.executable, "-c", READS], stdin=source, stderr=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def below(parent: int) -> list[int]:
    """Return the processes that a process started, and those that these started, and so on, in this order."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in table.splitlines()]
    children = [int(pid) for pid, above, state, *_ in rows if int(above) == parent and not state.startswith("Z")]
    return [*children, *(pid for child in children for pid in below(child))]


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
    wait_for(lambda: len(below(reader.pid)) == PROCESSES)
    started = below(reader.pid)
    os.kill(reader.pid, sent)
    reader.wait(PATIENCE)
    wait_for(lambda: not any(map(is_there, started)))


def test_a_reader_that_is_killed_is_a_reason(reader: subprocess.Popen[bytes]):
    wait_for(lambda: len(below(reader.pid)) == PROCESSES)
    started = below(reader.pid)
    os.kill(started[-1], signal.SIGKILL)
    assert reader.wait(PATIENCE) == 0
    wait_for(lambda: not any(map(is_there, started)))


def test_after_all_processes_were_killed_the_next_text_is_read():
    program = [sys.executable, "-c", READS_TWICE]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin
        assert reader.stdout
        first = reader.stdout.readline()
        started = below(reader.pid)
        for pid in started:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(map(is_there, started)))
        second, _ = reader.communicate("\n", PATIENCE)

    assert "A few words" in first
    assert second == first


def test_a_text_without_words_needs_no_process():
    assert read_text(b"\0\1\2", "a.bin") == Reason("other-kind")


def test_without_forks_a_new_process_answers_the_same(monkeypatch: pytest.MonkeyPatch):
    forked = read_text(pdf(flow("A sentence."))[:300], "a.pdf"), read_text(b"A few words.", "a.txt")
    monkeypatch.setattr(sys, "platform", "another")
    assert (read_text(pdf(flow("A sentence."))[:300], "a.pdf"), read_text(b"A few words.", "a.txt")) == forked


def test_the_network_is_out_of_reach():
    answer = subprocess.run(
        [sys.executable, "-c", CONNECTS, "http://127.0.0.1:9"], capture_output=True, text=True, check=True
    ).stdout
    assert "socket." in answer
