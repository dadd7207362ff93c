"""Prevents connections to internal addresses, however they are written, named or redirected to.

The guard acts where a connection is made. It looks a name up once, checks every address of the name, and connects to one of
the checked addresses, so a name that resolves differently a moment later (DNS rebinding) gains nothing. It never parses a URL. The
design is that of Advocate, a guard for requests from 2015, built into urllib3's connection classes.
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
"""One row of the result of `socket.getaddrinfo`."""

LONGEST_HEAD = 1 << 16
"""Most bytes of an answer's head, including interim responses: the standard library would accept 6 MiB."""

BRIEF = 1.0
"""Seconds for looking up a name before a proxy is asked to connect. A network's own names resolve in a few
milliseconds; behind many proxies no server resolves other names, and the system would wait 5 seconds or more for each."""

SHORTEST = 0.001
"""The shortest timeout, in seconds: zero would mean not to wait at all, which fails differently."""


class InternalAddressError(NoReplyError):
    """No request was sent because an address of the host is internal."""

    def __init__(self) -> None:
        super().__init__("internal", layer="guard")


def look_up(host: str, port: int) -> Sequence[AddressRow]:
    """Ask the system for all addresses of a host."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class TimedSocket(socket.socket):
    """A socket whose timeout covers everything received until the timeout is set again, not each piece.

    An ordinary timeout starts again with every byte. urllib3 sets the timeout before it sends a request and before it reads the
    answer, so the head and the body of an answer share one limit.
    """

    _ends: float | None = None

    def settimeout(self, value: float | None, /) -> None:
        """Set the seconds for all that follows (None: no limit)."""
        self._ends = None if value is None else monotonic() + value
        super().settimeout(value)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive within the remaining time."""
        self._use_remaining_time()
        return super().recv(buflen, flags)

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive into a buffer within the remaining time."""
        self._use_remaining_time()
        return super().recv_into(buffer, nbytes or memoryview(buffer).nbytes, flags)

    def _use_remaining_time(self) -> None:
        if self._ends is not None:
            left = self._ends - monotonic()
            if left <= 0:
                raise TimeoutError
            super().settimeout(left)


class TimedTLSSocket(TimedSocket, ssl.SSLSocket):
    """An encrypted socket with the same timeout."""


@cache
def tls_context(bundle: str) -> ssl.SSLContext:
    """Return a TLS context that verifies certificates against `bundle` (a file or a folder), or against certifi's.

    It is created once for all connections: reading certifi's bundle takes 6 ms or more.

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
    """The file from which the head of an answer is read, line by line, up to a limit."""

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
    """An answer with a complete head, possibly after interim responses such as 102 and 103.

    The standard library skips 100 only; it takes any other interim response for the answer, and the answer for that to the next
    request. It does not notice an incomplete head.
    """

    def begin(self) -> None:
        """Read the status and the headers."""
        file = self.fp
        self.fp = head = Head(file)  # type: ignore[assignment]  # has the methods that are used
        super().begin()
        while self.status in range(102, 200):
            self.headers = self.msg = None  # type: ignore[assignment]  # as before the first response
            super().begin()
        self.fp = file
        if head.ended:
            self.close()
            raise ConnectionResetError


