"""Jobs on the workers of a Dask cluster, on this machine or at an address; a job that goes wrong stops no other."""

from __future__ import annotations

import logging
import pickle
import signal
import threading
import warnings
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kzcheck.corpus.child import Call, Child, Reply, Stopped, call_of
from kzcheck.errors import KzcheckError, UsageError
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from distributed import Client, Future

__all__ = ["BrokenOffError", "Cluster", "Stopped", "Watch", "opened"]

LARGEST_BATCH = 20
"""Jobs that one message brings to a worker: what Dask costs is then paid once for all of them."""
AHEAD = 2
"""Batches under way for each worker, so that none waits for work; more would only take memory."""
PATIENCE = 10
"""Seconds to wait for a scheduler to answer."""
A_WHILE = 0.5
"""Most seconds of waiting at a time: on some systems, Ctrl-C does not end the waiting for a queue."""
SETTINGS = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.low-level-log-length": 10,
}
"""What a cluster of our own does without: it would profile and measure workers that only wait for their processes, and keep the
last thousand messages with all their jobs."""

J = TypeVar("J")
R = TypeVar("R")


class Watch(NamedTuple):
    """Who hears of the progress (a task, how much of it is done, of how much) and of what is worth a line."""

    progress: Callable[[str, int, int], None] = lambda *_: None
    say: Callable[[str], None] = lambda _: None


class BrokenOffError(KzcheckError):
    """The cluster is gone; what was done is kept."""


