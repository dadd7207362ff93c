"""No connection to an internal address, however it is written, named or redirected to.

The guard sits where a connection is made. It looks a name up once, looks at every address that the name has, and connects to one of
those that it looked at: a name that answers differently a moment later (DNS rebinding) gains nothing. It never parses a URL. The
design is that of Advocate, a guard for requests of 2015, on urllib3's own seams.
"""

from __future__ import annotations

import socket
import ssl
from _thread import start_new_thread
from functools import cache
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from requests.adapters import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kzcheck import identifiers
from kzcheck.web.failures import HandshakeError, LateError, NoReplyError
from kzcheck.web.internal import is_internal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from ipaddress import IPv4Network, IPv6Network

    from _typeshed import WriteableBuffer

    from kzcheck.web.internal import Allowance

AddressRow: TypeAlias = tuple[Any, ...]
"""One row of what `socket.getaddrinfo` gives."""

LONGEST_HEAD = 1 << 16
"""How many bytes the head of an answer may have, with all that comes before it: the standard library would take 6 MiB."""

GLANCE = 1.0
"""Seconds for which a name is looked up before a proxy is asked for it. What answers for a network's own names does so in a few
milliseconds; behind many proxies nobody answers for the others, and the system would wait 5 seconds and more for each."""

SHORTEST = 0.001
"""The shortest timeout, in seconds: zero would mean not to wait at all, which is another way to fail."""


class InternalAddressError(NoReplyError):
    """A host was not asked because one of its addresses is internal."""

    def __init__(self) -> None:
        super().__init__("internal", layer="guard")


