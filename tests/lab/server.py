"""A web server on loopback addresses with any answers, good or bad, which records its calls.

Standard library only, and no imports of ours: `benchmarks/` loads this file by path. One thread with one event loop serves all
connections, with half the processor time of a thread for each.

    with Lab(lambda call: Answer(body=b"hello")) as lab:
        ...  # ask lab.url
    assert lab.calls[0].path == "/"
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

    Handler = Callable[["Call"], "Answer"]

HEAD = 65536
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `path` with its query, headers with lower-case names, the `server` requested, as `host:port`, and the body."""

    method: str
    path: str
    headers: Mapping[str, str]
    server: str
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    `delay` seconds pass before it starts. `drip` is the number of bytes sent at a time and the pause after each, in seconds. `cut`
    is the number of bytes, including the head, after which the connection closes; `reset` makes that a reset. `length`
    overrides Content-Length. `raw` is sent instead of status, headers and body.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    drip: tuple[int, float] | None = None
    cut: int | None = None
    reset: bool = False
    length: int | None = None
    raw: bytes | None = None

    def written(self, method: str) -> bytes:
        """Return the bytes on the wire."""
        if self.raw is not None:
            return self.raw
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Odd"
        length = len(self.body) if self.length is None else self.length
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in self.headers.items())]
        head = "\r\n".join((*lines, f"Content-Length: {length}", "\r\n")).encode("latin-1")
        return head if method == "HEAD" else head + self.body


@dataclass(slots=True)
class Received:
    """A call, with the times of its start and end on the monotonic clock (0.0 before the end)."""

    call: Call
    started: float
    ended: float = 0.0

    @property
    def path(self) -> str:
        """The requested path, with its query."""
        return self.call.path


class Lab:
    """A server with one address and a free port per host, for the duration of the `with` block.

    `handler` is called in the server's thread and must not wait. `latency` is added to every answer's delay, in seconds.
    `calls` holds all requests in order; `peak` is the largest number of simultaneous calls, `connections`
    the number of connections.
    """

    def __init__(self, handler: Handler, *hosts: str, latency: float = 0.0, tls: ssl.SSLContext | None = None) -> None:
        self.calls: list[Received] = []
        self.peak = 0
        self.connections = 0
        self.servers: list[str] = []
        self._handler = handler
        self._hosts = hosts or ("127.0.0.1",)
        self._latency = latency
        self._tls = tls
        self._open = 0
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._sockets = [socket.create_server((host, 0), backlog=512) for host in self._hosts]
        self.servers = [f"{host}:{port}" for host, port in (socket.getsockname() for socket in self._sockets)]
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), name="lab", daemon=True)
        self._thread.start()
        started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def urls(self) -> list[str]:
        """The URLs of all hosts, without a final slash."""
        return [f"{'https' if self._tls else 'http'}://{server}" for server in self.servers]

    @property
    def url(self) -> str:
        """The URL of the first host."""
        return self.urls[0]

    @property
    def paths(self) -> list[str]:
        """The requested paths, in order."""
        return [call.path for call in self.calls]

    async def _serve(self, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        for listener, name in zip(self._sockets, self.servers, strict=True):
            await asyncio.start_server(self._connection(name), sock=listener, ssl=self._tls, limit=HEAD)
        started.set()
        await self._stop.wait()
        for listener in self._sockets:
            listener.close()

    def _connection(self, server: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            try:
                with suppress(OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
                    while await self._exchange(await _received(reader, server), writer):
                        pass
            finally:
                writer.close()

        return talk

    async def _exchange(self, call: Call, writer: asyncio.StreamWriter) -> bool:
        """Answer one call; return whether the connection stays open."""
        received = Received(call, time.monotonic())
        self.calls.append(received)
        self._open += 1
        self.peak = max(self.peak, self._open)
        try:
            answer = self._handler(call)
            if pause := self._latency + answer.delay:
                await asyncio.sleep(pause)
            await _write(writer, answer.written(call.method)[: answer.cut], answer.drip)
            if answer.reset:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return answer.cut is None and answer.raw is None and call.headers.get("connection", "").lower() != "close"
        finally:
            self._open -= 1
            received.ended = time.monotonic()


async def _received(reader: asyncio.StreamReader, server: str) -> Call:
    call = _call(await reader.readuntil(b"\r\n\r\n"), server)
    length = int(call.headers.get("content-length", "0"))
    return replace(call, body=await reader.readexactly(length)) if length else call


async def _write(writer: asyncio.StreamWriter, data: bytes, drip: tuple[int, float] | None) -> None:
    size, pause = drip or (len(data) or 1, 0.0)
    for start in range(0, len(data), size):
        writer.write(data[start : start + size])
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


def _call(head: bytes, server: str) -> Call:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = (line.partition(":") for line in lines)
    return Call(method, path, {name.strip().lower(): value.strip() for name, _, value in headers}, server)
