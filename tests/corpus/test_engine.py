"""Jobs on a cluster: each is an expression of Python, so that it can do to its process whatever an article might."""

from __future__ import annotations

import errno
import socket
import threading
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck.corpus.engine import Cluster, Stopped, opened
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def results(cluster: Cluster, jobs: Iterable[str], seconds: float = 60.0) -> dict[str, object]:
    return dict(cluster.map(eval, jobs, seconds=seconds, memory=1 << 30))


def test_a_job_that_crashes_hangs_or_eats_memory_is_stopped_and_stops_no_other(cluster):
    done = results(
        cluster,
        ["1 + 1", "__import__('os').abort()", "__import__('time').sleep(99)", "bytearray(1 << 40)", "1 / 0", "2 + 2"],
        seconds=2,
    )
    assert done == {
        "1 + 1": 2,
        "__import__('os').abort()": Stopped("crashed", "SIGABRT"),
        "__import__('time').sleep(99)": Stopped("too-long"),
        "bytearray(1 << 40)": Stopped("too-large"),
        "1 / 0": Stopped("crashed", "<string>, line 1: ZeroDivisionError"),
        "2 + 2": 4,
    }


def test_a_job_that_ended_its_process_is_done_once_more_in_a_new_one(cluster, tmp_path):
    mark = repr(str(tmp_path / "mark"))
    job = f"__import__('os').path.exists({mark}) or (open({mark}, 'x').close(), __import__('os').abort())"
    assert results(cluster, [job]) == {job: True}


def test_processes_live_on_for_the_next_jobs(cluster):
    jobs = [f"({number}, __import__('os').getpid())[1]" for number in range(30)]
    assert len({*results(cluster, jobs).values()}) <= 2


def test_a_worker_that_is_killed_takes_no_job_with_it(cluster, tmp_path):
    mark = repr(str(tmp_path / "mark"))
    killing = (
        f"__import__('os').path.exists({mark}) or "
        f"(open({mark}, 'x').close(), __import__('os').kill(__import__('os').getppid(), 9), __import__('time').sleep(99))"
    )
    jobs = [*(f"{number}" for number in range(30)), killing]
    assert results(cluster, jobs) == {**{f"{number}": number for number in range(30)}, killing: True}


def test_only_a_few_jobs_are_under_way_at_a_time(cluster):
    begun = 0

    def jobs() -> Iterator[str]:
        nonlocal begun
        for begun in range(1, 601):
            yield f"{begun}"

    most = 0
    for number, _ in enumerate(cluster.map(eval, jobs(), seconds=60, memory=1 << 30)):
        most = max(most, begun - number)
    assert most <= 100  # two batches of 20 for each of two workers, and one whose results are being taken


def test_jobs_of_one_name_are_never_done_at_the_same_time(cluster):
    jobs = [
        f"({n}, __import__('time').monotonic(), __import__('time').sleep(.02), __import__('time').monotonic())" for n in range(8)
    ]
    done = dict(cluster.map(eval, jobs, seconds=60, memory=1 << 30, alone=lambda _: "one host"))
    spans = sorted((begin, end) for _, begin, _, end in done.values())
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    with cluster.alone("one host"):
        pass


def test_a_full_disk_ends_the_work(cluster):
    full = f"(_ for _ in ()).throw(OSError({errno.ENOSPC}, 'No space left on device', 'results'))"
    with pytest.raises(OSError, match="No space left") as caught:
        results(cluster, [full, "1"])
    assert caught.value.filename == "results"
    assert results(cluster, ["1"]) == {"1": 1}


def test_workers_that_do_not_see_our_files_are_refused(cluster):
    with pytest.raises(UsageError, match=r"the worker at tcp://.* does not see /nowhere/manifest"):
        results(Cluster(cluster._client, Path("/nowhere/manifest")), ["1"])


def test_an_address_without_a_scheduler_is_refused():
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with pytest.raises(UsageError, match="there is no Dask scheduler at nowhere://x; an address looks like tcp://host:8786"):
        opened("nowhere://x", Path(__file__)).__enter__()


def test_a_server_that_says_nothing_is_not_a_scheduler():
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        before = {*threading.enumerate()}
        with pytest.raises(UsageError, match=f"there is no Dask scheduler at {address}"):
            opened(address, Path(__file__), patience=0.2).__enter__()
        waiting = [thread for thread in threading.enumerate() if thread not in before and "connect" in thread.name]
    for thread in waiting:  # its end must not fall into the start of another client
        thread.join()