class Guard:
    """Allows connections to public addresses and to the `allowed` hosts and networks.

    An allowed name may have any address. For any other name, every internal address must be in an allowed network.
    """

    def __init__(self, allowed: Iterable[Allowance] = (), look_up: Callable[[str, int], Sequence[AddressRow]] = look_up) -> None:
        self._allowed = tuple(allowed)
        self._look_up = look_up
        self._looked_up: dict[str, Sequence[AddressRow]] = {}

    def connect(self, host: str, port: int, seconds: float) -> TimedSocket:
        """Connect within `seconds`; the remaining time is the connection's timeout.

        Each address gets an equal share of the time, so that one that never responds (mostly IPv6) leaves time
        for the others.

        Raises:
            InternalAddressError: an address of the host is internal and not allowed.
            LateError: there was no answer in time.
            OSError: the host has no address, or none of them answers.
        """
        ends = monotonic() + seconds
        rows = self._find(host, port, seconds)
        if self._refuses(host, port, rows):
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

    def refuse_internal(self, host: str, port: int, seconds: float) -> None:
        """Refuse an internal host before a proxy is asked to connect, since the proxy looks names up itself.

        Internal are a host written as an internal address, a name of an inner network (`localhost`, `wiki`,
        `wiki.internal`), and a name with an internal address, if this machine can resolve it. A name that it cannot resolve
        quickly is left to the proxy.

        Raises:
            InternalAddressError: the host is internal and not allowed.
            LateError: the time is over.
        """
        written = _written_address(host, port)
        inner = not written and identifiers.is_internal(host)
        if self._refuses(host, port, written or self._brief_look_up(host, port, seconds), inner=inner):
            raise InternalAddressError

    def may_allow(self, host: str, port: int) -> bool:
        """Return whether an internal host may be allowed, without looking it up.

        A name is assumed to have an address in an allowed network, if there is any.
        """
        here = self._allowed_at(port)
        if rows := _written_address(host, port):
            return not self._refuses(host, port, rows)
        return any(target == _bare_name(host) or not isinstance(target, str) for target in here)

    def pools(self, bundle: str) -> dict[str, type[HTTPConnectionPool]]:
        """Return urllib3's pool classes by scheme, with connections made by this guard; `bundle` is as in `tls_context`."""
        guard = self

        class Connection(HTTPConnection):
            response_class = Answer

            def _new_conn(self) -> socket.socket:
                return guard.connect(self._dns_host, self.port, self.timeout or 0)

        class SecureConnection(Connection, HTTPSConnection):
            def connect(self) -> None:
                self.ssl_context = tls_context(bundle)
                self.ca_certs = self.ca_cert_dir = None  # requests sets a bundle that would be read again for each connection
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

    def _refuses(self, host: str, port: int, rows: Sequence[AddressRow], *, inner: bool = False) -> bool:
        """Return whether a host with these addresses is refused. An `inner` name must have addresses, and all must be allowed."""
        here = self._allowed_at(port)
        if _bare_name(host) in here:
            return False
        networks = [target for target in here if not isinstance(target, str)]
        internal = [ip_address(row[4][0]) for row in rows if inner or is_internal(row[4][0])]
        return (inner and not internal) or any(not any(address in network for network in networks) for address in internal)

    def _allowed_at(self, port: int) -> list[str | IPv4Network | IPv6Network]:
        return [allowance.target for allowance in self._allowed if allowance.port in {None, port}]

    def _brief_look_up(self, host: str, port: int, seconds: float) -> Sequence[AddressRow]:
        """Return the addresses of a name if they can be looked up quickly. Each name is looked up once, whatever the result."""
        if host not in self._looked_up:
            rows: Sequence[AddressRow] = ()
            try:
                rows = self._find(host, port, min(seconds, BRIEF))
            except LateError:
                if seconds < BRIEF:
                    raise
            except (OSError, UnicodeError):
                pass
            self._looked_up[host] = rows
        return self._looked_up[host]

    def _find(self, host: str, port: int, seconds: float) -> Sequence[AddressRow]:
        """Look up a host on a thread that is abandoned when late, because the system's call cannot be interrupted."""
        answers: SimpleQueue[Sequence[AddressRow] | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._look_up(host, port))
            except Exception as error:  # noqa: BLE001 - raised again on the waiting thread
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
    """Return the address if a host is written as one, nothing for a name; no name server is asked."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ()


def _connection(row: AddressRow, seconds: float, share: float) -> TimedSocket:
    """Connect to one address within its `share` of the time; the rest of `seconds` is the connection's timeout."""
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