class Cluster:
    """Workers at our disposal. `dashboard` is the address of Dask's own pages about them, or ""."""

    def __init__(self, client: Client, shared: Path) -> None:
        """Take a client of Dask, and a file that all workers must see."""
        self._client = client
        self._shared = str(shared.absolute())
        self.dashboard: str = client.dashboard_link or ""

    @property
    def workers(self) -> int:
        """The number of jobs that can be done at a time, at this moment.

        Raises:
            BrokenOffError: the scheduler is gone.
        """
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError):
            raise BrokenOffError(_GONE) from None

    def alone(self, name: str) -> AbstractContextManager[object]:
        """Return a context that nobody else on this cluster is in under the same name."""
        return _alone(name)

    def map(
        self,
        function: Callable[[J], R],
        jobs: Iterable[J],
        *,
        seconds: float,
        memory: int,
        alone: Callable[[J], str] | None = None,
    ) -> Iterator[tuple[J, R | Stopped]]:
        """Yield jobs with the results of a function of a module, as they are done; only a few are under way at a time.

        Each job is done in a process that lives on for the next. A job that crashes this process, or takes more than `seconds` or
        `memory` (bytes of address space), is done once more in a new process, and is then `Stopped`; so is a job in which the
        function raises. While a job is done, no other is to which `alone` gives the same name; such jobs take long, and are sent
        one by one.

        Raises:
            UsageError: a worker has another version of kzcheck, or does not see our files; or the function raised it.
            OSError: the disk is full.
            BrokenOffError: the scheduler is gone.
        """
        waiting = iter(jobs)
        sent: dict[Future[Any], list[J]] = {}
        done: SimpleQueue[Future[Any]] = SimpleQueue()

        def send(batch: list[J]) -> None:
            calls = [(tuple(call_of(function, job, seconds, memory)), alone(job) if alone else "") for job in batch]
            future = self._client.submit(_do, pickle.dumps((__version__, self._shared, calls)), pure=False)
            sent[future] = batch
            future.add_done_callback(done.put)

        number = 0
        try:
            while True:
                workers = max(1, self.workers)
                while len(sent) < AHEAD * workers:
                    # small at first, so that all have some
                    size = 1 if alone else min(LARGEST_BATCH, 1 + number // (2 * AHEAD * workers))
                    if not (batch := list(islice(waiting, size))):
                        break
                    send(batch)
                    number += 1
                if not sent:
                    return
                future = self._next(done)
                batch = sent.pop(future)
                replies = self._replies(future)
                if replies is not None:
                    yield from zip(batch, map(_result, replies), strict=True)
                elif len(batch) == 1:
                    yield batch[0], Stopped("crashed")
                else:  # one of them may end workers, and the others are not to suffer for it
                    for job in batch:
                        send([job])
        finally:
            self._client.cancel(list(sent))

    def _next(self, done: SimpleQueue[Future[Any]]) -> Future[Any]:
        """Wait for the next batch that is done."""
        while True:
            try:
                return done.get(timeout=A_WHILE)
            except Empty:
                if self._client.status != "running":
                    raise BrokenOffError(_GONE) from None

    def _replies(self, future: Future[Any]) -> list[Reply] | None:
        """Return the replies to a batch, or None if it ended more workers than Dask gives it."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - only corpora need it

        try:
            return [Reply(*reply) for reply in future.result()]
        except KilledWorker:
            return None
        except (CancelledError, OSError, TimeoutError):
            raise BrokenOffError(_GONE) from None
        except (ImportError, AttributeError):
            raise UsageError(f"the workers have no kzcheck, or an old one; install kzcheck {__version__} there") from None
        finally:
            future.release()


_GONE = "the scheduler is gone"


def _result(reply: Reply) -> Any:  # noqa: ANN401 - what the function returned, or Stopped
    """Return what a reply holds.

    Raises:
        UsageError: the work is impossible.
        OSError: the disk is full.
    """
    outcome = pickle.loads(reply.pickled)  # noqa: S301 - from a process of ours
    if reply.kind == "fatal":
        raise outcome
    return outcome


_OWN = threading.local()
"""The process of each thread of a worker."""


def _do(packed: bytes) -> list[tuple[str, bytes]]:
    """Make the calls of a batch, on a worker; return the replies."""
    from distributed import get_worker  # noqa: PLC0415 - as above

    version, shared, calls = pickle.loads(packed)  # noqa: S301 - from our own client
    where = f"the worker at {get_worker().address}"
    if version != __version__:
        raise UsageError(f"{where} has kzcheck {__version__}, this is {version}; install the same version everywhere")
    if not Path(shared).exists():
        raise UsageError(f"{where} does not see {shared}; choose a folder that all workers share")
    if not hasattr(_OWN, "child"):
        _OWN.child = Child()
    replies = []
    for call, name in calls:
        with _alone(name) if name else nullcontext():
            replies.append(tuple(_OWN.child.do(Call(*call))))
    return replies


def _alone(name: str) -> AbstractContextManager[object]:
    from distributed import Semaphore  # noqa: PLC0415 - as above

    semaphore: AbstractContextManager[object] = Semaphore(max_leases=1, name=name)
    return semaphore


@contextmanager
def opened(scheduler: str | None, shared: Path, workers: int | None = None, patience: float = PATIENCE) -> Iterator[Cluster]:
    """Open the cluster whose scheduler is at an address, or one on this machine, with a worker for each core or with `workers`.

    All workers must see the file `shared`, which is checked with their first work. `patience` is for the scheduler, in seconds.

    Raises:
        UsageError: Dask is not installed, or there is no scheduler at the address.
    """
    try:
        import dask  # noqa: PLC0415 - as above
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError:
        raise UsageError("corpora need Dask: install kzcheck[cluster]") from None
    for name in tuple(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":  # whatever goes wrong, we say it in one line
            logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), dask.config.set(SETTINGS):
        warnings.simplefilter("ignore")  # another program has the usual port; versions of Python differ a little
        if scheduler is not None:
            with _client_of(scheduler, patience) as client:
                yield Cluster(client, shared)
            return
        with _without_interrupts():
            cluster = LocalCluster(
                n_workers=workers or dask.system.CPU_COUNT,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:8787",
                memory_limit=None,
                preload=__name__,
                silence_logs=logging.CRITICAL,
            )
        with cluster, Client(cluster) as client:
            yield Cluster(client, shared)


def _client_of(scheduler: str, patience: float) -> Client:
    """Return a client of the scheduler at an address.

    Dask waits without end for another kind of server that answers nothing, so a thread connects, which nobody has to wait for.

    Raises:
        UsageError: there is no scheduler.
    """
    from distributed import Client  # noqa: PLC0415 - as above

    outcome: SimpleQueue[Client | None] = SimpleQueue()

    def connect() -> None:
        try:
            outcome.put(Client(scheduler, timeout=patience))
        except (OSError, ValueError, TypeError, MemoryError):  # the latter of TLS without certificates, and of other servers
            outcome.put(None)

    threading.Thread(target=connect, daemon=True).start()
    try:
        client = outcome.get(timeout=2 * patience)
    except Empty:
        client = None
    if client is None:
        raise UsageError(f"there is no Dask scheduler at {scheduler}; an address looks like tcp://host:8786")
    return client


def dask_setup(_worker: object) -> None:
    """Let a worker of ours ignore Ctrl-C, also one that is started again: it is for the client. Dask calls this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C while workers are started, as they do from then on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