def look_up(host: str, port: int) -> Sequence[AddressRow]:
    """Ask the system for all addresses of a host."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class TimedSocket(socket.socket):
    """A socket whose timeout is for all that it receives until the timeout is set again, not for each piece.

    The ordinary timeout starts anew with every byte. urllib3 sets it before it sends a request and before it reads the answer, so
    that the head and the body of one answer end in time together.
    """

    _ends: float | None = None

    def settimeout(self, value: float | None, /) -> None:
        """Set how many seconds all that follows may take (None: as long as it likes)."""
        self._ends = None if value is None else monotonic() + value
        super().settimeout(value)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive within what is left of the time."""
        self._hurry()
        return super().recv(buflen, flags)

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive into a buffer within what is left of the time."""
        self._hurry()
        return super().recv_into(buffer, nbytes or memoryview(buffer).nbytes, flags)

    def _hurry(self) -> None:
        if self._ends is not None:
            left = self._ends - monotonic()
            if left <= 0:
                raise TimeoutError
            super().settimeout(left)


class TimedTLSSocket(TimedSocket, ssl.SSLSocket):
    """The same, encrypted."""


@cache
def tls_context(bundle: str) -> ssl.SSLContext:
    """Return how encrypted connections are made: certificates are verified against `bundle` (a file or a folder), or certifi's.

    It is made once for all connections: reading certifi's bundle takes 6 ms or more.

    Raises:
        NoReplyError: the bundle cannot be read.
    """
    place = bundle or DEFAULT_CA_BUNDLE_PATH
    folder = Path(place).is_dir()
    try:
        context = ssl.create_default_context(cafile=None if folder else place, capath=place if folder else None)
    except OSError:
        raise NoReplyError("no-certificates") from None
    context.sslsocket_class = TimedTLSSocket
    return context


class Head:
    """What an answer is read from until its head is over: only lines are, and not for ever."""

    def __init__(self, file: BinaryIO) -> None:
        self.ended = False
        self._file = file
        self._left = LONGEST_HEAD
        self.close = file.close

    def readline(self, most: int) -> bytes:
        """Read a line."""
        line = self._file.readline(most)
        self.ended = not line
        self._left -= len(line)
        if self._left < 0:
            raise HTTPException("too long a head")
        return line


class Answer(HTTPResponse):
    """An answer with a whole head, before which others may come that only say that it will: 102, 103.

    The standard library leaves out 100 alone, takes the next one for the answer, and what follows for that of the next request. A
    head that breaks off is the same to it as one that ends.
    """

    def begin(self) -> None:
        """Read the status and the headers."""
        file = self.fp
        self.fp = head = Head(file)  # type: ignore[assignment]  # no more of a file is needed
        super().begin()
        while self.status in range(102, 200):
            self.headers = self.msg = None  # type: ignore[assignment]  # what it is before it has begun
            super().begin()
        self.fp = file
        if head.ended:
            self.close()
            raise ConnectionResetError


class Guard:
    """Who may be connected to: every public address, and the `allowed`.

    A name that is allowed may have whatever address it likes. Of any other name every internal address must be in a network that
    is allowed.
    """

    def __init__(self, allowed: Iterable[Allowance] = (), look_up: Callable[[str, int], Sequence[AddressRow]] = look_up) -> None:
        self._allowed = tuple(allowed)
        self._look_up = look_up
        self._glanced: dict[str, Sequence[AddressRow]] = {}

    def connect(self, host: str, port: int, seconds: float) -> TimedSocket:
        """Return a connection that was made within `seconds`, which has what is left of them as its timeout.

        Each address gets an equal share of the time, so that one network that swallows everything (IPv6, mostly) leaves some
        for the others.

        Raises:
            InternalAddressError: an address of the host is internal, and not allowed.
            LateError: there was no answer in time.
            OSError: the host has no address, or none of them answers.
        """
        ends = monotonic() + seconds
        rows = self._find(host, port, seconds)
        if self._closed(host, port, rows):
            raise InternalAddressError
        failure = OSError("no address")
        for number, row in enumerate(rows):
            left = ends - monotonic()
            try:
                return _connection(row, left, left / (len(rows) - number))
            except TimeoutError:
                failure = LateError("connect")
            except OSError as error:
                failure = error
        raise failure

    def look_at(self, host: str, port: int, seconds: float) -> None:
        """Refuse an internal host, for a request that a proxy makes, which looks names up itself.

        That is a host written as an internal address, a name that belongs to an inner network (`localhost`, `wiki`,
        `wiki.internal`), and one that has an internal address as far as this machine can tell. A name that it does not know, or not
        soon, is left to the proxy.

        Raises:
            InternalAddressError: it is one, and not allowed.
            LateError: the time is over.
        """
        written = _written_address(host, port)
        inner = not written and identifiers.is_internal(host)
        if self._closed(host, port, written or self._glance(host, port, seconds), inner=inner):
            raise InternalAddressError

    def lets_in(self, host: str, port: int) -> bool:
        """Tell whether an internal host would be connected to, before it is looked up.

        A name may have an address in any network that is allowed, so it is taken to have one.
        """
        here = self._allowed_at(port)
        if rows := _written_address(host, port):
            return not self._closed(host, port, rows)
        return any(what == _bare_name(host) or not isinstance(what, str) for what in here)

    def pools(self, bundle: str) -> dict[str, type[HTTPConnectionPool]]:
        """Return urllib3's pools by scheme with connections that this guard makes; `bundle` is as in `tls_context`."""
        guard = self

        class Connection(HTTPConnection):
            response_class = Answer

            def _new_conn(self) -> socket.socket:
                return guard.connect(self._dns_host, self.port, self.timeout or 0)

        class SecureConnection(Connection, HTTPSConnection):
            def connect(self) -> None:
                self.ssl_context = tls_context(bundle)
                self.ca_certs = self.ca_cert_dir = None  # requests names a bundle, which would be read again for each connection
                try:
                    super().connect()
                except (TimeoutError, ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
                    if self.sock is None:
                        raise
                    raise LateError("TLS") if isinstance(error, TimeoutError) else HandshakeError from error

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = SecureConnection

        return {"http": Pool, "https": SecurePool}

    def _closed(self, host: str, port: int, rows: Sequence[AddressRow], *, inner: bool = False) -> bool:
        """Tell whether a host with these addresses is refused. An `inner` name needs addresses, all of which are allowed."""
        here = self._allowed_at(port)
        if _bare_name(host) in here:
            return False
        networks = [what for what in here if not isinstance(what, str)]
        closed = [ip_address(row[4][0]) for row in rows if inner or is_internal(row[4][0])]
        return (inner and not closed) or any(not any(address in network for network in networks) for address in closed)

    def _allowed_at(self, port: int) -> list[str | IPv4Network | IPv6Network]:
        return [allowance.what for allowance in self._allowed if allowance.port in {None, port}]

    def _glance(self, host: str, port: int, seconds: float) -> Sequence[AddressRow]:
        """Return the addresses of a name as far as they can be had soon. Each name is looked up once, whatever comes of it."""
        if host not in self._glanced:
            rows: Sequence[AddressRow] = ()
            try:
                rows = self._find(host, port, min(seconds, GLANCE))
            except LateError:
                if seconds < GLANCE:
                    raise
            except (OSError, UnicodeError):
                pass
            self._glanced[host] = rows
        return self._glanced[host]

    def _find(self, host: str, port: int, seconds: float) -> Sequence[AddressRow]:
        """Look a host up in time: the system's own call cannot be interrupted, so it is waited for, and left behind when late."""
        answers: SimpleQueue[Sequence[AddressRow] | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._look_up(host, port))
            except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
                answers.put(error)

        start_new_thread(ask, ())
        try:
            answer = answers.get(timeout=seconds)
        except Empty:
            raise LateError("DNS") from None
        if isinstance(answer, Exception):
            raise answer
        return answer


def _bare_name(host: str) -> str:
    return host.lower().removesuffix(".")


def _written_address(host: str, port: int) -> Sequence[AddressRow]:
    """Return the address that a host is written as, none where it is a name: nobody is asked."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ()


def _connection(row: AddressRow, seconds: float, share: float) -> TimedSocket:
    """Connect to one address within its `share` of the time; the connection's timeout is what is left of `seconds`."""
    ends = monotonic() + seconds
    family, kind, protocol, _, address = row
    sock = TimedSocket(family, kind, protocol)
    try:
        sock.settimeout(max(share, SHORTEST))
        sock.connect(address)
        sock.settimeout(max(ends - monotonic(), SHORTEST))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        sock.close()
        raise
    return sock
